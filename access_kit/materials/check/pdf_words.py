"""The words of a PDF as they are drawn: each run with its size, its colour and its tag's number.

Read by PDFium, which is what Chrome and Edge read with. Nothing is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from access_kit.budgets import PDF_PAGES
from access_kit.errors import BadInput, Problem

_DEEP = 8
_NAME_BYTES = 128
_MOST_OF_A_PAGE = 0.5


Corners = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


@dataclass(frozen=True)
class DrawnWords:
    """Words drawn in one go. ``tag`` is the marked content's number, -1 without one.

    ``size_pt`` is the height of the letters' body; ``colour`` is ``#rrggbb``; ``box`` is where its
    ink lies.
    """

    text: str
    page: int
    tag: int
    is_artifact: bool
    size_pt: float
    colour: str
    line_y: float
    box: Corners


@dataclass(frozen=True)
class Page:
    """``coloured``: something large is drawn below the words, so their contrast is not known.

    ``sheet`` is what is seen and printed of the page.
    """

    runs: tuple[DrawnWords, ...]
    has_pictures: bool
    coloured: bool
    sheet: Corners


def read_pages(data: bytes) -> tuple[Page, ...]:
    """Every page; ``BadInput`` for a file that PDFium cannot open."""
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > PDF_PAGES:
            raise BadInput(Problem("check.pdf-too-long", facts={"most": PDF_PAGES}))
        try:
            return tuple(_read_page(document[at], at) for at in range(len(document)))
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise BadInput(Problem("check.not-readable", facts={"kind": "PDF"})) from None


def _read_page(page: Any, number: int) -> Page:  # noqa: ANN401 (PDFium has no types)
    texts = page.get_textpage()
    width, height = page.get_size()
    sheet = page.get_cropbox()
    runs, pictures, coloured = [], False, False
    for item in page.get_objects(max_depth=_DEEP):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            runs += list(_read_run(item, texts, number))
        elif item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures = True
            coloured |= _covers(item, width * height)
        elif item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            coloured |= _covers(item, width * height)
    texts.close()
    page.close()
    return Page(tuple(runs), pictures, coloured, sheet)


def _covers(item: Any, area: float) -> bool:  # noqa: ANN401
    left, bottom, right, top = item.get_bounds()
    return bool((right - left) * (top - bottom) > _MOST_OF_A_PAGE * area)


def _read_run(item: Any, texts: Any, number: int) -> Iterator[DrawnWords]:  # noqa: ANN401
    text = _text_of(item, texts)
    if not text.strip():
        return
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(item, size)
    matrix = item.get_matrix()
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(item, *parts)
    yield DrawnWords(
        text=text,
        page=number,
        tag=raw.FPDFPageObj_GetMarkedContentID(item),
        is_artifact="Artifact" in _marks(item),
        size_pt=round(size.value * (matrix.c**2 + matrix.d**2) ** 0.5, 1),
        colour="#" + "".join(f"{part.value:02x}" for part in parts[:3]),
        line_y=matrix.f,
        box=item.get_bounds(),
    )


def _text_of(item: Any, texts: Any) -> str:  # noqa: ANN401
    length = raw.FPDFTextObj_GetText(item, texts, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    raw.FPDFTextObj_GetText(
        item, texts, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
    )
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", errors="replace")


def _marks(item: Any) -> set[str]:  # noqa: ANN401
    names = set()
    for at in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, at)
        length = ctypes.c_ulong()
        buffer = ctypes.create_string_buffer(_NAME_BYTES)
        pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        if raw.FPDFPageObjMark_GetName(mark, pointer, _NAME_BYTES, length):
            names.add(buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", errors="replace"))
    return names
