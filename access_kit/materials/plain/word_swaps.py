"""Words with a plainer or a kinder swap, unexplained short forms, and words in capitals.

The lists stand in the files of languages; a language without a list is not judged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from access_kit.errors import FactValue, Problem, Severity
from access_kit.i18n.language_habits import ANY, find_language
from access_kit.materials.plain.passages import Passage, mask_values

_SHORT_FORM = re.compile(r"(?<![\w.])[A-Z]{2,6}s?(?!\w|\.\w)")
_UPPER = "".join(chr(code) for code in range(0x590) if chr(code).isupper())
"""Capitals of Latin, Greek, Cyrillic and Armenian letters, with all their accents."""
_CAPITALS = re.compile(rf"\b[{_UPPER}]{{2,}}(?:[\s'’-]+[{_UPPER}]{{2,}})+\b|\b[{_UPPER}]{{7,}}\b")
_LEAST_CAPITALS = 10
"""Letters: fewer may be two short forms side by side."""


def check_words(passages: Sequence[Passage]) -> Iterator[Problem]:
    """Each word once, with how often it stands there."""
    for lang in dict.fromkeys(passage.lang.partition("-")[0].lower() for passage in passages):
        texts = [mask_values(one.text) for one in passages if one.lang.lower().startswith(lang)]
        for area in ("stigma", "jargon"):
            for word, (swap, count) in find_words("\n".join(texts), lang, area).items():
                facts: dict[str, FactValue] = {"word": word, "swap": swap, "count": count}
                yield Problem(f"words.{area}", Severity.WARNING, facts=facts)
    yield from _check_short_forms(passages)
    yield from _check_capitals(passages)


def find_words(text: str, lang: str, area: str) -> dict[str, tuple[str, int]]:
    """The words of a list as they stand in ``text`` → their swap and how often they stand there."""
    table = swaps_of(lang, area)
    pattern = _pattern(lang, area)
    found: Counter[str] = Counter()
    swaps: dict[str, str] = {}
    for match in pattern.finditer(text) if pattern else ():
        word = " ".join(match[0].lower().split())
        found[word] += 1
        swaps[word] = table[_entry_for(word, table)]
    return {word: (swaps[word], count) for word, count in found.items()}


def _entry_for(word: str, table: Mapping[str, str]) -> str:
    stems = (entry for entry in table if _fits(entry, word))
    return word if word in table else max(stems, key=len)


def _fits(entry: str, word: str) -> bool:
    return re.fullmatch(_body(entry), word) is not None


def swaps_of(lang: str, area: str) -> Mapping[str, str]:
    """The entries of ``stigma`` or ``jargon`` in a language, each with its swap."""
    habits = find_language(lang)
    return habits.stigma if area == "stigma" else habits.jargon


@lru_cache(maxsize=16)
def _pattern(lang: str, area: str) -> re.Pattern[str] | None:
    entries = sorted(swaps_of(lang, area), key=len, reverse=True)
    if not entries:
        return None
    body = "|".join(map(_body, entries))
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE)


def _body(entry: str) -> str:
    parts = (re.escape(part).replace(r"\*", r"\w*") for part in entry.split())
    return r"\s+".join(parts)


def _check_short_forms(passages: Sequence[Passage]) -> Iterator[Problem]:
    """Short forms that the text nowhere spells out: ``ASL (American Sign Language)``."""
    whole = "\n".join(passage.text for passage in passages)
    forms = dict.fromkeys(
        match[0]
        for passage in passages
        if not _CAPITALS.search(passage.text)
        for match in _SHORT_FORM.finditer(mask_values(passage.text))
    )
    known = find_language(ANY).known_short_forms.split()
    for form in forms:
        bare = form.removesuffix("s")
        explained = re.search(
            rf"\({re.escape(bare)}s?\)|\b{re.escape(bare)}s?\s*\([^)]{{4,}}", whole
        )
        if bare not in known and not explained:
            yield Problem("words.short-form", Severity.WARNING, facts={"word": form})


def _check_capitals(passages: Sequence[Passage]) -> Iterator[Problem]:
    for passage in passages:
        for match in _CAPITALS.finditer(mask_values(passage.text)):
            if sum(map(str.isalpha, match[0])) >= _LEAST_CAPITALS or " " not in match[0]:
                yield Problem("words.capitals", Severity.WARNING, facts={"words": match[0][:60]})
