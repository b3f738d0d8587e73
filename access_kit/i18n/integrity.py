"""What a translation may not change: placeholders, tags, links, numbers and addresses.

Where any of these differ, the translation is not used at all: the wrong number to call is worse
than a sentence in another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

TAG = re.compile(r"<(/?)(\d+)(/?)>")
"""``<1>`` and ``</1>`` around words, ``<2/>`` in the place of a value."""

ADDRESS = re.compile(
    r"(?:https?://|tel:|sms:|mailto:)[^\s<>\")\]]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PERCENT = re.compile(r"%(?:\(\w+\))?[sdif](?!\w)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\{(\w+)\}\)")
_DIGITS = re.compile(r"[0-9]+")
_KINDS = ("placeholders", "tags", "addresses", "numbers")


def find_changes(source: str, target: str) -> tuple[str, ...]:
    """The kinds of things that ``target`` has changed: placeholders, tags, addresses, numbers."""
    source, target = fold_digits(source), fold_digits(target)
    both = source + target
    differ = (
        any(sign in both for sign in "{}%") and _placeholders(source) != _placeholders(target),
        "<" in both and _tags(source) != _tags(target),
        Counter(ADDRESS.findall(source)) != Counter(ADDRESS.findall(target)),
        _numbers(source) != _numbers(target),
    )
    return tuple(kind for kind, changed in zip(_KINDS, differ, strict=True) if changed)


_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


def fold_digits(text: str) -> str:
    """``text`` with the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def _placeholders(text: str) -> object:
    """Names in braces, links that need one, percent marks, and whether every brace has a name."""
    names = set(_PLACEHOLDER.findall(text))
    links = Counter(name for _, name in _LINK.findall(text))
    stray = _PLACEHOLDER.sub("", text)
    return names, links, Counter(_PERCENT.findall(text)), "{" in stray or "}" in stray


def _tags(text: str) -> object:
    """Each tag as often as it stands, and whether they open and close in order."""
    found = [(match[1], match[2], match[3]) for match in TAG.finditer(text)]
    return Counter(found), _is_nested(found)


def _is_nested(tags: list[tuple[str, str, str]]) -> bool:
    opened: list[str] = []
    for slash, number, single in tags:
        if single:
            continue
        if not slash:
            opened.append(number)
        elif not opened or opened.pop() != number:
            return False
    return not opened


def _numbers(text: str) -> Counter[str]:
    """Groups of digits in the words, so that 988, 24/7 and 6:15 each keep all of theirs."""
    bare = TAG.sub(" ", _PLACEHOLDER.sub(" ", text))
    return Counter(_DIGITS.findall(bare))
