"""What formats of lines begin with: a file's text, and what is told of it on the way."""

from __future__ import annotations

from access_kit.budgets import CAPTIONS, CUE_CHARACTERS
from access_kit.errors import Problem
from access_kit.files import require_lines
from access_kit.timed_text.decoding import decode_leniently
from access_kit.timed_text.told_problems import ToldProblems


def open_text(data: bytes, name: str) -> tuple[str, ToldProblems]:
    """``data`` as text with LF line ends; what was wrong with its bytes is told already.

    ``BadInput`` where it has too many lines, or too long ones.
    """
    text, problems = decode_leniently(data, name)
    require_lines(text, CAPTIONS, name)
    told = ToldProblems(name)
    told.extend(problems)
    return text, told


def fit_cue(body: str, told: ToldProblems, name: str, line: int) -> str:
    """``body``, or as many of its words as a cue may have, which is told at ``line``."""
    if len(body) <= CUE_CHARACTERS:
        return body
    facts = {"most": CUE_CHARACTERS}
    told.add(Problem("timed-text.cue-too-long", file=name, line=line, facts=facts))
    kept = body[:CUE_CHARACTERS]
    return kept.rpartition(" ")[0] or kept
