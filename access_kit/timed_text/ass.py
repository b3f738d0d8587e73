"""ASS and SSA (Sub Station Alpha): events with a style, a speaker and tags in braces.

Kept are times, speakers (``Name``), italics, bold, underlining and the nine places, be they the
style's or a tag's. Fonts, sizes, colours, movement and drawings are looks, which people set in
their player. Times are whole hundredths of a second here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.cue import Captions, Cue, Note
from access_kit.timed_text.clock import clock_ms, format_clock
from access_kit.timed_text.emphasis import mark_up, runs_of
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.lenient_text import open_text
from access_kit.timed_text.losses import EMPHASIS, PLACES, find_losses
from access_kit.timed_text.nine_places import BELOW, key_of_old, place_of, settings_at
from access_kit.timed_text.told_problems import ToldProblems
from access_kit.timed_text.webvtt_text import Run

KEEPS = frozenset({"times", "speakers", "notes", EMPHASIS, PLACES})
_TIME = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})[.:,](\d{1,3})\s*\Z")
_TAGS = re.compile(r"(?<!\\)\{([^{}]*)\}")
_TAG = re.compile(r"\\(an|a|i|b|u|p|r)(\d{0,4})(?![a-zA-Z(])")
_ESCAPE = re.compile(r"\\(N|n|h|\{|\}|\u2060)")
_ESCAPED = MappingProxyType({"N": "\n", "n": "\n", "h": "\u00a0", "\u2060": "\\"})
_USUAL_FIELDS = [
    "Layer",
    "Start",
    "End",
    "Style",
    "Name",
    "MarginL",
    "MarginR",
    "MarginV",
    "Effect",
    "Text",
]
_NOTE = "; NOTE "
"""How a note stands among the remarks of the first section."""
_KEPT_TAGS = frozenset({"an", "a", "i", "b", "u"})

_HEAD = """\
ScriptType: v4.00+
WrapStyle: 2
PlayResX: 1920
PlayResY: 1080

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,72,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,\
0,0,0,0,100,100,0,0,3,4,0,2,60,60,60,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True)
class _Style:
    """What a style says that is kept."""

    emphasis: str = ""
    place: int = BELOW


@dataclass
class _Reader:
    """The state from line to line: the section, its fields, the styles that were found."""

    name: str
    problems: ToldProblems
    section: str = ""
    fields: list[str] = field(default_factory=list)
    styles: dict[str, _Style] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    looks: int = 0

    def tell(self, code: str, line: int) -> None:
        self.problems.add(Problem(code, file=self.name, line=line))


def read(data: bytes, name: str) -> ReadCaptions:
    """Read ASS or SSA, events by their start; ``BadInput`` where there is no event."""
    text, problems = open_text(data, name)
    reader = _Reader(name, problems)
    for number, line in enumerate(text.split("\n"), 1):
        _read_line(reader, line, number)
    if not reader.cues:
        raise BadInput([Problem("timed-text.no-cues", file=name), *problems.all()])
    if reader.looks:
        facts = {"count": reader.looks}
        told = Problem("timed-text.looks-passed-over", Severity.NOTE, name, facts=facts)
        problems.add(told)
    cues = sorted(reader.cues, key=lambda cue: cue.start_ms)
    captions = Captions(tuple(cues), notes=tuple(reader.notes))
    return ReadCaptions(captions, problems.all())


def _read_line(reader: _Reader, line: str, number: int) -> None:
    if line.startswith("[") and line.rstrip().endswith("]"):
        reader.section, reader.fields = line.strip()[1:-1].lower(), []
        return
    if line.startswith(_NOTE):
        reader.notes.append(Note(_unescape(line.removeprefix(_NOTE))))
        return
    label, colon, rest = line.partition(":")
    label = label.strip().lower()
    if not colon:
        return
    if label == "format":
        reader.fields = [one.strip().lower() for one in rest.split(",")]
    elif label == "style" and "styles" in reader.section:
        found = dict(zip(reader.fields, (one.strip() for one in rest.split(",")), strict=False))
        old = "+" not in reader.section
        reader.styles[found.get("name", "").lstrip("*")] = _read_style(found, old)
    elif label == "dialogue":
        _read_event(reader, rest, number)


def _read_style(found: Mapping[str, str], old: bool) -> _Style:
    on = {"b": found.get("bold"), "i": found.get("italic"), "u": found.get("underline")}
    emphasis = "".join(one for one in "biu" if (on[one] or "0") not in ("0", ""))
    alignment = found.get("alignment", "")
    key = int(alignment) if alignment.isdecimal() and len(alignment) < 3 else BELOW
    return _Style(emphasis, key_of_old(key) if old else key)


