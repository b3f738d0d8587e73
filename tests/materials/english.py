"""How English is written here: the rules of ``english_rules.toml``, and what breaks them.

A sentence ends at its sign, never at a colon. The number of a question is none of its words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from access_kit.i18n import sentence_ends
from access_kit.materials.plain.passages import PassageKind, bare, passages_of
from access_kit.model.document import Document

DATA = tomllib.loads(Path(__file__).with_name("english_rules.toml").read_text("utf-8"))
LIMITS = DATA["limits"]

_NUMBER = re.compile(r"^[A-Z]\d+\.\s*")


@dataclass(frozen=True)
class Rule:
    """What to say, and the pattern of what not to; for participants' sentences alone, or all."""

    name: str
    say: str
    pattern: re.Pattern[str]
    participants_only: bool

    def finds(self, text: str) -> str | None:
        found = self.pattern.search(text)
        return f"{self.name}: “{found[0]}”, say {self.say}" if found else None


@cache
def load_rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            one["name"],
            one["say"],
            re.compile(one["not"], 0 if one.get("exact") else re.IGNORECASE),
            one.get("reader") == "participant",
        )
        for one in DATA["rule"]
    )


def is_excepted(key: str, rule: str) -> bool:
    return any((one["key"], one["rule"]) == (key, rule) for one in DATA["exception"])


def broken_rules(text: str, *, for_participants: bool) -> list[str]:
    """What ``text`` says that it should not, with what to say instead."""
    rules = (one for one in load_rules() if for_participants or not one.participants_only)
    return [found for one in rules if (found := one.finds(text))]


def sentences_of(text: str) -> list[str]:
    """Its sentences, without the number that a question may have in front."""
    said = _NUMBER.sub("", bare(text).strip())
    return [one for one in sentence_ends.split_sentences(said, "en") if any(map(str.isalpha, one))]


def count_words(sentence: str) -> int:
    """Words as they are read: a telephone number or a link counts too."""
    return len(sentence.split())


def long_sentences(texts: Iterable[str]) -> list[str]:
    return [
        sentence
        for text in texts
        for sentence in sentences_of(text)
        if count_words(sentence) > LIMITS["sentence_words"]
    ]


def stretches_of(document: Document) -> list[list[str]]:
    """The sentences that a reader meets one after the other: a heading or a box parts them."""
    parts = groupby(passages_of(document), lambda one: one.kind is PassageKind.LABEL)
    return [
        [sentence for one in passages for sentence in sentences_of(one.text)]
        for is_label, passages in parts
        if not is_label
    ]


def short_runs(sentences: Iterable[str]) -> Iterator[str]:
    """Where more short sentences stand in a row than good rhythm allows."""
    is_short = lambda one: count_words(one) < LIMITS["short_words"]  # noqa: E731
    for short, run in groupby(sentences, is_short):
        row = list(run)
        if short and len(row) > LIMITS["short_in_a_row"]:
            yield " ".join(row)
