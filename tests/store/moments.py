"""A vault at several moments of its life, each with its files and what it truly held then.

- **early**: everybody is there.
- **in-use**: some people changed, took back a yes, were written to; the program is still at it.
- **closed**: the same, after it ended.
- **erased**: two people were erased since.
"""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.store.last_use import state_folder
from access_kit.store.vault import connect
from tests.store.conftest import Made, make_vault, opening_in
from tests.strategies import canary_profile

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
PAGE = 4096
LARGE = 5000
TABLES = ("person", "profile", "consent", "mail", "document", "audit")
ERASED = ("K-0002", "K-0007")

Row = tuple[Any, ...]
Change = tuple[str, Row | None, Row | None]
"""A table, and a row of it as it was early and as it is: ``None`` where there is none."""


def contents(store: Any) -> tuple[Any, ...]:
    """All that a user can be shown of a vault; of a large one, one person's past in five."""
    people = store.people()
    some = people if len(people) < LARGE else people[::5]
    return (
        list(store.profiles()),
        people,
        [len(store.history(person.id)) for person in some],
        [store.consents(person.id) for person in some],
        store.mail(),
        [(one.key, one.person, one.data) for one in store.documents("returns")],
        [entry.digest for entry in store.audit()],
    )


@dataclasses.dataclass
class Moment:
    """The files of a moment, what the vault held, and what this computer remembered of it."""

    folder: Path
    state: Path
    held: tuple[Any, ...]
    data_key: bytes

    @property
    def vault(self) -> bytes:
        return (self.folder / "vault.db").read_bytes()

    @cached_property
    def rows(self) -> dict[str, dict[Row, Row]]:
        """Every row of every table, by its primary key; of a vault that is closed."""
        found: dict[str, dict[Row, Row]] = {}
        with keyed(self.folder, self.data_key) as connection:
            for table in TABLES:
                at = [index for index, *_ in primary_key(connection, table)]
                rows = connection.execute(f"SELECT * FROM {table}").fetchall()
                found[table] = {tuple(row[index] for index in at): row for row in rows}
        return found


@contextmanager
def keyed(folder: Path, data_key: bytes) -> Iterator[Any]:
    """A connection past our program: who uses it brings no sum forward."""
    connection = connect(folder / "vault.db", data_key)
    try:
        yield connection
    finally:
        connection.close()


def primary_key(connection: Any, table: str) -> list[tuple[int, str]]:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return [(row[0], row[1]) for row in columns if row[5]]


@dataclasses.dataclass(frozen=True)
class Moments:
    """A vault's life. ``early`` is what its damages bring back."""

    early: Moment
    in_use: Moment
    closed: Moment
    erased: Moment

    def changes(self, now: Moment) -> list[Change]:
        """The rows that differ between early and now."""
        return [
            (table, early.get(key), late.get(key))
            for table in TABLES
            for early, late in [(self.early.rows[table], now.rows[table])]
            for key in sorted({*early, *late}, key=repr)
            if early.get(key) != late.get(key)
        ]


def live(folder: Path, people: int) -> Moments:
    """Make a vault of so many people in ``folder`` and let it live."""
    home = folder / "home"
    home.mkdir(mode=0o700, parents=True)
    made = make_vault(home)
    step = max(5, people // 100)
    with closing(made.open()) as store:
        _begin(store, people)
        early_held = contents(store)
        _keep(folder / "early-in-use", made)
    early = _moment(folder / "early", made, early_held)
    with closing(made.open()) as store:
        _go_on(store, people, step)
        held = contents(store)
        in_use = _moment(folder / "in-use", made, held)
    closed = _moment(folder / "closed", made, held)
    with closing(made.open()) as store:
        for person in ERASED:
            store.erase(person)
        erased_held = contents(store)
    erased = _moment(folder / "erased", made, erased_held)
    names = [profile.name for profile in held[0]]
    assert len(names) == people
    assert names.count("Another Name") == len(range(0, people, step))
    assert {person.id for person in erased_held[1]}.isdisjoint(ERASED)
    return Moments(early, in_use, closed, erased)


def _begin(store: Any, people: int) -> None:
    store.put_profiles(canary_profile(number) for number in range(people))
    with store.transaction():
        for number in range(0, people, 3):
            store.add_consent(_consent(_id(number), ConsentAct.GIVEN))
        store.plan_mail(_mail(_id(number)) for number in range(people))
        for number in range(0, people, max(1, people // 20)):
            store.put_document("returns", _id(number), b"x" * 9000, person=_id(number))


def _go_on(store: Any, people: int, step: int) -> None:
    for number in range(0, people, step):
        profile = dataclasses.replace(canary_profile(number), name="Another Name")
        store.put_profile(profile)
    for number in range(0, people, 3 * step):
        store.add_consent(_consent(_id(number), ConsentAct.WITHDRAWN))
    for number in range(1, people, step):
        store.move_mail(_mail(_id(number)).key, MailState.IN_FLIGHT)
    store.put_document("returns", _id(0), b"y" * 12_000, person=_id(0))
    store.put_document("returns", "new", b"z" * 5000, person=_id(1))
    store.remove_document("returns", _id(max(1, people // 20)))


def _id(number: int) -> str:
    return canary_profile(number).id


def _consent(person: str, act: ConsentAct) -> ConsentRecord:
    return ConsentRecord(
        *(person, act, "group-agreement", "3", "ab" * 32, "en", "print"),
        *(ConsentWay.PHONE, NOW, "Jo"),
    )


def _mail(person: str) -> MailRow:
    key = MailKey("evening-group", person, "email", "packet", "1")
    return MailRow(key, MailState.PLANNED, "", "cd" * 32, NOW)


def _moment(folder: Path, made: Made, held: tuple[Any, ...]) -> Moment:
    _keep(folder, made)
    state = shutil.copytree(state_folder(), folder.with_name(f"{folder.name}-state"))
    return Moment(folder, state, held, made.data_key)


def _keep(folder: Path, made: Made) -> None:
    copy_vault_files(made.folder, folder)


def copy_vault_files(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    for path in source.glob("vault.*"):
        if path.name != "vault.db-shm":  # it is made anew from the log
            shutil.copy(path, target / path.name)


__all__ = ["Moment", "Moments", "contents", "copy_vault_files", "keyed", "live", "opening_in"]
