"""Tables of people that other programs made: looked at, confirmed by a person, then read.

What nobody confirmed is not taken. People who are here already are left as they are: a table from a
meeting service knows less of them than their profile does.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import read_text, shown, write_atomic
from access_kit.intake import Intake
from access_kit.intake.reader import closest, unknown_word
from access_kit.model.columns import DateOrder, KeptColumns
from access_kit.model.constraint import Choice
from access_kit.model.profile import Profile, StatedBy
from access_kit.profiles.csv_exchange import TablePlan, TableReading, read_heads
from access_kit.profiles.fields import fields_by_key, get_path, set_path
from access_kit.profiles.new_ids import new_ids
from access_kit.profiles.pnp import RecordsPlan
from access_kit.profiles.table_columns import Columns, is_ours, propose, targets
from access_kit.profiles.tree import from_tree, to_tree
from access_kit.profiles.usual_forms import Usual
from access_kit.workflow.keep.access import KitAccess

COLUMNS_FILE = "columns.toml"
"""In the kit's folder: the columns that somebody confirmed."""

Everybody = Callable[[], Iterable[Profile]]
"""Gives who is here, anew at each call: only a table without ids has to know."""


@dataclass(frozen=True)
class TableWish:
    """What was said of a file: the order of its dates, who states the needs, its columns.

    ``name`` is that of the one person whose record has none. ``confirm`` shows columns to a person
    and asks, ``ask_name`` asks for the name of a record; ``None`` where nobody can be asked.
    """

    order: DateOrder | None = None
    stated_by: StatedBy | None = None
    columns: Path | None = None
    confirm: Callable[[Columns], bool] | None = None
    name: str = ""
    ask_name: Callable[[str], str] | None = None

    @classmethod
    def read(
        cls,
        *,
        dates: str | None,
        stated_by: str | None,
        columns: Path | None,
        confirm: Callable[[Columns], bool],
        name: str = "",
        ask_name: Callable[[str], str] | None = None,
    ) -> TableWish:
        """What options say. ``BadInput`` names each that is no value of its own."""
        said: tuple[tuple[str, str | None, type[Choice]], ...] = (
            ("--dates", dates, DateOrder),
            ("--stated-by", stated_by, StatedBy),
        )
        wrong = [
            unknown_word(option, value, list(choice), choice.noun())
            for option, value, choice in said
            if value is not None and value not in list(choice)
        ]
        if wrong:
            raise BadInput(wrong)
        order = DateOrder(dates) if dates else None
        states = StatedBy(stated_by) if stated_by else None
        return cls(order, states, columns, confirm, name, ask_name)


def plan_table(access: KitAccess, file: Path, wish: TableWish, everybody: Everybody) -> TablePlan:
    """How the table is read. ``BadInput`` where that is not clear, with what to do."""
    kit = access.kit() if access.has_kit() else None
    usual = Usual(kit[1].home_country if kit else None, wish.order)
    heads = read_heads(file)
    if not heads or is_ours(heads):
        return TablePlan(usual=usual)
    twice = [head for head, times in Counter(heads).items() if times > 1]
    if twice:
        facts = [{"value": head[:60]} for head in twice]
        raise BadInput([Problem("csv.duplicate-column", file=shown(file), facts=f) for f in facts])
    kept = _kept(wish.columns or (kit[0] / COLUMNS_FILE if kit else None), wish.columns is not None)
    columns = propose(heads, kept)
    if not columns.taken:
        raise _unconfirmed(file, columns, "csv.no-columns")
    if any(head not in kept for head in heads) and not (wish.confirm and wish.confirm(columns)):
        raise _unconfirmed(file, columns, "csv.unconfirmed")
    _require(file, columns, wish)
    said = {} if "stated_by" in columns.fields.values() else {"stated_by": str(wish.stated_by)}
    ids = None if "id" in columns.fields.values() else new_ids(one.id for one in everybody())
    return TablePlan(columns, usual, said, ids)


def plan_records(wish: TableWish, everybody: Everybody) -> RecordsPlan:
    """How records of Access for All are read: what they lack is what was said, or is asked."""
    ids = new_ids(one.id for one in everybody())
    return RecordsPlan(ids, wish.name, str(wish.stated_by or ""), wish.ask_name)


