"""Pictures of a handout: too faint to see, or words drawn where no reader can hear them.

Both are told as warnings: a program can be wrong about a picture.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image as Pillow
from PIL import ImageFilter, ImageOps

from access_kit.documents.contrast import relative_luminance
from access_kit.documents.svg import MEDIA_TYPE as LINE_PICTURE
from access_kit.errors import Problem, Severity
from access_kit.model.document import Image

LEAST_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: what a picture must show stands out by 3 to 1."""

_WIDTH = 900
_IGNORED_SHARE = 0.0003
_LETTERS_A_LINE = 8
_LETTERS_TOGETHER = 14
_RUN = re.compile(rb"\xff+")


def check_picture(image: Image) -> Iterator[Problem]:
    """Warnings about one picture; line pictures hold no words, and ours are dark on white."""
    if image.media_type == LINE_PICTURE or image.decorative:
        return
    with Pillow.open(io.BytesIO(image.data)) as opened:
        grey = ImageOps.grayscale(opened)
    facts = {"alt": image.alt[:60]}
    if contrast_of(grey) < LEAST_CONTRAST:
        yield Problem("check.picture-faint", Severity.WARNING, facts=facts)
    elif has_words(grey):
        yield Problem("check.picture-with-words", Severity.WARNING, facts=facts)


def contrast_of(grey: Pillow.Image) -> float:
    """Contrast of the darkest and the lightest part that are more than a speck."""
    counts = grey.histogram()
    speck = _IGNORED_SHARE * sum(counts)
    dark, light = _first_above(counts, speck), 255 - _first_above(counts[::-1], speck)
    low, high = (relative_luminance("#" + f"{level:02x}" * 3) for level in (dark, light))
    return (high + 0.05) / (low + 0.05)


def _first_above(counts: Sequence[int], speck: float) -> int:
    total = 0
    for level, count in enumerate(counts):
        total += count
        if total > speck:
            return level
    return 255


def has_words(grey: Pillow.Image) -> bool:
    """Whether small shapes of one height stand in a row, as letters do."""
    if grey.width > _WIDTH:
        grey = grey.resize((_WIDTH, max(1, grey.height * _WIDTH // grey.width)))
    apart = _apart_from_ground(grey)
    return any(_holds_lines(_shapes(part)) for part in apart)


def _apart_from_ground(grey: Pillow.Image) -> Iterator[Pillow.Image]:
    """What is darker than its surroundings, then what is lighter: 255 for the shape."""
    around = grey.filter(ImageFilter.BoxBlur(15))
    for first, second in ((around, grey), (grey, around)):
        pixels = bytes(
            255 if one - two > 40 else 0
            for one, two in zip(first.tobytes(), second.tobytes(), strict=True)
        )
        yield Pillow.frombytes("L", grey.size, pixels)


@dataclass
class _Shape:
    left: int
    right: int
    top: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


def _shapes(part: Pillow.Image) -> list[_Shape]:
    """Connected shapes, row by row: a run joins the runs that it touches in the row above."""
    data, width = part.tobytes(), part.width
    done: list[_Shape] = []
    above: list[tuple[int, int, _Shape]] = []
    for y in range(part.height):
        row: list[tuple[int, int, _Shape]] = []
        for match in _RUN.finditer(data, y * width, (y + 1) * width):
            left, right = match.start() - y * width, match.end() - y * width
            touching = [shape for a, b, shape in above if a <= right and left <= b]
            shape = touching[0] if touching else _Shape(left, right, y, y + 1)
            if not touching:
                done.append(shape)
            for other in touching[1:]:
                if other is not shape:
                    _merge(shape, other)
                    above = [(a, b, shape if s is other else s) for a, b, s in above]
                    row = [(a, b, shape if s is other else s) for a, b, s in row]
            _merge(shape, _Shape(left, right, y, y + 1))
            row.append((left, right, shape))
        above = row
    return [shape for shape in done if shape.width > 0]


def _merge(into: _Shape, other: _Shape) -> None:
    into.left, into.right = min(into.left, other.left), max(into.right, other.right)
    into.top, into.bottom = min(into.top, other.top), max(into.bottom, other.bottom)
    if other.bottom - other.top > 1:
        other.right = other.left


def _holds_lines(shapes: list[_Shape]) -> bool:
    letters = [s for s in shapes if 6 <= s.height <= 90 and 0.08 <= s.width / s.height <= 2.2]
    letters.sort(key=lambda shape: shape.left)
    lines: list[list[_Shape]] = []
    for letter in letters:
        line = next((line for line in lines if _follows(letter, line[-1])), None)
        if line is None:
            lines.append([letter])
        else:
            line.append(letter)
    long = [line for line in lines if len(line) >= _LETTERS_A_LINE // 2]
    return any(len(line) >= _LETTERS_A_LINE for line in long) or (
        sum(map(len, long)) >= _LETTERS_TOGETHER
    )


def _follows(letter: _Shape, before: _Shape) -> bool:
    tall, small = max(letter.height, before.height), min(letter.height, before.height)
    overlap = min(letter.bottom, before.bottom) - max(letter.top, before.top)
    return (
        small > 0.45 * tall
        and overlap > 0.5 * small
        and -2 <= letter.left - before.right <= 1.4 * tall
    )
