"""Profiles ⇄ 1EdTech Access for All PNP as JSON (``.pnp.json``).

Rules of this file:
- need is ``activateAtInitializationSet``, prefer ``activateAsOptionSet``, avoid ``prohibitSet``.
- A set names terms (``pnp_terms``). A term that we do not know is refused by its name: leaving it
  out would lose what a person said.
- What is no need (name, ways to reach the person, consents) stands beside the sets, each under its
  key: ``ext:access-kit.contact.safe``.
- Sets part a list by wish. Where that loses which came first, ``ext:access-kit.order`` keeps it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Any

from access_kit.budgets import PEOPLE
from access_kit.errors import Problem
from access_kit.intake.reader import closest, shown_value
from access_kit.model.profile import Profile
from access_kit.model.stated import Wish
from access_kit.notation import NotParsed, parse_json
from access_kit.profiles.fields import fields_by_key, get_path, profile_fields, set_path
from access_kit.profiles.pnp_terms import (
    OWN,
    from_feature,
    load_terms,
    to_feature,
    value_text,
    wished_fields,
)
from access_kit.profiles.tree import Tree, from_tree, to_tree

SCHEMA = "access-kit/profile/1"
ID = "personSourcedId"
NEEDS = "accessForAllPnp"
ORDER = f"{OWN}order"
SETS = {
    "activateAtInitializationSet": Wish.NEED,
    "activateAsOptionSet": Wish.PREFER,
    "prohibitSet": Wish.AVOID,
}
_HEAD = '{"accessForAllPnpRecords": {"records": [\n'
_TAIL = "\n]}}\n"


# -- writing ------------------------------------------------------------------------------------


def write_pnp(people: Iterable[Profile]) -> Iterator[bytes]:
    """The file in pieces, one record a line."""
    yield _HEAD.encode()
    for number, person in enumerate(people):
        mark = ",\n" if number else ""
        yield (mark + json.dumps(to_record(person), ensure_ascii=False)).encode()
    yield _TAIL.encode()


def to_record(person: Profile) -> dict[str, Any]:
    tree = to_tree(person)
    _join_avoided(tree)
    needs: dict[str, Any] = {name: {"features": []} for name in SETS}
    names = {wish.value: name for name, wish in SETS.items()}
    order: dict[str, list[str]] = {}
    for field in wished_fields():
        said = get_path(tree, field.path)
        entries = [_wished(one) for one in _as_list(said)]
        for wish, value in entries:
            needs[names[wish]]["features"].append(to_feature(field, value))
        by_set = sorted(entries, key=lambda entry: list(names).index(entry[0]))
        if by_set != entries:
            order[field.key] = [value_text(value) for _, value in entries]
    needs = {name: one for name, one in needs.items() if one["features"]}
    if order:
        needs[ORDER] = order
    return {ID: person.id, **_personal(tree), NEEDS: needs}


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 (a raw value)
    return value if isinstance(value, list) else [] if value is None else [value]


def _wished(raw: Any) -> tuple[str, Any]:  # noqa: ANN401 (a raw value)
    if isinstance(raw, dict):
        return raw["wish"], raw["value"]
    return Wish.PREFER.value, raw


def _join_avoided(tree: Tree) -> None:
    """Avoided modes among the modes, so that one list holds all of them."""
    talk = tree.get("talk", {})
    avoided = [{"value": mode, "wish": Wish.AVOID.value} for mode in talk.pop("avoid", [])]
    if avoided:
        talk["modes"] = [*talk.get("modes", []), *avoided]


def _personal(tree: Tree) -> dict[str, Any]:
    """All that is no need, by key; the id has its own place."""
    found = {}
    for field in profile_fields():
        said = get_path(tree, field.path)
        if field.stated or field.key in ("schema", "id", "talk.avoid") or said is None:
            continue
        found[OWN + field.key] = said.isoformat() if isinstance(said, datetime.date) else said
    return found


# -- reading ------------------------------------------------------------------------------------


def read_pnp(text: str, *, file: str, today: datetime.date) -> tuple[list[Profile], list[Problem]]:
    """Everybody in a file whose record is sound, and every fault, with the record it stands in."""
    records = _parse(text, file)
    if isinstance(records, Problem):
        return [], [records]
    people: list[Profile] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for index, record in enumerate(records):
        person, found = from_record(record, file=file, within=f"records[{index}]", today=today)
        problems += found
        if person is None:
            continue
        first = seen.setdefault(person.id.casefold(), index)
        if first != index:
            facts: dict[str, str | int] = {"id": person.id, "first": f"records[{first}]"}
            where = f"records[{index}]"
            problems.append(Problem("pnp.duplicate-id", file=file, where=where, facts=facts))
            continue
        people.append(person)
    return people, problems


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


def from_record(
    record: object, *, file: str, within: str, today: datetime.date
) -> tuple[Profile | None, list[Problem]]:
    problems: list[Problem] = []

    def tell(code: str, where: str = "", **facts: str) -> None:
        place = ".".join(filter(None, (within, where)))
        problems.append(Problem(f"pnp.{code}", file=file, where=place, facts=facts))

    if not isinstance(record, dict) or not isinstance(record.get(NEEDS, {}), dict):
        tell("wrong-shape")
        return None, problems
    tree: Tree = {"schema": SCHEMA}
    _read_personal(record, tree, tell)
    _read_needs(record.get(NEEDS, {}), tree, tell)
    person, found = from_tree(tree, file=file, today=today, within=within)
    problems += found
    told = any(problem.is_error for problem in problems)
    return (None if told else person), problems


def _read_personal(record: dict[str, Any], tree: Tree, tell: Any) -> None:  # noqa: ANN401
    fields = fields_by_key()
    for key, raw in record.items():
        name = key.removeprefix(OWN)
        if key == ID:
            tree["id"] = raw
        elif key == NEEDS:
            continue
        elif not key.startswith(OWN) or name not in fields or fields[name].stated:
            tell("unknown-term", term=shown_value(key), guess=_guess(key))
        elif name in ("schema", "id", "talk.avoid"):
            tell("unknown-term", term=shown_value(key), guess=ID if name == "id" else "")
        elif raw is not None:
            is_day = fields[name].kind is datetime.date and isinstance(raw, str)
            set_path(tree, fields[name].path, _day(raw) if is_day else raw)


def _day(text: str) -> datetime.date | str:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def _read_needs(needs: dict[str, Any], tree: Tree, tell: Any) -> None:  # noqa: ANN401
    order = needs.get(ORDER, {})
    for name, held in needs.items():
        features = held.get("features") if isinstance(held, dict) else None
        if name == ORDER:
            continue
        if name not in SETS:
            tell("unknown-term", NEEDS, term=shown_value(name), guess=closest(name, list(SETS)))
        elif not isinstance(features, list) or len(held) != 1:
            tell("wrong-shape", f"{NEEDS}.{name}")
        else:
            for index, feature in enumerate(features):
                where = f"{NEEDS}.{name}.features[{index}]"
                _read_feature(feature, SETS[name], where, tree, tell)
    _put_in_order(order, tree, tell)


def _read_feature(
    feature: object,
    wish: Wish,
    where: str,
    tree: Tree,
    tell: Any,  # noqa: ANN401
) -> None:
    found = from_feature(feature)
    if found is None:
        name = feature.get("name", "") if isinstance(feature, dict) else feature
        tell("unknown-term", where, term=shown_value(name), guess=_guess(name))
        return
    field, value = found
    said = value if wish is Wish.PREFER and value != "" else {"value": value, "wish": wish.value}
    known = get_path(tree, field.path)
    if field.many:
        set_path(tree, field.path, [*(known or []), said])
    elif known is None:
        set_path(tree, field.path, said)
    else:
        tell("said-twice", where, key=field.key)


def _put_in_order(order: object, tree: Tree, tell: Any) -> None:  # noqa: ANN401
    fields = fields_by_key()
    for key, wanted in order.items() if isinstance(order, dict) else [("", None)]:
        field = fields.get(key)
        said = get_path(tree, field.path) if field else None
        if not isinstance(said, list) or not isinstance(wanted, list):
            tell("wrong-order", f"{NEEDS}.{ORDER}", key=shown_value(key))
            continue
        texts = [value_text(_wished(one)[1]) for one in said]
        if field is None or sorted(texts) != sorted(map(str, wanted)):
            tell("wrong-order", f"{NEEDS}.{ORDER}", key=shown_value(key))
            continue
        by_text = dict(zip(texts, said, strict=True))
        set_path(tree, field.path, [by_text[text] for text in map(str, wanted)])


def _guess(name: object) -> str:
    known = [*(term.term for term in load_terms()), *(OWN + one.key for one in profile_fields())]
    return closest(name, known) if isinstance(name, str) else ""
