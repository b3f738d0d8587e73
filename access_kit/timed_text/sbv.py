"""SBV (SubViewer as YouTube writes it): a line of two times, the text below, a blank line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.clock import clock_ms, format_clock
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.lenient_text import fit_cue, open_text
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.speaker_labels import with_speakers
from access_kit.timed_text.told_problems import ToldProblems

KEEPS = frozenset({"times", "speakers"})
_TIME = r"(\d{1,3}):(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*[,;]\s*{_TIME}\s*\Z")
_LIKE_TIMES = re.compile(r"[ \t]*[\d.]{0,9}:[\d:.]{3,20},[\d.]{0,9}:[\d:.]{3,20}[ \t]*\Z")
_JOINER = "\u2060"


def read(data: bytes, name: str) -> ReadCaptions:
    """Read SBV; ``BadInput`` only where no line of times is found."""
    text, found = open_text(data, name)
    cues = tuple(_read_cues(text.split("\n"), found, name))
    if not cues:
        raise BadInput([Problem("timed-text.no-cues", file=name), *found.all()])
    return ReadCaptions(Captions(cues), found.all())


def _read_cues(lines: list[str], found: ToldProblems, name: str) -> Iterator[Cue]:
    timings = [index for index, line in enumerate(lines) if _TIMING.match(line)]
    before = [n for n in range(timings[0] if timings else 0) if lines[n].strip()]
    if before:
        line = before[0] + 1
        found.add(Problem("timed-text.text-outside-cue", Severity.WARNING, name, line))
    for index, following in pairwise([*timings, len(lines)]):
        times = _TIMING.match(lines[index])
        assert times is not None
        start, end = clock_ms(*times.groups()[:4]), clock_ms(*times.groups()[4:])
        if end <= start:
            found.add(Problem("timed-text.end-before-start", file=name, line=index + 1))
        for at in range(index + 1, following):
            if _LIKE_TIMES.match(lines[at]):
                found.add(Problem("timed-text.bad-timing", file=name, line=at + 1))
        body = "\n".join(lines[index + 1 : following]).strip("\n")
        body = fit_cue(body, found, name, index + 1)
        text = "\n".join(line.removeprefix(_JOINER) for line in body.split("\n"))
        yield Cue("", start, end, text.replace("[br]", "\n"))


def write(captions: Captions) -> WrittenCaptions:
    """Write SBV; speakers as ``Name:`` where they change."""
    blocks = [
        f"{_format_time(cue.start_ms)},{_format_time(cue.end_ms)}\n{_format_text(text)}\n"
        for cue, text in with_speakers(captions)
    ]
    return WrittenCaptions("\n".join(blocks).encode(), find_losses(captions, KEEPS))


def _format_time(milliseconds: int) -> str:
    return format_clock(milliseconds, hour_digits=1)


def _format_text(text: str) -> str:
    """Text whose lines are no times: a sign without width stands before one that would be."""
    lines = (_JOINER + line if _TIMING.match(line) else line for line in text.split("\n"))
    return "\n".join(lines)
