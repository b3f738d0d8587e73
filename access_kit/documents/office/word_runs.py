"""A paragraph of a Word file: its runs, links, fields, pictures, boxes and notes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

from access_kit.documents.office.packed_file import PackedFile, Relation
from access_kit.documents.office.phrase import shift_digits
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.documents.office.word_styles import WordStyle, WordStyles, is_on, langs_of
from access_kit.documents.office.xml_tree import XmlNode
from access_kit.errors import Severity
from access_kit.model.document import Image

_WITHIN = frozenset(
    {"w:ins", "w:moveTo", "w:smartTag", "w:sdtContent", "w:customXml", "w:dir", "w:bdo", "w:ruby"}
    | {"w:rubyBase", "w:rt"}
)
_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]*)"', re.IGNORECASE)
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "INDEX")
_OWN_SIGN = re.compile("[\ud800-\udfff\ue000-\uf8ff]")
_SYMBOLS = {
    **dict.fromkeys(("f0a8", "f06f", "f071", "f0a3", "f072"), "☐"),
    **dict.fromkeys(("f0fe", "f052", "f053"), "☒"),
    **dict.fromkeys(("f0fc", "f050"), "✓"),
    **dict.fromkeys(("f0b7", "f0a7", "f076", "f0d8"), "•"),
    "f0e0": "→",
    "f0e8": "→",
    "f04a": "🙂",
    "f028": "☎",
    "f02a": "✉",
}
"""Signs of Word's own symbol fonts that people write with, by their number."""


class WordAround(Protocol):
    """What a paragraph asks of its file."""

    packed: PackedFile
    gathered: Gathering
    styles: WordStyles

    @property
    def part(self) -> _Calls: ...

    def note_number(self, kind: str, note_id: str) -> int: ...


class _Calls(Protocol):
    @property
    def relations(self) -> dict[str, Relation]: ...


