"""Where a line may end: what the guidelines keep together, and how good each other place is.

The word lists stand in the files of languages; a language without a list is broken by its
punctuation and pauses alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from access_kit.captions.layout_units import Unit
from access_kit.i18n import sentence_ends
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.i18n.language_habits import ANY, find_language, pauses

_MORE_CLAUSE_ENDS = "—–-)]"
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
    """One language's lists: ``never_last`` words do not end a line, ``never_first`` begin none."""

    lang: str
    never_last: frozenset[str]
    weak_last: frozenset[str]
    conjunctions: frozenset[str]
    prepositions: frozenset[str]
    never_first: frozenset[str]
    names_by_capital: bool
    verbs: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    linked_verbs: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()


@cache
def load_break_words(lang: str | None) -> BreakWords | None:
    """The lists for ``lang`` (``None``: English), or ``None`` where there are none."""
    lists = find_language(lang or SOURCE_LOCALE).line_breaks
    if lists is None:
        return None
    last = (
        *(lists.articles, lists.prepositions, lists.conjunctions, lists.auxiliaries),
        *(lists.pronouns, lists.negations, lists.modifiers, lists.titles, lists.first_names),
    )
    return BreakWords(
        lang=lang or SOURCE_LOCALE,
        never_last=frozenset(" ".join(last).split()),
        weak_last=frozenset(lists.weak_pronouns.split()),
        conjunctions=frozenset(lists.conjunctions.split()),
        prepositions=frozenset(lists.prepositions.split()),
        never_first=frozenset(lists.negations.split()) - frozenset(lists.free_negations.split()),
        names_by_capital=lists.names_by_capital,
        verbs=frozenset(lists.verbs.split()),
        objects=frozenset(lists.objects.split()),
        linked_verbs=frozenset(lists.linked_verbs.split()),
        links=frozenset(lists.links.split()),
    )


def bare(text: str) -> str:
    """A word without its marks, in lower case, apostrophes straight."""
    return text.strip(_MARKS).replace("’", "'").lower()


def ends_sentence(text: str, words: BreakWords | None = None) -> bool:
    """Whether a sentence ends here; the dot of a title (``Mr.``) does not end one."""
    return sentence_ends.ends_sentence(text, words.lang if words else ANY)


def ends_clause(text: str, words: BreakWords | None = None) -> bool:
    """Whether a mark that parts clauses stands after the word (or its sentence ends)."""
    marks = pauses(words.lang if words else ANY) + _MORE_CLAUSE_ENDS
    return ends_sentence(text, words) or text.rstrip("\"'”’»").endswith(tuple(marks))


def parts_phrase(before: str, after: str, words: BreakWords | None) -> bool:
    """Whether a break between these two words parts what the guidelines keep together."""
    if words is None or ends_clause(before, words):
        return False
    last, first = bare(before), bare(after)
    if last in words.never_last or first in words.never_first:
        return True
    if last in words.verbs and first in words.objects:
        return True
    if last in words.linked_verbs and first in words.links:
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
