"""Erased means gone from the papers too: nothing below the kit holds the person, or it is named."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from tests.harms.commands import call
from tests.harms.lies_ready import OTHER, WHO, lay, outbox
from tests.send.vault_kit import SESSION, must, run, session_file
from tests.validators.canary import find_canaries

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

MAY = "custody.may-speak-of"

CANARIES = (
    *("Mei-Ling", "mei-ling@mail.example", "7 Harbor Lane", "K-11"),
    *("+1 603 555 0150", "+16035550150", "(603) 555-0150", "603-555-0150", "+1 603 555 0141"),
)
"""How the person is called and reached, as it may stand in papers."""


SAYS = {
    "call.md": "Mei-Ling said she will come; call 603-555-0150 first\n",
    "names.csv": "first,note\nMei-Ling,likes tea\n",
    "short.md": "her new number: 5550150\n",
    "once.md": "she had 603 555 0141\n",
    "K-11 on the phone.md": "no answer\n",
}
"""Files of other programs, each with another way to say who somebody is."""

MAY_SAY = {"names.csv", "short.md"}
OTHERS = {"others.md": "603 555 0149, rosalind@mail.example, K-1, Mei Lin\n"}
"""What is somebody else's, however near it is."""


@pytest.fixture
def kit(laid, tmp_path):
    """Papers for everyone, messages, letters and texts; and files that somebody saved there."""
    kit = shutil.copytree(laid, tmp_path / "kit")
    (kit / "notes.md").write_text("Mei-Ling's mail is mei-ling@mail.example\n", encoding="utf-8")
    for name, words in (SAYS | OTHERS).items():
        (kit / name).write_text(words, encoding="utf-8")
    (outbox(kit) / "replies.mbox").write_text("From her\n\nwhat she wrote\n", encoding="utf-8")
    (outbox(kit) / "notes.docx").write_bytes(b"\xd0\xcf\x11\xe0 somebody's notes")
    return kit


def holding(kit) -> set[str]:
    """Every file below the kit that holds a canary; the pages of the vault are read elsewhere."""
    return {
        one.path.relative_to(kit).as_posix()
        for one in find_canaries(kit, CANARIES)
        if one.path.is_file() and not one.path.name.startswith("vault.")
    }


def test_taking_back_alone_names_what_still_holds_the_person(kit):
    done = must(call(kit, "consent", "withdraw", WHO))
    for name in map(with_packet, holding(kit) | {f"out/{SESSION}/outbox/replies.mbox"}):
        packet = "/".join(name.split("/")[:4])
        assert name in done.stderr or packet in done.stderr, name
    assert all(name in done.stderr for name in SAYS)
    assert all(name not in done.stderr for name in OTHERS)


def with_packet(name: str) -> str:
    """Of what a packet was made stands beside it, by ids and digests: who names one names both."""
    return name.replace(".made/packets/", "packets/").replace(f"{WHO}.json", WHO)


SHEETS = ("runsheet", "hand-over", "call-back")


def test_nothing_holds_a_person_who_was_erased_but_what_is_named(kit):
    before = holding(kit)
    papers = [name for name in before if name.startswith("out/")]
    for part in ("packets/K-11/", "outbox/K-11-", "text-messages.csv", "letters.pdf", "labels.pdf"):
        assert any(part in name for name in papers), part
    assert any("runsheet" in name for name in papers)
    done = run(kit, "profile", "erase", WHO, "--yes", "--json")
    assert done.code == 0, done.stderr
    named = set(done.json["papers"])
    assert holding(kit) <= named, "what still holds the person is named"
    assert {"notes.md", "session.toml", *SAYS} <= named
    assert named.isdisjoint(OTHERS)
    doubtful = {one["file"] for one in done.json["problems"] if one["code"] == MAY}
    assert doubtful == MAY_SAY
    assert all((kit / name).exists() for name in SAYS), "nothing that is not ours is deleted"
    assert not [name for name in named if "outbox/" not in name and name.startswith("out/")]
    gone = [one for one in done.json["problems"] if one["code"] == "custody.shared-removed"]
    assert any("access-kit prepare" in one["hint"] for one in gone)
    assert any("access-kit letters" in one["hint"] for one in gone)


