"""Columns that other programs named: which field of a profile each is, proposed by its head.

Nothing is taken by a proposal alone: a person looks at it, and what they said is kept for the next
table with the same heads.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from access_kit.profiles.fields import fields_by_key

LEFT_OUT = ""
"""Of a column that is not taken."""

FIRST_NAME, LAST_NAME, ADDRESS = "first_name", "last_name", "address"
"""Columns that are no field of a profile, and end up in its name or its postal address."""

BESIDE = (FIRST_NAME, LAST_NAME, ADDRESS)

_FIRST = frozenset({"first name", "firstname", "given name", "first"})

MOST_ABOVE = 8
"""So many lines at most stand above the heads: what a meeting service says of its export."""

ENOUGH = 2
"""So many heads that are known make a line the one with the heads."""


@dataclass(frozen=True)
class Columns:
    """The fields of a table's columns, by their heads as they are written."""

    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def taken(self) -> Mapping[str, str]:
        return {head: name for head, name in self.fields.items() if name != LEFT_OUT}

    @property
    def left_out(self) -> tuple[str, ...]:
        return tuple(head for head, name in self.fields.items() if name == LEFT_OUT)


def plain_head(head: str) -> str:
    """A head without capitals, accents and signs: ``e mail address`` for ``E-Mail Address:``."""
    bare = unicodedata.normalize("NFKD", head.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


@lru_cache(maxsize=1)
def known_names() -> Mapping[str, Mapping[str, list[str]]]:
    """How other programs head their columns, and what else stands in their tables."""
    return tomllib.loads((files(__package__) / "column_names.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _known_heads() -> Mapping[str, tuple[str, int]]:
    named = known_names()["fields"].items()
    return {head: (name, rank) for name, heads in named for rank, head in enumerate(heads)}


def targets() -> frozenset[str]:
    """All that a column can be; a checkbox is a field with one of its values."""
    boxes = (f"{key}={value}" for key, one in fields_by_key().items() for value in one.values)
    return frozenset(fields_by_key()) | {*BESIDE, LEFT_OUT, *boxes}


def is_checkbox(name: str) -> bool:
    """Whether a column is one choice of many, ticked or not: ``reading.formats=braille``."""
    return "=" in name


def _box_of(head: str) -> str:
    """The checkbox of a survey's head such as ``Which formats? (choice=Large print)``."""
    _, is_box, choice = head.strip().removesuffix(")").rpartition("(choice=")
    value = plain_head(choice).replace(" ", "_")
    formats = fields_by_key()["reading.formats"]
    return f"{formats.key}={value}" if is_box and value in formats.values else ""


def propose(heads: Sequence[str], kept: Mapping[str, str] | None = None) -> Columns:
    """What each column may be: as it was kept, by its key, or by its name; else left out.

    Columns of one field are all taken where it is a list; of others the one whose head says it
    best. A first name beside a name to be called by stands in for it where that is empty.
    """
    fields, kept = fields_by_key(), kept or {}
    ranked = {head: _name_of(head, kept) for head in heads}
    best: dict[str, str] = {}
    for head in sorted(ranked, key=lambda one: ranked[one][1]):
        best.setdefault(ranked[head][0], head)
    found: dict[str, str] = {}
    for head, (name, _) in ranked.items():
        is_list = is_checkbox(name) or (name in fields and fields[name].many)
        is_taken = is_list or best[name] == head
        is_first = name == "name" and plain_head(head) in _FIRST
        found[head] = name if is_taken else FIRST_NAME if is_first else LEFT_OUT
    return Columns(found)


def _name_of(head: str, kept: Mapping[str, str]) -> tuple[str, int]:
    """What a column may be, and how far down its head stands among those that say so."""
    if head in kept:
        return kept[head], -1
    key = head.strip().lower()
    if key in fields_by_key():
        return key, -1
    return _known_heads().get(plain_head(head), (_box_of(head), 0))


def is_ours(heads: Iterable[str]) -> bool:
    """Whether a table has the keys of fields at its heads, as an export has, mistyped or not."""
    keys = {key for key in fields_by_key() if "." in key or "_" in key}
    return not keys.isdisjoint(head.strip().lower() for head in heads)


def looks_like_heads(cells: Sequence[str]) -> bool:
    """Whether a line names columns, and is not what stands above them."""
    known, fields = _known_heads(), fields_by_key()
    names = [one for one in cells if one.strip()]
    hits = sum(plain_head(one) in known or one.strip().lower() in fields for one in names)
    return hits >= min(ENOUGH, len(names)) and bool(names)
