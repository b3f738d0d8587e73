"""Italics, bold and underlining: what nearly every format of cues can hold, as runs of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from access_kit.model.cue import Cue
from access_kit.timed_text.webvtt_text import Run, escape, join_runs, parse_cue_text


def runs_of(cue: Cue) -> tuple[Run, ...]:
    """The cue's text as runs; its other markup is left out."""
    if cue.markup is None:
        return (Run(cue.text, cue.speaker),) if cue.text else ()
    return parse_cue_text(cue.markup).runs


def holds_more(cue: Cue) -> bool:
    """Whether the cue's markup says more than runs do."""
    return cue.markup is not None and not parse_cue_text(cue.markup).only_emphasis


def mark_up(runs: Iterable[Run], speaker: str | None = None) -> tuple[str, str | None]:
    """Plain text, and WebVTT cue text where there is any emphasis; ``speaker`` says all of it."""
    joined = join_runs(runs)
    text = "".join(run.text for run in joined)
    if not any(run.emphasis for run in joined):
        return text, None
    body = "".join(_mark_run(run) for run in joined)
    name = " ".join((speaker or "").split())
    return text, f"<v {escape(name)}>{body}</v>" if name else body


def _mark_run(run: Run) -> str:
    opened = "".join(f"<{one}>" for one in run.emphasis)
    closed = "".join(f"</{one}>" for one in reversed(run.emphasis))
    return f"{opened}{escape(run.text)}{closed}"


def split_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of each line, without the line ends."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(Run(first, run.speaker, run.emphasis))
        lines += [[Run(other, run.speaker, run.emphasis)] for other in others]
    return lines


def drop_blank_lines(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The same runs without lines that show nothing; CR becomes a space."""
    kept = [line for line in split_lines(runs) if "".join(run.text for run in line).strip()]
    done: list[Run] = []
    for number, line in enumerate(kept):
        if number:
            done.append(Run("\n", line[0].speaker, line[0].emphasis))
        done += line
    return join_runs(Run(run.text.replace("\r", " "), run.speaker, run.emphasis) for run in done)
