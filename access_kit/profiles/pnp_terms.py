"""One value of a profile ⇄ one term of 1EdTech Access for All PNP 3.0, and the keys of a file."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from access_kit.model.stated import Wish
from access_kit.profiles.cells import read_bare
from access_kit.profiles.fields import Field, fields_by_key, profile_fields

NAMESPACE = "urn:access-kit:profile:1"
"""Of our extensions: PNP keeps room for what it has no word for."""

OUR_SYSTEM = "access-kit"
"""The ``sourceSystem`` of our own ids."""

OLD_OWN = "ext:access-kit."
"""How names of ours began in files of former versions, which are still read."""

ID = "personSourcedId"
NEEDS = "accessForAllPnp"
FEATURES, EXTENSIONS = "features", "extensions"
SETS = {
    "activateAtInitializationSet": Wish.NEED,
    "activateAsOptionSet": Wish.PREFER,
    "prohibitSet": Wish.AVOID,
}
HAZARDS = "hazard-avoidance"
"""The one setting that no set may name as a feature: an extension of ours in the set does."""

ORDER = "order."
"""``order.talk.modes``: the extensions that say in which order the values of a list stand."""

ANYWHERE = "replaceAccessModes"
"""What may stand in every setting."""

PnpFeature = str | dict[str, Any]


@dataclass(frozen=True)
class PnpTerm:
    """A row of ``pnp_terms.toml``. ``fixed`` is the parameter's value where it is always one."""

    field: str
    term: str
    value: str = ""
    parameter: str = ""
    fixed: str = ""
    nearest: bool = False
    read_only: bool = False

    @property
    def setting(self) -> str:
        return setting_name(self.term)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    text = (files(__package__) / "pnp_terms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def load_terms() -> tuple[PnpTerm, ...]:
    return tuple(PnpTerm(**row) for row in _data()["term"])


@lru_cache(maxsize=1)
def plain_texts() -> dict[str, str]:
    """Terms whose setting is a bare text, and the name that the text has in a row."""
    return dict(_data()["texts"])


@lru_cache(maxsize=1)
def known_keys() -> dict[str, tuple[str, ...]]:
    """Every term of PNP, with what may stand in its setting."""
    return {term: (*keys, ANYWHERE) for term, keys in _data()["keys"].items()}


@lru_cache(maxsize=1)
def terms_by_setting() -> dict[str, str]:
    """``textAppearance`` → ``text-appearance``"""
    return {setting_name(term): term for term in known_keys()}


def setting_name(term: str) -> str:
    """``text-appearance`` → ``textAppearance``"""
    first, *rest = term.split("-")
    return first + "".join(part.capitalize() for part in rest)


def wished_fields() -> tuple[Field, ...]:
    """The fields that say what a person needs: those with a wish."""
    return tuple(one for one in profile_fields() if one.stated)


def term_for(field: Field, value: object) -> PnpTerm | None:
    """The term that is written for one value of a field, if PNP has one."""
    text = value_text(value)
    rows = (row for row in _terms_of(field.key) if row.value in ("", text))
    return next(rows, None)


def terms_named(name: str) -> tuple[PnpTerm, ...]:
    """What a term may stand for."""
    return _terms_by_name().get(name, ())


def value_of(row: PnpTerm, parameter: object = None) -> tuple[Field, Any]:
    """The field and raw value that a row stands for, with what its setting says."""
    field = fields_by_key()[row.field]
    if row.value:
        return field, read_bare(field.kind, row.value)
    return field, raw_number(field, parameter)


def raw_number(field: Field, raw: object) -> object:
    """A whole number that came as 18.0, and a number that came as a text."""
    if isinstance(raw, str):
        raw = read_bare(field.kind, raw)
    is_whole = field.kind is int and isinstance(raw, float) and raw.is_integer()
    return int(raw) if is_whole and isinstance(raw, float) else raw


def old_feature(feature: PnpFeature) -> tuple[Field, Any] | None:
    """What a feature of a former version's file stands for: settings inside, names with ``ext:``.

    ``None`` for one that we never wrote.
    """
    bare = {"name": feature} if isinstance(feature, str) else feature
    name, rest = bare.get("name"), {key: raw for key, raw in bare.items() if key != "name"}
    if not isinstance(name, str):
        return None
    if name.startswith(OLD_OWN):
        return None if rest else _from_own(name.removeprefix(OLD_OWN))
    for row in terms_named(name):
        if not row.parameter and not rest:
            return value_of(row)
        if list(rest) == [row.parameter] and row.fixed in ("", rest[row.parameter]):
            return value_of(row, rest[row.parameter])
    return None


def _from_own(name: str) -> tuple[Field, Any] | None:
    for field in wished_fields():
        if name.startswith(f"{field.key}."):
            return field, text_value(field, name.removeprefix(f"{field.key}."))
    return None


def text_value(field: Field, text: str) -> Any:  # noqa: ANN401 (a raw value)
    """The raw value of a text; an empty text is the empty choice."""
    return read_bare(field.kind, text) if text else ""


def value_text(value: object) -> str:
    """A raw value as a text, which ``text_value`` reads."""
    return value if isinstance(value, str) else json.dumps(value)


@lru_cache(maxsize=64)
def _terms_of(key: str) -> tuple[PnpTerm, ...]:
    return tuple(row for row in load_terms() if row.field == key and not row.read_only)


@lru_cache(maxsize=1)
def _terms_by_name() -> dict[str, tuple[PnpTerm, ...]]:
    named: dict[str, tuple[PnpTerm, ...]] = {}
    for row in load_terms():
        named[row.term] = (*named.get(row.term, ()), row)
    return named
