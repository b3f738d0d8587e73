"""One page on which a person ticks how they want to meet. It decides nothing for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access_kit.i18n import Words
from access_kit.materials.blocks import make_document, paragraph
from access_kit.model.document import (
    Blocks,
    Document,
    Purpose,
    Question,
    Table,
    Text,
    WriteLine,
)


@dataclass(frozen=True)
class WayToMeet:
    """``key`` is a platform; ``name`` is said where the catalogue has no word for it.

    ``values`` of the features: yes, plan, no, unknown, not_applicable.
    """

    key: str
    name: str
    values: tuple[str, ...]

    def say(self, words: Words) -> str:
        key = f"platform.{self.key}"
        return words.text(key) if key in words else self.name


def build_choice_sheet(
    words: Words, features: Sequence[str], ways: Sequence[WayToMeet]
) -> Document:
    """``features`` are sentences; each way has a value for each of them, in the same order.

    A feature in which the ways do not differ is no help to choose, and is left out.
    """
    names = tuple(way.say(words) for way in ways)
    blocks = (
        paragraph(words, "choice.intro"),
        *_table(words, features, ways),
        Question("ch-want", words.inlines("choice.want"), (*names, words.text("choice.none"))),
        WriteLine("ch-other", words.text("choice.other")),
    )
    return make_document(words, words.text("choice.title"), Purpose.CHOICE_SHEET, blocks)


def _table(words: Words, features: Sequence[str], ways: Sequence[WayToMeet]) -> Blocks:
    head = (words.inlines("choice.what"), *((Text(way.say(words)),) for way in ways))
    rows = tuple(
        (words.say(feature), *(words.inlines(f"choice.{value}") for value in values))
        for feature, *values in zip(features, *(way.values for way in ways), strict=True)
        if len(set(values)) > 1
    )
    return (Table(head, rows),) if rows else ()
