"""WebVTT. Read by the W3C's parsing algorithm (section 6.1); written by webvtt-py.

Reading is our own: the algorithm works line by line and carries state (an arrow seen, a cue seen)
that webvtt-py's block reader does not have, so a front before it would have to parse everything
anyway; and findings need line numbers. Writing is webvtt-py's, whose checks refuse a text that
would not read back.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from access_kit.errors import BadInput, MissingPart, Problem, Severity
from access_kit.model.cue import Captions, Cue, Note, Region
from access_kit.timed_text.clock import format_clock
from access_kit.timed_text.decoding import unify_line_ends
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.lenient_text import fit_cue, open_text
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.told_problems import ToldProblems
from access_kit.timed_text.webvtt_settings import (
    SPACE,
    collect_timings,
    format_region,
    parse_cue_settings,
    parse_region,
)
from access_kit.timed_text.webvtt_text import (
    EMPTY_LINE,
    UNCLOSED_TAGS,
    format_cue_text,
    parse_cue_text,
)

if TYPE_CHECKING:
    from webvtt import Caption

KEEPS = frozenset({"times", "ids", "settings", "markup", "speakers", "regions", "styles", "notes"})
_BLOCKS = ("STYLE", "REGION")
_LIKE_TIMES = re.compile(r"\s*[\d:.,;]{4,20}\s*(?:-{1,3}>|[→⟶=–—-])\s*[\d:.,;]{4,20}")
"""A time line that is written in another way: players pass over it, and over its cue."""
_NOTE = re.compile(r"NOTE(?:[ \t\n](.*))?\Z", re.DOTALL)


@dataclass
class _Parser:
    """The state that the standard's algorithm carries from block to block."""

    lines: list[str]
    name: str
    problems: ToldProblems
    at: int = 0
    seen_cue: bool = False
    cues: list[Cue] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    region_ids: set[str] = field(default_factory=set)

    def tell(self, code: str, line: int, severity: Severity, **facts: str | int) -> None:
        self.problems.add(Problem(code, severity, file=self.name, line=line + 1, facts=facts))


def read(data: bytes, name: str) -> ReadCaptions:
    """Read WebVTT as a browser does; ``BadInput`` only where the signature is missing."""
    text, problems = open_text(data, name)
    if not (text.startswith("WEBVTT") and text[6:7] in ("", " ", "\t", "\n")):
        raise BadInput([Problem("timed-text.no-signature", file=name, line=1), *problems.all()])
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    parser = _Parser(lines, name, problems, at=1)
    lang = _pass_header(parser)
    while parser.at < len(lines):
        if lines[parser.at] == "":
            parser.at += 1
        else:
            _collect_block(parser)
    captions = Captions(
        tuple(parser.cues),
        tuple(parser.regions),
        tuple(parser.styles),
        tuple(parser.notes),
        lang=lang,
    )
    return ReadCaptions(captions, parser.problems.all())


def _pass_header(parser: _Parser) -> str | None:
    """Skip the header; a ``Language:`` line in it, as some services write, is heeded."""
    lang = None
    while parser.at < len(parser.lines):
        line = parser.lines[parser.at]
        if line == "" or "-->" in line:
            break
        label, _, value = line.partition(":")
        if label == "Language" and value.strip():
            lang = value.strip()
        parser.at += 1
    return lang


@dataclass
class _Block:
    """One block while it is collected. ``kind`` is "", "cue", "style" or "region"."""

    first: int
    kind: str = ""
    buffer: list[str] = field(default_factory=list)
    identifier: str = ""
    timings: tuple[int, int, str] | None = None
    timing_line: int = 0
    seen_arrow: bool = False


def _collect_block(parser: _Parser) -> None:
    """The standard's "collect a WebVTT block", not in the header."""
    block = _Block(parser.at)
    count = 0
    while parser.at < len(parser.lines):
        line = parser.lines[parser.at]
        count += 1
        if "-->" in line:
            if not (count == 1 or (count == 2 and not block.seen_arrow)):
                break
            block.seen_arrow = True
            _take_timings(parser, block, line)
        elif line == "":
            break
        else:
            if count == 2:
                _take_kind(parser, block)
            block.buffer.append(line)
        parser.at += 1
    _finish_block(parser, block)


def _take_timings(parser: _Parser, block: _Block, line: str) -> None:
    block.timings = collect_timings(line)
    block.timing_line = parser.at
    if block.timings is None:
        parser.tell("timed-text.bad-timing", parser.at, Severity.ERROR)
        return
    block.kind = "cue"
    block.identifier = "\n".join(block.buffer)
    block.buffer = []
    parser.seen_cue = True


def _take_kind(parser: _Parser, block: _Block) -> None:
    if block.kind or len(block.buffer) != 1:
        return
    word = block.buffer[0].rstrip(SPACE)
    if word not in _BLOCKS:
        return
    if parser.seen_cue:
        parser.tell("timed-text.block-too-late", block.first, Severity.WARNING, block=word)
        return
    block.kind = word.lower()
    block.buffer = []


