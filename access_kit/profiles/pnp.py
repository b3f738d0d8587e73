"""Profiles ⇄ 1EdTech Access for All PNP as JSON (``.pnp.json``), as its public schema has it.

Rules of this file:
- Records of other systems have ids of their own, and mostly neither a name nor who states the
  needs: such a person gets a new id, and the rest is asked for, never guessed.
- One needs alone (``{"accessForAllPnp": …}``) is a record too.
- What former versions wrote is read as well: an id that is a text, and ``ext:`` keys beside it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from access_kit.budgets import PEOPLE
from access_kit.errors import Problem, Severity
from access_kit.intake.reader import closest, shown_value
from access_kit.model.profile import Profile
from access_kit.notation import NotParsed, parse_json
from access_kit.profiles.fields import fields_by_key, profile_fields, set_path
from access_kit.profiles.new_ids import new_ids
from access_kit.profiles.pnp_needs import NeedsReader
from access_kit.profiles.pnp_terms import ID, NEEDS, OLD_OWN, OUR_SYSTEM
from access_kit.profiles.pnp_write import NO_NEED, to_record
from access_kit.profiles.tree import Tree, from_tree

SCHEMA = "access-kit/profile/1"
APPOINTMENTS = "appointmentId"
_HEAD = '{"accessForAllPnpRecords": {"records": [\n'
_TAIL = "\n]}}\n"
_SAID_LATER = {"name": "?", "stated_by": "self"}
"""Stand in while the rest of a record is checked; the record itself is refused."""


def write_pnp(people: Iterable[Profile]) -> Iterator[bytes]:
    """The file in pieces, one record a line."""
    yield _HEAD.encode()
    for number, person in enumerate(people):
        mark = ",\n" if number else ""
        yield (mark + json.dumps(to_record(person), ensure_ascii=False)).encode()
    yield _TAIL.encode()


@dataclass
class RecordsPlan:
    """What was said for records that do not say it themselves.

    ``name`` is that of the one person without a name; ``ask_name`` gets the place of a record and
    gives a name, or an empty text. ``given`` are the new ids that were given.
    """

    ids: Iterator[str] = field(default_factory=lambda: new_ids(()))
    name: str = ""
    stated_by: str = ""
    ask_name: Callable[[str], str] | None = None
    given: set[str] = field(default_factory=set)


def read_pnp(
    text: str, *, file: str, today: datetime.date, plan: RecordsPlan | None = None
) -> tuple[list[Profile], list[Problem]]:
    """Everybody in a file whose record is sound, and every fault, with the record it stands in."""
    records = _parse(text, file)
    if isinstance(records, Problem):
        return [], [records]
    plan = plan or RecordsPlan()
    read = [_Record(raw, file, f"records[{index}]") for index, raw in enumerate(records)]
    nameless = [one for one in read if "name" not in one.tree]
    taken = {one.id.casefold() for one in read}
    people: list[Profile] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for one in read:
        one.complete(plan, taken, is_only=len(nameless) == 1)
        person = one.profile(today)
        problems += one.problems
        if person is None:
            continue
        first = seen.setdefault(person.id.casefold(), one.within)
        if first != one.within:
            facts: dict[str, str | int] = {"id": person.id, "first": first}
            problems.append(Problem("pnp.duplicate-id", file=file, where=one.within, facts=facts))
            continue
        people.append(person)
    return people, problems


def from_record(
    record: object, *, file: str, within: str, today: datetime.date, plan: RecordsPlan | None = None
) -> tuple[Profile | None, list[Problem]]:
    """The person of one record, or ``None`` with every fault."""
    one = _Record(record, file, within)
    one.complete(plan or RecordsPlan(), set(), is_only=True)
    return one.profile(today), one.problems


class _Record:
    """One record on its way to a profile: read, then completed, then checked."""

    def __init__(self, raw: object, file: str, within: str) -> None:
        self.file, self.within = file, within
        self.problems: list[Problem] = []
        self.tree: Tree = {"schema": SCHEMA}
        self.is_sound = isinstance(raw, dict) and isinstance(raw.get(NEEDS, {}), dict)
        if not isinstance(raw, dict) or not self.is_sound:
            self._tell("wrong-shape")
            return
        self._read_id(raw.get(ID))
        self._read_beside(raw)
        NeedsReader(raw.get(NEEDS, {}), self.tree, self._tell).read()

    @property
    def id(self) -> str:
        """The id, if it is one of ours, else an empty text."""
        return str(self.tree.get("id", ""))

    def _tell(
        self, code: str, where: str = "", severity: Severity = Severity.ERROR, **facts: str
    ) -> None:
        place = ".".join(filter(None, (self.within, where)))
        problem = Problem(f"pnp.{code}", severity, self.file, where=place, facts=facts)
        self.problems.append(problem)

    def _read_id(self, raw: object) -> None:
        """An id of another system says nothing here: somebody else may have it."""
        if isinstance(raw, dict):
            if raw.get("sourceSystem") == OUR_SYSTEM:
                self.tree["id"] = raw.get("value")
        elif raw is not None:
            self.tree["id"] = raw

    def _read_beside(self, record: dict[str, Any]) -> None:
        """What stands beside the needs: today nothing of ours, once all that is no need."""
        fields = fields_by_key()
        for key, raw in record.items():
            name = key.removeprefix(OLD_OWN)
            one = fields.get(name)
            if key in (ID, NEEDS):
                continue
            is_old = key.startswith(OLD_OWN)
            if key == APPOINTMENTS or (key.startswith("ext:") and not is_old):
                self._tell("no-place", "", Severity.WARNING, term=shown_value(key))
            elif not is_old or one is None or one.stated or name in NO_NEED:
                guess = ID if name == "id" else _guess(key)
                self._tell("unknown-term", term=shown_value(key), guess=guess)
            elif raw is not None:
                is_day = one.kind is datetime.date and isinstance(raw, str)
                set_path(self.tree, one.path, _day(raw) if is_day else raw)

    def complete(self, plan: RecordsPlan, taken: set[str], *, is_only: bool) -> None:
        """Add an id, and what was said elsewhere; tell what nobody said."""
        if not self.is_sound:
            return
        if "id" not in self.tree:
            new = next(one for one in plan.ids if one.casefold() not in taken)
            self.tree["id"] = new
            plan.given.add(new)
            self._tell("new-id", "", Severity.NOTE, id=new)
        if "name" not in self.tree:
            name = plan.name if is_only else ""
            if not name and plan.ask_name:
                name = plan.ask_name(self.within)
            self._put("name", name, "no-name")
        if "stated_by" not in self.tree:
            self._put("stated_by", plan.stated_by, "who-stated")

    def _put(self, key: str, said: str, code: str) -> None:
        if not said:
            self._tell(code)
        self.tree[key] = said or _SAID_LATER[key]

    def profile(self, today: datetime.date) -> Profile | None:
        if not self.is_sound:
            return None
        person, found = from_tree(self.tree, file=self.file, today=today, within=self.within)
        self.problems += found
        return None if any(problem.is_error for problem in self.problems) else person


def _day(text: str) -> datetime.date | str:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def _guess(name: str) -> str:
    old = (OLD_OWN + one.key for one in profile_fields())
    return closest(name, [ID, NEEDS, APPOINTMENTS, *old])


# -- the file -----------------------------------------------------------------------------------


def _parse(text: str, file: str) -> list[Any] | Problem:
    """The records of a file: of many people, or of one alone."""
    try:
        data = parse_json(text, pairs=_no_twins, constant=_no_constant)
    except _Twin as twin:
        facts = {"key": shown_value(str(twin))}
        return Problem("pnp.key-twice", file=file, facts=facts)
    except NotParsed as error:
        return Problem("pnp.syntax", file=file, line=error.line, facts={"fault": error.fault})
    if isinstance(data, dict) and NEEDS in data:
        return [data]
    outer = data.get("accessForAllPnpRecords") if isinstance(data, dict) else None
    records = outer.get("records") if isinstance(outer, dict) else None
    known = isinstance(records, list) and len(data) == 1 and isinstance(outer, dict)
    if not known or not isinstance(records, list) or not isinstance(outer, dict) or len(outer) != 1:
        return Problem("pnp.no-records", file=file)
    if len(records) > PEOPLE:
        return Problem("file.too-many-parts", file=file, facts={"most": PEOPLE})
    return records


class _Twin(Exception):
    """A key that stands in one object twice."""


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Twin(next(name for name in names if names.count(name) > 1))
    return found


def _no_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not a number", "", 0)
