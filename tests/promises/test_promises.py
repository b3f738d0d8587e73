"""Each rule keeps its promise where the table says so: read in finished papers."""

import itertools
import random

import pytest

from access_kit.recommend.book import built_in_rules
from tests.conftest import SEED, SOAK
from tests.promises.table import (
    PAGE,
    PLACES,
    all_thens,
    as_page,
    book_without,
    gives_of,
    load_rows,
    meet,
    missing,
)

ROWS = load_rows()
CELLS = [(row, place) for row in ROWS for place in row.shows]
DRIVEN = [row for row in ROWS if not row.kept]
SAMPLE = DRIVEN if SOAK else random.Random(SEED).sample(DRIVEN, 25)


def test_every_then_of_every_rule_has_a_row_and_every_row_a_then():
    given = {(rule, one.setting, gives_of(one)) for rule, one in all_thens(built_in_rules())}
    rows = {row.key for row in ROWS}
    assert given - rows == set(), "a rule gives what no row shows"
    assert rows - given == set(), "a row shows what no rule gives"


def test_nothing_is_unshown():
    assert [row.key for row in ROWS if not row.shows or not set(row.shows) <= set(PLACES)] == []


def test_the_page_of_promises_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == as_page(ROWS), "python -m tests.promises.table"


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    """The papers of all rows: those of one place and time together, but for who has to be alone."""
    made = {}

    def place_of(row):
        return (row.on, row.at, row.number if row.alone else 0)

    for place, rows in itertools.groupby(sorted(ROWS, key=place_of), place_of):
        made[place] = meet(tmp_path_factory.mktemp("promises") / "kit", rows)
    return lambda row: made[place_of(row)]


@pytest.mark.parametrize(
    ("row", "place"), CELLS, ids=[f"{row.number}-{row.name}-{place}" for row, place in CELLS]
)
def test_a_promise_shows_where_the_table_says(sessions, row, place):
    assert place not in missing(row, sessions(row))


@pytest.mark.parametrize("row", SAMPLE, ids=lambda row: f"{row.number}-{row.name}")
def test_without_its_rule_a_promise_is_gone(tmp_path, row):
    assert missing(row, meet(tmp_path / "with" / "kit", [row])) == []
    assert missing(row, meet(tmp_path / "without" / "kit", [row], book_without(row))) != []
