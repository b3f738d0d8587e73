"""SubRip (SRT). There is no standard; reading forgives what players forgive, and tells of it.

Forgiven: a BOM, dots or semicolons for commas, one or two digits of milliseconds or none, other
arrows, missing numbers and hours, blank lines inside a cue and none between cues. Players know
``<i> <b> <u>`` and ``{\\an8}``, a place, which are kept, and ``<font>``, which is not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.cue import NO_SETTINGS, Captions, Cue
from access_kit.timed_text.clock import clock_ms, format_clock
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.lenient_text import fit_cue, open_text
from access_kit.timed_text.losses import EMPHASIS, PLACES, find_losses
from access_kit.timed_text.nine_places import BELOW, key_of_old, place_of, settings_at
from access_kit.timed_text.speaker_labels import with_speaker_runs
from access_kit.timed_text.told_problems import ToldProblems
from access_kit.timed_text.webvtt_text import UNCLOSED_TAGS, Run, escape, parse_cue_text

KEEPS = frozenset({"times", "speakers", EMPHASIS, PLACES})
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:([,.;:])(\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*(?:-{{1,3}}>|[→⟶⇒]|=>|–>|—>)\s*{_TIME}(.*)")
_FRAMES = Fraction(30_000, 1001)
"""Frames a second where a semicolon parts two digits off, as in drop-frame time code."""
_STRICT = re.compile(r"\d{2,}:\d{2}:\d{2},\d{3} --> \d{2,}:\d{2}:\d{2},\d{3}\s*\Z")
_PLAYER_TAG = re.compile(r"</?font[^>]{0,300}>|\{\\[^}]{0,2000}\}", re.IGNORECASE)
_PLACE = re.compile(r"\{\\(?:an([1-9])|a(1[01]|[1-9]))\}", re.IGNORECASE)
_JOINER = "\u2060"
_LIKE_A_TAG = re.compile(
    r"<(?=/?(?:[ibu]|font)\b)|\{(?=\\)|&(?=(?:amp|lt|gt|quot|nbsp);)", re.IGNORECASE
)
_JOINED = re.compile(rf"(?<=[<{{&-]){_JOINER}|^{_JOINER}", re.MULTILINE)
_STYLE_TAG = re.compile(r"</?([ibu])>", re.IGNORECASE)


@dataclass(frozen=True)
class _Block:
    """A cue as found: its number's text, its timing line (an index), its lines."""

    number: str
    timing: int
    body: tuple[str, ...]


def read(data: bytes, name: str) -> ReadCaptions:
    """Read SRT; ``BadInput`` only where no timing line is found."""
    text, found = open_text(data, name)
    lines = text.split("\n")
    blocks = list(_find_blocks(lines))
    if not blocks:
        raise BadInput([Problem("timed-text.no-cues", file=name), *found.all()])
    found.extend(_lines_outside(lines, blocks[0], name))
    cues = tuple(_make_cue(block, lines[block.timing], name, found) for block in blocks)
    return ReadCaptions(Captions(cues), found.all())


def _find_blocks(lines: list[str]) -> Iterator[_Block]:
    timings = [index for index, line in enumerate(lines) if _is_timing(line)]
    number = lines[timings[0] - 1].strip() if timings and timings[0] else ""
    number = number if _is_number(number) else ""
    for index, following in pairwise([*timings, len(lines)]):
        body = lines[index + 1 : following]
        last = body[-1].strip() if body and following < len(lines) else ""
        found = last if _is_number(last) and _numbers_the_next(body, number) else ""
        if found:
            body = body[:-1]
        while body and not body[-1].strip():
            body.pop()
        yield _Block(number, index, tuple(body))
        number = found


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


def _numbers_the_next(body: list[str], number: str) -> bool:
    """Whether the last line of ``body`` is no text: a blank line stands above, or it counts on."""
    if len(body) > 1 and not body[-2].strip():
        return True
    return int(body[-1]) == int(number) + 1 if number else len(body) == 1


def _is_timing(line: str) -> bool:
    return _TIMING.match(line) is not None


def _lines_outside(lines: list[str], first: _Block, name: str) -> list[Problem]:
    before = [n for n in range(first.timing - (1 if first.number else 0)) if lines[n].strip()]
    return [
        Problem("timed-text.text-outside-cue", Severity.WARNING, file=name, line=n + 1)
        for n in before[:1]
    ]


