"""How hard a text is to read, as a number: only where a formula was made for the language.

The formula and the rules for syllables stand in the language's file. Below 100 words none is
steady, and no number is given: a silent pass would be worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from access_kit.i18n.language_habits import find_language, language_names
from access_kit.materials.plain.passages import Passage, PassageKind, mask_values
from access_kit.materials.plain.sentences import split_sentences, words_of
from access_kit.materials.plain.syllables import syllable_counter
from access_kit.model.language import LevelFormula

MIN_WORDS = 100
MIN_SENTENCES = 3


class LevelVerdict(StrEnum):
    PASS = "pass"  # noqa: S105 (a verdict)
    WARN = "warn"
    FAIL = "fail"
    TOO_SHORT = "too_short"
    NOT_CALIBRATED = "not_calibrated"


@dataclass(frozen=True)
class ReadingLevel:
    """``value`` is ``None`` where no number holds; ``measure`` then is empty or says which."""

    lang: str
    measure: str
    value: float | None
    verdict: LevelVerdict
    words: int
    sentences: int
    mean_sentence: float
    long_word_share: float | None


def formula_for(lang: str) -> LevelFormula | None:
    found = find_language(lang)
    return found.level if found.syllables else None


@cache
def calibrated() -> tuple[str, ...]:
    """The languages that have a formula."""
    return tuple(name for name in language_names() if formula_for(name))


def judge(formula: LevelFormula, value: float) -> LevelVerdict:
    sign = 1 if formula.passes < formula.fails else -1
    if sign * value <= sign * formula.passes:
        return LevelVerdict.PASS
    return LevelVerdict.FAIL if sign * value > sign * formula.fails else LevelVerdict.WARN


def sentences_in(passages: Iterable[Passage], lang: str) -> list[str]:
    """Every sentence of paragraphs and items in ``lang``, with values left out."""
    base = lang.partition("-")[0].lower()
    return [
        sentence
        for passage in passages
        if passage.kind is not PassageKind.LABEL and passage.lang.partition("-")[0].lower() == base
        for sentence in split_sentences(mask_values(passage.text), lang)
    ]


def measure_level(passages: Sequence[Passage], lang: str) -> ReadingLevel:
    """The reading level of all passages in ``lang`` together."""
    sentences = [words_of(sentence) for sentence in sentences_in(passages, lang)]
    words = [word for sentence in sentences for word in sentence]
    mean = len(words) / len(sentences) if sentences else 0.0
    formula, count = formula_for(lang), syllable_counter(lang)
    if formula is None or count is None:
        verdict = LevelVerdict.NOT_CALIBRATED
        return ReadingLevel(
            lang, "", None, verdict, len(words), len(sentences), round(mean, 1), None
        )
    heard = [count(word) for word in words]
    share = sum(1 for syllables in heard if syllables >= 3) / len(words) if words else 0.0
    value, verdict = None, LevelVerdict.TOO_SHORT
    if len(words) >= MIN_WORDS and len(sentences) >= MIN_SENTENCES:
        syllables = formula.syllables * sum(heard) / len(words)
        value = round(formula.words * mean + syllables + formula.base, 1) + 0.0  # no "-0.0"
        verdict = judge(formula, value)
    return ReadingLevel(
        lang, formula.measure, value, verdict, len(words), len(sentences), round(mean, 1), share
    )
