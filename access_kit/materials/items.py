"""Items of a paper as data: a stable id, a kind, a word, and when the item is said.

An item is said when every fact in ``needs`` holds and none in ``unless`` does; facts are the names
of ``paper_facts.py``. Two items may share an id when they are variants of one statement. ``covers``
are the ids of what need not be asked beside an item.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class Item:
    id: str
    word: str
    kind: str = ""
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()

    def holds(self, facts: Set[str]) -> bool:
        return set(self.needs) <= facts and facts.isdisjoint(self.unless)


@lru_cache(maxsize=8)
def load_items(name: str) -> tuple[Item, ...]:
    """The items of the data file ``name``, in the order in which they are said."""
    data = tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return tuple(
        Item(
            id=entry["id"],
            word=entry["word"],
            kind=entry.get("kind", ""),
            needs=tuple(entry.get("needs", ())),
            unless=tuple(entry.get("unless", ())),
            covers=tuple(entry.get("covers", ())),
        )
        for entry in data["item"]
    )


def choose_items(items: Iterable[Item], facts: Set[str], kind: str = "") -> tuple[Item, ...]:
    """The items that hold, of one ``kind`` when given; nobody reads the same words twice."""
    held = (item for item in items if item.holds(facts) and kind in ("", item.kind))
    first: dict[str, Item] = {}
    for item in held:
        first.setdefault(item.word, item)
    return tuple(first.values())
