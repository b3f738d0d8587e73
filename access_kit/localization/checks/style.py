"""Signs that a person should look again: none of them alone makes a translation wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from access_kit.i18n.language_habits import sentence_ends
from access_kit.i18n.sentence_ends import CLOSERS
from access_kit.localization.checks.contents import is_name
from access_kit.localization.checks.pair import FaultFacts, TranslationPair, bare, sentence_end

_TWICE = re.compile(r"\b(\w+)\s+\1\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_TO_COMPARE = 8
"""Characters: the length of "No" says nothing, and a short text may differ by some."""

_STARTS_WITH_VALUE = re.compile(r"\s*(?:(?:\*\*|[¿¡«“\"'(])+\s*)?(?:\{|<\d+/?>|\d|%)")


def unchanged(pair: TranslationPair) -> Iterator[FaultFacts]:
    words = _WORD.findall(pair.source_words)
    if pair.target.strip() != pair.source.strip() or not any(len(word) > 1 for word in words):
        return
    if is_name(pair.source_words) or pair.habits.language == "en":
        return
    yield {}


def end_sign(pair: TranslationPair) -> Iterator[FaultFacts]:
    """The sign that ends a sentence, in the language's own shape."""
    if not pair.habits.end or not _WORD.search(pair.source_words):
        return
    ends = sentence_ends() + "".join(pair.habits.end.values())
    wanted = sentence_end(pair.source)
    found = sentence_end(pair.target)
    if wanted in pair.habits.end:
        accepted = pair.habits.end[wanted]
        if found not in accepted or not found:
            yield {"wanted": accepted[0], "found": found}
    elif wanted not in ".?!" and found and found in ends and wanted != found:
        yield {"wanted": wanted, "found": found}


def opening_sign(pair: TranslationPair) -> Iterator[FaultFacts]:
    for close, opening in pair.habits.open.items():
        if pair.target_words.count(close) != pair.target_words.count(opening):
            yield {"wanted": opening, "close": close}


def emphasis(pair: TranslationPair) -> Iterator[FaultFacts]:
    """Bold words that are lost, added or not closed; there may be more than in the source."""
    wanted, found = pair.source.count("**"), pair.target.count("**")
    if found % 2 or bool(wanted) != bool(found) or found < wanted:
        yield {"wanted": wanted, "found": found}


def length(pair: TranslationPair) -> Iterator[FaultFacts]:
    source, target = (len(words.strip()) for words in (pair.source_words, pair.target_words))
    dense = pair.habits.dense
    low, high, slack = (0.2, 1.2, 2) if dense else (0.5, 2.2, 6)
    if source < _LEAST_TO_COMPARE:
        return
    if not low * source - slack <= target <= high * source + 2 * slack:
        yield {"percent": round(100 * target / source)}


def spaces(pair: TranslationPair) -> Iterator[FaultFacts]:
    """Two spaces in a row, or a space at one end that the source does not have."""
    doubled = "  " in pair.target and "  " not in pair.source
    ends = [(text[:1].isspace(), text[-1:].isspace()) for text in (pair.source, pair.target)]
    if doubled or ends[0] != ends[1]:
        yield {}


def capital(pair: TranslationPair) -> Iterator[FaultFacts]:
    """A small letter for a capital or the other way; ``#. case: any`` in a template allows both."""
    if (
        not pair.habits.has_case
        or "case: any" in pair.message.notes
        or any(_STARTS_WITH_VALUE.match(text) for text in (pair.source, pair.target))
    ):
        return
    source, target = (_first_letter(text) for text in (pair.source, pair.target))
    if source and target and source.isupper() != target.isupper():
        yield {"letter": target}


def _first_letter(text: str) -> str:
    found = _WORD.search(bare(text))
    return found[0][0] if found else ""


def repeated(pair: TranslationPair) -> Iterator[FaultFacts]:
    if "*" in pair.habits.doubled:
        return
    allowed = pair.habits.doubled | {m[1].lower() for m in _TWICE.finditer(pair.source_words)}
    for match in _TWICE.finditer(pair.target):
        if match[1].lower() not in allowed and not match[1].isdigit():
            yield {"word": match[1]}
            return


def long_sentence(pair: TranslationPair) -> Iterator[FaultFacts]:
    """Words in a sentence; signs where words are not parted. Thai and the like part neither."""
    unspaced = pair.habits.unspaced
    if unspaced and not pair.habits.dense:
        return
    ends = re.escape(sentence_ends(pair.habits.language))
    for sentence in re.split(rf"[{ends}]+[\s{re.escape(CLOSERS)}]*|\n", pair.target_words):
        count = len("".join(sentence.split()) if unspaced else sentence.split())
        if count > pair.habits.most:
            yield {"count": count, "limit": pair.habits.most}
            return
