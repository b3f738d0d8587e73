"""Words to cues: verbatim, within a layout's limits, broken where people break.

Every word stands once and in order. Nothing is dropped to be readable in time: what stays too
fast is told, and where speech leaves no way to keep a hard limit, the cue is told as an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from access_kit.captions.layout_breaks import load_break_words, rate_joints
from access_kit.captions.layout_rules import (
    COMFORTABLE_MAX_MS,
    LATEST_START_MS,
    LAYOUTS,
    LONGEST_SILENCE_MS,
    Layout,
    SpeedUnit,
    find_layout,
)
from access_kit.captions.layout_search import FoundCue, search_segments
from access_kit.captions.layout_units import Unit, join_units, make_units, measure
from access_kit.errors import Problem, Severity
from access_kit.model.cue import Captions, Cue, Note
from access_kit.model.word import RecordedWords
from access_kit.timed_text.clock import name_cue

__all__ = ["LAYOUTS", "LaidCues", "Layout", "find_layout", "lay_out"]


@dataclass(frozen=True)
class LaidCues:
    """The cues; the hard limits that speech left no way to keep; what is too fast to read."""

    captions: Captions
    exceptions: tuple[Problem, ...]
    too_fast: tuple[Problem, ...]


def lay_out(words: RecordedWords, layout: Layout) -> LaidCues:
    """Lay words out as cues."""
    units = make_units(words, layout.max_chars)
    joints = rate_joints(units, load_break_words(words.lang))
    segments = search_segments(units, joints, layout)
    cues: list[Cue] = []
    exceptions: list[Problem] = []
    too_fast: list[Problem] = []
    for number, segment in enumerate(segments, 1):
        following = segments[number].start_ms if number < len(segments) else None
        cue = _make_cue(number, segment, units, layout, following)
        cues.append(cue)
        spoken = units[segment.first : segment.last]
        exceptions += _find_exceptions(number, cue, spoken, layout)
        too_fast += _find_haste(number, cue, spoken, layout)
    notes = tuple(Note(text) for text in words.notes)
    captions = Captions(tuple(cues), notes=notes, lang=words.lang)
    return LaidCues(captions, tuple(exceptions), tuple(too_fast))


def _make_cue(
    number: int,
    segment: FoundCue,
    units: Sequence[Unit],
    layout: Layout,
    following: int | None,
) -> Cue:
    bounds = [*segment.line_starts, segment.last]
    lines = [join_units(tuple(units[first:last])) for first, last in pairwise(bounds)]
    spoken = units[segment.first : segment.last]
    end = choose_end(segment.start_ms, spoken, layout, following)
    return Cue(str(number), segment.start_ms, end, "\n".join(lines), speaker=spoken[0].speaker)


def choose_end(start: int, spoken: Sequence[Unit], layout: Layout, following: int | None) -> int:
    """When a cue goes: after its last word, later where that helps to read and nothing is near.

    It never runs into the next cue (``following``), and a gap that would flicker is closed.
    """
    said = max(unit.end_ms for unit in spoken)
    shortest = start + layout.min_duration_ms(len({unit.word for unit in spoken}))
    longest = start + layout.max_ms if layout.max_ms else None
    if longest is not None and len(spoken) == 1:
        longest = max(longest, said)
    limit = min(said + LONGEST_SILENCE_MS, start + (layout.max_ms or COMFORTABLE_MAX_MS))
    end = max(said, shortest, min(limit, start + _time_to_read(spoken, layout)))
    end = max(end if longest is None else min(end, longest), start + 1)
    if following is None:
        return end
    nearest = following if layout.may_touch else following - layout.min_gap_ms
    if end >= nearest:
        return max(nearest, start + 1)
    gap = following - end
    if gap < layout.close_gap_ms and nearest <= max(limit, shortest):
        return nearest
    if gap >= layout.min_gap_ms:
        return end
    return nearest if longest is None or nearest <= longest else following - layout.min_gap_ms


def _time_to_read(spoken: Sequence[Unit], layout: Layout) -> int:
    """Milliseconds at the speed that the layout calls comfortable."""
    if layout.speed_unit is SpeedUnit.WORDS_A_MINUTE:
        return round(len(spoken) * 60_000 / layout.speed_warn)
    characters = sum(unit.length + unit.space_before for unit in spoken)
    return round(characters * 1000 / layout.speed_warn)


def _find_exceptions(
    number: int, cue: Cue, spoken: Sequence[Unit], layout: Layout
) -> list[Problem]:
    """The hard limits that this cue breaks, each with why it could not be kept."""

    def tell(code: str, **facts: str | int) -> Problem:
        told = {**facts, "source": layout.source}
        return Problem(code, Severity.WARNING, where=name_cue(number, cue.start_ms), facts=told)

    found = []
    longest = max(measure(line) for line in cue.lines)
    if longest > layout.max_chars:
        found.append(tell("layout.word-too-long", characters=longest, limit=layout.max_chars))
    if layout.max_ms and cue.duration_ms > layout.max_ms:
        found.append(tell("layout.word-too-slow", ms=cue.duration_ms, limit_ms=layout.max_ms))
    shortest = layout.min_duration_ms(len({unit.word for unit in spoken}))
    if cue.duration_ms < shortest:
        found.append(tell("layout.no-room", ms=cue.duration_ms, limit_ms=shortest))
    late = cue.start_ms - spoken[0].start_ms
    if late > LATEST_START_MS:
        found.append(tell("layout.late-start", ms=late, limit_ms=LATEST_START_MS))
    return found


def _find_haste(number: int, cue: Cue, spoken: Sequence[Unit], layout: Layout) -> list[Problem]:
    characters = sum(measure(line) for line in cue.lines)
    speed = layout.speed(characters, len({unit.word for unit in spoken}), cue.duration_ms)
    if speed <= layout.speed_warn:
        return []
    facts: dict[str, str | int | float] = {
        "speed": round(speed, 1),
        "unit": str(layout.speed_unit),
        "limit": layout.speed_warn,
        "source": layout.source,
    }
    where = name_cue(number, cue.start_ms)
    return [Problem("layout.too-fast", Severity.NOTE, where=where, facts=facts)]
