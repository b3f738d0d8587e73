"""Where the ink of a PDF lies: every glyph, line and picture against the text area of its page.

Written apart from the typesetter: it knows the margins that the looks promise, and reads nothing
but the finished file, through PDFium. Glyphs are looked at one by one, so that words beyond the
edge of the sheet are found; the page is drawn as well, so that whatever else is inked is found.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from tests.validators.pdf import squeezed

MM = 72 / 25.4
SLACK_PT = 1.5
OVERHANG_EM = 0.1
"""A letter may reach over the edge of its own advance: the tail of a j at the start of a line."""
SLACK_EM = 0.32
"""Descenders and accents may reach over the first and last line's edges by so much."""
LOWEST_MM = 6
"""Printers leave out what is nearer to the edge of the sheet."""
DPI = 36
INK = 40
SAME_SPOT = 0.3
"""How much of the smaller of two things may lie below the other one."""
MOST_BESIDE = 2
"""So few lines beside a box are little else than the box."""
MOST_FREE = 0.5
BACKGROUND = 0.5
"""What covers more of the sheet than this is no mark but its colour."""

Edges = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left corner of the page."""


@dataclass(frozen=True)
class Area:
    """The text area, in points from the lower left corner; ``body`` is the size of the letters."""

    left: float
    bottom: float
    right: float
    top: float
    body: float


@dataclass(frozen=True)
class Mark:
    """One glyph, run of words, line or picture; furniture is what no one hears.

    ``tag`` is the nearest tag around a run of words, such as ``H1``.
    """

    kind: str
    box: Edges
    text: str = ""
    furniture: bool = False
    tag: str = ""


@dataclass(frozen=True)
class Sheet:
    """What is drawn on a page: single glyphs, and whole runs of them with lines and pictures."""

    width: float
    height: float
    glyphs: tuple[Mark, ...]
    things: tuple[Mark, ...]
    text: str
    image: Image.Image


@dataclass(frozen=True)
class Finding:
    kind: str
    page: int
    what: str


def text_area(
    *, body_pt: float, rtl: bool = False, paper_mm: tuple[float, float] = (215.9, 279.4)
) -> Area:
    """Where words may stand: an inch of margin and a line of at most six inches; from 22 pt on
    half an inch of margin and the whole width. The page number stands below, in their size.
    """
    width, height = (side * MM for side in paper_mm)
    margin_mm, line_mm = (12.7, 200) if body_pt >= 22 else (25.4, 152.4)
    margin = margin_mm * MM
    line = min(line_mm * MM, width - 2 * margin)
    left = width - margin - line if rtl else margin
    bottom = max(margin, 1.25 * body_pt + 18)
    return Area(left, bottom, left + line, height - margin, body_pt)


def read_sheets(pdf: Path | bytes) -> list[Sheet]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_read_sheet(document[at]) for at in range(len(document))]
    finally:
        document.close()


def faults(
    sheets: Sequence[Sheet], area: Area, *, banner: Iterable[str] = (), address: bool = False
) -> list[Finding]:
    """Everything that is wrong with the ink; ``address``: page 1 is one for an envelope.

    ``banner`` are the paragraphs that every page must show whole.
    """
    found: list[Finding] = []
    for number, sheet in enumerate(sheets, 1):
        if address and number == 1:
            continue
        one = [*outside(sheet, area), *overlapping(sheet), *banner_parted(sheet, banner)]
        found += [Finding(kind, number, what) for kind, what in one]
    found += [Finding("box-parted", page, "") for page in boxes_parted(sheets, area)]
    found += [Finding("heading-alone", page, what) for page, what in headings_alone(sheets)]
    found += [Finding("box-alone", page, what) for page, what in box_alone(sheets, area)]
    return found


def outside(sheet: Sheet, area: Area) -> Iterator[tuple[str, str]]:
    """Words, lines and pictures that are not in the text area, and any ink that is not."""
    room = SLACK_EM * area.body
    lost: dict[str, str] = {}
    drawn = [one for one in sheet.things if one.kind != "words" and not _is_background(one, sheet)]
    for mark in (*sheet.glyphs, *drawn):
        page_number = mark.furniture and mark.kind == "glyphs"
        lowest = LOWEST_MM * MM if page_number else area.bottom - room
        over = SLACK_PT + (OVERHANG_EM * (area.body - 12) if mark.kind == "glyphs" else 0)
        left, right = area.left - over, area.right + over
        x0, y0, x1, y1 = mark.box
        if x0 < left or x1 > right or y0 < lowest or y1 > area.top + room:
            lost[mark.kind] = lost.get(mark.kind, "") + mark.text
    yield from (("outside", f"{kind} {text}".strip()) for kind, text in lost.items())
    over = SLACK_PT + OVERHANG_EM * area.body
    around = Area(area.left - over, LOWEST_MM * MM, area.right + over, area.top + room, area.body)
    if not lost and _inked_around(sheet, around):
        yield "outside", "ink"


def overlapping(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Things that lie over one another: words over words, over a line, over a picture."""
    things = sorted((_core(one), one) for one in sheet.things if not _is_background(one, sheet))
    for at, (box, one) in enumerate(things):
        for other_box, other in things[at + 1 :]:
            if other_box[0] >= box[2]:
                break
            if "words" in (one.kind, other.kind) and _shared(box, other_box) > SAME_SPOT:
                yield "overlap", f"{one.text or one.kind} / {other.text or other.kind}"


