"""The lines of a PDF's pages in the order of the file: words, size, weight, place and links.

Read by PDFium, which is what Chrome and Edge read with. Nothing is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from access_kit.budgets import OFFICE_PDF_PAGES
from access_kit.errors import BadInput, MissingPart, Problem

_LEAST_PICTURE = 0.01
"""Share of a page below which a picture is an ornament."""

_HYPHENS = ("\x02", "\ufffe", "\u00ad")
_MOST_BYTES = 4_000
_DEEP = 4


@dataclass(frozen=True)
class LinkedWords:
    """Words of a line, with the address that they lead to."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class PdfLine:
    """A line; ``page`` counts from 1. ``goes_on``: its last word was parted at the line's end."""

    parts: tuple[LinkedWords, ...]
    page: int
    size: float
    bold: bool
    left: float
    right: float
    top: float
    bottom: float
    goes_on: bool = False

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.parts)


@dataclass(frozen=True)
class PdfPage:
    """A page's lines; ``pictures`` are those of some size, ``fields`` are to be filled in."""

    number: int
    lines: tuple[PdfLine, ...]
    height: float
    pictures: int
    fields: int


def read_pdf_pages(data: bytes) -> list[PdfPage]:
    """Every page. ``BadInput`` for what PDFium cannot open, ``MissingPart`` without it."""
    try:
        import pypdfium2
    except ImportError:
        raise MissingPart(Problem("extra.missing", facts={"extra": "office"})) from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise BadInput(Problem("office.locked" if locked else "office.damaged")) from None
    try:
        if len(document) > OFFICE_PDF_PAGES:
            raise BadInput(Problem("office.pdf-too-long", facts={"most": OFFICE_PDF_PAGES}))
        return [_read_page(document, at) for at in range(len(document))]
    except pypdfium2.PdfiumError:
        raise BadInput(Problem("office.damaged")) from None
    finally:
        document.close()


def _read_page(document: Any, at: int) -> PdfPage:  # noqa: ANN401 (PDFium has no types)
    from pypdfium2 import raw

    page = document[at]
    texts = page.get_textpage()
    width, height = page.get_size()
    links = list(_links(document, page))
    lines = tuple(_lines(texts, at + 1, links))
    pictures = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP):
        left, bottom, right, top = item.get_bounds()
        pictures += (right - left) * (top - bottom) > _LEAST_PICTURE * width * height
    fields = sum(_is_field(page, one) for one in range(raw.FPDFPage_GetAnnotCount(page)))
    texts.close()
    page.close()
    return PdfPage(at + 1, lines, height, pictures, fields)


def _is_field(page: Any, at: int) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    annot = raw.FPDFPage_GetAnnot(page, at)
    kind = raw.FPDFAnnot_GetSubtype(annot)
    raw.FPDFPage_CloseAnnot(annot)
    return bool(kind == raw.FPDF_ANNOT_WIDGET)


_Box = tuple[float, float, float, float]
_LinkPlace = tuple[_Box, str]


def _links(document: Any, page: Any) -> Iterator[_LinkPlace]:  # noqa: ANN401
    """Each address that the page leads to, with the place of its words."""
    from pypdfium2 import raw

    at, link = ctypes.c_int(0), raw.FPDF_LINK()
    rect = raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page, at, link):
        action = raw.FPDFLink_GetAction(link)
        if not action or not raw.FPDFLink_GetAnnotRect(link, rect):
            continue
        size = min(raw.FPDFAction_GetURIPath(document, action, None, 0), _MOST_BYTES)
        buffer = ctypes.create_string_buffer(max(size, 1))
        raw.FPDFAction_GetURIPath(document, action, buffer, size)
        url = buffer.raw[: max(size - 1, 0)].decode("utf-8", "replace")
        if url:
            yield (rect.left, rect.bottom, rect.right, rect.top), url


def _lines(texts: Any, page: int, links: list[_LinkPlace]) -> Iterator[PdfLine]:  # noqa: ANN401
    from pypdfium2 import raw

    chars: list[tuple[int, str]] = []
    high = ""
    for at in range(texts.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(texts, at) or 0xFFFD)
        if "\ud800" <= char <= "\udbff":
            high = char
            continue
        if high:
            char = (high + char).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            high = ""
        if char in "\r\n":
            yield from _line(texts, chars, page, links, goes_on=False)
            chars = []
        elif char in _HYPHENS:
            yield from _line(texts, chars, page, links, goes_on=True)
            chars = []
        else:
            chars.append((at, char))
    yield from _line(texts, chars, page, links, goes_on=False)


def _line(
    texts: Any,  # noqa: ANN401
    chars: list[tuple[int, str]],
    page: int,
    links: list[_LinkPlace],
    *,
    goes_on: bool,
) -> Iterator[PdfLine]:
    from pypdfium2 import raw

    seen = [at for at, char in chars if not char.isspace()]
    if not seen:
        return
    first, last = _box(texts, seen[0]), _box(texts, seen[-1])
    middle = seen[len(seen) // 2]
    line = PdfLine(
        (LinkedWords("".join(char for _, char in chars)),),
        page,
        round(_height(texts, middle), 1),
        all(
            raw.FPDFText_GetFontWeight(texts, at) >= 600 or _is_bold_by_name(texts, at)
            for at in (seen[0], middle, seen[-1])
        ),
        min(first[0], last[0]),
        max(first[2], last[2]),
        max(first[3], last[3]),
        min(first[1], last[1]),
        goes_on,
    )
    near = [one for one in links if one[0][1] <= line.top and one[0][3] >= line.bottom]
    yield replace(line, parts=tuple(_with_links(texts, chars, near))) if near else line


def _with_links(
    texts: Any,  # noqa: ANN401
    chars: list[tuple[int, str]],
    links: list[_LinkPlace],
) -> Iterator[LinkedWords]:
    text, url = "", ""
    for at, char in chars:
        here = url if char.isspace() else _url_at(_box(texts, at), links)
        if here != url and text:
            yield LinkedWords(text, url)
            text = ""
        text, url = text + char, here
    if text:
        yield LinkedWords(text, url)


def _url_at(box: _Box, links: list[_LinkPlace]) -> str:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next(
        (
            url
            for (left, bottom, right, top), url in links
            if left <= across <= right and bottom <= up <= top
        ),
        "",
    )


def _box(texts: Any, at: int) -> _Box:  # noqa: ANN401
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(texts, at, left, right, bottom, top)
    return (left.value, bottom.value, right.value, top.value)


def _height(texts: Any, at: int) -> float:  # noqa: ANN401
    """The size of the letters as they are seen: the font's size by how the page scales it."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(texts, at)
    if raw.FPDFText_GetMatrix(texts, at, matrix):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        return float(size * (scale or 1.0))
    return float(size)


def _is_bold_by_name(texts: Any, at: int) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    buffer, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    raw.FPDFText_GetFontInfo(texts, at, buffer, 200, flags)
    return b"bold" in buffer.value.lower()
