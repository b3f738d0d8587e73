"""SubRip (SRT). There is no standard; reading forgives what players forgive, and tells of it.

Forgiven: a BOM, dots for commas, one or two digits of milliseconds or none, missing numbers and
hours, blank lines inside a cue. Tags ``<i> <b> <u> <font>`` and ``{\\an8}`` are markup of players.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from access_kit.budgets import CAPTIONS, CUE_CHARACTERS
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import require_lines
from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.clock import format_clock
from access_kit.timed_text.decoding import decode_leniently
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.speaker_labels import with_speakers
from access_kit.timed_text.told_problems import ToldProblems
from access_kit.timed_text.webvtt_text import escape, parse_cue_text

KEEPS = frozenset({"times", "speakers"})
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*--+>\s*{_TIME}(.*)")
_STRICT = re.compile(r"\d{2,}:\d{2}:\d{2},\d{3} --> \d{2,}:\d{2}:\d{2},\d{3}\s*\Z")
_PLAYER_TAG = re.compile(r"</?font[^>]{0,300}>|\{\\[^}]{0,2000}\}", re.IGNORECASE)
_STYLE_TAG = re.compile(r"</?([ibu])>", re.IGNORECASE)


@dataclass(frozen=True)
class _Block:
    """A cue as found: its number's text, its timing line (an index), its lines."""

    number: str
    timing: int
    body: tuple[str, ...]


def read(data: bytes, name: str) -> ReadCaptions:
    """Read SRT; ``BadInput`` only where no timing line is found."""
    text, problems = decode_leniently(data, name)
    require_lines(text, CAPTIONS, name)
    lines = text.split("\n")
    blocks = list(_find_blocks(lines))
    if not blocks:
        raise BadInput([Problem("timed-text.no-cues", file=name), *problems])
    found = ToldProblems(name)
    found.extend((*problems, *_lines_outside(lines, blocks[0], name)))
    cues = []
    for block in blocks:
        cue, faults = _make_cue(block, lines[block.timing], name)
        found.extend(faults)
        if cue is not None:
            cues.append(cue)
    return ReadCaptions(Captions(tuple(cues)), found.all())


def _find_blocks(lines: list[str]) -> Iterator[_Block]:
    timings = [index for index, line in enumerate(lines) if "->" in line and _is_timing(line)]
    for index, following in pairwise([*timings, len(lines)]):
        number = lines[index - 1].strip() if index and lines[index - 1].strip().isdecimal() else ""
        body = lines[index + 1 : following]
        if following < len(lines) and body and body[-1].strip().isdecimal():
            before = body[-2].strip() if len(body) > 1 else ""
            if not before:
                body = body[:-1]
        while body and not body[-1].strip():
            body.pop()
        yield _Block(number, index, tuple(body))


def _is_timing(line: str) -> bool:
    return _TIMING.match(line) is not None


def _lines_outside(lines: list[str], first: _Block, name: str) -> list[Problem]:
    before = [n for n in range(first.timing - (1 if first.number else 0)) if lines[n].strip()]
    return [
        Problem("timed-text.text-outside-cue", Severity.WARNING, file=name, line=n + 1)
        for n in before[:1]
    ]


def _make_cue(block: _Block, line: str, name: str) -> tuple[Cue | None, list[Problem]]:
    place = block.timing + 1
    problems = []
    found = _TIMING.match(line)
    if found is None:
        return None, [Problem("timed-text.bad-timing", file=name, line=place)]
    groups = found.groups()
    start, end = _milliseconds(groups[:4]), _milliseconds(groups[4:8])
    if not _STRICT.match(line):
        problems.append(Problem("timed-text.loose-timing", Severity.NOTE, file=name, line=place))
    if not block.number:
        problems.append(Problem("timed-text.no-number", Severity.NOTE, file=name, line=place))
    if end <= start:
        problems.append(Problem("timed-text.end-before-start", file=name, line=place))
    if any(not text.strip() for text in block.body):
        facts: dict[str, str | int] = {}
        problems.append(
            Problem("timed-text.blank-line-in-cue", Severity.NOTE, name, place, facts=facts)
        )
    body = "\n".join(block.body)
    if len(body) > CUE_CHARACTERS:
        facts = {"most": CUE_CHARACTERS}
        problems.append(Problem("timed-text.cue-too-long", file=name, line=place, facts=facts))
        body = body[:CUE_CHARACTERS].rpartition(" ")[0]
    text, markup = _parse_text(body)
    return Cue(block.number, start, end, text, markup=markup), problems


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


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
    return re.sub(r"&(?:amp|lt|gt|quot|nbsp);", lambda found: html.unescape(found.group()), text)


def write(captions: Captions) -> WrittenCaptions:
    """Write strict SRT; speakers as ``Name:`` where they change."""
    blocks = []
    for number, (cue, text) in enumerate(with_speakers(captions), 1):
        times = f"{format_clock(cue.start_ms, ',')} --> {format_clock(cue.end_ms, ',')}"
        text = text.replace("-->", "->")
        blocks.append(f"{number}\n{times}\n{text}\n")
    return WrittenCaptions("\n".join(blocks).encode(), find_losses(captions, KEEPS))
