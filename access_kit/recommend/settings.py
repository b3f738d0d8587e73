"""Settings: what each means, how two values join, and what a person can take out of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from access_kit.model.constraint import Choice


class Join(Choice):
    """a way to join"""

    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    STRONGEST = "strongest"
    UNION = "union"
    ANY = "any"
    ALL = "all"


class InGroup(Choice):
    """a way into the group's plan"""

    JOIN = "join"
    CONSENT = "consent"
    BASELINE = "baseline"
    NEVER = "never"


EVERYTHING = "*"
"""Among the values taken out: the whole setting."""


@dataclass(frozen=True)
class Setting:
    """``choices`` are the values of a union or, weakest first, of a strongest; empty: any text.

    ``avoided_by`` maps a profile field to what each of its values takes out here when the person
    avoids it; a field in ``avoids`` takes out the value itself. ``for_all`` are bounds
    of a number in the group's plan: ``at_least``, ``at_most``.
    """

    name: str
    means: str
    join: Join
    group: InGroup
    choices: tuple[str, ...] = ()
    wish: bool = False
    avoids: tuple[str, ...] = ()
    avoided_by: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    for_all: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        return self.join in (Join.MAXIMUM, Join.MINIMUM)

    @property
    def is_truth(self) -> bool:
        return self.join in (Join.ANY, Join.ALL)


@lru_cache(maxsize=1)
def load_settings() -> Mapping[str, Setting]:
    """Every setting by its name, from the package's own ``settings.toml``."""
    data = tomllib.loads((files(__package__) / "settings.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: Setting(
                name=name,
                means=entry["means"],
                join=Join(entry["join"]),
                group=InGroup(entry["group"]),
                choices=tuple(entry.get("order", entry.get("of", ()))),
                wish=entry.get("wish", False),
                avoids=tuple(entry.get("avoids", ())),
                avoided_by={
                    field: {value: tuple(out) for value, out in taken.items()}
                    for field, taken in entry.get("avoided_by", {}).items()
                },
                for_all=entry.get("for_all", {}),
            )
            for name, entry in data["setting"].items()
        }
    )