def keep_columns(access: KitAccess, plan: TablePlan) -> None:
    """Columns that were confirmed stand in the kit from now on, beside those of other tables."""
    kit = access.kit_if_any()
    if kit is None or plan.columns is None:
        return
    path = kit[0] / COLUMNS_FILE
    before = _kept(path, required=False)
    after = {**before, **plan.columns.fields}
    if after != before:
        write_atomic(path, _as_toml(after).encode())


def _require(file: Path, columns: Columns, wish: TableWish) -> None:
    fields = columns.fields.values()
    problems = []
    if "name" not in fields:
        problems.append(Problem("csv.missing-field", file=shown(file), facts={"key": "name"}))
    if "stated_by" not in fields and wish.stated_by is None:
        problems.append(Problem("csv.who-stated", file=shown(file)))
    if problems:
        raise BadInput(problems)


def _unconfirmed(file: Path, columns: Columns, code: str) -> BadInput:
    """Nothing is taken, and what was proposed lies in a file that can be put right."""
    path = file.with_name(f"{file.stem}.columns.toml")
    if not path.exists():  # it may hold what somebody has put right
        write_atomic(path, _as_toml(columns.fields).encode())
    return BadInput(Problem(code, file=shown(file), facts={"path": shown(path)}))


def _as_toml(fields: Mapping[str, str]) -> str:
    lines = [f"{_quoted(head)} = {_quoted(name)}" for head, name in fields.items()]
    head = (
        "# The field of a profile that each column of a table is; an empty one is left out.\n"
        'schema = "access-kit/columns/1"\n\n[columns]\n'
    )
    return head + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as TOML writes it, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _kept(path: Path | None, required: bool) -> dict[str, str]:
    """Columns as they were confirmed; none where there is no such file."""
    if path is None or not (required or path.exists()):
        return {}
    intake = Intake(shown(path), read_text(path), kind="columns")
    found = intake.read(KeptColumns)
    for head, name in (found.columns if found else {}).items():
        if name not in targets():
            guess = closest(name, sorted(targets()))
            intake.tell("unknown-field", ("columns", head), value=name[:60], guess=guess)
    if found is None or not intake.ok:
        raise BadInput(intake.problems)
    return dict(found.columns)


@dataclass
class HereAlready:
    """Finds people of a table who are here, by the ways to reach them, else by their name."""

    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Profile]) -> HereAlready:
        found = cls()
        for one in people:
            found.add(one)
        return found

    def add(self, person: Profile) -> None:
        for key in self._keys(person):
            self.ids.setdefault(key, person.id)

    def find(self, person: Profile) -> str:
        """The id under which somebody is here; empty where they are new."""
        return next((self.ids[key] for key in self._keys(person) if key in self.ids), "")

    @staticmethod
    def _keys(person: Profile) -> Sequence[str]:
        contact = person.contact
        keys = [contact.email.casefold()] if contact.email else []
        keys += ["".join(filter(str.isdigit, contact.phone))] if contact.phone else []
        return keys or [f"name {person.name.casefold()}"]


def merged(
    person: Profile, before: Profile | None, columns: Sequence[str], today: datetime.date
) -> Profile:
    """Somebody of a table who is here: what it has no column for stays as it was said.

    ``BadInput`` where both together are no profile.
    """
    if before is None:
        return person
    fields, tree, new = fields_by_key(), to_tree(before), to_tree(person)
    for key in columns:
        if key in fields:
            set_path(tree, fields[key].path, get_path(new, fields[key].path))
    found, problems = from_tree(tree, file=person.id, today=today)
    if found is None:
        raise BadInput(problems)
    return found


def new_people(
    people: Iterable[Profile],
    here: HereAlready,
    reading: TableReading,
    file: str,
    given: Container[str] | None = None,
) -> Iterator[Profile]:
    """Those who are not here yet; the others are told and left as they are.

    ``given`` are the ids that were given just now, if some people came with their own.
    """
    for person in people:
        known = "" if given is not None and person.id not in given else here.find(person)
        if known:
            reading.tell([Problem("csv.here-already", Severity.NOTE, file, facts={"id": known})])
            continue
        here.add(person)
        yield person
