"""A file of Rich Text (RTF) as pieces: what Word, WordPad and TextEdit write."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.documents.office.rich_text_flow import RtfFlow, RtfShape
from access_kit.documents.office.rich_text_groups import (
    CHARSETS,
    LANGUAGES,
    SIGNS,
    RtfGroup,
    RtfWord,
    parse_groups,
)
from access_kit.errors import Severity
from access_kit.model.document import Paragraph, Text

_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]+)', re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
_HEADINGS = {f"heading {level}": level for level in range(1, 10)} | {"title": 0}
_FEET = frozenset(
    {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
)
_WALKED = frozenset({"shppict", "shp", "shpinst", "shptxt", "field", "fldrslt", "upr", "ud", "do"})
"""Destinations whose text is text of the paper."""
_SILENT = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "listtable", "listoverridetable", "revtbl"}
    | {"rsidtbl", "generator", "nonshppict", "xe", "tc", "bkmkstart", "bkmkend", "themedata"}
    | {"datastore", "latentstyles", "fldinst", "filetbl", "pnseclvl", "shprslt", "sp", "atnid"}
    | {"atnauthor", "atnref", "atndate", "template", "userprops", "docvar", "ftnsep", "ftnsepc"}
    | {"aftnsep", "aftnsepc", "pn", "background", "mmathPr", "wgrffmtfilter", "pgptbl"}
)


def read_rich_text(data: bytes) -> Gathering:
    """All pieces of the file; ``BadInput`` where it is no RTF."""
    return _RtfReader(parse_groups(data)).read()


@dataclass(frozen=True)
class _RtfRun:
    """What holds for characters, up to the end of their group."""

    bold: bool = False
    struck: bool = False
    hidden: bool = False
    deleted: bool = False
    lang: str | None = None
    codec: str = "cp1252"
    fallback: int = 1


@dataclass
class _RtfReader:
    root: RtfGroup
    gathered: Gathering = field(default_factory=Gathering)

    def __post_init__(self) -> None:
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._shape = RtfShape()
        self._flow = RtfFlow(self.gathered, self.gathered.pieces)
        self._notes: list[list[OfficePiece]] = []
        self._note_count = 0

    def read(self) -> Gathering:
        main = next(iter(self.root.groups()), RtfGroup())
        page = main.words().get("ansicpg")
        self._codec = _known_codec(f"cp{page}") if page else "cp1252"
        for one in main.groups():
            if one.name == "fonttbl":
                self._read_fonts(one)
            elif one.name == "stylesheet":
                self._read_styles(one)
        lang = LANGUAGES.get(main.words().get("deflang") or 0)
        self._walk(main, _RtfRun(codec=self._codec, lang=lang))
        self._flow.end(self._shape)
        self._take_notes()
        return self.gathered

    def _read_fonts(self, group: RtfGroup) -> None:
        for one in group.groups():
            said = one.words()
            codec = CHARSETS.get(said.get("fcharset") or 0, self._codec)
            self._fonts[said.get("f") or 0] = codec if said.get("fcharset") else self._codec

    def _read_styles(self, group: RtfGroup) -> None:
        for one in group.groups():
            said = one.words()
            name = b"".join(item for item in one.items if isinstance(item, bytes))
            level = _HEADINGS.get(name.decode("latin-1").strip(" ;").lower())
            outline = said.get("outlinelevel")
            if level is None and outline is not None and outline < 9:
                level = outline + 1
            if level is not None and "cs" not in said:
                self._levels[said.get("s") or 0] = level

    # -- text -----------------------------------------------------------------------------------

    def _walk(self, group: RtfGroup, run: _RtfRun) -> None:
        """The text of a group, in order. Characters are put together before they are read."""
        raw, said, skip = bytearray(), list[str](), 0

        def settle() -> None:
            if raw:
                said.append(raw.decode(run.codec, "replace"))
                raw.clear()
            if said:
                self._say("".join(said), run)
                said.clear()

        for item in group.items:
            if isinstance(item, bytes):
                raw += item[skip:]
                skip = max(0, skip - len(item))
                continue
            skip = 0
            if isinstance(item, RtfGroup):
                settle()
                self._enter(item, run)
            elif item.name == "u" and item.number is not None:
                if raw:
                    said.append(raw.decode(run.codec, "replace"))
                    raw.clear()
                said.append(chr(item.number % 0x10000))
                skip = run.fallback
            elif item.name in SIGNS:
                if raw:
                    said.append(raw.decode(run.codec, "replace"))
                    raw.clear()
                said.append(SIGNS[item.name])
            else:
                settle()
                run = self._obey(item, run)
        settle()

    def _say(self, text: str, run: _RtfRun) -> None:
        if _SURROGATES.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if run.hidden or run.struck or run.deleted:
            if run.deleted:
                self.gathered.count("office.deleted", text)
            else:
                code = "office.hidden" if run.hidden else "office.struck"
                self.gathered.count(code, text, Severity.WARNING)
            return
        self._flow.phrase.add(text, strong=run.bold, lang=run.lang)

    def _plain(self, group: RtfGroup) -> str:
        """The characters of a group and of those below it, whatever they mean."""
        raw = bytearray()
        for item in group.items:
            if isinstance(item, bytes):
                raw += item
            elif isinstance(item, RtfGroup):
                raw += self._plain(item).encode(self._codec, "replace")
        return raw.decode(self._codec, "replace")

    # -- words ----------------------------------------------------------------------------------

    def _obey(self, word: RtfWord, run: _RtfRun) -> _RtfRun:
        """What a word does to the characters behind it."""
        on = word.number != 0
        match word.name:
            case "b":
                return replace(run, bold=on)
            case "strike" | "striked":
                return replace(run, struck=on)
            case "v":
                return replace(run, hidden=on)
            case "deleted":
                return replace(run, deleted=on)
            case "plain":
                return replace(run, bold=False, struck=False, hidden=False, deleted=False)
            case "lang":
                return replace(run, lang=LANGUAGES.get(word.number or 0))
            case "uc":
                return replace(run, fallback=max(0, min(word.number or 0, 8)))
            case "f":
                return replace(run, codec=self._fonts.get(word.number or 0, self._codec))
            case _:
                self._shape_by(word)
                return run

    def _shape_by(self, word: RtfWord) -> None:
        """What a word does to paragraphs and tables."""
        shape, number = self._shape, word.number or 0
        match word.name:
            case "par" | "sect":
                self._flow.end_paragraph(shape, in_table=shape.in_table)
                self._take_notes()
            case "pard":
                self._shape = RtfShape()
            case "s":
                shape.level = self._levels.get(number)
            case "outlinelevel":
                shape.level = number + 1 if number < 9 else None
            case "ls":
                shape.list_id = number
            case "ilvl":
                shape.list_level = max(0, number)
            case "intbl":
                shape.in_table = True
            case "cell" | "nestcell":
                self._flow.end_paragraph(shape, in_table=True)
                if word.name == "cell":
                    self._flow.end_cell()
            case "row":
                self._flow.end_row()
            case "line" | "lbr":
                self._flow.phrase.end_line()
            case "page" | "column":
                self._flow.phrase.add(" ")
            case _:
                pass

    # -- groups ---------------------------------------------------------------------------------

    def _enter(self, group: RtfGroup, run: _RtfRun) -> None:
        name = group.name
        match name:
            case "listtext" | "pntext":
                self._flow.marker = self._plain(group)
            case "field":
                self._field(group, run)
            case "footnote":
                self._note_count += 1
                self._flow.phrase.add(f"[{self._note_count}]")
                self._notes.append(self._apart(group, run))
            case "annotation":
                self.gathered.count("office.comments", self._plain(group))
            case "pict":
                self._picture(group, "")
            case "object":
                self.gathered.tell("office.embedded")
            case "shptxt":
                self.gathered.count("office.text-box", self._plain(group))
                self.gathered.pieces += self._apart(group, run)
            case "listname" | "nesttableprops" | "nonesttables":
                pass
            case one if one in _FEET:
                self.gathered.foot += self._apart(group, run)
            case one if one in _SILENT or (group.is_optional and one not in _WALKED):
                pass
            case "shppict":
                self._walk_pictures(group, run)
            case _:
                self._walk(group, run)

    def _apart(self, group: RtfGroup, run: _RtfRun) -> list[OfficePiece]:
        """The pieces of a group that is no part of the text around it."""
        outer, shape = self._flow, self._shape
        self._flow, self._shape = RtfFlow(self.gathered), RtfShape()
        self._walk(group, replace(run, bold=False))
        self._flow.end(self._shape)
        pieces = self._flow.pieces
        self._flow, self._shape = outer, shape
        return pieces

    def _field(self, group: RtfGroup, run: _RtfRun) -> None:
        """A field: its instruction may be a link, its result is text."""
        inside = {one.name: one for one in group.groups()}
        said = self._plain(inside["fldinst"]).strip() if "fldinst" in inside else ""
        result = inside.get("fldrslt")
        if said.upper().startswith(("PAGE", "NUMPAGES", "TOC", "SECTIONPAGES")):
            return
        if said.upper().startswith("FORMCHECKBOX"):
            self._flow.phrase.add("☐ ")
        address = _ADDRESS.search(said)
        if address:
            self._flow.phrase.open_link(address[1])
        if result:
            self._walk(result, run)
        if address and (lost := self._flow.phrase.close_link()):
            self.gathered.count("office.link-not-kept", lost[:80])

    def _walk_pictures(self, group: RtfGroup, run: _RtfRun) -> None:
        for one in group.groups():
            if one.name == "pict":
                self._picture(one, self._described(one))
            else:
                self._walk(one, run)

    def _described(self, group: RtfGroup) -> str:
        """The words for who cannot see a picture, among its properties."""
        waiting = group.groups()
        while waiting:
            one = waiting.pop()
            if one.name == "sp":
                said = {inner.name: self._plain(inner).strip() for inner in one.groups()}
                if said.get("sn") == "wzDescription":
                    return said.get("sv", "")
            waiting += one.groups()
        return ""

    def _picture(self, group: RtfGroup, alt: str) -> None:
        said = group.words()
        if not {"pngblip", "jpegblip"} & said.keys():
            self.gathered.tell("office.picture-left-out", words=alt[:80])
            return
        digits = b"".join(item for item in group.items if isinstance(item, bytes))
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", digits)
        data = bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))
        image = self.gathered.picture(data, alt, "a picture")
        if image:
            self._flow.add(image, in_table=self._shape.in_table)

    def _take_notes(self) -> None:
        notes, self._notes = self._notes, []
        first = self._note_count - len(notes) + 1
        for number, pieces in enumerate(notes, first):
            for at, piece in enumerate(pieces):
                one = piece
                if at == 0 and isinstance(piece, Paragraph | Entry):
                    one = Paragraph((Text(f"[{number}] "), *piece.content))
                self._flow.add(one, in_table=self._shape.in_table)


def _known_codec(name: str) -> str:
    if name == "cp65001":
        return "utf-8"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
