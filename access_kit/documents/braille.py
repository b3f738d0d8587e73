"""Braille pages as BRF: ASCII letters, lines of a fixed width, a form feed after each page.

The layout follows BANA's Braille Formats where a paper has use for it: the title and first headings
centred, further ones in cells 5 and 7, paragraphs beginning in cell 3, items with their later lines
indented, no heading alone at the foot, the braille page number at the right of the last line. Bold
is not marked. No transcriber has looked at it, and every file says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path

from access_kit.documents.check_tree import require_sound_tree
from access_kit.documents.gsm import plain_signs
from access_kit.documents.linear import BULLET, TICK, Line, LineKind, TextRun, lines_of
from access_kit.documents.louis import from_braille, has_sign, to_braille
from access_kit.documents.renderers import label, label_language
from access_kit.errors import MissingPart, Problem
from access_kit.i18n.language_habits import find_language, language_names
from access_kit.model.document import Document
from access_kit.model.look import BraillePage, Look

_BIDI_MARKS = dict.fromkeys(range(0x2066, 0x206A)) | {0x200E: None, 0x200F: None}
_PLAIN_MARKS = {BULLET: "-", TICK: "[ ]"}
_SPACES = re.compile(r"(\s+)")
_CENTRED_LEVEL = 1
_SIDE_CELLS = 3
"""Cells that stay free on each side of a centred heading."""
_ADDRESS_LANGUAGE = "en"
"""Addresses and numbers are spelt out in this language's code where the own one lacks a sign."""


@dataclass(frozen=True)
class LineGroup:
    """Lines of cells that belong together. ``keep``: not apart from what follows."""

    rows: tuple[str, ...]
    gap_before: bool = False
    keep: bool = False
    new_page: bool = False


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """``document`` as a BRF file on pages of ``look.braille``; see ``renderers`` for the rules.

    Needs the label ``braille_not_proofread``. ``MissingPart`` when liblouis or the code of a
    language is missing, or a letter has no sign. ``moment`` and ``fonts`` change nothing.
    """
    require_sound_tree(document)
    lines = list(lines_of(document))
    notice = label(document, "braille_not_proofread")
    lang = label_language(document) or document.lang
    lines.insert(1, Line(LineKind.TEXT, (TextRun(notice, lang),)))
    page = look.braille
    groups = [
        _set_line(line, before, page)
        for line, before in zip(lines, [None, *lines[:-1]], strict=True)
    ]
    numbers = find_table(document.lang, page)
    pages = _fill_pages(groups, page.lines - 1)
    return "".join(
        _finish_page(rows, to_braille(str(number), numbers), page)
        for number, rows in enumerate(pages, start=1)
    ).encode("ascii")


def find_table(lang: str, page: BraillePage) -> str:
    """The name of liblouis's table for a language; ``MissingPart`` when we know of none."""
    codes = find_language(lang).braille
    if codes is None:
        known = ", ".join(name for name in language_names() if find_language(name).braille)
        raise MissingPart(
            Problem("render.no-braille-code", facts={"language": lang, "known": known})
        )
    return codes.usual if page.contracted else codes.full


# -- lines to cells -----------------------------------------------------------------------------


def _set_line(line: Line, before: Line | None, page: BraillePage) -> LineGroup:
    """One line of words as rows of cells, indented and parted as its kind wants."""
    if line.kind is LineKind.NEW_PAGE:
        return LineGroup((), new_page=True)
    cells = _cells(line, page)
    after_item = before is not None and before.kind is LineKind.ITEM
    if line.kind is LineKind.TITLE or (
        line.kind is LineKind.HEADING and line.level <= _CENTRED_LEVEL
    ):
        rows = tuple(row.center(page.cells).rstrip() for row in _centred_rows(cells, page.cells))
        return LineGroup(rows, gap_before=True, keep=True)
    after_centred = before is not None and (
        before.kind is LineKind.TITLE
        or (before.kind is LineKind.HEADING and before.level <= _CENTRED_LEVEL)
    )
    if line.kind is LineKind.HEADING:
        indent = 4 if line.level == _CENTRED_LEVEL + 1 else 6
        return LineGroup(wrap(cells, page.cells, indent, indent), gap_before=True, keep=True)
    base = 2 * line.level
    if line.kind is LineKind.ITEM:
        gap = line.first or after_centred
        return LineGroup(wrap(cells, page.cells, base, base + 2), gap_before=gap)
    first = base + 2 if line.first else base
    gap = after_centred or (after_item and line.first)
    return LineGroup(wrap(cells, page.cells, first, base), gap_before=gap)


def _centred_rows(cells: str, width: int) -> tuple[str, ...]:
    return wrap(cells, max(width - 2 * _SIDE_CELLS, 1), 0, 0)


