"""Where a line may end: what the guidelines keep together, and how good each other place is.

The word lists are data (``break_words.toml``), by language; a language without a list is broken
by its punctuation and pauses alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from access_kit.captions.layout_units import Unit

SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！", "।", "؟", "۔")
CLAUSE_ENDS = (",", ";", ":", "—", "–", "-", "、", "，", "；", "：", "،", "؛", ")", "]")
_CLOSERS = "\"'”’»)]}"
_MARKS = ".,;:!?…\"'“”‘’«»()[]{}—–-¿¡"

SENTENCE, CLAUSE, LONG_PAUSE, PAUSE, SHORT_PAUSE, CONJUNCTION, PREPOSITION, PLAIN = (
    0.0,
    2.0,
    2.0,
    4.0,
    7.0,
    6.0,
    8.0,
    12.0,
)
"""What it costs to end a cue at such a place; a line inside a cue costs half."""
FORBIDDEN = 120.0
"""Cost of parting what belongs together: more than any layout can win by it."""


@dataclass(frozen=True)
class BreakWords:
    """One language's lists. ``never_last`` words do not end a line."""

    never_last: frozenset[str]
    weak_last: frozenset[str]
    conjunctions: frozenset[str]
    prepositions: frozenset[str]
    negations: frozenset[str]
    names_by_capital: bool


_NEVER_LAST = (
    "articles",
    "prepositions",
    "conjunctions",
    "auxiliaries",
    "pronouns",
    "negations",
    "modifiers",
    "titles",
    "first_names",
)


@cache
def load_break_words(lang: str | None) -> BreakWords | None:
    """The lists for ``lang`` (``None``: English), or ``None`` where there are none."""
    file = resources.files("access_kit.captions").joinpath("break_words.toml")
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    code = (lang or "en").split("-")[0].lower()
    if code not in tables:
        return None
    lists = {name: frozenset(text.split()) for name, text in tables[code].items()}
    return BreakWords(
        never_last=frozenset().union(*(lists[name] for name in _NEVER_LAST)),
        weak_last=lists["weak_pronouns"],
        conjunctions=lists["conjunctions"],
        prepositions=lists["prepositions"],
        negations=lists["negations"],
        names_by_capital=code != "de",
    )


def bare(text: str) -> str:
    """A word without its marks, in lower case, apostrophes straight."""
    return text.strip(_MARKS).replace("’", "'").lower()


def ends_sentence(text: str, words: BreakWords | None = None) -> bool:
    """Whether a sentence ends here; the dot of a title (``Mr.``) does not end one."""
    stripped = text.rstrip(_CLOSERS)
    if not stripped.endswith(SENTENCE_ENDS):
        return False
    if not stripped.endswith("."):
        return True
    return not (_DOTTED.fullmatch(stripped) or (words and bare(text) in _ABBREVIATIONS))


_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
"""``p.m.`` and its like."""
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "sr", "sra", "dra", "mme", "mlle", "rev", "vs"}
)


def ends_clause(text: str, words: BreakWords | None = None) -> bool:
    """Whether a mark that parts clauses stands after the word (or its sentence ends)."""
    return ends_sentence(text, words) or text.rstrip("\"'”’»").endswith(CLAUSE_ENDS)


def parts_phrase(before: str, after: str, words: BreakWords | None) -> bool:
    """Whether a break between these two words parts what the guidelines keep together."""
    if words is None or ends_clause(before, words):
        return False
    last, first = bare(before), bare(after)
    if last in words.never_last or first in words.negations - {"never", "no", "nie", "nunca"}:
        return True
    if last in words.weak_last:
        return first not in words.prepositions and first not in words.conjunctions
    return words.names_by_capital and _is_name(before) and _is_name(after)


def _is_name(text: str) -> bool:
    word = text.strip(_MARKS)
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


@dataclass(frozen=True)
class Joint:
    """The place before a unit: what ending a cue or a line there costs, in cost points."""

    cost: float
    forbidden: bool
    sentence: bool


def rate_joints(units: Sequence[Unit], words: BreakWords | None) -> list[Joint]:
    """One joint before each unit; the one before the first costs nothing."""
    joints = [Joint(0.0, False, True)]
    for index in range(1, len(units)):
        joints.append(_rate(units, index, words))
    return joints


def _rate(units: Sequence[Unit], index: int, words: BreakWords | None) -> Joint:
    before, after = units[index - 1], units[index]
    if before.word == after.word:
        return Joint(PLAIN, False, False)
    if before.speaker != after.speaker or after.opens or ends_sentence(before.text, words):
        return Joint(SENTENCE, False, True)
    pause = after.start_ms - before.end_ms
    cost = PLAIN
    if ends_clause(before.text, words):
        cost = CLAUSE
    elif pause >= 700:
        cost = LONG_PAUSE
    elif pause >= 400:
        cost = PAUSE
    elif words and bare(after.text) in words.conjunctions:
        cost = CONJUNCTION
    elif pause >= 200:
        cost = SHORT_PAUSE
    elif words and bare(after.text) in words.prepositions:
        cost = PREPOSITION
    if parts_phrase(before.text, after.text, words):
        return Joint(cost + FORBIDDEN, True, False)
    return Joint(cost, False, False)
