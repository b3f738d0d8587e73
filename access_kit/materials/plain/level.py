"""How hard a text is to read, as a number: only where a formula was made for the language.

- English: Flesch-Kincaid grade = 0.39 words/sentences + 11.8 syllables/words - 15.59
- Spanish: INFLESZ = 206.835 - 62.3 syllables/words - words/sentences (Szigriszt-Pazos; Barrio)

Below 100 words neither is steady, and no number is given: a silent pass would be worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from access_kit.materials.plain import syllables, syllables_es
from access_kit.materials.plain.passages import Passage, PassageKind, mask_values
from access_kit.materials.plain.sentences import split_sentences, words_of

MIN_WORDS = 100
MIN_SENTENCES = 3


class LevelVerdict(StrEnum):
    PASS = "pass"  # noqa: S105 (a verdict)
    WARN = "warn"
    FAIL = "fail"
    TOO_SHORT = "too_short"
    NOT_CALIBRATED = "not_calibrated"


@dataclass(frozen=True)
class Formula:
    """``passes`` and ``fails`` are limits on the side where reading is hard."""

    name: str
    count: Callable[[str], int]
    score: Callable[[float, float], float]
    passes: float
    fails: float
    higher_is_harder: bool

    def judge(self, value: float) -> LevelVerdict:
        sign = 1 if self.higher_is_harder else -1
        if sign * value <= sign * self.passes:
            return LevelVerdict.PASS
        return LevelVerdict.FAIL if sign * value > sign * self.fails else LevelVerdict.WARN


FORMULAS = {
    "en": Formula(
        "Flesch-Kincaid grade",
        syllables.count_syllables,
        lambda words, heard: 0.39 * words + 11.8 * heard - 15.59,
        6.0,
        8.0,
        True,
    ),
    "es": Formula(
        "INFLESZ",
        syllables_es.count_syllables,
        lambda words, heard: 206.835 - 62.3 * heard - words,
        65.0,
        55.0,
        False,
    ),
}


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


def formula_for(lang: str) -> Formula | None:
    return FORMULAS.get(lang.partition("-")[0].lower())


def sentences_in(passages: Iterable[Passage], lang: str) -> list[str]:
    """Every sentence of paragraphs and items in ``lang``, with values left out."""
    base = lang.partition("-")[0].lower()
    return [
        sentence
        for passage in passages
        if passage.kind is not PassageKind.LABEL and passage.lang.partition("-")[0].lower() == base
        for sentence in split_sentences(mask_values(passage.text))
    ]


def measure_level(passages: Sequence[Passage], lang: str) -> ReadingLevel:
    """The reading level of all passages in ``lang`` together."""
    sentences = [words_of(sentence) for sentence in sentences_in(passages, lang)]
    words = [word for sentence in sentences for word in sentence]
    mean = len(words) / len(sentences) if sentences else 0.0
    formula = formula_for(lang)
    if formula is None:
        verdict = LevelVerdict.NOT_CALIBRATED
        return ReadingLevel(
            lang, "", None, verdict, len(words), len(sentences), round(mean, 1), None
        )
    heard = [formula.count(word) for word in words]
    share = sum(1 for count in heard if count >= 3) / len(words) if words else 0.0
    value, verdict = None, LevelVerdict.TOO_SHORT
    if len(words) >= MIN_WORDS and len(sentences) >= MIN_SENTENCES:
        value = round(formula.score(mean, sum(heard) / len(words)), 1) + 0.0  # no "-0.0"
        verdict = formula.judge(value)
    return ReadingLevel(
        lang, formula.name, value, verdict, len(words), len(sentences), round(mean, 1), share
    )
