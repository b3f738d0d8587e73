"""Fifty tables of people as agencies have them: each goes in as meant, or says what to do."""

from __future__ import annotations

import datetime

import pytest

from access_kit.console import word_problem
from access_kit.errors import BadInput
from access_kit.model.profile import StatedBy
from access_kit.profiles.csv_lines import Row
from access_kit.profiles.fields import fields_by_key, get_path
from access_kit.profiles.profile_files import read_profile
from access_kit.profiles.table_rows import RowReader
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.people.people_files import take_people
from access_kit.workflow.people.tables import TableWish
from tests.profiles.agency_tables import DOUBTFUL, GOOD
from tests.profiles.test_tables import KIT

NOW = datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC)
WISH = TableWish(stated_by=StatedBy.SELF, confirm=lambda _: True)
SAID = {
    "name": lambda one: one.name,
    "phone": lambda one: one.contact.phone,
    "email": lambda one: one.contact.email,
    "zip": lambda one: one.contact.post.postal_code if one.contact.post else None,
    "city": lambda one: one.contact.post.city if one.contact.post else None,
    "language": lambda one: [lang.value for lang in one.language.written],
    "large": lambda one: [form.value for form in one.reading.formats],
}
TRUTH = {
    "name": ("Rosa", "Rosa García, MD"),
    "phone": ("+1 603 555 0142",),
    "email": ("rosa@mail.example",),
    "zip": ("03755",),
    "city": ("Exampletown",),
    "language": (["es"],),
    "large": (["large_print"],),
}
NOTHING = (None, [], "")


def take(kit, table):
    (kit / "kit.toml").write_text(KIT, encoding="utf-8")
    (kit / table.file).write_bytes(table.data)
    access = KitAccess(kit, lambda: None, lambda _: None, lambda: NOW)
    taken = take_people(access, kit / table.file, to=kit / "people", wish=WISH)
    paths = sorted((kit / "people").glob("*.toml"))
    return [read_profile(path, today=NOW.date())[0] for path in paths], taken


def test_there_are_fifty_and_more():
    assert len(GOOD) + len(DOUBTFUL) >= 50


@pytest.mark.parametrize("name", GOOD)
def test_a_table_goes_in_as_it_was_meant(name, tmp_path):
    table = GOOD[name]
    (rosa, *others), _ = take(tmp_path, table)
    assert len(others) == table.count - 1
    for key, said in SAID.items():
        assert said(rosa) in (*TRUTH[key], *(() if key in table.has else NOTHING)), key
    assert (rosa.contact.safe, rosa.stated_by) == ((), StatedBy.SELF)
    assert rosa.contact.post is None or rosa.contact.post.name in (
        "Rosa García",
        "Rosa",
        *TRUTH["name"],
    )


@pytest.mark.parametrize(
    ("column", "cell", "raw"),
    [
        ("reading.formats", "Large Print, Audio", ["large_print", "audio"]),
        ("reading.formats", "large-print; need:Braille", [
            "large_print", {"value": "braille", "wish": "need"}]),
        ("reading.level", "Easy read", "easy_read"),
        ("hearing.lip_reads", "Y", True),
        ("hearing.lip_reads", "0", False),
        ("hearing.lip_reads", "Unchecked", None),
        ("reading.formats=braille", "1", ["braille"]),
        ("reading.formats=braille", "Unchecked", None),
        ("sense.no_flashing=true", "Checked", True),
    ],
)  # fmt: skip
def test_a_choice_may_stand_in_words_or_as_a_box(column, cell, raw):
    tree, problems = RowReader([column]).read(Row(2, "", (cell,)), "x")
    assert problems == []
    assert get_path(tree, fields_by_key()[column.partition("=")[0]].path) == raw


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_table_that_can_mean_two_things_says_what_to_do_and_takes_nobody(name, tmp_path):
    with pytest.raises(BadInput) as caught:
        take(tmp_path, DOUBTFUL[name])
    assert DOUBTFUL[name].told in {problem.code for problem in caught.value.problems}
    assert all(word_problem(problem).hint for problem in caught.value.problems)
    assert not list(tmp_path.glob("people/*"))
