"""Changes by key and value: every fault of all of them at once, nothing else touched."""

from __future__ import annotations

import datetime

from hypothesis import given

from access_kit.intake.template import write_template
from access_kit.model.profile import Mode, Profile
from access_kit.model.stated import Wish
from access_kit.profiles.edit import change_profile
from access_kit.profiles.profile_files import parse_profile
from access_kit.profiles.tree import to_tree
from tests.profiles.people import odd_people
from tests.strategies import canary_profile

TODAY = datetime.date(2026, 11, 24)


def change(*changes):
    return change_profile(canary_profile(7), changes, file="K-0007", today=TODAY)


def test_values_are_set_and_taken_away():
    changed, problems = change(
        "reading.print_size_pt=need:24", "reading.formats=large_print,need:audio",
        "talk.avoid=video", "contact.emergency.name=", "contact.emergency.phone=",
        "hearing.lip_reads=yes", "contact.post.city=Elm = Town",
        "language.written=es,need:en", "contact.post.street=12 Elm St, Apt 4",
    )  # fmt: skip
    assert not problems
    assert changed.reading.print_size_pt.value == 24
    assert changed.reading.print_size_pt.wish is Wish.NEED
    assert [one.wish for one in changed.reading.formats] == [Wish.PREFER, Wish.NEED]
    assert [one.value for one in changed.talk.modes if not one.wanted] == [Mode.VIDEO]
    assert changed.contact.emergency is None
    assert changed.hearing.lip_reads.value is True
    assert changed.contact.post.city == "Elm = Town"
    assert [one.value for one in changed.language.written] == ["es", "en"]
    assert list(changed.contact.post.street) == ["12 Elm St, Apt 4"]


def test_a_separator_too_many_says_nothing():
    changed, problems = change(
        "language.written=es,,en",
        "reading.formats=large_print,",
        "talk.modes=;video",
        "hearing.captions=auto",
    )
    assert not problems
    assert [one.value for one in changed.language.written] == ["es", "en"]
    assert [one.value for one in changed.reading.formats] == ["large_print"]
    assert [one.value for one in changed.talk.modes] == ["video"]


def test_every_fault_is_told():
    changed, problems = change("id=K-9", "x", "reading.levl=plain", "reading.level=plane")
    assert changed is None
    assert [problem.code for problem in problems] == [
        "profile.fixed-id", "profile.bad-change", "profile.unknown-path", "profile.unknown-value",
    ]  # fmt: skip


@given(odd_people())
def test_no_change_changes_nothing(person):
    changed, _ = change_profile(person, [], file="x", today=TODAY)
    assert changed == person


@given(odd_people())
def test_what_an_editor_shows_reads_as_it_was(person):
    text = write_template(Profile, to_tree(person))
    again, problems = parse_profile(text, file="x", today=TODAY)
    assert again == person, problems
