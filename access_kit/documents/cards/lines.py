"""Lines of a card: text broken to a width, and drawn in the order in which it is read.

The order is that of Unicode's UAX #9 for text in which whatever runs the other way is isolated: the
runs of a line follow each other in the direction of the whole, each run in its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from PIL import ImageDraw

from access_kit.documents.cards.faces import FontFolders, fonts_of, text_width
from access_kit.documents.direction import (
    Direction,
    direction,
    first_strong,
    isolate_values,
)
from access_kit.documents.linear import TextRun

_PARTS = re.compile("[\u2066-\u2068]([^\u2069]{0,400})\u2069|([^\u2066-\u2069]+)")
_WIDE = frozenset({"W", "F"})


@dataclass(frozen=True)
class Atom:
    """What a line is never broken inside of.

    ``spaced``: a space stands before it. ``glued``: nor is a line broken before it. ``alone``: an
    isolated value, a run by itself.
    """

    text: str
    lang: str
    run: Direction
    spaced: bool
    alone: bool = False
    glued: bool = False


@dataclass(frozen=True)
class Pen:
    """How text is drawn: letters of ``size`` pixels, by Latin measure."""

    size: int
    bold: bool = False
    folders: FontFolders = ()

    def width(self, text: str, lang: str, run: Direction) -> float:
        return text_width(text, lang, self.size, self.bold, run, self.folders)


CardLine = tuple[Atom, ...]


def break_lines(
    runs: Iterable[TextRun], around: Direction, pen: Pen, width: float
) -> list[CardLine]:
    """The words of ``runs`` in lines of at most ``width`` pixels; a word too long is cut."""
    lines: list[CardLine] = []
    line: list[Atom] = []
    used = 0.0
    for group in _groups(_fitting(_atoms(runs, around), pen, width)):
        needs = sum(pen.width(atom.text, atom.lang, atom.run) for atom in group)
        gap = pen.width(" ", group[0].lang, around) if line and group[0].spaced else 0.0
        if line and used + gap + needs > width:
            lines.append(tuple(line))
            line, used, gap = [], 0.0, 0.0
        line += group
        used += gap + needs
    return [*lines, tuple(line)] if line else lines


def _groups(atoms: Iterable[Atom]) -> Iterator[list[Atom]]:
    """Atoms that are glued to each other, such as a bracket and the address behind it."""
    group: list[Atom] = []
    for atom in atoms:
        if group and not atom.glued:
            yield group
            group = []
        group.append(atom)
    if group:
        yield group


INK = 255
"""A letter's full share of ink; colours are put in when all letters are there."""


def draw_line(
    draw: ImageDraw.ImageDraw,
    line: CardLine,
    start: float,
    baseline: float,
    around: Direction,
    pen: Pen,
) -> None:
    """``start`` is where reading begins: the left end of the line, or the right in ``rtl``."""
    at = start
    for number, run in enumerate(_join_runs(line)):
        gap = pen.width(" ", run.lang, around) if number and run.spaced else 0.0
        width = pen.width(run.text, run.lang, run.run)
        left = at + gap if around == "ltr" else at - gap - width
        _draw_run(draw, run, left, baseline, pen)
        at = left + width if around == "ltr" else left


def _draw_run(draw: ImageDraw.ImageDraw, run: Atom, left: float, baseline: float, pen: Pen) -> None:
    parts = fonts_of(run.text, run.lang, pen.size, pen.bold, pen.folders)
    for part, font in parts if run.run == "ltr" else reversed(parts):
        draw.text(
            (left, baseline), part, fill=INK, font=font, anchor="ls",
            direction=run.run, language=run.lang,
        )  # fmt: skip
        left += font.getlength(part, direction=run.run, language=run.lang)


def _join_runs(line: CardLine) -> Iterator[Atom]:
    """Neighbours of one direction and language as one run, so that spaces are shaped with them."""

    def key(pair: tuple[int, Atom]) -> tuple[object, ...]:
        number, atom = pair
        return (number,) if atom.alone else (atom.run, atom.lang)

    for _, pairs in groupby(enumerate(line), key):
        atoms = [atom for _, atom in pairs]
        text = "".join(
            f" {atom.text}" if number and atom.spaced else atom.text
            for number, atom in enumerate(atoms)
        )
        yield replace(atoms[0], text=text)


def _atoms(runs: Iterable[TextRun], around: Direction) -> Iterator[Atom]:
    spaced = False
    for run in runs:
        for text, alone in _isolated_parts(run, around):
            own: Direction = (first_strong(text) or "ltr") if alone else around
            if alone:
                lead = text[:1].isspace()
                spaced = spaced or lead
                yield Atom(text.strip(), run.lang, own, spaced, alone=True, glued=not spaced)
                spaced = text[-1:].isspace()
                continue
            for piece in re.split("([ \t\n]+)", text):
                if not piece or piece.isspace():
                    spaced = spaced or bool(piece)
                    continue
                for number, part in enumerate(_cut_wide(piece)):
                    glued = not spaced and number == 0
                    yield Atom(part, run.lang, first_strong(part) or around, spaced, glued=glued)
                    spaced = False


def _isolated_parts(run: TextRun, around: Direction) -> Iterator[tuple[str, bool]]:
    if run.whole and run.text.strip():
        yield run.text, True
        return
    text = isolate_values(run.text, around if direction(run.lang) == around else "ltr")
    for found in _PARTS.finditer(text):
        if found[1]:
            yield found[1], True
        elif found[2]:
            yield found[2], False


def _cut_wide(word: str) -> Iterator[str]:
    """A word of letters that may stand at a line's end each: Chinese, Japanese."""
    if not any(unicodedata.east_asian_width(char) in _WIDE for char in word):
        yield word
        return
    part = ""
    for char in word:
        if part and unicodedata.category(char)[0] not in "MP":
            yield part
            part = ""
        part += char
    yield part


def _fitting(atoms: Iterable[Atom], pen: Pen, width: float) -> Iterator[Atom]:
    """The same atoms; one wider than a line is cut, at its spaces and signs where it has any."""
    for whole in atoms:
        atom = whole
        if pen.width(atom.text, atom.lang, atom.run) <= width - 2 * pen.size * atom.glued:
            yield atom
            continue
        part, spaced = "", atom.spaced
        for piece in re.findall(r"[^\s/.@:-]*[/.@:-]+|[^\s/.@:-]+|\s+", atom.text):
            for letters in _letters_if_wide(piece, atom, pen, width):
                room = width - 2 * pen.size * atom.glued  # for the bracket that it is glued to
                if part and pen.width(part + letters, atom.lang, atom.run) > room:
                    yield replace(atom, text=part.strip(), spaced=spaced)
                    atom = replace(atom, glued=False)
                    part, spaced = "", False
                part += letters
        if part.strip():
            yield replace(atom, text=part.strip(), spaced=spaced)


def _letters_if_wide(piece: str, atom: Atom, pen: Pen, width: float) -> Iterable[str]:
    return (piece,) if pen.width(piece, atom.lang, atom.run) <= width else tuple(piece)
