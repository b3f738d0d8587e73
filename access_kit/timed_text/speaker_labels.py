"""Who speaks, for formats that have no place for it: ``Name:`` in the text, where it changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.emphasis import drop_blank_lines, runs_of
from access_kit.timed_text.webvtt_text import Run


def with_speakers(captions: Captions) -> Iterator[tuple[Cue, str]]:
    """Each cue with its text: a name before each change of speaker, and no empty line."""
    for cue, runs in with_speaker_runs(captions):
        yield cue, "".join(run.text for run in runs)


def with_speaker_runs(captions: Captions) -> Iterator[tuple[Cue, tuple[Run, ...]]]:
    """The same as runs, for formats that know italics, bold and underlining."""
    speaker: str | None = None
    for cue in captions.cues:
        runs = runs_of(cue)
        yield cue, drop_blank_lines(_labelled(runs, speaker))
        named = [run.speaker for run in runs if run.speaker]
        speaker = named[-1] if named else cue.speaker or speaker


def _labelled(runs: tuple[Run, ...], said_by: str | None) -> list[Run]:
    done: list[Run] = []
    for speaker, group in groupby(runs, key=lambda run: run.speaker):
        said = list(group)
        if speaker and speaker != said_by and "".join(run.text for run in said).strip():
            words = said[0].text.lstrip() if done else said[0].text
            gap = said[0].text[: len(said[0].text) - len(words)]
            done.append(Run(f"{gap}{speaker}: "))
            said[0] = Run(words, speaker, said[0].emphasis)
            said_by = speaker
        done += said
    return done
