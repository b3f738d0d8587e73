"""Speakers that stand in the text of cues, ``Name: words``, as Zoom and others write them.

A word before a colon is no name yet ("The rule: one at a time."). It is one where all its words
have capitals and are no everyday words, and most cues begin so or it comes again; an everyday word
("Will") where it comes again and most cues begin so. What is not known for a name stays text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from access_kit.captions.script_lines import everyday_words
from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.webvtt_text import escape

_LABEL = re.compile(r"\s*(?:[-–—]\s*)?([^\W\d_][^:\n<>\[\]\"“”.!?…]{0,49}):\s+(?=\S)")
_NOTE = re.compile(r"\([^()]{1,30}\)\Z")
_MOST_WORDS = 4
_MOSTLY = 0.5


def find_labelled_speakers(captions: Captions) -> Captions:
    """The captions with labels as speakers, unless some cue has a speaker of its own."""
    if any(cue.speaker or (cue.markup and "<v" in cue.markup) for cue in captions.cues):
        return captions
    names = _find_names(captions.cues)
    if not names:
        return captions
    return replace(captions, cues=tuple(_take_labels(cue, names) for cue in captions.cues))


def _labels(cue: Cue) -> Iterator[str]:
    for line in cue.lines:
        if found := _LABEL.match(line):
            yield _name_of(found[1])


def _name_of(label: str) -> str:
    """The name without what stands in brackets after it, such as pronouns."""
    return " ".join(_NOTE.sub("", label.rstrip()).split())


def _find_names(cues: tuple[Cue, ...]) -> frozenset[str]:
    counts = Counter(name for cue in cues for name in set(_labels(cue)) if _has_capitals(name))
    labelled = sum(1 for cue in cues if any(name in counts for name in _labels(cue)))
    mostly = labelled >= _MOSTLY * len(cues)
    return frozenset(
        name
        for name, count in counts.items()
        if (mostly or count > 1) and (_is_no_everyday_word(name) or (mostly and count > 1))
    )


def _has_capitals(name: str) -> bool:
    words = [word for word in re.split(r"[\s.-]+", name) if word]
    return 0 < len(words) <= _MOST_WORDS and all(
        not word[0].islower() and word[0].isalpha() for word in words
    )


def _is_no_everyday_word(name: str) -> bool:
    words = (word.strip("'’.,-").lower() for word in name.split())
    return all(word not in everyday_words() for word in words)


def _take_labels(cue: Cue, names: frozenset[str]) -> Cue:
    """The cue with its labels as speakers; several in one cue become voices of its markup."""
    if cue.markup is not None:
        return cue
    said: list[tuple[str | None, str]] = []
    speaker: str | None = None
    for line in cue.lines:
        found = _LABEL.match(line)
        if found and _name_of(found[1]) in names:
            speaker = _name_of(found[1])
            line = line[found.end() :]
        said.append((speaker, line))
    voices = {one for one, _ in said}
    if voices == {None}:
        return cue
    text = "\n".join(line for _, line in said)
    if len(voices) == 1:
        return replace(cue, text=text, speaker=speaker)
    markup = "\n".join(
        f"<v {escape(one)}>{escape(line)}</v>" if one else escape(line) for one, line in said
    )
    return replace(cue, text=text, markup=markup)
