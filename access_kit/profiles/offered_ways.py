"""Sentences that offer somebody a way to talk: to call, to text, to come.

The program's own papers are written for their reader; what an agency wrote is looked through, so
that nobody who avoids a way is offered it unseen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from access_kit.i18n.language_habits import every_language
from access_kit.i18n.sentence_ends import split_sentences
from access_kit.profiles.neutral import find_words

FINE, OURS = "fine", "ours"
"""What offers nothing though it names a way: what nobody has to do and whom to call in danger, and
what those who lead do among themselves.
"""

_NAME = "{name}"
_NUMBER = re.compile(r"(?<![\w/])\+?\(?\d(?:[ ().-]{0,2}\d){6,14}(?!\w)")
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,253}\.\w+")
_VALUES = {"phone": _NUMBER, "email": _ADDRESS}


def find_offers(
    text: str, way: str, names: Iterable[str] = (), lines: Collection[str] = ()
) -> Iterator[str]:
    """The sentences of ``text`` that offer ``way``, in any language that has such phrases.

    ``names`` are those of the people that one may turn to. ``lines`` are the digits of numbers for
    danger or a crisis, which may stand anywhere.
    """
    known = tuple(names)
    phrases, ours, fine = phrases_of(way, known), phrases_of(OURS, known), phrases_of(FINE)
    for line in text.splitlines():
        for sentence in split_sentences(line):
            value, said = _VALUES.get(way), sentence
            for one in find_words(sentence, ours):
                said = said.replace(one, " ")
            offered = find_words(said, phrases) or (value and value.search(said))
            if offered and not (find_words(sentence, fine) or names_a_line(sentence, lines)):
                yield sentence


def names_a_line(text: str, lines: Collection[str]) -> bool:
    """Whether one of these numbers stands in ``text``, however it is grouped."""
    found = re.findall(r"\d(?:[ ().-]{0,2}\d)*", text)
    return not {re.sub(r"\D", "", one) for one in found}.isdisjoint(lines)


@lru_cache(maxsize=64)
def phrases_of(way: str, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The phrases of every language; where a name belongs, one for each of ``names``."""
    phrases = (one for language in every_language() for one in language.offers.get(way, ()))
    return tuple(
        said
        for one in phrases
        for said in ([one.replace(_NAME, name) for name in names] if _NAME in one else [one])
    )