@dataclass
class _WordField:
    """A field as it is read: its instruction, and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False
    is_link: bool = False


@dataclass
class WordParagraph:
    """The words of one paragraph, the pictures around them, and the boxes that hang on it."""

    around: WordAround
    style: WordStyle
    place: str
    before: list[OfficePiece] = field(default_factory=list)
    after: list[OfficePiece] = field(default_factory=list)
    boxes: list[XmlNode] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    _fields: list[_WordField] = field(default_factory=list)
    _bold: bool = False
    _shift: str = ""
    _langs: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gathered = self.around.gathered
        self.phrase = self.gathered.phrase()

    def read(self, node: XmlNode) -> None:
        for one in node.nodes():
            self._take(one)
        if self._fields:
            self._close_link()

    def _take(self, node: XmlNode) -> None:
        match node.tag:
            case "w:r":
                self._run(node)
            case "w:hyperlink":
                self._hyperlink(node)
            case "w:fldSimple":
                self._simple_field(node)
            case "w:sdt":
                content = node.child("w:sdtContent")
                if content is not None:
                    self.read(content)
            case "w:del" | "w:moveFrom":
                self.gathered.count("office.deleted", _words_in(node))
            case "m:oMath" | "m:oMathPara":
                self._formula(node)
            case "mc:AlternateContent":
                chosen = node.child("mc:Choice") or node.child("mc:Fallback")
                if chosen is not None:
                    self.read(chosen)
            case tag if tag in _WITHIN:
                self.read(node)
            case _:
                pass

    def _hyperlink(self, node: XmlNode) -> None:
        call = self.around.part.relations.get(node.get("r:id"))
        self.phrase.open_link(call.target if call and call.is_outside else "")
        for one in node.nodes():
            self._take(one)
        self._close_link()

    def _close_link(self) -> None:
        lost = self.phrase.close_link()
        if lost:
            self.gathered.count("office.link-not-kept", lost[:80])

    def _simple_field(self, node: XmlNode) -> None:
        instruction = node.get("w:instr").strip()
        if instruction.upper().startswith(_PAGE_FIELDS):
            return
        address = _ADDRESS.match(instruction)
        if address:
            self.phrase.open_link(address[1])
        for one in node.nodes():
            self._take(one)
        if address:
            self._close_link()

    def _formula(self, node: XmlNode) -> None:
        said = "".join(one.text() for one in node.find("m:t"))
        self.gathered.tell("office.formula", self.place, words=said[:80])
        self.phrase.add(f" {said} ")

    # -- runs -----------------------------------------------------------------------------------

    def _run(self, node: XmlNode) -> None:
        marks = node.child("w:rPr")
        style = self.around.styles.get(marks.value("w:rStyle") if marks else "")
        hidden = _said(marks, "w:vanish", style.hidden, self.style.hidden)
        struck = _said(marks, "w:strike", None, None) or _said(marks, "w:dstrike", None, None)
        if hidden or struck:
            words = _words_in(node)
            if words.strip():
                self.gathered.count(
                    "office.hidden" if hidden else "office.struck", words, Severity.WARNING
                )
            return
        self._bold = _said(marks, "w:b", style.bold, self.style.bold)
        self._shift = marks.value("w:vertAlign") if marks else ""
        self._langs = [langs_of(marks), style.langs, self.style.langs, self.around.styles.langs]
        for one in node.nodes():
            self._run_part(one)

    def _run_part(self, node: XmlNode) -> None:
        match node.tag:
            case "w:fldChar":
                self._field_sign(node)
            case "w:instrText":
                if self._fields:
                    self._fields[-1].instruction += node.text()
            case _ if self._is_silent():
                pass
            case "w:t":
                self._add(shift_digits(node.text(), self._shift))
            case "w:tab" | "w:ptab":
                self._add(" ")
            case "w:br" | "w:cr":
                if node.get("w:type") not in ("page", "column"):
                    self.phrase.end_line()
                else:
                    self._add(" ")
            case "w:noBreakHyphen":
                self._add("-")
            case "w:sym":
                self._symbol(node)
            case "w14:checkbox":
                pass
            case "w:footnoteReference" | "w:endnoteReference":
                kind = node.tag.removesuffix("Reference")
                note = (kind, node.get("w:id"))
                self.notes.append(note)
                self._add(f"[{self.around.note_number(*note)}]")
            case "w:drawing" | "w:pict" | "w:object":
                self._drawing(node)
            case "mc:AlternateContent":
                chosen = node.child("mc:Choice") or node.child("mc:Fallback")
                for one in chosen.nodes() if chosen else ():
                    self._run_part(one)
            case _:
                pass

    def _add(self, text: str) -> None:
        text = _OWN_SIGN.sub(self._sign, text)
        self.phrase.add(text, strong=self._bold, lang=self._language(text))

    def _language(self, text: str) -> str | None:
        """The language of the script in which ``text`` is: Word keeps three side by side."""
        kind = next((_SCRIPTS[found] for char in text if (found := _script_of(char))), None)
        if kind is None:
            return None
        said = next((one[kind] for one in self._langs if one[kind]), "")
        return said if said and said.lower() != "x-none" else None

    def _symbol(self, node: XmlNode) -> None:
        number = node.get("w:char").lower()
        if re.fullmatch("[0-9a-f]{4}", number):
            self._add(chr(int(number, 16)))

    def _sign(self, found: re.Match[str]) -> str:
        """A sign of a symbol font, by its number, as what it shows."""
        sign = _SYMBOLS.get(f"{ord(found[0]):x}", "")
        if not sign:
            self.gathered.tell("office.symbol", self.place)
        return sign

    # -- fields ---------------------------------------------------------------------------------

    def _is_silent(self) -> bool:
        """Whether what comes now is an instruction, or a number of pages that is no longer so."""
        return any(
            not one.in_result or one.instruction.strip().upper().startswith(_PAGE_FIELDS[:3])
            for one in self._fields
        )

    def _field_sign(self, node: XmlNode) -> None:
        kind = node.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(_WordField())
            if node.child("w:ffData", "w:checkBox") is not None:
                self.phrase.add("☐ ")
        elif kind == "separate" and self._fields:
            here = self._fields[-1]
            here.in_result = True
            address = _ADDRESS.match(here.instruction.strip())
            if address:
                here.is_link = True
                self.phrase.open_link(address[1])
        elif kind == "end" and self._fields and self._fields.pop().is_link:
            self._close_link()

    # -- pictures and boxes ---------------------------------------------------------------------

    def _drawing(self, node: XmlNode) -> None:
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if one.tag == "w:txbxContent":
                self.boxes.append(one)
                continue
            waiting += reversed(list(one.nodes()))
            match one.tag:
                case "a:blip":
                    self._picture(node, one.get("r:embed") or one.get("r:link"))
                case "v:imagedata":
                    self._picture(node, one.get("r:id"))
                case "dgm:relIds":
                    self._diagram(one.get("r:dm"))
                case "c:chart":
                    self.gathered.tell("office.chart", self.place, words=_described(node)[:80])
                case _:
                    pass

    def _picture(self, node: XmlNode, call_id: str) -> None:
        call = self.around.part.relations.get(call_id)
        alt = _described(node)
        data = self.around.packed.picture(call.target) if call and not call.is_outside else None
        if data is None:
            self.gathered.tell("office.picture-left-out", self.place, words=alt[:80])
            return
        image = self.gathered.picture(data, alt, self.place, decorative=is_decorative(node))
        if isinstance(image, Image):
            (self.before if self.phrase.is_blank else self.after).append(image)

    def _diagram(self, call_id: str) -> None:
        call = self.around.part.relations.get(call_id)
        tree = self.around.packed.tree(call.target) if call else None
        self.after += diagram_entries(tree, self.gathered, self.place)


def diagram_entries(tree: XmlNode | None, gathered: Gathering, place: str) -> list[OfficePiece]:
    """The words of a drawn diagram (SmartArt), one an entry; told, for their order is a guess."""
    entries: list[OfficePiece] = []
    for point in tree.find("dgm:pt") if tree else ():
        phrase = gathered.phrase()
        for at, paragraph in enumerate(point.find("a:p")):
            if at:
                phrase.end_line()
            phrase.add("".join(one.text() for one in paragraph.find("a:t")))
        content = phrase.done()
        entries += [Entry(0, content)] if content else []
    gathered.tell("office.diagram", place)
    return entries


def _said(marks: XmlNode | None, tag: str, style: bool | None, paragraph: bool | None) -> bool:
    own = is_on(marks.child(tag)) if marks else None
    return next((one for one in (own, style, paragraph) if one is not None), False)


def _words_in(node: XmlNode) -> str:
    return "".join(one.text() for one in node.find("w:t", "w:delText"))


def _described(node: XmlNode) -> str:
    """The words that a picture has for who cannot see it."""
    for one in node.find("wp:docPr", "p:cNvPr"):
        if one.get("descr").strip():
            return one.get("descr")
    for one in node.find("v:shape", "v:rect"):
        if one.get("alt").strip():
            return one.get("alt")
    return ""


def is_decorative(node: XmlNode) -> bool:
    """Whether a picture is marked as one that says nothing."""
    return any(one.get("val") in ("1", "true") for one in node.find("adec:decorative"))


_LATIN, _EAST_ASIAN, _COMPLEX = range(3)
_SCRIPTS = {"latin": _LATIN, "east": _EAST_ASIAN, "complex": _COMPLEX}
_EAST = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "YI ")
_OWN_KEY = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "ETHIOPIC", "CHEROKEE")


def _script_of(char: str) -> str:
    if char.isascii():
        return "latin" if char.isalpha() else ""
    if not char.isalpha():
        return ""
    name = unicodedata.name(char, "")
    if name.startswith(_EAST):
        return "east"
    return "latin" if name.startswith(_OWN_KEY) else "complex"