def _read_event(reader: _Reader, rest: str, line: int) -> None:
    fields = reader.fields or _USUAL_FIELDS
    parts = rest.split(",", len(fields) - 1)
    found = dict(zip(fields, parts, strict=False))
    start, end = _read_time(found.get("start", "")), _read_time(found.get("end", ""))
    if start is None or end is None or "text" not in found:
        reader.tell("timed-text.bad-event", line)
        return
    if end <= start:
        reader.tell("timed-text.end-before-start", line)
    body = found["text"]
    style = reader.styles.get(found.get("style", "").strip().lstrip("*"), _Style())
    speaker = " ".join(found.get("name", found.get("actor", "")).split()) or None
    place, runs, looks = _read_text(body, style)
    reader.looks += looks
    text, markup = mark_up(runs, speaker)
    if text.strip() or not _TAGS.search(body):
        reader.cues.append(Cue("", start, end, text, settings_at(place), speaker, markup))


def _read_time(text: str) -> int | None:
    found = _TIME.match(text)
    return clock_ms(*found.groups()) if found else None


def _read_text(body: str, style: _Style) -> tuple[int, list[Run], bool]:
    """The place, the runs, and whether there were looks that are not kept."""
    place, emphasis = style.place, set(style.emphasis)
    looks = drawing = placed = False
    runs: list[Run] = []
    for number, piece in enumerate(_TAGS.split(body)):
        if number % 2 == 0:
            if not drawing:
                shown = "".join(one for one in "biu" if one in emphasis)
                runs.append(Run(_unescape(piece), None, shown))
            continue
        tags = _TAG.findall(piece)
        looks = looks or piece.count("\\") > sum(tag in _KEPT_TAGS for tag, _ in tags)
        for tag, value in tags:
            if tag in ("an", "a") and value and not placed:
                place = int(value) if tag == "an" else key_of_old(int(value))
                placed = True
            elif tag == "p":
                drawing = value not in ("", "0")
            elif tag == "r":
                emphasis = set(style.emphasis)
            elif tag in "biu":
                on = value not in ("", "0", "400") or (value == "" and tag in style.emphasis)
                emphasis = emphasis | {tag} if on else emphasis - {tag}
    return place, runs, looks


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text)


def write(captions: Captions) -> WrittenCaptions:
    """Write ASS (v4.00+) with one style; speakers in ``Name``, whose commas become semicolons."""
    events = list(_events(captions))
    losses = [*find_losses(captions, KEEPS)]
    if rounded := sum(1 for cue in captions.cues if cue.start_ms % 10 or cue.end_ms % 10):
        facts = {"count": rounded}
        losses.append(Problem("timed-text.rounded-times", Severity.NOTE, facts=facts))
    if renamed := sum(1 for _, said, _ in events if said and "," in said):
        facts = {"count": renamed}
        losses.append(Problem("timed-text.changed-names", Severity.NOTE, facts=facts))
    notes = (f"{_NOTE}{_escape(note.text)}\n" for note in captions.notes)
    text = "".join(["[Script Info]\n", *notes, _HEAD, *(_format_event(*one) for one in events)])
    return WrittenCaptions(text.encode(), tuple(losses))


def _events(captions: Captions) -> Iterator[tuple[Cue, str | None, Sequence[Run]]]:
    """Each cue with its speaker and runs; more than one voice in a cue stands in its text."""
    for cue in captions.cues:
        runs = runs_of(cue)
        voices = {run.speaker for run in runs if run.text.strip()}
        if len(voices) <= 1:
            yield cue, next(iter(voices), None) or cue.speaker, runs
        else:
            yield cue, None, list(_named(runs))


def _named(runs: Sequence[Run]) -> Iterator[Run]:
    before: str | None = None
    for run in runs:
        if run.speaker and run.speaker != before and run.text.strip():
            yield Run(f"{run.speaker}: ")
        before = run.speaker or before
        yield run


def _format_event(cue: Cue, speaker: str | None, runs: Sequence[Run]) -> str:
    start, end = _hundredths(cue.start_ms), _hundredths(cue.end_ms)
    end = max(end, start + 1) if cue.end_ms > cue.start_ms else end
    name = " ".join((speaker or "").split()).replace(",", ";")
    place = place_of(cue.settings)
    tags = f"{{\\an{place}}}" if place not in (None, BELOW) else ""
    text = tags + "".join(_format_run(run) for run in runs)
    return f"Dialogue: 0,{_format_time(start)},{_format_time(end)},Default,{name},0,0,0,,{text}\n"


def _hundredths(milliseconds: int) -> int:
    return (max(0, milliseconds) + 5) // 10


def _format_time(hundredths: int) -> str:
    return format_clock(hundredths * 10, hour_digits=1)[:-1]


def _format_run(run: Run) -> str:
    before = "".join(f"{{\\{one}1}}" for one in run.emphasis)
    after = "".join(f"{{\\{one}0}}" for one in reversed(run.emphasis))
    return before + _escape(run.text) + after


def _escape(text: str) -> str:
    """Text without tags: a sign without width parts a backslash from what would make it one."""
    text = text.replace("\r", " ").replace("\\", "\\\u2060")
    text = text.replace("{", "\\{").replace("}", "\\}").replace("\n", "\\N")
    return text.replace("\u00a0", "\\h")
