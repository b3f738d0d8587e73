"""The questions of a quiz, out of the handout that prints them: one text, on paper and on screen.

A question is a ``question`` block. What there is to say to its answers is a paragraph below it
that begins ``**Question 7: B.**``: B is the second of its answers, which may say so (``B. Wait``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.documents.check_tree import plain_text
from access_kit.errors import Problem
from access_kit.model.document import Document, Heading, Paragraph, Question

_THOUGHT = re.compile(r"Question (\d{1,3}): ([A-Z])\.\s*(.+)", re.DOTALL)
_NUMBER = re.compile(r"^\d{1,3}\.\s*")
_LETTER = re.compile(r"^[A-Z]\.\s+")


@dataclass(frozen=True)
class QuizQuestion:
    """A question; ``right`` is the place of the answer that fits best, from 0."""

    theme: str
    text: str
    choices: tuple[str, ...]
    right: int
    why: str


def quiz_of(document: Document) -> tuple[tuple[QuizQuestion, ...], list[Problem]]:
    """Every question with what there is to say to it, and the questions that lack it."""
    thoughts = dict(_thoughts(document))
    asked: list[QuizQuestion] = []
    problems: list[Problem] = []
    theme = ""
    number = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            theme = plain_text(block.content)
        if not isinstance(block, Question):
            continue
        number += 1
        right, why = thoughts.get(number, (-1, ""))
        if not 0 <= right < len(block.answers):
            facts: dict[str, str | int] = {"number": number}
            problems.append(Problem("quiz.no-answer", file=document.source, facts=facts))
            continue
        text = _NUMBER.sub("", plain_text(block.content))
        choices = tuple(_LETTER.sub("", answer) for answer in block.answers)
        asked.append(QuizQuestion(theme, text, choices, right, why))
    if not number:
        problems.append(Problem("quiz.no-question", file=document.source))
    return tuple(asked), problems


def _thoughts(document: Document) -> Iterator[tuple[int, tuple[int, str]]]:
    for block in document.blocks:
        said = plain_text(block.content).strip() if isinstance(block, Paragraph) else ""
        if found := _THOUGHT.fullmatch(said):
            yield int(found[1]), (ord(found[2]) - ord("A"), found[3].strip())
