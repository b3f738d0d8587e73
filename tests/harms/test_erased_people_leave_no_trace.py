"""Erased means gone from everything below the kit, beside it and in the vault, or it is named."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from access_kit.store.key_file import key_path, read_key_file
from access_kit.workflow.first_hour.start_answers import StartAnswers, answers_in
from tests.conftest import Ran
from tests.harms.commands import call
from tests.harms.replies import ADDRESS, OTHER, WHO, Desk, message
from tests.send.vault_kit import PASSPHRASE, must, run
from tests.store.test_erase import decrypted_pages
from tests.validators.canary import find_canaries
from tests.workflow.kits import copy_example

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

CALLED = ("Mei-Ling", ADDRESS, "7 Harbor Lane", "+1 603 555 0150", "Zuzu-wrote")
"""How the person is called and reached, and words that only they said."""

COPIES = ("kit/copy.pdf", "copy.docx", "copy.html", "one.toml", "changed.toml", "all.csv")
"""What was written of the person, where somebody wanted it."""


@dataclass(frozen=True)
class Life:
    """Everything that can be kept of a person was kept; then they took it back, and were erased."""

    folder: Path
    pages_before: bytes
    withdrawn: Ran
    erased: Ran

    @property
    def kit(self) -> Path:
        return self.folder / "kit"

    @property
    def answer(self) -> Any:
        return self.erased.json

    def named(self) -> set[str]:
        """The files that erasing says still hold the person, from ``folder``."""
        papers = ((self.kit / name).resolve() for name in self.answer["papers"])
        return {path.relative_to(self.folder).as_posix() for path in papers}


@pytest.fixture(scope="module")
def life(laid, tmp_path_factory) -> Life:
    folder = tmp_path_factory.mktemp("life").resolve()
    kit = shutil.copytree(laid, folder / "kit")
    (folder / "tmp").mkdir()
    _keep_answers(Desk(kit, laid))
    _write_copies(kit, folder)
    assert all(find_canaries(folder / name, CALLED) for name in COPIES)
    must(run(kit, "vault", "backup"))
    shutil.copy(kit / "vault.db", kit / "vault.before-2.db")
    (kit / ".vault-new-0123abcd").mkdir()
    _speak_of_them(kit)
    key = read_key_file(key_path(kit / "vault.db")).open_with_passphrase(PASSPHRASE)
    before = decrypted_pages(kit / "vault.db", key)
    withdrawn = must(call(kit, "consent", "withdraw", WHO))
    env = {"TMPDIR": str(folder / "tmp")}
    erased = must(run(kit, "profile", "erase", WHO, "--yes", "--json", env=env))
    return Life(folder, before, withdrawn, erased)


def _keep_answers(desk: Desk) -> None:
    """Words, an answer, and an answer in another's place from the person's own address."""
    done = desk.take(
        message("Zuzu-wrote that the lift is broken"),
        message("A1 need help", number=2),
        message("A1 need help", to=OTHER, number=3),
    )
    assert {one["id"] for one in done.json["words"]} >= {WHO}
    assert done.json["held"]


def _write_copies(kit: Path, folder: Path) -> None:
    for path in (kit / "copy.pdf", folder / "copy.docx", folder / "copy.html"):
        must(run(kit, "profile", "show", WHO, "--for-person", "--out", path))
    (folder / "stick").mkdir()
    for name in ("one.toml", "changed.toml", "stick/one.toml"):
        must(run(kit, "profile", "export", folder / name, "--only", WHO))
    must(run(kit, "profile", "export", folder / "all.csv"))
    shutil.rmtree(folder / "stick")
    with (folder / "changed.toml").open("a", encoding="utf-8") as file:
        file.write("# seen\n")


def _speak_of_them(kit: Path) -> None:
    """Files of other programs that say who the person is, each in another way."""
    shutil.copy(kit / "copy.pdf", kit / "materials" / "minutes.pdf")
    shutil.copy(kit.parent / "copy.docx", kit / "materials" / "minutes.docx")
    (kit / "old.txt").write_bytes("Señora, mei-ling@mail.example".encode("latin-1"))
    (kit / "older.txt").write_text("call +1 603 555 0150", encoding="utf-16")


def test_the_person_is_in_no_file_but_in_those_that_are_named(life):
    seen = find_canaries(life.folder, (*CALLED, WHO))
    holding = {one.path.relative_to(life.folder).as_posix() for one in seen if one.path.is_file()}
    assert holding <= life.named()
    speaking = {f"kit/{n}" for n in ("materials/minutes.pdf", "materials/minutes.docx", "old.txt")}
    assert {*speaking, "kit/older.txt", "changed.toml", "all.csv"} <= life.named()


def test_copies_that_were_written_elsewhere_are_gone_or_named(life):
    left = {path.name for path in life.folder.rglob("*")}
    assert {"copy.pdf", "copy.docx", "copy.html", "one.toml"}.isdisjoint(left)
    told = {(one["code"], Path(one["file"] or "").name) for one in life.answer["problems"]}
    assert ("custody.copy-stays", "changed.toml") in told
    assert ("custody.copy-stays", "all.csv") in told
    assert ("custody.out-missing", "stick") in told


def test_no_page_of_the_vault_holds_the_person(life):
    words = [word.encode() for word in CALLED]
    assert all(word in life.pages_before for word in words)
    assert not list(life.kit.glob("vault.db-*")), "no log or journal is left"
    key = read_key_file(key_path(life.kit / "vault.db")).open_with_passphrase(PASSPHRASE)
    pages = decrypted_pages(life.kit / "vault.db", key)
    assert [word for word in words if word in pages] == []
    assert WHO.encode() in pages, "the log keeps the id"
    assert OTHER.encode() in pages
    assert call(life.kit, "vault", "audit").code == 0


def test_copies_of_the_vault_are_named(life):
    named = life.answer["backups"]
    assert {"vault.before-2.db", ".vault-new-0123abcd"} <= set(named)
    assert [name for name in named if name.startswith("vault-2026")]


def test_nothing_is_left_among_temporary_files(life):
    assert not list((life.folder / "tmp").iterdir())


def test_taking_back_the_agreement_names_the_copies(life):
    for name in COPIES:
        assert Path(name).name in life.withdrawn.stderr


def test_the_half_finished_interview_beside_a_profile_goes_with_it(tmp_path):
    kit = tmp_path / "plain"
    copy_example(kit)
    profile = kit / "profiles" / f"{WHO}.toml"
    draft = profile.with_name(f".{WHO}.interview.json")
    draft.write_text('{"name": "Zuzu"}', encoding="utf-8")
    begun = StartAnswers(kit, person=WHO, is_saved=True)
    begun.keep()
    must(run(kit, "profile", "erase", profile, "--yes", "--json"))
    assert not draft.exists()
    assert WHO not in begun.path.read_text(encoding="utf-8")
    left = answers_in(kit)
    assert left is not None
    assert (left.person, left.is_saved) == ("", False), "start asks for somebody else"
