"""``prepare`` and ``recommend`` in few lines: by cause, with ids and nouns.

Everything that is grouped here stands whole in the run sheet, in ``plan.json``, and is said with
``--verbose``.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from access_kit.console import rows_of
from access_kit.i18n import Words
from access_kit.i18n.dates import say_date
from access_kit.materials.discreet import SETTING as WAITING
from access_kit.materials.lacks import name_lacks
from access_kit.materials.paper_facts import read_settings
from access_kit.materials.run_people import (
    by_people,
    say_booking,
    say_things,
    say_waiting,
    things_of,
)
from access_kit.model.answers import BookingAnswer, NotMetAnswer, ParticipantAnswer
from access_kit.model.answers.advice import RecommendAnswer
from access_kit.model.plan import PersonPlan
from access_kit.workflow.prepare.run import Prepared

SCREEN_ROWS = 20
"""So many rows of a screen a command takes to sum up nine people."""

NAMED = 6
"""So many ids are named; more are counted."""

EVERYONE = "everyone"


@dataclass(frozen=True)
class Brevity:
    """How much is named: ``ids`` of those who share a thing, ``lacks``, ``things`` of a person.

    The rest is counted. Those of most people stand first.
    """

    ids: int = NAMED
    lacks: int = 8
    things: int = 99


BREVITIES = (Brevity(), Brevity(4, 6, 6), Brevity(3, 4, 4), Brevity(2, 3, 3), Brevity(1, 2, 2),
             Brevity(1, 1, 1))  # fmt: skip
"""From the fullest way to say it to the shortest."""


def fit(say: Callable[[Brevity], Iterable[str]], rows: int) -> tuple[str, ...]:
    """What is said in the fullest way that takes at most ``rows`` of a screen, or the shortest."""
    lines: tuple[str, ...] = ()
    for brevity in BREVITIES:
        lines = tuple(say(brevity))
        if sum(map(rows_of, lines)) <= rows:
            break
    return lines


def sum_up(done: Prepared, words: Words, rows: int = SCREEN_ROWS) -> tuple[str, ...]:
    """Lines about what is new, to book, not arranged, and waiting; ``words`` are English."""
    here = {*done.made, *done.reused}
    people = [one for one in done.plan.participants if one.id in here]
    own = {(lack.setting, lack.because) for one in done.plan.participants for lack in one.not_met}
    shared = [one for one in done.plan.group.not_met if (one.setting, one.because) not in own]

    def say(brevity: Brevity) -> Iterator[str]:
        yield from _changes(done, brevity)
        yield from _bookings(words, people, brevity)
        yield from _lacks(words, people, shared, brevity)
        yield from _waiting(words, people, brevity)

    return fit(say, rows)


def sum_up_advice(
    plans: Sequence[PersonPlan], advice: RecommendAnswer, words: Words, rows: int = SCREEN_ROWS
) -> tuple[str, ...]:
    """A line a person with what to have ready; then what to book, and what is not arranged."""
    shared = advice.group.not_met if advice.group else ()

    def say(brevity: Brevity) -> Iterator[str]:
        for plan in plans:
            yield f"{plan.id}: {_say_person(words, plan, brevity)}."
        yield from _bookings(words, advice.participants, brevity)
        yield from _lacks(words, advice.participants, shared, brevity)

    return fit(say, rows)


def _say_person(words: Words, plan: PersonPlan, brevity: Brevity) -> str:
    things = things_of(read_settings(plan.settings))
    said = "".join(one.text for one in say_things(words, plan, things[: brevity.things]))
    left = len(things) - brevity.things
    return f"{said}; and {left} more" if left > 0 else said


def say_ids(ids: Sequence[str], most: int = NAMED) -> str:
    """``K-02, K-07 and 3 more``"""
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + more


def _changes(done: Prepared, brevity: Brevity) -> Iterator[str]:
    if done.removed:
        gone = say_ids(done.removed, brevity.ids)
        yield f"Removed the packets of people who are no longer named: {gone}."
    changed = _group((", ".join(one.what).replace("_", " "), one.id) for one in done.changed)
    for what, ids in changed.items():
        yield f"New in the papers of {say_ids(ids, brevity.ids)}: {what}."


def _bookings(words: Words, people: Iterable[ParticipantAnswer], brevity: Brevity) -> Iterator[str]:
    """What is past its day in one line, then a line for each day that is still to come."""
    found = [(booking, one.id) for one in people for booking in one.bookings]
    late = _group((say_booking(words, one.what), id_) for one, id_ in found if one.late)
    if late:
        yield f"Past due, call today: {_say_group(late, brevity)}."
    days = sorted({one.book_by for one, _ in found if not one.late})
    for day in days:
        due = _group((say_booking(words, one.what), id_) for one, id_ in found if _is_due(one, day))
        said = say_date(datetime.date.fromisoformat(day), "en")
        yield f"Book by {said}: {_say_group(due, brevity)}."


def _is_due(booking: BookingAnswer, day: str) -> bool:
    return not booking.late and booking.book_by == day


def _lacks(
    words: Words,
    people: Iterable[ParticipantAnswer],
    shared: Iterable[NotMetAnswer],
    brevity: Brevity,
) -> Iterator[str]:
    missed = [(one, person.id) for person in people for one in person.not_met]
    missed += [(one, EVERYONE) for one in shared]
    own = {(one.setting, one.because) for one, id_ in missed if id_ != EVERYONE}
    nouns: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for one, id_ in missed:
        if one.setting == WAITING or (id_ == EVERYONE and (one.setting, one.because) in own):
            continue
        found = name_lacks(words, one.setting, one.value)
        nouns.extend((noun, id_) for noun in found)
        if not found:
            others.append((one.because, id_))
    if nouns:
        yield f"Not arranged: {_say_group(_group(nouns), brevity, brevity.lacks)}."
    for sentence, ids in _group(others).items():
        yield f"Not arranged for {say_ids(ids, brevity.ids)}: {sentence}"


def _waiting(words: Words, people: Iterable[ParticipantAnswer], brevity: Brevity) -> Iterator[str]:
    """Papers that wait for another safe way, where the same papers wait for the same people."""
    waiting = by_people(
        (say_waiting(words, str(one.value)), person.id)
        for person in people
        for one in person.not_met
        if one.setting == WAITING
    )
    if waiting:
        said = "; ".join(
            f"{', '.join(what)} ({say_ids(ids, brevity.ids)})" for ids, what in waiting.items()
        )
        yield f"Waiting for another safe way: {said}."


def _group(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Each thing once, with every id that it is of, in the order in which it first came."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for thing, id_ in pairs:
        found[thing][id_] = None
    return {thing: tuple(ids) for thing, ids in found.items()}


def _say_group(found: Mapping[str, tuple[str, ...]], brevity: Brevity, most: int = 0) -> str:
    """``a captioner (K-11), a device on loan (K-19)``, those of most people first."""
    ranked = sorted(found.items(), key=lambda entry: -len(entry[1]))
    kept = ranked[:most] if most else ranked
    said = ", ".join(f"{thing} ({say_ids(ids, brevity.ids)})" for thing, ids in kept)
    return f"{said}, and {len(ranked) - len(kept)} more" if len(ranked) > len(kept) else said
