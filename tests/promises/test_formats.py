"""The formats that a rule promises are there as files, and open."""

import pytest

from tests.harms.lives import SESSION
from tests.harms.reading import read_packet
from tests.promises.papers import LATE, lay
from tests.promises.table import load_rows
from tests.send.vault_kit import run

ROWS = [row for row in load_rows() if "format" in row.shows]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    kit = tmp_path_factory.mktemp("formats") / "kit"
    session = lay(kit, [one for row in ROWS for one in row.people])
    made = run(kit, "prepare", session, now=LATE)
    assert made.code == 0, made.stderr
    return kit / "out" / SESSION / "packets"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_promised_format_is_a_file_with_the_words(prepared, row):
    wanted = not row.shows["format"].startswith("!")
    read = read_packet(prepared / row.who)
    name = f"letter.{row.shows['format'].removeprefix('!')}"
    assert (name in read) is wanted
    assert not wanted or "Lan" in read[name]
