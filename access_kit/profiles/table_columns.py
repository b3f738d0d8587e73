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

LAST_NAME, ADDRESS = "last_name", "address"
"""Columns that are no field of a profile, and end up in its postal address."""

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
def _known_heads() -> Mapping[str, str]:
    data = tomllib.loads((files(__package__) / "column_names.toml").read_text(encoding="utf-8"))
    return {head: name for name, heads in data["fields"].items() for head in heads}


def targets() -> frozenset[str]:
    """All that a column can be."""
    return frozenset(fields_by_key()) | {LAST_NAME, ADDRESS, LEFT_OUT}


def propose(heads: Sequence[str], kept: Mapping[str, str] | None = None) -> Columns:
    """What each column may be: as it was kept, by its key, or by its name; else left out.

    Two columns of one field are both taken where it is a list; of others the first.
    """
    fields, known, kept = fields_by_key(), _known_heads(), kept or {}
    found: dict[str, str] = {}
    for head in heads:
        name = kept.get(head)
        if name is None:
            key = head.strip().lower()
            name = key if key in fields else known.get(plain_head(head), LEFT_OUT)
            is_list = name in fields and fields[name].many
            if name in found.values() and not is_list:
                name = LEFT_OUT
        found[head] = name
    return Columns(found)


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
