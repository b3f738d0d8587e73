"""Lines of a letter that are data: which of a file are said to a reader, with their values."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from access_kit.i18n.words import FilledIn
from access_kit.materials.context import SessionContext
from access_kit.materials.items import choose_items, load_items
from access_kit.materials.taking_part import say_ways
from access_kit.materials.values import session_values
from access_kit.model.document import Inlines


@dataclass(frozen=True)
class SaidLines:
    """Says lines of ``FILE`` for a reader of whom ``facts`` hold."""

    FILE: ClassVar[str]

    context: SessionContext
    facts: Set[str]

    @cached_property
    def values(self) -> Mapping[str, FilledIn]:
        ways = say_ways(self.context.words, self.facts)
        return {**session_values(self.context), "ways": ways}

    def lines(self, kind: str) -> tuple[Inlines, ...]:
        chosen = choose_items(load_items(self.FILE), self.facts, kind)
        return tuple(self.context.words.inlines(item.word, **self.values) for item in chosen)
