"""Comparing what was shown with what was said: word alignment and word error rate."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_LARGEST_TABLE = 2_000_000
"""Cells of the largest exact table; longer stretches are first divided at equal words."""


@dataclass(frozen=True)
class EditStep:
    """One step from the reference to the other text: indexes into both, ``None`` where absent."""

    reference: int | None
    other: int | None
    equal: bool


@dataclass(frozen=True)
class WordErrors:
    """Counts against a reference of ``words`` words."""

    words: int
    wrong: int
    missing: int
    extra: int

    @property
    def rate(self) -> float:
        """Word error rate, 0 for none; an empty reference with extra words counts as 1."""
        errors = self.wrong + self.missing + self.extra
        return errors / self.words if self.words else float(errors > 0)


def split_words(text: str) -> list[str]:
    """The words of ``text`` as they sound: lower case, no marks; CJK characters one by one.

    ``[sounds]`` in brackets are no words.
    """
    kept, depth = [], 0
    for character in unicodedata.normalize("NFC", text):
        if character == "[":
            depth += 1
        elif character == "]":
            depth = max(0, depth - 1)
        elif depth == 0:
            kept.append(character)
    spaced = "".join(f" {c} " if _stands_alone(c) else c for c in kept)
    found = (_bare(word) for word in spaced.replace("’", "'").casefold().split())
    return [word for word in found if word]


def _stands_alone(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" and character.isalpha()


def _bare(word: str) -> str:
    kept = "".join(c for c in word if c.isalnum() or c == "'" or unicodedata.combining(c))
    return kept.strip("'")


def align_words(reference: Sequence[str], other: Sequence[str]) -> list[EditStep]:
    """The steps of fewest errors; on very long texts, close to the fewest."""
    return list(_align(reference, other, 0, 0))


def _align(
    reference: Sequence[str], other: Sequence[str], first: int, second: int
) -> Iterator[EditStep]:
    same = 0
    shorter = min(len(reference), len(other))
    while same < shorter and reference[same] == other[same]:
        yield EditStep(first + same, second + same, True)
        same += 1
    reference, other, first, second = reference[same:], other[same:], first + same, second + same
    if len(reference) * len(other) <= _LARGEST_TABLE:
        yield from _align_exactly(reference, other, first, second)
        return
    matcher = SequenceMatcher(None, reference, other, autojunk=False)
    a = b = 0
    for block in matcher.get_matching_blocks():
        before, after = reference[a : block.a], other[b : block.b]
        yield from _align_part(before, after, first + a, second + b)
        for index in range(block.size):
            yield EditStep(first + block.a + index, second + block.b + index, True)
        a, b = block.a + block.size, block.b + block.size


def _align_part(
    reference: Sequence[str], other: Sequence[str], first: int, second: int
) -> Iterator[EditStep]:
    if len(reference) * len(other) <= _LARGEST_TABLE:
        yield from _align_exactly(reference, other, first, second)
        return
    paired = min(len(reference), len(other))
    yield from (EditStep(first + n, second + n, False) for n in range(paired))
    yield from (EditStep(first + n, None, False) for n in range(paired, len(reference)))
    yield from (EditStep(None, second + n, False) for n in range(paired, len(other)))


def _align_exactly(
    reference: Sequence[str], other: Sequence[str], first: int, second: int
) -> list[EditStep]:
    columns = len(other)
    rows = [list(range(columns + 1))]
    for index, word in enumerate(reference, 1):
        above = rows[-1]
        row = [index]
        for column in range(1, columns + 1):
            changed = above[column - 1] + (word != other[column - 1])
            row.append(min(changed, above[column] + 1, row[-1] + 1))
        rows.append(row)
    steps: list[EditStep] = []
    at, column = len(reference), columns
    while at or column:
        equal = bool(at and column) and reference[at - 1] == other[column - 1]
        here = rows[at][column]
        if at and column and here == rows[at - 1][column - 1] + (not equal):
            at, column = at - 1, column - 1
            steps.append(EditStep(first + at, second + column, equal))
        elif at and here == rows[at - 1][column] + 1:
            at -= 1
            steps.append(EditStep(first + at, None, False))
        else:
            column -= 1
            steps.append(EditStep(None, second + column, False))
    steps.reverse()
    return steps


def count_errors(reference: str, other: str) -> WordErrors:
    """Word errors of ``other`` against ``reference``."""
    said = split_words(reference)
    steps = align_words(said, split_words(other))
    return WordErrors(
        words=len(said),
        wrong=sum(
            1 for s in steps if s.reference is not None and s.other is not None and not s.equal
        ),
        missing=sum(1 for s in steps if s.other is None),
        extra=sum(1 for s in steps if s.reference is None),
    )


def wer(reference: str, other: str) -> float:
    """Word error rate of ``other`` against ``reference``, 0 for none."""
    return count_errors(reference, other).rate
