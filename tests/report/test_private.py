"""The report of a real kit: no name and no id is in it; a vault has the numbers of a folder."""

from __future__ import annotations

import base64
import json
import re
import shutil

import pytest

from tests.send.vault_kit import PASSPHRASE, make_quick, must, run
from tests.workflow.kits import canaries_of, copy_example

NOW, AFTER = "2026-11-25T12:00:00-05:00", "2026-12-20T12:00:00-05:00"
PEOPLE = 14


def person(number: int) -> str:
    """Half of them read large print; a third have a name and ways of contact of their own."""
    own = canaries_of(number)
    formats = '["large_print"]' if number % 2 else '["print"]'
    return f"""
schema = "access-kit/profile/1"
id = "QX-{number:03d}"
name = "{own.name}"
stated_by = "{"self" if number % 3 else "with_support"}"
review_by = {"2026-12-01" if number % 2 else "2027-05-20"}
[reading]
formats = {formats}
[contact]
asked_on = 2026-11-20
safe = ["email"]
email = "{own.email}"
phone = "{own.phone}"
emergency = {{ name = "{own.emergency_name}", phone = "{own.emergency_phone}" }}
[consent]
store = true
facilitator = true
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A kit of files whose papers were laid ready and, but for three people, noted as sent."""
    kit = tmp_path_factory.mktemp("folder") / "kit"
    session = copy_example(kit)
    shutil.rmtree(kit / "profiles")
    (kit / "profiles").mkdir()
    for number in range(PEOPLE):
        (kit / "profiles" / f"QX-{number:03d}.toml").write_text(person(number))
    text = re.sub(r"^handouts = .*$", "", session.read_text(), flags=re.M)
    session.write_text(text)
    send(kit)
    return kit


def send(kit):
    must(run(kit, "prepare", "session.toml", "--quiet", now=NOW), ok=(0,))
    must(run(kit, "send", "session.toml", now=NOW), ok=(0, 6))
    only = [word for number in range(3, PEOPLE) for word in ("--only", f"QX-{number:03d}")]
    must(run(kit, "send", "session.toml", "--mark-sent", *only, now=NOW), ok=(0, 6))


@pytest.fixture(scope="module")
def vault(folder, tmp_path_factory):
    """The same people and the same mail, in a vault."""
    kit = tmp_path_factory.mktemp("vault") / "kit"
    shutil.copytree(folder, kit, ignore=shutil.ignore_patterns("out", ".state"))
    must(run(kit, "vault", "init", "--name", "Jo", "--say-words"))
    make_quick(kit / "vault.db")
    for path in sorted((kit / "profiles").iterdir()):
        must(run(kit, "profile", "import", path))
    shutil.rmtree(kit / "profiles")
    ids = json.dumps([f"QX-{number:03d}" for number in range(PEOPLE)])
    session = kit / "session.toml"
    session.write_text(
        session.read_text().replace('profiles = "profiles"', f"participants = {ids}")
    )
    send(kit)
    return kit


def test_a_vault_and_a_folder_give_the_same_numbers(folder, vault):
    one, other = (must(run(kit, "report", "--json", now=AFTER)).json for kit in (folder, vault))
    assert one == other
    [month] = one["months"]
    counts = {each["question"]: (each["of"], each["yes"], each["no"]) for each in month["counts"]}
    assert month["people"] == 10
    assert counts["time"] == (10, 10, None), "of 14, three are not noted"
    assert counts["format_other"] == (5, None, None)
    assert one["kept"]["people"] == 10
    kept = {each["question"]: (each["yes"], each["no"]) for each in one["kept"]["counts"]}
    assert kept["review"] == (5, 5)


def test_no_name_and_no_id_is_in_any_output(folder, vault):
    for kit in (folder, vault):
        files = ("--page", "report.html", "--table", "report.csv", "--force")
        said = must(run(kit, "report", *files, now=AFTER))
        answer = must(run(kit, "report", "--json", now=AFTER))
        page, table = ((kit / name).read_text() for name in ("report.html", "report.csv"))
        drawn = [base64.b64decode(one) for one in re.findall(r"base64,([^\"]+)\"", page)]
        everything = "\n".join(
            [said.stdout, said.stderr, answer.stdout, answer.stderr, page, table]
            + [one.decode("latin-1") for one in drawn]
        )
        assert PASSPHRASE not in everything
        assert "QX-" not in everything.upper()
        assert "evening-group" not in everything
        for number in range(PEOPLE):
            for canary in canaries_of(number).all():
                assert canary not in everything


def test_what_was_erased_is_counted_no_more(vault, tmp_path):
    kit = shutil.copytree(vault, tmp_path / "kit")
    for number in range(PEOPLE - 4):
        must(run(kit, "profile", "erase", f"QX-{number:03d}", "--yes", now=AFTER), ok=(0, 1, 4))
    found = must(run(kit, "report", "--json", now=AFTER)).json
    assert found["kept"]["people"] is None
    assert [one["people"] for one in found["months"]] in ([], [None])
