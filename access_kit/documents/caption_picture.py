"""A caption as a picture: light letters on a dark box, to be laid on a film.

White on black is 21:1; WCAG 1.4.6 asks for 7:1. The box is opaque, so that no picture behind it can
take that away (BBC Subtitle Guidelines, "Background"). Letters are as large as a layout's longest
line allows in the width that televisions show, yet never above 8 % of the height a line
(BBC, "Size") unless the layout's lines are short because its readers need large print.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from access_kit.documents.cards.lines import CardLine, Pen, break_lines, draw_line
from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import Direction, direction, first_strong
from access_kit.documents.linear import TextRun

SAFE_WIDTH = 0.9
"""Share of a picture's width that every screen shows: EBU R 95 leaves 3.5 % at each side."""
SAFE_EDGE = 0.05
"""Share of a picture's height that stays free above or below."""
LEADING = 1.3
SMALLEST_PX = 10
LINE_SHARE = 0.085
LARGE_LINE_SHARE = 0.115
LARGE_PRINT_CHARS = 30
"""Lines that are shorter than this are a layout's for large print."""


@dataclass(frozen=True)
class CaptionSetting:
    """The film's size in pixels, letters of the longest line, language, and users' fonts."""

    width: int
    height: int
    max_chars: int
    lang: str
    fonts: tuple[Path, ...] = ()

    @property
    def size(self) -> int:
        """The size of letters in pixels."""
        share = LARGE_LINE_SHARE if self.max_chars < LARGE_PRINT_CHARS else LINE_SHARE
        by_height = share * self.height / LEADING
        usual = Pen(100).width(string.ascii_lowercase, "en", "ltr") / 26 / 100
        by_width = SAFE_WIDTH * self.width / (self.max_chars + 1) / usual
        return max(SMALLEST_PX, int(min(by_height, by_width)))


def draw_caption(text: str, setting: CaptionSetting) -> npt.NDArray[np.uint8]:
    """Brightness of the box that holds ``text``: height by width, both even; 0 is black.

    Lines are kept, and broken further where they are too wide.
    """
    pen = Pen(setting.size, bold=True, folders=setting.fonts)
    room = SAFE_WIDTH * setting.width - pen.size
    lines: list[tuple[CardLine, Direction, float]] = []
    for said in text.split("\n"):
        around = first_strong(said) or direction(setting.lang)
        for line in break_lines((TextRun(clean_text(said), setting.lang),), around, pen, room):
            lines.append((line, around, _width(line, pen)))
    width = min(setting.width, _even(max((wide for *_, wide in lines), default=0) + pen.size))
    step = LEADING * pen.size
    height = min(setting.height, _even(len(lines) * step + 0.3 * pen.size))
    image = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(image)
    for number, (line, around, wide) in enumerate(lines):
        left = (width - wide) / 2
        start = left if around == "ltr" else left + wide
        baseline = 0.15 * pen.size + number * step + 0.76 * step
        draw_line(draw, line, start, baseline, around, pen)
    return np.asarray(image)


def _width(line: CardLine, pen: Pen) -> float:
    gaps = sum(pen.width(" ", atom.lang, atom.run) for atom in line[1:] if atom.spaced)
    return gaps + sum(pen.width(atom.text, atom.lang, atom.run) for atom in line)


def _even(length: float) -> int:
    whole = int(np.ceil(length))
    return whole + whole % 2
