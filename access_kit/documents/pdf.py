"""PDF/UA-1 through typst: tagged, shaped for every script, the same bytes for the same input.

Rules of this file, learnt by measuring:

- One set of fonts a process, one compiler a thread. Threads scale: the typesetter leaves Python's
  lock while it works.
- Never compile in a process and then fork it: the child would hang for ever. Start workers with
  ``spawn``. A forked child that tries is stopped here with an error.
- Data goes in as JSON; pictures too. The typesetter sees one folder with the template in it.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from access_kit.documents.check_tree import require_sound_tree
from access_kit.documents.easy_read import PICTURE_SHARE
from access_kit.documents.fonts import (
    FONT_FOLDER,
    SYMBOLS,
    body_factor,
    font_stack,
)
from access_kit.documents.looks import tighter_looks
from access_kit.documents.measure import find_catalogue
from access_kit.documents.more_fonts import choose_fonts, order_families
from access_kit.documents.pdf_data import COLUMN_GAP_EM, PdfData
from access_kit.documents.pdf_fields import PdfField, add_fields, fillable, form_versions
from access_kit.documents.pdf_table import CELL_PADDING_EM
from access_kit.errors import CannotWrite, Problem
from access_kit.i18n.scripts import script_of
from access_kit.model.document import Document, Purpose
from access_kit.model.look import Look, PaperSize

_TYPESET_FOLDER = Path(__file__).parent / "typeset"
_PAPER = {PaperSize.LETTER: ("us-letter", 215.9, 279.4), PaperSize.A4: ("a4", 210.0, 297.0)}
POINTS_PER_MM = 72 / 25.4
LEAST_FILLED = 4.0
"""Three lines are no page of their own: so many is what they take with a heading and its gap."""
LEAST_BESIDE = 3.0
"""A box with less beside it stands alone, be it a line for a name with its gap."""
BOX_SHARE = 0.5
"""A box that fills so much of a page is worth one: in giant letters it is one thing a side."""
LEFT_FREE = (1.0, 2.0, 3.0)
"""So many lines of each page are left free at most so that no box stands alone."""
FEW_LINES = 13
"""A page with fewer lines than these has no room to spare."""

GIANT_LETTERS_PT = 28
"""In smaller letters no page has so few lines, in any script."""

_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """``document`` as a PDF/UA-1 file; see ``renderers`` for the rules.

    Needs the label ``page``. Raises ``MissingPart`` for a character without a glyph and
    ``CannotWrite`` when the address does not fit its window or the typesetter refuses. A paper of
    answers can be filled in on a screen, for which it needs the label ``answers_file``.
    """
    require_sound_tree(document)
    if document.purpose is not Purpose.ANSWERS:
        return _typeset(document, look, moment, fonts).data
    made = _typeset(fillable(document), look, moment, fonts)
    root = " ".join(form_versions(document)) or document.purpose.value
    return add_fields(made.data, made.fields, root, look)


def find_print_pages(
    document: Document, look: Look, *, fonts: tuple[Path, ...] = ()
) -> tuple[int, ...]:
    """The number printed on the page on which each block of ``document`` begins."""
    return lay_out(document, look, fonts=fonts).begins


@dataclass(frozen=True)
class PageLayout:
    """How many pages a document has, and on which one each of its blocks begins."""

    pages: int
    begins: tuple[int, ...]


def lay_out(document: Document, look: Look, *, fonts: tuple[Path, ...] = ()) -> PageLayout:
    """The pages of ``document``; nothing is written. Raises as ``render``."""
    made = _typeset(document, look, _NO_MOMENT, fonts)
    return PageLayout(made.pages, tuple(json.loads(made.compiler.query("<place>", field="value"))))


@dataclass(frozen=True)
class _Typeset:
    """A document that was set: its PDF, its pages, how many lines high the last is filled.

    ``last_boxed``: how many of these are boxes. ``page_lines``: how many a page has. ``fields``
    are those of a paper of answers, in the order of their numbers.
    """

    data: bytes
    pages: int
    last_filled: float
    last_boxed: float
    page_lines: float
    compiler: typst.Compiler
    fields: tuple[PdfField, ...] = ()

    @property
    def has_box_alone(self) -> bool:
        """Whether the last page holds a box and little else, and has room for more."""
        beside = self.last_filled - self.last_boxed
        is_small = self.last_filled < BOX_SHARE * self.page_lines
        return self.pages > 1 and self.last_boxed > 0 and beside < LEAST_BESIDE and is_small

    @property
    def ends_well(self) -> bool:
        few = self.pages > 1 and self.last_filled <= LEAST_FILLED
        return not few and not self.has_box_alone


def _typeset(document: Document, look: Look, moment: datetime, fonts: tuple[Path, ...]) -> _Typeset:
    """The document; in giant letters with single first lines below others where that saves a sheet.

    A sheet has two sides: only a page with an odd number can cost one.
    """
    made = _fill_pages(document, look, moment, fonts, {})
    if made.pages == 1 or made.pages % 2 == 0 or look.body_pt < GIANT_LETTERS_PT:
        return made
    lone = _fill_pages(document, look, moment, fonts, {"lone-lines": "yes"})
    return lone if lone.pages < made.pages else made


def _fill_pages(
    document: Document,
    look: Look,
    moment: datetime,
    fonts: tuple[Path, ...],
    how: dict[str, str],
) -> _Typeset:
    """The document on pages of which the last is worth its sheet, where it can be.

    It holds more than three lines, and no box alone. Less room between lines and paragraphs saves
    the page; else more of the text goes with them, first whole blocks, then a few lines of each
    page.
    """
    inputs, folders, fields = _inputs(document, look, fonts)

    def again(inputs: dict[str, str], **more: str) -> _Typeset:
        return replace(_compile(inputs | how | more, moment, folders), fields=fields)

    first = again(inputs)
    looks = tighter_looks(look)
    while not first.ends_well and (tighter := next(looks, None)):
        less = _inputs(document, tighter, fonts)[0]
        made = again(less)
        if made.pages < first.pages:
            first, inputs = made, less
    if first.ends_well:
        return first
    least = first.last_boxed + LEAST_BESIDE if first.has_box_alone else LEAST_FILLED
    made = again(inputs, together=str(least))
    if made.pages > first.pages:
        made = first
    if not made.has_box_alone:
        return made
    for lines in LEFT_FREE:
        freer = again(inputs, **{"left-free": str(lines)})
        if freer.pages == made.pages and freer.ends_well:
            return freer
    return made


def _inputs(
    document: Document, look: Look, fonts: tuple[Path, ...]
) -> tuple[dict[str, str], tuple[Path, ...], tuple[PdfField, ...]]:
    """What the template is given, the folders of fonts that its texts need, and its fields."""
    factor = body_factor(script_of(document.lang))
    geometry = measure_page(look, factor)
    larger = [size / look.body_pt for size in (look.title_pt, *look.heading_pt)]
    data = PdfData(
        document,
        geometry.line_pt / look.body_pt,
        page_lines=geometry.height_pt
        * (2 / 3 if document.draft_banner else 1)
        / (look.body_pt * look.leading * factor),
        larger=larger,
        easy_read=look.easy_read,
        has_fields=document.purpose is Purpose.ANSWERS,
    )
    built = data.build()
    folders = choose_fonts(data.texts, fonts)
    more = order_families(load_fonts(folders).families(), script_of(document.lang))
    few = geometry.height_pt < FEW_LINES * look.leading * factor * look.body_pt
    giant = look.body_pt >= GIANT_LETTERS_PT
    shown = _look_data(look, geometry) | {"more-fonts": more, "few-lines": few, "giant": giant}
    return {"doc": _to_json(built), "look": _to_json(shown)}, folders, tuple(data.fields)


@dataclass(frozen=True)
class Geometry:
    """The text area of a page, in points; ``near`` is the side where lines begin."""

    line_pt: float
    height_pt: float
    near_pt: float
    far_pt: float
    top_pt: float
    bottom_pt: float


def measure_page(look: Look, factor: float = 1.0) -> Geometry:
    """Margins for a look: the line never longer than its cap, the footer as tall as the text.

    ``factor`` is by how much letters of the script are larger than the look says.
    """
    _, width, height = _PAPER[look.paper]
    line = min(width - 2 * look.margin_mm, look.max_line_mm)
    bottom = max(look.margin_mm * POINTS_PER_MM, 1.25 * factor * look.body_pt + 18)
    return Geometry(
        line_pt=round(line * POINTS_PER_MM, 2),
        height_pt=round((height - look.margin_mm) * POINTS_PER_MM - bottom, 2),
        near_pt=round(look.margin_mm * POINTS_PER_MM, 2),
        far_pt=round((width - look.margin_mm - line) * POINTS_PER_MM, 2),
        top_pt=round(look.margin_mm * POINTS_PER_MM, 2),
        bottom_pt=round(bottom, 2),
    )


def _look_data(look: Look, geometry: Geometry) -> dict[str, Any]:
    paper, width, height = _PAPER[look.paper]
    return {
        "paper": paper,
        "paper-width": width,
        "paper-height": height,
        "body": look.body_pt,
        "title": look.title_pt,
        "headings": look.heading_pt,
        "leading": look.leading,
        "gap": look.paragraph_gap,
        "line": geometry.line_pt,
        "near": geometry.near_pt,
        "far": geometry.far_pt,
        "top": geometry.top_pt,
        "bottom": geometry.bottom_pt,
        "ink": look.colours.ink,
        "link": look.colours.link,
        "rule": look.colours.rule,
        "background": look.colours.paper,
        "symbols": SYMBOLS,
        "address-fonts": font_stack("en"),
        "cell": CELL_PADDING_EM,
        "column-gap": COLUMN_GAP_EM,
        "picture": PICTURE_SHARE,
    }


def _to_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


_threads = threading.local()
_first_process: list[int] = []


def _compile(inputs: dict[str, str], moment: datetime, fonts: tuple[Path, ...]) -> _Typeset:
    compiler = _compiler(fonts)
    try:
        made, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        too_large = "address-too-large" in error.message
        code = "document.address-too-large" if too_large else "document.not-typeset"
        raise CannotWrite(Problem(code)) from error
    if any("converge" in warning.message for warning in warnings):
        raise CannotWrite(Problem("document.not-typeset"))
    assert isinstance(made, bytes)
    ((pages, filled, boxed, lines),) = json.loads(compiler.query("<end>", field="value"))
    return _Typeset(_keep_values_readable(made), pages, filled, boxed, lines, compiler)


def _keep_values_readable(pdf: bytes) -> bytes:
    """Take back the note "pages run from right to left" of a PDF in such a language.

    It is meant for pages laid side by side, but PDFium (in Chrome and Edge) takes it as the base
    direction of every line and hands out e-mail addresses and foreign names back to front. The
    direction of the text itself is in its tags and glyphs and stays.
    """
    start, end = find_catalogue(pdf)
    catalogue = pdf[start:end].replace(b"/Direction/R2L", b"/Direction/L2R")
    return pdf[:start] + catalogue + pdf[end:]


def _compiler(fonts: tuple[Path, ...]) -> typst.Compiler:
    """This thread's compiler for these font folders."""
    refuse_forked_process()
    compilers: dict[tuple[Path, ...], typst.Compiler] = _threads.__dict__.setdefault(
        "compilers", {}
    )
    if fonts not in compilers:
        compilers[fonts] = typst.Compiler(
            str(_TYPESET_FOLDER / "template.typ"),
            root=str(_TYPESET_FOLDER),
            font_paths=load_fonts(fonts),
            ignore_system_fonts=True,
        )
    return compilers[fonts]


def refuse_forked_process() -> None:
    if not _first_process:
        _first_process.append(os.getpid())
    if _first_process[0] != os.getpid():
        raise RuntimeError("the typesetter was used before this process was forked: use spawn")


@lru_cache(maxsize=4)
def load_fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONT_FOLDER), *map(str, folders)],
    )
