"""The words that people use in replies, from the files of languages. Data in, sets out.

Words of every language are looked for in every reply: people answer in the language that comes to
them.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from access_kit.i18n.language_habits import every_language
from access_kit.model.language import ReplyWords

LONGEST_PROGRAM = 80
"""Characters that may stand for the program or telephone that a signature names."""

_MARKS = Path(__file__).parent / "reply_marks.toml"


@dataclass(frozen=True)
class WordLists:
    """Words of all languages, as ``spoken`` makes them; ``ticks`` and ``empty`` are signs.

    ``nothing`` are words that sign nothing where a name belongs, those of no among them.

    ``heads`` matches the line above an original ("From: …"), ``signature`` what a telephone
    adds, ``glued`` the same where it may follow a word without a space.
    """

    ticks: frozenset[str]
    empty: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    nothing: frozenset[str]
    polite: tuple[str, ...]
    joined: frozenset[str]
    ranges: frozenset[str]
    ready: frozenset[str]
    not_yet: frozenset[str]
    help: frozenset[str]
    stop: frozenset[str]
    may_stop: tuple[str, ...]
    not_stop: tuple[str, ...]
    heads: re.Pattern[str]
    signature: re.Pattern[str]
    glued: re.Pattern[str]


@lru_cache(maxsize=1)
def word_lists() -> WordLists:
    marks = tomllib.loads(_MARKS.read_text(encoding="utf-8"))
    replies = [language.replies for language in every_language()]
    found: dict[str, list[str]] = {
        one.name: [words for lists in replies for words in getattr(lists, one.name)]
        for one in dataclasses.fields(ReplyWords)
    }
    plain = {name: [spoken(one) for one in words] for name, words in found.items()}
    return WordLists(
        ticks=frozenset(marks["ticks"]),
        empty=frozenset(marks["empty"]),
        yes=frozenset(plain["yes"]),
        no=frozenset(plain["no"]),
        nothing=frozenset(plain["no"]) | frozenset(plain["nothing"]),
        polite=_longest_first(plain["polite"]),
        joined=frozenset(found["joined"]) | {"", "&", "/", "+"},
        ranges=frozenset(found["ranges"]) | {"-", "–", "—"},
        ready=frozenset(plain["ready"]),
        not_yet=frozenset(plain["not_yet"]),
        help=frozenset(plain["help"]),
        stop=frozenset(plain["stop"]),
        may_stop=_longest_first(plain["may_stop"]),
        not_stop=_longest_first(plain["not_stop"]),
        heads=re.compile(rf"\s*\*?(?:{_any_of(found['heads'])})\*?\s?[:：].*"),
        signature=re.compile(_any_of(found["signature"]), re.IGNORECASE),
        glued=re.compile(
            _any_of(one for one in found["signature"] if one[0] != "*"), re.IGNORECASE
        ),
    )


def spoken(text: str) -> str:
    """``text`` as words alone: no case, accents or points, a space between two words."""
    text = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(_spoken(text)).split())


def _spoken(text: str) -> Iterator[str]:
    for sign in text:
        kind = unicodedata.category(sign)
        if kind == "Nd":
            yield str(unicodedata.digit(sign))
        elif kind[0] in "PSZ" or sign in "\n\t\r":
            yield " "
        elif kind not in ("Mn", "Cf", "Cc", "Cs"):
            yield sign


LONGEST_SAID = 400
"""Signs of what may be one word, politely said."""


def without_polite(said: str) -> str:
    """Spoken words without polite ones before and behind them."""
    if len(said) > LONGEST_SAID:
        return said
    polite, before = word_lists().polite, ""
    while said != before:
        before = said
        for one in polite:
            if said != one:
                said = said.removeprefix(f"{one} ").removesuffix(f" {one}")
    return said


def holds_phrase(said: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of ``phrases`` begins at a word of the spoken words."""
    return any(f" {phrase}" in f" {said}" for phrase in phrases)


def without_phrases(said: str, phrases: tuple[str, ...]) -> str:
    said = f" {said} "
    for phrase in phrases:
        said = said.replace(f" {phrase} ", " · ")
    return said.strip()


def _any_of(words: Iterable[str]) -> str:
    named = f".{{0,{LONGEST_PROGRAM}}}"
    return "|".join(re.escape(one).replace(r"\*", named) for one in words)


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda one: (-len(one), one)))
