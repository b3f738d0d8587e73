"""Counts of people that tell of no single person. Pure.

- A count is of people in a month, never of papers: who came up four times is one.
- A count below ``LEAST`` is hidden, none among them. The Office for National Statistics calls cells
  of 1 and 2 unsafe, and of 3 and 4 where the matter is sensitive (Review of the Dissemination of
  Health Statistics, 2006).
- Every other is rounded down to a multiple of ``LEAST``, as NHS Digital rounds the numbers of small
  areas to fives. So is whatever anybody adds up or subtracts, within a month or between months: no
  difference is one person.
- A question has a yes and a no. Where one of them is hidden, the other is told as what it is at the
  least, were the hidden one as large as it may be. So it hangs on both together alone: who knows of
  everybody but one cannot see which of the two that one is in.
- A question to some of the people alone is told where they, and those who are not asked, are each
  ``LEAST`` or more.

What this cannot do: who knows of everybody but one person, and how this rounds, may still place
that one among ``LEAST`` people or more. Only noise would prevent it, and of thirty people it would
leave nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 5
"""The smallest number of people that is told."""


@dataclass(frozen=True)
class ShownAnswer:
    """Of how many people, how many with a yes and with a no, as they may be told."""

    of: int | None
    yes: int | None
    no: int | None


HIDDEN = ShownAnswer(None, None, None)


def show(people: int) -> int | None:
    """A number of people in fives, rounded down; ``None`` below five."""
    return people // LEAST * LEAST if people >= LEAST else None


def show_answers(yes: int, no: int) -> ShownAnswer:
    """A yes or a no of everybody."""
    people = yes + no
    if min(yes, no) >= LEAST:
        return ShownAnswer(show(people), show(yes), show(no))
    larger = show(people - (LEAST - 1))
    return ShownAnswer(
        show(people),
        larger if yes >= LEAST else None,
        larger if no >= LEAST else None,
    )


def count_answers(given: Iterable[bool | None], *, of_some: bool) -> ShownAnswer:
    """Each person's answer to one question, counted. ``of_some``: who is not asked has ``None``."""
    answers = list(given)
    yes, no = answers.count(True), answers.count(False)
    is_small = of_some and min(yes + no, len(answers) - yes - no) < LEAST
    return HIDDEN if is_small else show_answers(yes, no)
