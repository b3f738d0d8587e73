"""One person's plan: from what they stated, the situation and the rules. Pure.

1. Each rule whose condition holds gives values to settings.
2. What the person avoids is taken out. Nothing below can bring it back.
3. What the kit's floor, the platform, the session or the calendar cannot give becomes not met, with
   two other ways.
4. Of those ways, none is one that the person said no to.
5. What is left joins per setting: need before prefer before the baseline where wishes decide, else
   all together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from access_kit.errors import Problem
from access_kit.model.plan import Booking, LocalHelp, NotMet, PersonPlan
from access_kit.model.profile import Profile
from access_kit.recommend.conditions import Condition, Facts, facts_of, match
from access_kit.recommend.facts import gather_facts
from access_kit.recommend.gifts import (
    Gift,
    give_settings,
    join_gifts,
    list_recommendations,
    sort_not_met,
)
from access_kit.recommend.limits import apply_booking, apply_floor, apply_limit
from access_kit.recommend.platforms import Matrix, find_stale_cells, load_platforms
from access_kit.recommend.rules import Rule, RuleBook
from access_kit.recommend.situation import Situation
from access_kit.recommend.ways_on import keep_to_avoids


def recommend_person(
    profile: Profile, situation: Situation, book: RuleBook, matrix: Matrix | None = None
) -> PersonPlan:
    """The plan of one person, the same whatever the order of rules."""
    matrix = matrix or load_platforms()
    facts = gather_facts(profile, situation, matrix)
    gifts, not_met, bookings = apply_rules(book.rules, facts, situation, book)
    fired = [rule for rule in book.rules if match(rule.when, facts) is not None]
    fired.sort(key=lambda rule: rule.id)
    return PersonPlan(
        id=profile.id,
        recommendations=list_recommendations(gifts),
        settings=join_gifts(gifts),
        not_met=sort_not_met(keep_to_avoids(one, facts) for one in not_met),
        bookings=tuple(sorted(bookings, key=lambda b: (b.book_by, b.rule, b.what))),
        problems=_find_stale(fired, situation, matrix),
        resources=tuple(_find_resources(fired, facts, situation)),
    )


def apply_rules(
    rules: Iterable[Rule], facts: Facts, situation: Situation, book: RuleBook
) -> tuple[list[Gift], list[NotMet], list[Booking]]:
    """What all ``rules`` give, after avoids, floors, limits and the calendar."""
    gifts: list[Gift] = []
    not_met: list[NotMet] = []
    bookings: list[Booking] = []
    for rule in rules:
        tier = match(rule.when, facts)
        if tier is None:
            continue
        given = list(give_settings(rule, tier, facts, book))
        for floor in book.floors:
            given = apply_floor(floor, given, facts, not_met)
        for limit in rule.limit:
            given = apply_limit(rule, limit, given, facts, book, not_met)
        for need in rule.booking:
            given = apply_booking(rule, need, given, situation, book, not_met, bookings)
        gifts.extend(given)
    return gifts, not_met, bookings


def _find_resources(
    fired: Iterable[Rule], facts: Facts, situation: Situation
) -> Iterator[LocalHelp]:
    """Local places and lines that the rules call for, in the order of rules and of the file."""
    for rule in fired:
        if match(rule.resources_when, facts) is not None:
            for resource in situation.resources:
                if resource.kind.value in rule.resources:
                    yield LocalHelp(rule.id, resource)


def _find_stale(fired: Iterable[Rule], situation: Situation, matrix: Matrix) -> tuple[Problem, ...]:
    """Warnings about old cells of the matrix that a rule looked at for this person."""
    session = situation.session
    if session is None or not find_stale_cells(matrix, session.platform, situation.today):
        return ()
    names = {name for rule in fired for part in conditions_of(rule) for name in facts_of(part)}
    features = [name for name in matrix.feature_names if f"platform.{name}" in names]
    return find_stale_cells(matrix, session.platform, situation.today, features)


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Every condition inside a rule."""
    yield rule.when
    yield rule.resources_when
    for then in rule.then:
        yield then.when
    for limit in rule.limit:
        yield limit.when