def test_the_others_keep_what_is_theirs(kit):
    before = {path for path in (kit / "out").rglob("*") if path.is_file()}
    done = run(kit, "profile", "erase", WHO, "--yes", "--json")
    assert done.code == 0, done.stderr
    left = {path for path in (kit / "out").rglob("*") if path.is_file()}
    gone = {path.relative_to(kit / "out" / SESSION).as_posix() for path in before - left}
    shared = {name for name in gone if "K-11" not in name}
    sheets = {f"{stem}.{end}" for stem in SHEETS for end in ("pdf", "html")}
    alone = "outbox/pictures.txt"  # nobody else was in it
    assert shared == {"letters.pdf", "labels.pdf", alone, *sheets}
    assert "outbox/notes.docx" in " ".join(done.json["papers"])
    assert "outbox/replies.mbox" in " ".join(done.json["papers"])
    plan = json.loads((kit / "out" / SESSION / "plan.json").read_text(encoding="utf-8"))
    assert OTHER in [one["id"] for one in plan["participants"]]


def test_status_names_every_file_that_holds_a_person(kit):
    people = run(kit, "status", session_file(kit), "--json").json["people"]
    named = set(next(one for one in people if one["id"] == WHO)["files"])
    place = f"out/{SESSION}/"
    held = {name.removeprefix(place) for name in holding(kit) if name.startswith(place)}
    ids_alone = {"plan.json", "laid-ready.json"}
    for name in map(with_packet, held - ids_alone):
        packet = "/".join(name.split("/")[:2])
        assert name in named or packet in named, name


def test_the_session_is_prepared_again_without_the_person(kit):
    must(run(kit, "profile", "erase", WHO, "--yes"))
    session = session_file(kit)
    session.write_text(session.read_text(encoding="utf-8").replace('"K-11", ', ""))
    lay(kit)
    assert not [name for name in holding(kit) if name.startswith("out/")]
    assert (kit / "out" / SESSION / "runsheet.pdf").exists()


def test_papers_that_were_put_elsewhere_are_found_too(kit, tmp_path):
    elsewhere = tmp_path / "stick"
    must(run(kit, "prepare", session_file(kit), "--only", WHO, "--out", elsewhere, "--quiet"))
    done = run(kit, "profile", "erase", WHO, "--yes", "--json")
    assert done.code == 0, done.stderr
    assert not [path for path in elsewhere.rglob("*") if path.is_file() and WHO in str(path)]


def test_a_profile_in_a_file_is_erased_with_its_papers(tmp_path):
    from tests.workflow.kits import copy_example

    kit = tmp_path / "plain"
    session = copy_example(kit)
    must(run(kit, "prepare", session, "--only", WHO, "--quiet"))
    done = run(kit, "profile", "erase", f"profiles/{WHO}.toml", "--yes", "--json")
    assert done.code == 0, done.stderr
    assert not list((kit / "out").rglob(f"{WHO}*"))


def test_purging_leaves_and_names_what_is_not_ours(kit, run_cli):
    done = run_cli("purge", "--yes", "--json", cwd=kit, now="2027-02-01T10:00:00-05:00")
    assert done.code == 0, done.stderr
    told = {one["code"]: one for one in done.json["problems"]}
    assert set(told) == {"purge.kept", "purge.vault-locked"}
    kept = {one["file"] for one in done.json["problems"] if one["code"] == "purge.kept"}
    foreign = {f"out/{SESSION}/outbox/{name}" for name in ("notes.docx", "replies.mbox")}
    assert kept == foreign
    left = {path.relative_to(kit).as_posix() for path in (kit / "out").rglob("*") if path.is_file()}
    assert left == {*foreign, f"out/{SESSION}/plan.json"}
