"""Captions drawn into a film, for platforms that take no caption files.

Whoever watches cannot turn them off, move them or change their size, so a file of captions is
better wherever one can be given. WCAG 2.2, 1.2.2, calls these open captions. Sound is copied bit
for bit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from access_kit.captions.drafts import language_of
from access_kit.captions.film import FilmFacts, FilmPlan, Planes, ShowFilm, set_film
from access_kit.captions.layout_rules import Layout
from access_kit.documents.caption_picture import SAFE_EDGE, CaptionSetting, draw_caption
from access_kit.documents.fonts import require_glyphs
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.model.cue import Captions
from access_kit.timed_text.speaker_labels import with_speakers

CONTAINERS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska"}
BLACK, WHITE, NO_COLOUR = 16, 235, 128
"""Brightness and colour of video, ITU-R BT.709, 8 bits."""

Shown = tuple[int, int, str, bool]
"""From and to, in milliseconds; what is shown; whether at the top."""


def plan_burning(out: Path) -> FilmPlan:
    """How the film goes into ``out``; ``BadInput`` for a suffix that is no film's."""
    container = CONTAINERS.get(out.suffix.lower())
    if container is None:
        facts = {"known": " ".join(CONTAINERS)}
        raise BadInput(Problem("film.suffix", file=shown(out), facts=facts))
    return FilmPlan(container, copies_picture=False, copies_sound=True)


def burn(
    film: Path, facts: FilmFacts, captions: Captions, layout: Layout, out: Path,
    *, fonts: tuple[Path, ...] = (), step: ShowFilm,
) -> tuple[Problem, ...]:  # fmt: skip
    """Write ``film`` with ``captions`` drawn into it; what is to be told of the film.

    ``BadInput`` where there is nothing to draw; ``MissingPart`` names what has no glyph.
    """
    lang = language_of(captions) or SOURCE_LOCALE
    setting = CaptionSetting(facts.width, facts.height, layout.max_chars, lang, fonts)
    spans = list(_spans(captions))
    if not spans:
        raise BadInput(Problem("film.no-captions"))
    require_glyphs([text for _, _, text, _ in spans], folders=fonts)
    draw = Painter(spans, setting).draw
    return set_film(film, facts, out, plan_burning(out), draw=draw, step=step)


def _spans(captions: Captions) -> Iterator[Shown]:
    """What is to be seen when; a speaker's name stands where it changes."""
    for cue, text in with_speakers(captions):
        if text.strip() and cue.end_ms > cue.start_ms:
            yield cue.start_ms, cue.end_ms, text, _is_at_top(cue.settings.get("line", ""))


def _is_at_top(line: str) -> bool:
    """Whether WebVTT's ``line``, a number of lines or a share, puts a cue into the upper half."""
    value = line.partition(",")[0]
    if value.endswith("%"):
        return float(value[:-1]) < 50
    return value.isascii() and value.isdigit() and int(value) < 8


class Painter:
    """Draws on each picture what is said at its time; each text is set once."""

    def __init__(self, spans: Sequence[Shown], setting: CaptionSetting) -> None:
        edges = sorted({edge for start, end, *_ in spans for edge in (start, end)})
        self._edges = edges
        self._between: list[tuple[str, str]] = [("", "")]
        for start in edges:
            now = [one for one in spans if one[0] <= start < one[1]]
            self._between.append(
                (
                    "\n".join(text for *_, text, at_top in now if at_top),
                    "\n".join(text for *_, text, at_top in now if not at_top),
                )
            )
        self._setting = setting
        self._box = lru_cache(maxsize=8)(self._set)

    def draw(self, at_ms: int, planes: Planes) -> None:
        """Lay what is shown at ``at_ms`` on a picture."""
        above, below = self._between[bisect_right(self._edges, at_ms)]
        height = planes[0].shape[0]
        edge = _even(SAFE_EDGE * height)
        if above:
            _lay(self._box(above), planes, edge)
        if below:
            box = self._box(below)
            _lay(box, planes, max(0, _even(height - edge - box.shape[0])))

    def _set(self, text: str) -> npt.NDArray[np.uint8]:
        ink = draw_caption(text, self._setting).astype(np.uint16)
        return (BLACK + ink * (WHITE - BLACK) // 255).astype(np.uint8)


def _lay(box: npt.NDArray[np.uint8], planes: Planes, top: int) -> None:
    bright, *colours = planes
    left = _even((bright.shape[1] - box.shape[1]) / 2)
    box = box[: bright.shape[0] - top, : bright.shape[1] - left]
    height, width = box.shape
    bright[top : top + height, left : left + width] = box
    for plane in colours:
        plane[top // 2 : (top + height) // 2, left // 2 : (left + width) // 2] = NO_COLOUR


def _even(length: float) -> int:
    return int(length) // 2 * 2
