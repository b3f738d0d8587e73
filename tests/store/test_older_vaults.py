"""Vaults of earlier programs open, are brought forward, and hide no damage by it.

``make_older_vault.py`` made those in ``data``, each with the program of the commit it is named for.
"""

import contextlib
import json
import shutil
from pathlib import Path

import pytest

from access_kit.errors import AccessKitError
from access_kit.model.consent import ConsentAct
from access_kit.model.ledger import MailState
from access_kit.store.last_use import read_last_use, state_folder
from access_kit.store.vault import open_store
from tests.store.conftest import opening_in
from tests.store.moments import PAGE, contents
from tests.strategies import canary_profile

DATA = Path(__file__).parent / "data"
MAIL = {"040cd4f": MailState.UNCERTAIN, "c8445ab": MailState.IN_FLIGHT}
"""What is known of the first message: at 040cd4f a mail that was laid ready was called sent."""


@pytest.fixture(params=sorted(MAIL))
def older(request, tmp_path) -> Path:
    folder = tmp_path / request.param
    lay(DATA / request.param, folder)
    return folder


def lay(source: Path, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    for name in ("vault.db", "vault.key"):
        shutil.copyfile(source / name, folder / name)
        (folder / name).chmod(0o600)


def opened(folder: Path):
    return contextlib.closing(open_store("vault.db", opening_in(folder)))


def test_a_vault_of_an_earlier_program_opens_and_holds_all_it_held(older):
    for _ in range(2):
        with opened(older) as store:
            people = list(store.profiles())
            assert [one.name for one in people] == [
                "Another Name",
                *(canary_profile(number).name for number in (2, 3)),
            ]
            assert [len(store.history(one.id)) for one in people] == [2, 1, 1]
            acts = [one.act for one in store.consents("K-0002")]
            assert acts == [ConsentAct.GIVEN, ConsentAct.WITHDRAWN]
            assert store.document("returns", "answer").data == b"no" * 2000
            assert [row.state for row in store.mail()] == [MAIL[older.name], MailState.PLANNED]
            assert store.check() == []
            assert store.warnings == []


def test_it_is_known_by_its_pages_once_it_was_counted(older):
    with opened(older) as store:
        vault = store.id
    assert read_last_use(vault).pages
    path = state_folder() / f"{vault}.json"
    remembered = json.loads(path.read_bytes())
    del remembered["pages"]  # as an earlier program remembers it
    path.write_text(json.dumps(remembered))
    with opened(older) as store:
        assert store.warnings == []
    assert read_last_use(vault).pages


def test_one_earlier_page_of_it_is_told_and_not_brought_forward(older, tmp_path):
    with opened(older) as store:
        right = contents(store)
    early = (DATA / older.name / "early.db").read_bytes()
    late = (DATA / older.name / "vault.db").read_bytes()
    told = 0
    for at in range(0, len(early), PAGE):
        if early[at : at + PAGE] == late[at : at + PAGE]:
            continue
        case = tmp_path / f"page-{at}"
        lay(DATA / older.name, case)
        mixed = late[:at] + early[at : at + PAGE] + late[at + PAGE :]
        (case / "vault.db").write_bytes(mixed)
        shutil.rmtree(state_folder(), ignore_errors=True)
        try:
            with opened(case) as store:
                assert contents(store) == right
        except AccessKitError as error:
            told += error.problems[0].code in ("vault.mixed", "vault.damaged")
            assert (case / "vault.db").read_bytes()[PAGE:] == mixed[PAGE:]
            assert sorted(path.name for path in case.iterdir()) == ["vault.db", "vault.key"]
    assert told > 5


def test_all_of_it_from_an_earlier_day_is_told_as_older(older):
    with opened(older):
        pass
    shutil.copyfile(DATA / older.name / "early.db", older / "vault.db")
    with opened(older) as store:
        assert [problem.code for problem in store.warnings] == ["store.older"]
        assert store.doubt.code == "store.older"
