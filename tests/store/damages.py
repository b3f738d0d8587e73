"""What may happen to the files of a vault: one function a kind of damage.

Bits, pages and lengths are what disks do; genuine pages, files and side files of an earlier moment
are what a partial sync or a hasty copy does; rows are what somebody with the key does by hand.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.store.moments import PAGE, Change, Moment, Moments, Row, keyed, primary_key


@dataclass(frozen=True)
class Case:
    """A copy of a moment's files that is to be harmed."""

    folder: Path
    now: Moment
    moments: Moments
    changes: list[Change]
    dice: random.Random

    @property
    def vault(self) -> Path:
        return self.folder / "vault.db"


def flip_bits(case: Case) -> None:
    """One bit or five, in the vault or its log."""
    names = [path.name for path in sorted(case.folder.glob("vault.db*"))]
    path = case.folder / case.dice.choice(names)
    data = bytearray(path.read_bytes())
    for _ in range(case.dice.choice((1, 1, 1, 5))):
        data[case.dice.randrange(len(data))] ^= 1 << case.dice.randrange(8)
    path.write_bytes(data)


def cut_off(case: Case) -> None:
    size = case.vault.stat().st_size
    length = case.dice.choice(
        (case.dice.randrange(size), PAGE * case.dice.randrange(size // PAGE), 0)
    )
    with case.vault.open("r+b") as stream:
        stream.truncate(length)


def swap_two_pages(case: Case) -> None:
    data = bytearray(case.vault.read_bytes())
    one, two = (PAGE * number for number in case.dice.sample(range(len(data) // PAGE), 2))
    data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]
    case.vault.write_bytes(data)


def blank_a_page(case: Case) -> None:
    data = bytearray(case.vault.read_bytes())
    page = PAGE * case.dice.randrange(len(data) // PAGE)
    data[page : page + PAGE] = bytes(PAGE)
    case.vault.write_bytes(data)


def harm_the_key_file(case: Case) -> None:
    path = case.folder / "vault.key"
    data = bytearray(path.read_bytes())
    data[case.dice.randrange(len(data))] ^= 1 << case.dice.randrange(8)
    path.write_bytes(
        data[: case.dice.choice((len(data), len(data), case.dice.randrange(len(data))))]
    )


# -- what was right at an earlier moment --------------------------------------------------------


def put_one_page_back(case: Case) -> None:
    _put_pages_back(case, 1)


def put_some_pages_back(case: Case) -> None:
    _put_pages_back(case, None)


def _put_pages_back(case: Case, count: int | None) -> None:
    data, early = bytearray(case.vault.read_bytes()), case.moments.early.vault
    starts = range(0, min(len(early), len(data)), PAGE)
    differ = [at for at in starts if early[at : at + PAGE] != data[at : at + PAGE]]
    for at in case.dice.sample(differ, count or case.dice.randint(1, len(differ))):
        data[at : at + PAGE] = early[at : at + PAGE]
    case.vault.write_bytes(data)


def put_all_of_it_back(case: Case) -> None:
    shutil.copy(case.moments.early.folder / "vault.db", case.vault)
    case.vault.with_name("vault.db-wal").unlink(missing_ok=True)


def put_its_end_back(case: Case) -> None:
    """The first half of now, the second of then: a copying that was cut off."""
    data, early = case.vault.read_bytes(), case.moments.early.vault
    at = PAGE * case.dice.randrange(1, min(len(data), len(early)) // PAGE)
    case.vault.write_bytes(data[:at] + early[at:])


def put_an_older_log_beside(case: Case) -> None:
    older = case.moments.early.folder.with_name("early-in-use") / "vault.db-wal"
    shutil.copy(older, case.vault.with_name("vault.db-wal"))


def lose_the_log(case: Case) -> None:
    case.vault.with_name("vault.db-wal").unlink(missing_ok=True)


def put_a_row_back(case: Case) -> None:
    """One row as it was: changed back, there again, or gone."""
    _put_rows_back(case, [case.dice.choice(case.changes)])


def put_a_lane_back(case: Case) -> None:
    """All rows of one person, or of one table, as they were; the others stay."""
    by_person = [one for one in case.changes if _whose(one)]
    if by_person and case.dice.random() < 0.5:
        whose = _whose(case.dice.choice(by_person))
        _put_rows_back(case, [one for one in by_person if _whose(one) == whose])
    else:
        table = case.dice.choice(sorted({table for table, _, _ in case.changes}))
        _put_rows_back(case, [one for one in case.changes if one[0] == table])


def drop_a_row(case: Case) -> None:
    table, key = case.dice.choice(
        [(table, key) for table, rows in case.now.rows.items() for key in list(rows)[:50]]
    )
    _put_rows_back(case, [(table, None, case.now.rows[table][key])])


_FOLD_AT = {"person": 0, "profile": 0, "consent": 1, "mail": 1, "document": 2}


def _whose(change: Change) -> str:
    table, early, late = change
    at = _FOLD_AT.get(table)
    return "" if at is None else str((early or late or ())[at])


def _put_rows_back(case: Case, changes: Iterable[Change]) -> None:
    with keyed(case.folder, case.now.data_key) as connection:
        connection.execute("BEGIN")
        for table, early, late in changes:
            key = primary_key(connection, table)
            where = " AND ".join(f"{name} = ?" for _, name in key)
            row: Row = early or late or ()
            values = tuple(row[index] for index, _ in key)
            connection.execute(f"DELETE FROM {table} WHERE {where}", values)
            if early:
                marks = ", ".join("?" * len(early))
                connection.execute(f"INSERT INTO {table} VALUES ({marks})", early)
        connection.execute("COMMIT")


IN_USE: tuple[Callable[[Case], None], ...] = (flip_bits, lose_the_log, put_an_older_log_beside)
"""What can happen to a vault whose program was cut off."""

AT_REST: tuple[Callable[[Case], None], ...] = (
    *(flip_bits, cut_off, swap_two_pages, blank_a_page, harm_the_key_file),
    *(put_one_page_back, put_one_page_back, put_some_pages_back, put_its_end_back),
    *(put_all_of_it_back, put_an_older_log_beside),
    *(put_a_row_back, put_a_row_back, put_a_lane_back, put_a_lane_back, drop_a_row),
)
"""What can happen to a vault that was closed."""

BETWEEN = (put_an_older_log_beside, lose_the_log)
"""What can leave a vault as it was at a moment between ours: whole, and known to be older."""
