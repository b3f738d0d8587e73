"""Other ways for what cannot be met, without those that the person said no to. Pure.

A rule names its ways in the order in which they are offered, and the first two that are left are.
A kit's own sentences offer what only the kit knows: they are left as they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from access_kit.model.plan import NotMet
from access_kit.model.stated import Wish
from access_kit.recommend.conditions import Facts
from access_kit.recommend.rules import ALTERNATIVES

BY_VOICE = ("phone",)
"""Ways that somebody who said no to speaking cannot use either."""

OTHERS = {"captions": "hearing.captions", "interpreter": "language.interpreter"}
"""What is offered beside ways to talk, with the fact in which a person says no to it."""


@dataclass(frozen=True)
class WaysOn:
    """``offers``: what each sentence of ours offers; ``spare``: sentences that offer nothing."""

    offers: Mapping[str, frozenset[str]]
    spare: tuple[str, ...]


@lru_cache(maxsize=1)
def load_ways_on() -> WaysOn:
    """From the package's own ``ways_on.toml``."""
    data = tomllib.loads((files(__package__) / "ways_on.toml").read_text(encoding="utf-8"))
    offers: dict[str, set[str]] = {one: set() for one in data["nothing"]}
    for way, sentences in data["offers"].items():
        for one in sentences:
            offers.setdefault(one, set()).add(way)
    return WaysOn({one: frozenset(ways) for one, ways in offers.items()}, tuple(data["spare"]))


def keep_to_avoids(missed: NotMet, facts: Facts) -> NotMet:
    """``missed`` with two other ways, none of which the person said no to."""
    known, no = load_ways_on(), _said_no(facts)
    if known.offers.keys().isdisjoint(missed.alternatives):
        return missed
    left = [one for one in missed.alternatives if not known.offers.get(one, frozenset()) & no]
    return replace(missed, alternatives=_two(left, known.spare))


def _two(left: Iterable[str], spare: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*left, *spare)))[:ALTERNATIVES]


def _said_no(facts: Facts) -> frozenset[str]:
    """The ways that a person avoids, as this table calls them."""
    no = {str(fact.value) for fact in facts.get("talk.modes", ()) if fact.wish is Wish.AVOID}
    if "voice" in no:
        no.update(BY_VOICE)
    for name, fact in OTHERS.items():
        if any(one.wish is Wish.AVOID for one in facts.get(fact, ())):
            no.add(name)
    return frozenset(no)
