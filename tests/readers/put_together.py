"""Expressions that the package puts together from words of its languages: one of each kind.

A module that puts one together has its line in ``PUT_TOGETHER``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from access_kit.captions import script_lines
from access_kit.delivery import reply_boxes
from access_kit.delivery.word_lists import word_lists
from access_kit.documents.sound import spoken_forms
from access_kit.i18n import sentence_ends
from access_kit.i18n.dates import day_pattern
from access_kit.i18n.language_habits import every_language, language_names, pauses
from access_kit.localization import glossary, written_values
from access_kit.materials.plain import syllables, word_swaps
from access_kit.model.profile import PROFILE_ID
from access_kit.model.session import SESSION_ID
from access_kit.profiles import neutral
from access_kit.store import person_words
from access_kit.workflow.first_hour import spoken_times
from tests.readers.patterns import ALL, Found
from tests.strategies import canary_profile

Made = Iterator[re.Pattern]


def _names() -> Made:
    yield script_lines._asked_pattern()
    yield re.compile(f"{script_lines._SQUARE.pattern}|{script_lines._ROUND.pattern}")


def _boxes() -> Made:
    yield from (reply_boxes._box(), reply_boxes._end())


def _replies() -> Made:
    lists = word_lists()
    yield from (lists.heads, lists.signature, lists.glued)


def _voices() -> Made:
    yield from map(spoken_forms._pattern, (spoken_forms._DIALLED, spoken_forms._VALUES))


def _lists() -> Made:
    for language in every_language():
        yield from (re.compile(change.before) for change in language.lists.changes)


def _sentences() -> Made:
    yield from (sentence_ends._pattern(lang) for lang in _languages())


def _long_sentences() -> Made:
    for lang in _languages():
        ends = re.escape(sentence_ends.sentence_ends(lang))
        yield re.compile(rf"[{ends}]+[\s{re.escape(sentence_ends.CLOSERS)}]*|\n")


def _pauses() -> Made:
    for lang in _languages():
        yield re.compile(rf"[{re.escape(pauses(lang))}–—]\s+|\s[–—]\s")


def _syllables() -> Made:
    for language in every_language():
        if language.syllables is not None:
            for value in vars(syllables._Counter(language.syllables)).values():
                flat = value if isinstance(value, list | tuple) else [value]
                held = (one[0] if isinstance(one, tuple) else one for one in flat)
                yield from (one for one in held if isinstance(one, re.Pattern))


def _swaps() -> Made:
    for lang in _languages():
        found = (word_swaps._pattern(lang, area) for area in ("stigma", "jargon"))
        yield from (pattern for pattern in found if pattern)
    yield re.compile(r"\(ABs?\)|\bABs?\s*\([^)]{4,}")


def _neutral() -> Made:
    yield from filter(None, (neutral._built_in_pattern(), neutral._compile(("a b*", "c*"))))


def _spoken_days() -> Made:
    yield spoken_times._NAMES_DAY
    yield re.compile(rf"^({'|'.join(spoken_times._DAYS)})s?$")


def _values() -> Made:
    yield written_values._VALUES
    for lang in _languages():
        yield from (pattern for pattern, _ in written_values._named(lang))


def _pointers() -> Made:
    return (one.pattern for one in person_words.pointers_to("K-11", [canary_profile(11)]))


PUT_TOGETHER: dict[str, Callable[[], Made]] = {
    "captions/script_lines.py": _names,
    "captions/spoken_words.py": lambda: iter([re.compile(r"12(?:st|nd|rd|th)\b")]),
    "delivery/reply_boxes.py": _boxes,
    "delivery/word_lists.py": _replies,
    "documents/sound/spoken_forms.py": _voices,
    "i18n/dates.py": lambda: filter(None, map(day_pattern, _languages())),
    "i18n/lists.py": _lists,
    "i18n/sentence_ends.py": _sentences,
    "intake/reader.py": lambda: iter(map(re.compile, (PROFILE_ID, SESSION_ID, "[0-9*#]{0,20}"))),
    "localization/checks/style.py": _long_sentences,
    "localization/written_values.py": _values,
    "localization/glossary.py": lambda: iter([glossary._whole_words(("a*", "*b c"), plural=True)]),
    "markup.py": lambda: iter([re.compile(r"</style\b", re.IGNORECASE)]),
    "materials/local_places.py": lambda: iter([re.compile(r"(?<!\w)st\ johns(?!\w)")]),
    "materials/plain/sentences.py": _pauses,
    "materials/plain/syllables.py": _syllables,
    "materials/plain/word_swaps.py": _swaps,
    "profiles/neutral.py": _neutral,
    "store/person_words.py": _pointers,
    "workflow/first_hour/meeting_answers.py": lambda: iter([re.compile(SESSION_ID)]),
    "workflow/first_hour/spoken_times.py": _spoken_days,
}

WAYS = {
    "intake/reader.py": "fullmatch",
    "workflow/first_hour/meeting_answers.py": "fullmatch",
    "i18n/lists.py": "match",
    "delivery/reply_boxes.py": "match",
    "delivery/word_lists.py": "fullmatch",
}
"""Where it is not a whole text that is gone through."""


def put_together() -> Iterator[Found]:
    for place, make in PUT_TOGETHER.items():
        way = WAYS.get(place, ALL)
        for number, pattern in enumerate(dict.fromkeys(make()), 1):
            yield Found(f"{place}, number {number}", pattern, frozenset((way,)))


def _languages() -> list[str]:
    return list(language_names())
