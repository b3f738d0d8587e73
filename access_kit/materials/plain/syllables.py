"""Syllables of a word, by the spelling rules that a language's file may have.

Groups of vowels are counted, less what is written and not heard, plus what is heard apart. A
dictionary would be a hundred times as large; how near this comes is measured in
``tests/materials/plain``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from access_kit.i18n.language_habits import find_language
from access_kit.model.language import SyllableRules

_NOT_LETTERS = re.compile(r"[^\w']|[\d_]")
_HYPHENS = re.compile(r"[-‐‑–/]")


@cache
def syllable_counter(lang: str) -> Callable[[str], int] | None:
    """Counts the syllables of one word, at least 1; ``None`` for a language without rules.

    A word with hyphens is counted part by part.
    """
    rules = find_language(lang).syllables
    return None if rules is None else lru_cache(maxsize=20_000)(_Counter(rules).count)


class _Counter:
    def __init__(self, rules: SyllableRules) -> None:
        self._known = rules.known
        self._vowels = re.compile(f"[{rules.vowels}]+")
        self._written = [(re.compile(sign), by) for sign, by in rules.written]
        self._silent_end = _compiled(rules.silent_end)
        self._silent_end_not = re.compile(rules.silent_end_not or r"(?!)")
        self._silent = _compiled(rules.silent)
        self._apart = _compiled(rules.apart)
        self._heard = _compiled(rules.heard)
        self._halves = re.compile(rules.halves or r"(?!)")

    def count(self, word: str) -> int:
        parts = _HYPHENS.split(word.lower().replace("’", "'"))
        return max(1, sum(self._count(part) for part in parts if part))

    def _count(self, part: str) -> int:
        part = _NOT_LETTERS.sub("", part)
        known = self._known.get(part) or self._known.get(part.removesuffix("'s"))
        if known:
            return known
        bare = part.removesuffix("'s").replace("'", "")
        if not bare:
            return 0
        half = self._halves.match(bare)
        if half and len(bare) > half.end() + 1:
            return self._count(half[0]) + self._count(bare[half.end() :])
        heard = self._without_silent(bare)
        groups = len(self._vowels.findall(heard))
        groups += sum(len(apart.findall(heard)) for apart in self._apart)
        return max(1, groups + sum(1 for end in self._heard if end.search(part)))

    def _without_silent(self, bare: str) -> str:
        for written, by in self._written:
            bare = written.sub(by, bare)
        if not self._silent_end_not.search(bare):
            ends = (silent.sub("", bare) for silent in self._silent_end)
            bare = next((cut for cut in ends if cut != bare), bare)
        for silent in self._silent:
            bare = silent.sub("", bare)
        return bare


def _compiled(patterns: Sequence[str]) -> list[re.Pattern[str]]:
    return [re.compile(one) for one in patterns]
