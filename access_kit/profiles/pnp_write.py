"""A profile → a record of Access for All PNP, as the public schema has it.

Rules of this file:
- need is ``activateAtInitializationSet``, prefer ``activateAsOptionSet``, avoid ``prohibitSet``.
- A setting (``textAppearance``) stands beside the sets, and a set names its term as a feature.
- What PNP has no word for is an extension under our namespace: a need in its set, the rest (name,
  ways to reach the person, consents) beside the sets. Nothing is said in both ways.
- What a person avoids is no setting: another program might go by it.
- Sets part a list by wish. Where that loses which came first, extensions give the order.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from access_kit.model.profile import Profile
from access_kit.model.stated import Wish
from access_kit.profiles.fields import Field, get_path, profile_fields
from access_kit.profiles.pnp_terms import (
    EXTENSIONS,
    FEATURES,
    HAZARDS,
    ID,
    NAMESPACE,
    NEEDS,
    ORDER,
    OUR_SYSTEM,
    SETS,
    PnpTerm,
    plain_texts,
    term_for,
    value_text,
    wished_fields,
)
from access_kit.profiles.tree import Tree, to_tree

NO_NEED = ("schema", "id", "talk.avoid")
"""Fields that have a place of their own in a record."""

_NAMES = {wish.value: name for name, wish in SETS.items()}


def to_record(person: Profile) -> dict[str, Any]:
    tree = to_tree(person)
    _join_avoided(tree)
    written = _Needs()
    for one in wished_fields():
        written.add(one, _as_list(get_path(tree, one.path)))
    written.extensions += _personal(tree)
    return {ID: {"value": person.id, "sourceSystem": OUR_SYSTEM}, NEEDS: written.as_json()}


@dataclass
class _Needs:
    settings: dict[str, Any] = field(default_factory=dict)
    features: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in SETS})
    inside: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in SETS})
    extensions: list[dict[str, str]] = field(default_factory=list)

    def add(self, field: Field, said: list[Any]) -> None:
        """The values of a field, each in its set."""
        entries = [wished(raw) for raw in said]
        read: dict[tuple[str, bool], list[str]] = {}
        for wish, value in entries:
            is_term = self._add_value(field, _NAMES[wish], value)
            read.setdefault((_NAMES[wish], is_term), []).append(value_text(value))
        ways = ((name, is_term) for name in SETS for is_term in (True, False))
        as_read = [text for way in ways for text in read.get(way, ())]
        order = [value_text(value) for _, value in entries]
        if as_read != order:
            self.extensions += [extension(ORDER + field.key, text) for text in order]

    def _add_value(self, field: Field, name: str, value: object) -> bool:
        """One value; gives whether PNP has a word for it, else it became an extension."""
        row = term_for(field, value)
        if row is None or not self._add_term(row, name, value):
            self.inside[name].append(extension(field.key, value_text(value)))
            return False
        return True

    def _add_term(self, row: PnpTerm, name: str, value: object) -> bool:
        if row.parameter:
            if SETS[name] is Wish.AVOID:
                return False
            if row.term in plain_texts():
                self.settings.setdefault(row.setting, []).append(row.fixed)
                if SETS[name] is not Wish.NEED:
                    self.inside[name].append(extension(HAZARDS, row.fixed))
                return True
            if row.setting in self.settings:
                return False
            self.settings[row.setting] = {row.parameter: value}
        self.features[name].append(row.term)
        return True

    def as_json(self) -> dict[str, Any]:
        needs = dict(self.settings)
        for name in SETS:
            held = {FEATURES: self.features[name], EXTENSIONS: self.inside[name]}
            if any(held.values()):
                needs[name] = {key: some for key, some in held.items() if some}
        return {**needs, EXTENSIONS: self.extensions}


def extension(name: str, value: str) -> dict[str, str]:
    return {"namespace": NAMESPACE, "name": name, "value": value}


def wished(raw: Any) -> tuple[str, Any]:  # noqa: ANN401 (a raw value)
    """The wish and the bare value of one entry."""
    if isinstance(raw, dict):
        return raw["wish"], raw["value"]
    return Wish.PREFER.value, raw


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 (a raw value)
    return value if isinstance(value, list) else [] if value is None else [value]


def _join_avoided(tree: Tree) -> None:
    """Avoided modes among the modes, so that one list holds all of them."""
    talk = tree.get("talk", {})
    avoided = [{"value": mode, "wish": Wish.AVOID.value} for mode in talk.pop("avoid", [])]
    if avoided:
        talk["modes"] = [*talk.get("modes", []), *avoided]


def _personal(tree: Tree) -> Iterator[dict[str, str]]:
    """All that is no need: an extension for each value."""
    for one in profile_fields():
        if one.stated or one.key in NO_NEED:
            continue
        for raw in _as_list(get_path(tree, one.path)):
            text = raw.isoformat() if isinstance(raw, datetime.date) else value_text(raw)
            yield extension(one.key, text)
