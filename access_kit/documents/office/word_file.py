"""A Word file (DOCX) as pieces, in the order of its text.

Read by our own reader: mammoth, which was weighed, keeps no languages, no text boxes in their
place and no headers, and says nothing of what it leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.documents.office.grid import GridCell, GridRow, not_strong, set_grid
from access_kit.documents.office.packed_file import PackedFile, Relation, open_packed
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.documents.office.word_runs import WordParagraph
from access_kit.documents.office.word_styles import WordNumbers, WordStyles, number_of
from access_kit.documents.office.xml_tree import XmlNode
from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.document import Heading, Paragraph, Text

_IN_ORDER = frozenset({"w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:sdtContent", "w:body"})
_MOST_GRID = 63
_DEEPER_LIST = re.compile(r"list (?:bullet|number) ([2-5])")
"""Styles of Word's own whose lists stand further in, each counted for itself."""


def read_word(data: bytes) -> Gathering:
    """All pieces of the file; ``BadInput`` where it cannot be read at all."""
    with open_packed(data) as packed:
        return _WordReader(packed).read()


@dataclass(frozen=True)
class WordPart:
    """A part of the file that holds text, and what it calls."""

    name: str
    relations: dict[str, Relation]


class _WordReader:
    def __init__(self, packed: PackedFile) -> None:
        self.packed = packed
        self.gathered = Gathering()
        main = packed.main_part()
        self._main = packed.require(main)
        self.part = WordPart(main, packed.relations(main))
        self.styles = WordStyles(self._called("styles"))
        self.numbers = WordNumbers(self._called("numbering"))
        self._notes = {
            "w:footnote": self._called("footnotes"),
            "w:endnote": self._called("endnotes"),
        }
        self._note_numbers: dict[tuple[str, str], int] = {}
        self._waiting: list[tuple[str, str]] = []
        self._paragraphs = self._tables = 0
        self._depth = 0

    def read(self) -> Gathering:
        body = self._main.child("w:body")
        if body is None:
            raise BadInput(Problem("office.damaged"))
        self.gathered.pieces += self._blocks(body)
        self._take_headers()
        self._tell_comments()
        self.gathered.file_lang = self.styles.langs[0]
        return self.gathered

    def _called(self, kind: str) -> XmlNode | None:
        target = next((one.target for one in self.part.relations.values() if one.kind == kind), "")
        return self.packed.tree(target) if target else None

    # -- blocks ---------------------------------------------------------------------------------

    def _blocks(self, parent: XmlNode) -> Iterator[OfficePiece]:
        """The pieces below ``parent``, each with the notes that it names behind it."""
        for node in parent.nodes():
            yield from self._block(node)
            if self._depth == 0:
                yield from self._take_notes()

    def _block(self, node: XmlNode) -> Iterator[OfficePiece]:
        match node.tag:
            case "w:p":
                yield from self._paragraph(node)
            case "w:tbl":
                self._tables += 1
                yield from set_grid(tuple(self._rows(node)), self.gathered, f"table {self._tables}")
            case "w:sdt":
                yield from self._control(node)
            case "w:altChunk":
                self.gathered.tell("office.embedded", self._place())
            case "mc:AlternateContent":
                chosen = node.child("mc:Choice") or node.child("mc:Fallback")
                yield from self._blocks(chosen) if chosen else ()
            case "w:del" | "w:moveFrom":
                self.gathered.count("office.deleted", node.text())
            case tag if tag in _IN_ORDER:
                yield from self._blocks(node)
            case _:
                pass

    def _control(self, node: XmlNode) -> Iterator[OfficePiece]:
        """A content control; a table of contents is left out, for its pages are no longer so."""
        gallery = node.child("w:sdtPr", "w:docPartObj", "w:docPartGallery")
        content = node.child("w:sdtContent")
        if gallery is not None and gallery.get("w:val") == "Table of Contents":
            self.gathered.tell("office.contents", self._place(), Severity.NOTE)
        elif content is not None:
            yield from self._blocks(content)

    def _place(self) -> str:
        return f"paragraph {self._paragraphs}"

    def _paragraph(self, node: XmlNode) -> Iterator[OfficePiece]:
        if self._depth == 0:
            self._paragraphs += 1
        marks = node.child("w:pPr")
        style = self.styles.get(marks.value("w:pStyle") if marks else "")
        if style.name.startswith("toc ") or style.name == "toc heading":
            self.gathered.tell("office.contents", self._place(), Severity.NOTE)
            return
        one = WordParagraph(self, style, self._place())
        one.read(node)
        content = one.phrase.done()
        outline = marks.value("w:outlineLvl") if marks else ""
        level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else style.level
        number = number_of(marks) or style.number
        deeper = _DEEPER_LIST.fullmatch(style.name)
        if number and deeper and number[1] == 0:
            number = (number[0], int(deeper[1]) - 1)
        yield from one.before
        if content and level is not None:
            label = self.numbers.label(*number) if number and number[0] != "0" else ""
            said = (Text(f"{label} "), *content) if label else content
            yield Heading(level, not_strong(said))
        elif content:
            entry = self._entry(number) if number and number[0] != "0" else None
            yield Entry(entry[0], content, entry[1]) if entry else Paragraph(content)
        self._waiting += one.notes
        self._depth += 1
        for box in one.boxes:
            self.gathered.count("office.text-box", box.text())
            yield from self._blocks(box)
        self._depth -= 1
        yield from one.after

    def _entry(self, number: tuple[str, int]) -> tuple[int, int | None] | None:
        level = self.numbers.level(*number)
        if level.kind == "bullet":
            return (number[1], None)
        count = self.numbers.count(*number)
        if level.kind == "none" and not level.around:
            return None
        if level.kind != "decimal":
            self.gathered.tell("office.numbers-changed", severity=Severity.NOTE)
        return (number[1], count)

    # -- tables ---------------------------------------------------------------------------------

    def _rows(self, table: XmlNode) -> Iterator[GridRow]:
        self._depth += 1
        for node in _inside(table, "w:tr"):
            cells: list[GridCell] = []
            for cell in _inside(node, "w:tc"):
                marks = cell.child("w:tcPr")
                span = marks.value("w:gridSpan") if marks else ""
                merge = marks.child("w:vMerge") if marks else None
                covered = merge is not None and merge.get("w:val") != "restart"
                columns = min(int(span), _MOST_GRID) if span.isdecimal() else 1
                cells.append(GridCell(tuple(self._blocks(cell)), max(columns, 1), covered))
            yield tuple(cells)
        self._depth -= 1

    # -- what stands elsewhere ------------------------------------------------------------------

    def note_number(self, kind: str, note_id: str) -> int:
        """The number of a foot- or endnote, by the order in which they are named."""
        return self._note_numbers.setdefault((kind, note_id), len(self._note_numbers) + 1)

    def _take_notes(self) -> Iterator[OfficePiece]:
        waiting, self._waiting = self._waiting, []
        for kind, note_id in dict.fromkeys(waiting):
            tree = self._notes[kind]
            found = [n for n in tree.nodes() if n.get("w:id") == note_id] if tree else []
            sign = f"[{self.note_number(kind, note_id)}] "
            for note in found[:1]:
                self._depth += 1
                pieces = list(self._blocks(note))
                self._depth -= 1
                for at, piece in enumerate(pieces):
                    if at == 0 and isinstance(piece, Paragraph | Entry):
                        yield Paragraph((Text(sign), *piece.content))
                    else:
                        yield piece

    def _take_headers(self) -> None:
        """Words at the top and foot of the pages, each part once."""
        calls = self.part
        for kind in ("header", "footer"):
            for one in calls.relations.values():
                tree = self.packed.tree(one.target) if one.kind == kind else None
                if tree is None:
                    continue
                self.part = WordPart(one.target, self.packed.relations(one.target))
                self._depth = 1
                self.gathered.foot += self._blocks(tree)
        self.part, self._depth = calls, 0

    def _tell_comments(self) -> None:
        tree = self._called("comments")
        for one in tree.find("w:comment") if tree else ():
            self.gathered.count("office.comments", one.text())


def _inside(parent: XmlNode, tag: str) -> Iterator[XmlNode]:
    """Rows or cells, those inside content controls among them."""
    for node in parent.nodes():
        if node.tag == tag:
            yield node
        elif node.tag in ("w:sdt", "w:sdtContent", "w:ins", "w:customXml"):
            yield from _inside(node, tag)
