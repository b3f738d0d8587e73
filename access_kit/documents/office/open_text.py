"""An OpenDocument text (ODT) as pieces, in the order of its text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from access_kit.documents.office.grid import GridCell, GridRow, set_grid
from access_kit.documents.office.nest import as_entry
from access_kit.documents.office.open_styles import OpenStyles, OpenTextStyle
from access_kit.documents.office.packed_file import PackedFile, open_packed
from access_kit.documents.office.phrase import Phrase
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.documents.office.xml_tree import XmlNode
from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.document import Heading, Image, Paragraph, Text

_IN_ORDER = frozenset(
    {
        "text:section",
        "text:index-title",
        "draw:a",
        "draw:g",
        "draw:text-box",
        "text:numbered-paragraph",
    }
)
_CONTENTS = frozenset(
    {
        "text:table-of-content",
        "text:illustration-index",
        "text:table-index",
        "text:object-index",
        "text:alphabetical-index",
        "text:user-index",
    }
)
_PAGES = frozenset({"text:page-number", "text:page-count", "text:page-continuation"})
_SHAPES = frozenset(
    {"draw:frame", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:g", "draw:a"}
)
_MOST_REPEATED = 64


def read_open_text(data: bytes) -> Gathering:
    """All pieces of the file; ``BadInput`` where it cannot be read at all."""
    with open_packed(data) as packed:
        manifest = packed.tree("META-INF/manifest.xml")
        if manifest and any(manifest.find("manifest:encryption-data")):
            raise BadInput(Problem("office.locked"))
        return _OpenReader(packed).read()


@dataclass(frozen=True)
class _Run:
    """How words are set where they stand."""

    bold: bool = False
    lang: str | None = None
    hidden: bool = False
    struck: bool = False

    def below(self, style: OpenTextStyle) -> _Run:
        return _Run(
            self.bold if style.bold is None else style.bold,
            style.lang or self.lang,
            self.hidden or style.hidden,
            self.struck or style.struck,
        )


class _OpenReader:
    def __init__(self, packed: PackedFile) -> None:
        self._packed = packed
        self._gathered = Gathering()
        self._content = packed.require("content.xml")
        styles = packed.tree("styles.xml")
        self._pages = styles.child("office:master-styles") if styles else None
        self._styles = OpenStyles([tree for tree in (styles, self._content) if tree])
        self._notes: list[XmlNode] = []
        self._note_count = self._paragraphs = self._tables = self._depth = 0
        self._counts: dict[str, int] = {}
        self._after: list[OfficePiece] = []

    def read(self) -> Gathering:
        body = self._content.child("office:body", "office:text")
        if body is None:
            raise BadInput(Problem("office.damaged"))
        self._gathered.pieces += self._blocks(body)
        self._take_headers()
        self._gathered.file_lang = self._styles.lang
        return self._gathered

    def _take_headers(self) -> None:
        self._depth = 1
        for page in self._pages.nodes() if self._pages else ():
            for part in page.nodes():
                if part.tag in ("style:header", "style:footer"):
                    self._gathered.foot += self._blocks(part)

    # -- blocks ---------------------------------------------------------------------------------

    def _blocks(self, parent: XmlNode) -> Iterator[OfficePiece]:
        for node in parent.nodes():
            yield from self._block(node)
            if self._depth == 0:
                yield from self._take_notes()

    def _block(self, node: XmlNode) -> Iterator[OfficePiece]:
        match node.tag:
            case "text:p" | "text:h":
                yield from self._paragraph(node)
            case "text:list":
                yield from self._list(node, 0)
            case "table:table":
                self._tables += 1
                self._depth += 1
                rows = tuple(self._rows(node))
                self._depth -= 1
                yield from set_grid(rows, self._gathered, f"table {self._tables}")
            case "text:tracked-changes":
                for one in node.find("text:deletion"):
                    self._gathered.count("office.deleted", one.text())
            case tag if tag in _CONTENTS:
                self._gathered.tell("office.contents", self._place(), Severity.NOTE)
            case tag if tag in _SHAPES:
                yield from self._shape(node)
            case tag if tag in _IN_ORDER:
                yield from self._blocks(node)
            case tag if tag.startswith("form:") or tag == "office:forms":
                if any(node.nodes()):
                    self._gathered.tell("office.fields", self._place())
            case _:
                pass

    def _place(self) -> str:
        return f"paragraph {self._paragraphs}"

    def _paragraph(self, node: XmlNode) -> Iterator[OfficePiece]:
        if self._depth == 0:
            self._paragraphs += 1
        style = self._styles.paragraph(node.get("text:style-name"))
        content, around = self._content_of(node)
        before, after = around
        yield from before
        if content:
            level = node.get("text:outline-level") if node.tag == "text:h" else ""
            if style.is_title:
                yield Heading(0, content)
            elif node.tag == "text:h":
                yield Heading(int(level) if level.isdecimal() and level != "0" else 1, content)
            else:
                yield Paragraph(content)
        yield from after

    def _content_of(
        self, node: XmlNode
    ) -> tuple[tuple[Text, ...], tuple[list[OfficePiece], list[OfficePiece]]]:
        """The words of a paragraph, and the pictures and boxes before and after them."""
        phrase = self._gathered.phrase()
        before: list[OfficePiece] = []
        after: list[OfficePiece] = []
        style = self._styles.paragraph(node.get("text:style-name"))
        start = _Run().below(style)
        if node.tag == "text:h":
            start = replace(start, bold=False)
        self._inline(node, phrase, start, before, after)
        return phrase.done(), (before, after)  # type: ignore[return-value]

    def _inline(
        self,
        node: XmlNode,
        phrase: Phrase,
        run: _Run,
        before: list[OfficePiece],
        after: list[OfficePiece],
    ) -> None:
        for one in node.children:
            if isinstance(one, str):
                self._words(one, phrase, run)
                continue
            match one.tag:
                case "text:s":
                    phrase.add(" ")
                case "text:tab":
                    phrase.add(" ")
                case "text:line-break":
                    phrase.end_line()
                case "text:span":
                    below = run.below(self._styles.text(one.get("text:style-name")))
                    self._inline(one, phrase, below, before, after)
                case "text:a":
                    phrase.open_link(one.get("xlink:href"))
                    self._inline(one, phrase, run, before, after)
                    if lost := phrase.close_link():
                        self._gathered.count("office.link-not-kept", lost[:80])
                case "text:note":
                    self._note_count += 1
                    self._notes.append(one)
                    phrase.add(f"[{self._note_count}]")
                case "office:annotation":
                    self._gathered.count("office.comments", one.text())
                case "text:hidden-text" | "text:hidden-paragraph":
                    words = one.get("text:string-value") or one.text()
                    self._gathered.count("office.hidden", words, Severity.WARNING)
                case tag if tag in _PAGES or tag == "office:annotation-end":
                    pass
                case tag if tag in _SHAPES:
                    place = before if phrase.is_blank else after
                    self._depth += 1
                    place += self._shape(one)
                    self._depth -= 1
                case _:
                    self._inline(one, phrase, run, before, after)

    def _words(self, text: str, phrase: Phrase, run: _Run) -> None:
        if run.hidden or run.struck:
            if text.strip():
                code = "office.hidden" if run.hidden else "office.struck"
                self._gathered.count(code, text, Severity.WARNING)
            return
        phrase.add(text, strong=run.bold, lang=run.lang)

    # -- lists and tables -----------------------------------------------------------------------

    def _list(self, node: XmlNode, level: int, style: str = "") -> Iterator[OfficePiece]:
        style = node.get("text:style-name") or style
        numbered = self._styles.is_numbered(style, level)
        goes_on = node.get("text:continue-numbering") == "true" or node.get("text:continue-list")
        key = f"{style} {level}"
        number = self._counts.get(key, 0) if goes_on else self._styles.start(style, level) - 1
        for item in node.nodes():
            if item.tag not in ("text:list-item", "text:list-header"):
                continue
            start = item.get("text:start-value")
            number = int(start) if start.isdecimal() else number + 1
            yield from self._item(item, level, style, number if numbered else None)
        self._counts[key] = number

    def _item(
        self, item: XmlNode, level: int, style: str, number: int | None
    ) -> Iterator[OfficePiece]:
        inside = (
            self._list(node, level + 1, style) if node.tag == "text:list" else self._block(node)
            for node in item.nodes()
        )
        yield from as_entry(itertools.chain.from_iterable(inside), level, number)

    def _rows(self, table: XmlNode) -> Iterator[GridRow]:
        for node in table.nodes():
            if node.tag == "table:table-row":
                yield tuple(self._cells(node))
            elif node.tag in (
                "table:table-rows",
                "table:table-header-rows",
                "table:table-row-group",
            ):
                yield from self._rows(node)

    def _cells(self, row: XmlNode) -> Iterator[GridCell]:
        for node in row.nodes():
            if node.tag not in ("table:table-cell", "table:covered-table-cell"):
                continue
            covered = node.tag == "table:covered-table-cell"
            again = node.get("table:number-columns-repeated")
            times = min(int(again), _MOST_REPEATED) if again.isdecimal() else 1
            cell = GridCell(tuple(self._blocks(node)), is_covered=covered)
            yield from [cell] * times

    # -- pictures, boxes, notes -----------------------------------------------------------------

    def _shape(self, node: XmlNode) -> Iterator[OfficePiece]:
        """A frame with a picture, or a box with words."""
        picture = node.child("draw:image") if node.tag == "draw:frame" else None
        if picture is not None:
            alt = " ".join(
                one.text() for tag in ("svg:title", "svg:desc") if (one := node.child(tag))
            )
            yield from self._picture(picture, alt, node.get("loext:decorative") == "true")
            return
        if node.tag == "draw:frame" and (
            node.child("draw:object") or node.child("draw:object-ole")
        ):
            self._gathered.tell("office.embedded", self._place())
            return
        if node.tag == "draw:frame" and (table := node.child("table:table")) is not None:
            yield from self._block(table)
            return
        box = node.child("draw:text-box") or node
        if box.tag == "draw:text-box" or node.tag in ("draw:custom-shape", "draw:rect"):
            self._gathered.count("office.text-box", box.text())
        self._depth += 1
        yield from self._blocks(box)
        self._depth -= 1

    def _picture(self, node: XmlNode, alt: str, decorative: bool) -> Iterator[Image]:
        data = self._packed.picture(node.get("xlink:href").removeprefix("./"))
        if data is None:
            self._gathered.tell("office.picture-left-out", self._place(), words=alt[:80])
            return
        image = self._gathered.picture(data, alt, self._place(), decorative=decorative)
        if image:
            yield image

    def _take_notes(self) -> Iterator[OfficePiece]:
        waiting, self._notes = self._notes, []
        first = self._note_count - len(waiting) + 1
        for number, note in enumerate(waiting, first):
            body = note.child("text:note-body")
            self._depth += 1
            pieces = list(self._blocks(body)) if body else []
            self._depth -= 1
            for at, piece in enumerate(pieces):
                if at == 0 and isinstance(piece, Paragraph | Entry):
                    yield Paragraph((Text(f"[{number}] "), *piece.content))
                else:
                    yield piece
