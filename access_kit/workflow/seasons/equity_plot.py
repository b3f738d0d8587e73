"""Bars as a drawing (SVG): each month one bar, cut into a yes, a no, and what is not shown.

Drawn by hand. pygal (0.1 MB, LGPL) tells answers apart by colour and loads a script for numbers
that show where a mouse points; altair (0.8 MB) draws in a browser with scripts, or by an engine of
34 MB. Patterns and a text alternative would be ours to write all the same, and they are most of
what stands here.

Answers differ by pattern and order, not by colour. The drawing is 320 px wide, so that at 400 %
it fits, and its letters grow with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, EDGE, LINE, BAR = 320, 8, 22, 20
"""In px of the drawing: its width and margin, a line of text, and how high a bar is."""

LETTERS = 'font-family="sans-serif" font-size="14" fill="#000"'

FILLS = ("#000", "url(#lines)")
"""Of a yes and of a no."""

PATTERN = (
    '<pattern id="lines" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
    '<rect width="2" height="6" fill="#000"/></pattern>'
)


@dataclass(frozen=True)
class Bar:
    """A bar of ``people`` in all; what a yes and a no leave open is not shown."""

    name: str
    people: int
    yes: int | None
    no: int | None


def draw_bars(key: tuple[str, str, str], bars: Sequence[Bar]) -> tuple[bytes, int, int]:
    """The drawing, its width and its height in px. ``key``: a yes, a no, and what is not shown.

    The longest bar is as wide as there is room.
    """
    longest = max(bar.people for bar in bars)
    fills = dict(zip(key, (*FILLS, "none"), strict=True))
    height = EDGE * 2 + LINE * len(key) + (LINE + BAR + EDGE) * len(bars)
    parts = [*_key(fills), *_bars(bars, longest, EDGE + LINE * len(key))]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}"><defs>{PATTERN}</defs>'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>'
    )
    return drawing.encode(), WIDTH, height


def _key(key: Mapping[str, str]) -> Iterator[str]:
    for line, (name, fill) in enumerate(key.items()):
        top = EDGE + LINE * line
        yield _box(EDGE, top + 2, 16, 14, fill)
        yield _text(EDGE + 24, top + 14, name)


def _bars(bars: Sequence[Bar], longest: int, top: int) -> Iterator[str]:
    room = WIDTH - 2 * EDGE
    for bar in bars:
        yield _text(EDGE, top + 16, f"{bar.name}: {bar.people}")
        yield _box(EDGE, top + LINE, round(room * bar.people / longest), BAR, "none")
        left = 0
        for people, fill in zip((bar.yes, bar.no), FILLS, strict=True):
            if people:
                at, end = (round(room * one / longest) for one in (left, left + people))
                yield _box(EDGE + at, top + LINE, end - at, BAR, fill)
                left += people
        top += LINE + BAR + EDGE


def _box(left: int, top: int, width: int, height: int, fill: str) -> str:
    dashes = ' stroke-dasharray="3 2"' if fill == "none" else ""
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{fill}" '
        f'stroke="#000"{dashes}/>'
    )


def _text(left: int, top: int, text: str) -> str:
    return f'<text x="{left}" y="{top}" {LETTERS}>{escape(text)}</text>'
