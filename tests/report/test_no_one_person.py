"""Somebody who knows of all people but one reads the report, and learns nothing of that one.

The attacker is written apart from the program and is told how it counts. It also goes over a report
of exact numbers, where it must find people: an attacker that never wins would prove nothing.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.model.answers.base import to_plain
from access_kit.workflow.seasons.equity_facts import OF_SOME, QUESTIONS, PersonMonth
from access_kit.workflow.seasons.equity_report import count_months

FEW = 5
MONTHS = ("2026-10", "2026-11", "2026-12")
CAUSES = [("captions.live", "Too late."), ("language.written", "Not checked."), ("join", "Not so.")]

Publish = Callable[[Sequence[PersonMonth]], object]


def ours(people: Sequence[PersonMonth]) -> object:
    return to_plain(count_months(people))


def exact(people: Sequence[PersonMonth]) -> object:
    """What a report would be that hides counts below five, and none beside them."""
    found: dict[str, object] = {}
    for month in MONTHS:
        here = [one for one in people if one.month == month]
        found[month] = len(here)
        for question, answer in itertools.product(QUESTIONS, (True, False)):
            count = sum(one.answers[question] is answer for one in here)
            found[f"{month} {question} {answer}"] = count if count >= FEW else None
    return found


@st.composite
def kits(draw) -> list[PersonMonth]:
    """Up to 45 people in up to three months; few or many of them have each answer."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    count = draw(st.one_of(st.integers(0, 12), st.integers(0, 45)))
    chance = {one: dice.choice((0.02, 0.1, 0.5, 0.9, 0.98)) for one in (*QUESTIONS, *OF_SOME)}
    asked = {one: dice.choice((0.1, 0.3, 0.5, 0.9)) for one in OF_SOME}
    chosen = dice.choice((0.5, 0.9, 1.0))
    return [
        PersonMonth(
            month,
            {
                question: None
                if question in OF_SOME and dice.random() > asked[question]
                else dice.random() < chance[question]
                for question in QUESTIONS
            },
            frozenset(one for one in CAUSES if dice.random() < chance["met"]),
        )
        for month in MONTHS
        for _ in range(count)
        if dice.random() < chosen
    ]


def others(one: PersonMonth, question: str) -> Iterator[PersonMonth]:
    """The same person with another answer to one question."""
    for answer in (True, False, None) if question in OF_SOME else (True, False):
        if answer is not one.answers[question]:
            yield dataclasses.replace(one, answers={**one.answers, question: answer})


def found_out(people: Sequence[PersonMonth], publish: Publish) -> list[tuple[int, str]]:
    """People of a group of fewer than five of whom the attacker is sure, and the question.

    It knows all others and how numbers are made. It is sure where each other answer of this one
    person would have made another report.
    """
    report = publish(people)
    sure = []
    for at, one in enumerate(people):
        for question in QUESTIONS:
            same = [
                other
                for other in people
                if other.month == one.month and other.answers[question] is one.answers[question]
            ]
            if len(same) < FEW and all(
                publish([*people[:at], other, *people[at + 1 :]]) != report
                for other in others(one, question)
            ):
                sure.append((at, question))
    return sure


@settings(max_examples=60, deadline=None)
@given(kits())
def test_who_knows_all_but_one_cannot_tell_which_answer_that_one_gave(people):
    assert found_out(_some(people), ours) == []


def _some(people: list[PersonMonth]) -> list[PersonMonth]:
    """One month is enough: no count is of two."""
    return [one for one in people if one.month == MONTHS[0]]


@settings(max_examples=60, deadline=None)
@given(kits())
def test_who_knows_all_but_one_cannot_tell_what_that_one_did_not_get(people):
    people = _some(people)
    report = ours(people)
    for at, one in enumerate(people):
        for cause in CAUSES:
            same = sum((cause in other.causes) == (cause in one.causes) for other in people)
            other = dataclasses.replace(one, causes=one.causes ^ {cause})
            if same < FEW:
                assert ours([*people[:at], other, *people[at + 1 :]]) == report


@settings(max_examples=200, deadline=None)
@given(kits())
def test_no_number_no_sum_and_no_difference_is_of_fewer_than_five(people):
    numbers = sorted({0, *_numbers(ours(people))})
    for one, other in itertools.product(numbers, repeat=2):
        assert (one + other) % FEW == 0
        assert one == other or abs(one - other) >= FEW
    assert all(FEW <= one <= len(people) for one in numbers if one)


def _numbers(value: object) -> Iterator[int]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int):
        yield value


@settings(max_examples=60, deadline=None)
@given(kits())
def test_what_is_shown_is_never_more_than_there_is(people):
    for month in count_months(people):
        here = [one for one in people if one.month == month.month]
        assert (month.people or 0) <= len(here)
        for one in month.counts:
            answers = [person.answers[one.question] for person in here]
            assert (one.yes or 0) <= answers.count(True)
            assert (one.no or 0) <= answers.count(False)
            assert (one.of or 0) <= answers.count(True) + answers.count(False)
        for cause in month.causes:
            those = sum((cause.setting, cause.because) in person.causes for person in here)
            assert FEW <= cause.people <= those


@settings(max_examples=60, deadline=None)
@given(kits(), st.data())
def test_a_group_of_fewer_than_five_leaves_no_number(people, data):
    few = _some(people)[: data.draw(st.integers(0, FEW - 1))]
    assert list(_numbers(ours(few))) == []
    for one in few:
        alone = [one, *few[: FEW - 2]]
        assert ours(alone) == ours(few), "nor how many of them there are"


@settings(max_examples=60, deadline=None)
@given(kits())
def test_one_who_joins_between_two_months_is_in_no_difference(people):
    """The same people in both months, and one more in the second."""
    first = _some(people)
    if not first:
        return
    second = [dataclasses.replace(one, month=MONTHS[1]) for one in first]
    for question in QUESTIONS:
        for joined in (second[0], *others(second[0], question)):
            before, after = count_months([*first, *second, joined])
            for one, other in zip(before.counts, after.counts, strict=True):
                for old, new in ((one.of, other.of), (one.yes, other.yes), (one.no, other.no)):
                    assert ((new or 0) - (old or 0)) % FEW == 0


def test_the_attacker_finds_people_in_exact_numbers():
    yes = PersonMonth(MONTHS[0], dict.fromkeys(QUESTIONS, True), frozenset())
    no = dataclasses.replace(yes, answers=dict.fromkeys(QUESTIONS, False))
    people = [*[yes] * 12, *[no] * 2]
    assert {at for at, _ in found_out(people, exact)} == {12, 13}
    assert found_out(people, ours) == []


@pytest.mark.parametrize("count", range(30))
def test_a_good_month_is_told_as_good_as_it_can_be(count):
    """All is well, and one cannot know that it is for all: at most eight people are left out."""
    yes = PersonMonth(MONTHS[0], dict.fromkeys(QUESTIONS, True), frozenset())
    found = {one.question: one for month in count_months([yes] * count) for one in month.counts}
    if count >= FEW:
        assert (found["time"].yes or 0) >= count - 8
        assert found["time"].no is None