def banner_parted(sheet: Sheet, banner: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words of the banner that this page does not show."""
    bare = squeezed(sheet.text)
    lost = [word for text in banner for word in text.split() if squeezed(word) not in bare]
    if lost:
        yield "banner", " ".join(lost)


def boxes_parted(sheets: Sequence[Sheet], area: Area) -> Iterator[int]:
    """Pages on which a box begins that goes on on the next, though a page could hold it."""
    for number, (sheet, after) in enumerate(pairwise(sheets), 1):
        over, under = _side_rules(sheet), _side_rules(after)
        if not over or not under:
            continue
        last, first = min(over, key=lambda box: box[1]), max(under, key=lambda box: box[3])
        same = abs(last[0] - first[0]) < 1
        reaches = same and last[1] < area.bottom + 2 * area.body and first[3] > _first_ink(after)
        whole = (last[3] - last[1]) + (first[3] - first[1])
        room = first[3] - area.bottom  # what is left of a page below the banner
        room -= _headings_above(sheet, last)
        reaches = reaches and not _begins_with_heading(after)
        if reaches and whole < 0.95 * room and not _ends_alone(sheet, last):
            yield number


def headings_alone(sheets: Sequence[Sheet]) -> Iterator[tuple[int, str]]:
    """Headings after which nothing stands on their page, though the document goes on."""
    for number, sheet in enumerate(sheets[:-1], 1):
        said = [one for one in sheet.things if one.kind == "picture" or not one.furniture]
        last = min(said, key=lambda one: one.box[1], default=None)
        if last is not None and re.fullmatch("H[1-6]", last.tag):
            yield number, last.text


def box_alone(sheets: Sequence[Sheet], area: Area) -> Iterator[tuple[int, str]]:
    """A last page with a box and at most two lines beside it, though it has room for more.

    In giant letters a box may be one side: it fills half of it.
    """
    rules = _side_rules(sheets[-1])
    said = [one for one in sheets[-1].things if one.kind == "words" and not one.furniture]
    if len(sheets) == 1 or not rules or not said:
        return
    beside = [one.box for one in said if not any(_is_along(one.box, rule) for rule in rules)]
    lines = {round(box[1] / (area.body / 2)) for box in beside}
    lowest = min(box[1] for box in (*rules, *(one.box for one in said)))
    room = (lowest - area.bottom) / (area.top - area.bottom)
    if len(lines) <= MOST_BESIDE and room > MOST_FREE:
        yield len(sheets), f"{len(lines)} lines beside it"


def parted_numbers(text: str, numbers: Iterable[str]) -> list[str]:
    """Numbers into which something has fallen, in ``text`` as Poppler reads it off the page."""
    bare = re.sub(r"[\s()‐-]", "", squeezed(text))
    lost = []
    for number in numbers:
        digits = re.escape(re.sub(r"[\s()-]", "", number)[:-4])
        if len(re.findall(digits, bare)) != len(re.findall(digits + r"\d{4}", bare)):
            lost.append(number)
    return lost


def _read_sheet(page: Any) -> Sheet:
    words = page.get_textpage()
    width, height = page.get_size()
    tags = _tags_of(page)
    items = list(page.get_objects(max_depth=4))
    things = [thing for item in items for thing in _thing(item, words, tags)]
    glyphs = tuple(_glyphs(words))
    image = page.render(scale=DPI / 72).to_pil().convert("RGB")
    text = words.get_text_range()
    words.close()
    page.close()
    return Sheet(width, height, glyphs, tuple(things), text, image)


def _glyphs(words: Any) -> Iterator[Mark]:
    edges = [ctypes.c_double() for _ in range(4)]
    known: dict[int, bool] = {}
    for at in range(words.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(words, at))
        if char.isspace() or raw.FPDFText_IsGenerated(words, at) == 1:
            continue
        if not raw.FPDFText_GetCharBox(words, at, *edges):
            continue
        left, right, bottom, top = (edge.value for edge in edges)
        if right - left < 0.01:
            continue
        item = raw.FPDFText_GetTextObject(words, at)
        address = ctypes.cast(item, ctypes.c_void_p).value or 0
        if address not in known:
            known[address] = _is_furniture(item)
        yield Mark("glyphs", (left, bottom, right, top), char, known[address])


def _thing(item: Any, words: Any, tags: dict[int, str]) -> Iterator[Mark]:
    kinds = {
        raw.FPDF_PAGEOBJ_TEXT: "words",
        raw.FPDF_PAGEOBJ_IMAGE: "picture",
        raw.FPDF_PAGEOBJ_PATH: "line",
        raw.FPDF_PAGEOBJ_SHADING: "picture",
    }
    kind = kinds.get(item.type)
    if kind is None:
        return
    text = _text_of(item, words) if kind == "words" else ""
    if kind == "words" and not text.strip():
        return
    box = _path_box(item) if kind == "line" else tuple(item.get_bounds())
    tag = tags.get(raw.FPDFPageObj_GetMarkedContentID(item), "")
    yield Mark(kind, box, text, _is_furniture(item.raw), tag)


def _tags_of(page: Any) -> dict[int, str]:
    """The nearest tag around each piece of marked content."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    found: dict[int, str] = {}

    def walk(element: Any) -> None:
        size = raw.FPDF_StructElement_GetType(element, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 2))
        raw.FPDF_StructElement_GetType(element, buffer, size)
        name = buffer.raw[: max(size - 2, 0)].decode("utf-16-le")
        for at in range(raw.FPDF_StructElement_GetMarkedContentIdCount(element)):
            found[raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, at)] = name
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                walk(child)

    for at in range(raw.FPDF_StructTree_CountChildren(tree) if tree else 0):
        walk(raw.FPDF_StructTree_GetChildAtIndex(tree, at))
    if tree:
        raw.FPDF_StructTree_Close(tree)
    return found