def _finish_block(parser: _Parser, block: _Block) -> None:
    content = "\n".join(block.buffer)
    if block.kind == "cue" and block.timings is not None:
        parser.cues.append(_make_cue(parser, block, block.timings, content))
    elif block.kind == "style":
        parser.styles.append(content)
    elif block.kind == "region":
        region, bad = parse_region(content)
        parser.regions.append(region)
        parser.region_ids.add(region.id)
        for token in bad:
            parser.tell(
                "timed-text.bad-region-setting", block.first, Severity.WARNING, setting=token
            )
    elif found := _NOTE.match(content):
        parser.notes.append(Note((found.group(1) or "").strip("\n"), len(parser.cues)))
    elif not block.seen_arrow and content.split("\n")[0].rstrip(SPACE) not in _BLOCKS:
        line = next((n for n, text in enumerate(block.buffer) if _LIKE_TIMES.match(text)), None)
        if line is None:
            parser.tell("timed-text.text-outside-cue", block.first, Severity.WARNING)
        else:
            parser.tell("timed-text.bad-timing", block.first + line, Severity.ERROR)


def _make_cue(parser: _Parser, block: _Block, timings: tuple[int, int, str], content: str) -> Cue:
    start, end, rest = timings
    line = block.timing_line
    settings, bad = parse_cue_settings(rest, parser.region_ids)
    for token in bad:
        parser.tell("timed-text.bad-setting", line, Severity.WARNING, setting=token)
    if end <= start:
        parser.tell("timed-text.end-before-start", line, Severity.ERROR)
    content = fit_cue(content, parser.problems, parser.name, line + 1)
    said = parse_cue_text(content)
    for code, tag in said.faults:
        severity = Severity.ERROR if code in UNCLOSED_TAGS else Severity.WARNING
        parser.tell(code, line + 1, severity, tag=tag)
    return Cue(
        id=block.identifier,
        start_ms=start,
        end_ms=end,
        text=said.text,
        settings=settings,
        speaker=said.speaker,
        markup=None if said.plain_markup else content,
    )


def write(captions: Captions) -> WrittenCaptions:
    """Write WebVTT; speakers as ``<v Name>`` on each cue."""
    webvtt = load_webvtt()
    region_ids = {region.id for region in captions.regions}
    items = [_format_cue(cue, region_ids) for cue in captions.cues]
    last = len(items)
    before: dict[int, list[str]] = {}
    for note in captions.notes:
        before.setdefault(note.before, []).append(_safe_block(note.text))
    for index in range(1, last):
        items[index].comments = before.get(index, [])
    file = webvtt.WebVTT(
        captions=items,
        regions=[webvtt.Region.from_string(format_region(region)) for region in captions.regions],
        styles=[webvtt.Style(_safe_block(style)) for style in captions.styles],
        header_comments=_notes_at(captions, 0, 0),
        footer_comments=_notes_at(captions, max(1, last), None),
    )
    content: str = file.content
    return WrittenCaptions(content.rstrip("\n").encode() + b"\n", find_losses(captions, KEEPS))


def load_webvtt() -> ModuleType:
    """The webvtt module, or ``MissingPart`` naming the extra that brings it."""
    try:
        return import_module("webvtt")
    except ImportError:
        raise MissingPart(Problem("extra.missing", facts={"extra": "captions"})) from None


def _format_cue(cue: Cue, region_ids: Collection[str]) -> Caption:
    ordered = sorted(cue.settings.items(), key=lambda setting: setting[0] == "region")
    settings, _ = parse_cue_settings(
        " ".join(f"{name}:{value}" for name, value in ordered), region_ids
    )
    caption: Caption = load_webvtt().Caption(
        format_clock(cue.start_ms),
        format_clock(cue.end_ms),
        _format_text(cue),
        " ".join(unify_line_ends(cue.id).replace("-->", "→").split("\n")) or None,
        " ".join(f"{name}:{value}" for name, value in settings.items()),
    )
    return caption


def _format_text(cue: Cue) -> list[str]:
    if cue.markup is None:
        markup = format_cue_text(cue.text, cue.speaker)
    else:
        markup = cue.markup.replace("\r", "&#13;").replace("-->", "--&gt;")
    return [line or EMPTY_LINE for line in markup.split("\n")] if markup else []


def _notes_at(captions: Captions, first: int, last: int | None) -> list[str]:
    return [
        _safe_block(note.text)
        for note in captions.notes
        if note.before >= first and (last is None or note.before <= last)
    ]


def _safe_block(text: str) -> str:
    """Text that can stand in a comment or a style: no empty line, no arrow."""
    lines = (line or " " for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(lines).replace("-->", "->")
