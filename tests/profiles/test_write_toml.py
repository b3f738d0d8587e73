"""What is written is read again as it was."""

from __future__ import annotations

import datetime

from hypothesis import given

from access_kit.model.profile import Mode, Profile, StatedBy, TalkModes
from access_kit.model.stated import Stated, Wish
from access_kit.profiles.profile_files import parse_profile
from access_kit.profiles.tree import from_tree, to_tree
from access_kit.profiles.write_toml import write_profile
from tests.profiles.people import odd_people

TODAY = datetime.date(2026, 11, 24)


@given(odd_people())
def test_every_profile_is_read_as_it_was_written(person):
    again, problems = parse_profile(write_profile(person), file="x.toml", today=TODAY)
    assert again == person, problems


@given(odd_people())
def test_every_tree_gives_its_profile(person):
    again, problems = from_tree(to_tree(person), file="x", today=TODAY)
    assert again == person, problems


def test_the_file_looks_as_people_write_it():
    talk = TalkModes(
        (Stated(Mode.VOICE, Wish.NEED), Stated(Mode.SMS), Stated(Mode.VIDEO, Wish.AVOID))
    )
    person = Profile("access-kit/profile/1", "K-07", "Rosa", StatedBy.SELF, talk=talk)
    assert write_profile(person) == (
        'schema = "access-kit/profile/1"\nid = "K-07"\nname = "Rosa"\nstated_by = "self"\n\n'
        '[talk]\nmodes = [{ value = "voice", wish = "need" }, "sms"]\navoid = ["video"]\n\n'
        '[consent]\nstore = false\nfacilitator = false\ngroup = "none"\n'
    )


def test_a_fault_in_a_tree_is_told_with_its_row_and_place():
    tree = {"id": "K-07", "name": "Rosa", "stated_by": "self", "reading": {"level": "plane"}}
    none, problems = from_tree(tree | {"schema": "access-kit/profile/1"}, file="p.csv",
                               today=TODAY, line=7, within="records[2]")  # fmt: skip
    assert none is None
    assert [(p.code, p.line, p.where) for p in problems] == [
        ("profile.unknown-value", 7, "records[2].reading.level")
    ]
