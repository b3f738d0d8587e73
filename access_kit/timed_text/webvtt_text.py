"""WebVTT cue text: tags and entities to plain text and speaker, and back (section 6.4)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from access_kit.budgets import CUE_FAULTS
from access_kit.timed_text.webvtt_settings import collect_timestamp

_TAG = re.compile(r"<([^>]*)(>|$)")
_START_TAG = re.compile(r"([^ \t\n\f.]*)((?:\.[^ \t\n\f.]*)*)(?:[ \t\n\f](.*))?", re.DOTALL)
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_KNOWN = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})
UNCLOSED_TAGS = frozenset({"timed-text.tag-not-ended", "timed-text.tag-not-closed"})
"""Faults that change what a player shows to the end of the cue, and may swallow words."""
EMPTY_LINE = "<c></c>"
"""Stands for an empty line inside a cue: a truly empty line would end the cue."""


@dataclass(frozen=True)
class Span:
    """A run of text said by ``speaker`` (``None``: not told)."""

    text: str
    speaker: str | None


@dataclass(frozen=True)
class Run:
    """A run of text by one speaker in one look: ``emphasis`` is some of ``biu``, in this order."""

    text: str
    speaker: str | None = None
    emphasis: str = ""


@dataclass(frozen=True)
class CueText:
    """What cue text says. ``plain_markup``: text and one speaker say it all.

    ``only_emphasis``: the runs do; there are no classes, languages, ruby or inner times.
    ``faults`` are (code, tag) of markup that the parser passes over.
    """

    text: str
    speaker: str | None
    spans: tuple[Span, ...]
    runs: tuple[Run, ...]
    plain_markup: bool
    only_emphasis: bool
    faults: tuple[tuple[str, str], ...]


@dataclass
class _Node:
    name: str
    annotation: str = ""
    classes: str = ""


@dataclass
class _Walk:
    """State of the walk over the tokens: the open tags and what was found."""

    open: list[_Node] = field(default_factory=list)
    pieces: list[Run] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    styled: bool = False
    beyond_emphasis: bool = False
    voices: list[str] = field(default_factory=list)

    speakers: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        if text:
            names = {node.name for node in self.open}
            speaker = self.speakers[-1] if self.speakers else None
            self.pieces.append(Run(text, speaker, "".join(one for one in "biu" if one in names)))

    def enter(self, node: _Node) -> None:
        self.open.append(node)
        if node.name == "v" and node.annotation:
            self.speakers.append(node.annotation)

    def leave(self) -> None:
        node = self.open.pop()
        if node.name == "v" and node.annotation:
            self.speakers.pop()


def parse_cue_text(markup: str) -> CueText:
    """Read cue text; never fails, as in a player."""
    walk = _Walk()
    for text, tag, closed in _tokens(markup):
        if tag is None:
            _note_bare_ampersands(text, walk)
            walk.add(html.unescape(text))
            continue
        if not closed:
            walk.faults.append(("timed-text.tag-not-ended", f"<{tag}"))
        if tag.startswith("/"):
            _end_tag(tag[1:], walk)
        elif tag[:1].isascii() and tag[:1].isdigit():
            _timestamp_tag(tag, walk)
        else:
            _start_tag(tag, walk)
    for node in walk.open:
        if node.name != "v":
            walk.faults.append(("timed-text.tag-not-closed", f"<{node.name}>"))
    return _summarise(walk)


def _tokens(markup: str) -> Iterator[tuple[str, str | None, bool]]:
    at = 0
    while at < len(markup):
        if markup[at] == "<":
            found = _TAG.match(markup, at)
            if found is None:  # cannot be: the pattern matches every "<"
                raise AssertionError(markup)
            yield "", found.group(1), found.group(2) == ">"
            at = found.end()
        else:
            end = markup.find("<", at)
            end = len(markup) if end < 0 else end
            yield markup[at:end], None, True
            at = end


def _note_bare_ampersands(text: str, walk: _Walk) -> None:
    at = text.find("&")
    while at >= 0:
        found = _REFERENCE.match(text, at)
        if found is None or html.unescape(found.group()) == found.group():
            walk.faults.append(("timed-text.bare-ampersand", "&"))
        at = text.find("&", at + 1)


def _start_tag(tag: str, walk: _Walk) -> None:
    found = _START_TAG.match(tag)
    name, classes, annotation = found.groups() if found else ("", "", None)
    if name not in _KNOWN or (name == "rt" and not (walk.open and walk.open[-1].name == "ruby")):
        walk.faults.append(("timed-text.unknown-tag", f"<{name}>"))
        return
    said = " ".join(html.unescape(annotation or "").split())
    node = _Node(name, said if name in ("v", "lang") else "", classes)
    if name == "rt":
        walk.add("(")
    walk.enter(node)
    if name != "v" or classes:
        walk.styled = walk.styled or name != "c" or bool(classes)
    if classes or name in ("ruby", "rt", "lang"):
        walk.beyond_emphasis = True
    if name == "v":
        walk.voices.append(said)
        if not said:
            walk.faults.append(("timed-text.voice-without-name", "<v>"))


def _end_tag(name: str, walk: _Walk) -> None:
    current = walk.open[-1].name if walk.open else ""
    if walk.open and (name == current or (name == "ruby" and current == "rt")):
        if current == "rt":
            walk.add(")")
        walk.leave()
        if name == "ruby" and current == "rt":
            walk.leave()
    else:
        walk.faults.append(("timed-text.stray-end-tag", f"</{name}>"))


def _timestamp_tag(tag: str, walk: _Walk) -> None:
    found = collect_timestamp(tag)
    if found is None or found[1] != len(tag):
        walk.faults.append(("timed-text.bad-inner-time", f"<{tag}>"))
    walk.styled = walk.beyond_emphasis = True


def _summarise(walk: _Walk) -> CueText:
    spans = [
        Span("".join(piece.text for piece in pieces), speaker)
        for speaker, pieces in groupby(walk.pieces, key=lambda piece: piece.speaker)
    ]
    speakers = {span.speaker for span in spans if span.text.strip()}
    speakers = speakers or {span.speaker for span in spans}
    if not spans and len(walk.voices) == 1:
        speakers = {walk.voices[0] or None}
    one_voice = len(walk.voices) <= 1 and len({span.speaker for span in spans}) <= 1
    ignored = any(code != "timed-text.bare-ampersand" for code, _ in walk.faults)
    return CueText(
        text="".join(span.text for span in spans),
        speaker=speakers.pop() if len(speakers) == 1 else None,
        spans=tuple(spans),
        runs=join_runs(walk.pieces),
        plain_markup=one_voice and not walk.styled and not ignored,
        only_emphasis=not walk.beyond_emphasis,
        faults=tuple(walk.faults[:CUE_FAULTS]),
    )


def join_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours that differ in nothing but their text become one; empty ones go."""
    return tuple(
        Run("".join(run.text for run in same), speaker, emphasis)
        for (speaker, emphasis), same in groupby(
            (run for run in runs if run.text), key=lambda run: (run.speaker, run.emphasis)
        )
    )


def escape(text: str) -> str:
    """Text as cue text. A CR, which would end a line, becomes a reference."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("\r", "&#13;").replace("\0", "\ufffd")


def format_cue_text(text: str, speaker: str | None) -> str:
    """Plain text and a speaker as cue text that ``parse_cue_text`` gives back unchanged."""
    body = "\n".join(escape(line) or EMPTY_LINE for line in text.split("\n")) if text else ""
    name = " ".join((speaker or "").split())
    return f"<v {escape(name)}>{body}</v>" if name else body
