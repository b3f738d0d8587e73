"""What a text is held to, by language, and what is told where it is not met.

Numbers: AMA and AHRQ (grade 6), the UK's Easy Read rules (15 words a sentence), WCAG 2.2 3.1.5.
A limit on sentences holds in every language; a formula only where one was made for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from access_kit.errors import FactValue, Problem, Severity
from access_kit.i18n.language_habits import find_language
from access_kit.i18n.scripts import is_dense, is_unspaced
from access_kit.materials.plain.level import (
    MIN_WORDS,
    LevelVerdict,
    ReadingLevel,
    calibrated,
    formula_for,
    measure_level,
)
from access_kit.materials.plain.passages import Passage, PassageKind, bare, mask_values
from access_kit.materials.plain.sentences import shorten, split_sentences, suggest_cut, words_of

WORST = 3
MAX_BLOCK_SENTENCES = 4
MAX_BLOCK_WORDS = 60
MAX_LIST_ITEMS = 7


@dataclass(frozen=True)
class _Long:
    """A sentence that is too long: ``length`` in words, or letters where there are no spaces."""

    length: int
    limit: int
    is_error: bool
    sentence: str
    lang: str
    where: str


def check_reading(
    passages: Sequence[Passage], lang: str, *, easy_read: bool = False
) -> tuple[ReadingLevel, tuple[Problem, ...]]:
    """The reading level of a text whose own language is ``lang``, and what could be easier."""
    level = measure_level(passages, lang)
    found = (
        *_check_level(level),
        *_check_sentences(passages, easy_read),
        *_check_means(level),
        *_check_blocks(passages),
    )
    return level, found


def check_list_length(items: int) -> Iterator[Problem]:
    if items > MAX_LIST_ITEMS:
        facts = {"items": items, "limit": MAX_LIST_ITEMS}
        yield Problem("reading.long-list", Severity.WARNING, facts=facts)


def _check_level(level: ReadingLevel) -> Iterator[Problem]:
    formula = formula_for(level.lang)
    if level.verdict is LevelVerdict.NOT_CALIBRATED or formula is None:
        facts = {"lang": level.lang, "known": ", ".join(calibrated())}
        yield Problem("reading.not-calibrated", Severity.NOTE, facts=facts)
    elif level.verdict is LevelVerdict.TOO_SHORT or level.value is None:
        facts_short = {"words": level.words, "least": MIN_WORDS}
        yield Problem("reading.too-short", Severity.NOTE, facts=facts_short)
    elif level.verdict is not LevelVerdict.PASS:
        failed = level.verdict is LevelVerdict.FAIL
        code = "reading.too-hard" if failed else "reading.rather-hard"
        yield Problem(
            code,
            Severity.ERROR if failed else Severity.WARNING,
            facts={"measure": level.measure, "value": level.value, "limit": formula.passes},
        )


def _check_sentences(passages: Sequence[Passage], easy_read: bool) -> Iterator[Problem]:
    """The worst sentences by themselves, and how many more there are."""
    long = sorted(_find_long(passages, easy_read), key=lambda one: one.limit - one.length)
    for one in long[:WORST]:
        facts: dict[str, FactValue] = {
            "length": one.length,
            "limit": one.limit,
            "sentence": shorten(bare(one.sentence)),
            "before": suggest_cut(bare(one.sentence), one.lang),
        }
        severity = Severity.ERROR if one.is_error else Severity.WARNING
        yield Problem("reading.long-sentence", severity, where=one.where or None, facts=facts)
    rest = long[WORST:]
    if rest:
        severity = Severity.ERROR if any(one.is_error for one in rest) else Severity.WARNING
        yield Problem("reading.more-long-sentences", severity, facts={"count": len(rest)})


def _find_long(passages: Sequence[Passage], easy_read: bool) -> Iterator[_Long]:
    for passage in passages:
        if passage.kind is PassageKind.LABEL:
            continue
        habits = find_language(passage.lang).sentence
        spaceless = is_unspaced(passage.lang)
        if spaceless and not is_dense(passage.lang):
            continue  # Thai and the like part neither words nor, by a sign, sentences
        hard, soft = habits.most, habits.good
        if easy_read and not spaceless:
            hard = soft = habits.easy_read
        for sentence in split_sentences(passage.text, passage.lang):
            masked = mask_values(sentence)
            length = sum(map(str.isalnum, masked)) if spaceless else len(words_of(masked))
            if length > soft:
                yield _Long(
                    length,
                    hard if length > hard else soft,
                    length > hard,
                    sentence,
                    passage.lang,
                    passage.where,
                )


def _check_means(level: ReadingLevel) -> Iterator[Problem]:
    limits = find_language(level.lang).sentence
    if level.words < MIN_WORDS:
        return
    if limits.mean and level.mean_sentence > limits.mean:
        facts = {"mean": level.mean_sentence, "limit": limits.mean}
        yield Problem("reading.long-on-average", Severity.WARNING, facts=facts)
    share = level.long_word_share
    if share is not None and limits.long_words and share > limits.long_words:
        percents = {"share": round(share * 100), "limit": round(limits.long_words * 100)}
        yield Problem("reading.long-words", Severity.WARNING, facts=percents)


def _check_blocks(passages: Sequence[Passage]) -> Iterator[Problem]:
    for passage in passages:
        sentences = split_sentences(passage.text, passage.lang)
        words = len(words_of(passage.text))
        if passage.kind is PassageKind.LABEL or (
            len(sentences) <= MAX_BLOCK_SENTENCES and words <= MAX_BLOCK_WORDS
        ):
            continue
        facts: dict[str, FactValue] = {
            "sentences": len(sentences),
            "words": words,
            "start": shorten(bare(sentences[0])),
        }
        where = passage.where or None
        yield Problem("reading.long-block", Severity.WARNING, where=where, facts=facts)
