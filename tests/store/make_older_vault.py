"""Make the vaults in ``data``: run with the tests and the program of an earlier commit.

From the root of a checkout of that commit:  python THIS_FILE FOLDER

The folder then holds ``vault.db`` and ``vault.key``, and ``early.db``, the same vault before its
last changes. It uses only what the program had at 040cd4f and has now.
"""

from __future__ import annotations

import dataclasses
import datetime
import os
import shutil
import sys
import tempfile
from pathlib import Path

NOON = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)


def make(folder: Path) -> None:
    from access_kit.model.ledger import MailState
    from tests.store.conftest import make_vault
    from tests.strategies import canary_profile

    folder.mkdir(mode=0o700, parents=True)
    made = make_vault(folder)
    store = made.open()
    store.put_profiles(canary_profile(number) for number in (1, 2, 3))
    store.add_consent(_consent("K-0002", "GIVEN"))
    rows = store.plan_mail([_mail("K-0001", "email"), _mail("K-0002", "letter")])
    store.put_document("returns", "answer", b"yes" * 2000, person="K-0001")
    store.close()
    shutil.copy(folder / "vault.db", folder / "early.db")
    store = made.open()
    store.put_profile(dataclasses.replace(canary_profile(1), name="Another Name"))
    store.add_consent(_consent("K-0002", "WITHDRAWN"))
    store.move_mail(rows[0].key, MailState.IN_FLIGHT)
    if not hasattr(MailState, "HANDED_OVER"):
        store.move_mail(rows[0].key, MailState.SENT)  # type: ignore[attr-defined]
    store.put_document("returns", "answer", b"no" * 2000, person="K-0001")
    store.close()


def _consent(person: str, act: str):  # type: ignore[no-untyped-def]
    from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay

    return ConsentRecord(
        *(person, ConsentAct[act], "group-agreement", "3", "ab" * 32, "en", "print"),
        *(ConsentWay.PHONE, NOON, "Jo"),
    )


def _mail(person: str, channel: str):  # type: ignore[no-untyped-def]
    from access_kit.model.ledger import MailKey, MailRow, MailState

    key = MailKey("evening-group", person, channel, "packet", "1")
    return MailRow(key, MailState.PLANNED, "<a@kit.example>", "cd" * 32, NOON)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()
    make(Path(sys.argv[1]))