def _make_cue(block: _Block, line: str, name: str, told: ToldProblems) -> Cue:
    place = block.timing + 1

    def tell(code: str, at: int, severity: Severity = Severity.ERROR, **facts: str) -> None:
        told.add(Problem(code, severity, file=name, line=at, facts=facts))

    found = _TIMING.match(line)
    assert found, "a block has a line of times"
    groups = found.groups()
    start, end = _milliseconds(groups[:5]), _milliseconds(groups[5:10])
    if not _STRICT.match(line):
        tell("timed-text.loose-timing", place, Severity.NOTE)
    if not block.number:
        tell("timed-text.no-number", place, Severity.NOTE)
    if end <= start:
        tell("timed-text.end-before-start", place)
    for at, text in enumerate(block.body, place + 1):
        if "-->" in text:
            tell("timed-text.bad-timing", at)
    if any(not text.strip() for text in block.body):
        tell("timed-text.blank-line-in-cue", place, Severity.NOTE)
    settings, body = _take_place(fit_cue("\n".join(block.body), told, name, place))
    text, markup = _parse_text(body)
    for code, tag in parse_cue_text(markup or "").faults:
        if code in UNCLOSED_TAGS:
            tell("timed-text.tag-not-closed", place + 1, tag=tag)
    return Cue(block.number, start, end, text, settings, markup=markup)


def _milliseconds(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, sign, fraction = parts
    if sign in (";", ":") and len(fraction) == 2:
        return clock_ms(hours, minutes, seconds) + round(int(fraction) * 1000 / _FRAMES)
    return clock_ms(hours, minutes, seconds, fraction)


def _take_place(body: str) -> tuple[Mapping[str, str], str]:
    """Where the cue stands, by the first tag that says so, and its text without such tags."""
    found = _PLACE.search(body)
    if found is None:
        return NO_SETTINGS, body
    key = int(found[1]) if found[1] else key_of_old(int(found[2]))
    return settings_at(key), _PLACE.sub("", body)


def _parse_text(body: str) -> tuple[str, str | None]:
    """Plain text, and WebVTT markup where there is emphasis. Other ``<`` are text in SRT."""
    body = _PLAYER_TAG.sub("", body)
    if not _STYLE_TAG.search(body):
        return _unescape(body), None
    pieces = _STYLE_TAG.split(body)
    tags = _STYLE_TAG.findall(body)
    ends = [match.group().startswith("</") for match in _STYLE_TAG.finditer(body)]
    parts = [escape(_unescape(pieces[0]))]
    for tag, end, text in zip(tags, ends, pieces[2::2], strict=True):
        parts += [f"<{'/' if end else ''}{tag.lower()}>", escape(_unescape(text))]
    markup = "".join(parts)
    return parse_cue_text(markup).text, markup


def _unescape(text: str) -> str:
    """Some programs write entities into SRT; only the five of markup are taken for such."""
    text = re.sub(r"&(?:amp|lt|gt|quot|nbsp);", lambda found: html.unescape(found.group()), text)
    return _JOINED.sub("", text)


def write(captions: Captions) -> WrittenCaptions:
    """Write strict SRT; speakers as ``Name:`` where they change."""
    blocks = []
    for number, (cue, runs) in enumerate(with_speaker_runs(captions), 1):
        times = f"{format_clock(cue.start_ms, ',')} --> {format_clock(cue.end_ms, ',')}"
        blocks.append(f"{number}\n{times}\n{_format_place(cue)}{_format_runs(runs)}\n")
    return WrittenCaptions("\n".join(blocks).encode(), find_losses(captions, KEEPS))


def _format_place(cue: Cue) -> str:
    place = place_of(cue.settings)
    return f"{{\\an{place}}}" if place not in (None, BELOW) else ""


def _format_runs(runs: Iterable[Run]) -> str:
    return "".join(
        "".join(f"<{one}>" for one in run.emphasis)
        + _format_text(run.text)
        + "".join(f"</{one}>" for one in reversed(run.emphasis))
        for run in runs
    )


def _format_text(text: str) -> str:
    """Text that no reader takes for times or tags: a sign without width parts what would be one."""
    text = _LIKE_A_TAG.sub(rf"\g<0>{_JOINER}", text).replace("-->", f"-{_JOINER}->")
    lines = (_JOINER + line if _is_timing(line) else line for line in text.split("\n"))
    return "\n".join(lines)
