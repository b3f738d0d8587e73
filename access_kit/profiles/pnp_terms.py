"""One value of a profile ⇄ one term of 1EdTech Access for All PNP 3.0."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from access_kit.profiles.cells import read_cell
from access_kit.profiles.fields import Field, fields_by_key, profile_fields

OWN = "ext:access-kit."
"""How the names of terms begin that PNP lacks; it allows letters, digits, ``_``, ``.``, ``-``."""

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


@lru_cache(maxsize=1)
def load_terms() -> tuple[PnpTerm, ...]:
    text = (files(__package__) / "pnp_terms.toml").read_text(encoding="utf-8")
    return tuple(PnpTerm(**row) for row in tomllib.loads(text)["term"])


def wished_fields() -> tuple[Field, ...]:
    """The fields that say what a person needs: those with a wish."""
    return tuple(one for one in profile_fields() if one.stated)


def to_feature(field: Field, value: Any) -> PnpFeature:  # noqa: ANN401 (a raw value)
    """The term for one value of a field."""
    text = value_text(value)
    for term in _terms_of(field.key):
        if term.value in ("", text):
            if not term.parameter:
                return term.term
            return {"name": term.term, term.parameter: term.fixed or value}
    return f"{OWN}{field.key}.{text}"


def from_feature(feature: object) -> tuple[Field, Any] | None:
    """The field and raw value that a term stands for; ``None`` for a term we do not know."""
    bare = {"name": feature} if isinstance(feature, str) else feature
    if not isinstance(bare, dict) or not isinstance(bare.get("name"), str):
        return None
    name, rest = bare["name"], {key: raw for key, raw in bare.items() if key != "name"}
    if name.startswith(OWN):
        return None if rest else _from_own(name.removeprefix(OWN))
    for term in _terms_by_name().get(name, ()):
        field = fields_by_key()[term.field]
        if not term.parameter and not rest:
            return field, read_cell(_one(field), term.value)
        if list(rest) == [term.parameter] and term.fixed in ("", rest[term.parameter]):
            raw = read_cell(_one(field), term.value) if term.value else rest[term.parameter]
            return field, raw
    return None


def _from_own(name: str) -> tuple[Field, Any] | None:
    for field in wished_fields():
        if name.startswith(f"{field.key}."):
            text = name.removeprefix(f"{field.key}.")
            return field, read_cell(_one(field), text) if text else ""
    return None


def _one(field: Field) -> Field:
    """The field as if it held one value without a wish: how a term says it."""
    return Field(field.path, field.kind, many=False, stated=False)


def value_text(value: object) -> str:
    """A raw value as it stands at the end of a name."""
    return value if isinstance(value, str) else json.dumps(value)


@lru_cache(maxsize=64)
def _terms_of(key: str) -> tuple[PnpTerm, ...]:
    return tuple(term for term in load_terms() if term.field == key)


@lru_cache(maxsize=1)
def _terms_by_name() -> dict[str, list[PnpTerm]]:
    named: dict[str, list[PnpTerm]] = {}
    for term in load_terms():
        named.setdefault(term.term, []).append(term)
    return named
