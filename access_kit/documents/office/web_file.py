"""A web page as pieces, in the order of its text: what a browser or Word saved as HTML."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

from access_kit.budgets import PAGE, PICTURE_BYTES
from access_kit.documents.office.grid import GridCell, GridRow, flatten, set_grid
from access_kit.documents.office.nest import as_entry
from access_kit.documents.office.phrase import shift_digits
from access_kit.documents.office.pieces import Gathering, OfficePiece
from access_kit.documents.pictures import picture_bytes
from access_kit.documents.web_tree import Node, parse_page
from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.document import Heading, Image, Inlines, Paragraph

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "dfn", "em"}
    | {"font", "i", "ins", "kbd", "label", "mark", "q", "ruby", "rb", "rt", "rp", "s", "samp"}
    | {"small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "del"}
    | {"img", "input", "picture", "map", "button", "textarea", "select", "option", "output"}
    | {"meter", "progress", "nobr"}
)
_SILENT = frozenset({"script", "style", "template", "head", "title", "meta", "link", "noscript"})
_EMBEDDED = frozenset(
    {"iframe", "video", "audio", "object", "embed", "canvas", "svg", "math", "frame", "applet"}
)
_STRUCK = frozenset({"s", "strike", "del"})
_BOLD = frozenset({"b", "strong"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.I)
_MOST_SPAN = 60


def read_web(data: bytes, folder: Path) -> Gathering:
    """All pieces of the page; pictures are looked for inside ``folder``."""
    page = parse_page(_decode(data))
    return _WebReader(page, folder).read()


def _decode(data: bytes) -> str:
    if len(data) > PAGE.size:
        raise BadInput(Problem("file.too-large", facts={"limit_kb": PAGE.size // 1000}))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = _CHARSET.search(data[:4000])
    name = found[1].decode("ascii") if found else "cp1252"
    try:
        return data.decode(name, "replace")
    except (LookupError, UnicodeError):
        return data.decode("cp1252", "replace")


@dataclass(frozen=True)
class _WebRun:
    """How words are set where they stand."""

    bold: bool = False
    lang: str | None = None
    kept_spaces: bool = False
    shift: str = ""


class _WebReader:
    def __init__(self, page: Node, folder: Path) -> None:
        self._page = page
        self._folder = folder
        self._gathered = Gathering()
        self._phrase = self._gathered.phrase()
        self._tables = 0

    def read(self) -> Gathering:
        root = next(self._page.find("html"), None)
        body = next(self._page.find("body"), self._page)
        lang = (root.get("lang") or root.get("xml:lang")) if root else ""
        self._gathered.file_lang = lang or body.get("lang")
        self._gathered.pieces += self._blocks(body, _WebRun())
        return self._gathered

    # -- blocks ---------------------------------------------------------------------------------

    def _blocks(self, parent: Node, run: _WebRun, level: int = 0) -> Iterator[OfficePiece]:
        """The pieces below ``parent``; words between blocks make paragraphs of their own."""
        yield from self._inside(parent, run, level)
        yield from self._flush()

    def _inside(self, node: Node, run: _WebRun, level: int) -> Iterator[OfficePiece]:
        """The same, while a paragraph may go on behind it."""
        for child in node.children:
            if isinstance(child, str):
                self._words(child, run)
            elif child.tag in _INLINE:
                yield from self._inline(child, run)
            else:
                yield from self._flush()
                yield from self._block(child, run, level)

    def _flush(self) -> Iterator[OfficePiece]:
        content = self._phrase.done()
        self._phrase = self._gathered.phrase()
        if content:
            yield Paragraph(content)

    def _block(self, node: Node, run: _WebRun, level: int) -> Iterator[OfficePiece]:
        run = replace(run, lang=node.get("lang") or run.lang)
        if node.tag in _SILENT:
            return
        if node.is_hidden or "display:none" in node.get("style").replace(" ", "").lower():
            words = node.words() or " ".join(_all_words(node).split())
            if words:
                self._gathered.count("office.hidden", words, Severity.WARNING)
            return
        match node.tag:
            case tag if tag in _HEADINGS:
                content, around = self._apart(node, run)
                if content:
                    yield Heading(_HEADINGS[tag], content)
                yield from around
            case "ul" | "ol" | "menu" | "dir":
                yield from self._list(node, run, level)
            case "li":
                yield from self._item(node, run, level, None)
            case "dt":
                content, around = self._apart(node, replace(run, bold=True))
                if content:
                    yield Paragraph(content)
                yield from around
            case "table":
                yield from self._table(node, run)
            case "pre":
                yield from self._blocks(node, replace(run, kept_spaces=True), level)
            case "summary" | "legend" | "caption":
                yield from self._blocks(node, replace(run, bold=True), level)
            case tag if tag in _EMBEDDED:
                self._tell_embedded(node)
            case _:
                yield from self._blocks(node, run, level)

    def _tell_embedded(self, node: Node) -> None:
        words = node.get("title") or node.get("aria-label") or _all_words(node)
        self._gathered.tell(
            "office.embedded-page", f"line {node.line}", words=" ".join(words.split())[:200]
        )

    def _apart(self, node: Node, run: _WebRun) -> tuple[Inlines, list[OfficePiece]]:
        """The words of a block that holds nothing but words, and the pictures beside them."""
        pieces = list(self._blocks(node, run))
        pictures = [one for one in pieces if isinstance(one, Image)]
        return flatten(one for one in pieces if not isinstance(one, Image)), list(pictures)

    # -- lists and tables -----------------------------------------------------------------------

    def _list(self, node: Node, run: _WebRun, level: int) -> Iterator[OfficePiece]:
        start = node.get("start")
        number = int(start) if start.isdecimal() and len(start) < 7 else 1
        if node.tag == "ol" and node.get("type") in ("a", "A", "i", "I"):
            self._gathered.tell("office.numbers-changed", severity=Severity.NOTE)
        for child in node.children:
            if isinstance(child, str):
                self._words(child, run)
                yield from self._flush()
            elif child.tag == "li":
                value = child.get("value")
                number = int(value) if value.isdecimal() and len(value) < 7 else number
                yield from self._item(child, run, level, number if node.tag == "ol" else None)
                number += 1
            else:
                yield from self._block(child, run, level + 1)

    def _item(
        self, node: Node, run: _WebRun, level: int, number: int | None
    ) -> Iterator[OfficePiece]:
        run = replace(run, lang=node.get("lang") or run.lang)
        yield from as_entry(self._blocks(node, run, level + 1), level, number)

    def _table(self, node: Node, run: _WebRun) -> Iterator[OfficePiece]:
        self._tables += 1
        place = f"line {node.line}"
        title: Inlines = ()
        for child in node.children:
            if isinstance(child, Node) and child.tag == "caption":
                title, around = self._apart(child, run)
                yield from around
        rows = tuple(self._rows(node, run))
        yield from set_grid(rows, self._gathered, place, title)

    def _rows(self, node: Node, run: _WebRun) -> Iterator[GridRow]:
        open_spans: dict[int, int] = {}
        for row in _rows_in(node):
            cells: list[GridCell] = []
            at = 0
            for cell in (one for one in row.children if isinstance(one, Node)):
                if cell.tag not in ("td", "th"):
                    continue
                at = self._covered(cells, open_spans, at)
                pieces = tuple(self._blocks(cell, replace(run, lang=cell.get("lang") or run.lang)))
                columns, down = _span(cell.get("colspan")), _span(cell.get("rowspan"))
                cells.append(GridCell(pieces, columns))
                if down > 1:
                    open_spans |= {at + more: down for more in range(columns)}
                at += columns
            self._covered(cells, open_spans, at)
            open_spans = {column: left - 1 for column, left in open_spans.items() if left > 1}
            yield tuple(cells)

    def _covered(self, cells: list[GridCell], open_spans: dict[int, int], at: int) -> int:
        while at in open_spans and len(cells) < _MOST_SPAN:
            if sum(cell.columns for cell in cells) > at:
                break
            cells.append(GridCell(is_covered=True))
            at += 1
        return at

    # -- words ----------------------------------------------------------------------------------

    def _words(self, text: str, run: _WebRun) -> None:
        if not run.kept_spaces:
            self._phrase.add(shift_digits(text, run.shift), strong=run.bold, lang=run.lang)
            return
        for at, line in enumerate(text.split("\n")):
            if at:
                self._phrase.end_line()
            self._phrase.add(line, strong=run.bold, lang=run.lang)

    def _inline(self, node: Node, run: _WebRun) -> Iterator[OfficePiece]:
        if node.is_hidden:
            self._gathered.count("office.hidden", _all_words(node), Severity.WARNING)
            return
        run = replace(run, bold=run.bold or node.tag in _BOLD, lang=node.get("lang") or run.lang)
        match node.tag:
            case "br":
                self._phrase.end_line()
            case "img":
                yield from self._picture(node)
            case "a" if node.get("href") and not _has_blocks(node):
                self._phrase.open_link(node.get("href"))
                for child in node.children:
                    if isinstance(child, str):
                        self._words(child, run)
                    else:
                        yield from self._inline(child, run)
                if lost := self._phrase.close_link():
                    self._gathered.count("office.link-not-kept", lost[:80])
            case "a" if node.get("href") and not node.get("href").startswith("#"):
                self._gathered.count("office.link-not-kept", node.get("href")[:80])
                yield from self._within(node, run)
            case "input":
                self._field(node)
            case "select" | "textarea" | "button":
                self._gathered.tell("office.fields", f"line {node.line}")
            case tag if tag in _STRUCK:
                self._gathered.count("office.struck", _all_words(node), Severity.WARNING)
            case "q":
                yield from self._within(node, run, "“", "”")
            case _:
                yield from self._within(node, run)

    def _within(
        self, node: Node, run: _WebRun, before: str = "", after: str = ""
    ) -> Iterator[OfficePiece]:
        self._words(before, run)
        yield from self._inside(node, run, 0)
        self._words(after, run)

    def _field(self, node: Node) -> None:
        kind = node.get("type").lower() or "text"
        if kind in ("checkbox", "radio"):
            self._phrase.add("☐ ")
        elif kind not in ("hidden", "submit", "button", "reset"):
            self._gathered.tell("office.fields", f"line {node.line}")

    def _picture(self, node: Node) -> Iterator[OfficePiece]:
        place = f"line {node.line}"
        said = "alt" in node.attributes
        decorative = said and not node.get("alt").strip()
        data = self._bytes_of(node.get("src"))
        if data is None:
            facts = node.get("alt") or node.get("src")
            self._gathered.tell("office.picture-left-out", place, words=facts[:80])
            return
        image = self._gathered.picture(data, node.get("alt"), place, decorative=decorative)
        if image:
            yield from self._flush()
            yield image

    def _bytes_of(self, source: str) -> bytes | None:
        if source.startswith("data:"):
            head, _, body = source.partition(",")
            try:
                if head.endswith(";base64"):
                    return base64.b64decode(body[: PICTURE_BYTES * 2])
                return unquote_to_bytes(body)
            except (binascii.Error, ValueError):
                return None
        try:
            return picture_bytes(source, self._folder)
        except BadInput:
            return None


def _rows_in(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            if child.tag == "tr":
                yield child
            elif child.tag in ("thead", "tbody", "tfoot", "form"):
                yield from _rows_in(child)


def _span(text: str) -> int:
    return max(1, min(int(text), _MOST_SPAN)) if text.isdecimal() and len(text) < 6 else 1


def _has_blocks(node: Node) -> bool:
    return any(one.tag not in _INLINE or one.tag == "img" for one in node.walk() if one is not node)


def _all_words(node: Node) -> str:
    """All text below, whether it is shown or not."""
    return " ".join(
        child for one in node.walk() for child in one.children if isinstance(child, str)
    )