def wrap(cells: str, width: int, first: int, later: int) -> tuple[str, ...]:
    """``cells`` in rows of ``width``, indented by ``first`` and then ``later`` cells.

    A word that is wider than a row is cut at its end. Indents never take more than half a row.
    """
    first, later = min(first, width // 2), min(later, width // 2)
    rows: list[str] = []
    row = " " * first
    is_empty = True
    for word in cells.split():
        if not is_empty and len(row) + 1 + len(word) > width:
            rows.append(row)
            row, is_empty = " " * later, True
        row += word if is_empty else f" {word}"
        is_empty = False
        while len(row) > width:
            rows.append(row[:width])
            row = " " * later + row[width:]
    return (*rows, row) if not is_empty else tuple(rows)


def _cells(line: Line, page: BraillePage) -> str:
    return "".join(
        _safe_cells("".join(text for text, _ in parts), table)
        for table, parts in groupby(_written(line, page), key=lambda part: part[1])
    )


def _safe_cells(text: str, table: str) -> str:
    """``text`` in cells that are read back as it stands, where the code can be read back at all.

    In a row of words in capitals liblouis loses the sign between a digit and a letter, and 3D reads
    34. So what does not come back is written word by word, and a word that still does not is
    spelt out.
    """
    cells = to_braille(text, table)
    full = _full_of_checked().get(table)
    if full is None or _says(cells, table, text):
        return cells
    return "".join(
        " " if word.isspace() else _safe_word(word, table, full)
        for word in filter(None, _SPACES.split(text))
    )


def _safe_word(word: str, table: str, full: str) -> str:
    cells = to_braille(word, table)
    return cells if _says(cells, table, word) else to_braille(word, full)


def _says(cells: str, table: str, text: str) -> bool:
    return _read_form(from_braille(cells, table)) == _read_form(text)


def _read_form(text: str) -> str:
    """As a finger reads it: one kind of quote and dash, spaces as one; capitals count."""
    plain = "".join(map(plain_signs, unicodedata.normalize("NFKC", text)))
    return " ".join(plain.split())


@cache
def _full_of_checked() -> dict[str, str]:
    """The codes that liblouis reads back, and the one of each that spells out."""
    codes = (find_language(name).braille for name in language_names())
    checked = [one for one in codes if one and one.reads_back]
    return {table: one.full for one in checked for table in (one.usual, one.full)}


def _written(line: Line, page: BraillePage) -> Iterator[tuple[str, str]]:
    """The text of each run with the table that writes it."""
    if line.mark:
        lang = line.runs[0].lang
        table = find_table(lang, page)
        mark = line.mark
        if not all(has_sign(char, table) for char in mark) or mark == TICK:
            mark = _PLAIN_MARKS.get(mark, mark)
        yield f"{mark} ", table
    for run in line.runs:
        yield _writable(run, page)


def _writable(run: TextRun, page: BraillePage) -> tuple[str, str]:
    text = run.text.translate(_BIDI_MARKS)
    table = find_table(run.lang, page)
    if _lacking(text, table):
        text = "".join(char if has_sign(char, table) else plain_signs(char) for char in text)
    lacking = _lacking(text, table)
    if lacking and text.isascii():
        table = find_table(_ADDRESS_LANGUAGE, BraillePage(contracted=False))
        lacking = _lacking(text, table)
    if lacking:
        facts = {"language": run.lang, "characters": " ".join(lacking)}
        raise MissingPart(Problem("render.no-braille-sign", facts=facts))
    return text, table


def _lacking(text: str, table: str) -> list[str]:
    return [char for char in dict.fromkeys(text) if not has_sign(char, table)]


# -- rows to pages ------------------------------------------------------------------------------


def _fill_pages(groups: list[LineGroup], height: int) -> list[list[str]]:
    """Rows page by page; a heading goes with the first row of what follows it."""
    pages: list[list[str]] = [[]]
    for index, group in enumerate(groups):
        if group.new_page:
            pages += [[]] if pages[-1] else []
            continue
        needed = _kept_rows(groups[index:])
        if pages[-1] and len(pages[-1]) + needed > height >= needed:
            pages.append([])
        if group.gap_before and pages[-1] and len(pages[-1]) < height:
            pages[-1].append("")
        for row in group.rows:
            if len(pages[-1]) >= height:
                pages.append([])
            pages[-1].append(row)
    return pages


def _kept_rows(groups: list[LineGroup]) -> int:
    """How many rows must stand together where the first group begins."""
    rows = 0
    for group in groups:
        rows += group.gap_before
        if not group.keep:
            return rows + min(len(group.rows), 1)
        rows += len(group.rows)
    return rows


def _finish_page(rows: list[str], number: str, page: BraillePage) -> str:
    """A page with its number at the right of the last line."""
    filled = [*rows, *[""] * (page.lines - 1 - len(rows)), number.rjust(page.cells)]
    return "\r\n".join(filled) + "\r\n\f"
