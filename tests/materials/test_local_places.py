"""Local places of a kit: near and in the person's language first, by a way that they have."""

import dataclasses

import pytest

from access_kit.materials.crisis_lines import Caller
from access_kit.materials.letter import build_letter
from access_kit.materials.local_places import order_places, places_not_met
from access_kit.model.kit import Resource, ResourceKind
from access_kit.model.plan import LocalHelp, PersonPlan
from tests.materials.reading import text_of
from tests.materials.samples import BASELINE, PEOPLE, english, make_profile, paper_context
from tests.recommend.people import person

LIBRARY = Resource(ResourceKind.LIBRARY, "Town library", "+1 603 555 0110")
ONLINE = dataclasses.replace(LIBRARY, name="Shelf online", url="https://shelf.example/loans")
BOOKED = Resource(ResourceKind.INTERPRETER, "Two Rivers", "+1 603 555 0115")
CALLS, TYPES, RELAYS = Caller(), Caller(voice=False), Caller(voice=False, relay=True)


def place(name, area="", *languages):
    return Resource(ResourceKind.LIBRARY, name, "+1 603 555 0110", "", area, languages)


def letter(person, *places, **settings):
    plan = PersonPlan(
        "K-07",
        (),
        {**BASELINE, **PEOPLE[person], **settings},
        resources=tuple(LocalHelp("D02", one) for one in places),
    )
    relays = bool(plan.settings.get("contact.relay"))
    caller = Caller(voice=bool(plan.settings["contact.voice_ok"]), relay=relays)
    return text_of(build_letter(paper_context(person, plan=plan, caller=caller)))


def test_who_calls_has_the_number():
    assert "555 0110" in letter("asks-for-nothing", LIBRARY)


def test_a_number_alone_is_given_to_nobody_who_does_not_call():
    text = letter("types-only", LIBRARY, ONLINE)
    assert "Town library" not in text
    assert "https://shelf.example/loans" in text
    assert "Town library" in letter("signs", LIBRARY), "a relay takes calls"


@pytest.mark.parametrize(
    ("caller", "places", "told"),
    [
        (CALLS, [LIBRARY], 0),
        (RELAYS, [LIBRARY], 0),
        (TYPES, [LIBRARY], 1),
        (TYPES, [LIBRARY, ONLINE], 0),
        (TYPES, [BOOKED], 0),
        (TYPES, [], 0),
    ],
)
def test_places_that_nobody_can_reach_are_told_to_the_host(caller, places, told):
    helps = [LocalHelp("D02", one) for one in places]
    missed = list(places_not_met(helps, caller, english()))
    assert [one.rule for one in missed] == ["D02"] * told
    assert all(len(one.alternatives) == 2 for one in missed)


def test_language_comes_first_and_then_who_is_near():
    places = [
        place("elsewhere", "Farville ME"),
        place("everywhere"),
        place("region", "All of NH"),
        place("town", "Exampletown and around"),
        place("another language", "Exampletown", "vi"),
    ]
    reader = person('[language]\nwritten = ["es"]')
    named = [one.name for one in order_places(places, reader)]
    assert named == ["town", "region", "everywhere", "elsewhere", "another language"]


def test_without_an_address_the_order_of_the_file_stays():
    places = [place("b", "Farville ME"), place("a", "Exampletown")]
    assert [one.name for one in order_places(places, make_profile())] == ["b", "a"]
