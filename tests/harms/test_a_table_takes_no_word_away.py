"""A table that knows one thing of somebody takes nothing else away: a no to calls stays a no."""

import pytest

from tests.harms.lives import person
from tests.send.vault_kit import make_quick, must, run

NO_CALLS = '[talk]\nmodes = ["text_chat"]\navoid = ["phone", "voice"]\n[hearing]\ncaptions = "auto"'


@pytest.fixture
def kit(run_cli, tmp_path):
    folder = tmp_path / "kit"
    must(run_cli("init", folder, "--name", "Riverside Peer Network"))
    must(run(folder, "vault", "init", "--name", "Jo", "--say-words", "--json"))
    make_quick(folder / "vault.db")
    lan = folder / "L-01.toml"
    lan.write_text(person(more=NO_CALLS), encoding="utf-8")
    must(run(folder, "profile", "import", lan))
    return folder


def profile_of(kit):
    return must(run(kit, "profile", "show", "L-01", "--json")).json["profile"]


def test_what_a_table_has_no_column_for_stays(kit):
    before = profile_of(kit)
    table = kit / "numbers.csv"
    table.write_text("id,name,stated_by,contact.phone\nL-01,Lan,self,+1 603 555 0190\n")
    must(run(kit, "profile", "import", table))
    after = profile_of(kit)
    assert after["contact"].pop("phone") == "+1 603 555 0190"
    before["contact"].pop("phone", None)
    assert {**after, "version": 0} == {**before, "version": 0}


def test_an_empty_cell_takes_its_own_column_away_alone(kit):
    table = kit / "numbers.csv"
    table.write_text("id,name,stated_by,hearing.captions\nL-01,Lan,self,\n")
    must(run(kit, "profile", "import", table))
    after = profile_of(kit)
    assert not after.get("hearing", {}).get("captions")
    assert "phone" in str(after["talk"])


def test_a_list_of_registrations_changes_nobody_who_is_here(kit):
    before = profile_of(kit)
    table = kit / "registrations.csv"
    address = before["contact"]["email"]
    table.write_text(f"First Name,Last Name,Email\nLANA,Minh,{address.upper()}\n")
    done = must(run(kit, "profile", "import", table, "--yes", "--stated-by", "self", "--json"))
    assert [one["code"] for one in done.json["problems"]] == ["csv.here-already"]
    assert profile_of(kit) == before
    listed = must(run(kit, "profile", "list", "--json")).json["people"]
    assert [one["id"] for one in listed] == ["L-01"]