def _path_box(item: Any) -> Edges:
    """Where a path is inked; PDFium's own bounds reach beyond the ends of a line."""
    matrix, x, y = item.get_matrix(), ctypes.c_float(), ctypes.c_float()
    points = []
    for at in range(raw.FPDFPath_CountSegments(item)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(item, at), x, y)
        points.append(matrix.on_point(x.value, y.value))
    wide, high = zip(*points, strict=True)
    left, bottom, right, top = min(wide), min(high), max(wide), max(high)
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, filled, stroked)
    if not stroked.value:
        return (left, bottom, right, top)
    raw.FPDFPageObj_GetStrokeWidth(item, x)
    half = x.value / 2
    along, up = (0.0 if right - left > half else half), (0.0 if top - bottom > half else half)
    return (left - along, bottom - up, right + along, top + up)


def _text_of(item: Any, words: Any) -> str:
    length = raw.FPDFTextObj_GetText(item, words, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFTextObj_GetText(item, words, target, length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", errors="replace")


def _is_furniture(item: Any) -> bool:
    for at in range(raw.FPDFPageObj_CountMarks(item)):
        length, buffer = ctypes.c_ulong(), ctypes.create_string_buffer(64)
        target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(item, at), target, 64, length)
        if buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le") == "Artifact":
            return True
    return False


def _inked_around(sheet: Sheet, area: Area) -> bool:
    """Whether the drawn page differs from the paper's colour anywhere outside ``area``."""
    image, scale = sheet.image.copy(), DPI / 72
    paper = image.getpixel((0, 0))
    edges = (area.left, sheet.height - area.top, area.right, sheet.height - area.bottom)
    left, top, right, bottom = (edge * scale for edge in edges)
    image.paste(paper, (int(left) - 1, int(top) - 1, int(right) + 2, int(bottom) + 2))
    away = ImageChops.difference(image, Image.new("RGB", image.size, paper))
    return any(high > INK for _, high in away.getextrema())


def _core(mark: Mark) -> Edges:
    """Words without their outermost strokes: letters of lines that stand close may touch."""
    left, bottom, right, top = mark.box
    if mark.kind != "words":
        return (left, bottom, right, top)
    high = top - bottom
    return (left + 0.5, bottom + high * 0.25, max(right - 0.5, left + 0.6), top - high * 0.25)


def _shared(one: Edges, other: Edges) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0
    return wide * high / max(min(_size(one), _size(other)), 0.01)


def _size(box: Edges) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_background(mark: Mark, sheet: Sheet) -> bool:
    return mark.kind != "words" and _size(mark.box) > BACKGROUND * sheet.width * sheet.height


def _side_rules(sheet: Sheet) -> list[Edges]:
    """The upright rules that mark boxes."""
    return [
        one.box
        for one in sheet.things
        if one.kind == "line" and one.box[2] - one.box[0] < 8 and one.box[3] - one.box[1] > 8
    ]


def _first_ink(sheet: Sheet) -> float:
    """The top of the first words that are no furniture, less a line."""
    tops = [one.box[3] for one in sheet.glyphs if not one.furniture]
    high = max((one.box[3] - one.box[1] for one in sheet.glyphs), default=0)
    return max(tops, default=0) - high


def _is_along(box: Edges, rule: Edges) -> bool:
    middle = (box[1] + box[3]) / 2
    return rule[1] <= middle <= rule[3]


def _begins_with_heading(sheet: Sheet) -> bool:
    """Whether a page begins with a heading: then its first box is a new one."""
    said = [one for one in sheet.things if one.kind == "words" and not one.furniture]
    first = max(said, key=lambda one: one.box[3], default=None)
    return first is not None and re.fullmatch("H[1-6]", first.tag) is not None


def _headings_above(sheet: Sheet, rule: Edges) -> float:
    """How much of the page the headings right above a box take: they must stay with it."""
    words = [one for one in sheet.things if one.kind == "words" and not one.furniture]
    above = sorted((one for one in words if one.box[1] > rule[3]), key=lambda one: one.box[1])
    taken = rule[3]
    for one in above:
        if not re.fullmatch("H[1-6]", one.tag):
            break
        taken = one.box[3]
    return taken - rule[3]


def _ends_alone(sheet: Sheet, rule: Edges) -> bool:
    """Whether words stand below the rule, so that its box ended on this page."""
    return any(one.box[3] < rule[1] for one in sheet.glyphs if not one.furniture)
