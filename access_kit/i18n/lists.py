"""Lists inside a sentence: ``6:15 PM, 6:35 PM and 6:55 PM``.

CLDR's patterns know the word for "and", not what it does to its neighbours, which the files of
languages say; and half of its languages have no word at all, where plain signs are better than
another language's word.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from access_kit.i18n.language_habits import find_language
from access_kit.i18n.locale_data import Grade, LocalePart, find_locale, grade_of, has_own
from access_kit.model.document import Inlines, Text

ListWord = Literal["and", "or"]

FSI, PDI = "\u2068", "\u2069"
_PLACE = "\ue000"
_CHOICE_SIGN = " / "


def say_list(entries: Sequence[str], locale: str, word: ListWord = "and") -> str:
    """``entries`` joined as the language joins them; empty for none.

    An entry that could change places in right-to-left text stands isolated.
    """
    around = _words_around(entries, locale, word)
    if len(entries) > 1:
        is_rtl = _is_rtl(locale)
        entries = [_isolate(entry) if is_rtl or _has_rtl(entry) else entry for entry in entries]
    return around[0] + "".join(map("".join, zip(entries, around[1:], strict=True)))


def list_texts(entries: Sequence[Text], locale: str, word: ListWord = "and") -> Inlines:
    """``entries`` joined as by ``say_list``, each one still itself: isolated, in its language."""
    around = _words_around([entry.text for entry in entries], locale, word)
    pieces = [Text(around[0])]
    for entry, after in zip(entries, around[1:], strict=True):
        pieces += (dataclasses.replace(entry, isolate=True), Text(after))
    return tuple(piece for piece in pieces if piece.text)


def _words_around(entries: Sequence[str], locale: str, word: ListWord) -> list[str]:
    """What the language puts before, between and after ``entries``: one more than they are."""
    if len(entries) < 2:
        return [""] * (len(entries) + 1)
    if grade_of(locale) is Grade.C or not has_own(locale, _part(word)):
        return ["", *[_sign(locale, word)] * (len(entries) - 1), ""]
    from babel.lists import format_list

    places, found = [_PLACE] * len(entries), find_locale(locale)
    joined = str(format_list(places, "or" if word == "or" else "standard", found))
    around = joined.split(_PLACE)
    around[-2] = _fit_word(around[-2], entries[-1], locale)
    return around


def _part(word: ListWord) -> LocalePart:
    return LocalePart.CHOICES if word == "or" else LocalePart.LISTS


def _sign(locale: str, word: ListWord) -> str:
    return _CHOICE_SIGN if word == "or" else find_language(locale).lists.between


def _fit_word(between: str, last: str, locale: str) -> str:
    """The word before the last entry in the form that its first sound asks for."""
    for change in find_language(locale).lists.changes:
        if between.endswith(change.end) and re.match(change.before, last):
            return between.removesuffix(change.end) + change.becomes
    return between


def _is_rtl(locale: str) -> bool:
    found = find_locale(locale)
    return found is not None and found.text_direction == "rtl"


def _has_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)


def _isolate(text: str) -> str:
    return f"{FSI}{text}{PDI}"
