"""One file of people, whatever its kind: the ending of its name tells.

To add a kind: a reader and a writer in a module of their own, and a line in ``_KINDS``,
``read_people`` and ``write_people``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from access_kit.budgets import PEOPLE_BYTES
from access_kit.errors import BadInput, Problem
from access_kit.files import decode_text, read_bytes, shown, write_pieces
from access_kit.model.profile import Profile
from access_kit.profiles.csv_exchange import TablePlan, TableReading, read_table, write_csv
from access_kit.profiles.pnp import RecordsPlan, read_pnp, write_pnp
from access_kit.profiles.profile_files import read_profile
from access_kit.profiles.write_toml import write_profile

_KINDS = {".toml": "toml", ".csv": "csv", ".pnp.json": "pnp"}
_READ_ALONE = {".tsv": "csv", ".xlsx": "csv"}
"""Tables of other programs: read, never written."""


def kind_of(path: Path, *, to_write: bool = False) -> str:
    """``toml``, ``csv`` (any table) or ``pnp``; ``BadInput`` for another ending."""
    name = path.name.lower()
    for ending, kind in (_KINDS if to_write else _KINDS | _READ_ALONE).items():
        if name.endswith(ending):
            return kind
    raise BadInput(Problem("profile.unknown-suffix", facts={"value": path.name[-40:]}))


def read_people(
    path: Path,
    *,
    today: datetime.date,
    reading: TableReading,
    plan: TablePlan | RecordsPlan | None = None,
) -> Iterator[Profile]:
    """Every sound person of a file, in order; all faults gather in ``reading``.

    ``plan`` is how a table, or records of Access for All, are read.
    """
    kind = kind_of(path)
    if kind == "csv":
        table = plan if isinstance(plan, TablePlan) else None
        yield from read_table(path, today=today, reading=reading, plan=table)
        return
    if kind == "pnp":
        text = decode_text(read_bytes(path, limit=PEOPLE_BYTES), shown(path))
        people, problems = read_pnp(
            text,
            file=shown(path),
            today=today,
            plan=plan if isinstance(plan, RecordsPlan) else None,
        )
    else:
        one, problems = read_profile(path, today=today)
        people = [one] if one else []
    reading.tell(problems)
    for person in people:
        reading.accepted += 1
        yield person


def write_people(path: Path, people: Iterable[Profile]) -> int:
    """Write everybody into a private file and say how many; nothing is left when it fails."""
    counted = _Counted(people)
    kind = kind_of(path, to_write=True)
    if kind == "toml":
        write_pieces(path, _one_file(counted))
    else:
        write_pieces(path, write_csv(counted) if kind == "csv" else write_pnp(counted))
    return counted.count


class _Counted:
    def __init__(self, people: Iterable[Profile]) -> None:
        self._people = people
        self.count = 0

    def __iter__(self) -> Iterator[Profile]:
        for person in self._people:
            self.count += 1
            yield person
        if not self.count:
            raise BadInput(Problem("profile.nobody"))


def _one_file(people: Iterable[Profile]) -> Iterator[bytes]:
    everybody = list(people)
    if len(everybody) > 1:
        raise BadInput(Problem("profile.one-person-a-file", facts={"count": len(everybody)}))
    yield write_profile(everybody[0]).encode()
