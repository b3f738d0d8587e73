"""Where a sentence ends, in any language: the one place that knows.

- A sign of ``language_habits.sentence_ends`` ends it, with the quotes and brackets behind.
- A point ends none in a short form ("Dr."), between letters ("6 p.m."), or before a small letter.
- Signs as wide as a letter (。) need no space after them; others do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from access_kit.i18n.language_habits import ANY, find_language, sentence_ends

CLOSERS = "\"'”’»)]}）」』"
"""Signs that may stand between the sign of an end and the space."""

_NEAR = 60
"""Signs before and after an end that tell whether it is one."""

_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_OPENERS = "\"'“‘«([{¿¡"


def next_sentences(text: str, lang: str = ANY) -> Iterator[int]:
    """The places in ``text`` where a sentence begins after another, in order.

    The last of them is the end of ``text`` where a space stands there: what follows is elsewhere.
    """
    for found in _pattern(lang).finditer(text):
        following = text[found.end() : found.end() + _NEAR].lstrip(_OPENERS)[:1]
        before = text[max(0, found.start() - _NEAR) : found.start() + 1]
        if not _goes_on(before, following, lang):
            yield found.end()


def split_sentences(text: str, lang: str = ANY) -> list[str]:
    """The sentences of ``text``, each with its sign and without spaces around it."""
    places = [0, *next_sentences(text, lang), len(text)]
    pieces = (text[start:end].strip() for start, end in pairwise(places))
    return [piece for piece in pieces if piece]


def ends_sentence(text: str, lang: str = ANY) -> bool:
    """Whether ``text`` ends as a sentence does; the point of a short form (``Mr.``) does not count.

    Unlike in running text, a letter with a point (``plan B.``) may end one.
    """
    bare = text.rstrip(CLOSERS)
    if not bare.endswith(tuple(sentence_ends(lang))):
        return False
    return not bare.endswith(".") or not is_short_form(bare.rsplit(None, 1)[-1], lang)


def is_short_form(word: str, lang: str, following: str = "") -> bool:
    """Whether the point at the end of ``word`` belongs to it, before the sign ``following``."""
    word = word.lstrip(_OPENERS)
    if _DOTTED.fullmatch(word):
        return True
    habits = find_language(lang).sentence
    before_number = following.isdigit() and word.lower() in habits.short_before_number.split()
    return before_number or word.lower() in habits.short.split()


@cache
def wide_ends(lang: str = ANY) -> str:
    """The signs of an end that need no space behind them."""
    return "".join(one for one in sentence_ends(lang) if unicodedata.east_asian_width(one) in "WF")


def _goes_on(before: str, following: str, lang: str) -> bool:
    """Whether ``before``, which ends with the sign of an end, is no sentence yet."""
    if before[-1] in ".…" and following.islower():
        return True
    word = before.split()[-1]
    return before[-1] == "." and (
        _INITIAL.fullmatch(word.lstrip(_OPENERS)) is not None
        or is_short_form(word, lang, following)
    )


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    ends, wide = sentence_ends(lang), wide_ends(lang)
    closers = re.escape(CLOSERS)
    return re.compile(
        rf"[{re.escape(ends)}](?![{re.escape(ends)}])[{closers}]*\s+|[{wide}](?![{wide}])[{closers}]*"
    )
