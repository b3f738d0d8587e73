"""Slides (PPTX) as pieces: each slide's title, then its shapes in the order of the file.

That is the order in which a screen reader goes through them; whether it is the one that was meant,
only a person can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.documents.office.grid import GridCell, flatten, set_grid
from access_kit.documents.office.packed_file import PackedFile, Relation, open_packed
from access_kit.documents.office.phrase import Phrase
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.documents.office.word_runs import diagram_entries, is_decorative
from access_kit.documents.office.xml_tree import XmlNode
from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.document import Heading, Inlines, Paragraph

_TITLES = ("title", "ctrTitle")
_EACH_SLIDE = ("ftr", "dt", "sldNum", "hdr")
_LISTED = ("", "body", "obj")
_NO_WORDS = ("slidenum", "datetime")
"""Fields that hold a slide's number or the day on which it is shown."""


def read_slides(data: bytes) -> Gathering:
    """All pieces of the file; ``BadInput`` where it cannot be read at all."""
    with open_packed(data) as packed:
        return _SlideReader(packed).read()


@dataclass(frozen=True)
class _Slide:
    number: int
    relations: dict[str, Relation]

    @property
    def place(self) -> str:
        return f"slide {self.number}"


class _SlideReader:
    def __init__(self, packed: PackedFile) -> None:
        self._packed = packed
        self._gathered = Gathering()
        self._untitled: list[int] = []
        self._slide = _Slide(0, {})

    def read(self) -> Gathering:
        main = self._packed.main_part()
        show = self._packed.require(main)
        calls = self._packed.relations(main)
        listed = show.child("p:sldIdLst")
        if listed is None:
            raise BadInput(Problem("office.damaged"))
        for number, node in enumerate(listed.nodes(), 1):
            call = calls.get(node.get("r:id"))
            tree = self._packed.tree(call.target) if call else None
            if call is not None and tree is not None:
                self._slide = _Slide(number, self._packed.relations(call.target))
                self._read_slide(tree)
        if self._untitled:
            numbers = ", ".join(map(str, self._untitled))
            self._gathered.tell("office.slide-without-title", slides=numbers[:80])
        return self._gathered

    def _read_slide(self, tree: XmlNode) -> None:
        shapes = tree.child("p:cSld", "p:spTree")
        if tree.get("show") in ("0", "false"):
            words = " ".join(one.text() for one in tree.find("a:t"))
            self._gathered.tell("office.hidden-slide", self._slide.place, words=words[:200])
            return
        self._tell_notes()
        found = list(shapes.nodes()) if shapes else []
        titles = [one for one in found if _kind(one) in _TITLES]
        pieces = [piece for one in titles for piece in self._title(one)]
        if not pieces:
            self._untitled.append(self._slide.number)
        others = (one for one in found if not any(one is title for title in titles))
        pieces += [piece for one in others for piece in self._shape(one)]
        self._gathered.pieces += pieces

    def _tell_notes(self) -> None:
        for call in self._slide.relations.values():
            tree = self._packed.tree(call.target) if call.kind == "notesSlide" else None
            for shape in tree.find("p:sp") if tree else ():
                words = " ".join(one.text() for one in shape.find("a:t"))
                if _kind(shape) == "body" and words.strip():
                    self._gathered.count("office.speaker-notes", words)

    def _title(self, node: XmlNode) -> Iterator[OfficePiece]:
        content = flatten(Paragraph(one) for one, _ in self._paragraphs(node))
        if content:
            yield Heading(1, content)

    def _shape(self, node: XmlNode) -> Iterator[OfficePiece]:
        match node.tag:
            case "p:sp":
                yield from self._box(node)
            case "p:grpSp":
                for one in node.nodes():
                    yield from self._shape(one)
            case "p:pic":
                yield from self._picture(node)
            case "p:graphicFrame":
                yield from self._frame(node)
            case "mc:AlternateContent":
                chosen = node.child("mc:Choice") or node.child("mc:Fallback")
                for one in chosen.nodes() if chosen else ():
                    yield from self._shape(one)
            case "p:contentPart":
                self._gathered.tell("office.embedded", self._slide.place)
            case _:
                pass

    def _box(self, node: XmlNode) -> Iterator[OfficePiece]:
        kind = _kind(node)
        if kind in _EACH_SLIDE:
            self._gathered.foot += [Paragraph(one) for one, _ in self._paragraphs(node)]
            return
        said = list(self._paragraphs(node))
        listed = kind is not None and kind in _LISTED and len(said) > 1
        counts: dict[int, int] = {}
        for content, marks in said:
            level = int(found) if (found := marks.get("lvl") if marks else "").isdecimal() else 0
            sign = _sign(marks, listed)
            if sign == "number":
                counts[level] = counts.get(level, _start(marks) - 1) + 1
                yield Entry(level, content, counts[level])
            elif sign == "bullet":
                yield Entry(level, content)
            else:
                yield Paragraph(content)

    def _paragraphs(self, node: XmlNode) -> Iterator[tuple[Inlines, XmlNode | None]]:
        body = node.child("p:txBody") or node.child("a:txBody")
        for paragraph in body.nodes() if body else ():
            if paragraph.tag != "a:p":
                continue
            phrase = self._gathered.phrase()
            for one in paragraph.nodes():
                self._run(one, phrase)
            content = phrase.done()
            if content:
                yield content, paragraph.child("a:pPr")

    def _run(self, node: XmlNode, phrase: Phrase) -> None:
        if node.tag == "a:br":
            phrase.end_line()
            return
        if node.tag == "mc:AlternateContent" or node.tag.endswith(":m"):
            said = "".join(one.text() for one in node.find("m:t"))
            self._gathered.tell("office.formula", self._slide.place, words=said[:80])
            phrase.add(f" {said} ")
            return
        if node.tag not in ("a:r", "a:fld") or node.get("type").startswith(_NO_WORDS):
            return
        marks, text = node.child("a:rPr"), node.child("a:t")
        said = text.text() if text else ""
        if marks is not None and marks.get("strike", "noStrike") != "noStrike":
            self._gathered.count("office.struck", said, Severity.WARNING)
            return
        link = marks.child("a:hlinkClick") if marks else None
        call = self._slide.relations.get(link.get("r:id")) if link else None
        if call and call.is_outside:
            phrase.open_link(call.target)
        bold = marks is not None and marks.get("b") in ("1", "true")
        phrase.add(
            said.replace("\v", " "), strong=bold, lang=marks.get("lang") or None if marks else None
        )
        if call and call.is_outside and (lost := phrase.close_link()):
            self._gathered.count("office.link-not-kept", lost[:80])

    def _picture(self, node: XmlNode) -> Iterator[OfficePiece]:
        alt = next((one.get("descr") for one in node.find("p:cNvPr")), "")
        blip = next(node.find("a:blip"), None)
        call = self._slide.relations.get(blip.get("r:embed")) if blip else None
        data = self._packed.picture(call.target) if call and not call.is_outside else None
        if any(node.find("a:videoFile", "a:audioFile")):
            self._gathered.tell("office.embedded", self._slide.place)
        if data is None:
            self._gathered.tell("office.picture-left-out", self._slide.place, words=alt[:80])
            return
        image = self._gathered.picture(data, alt, self._slide.place, decorative=is_decorative(node))
        if image:
            yield image

    def _frame(self, node: XmlNode) -> Iterator[OfficePiece]:
        table = next(node.find("a:tbl"), None)
        diagram = next(node.find("dgm:relIds"), None)
        alt = next((one.get("descr") for one in node.find("p:cNvPr")), "")
        if table is not None:
            rows = tuple(tuple(self._cells(row)) for row in table.nodes() if row.tag == "a:tr")
            yield from set_grid(rows, self._gathered, self._slide.place)
        elif diagram is not None:
            call = self._slide.relations.get(diagram.get("r:dm"))
            tree = self._packed.tree(call.target) if call else None
            yield from diagram_entries(tree, self._gathered, self._slide.place)
        elif any(node.find("c:chart")):
            self._gathered.tell("office.chart", self._slide.place, words=alt[:80])
        else:
            self._gathered.tell("office.embedded", self._slide.place)

    def _cells(self, row: XmlNode) -> Iterator[GridCell]:
        for node in row.nodes():
            if node.tag != "a:tc":
                continue
            covered = node.get("hMerge") in ("1", "true") or node.get("vMerge") in ("1", "true")
            pieces = tuple(Paragraph(content) for content, _ in self._paragraphs(node))
            yield GridCell(pieces, is_covered=covered)


def _kind(node: XmlNode) -> str | None:
    """The kind of a placeholder; ``None`` for a shape that is none."""
    for one in node.nodes():
        place = one.child("p:nvPr", "p:ph") if one.tag.startswith("p:nv") else None
        if place is not None:
            return place.get("type")
    return None


def _sign(marks: XmlNode | None, listed: bool) -> str:
    if marks is not None:
        if marks.child("a:buNone") is not None:
            return ""
        if marks.child("a:buAutoNum") is not None:
            return "number"
        if marks.child("a:buChar") is not None or marks.child("a:buBlip") is not None:
            return "bullet"
    return "bullet" if listed else ""


def _start(marks: XmlNode | None) -> int:
    said = marks.value("a:buAutoNum", name="startAt") if marks else ""
    return int(said) if said.isdecimal() else 1
