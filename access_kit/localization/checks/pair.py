"""What a check of one message sees, and the few things that many checks do with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from access_kit.errors import FactValue
from access_kit.i18n.integrity import ADDRESS, TAG
from access_kit.i18n.message import Message
from access_kit.localization.glossary import Glossary
from access_kit.localization.habits import Habits

_VALUES = re.compile(r"\{\w+\}|%(?:\(\w+\))?[sdif](?!\w)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\{\w+\}\)")

FaultFacts = Mapping[str, FactValue]


@dataclass(frozen=True)
class TranslationPair:
    """A source and its translation: one form of a message. ``spare`` is the source's other form."""

    message: Message
    source: str
    target: str
    habits: Habits
    glossary: Glossary
    spare: str = ""

    @cached_property
    def source_words(self) -> str:
        return bare(self.source)

    @cached_property
    def target_words(self) -> str:
        return bare(self.target)


Check = Callable[[TranslationPair], Iterable[FaultFacts]]


def bare(text: str) -> str:
    """The words alone: no value, tag, address or mark; a value in the middle leaves a gap."""
    text = _LINK.sub(r"\1", text).replace("**", "")
    return ADDRESS.sub(" ", _VALUES.sub(" ", TAG.sub(" ", text)))


def sentence_end(text: str) -> str:
    """The last sign of a text, behind marks, closing quotes and tags."""
    text = re.sub(r"</?\d+>", "", text).replace("**", "").rstrip()
    text = text.rstrip("\u200e\u200f\u2066\u2067\u2068\u2069")
    return text.rstrip("\"'”’»)）」』")[-1:]
