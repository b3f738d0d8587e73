"""Bare words of an engine made readable: sentences, capitals, names and numbers from a word list.

Rules of this file:
- No word is added, dropped or changed in its letters, but for what the person's word list says.
- Where it is not clear that a sentence ends, none is ended: a wrong full stop misleads more than a
  missing one. Words that carry marks already (from an aligned script) keep theirs.
- Stutters and fillers stay as they were said. ``mark`` sets fillers in round brackets and does
  no more; nothing is cut out of a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise

from access_kit.captions.layout_breaks import (
    BreakWords,
    bare,
    ends_clause,
    ends_sentence,
    load_break_words,
)
from access_kit.captions.readable_list import Listed, apply_list
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.i18n.language_habits import find_language
from access_kit.model.word import RecordedWords, Word

SENTENCE_PAUSE_MS = 700
"""A pause of this length ends a sentence where the wording allows it."""
OPENER_PAUSE_MS = 400
"""Before a word that often opens a sentence, this is enough."""
CERTAIN_PAUSE_MS = 2_000
"""A pause of this length ends a sentence whatever the wording, short of half a phrase."""
_SHORTEST_SENTENCE = 2


class Fillers(StrEnum):
    KEEP = "keep"
    MARK = "mark"


@dataclass(frozen=True)
class SentenceWords:
    """One language's lists; see ``HeardWords``."""

    questions: frozenset[str]
    question_second: frozenset[str]
    always_questions: frozenset[str]
    before_questions: frozenset[str]
    openers: frozenset[str]
    fillers: frozenset[str]
    capitals: tuple[tuple[str, str], ...]


@cache
def load_sentence_words(lang: str | None) -> SentenceWords | None:
    """The lists for ``lang`` (``None``: English), or ``None`` where there are none."""
    lists = find_language(lang or SOURCE_LOCALE).heard
    if lists is None:
        return None
    pairs = (entry.partition("=") for entry in lists.capitals.split())
    return SentenceWords(
        frozenset(lists.questions.split()),
        frozenset(lists.question_second.split()),
        frozenset(lists.always_questions.split()),
        frozenset(lists.before_questions.split()),
        frozenset(lists.openers.split()),
        frozenset(lists.fillers.split()),
        tuple((spoken, written) for spoken, _, written in pairs),
    )


def make_readable(
    words: RecordedWords, listed: Sequence[Listed] = (), fillers: Fillers = Fillers.KEEP
) -> RecordedWords:
    """Words with sentence ends, capitals, the spellings of ``listed``, and fillers as asked."""
    lists = load_sentence_words(words.lang)
    breaks = load_break_words(words.lang)
    marked = any(ends_clause(word.text, breaks) for word in words.words if not _is_sound(word))
    done = apply_list(words.words, listed)
    if lists is not None:
        done = _write_capitals(done, lists)
        if not marked:
            done = end_sentences(done, lists, breaks, words.lang)
        done = start_sentences(done)
        if fillers is Fillers.MARK:
            done = tuple(_mark_filler(word, lists) for word in done)
    return replace(words, words=done)


def _write_capitals(words: Sequence[Word], lists: SentenceWords) -> tuple[Word, ...]:
    spelled = dict(lists.capitals)
    return tuple(
        replace(word, text=spelled[word.text]) if word.text in spelled else word for word in words
    )


def end_sentences(
    words: Sequence[Word], lists: SentenceWords, breaks: BreakWords | None, lang: str | None
) -> tuple[Word, ...]:
    """Full stops and question marks where pause and wording agree."""
    habits = find_language(lang or SOURCE_LOCALE).sentence
    asks, stop = (habits.end.get(sign, sign)[:1] for sign in ("?", "."))
    opening = habits.open.get("?", "")
    done: list[Word] = []
    first = 0
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if not _is_sound(word) and _may_end(word, following, index - first, lists, breaks):
            sentence = words[first : index + 1]
            question = _asks(sentence, lists)
            if question and opening:
                opened = done[first] if first < index else word
                marked = replace(opened, text=opening + opened.text)
                if first < index:
                    done[first] = marked
                else:
                    word = marked
            mark = asks if question else stop if not word.text.endswith(stop) else ""
            done.append(replace(word, text=word.text + mark))
            first = index + 1
        else:
            done.append(word)
    return tuple(done)


def _may_end(
    word: Word,
    following: Word | None,
    before: int,
    lists: SentenceWords,
    breaks: BreakWords | None,
) -> bool:
    if following is None or following.speaker != word.speaker:
        return True
    pause = following.start_ms - word.end_ms
    last = bare(word.text)
    if breaks is not None and (last in breaks.never_last or last in lists.fillers):
        return False
    if pause >= CERTAIN_PAUSE_MS:
        return True
    if before + 1 < _SHORTEST_SENTENCE:
        return False
    opens = bare(following.text) in lists.openers
    if opens and pause >= OPENER_PAUSE_MS:
        return True
    continues = breaks is not None and (
        bare(following.text) in breaks.prepositions | breaks.conjunctions
    )
    return pause >= SENTENCE_PAUSE_MS and not continues


def _asks(sentence: Sequence[Word], lists: SentenceWords) -> bool:
    plain = [bare(word.text) for word in sentence if bare(word.text) not in lists.fillers]
    if plain and plain[0] in lists.before_questions:
        plain = plain[1:]
    if len(plain) < 2:
        return bool(plain) and plain[0] in lists.always_questions
    if plain[0] in lists.always_questions:
        return True
    if plain[0] not in lists.questions:
        return False
    turned = any(
        first in lists.questions and second in lists.question_second
        for first, second in pairwise(plain[:4])
    )
    return turned or plain[1] in lists.questions


def start_sentences(words: Sequence[Word]) -> tuple[Word, ...]:
    """A capital at each start of a sentence or turn; the rest of a word stays as it is."""
    done: list[Word] = []
    starts, speaker = True, words[0].speaker if words else None
    for word in words:
        if _is_sound(word):
            done.append(word)
            continue
        text = _capital(word.text) if starts or word.speaker != speaker else word.text
        done.append(replace(word, text=text))
        starts, speaker = ends_sentence(word.text), word.speaker
    return tuple(done)


def _capital(text: str) -> str:
    for index, character in enumerate(text):
        if character.isalpha():
            return text[:index] + character.upper() + text[index + 1 :]
        if character.isdigit():
            break
    return text


def _is_sound(word: Word) -> bool:
    return word.text.startswith(("[", "("))


def _mark_filler(word: Word, lists: SentenceWords) -> Word:
    said = bare(word.text)
    if said not in lists.fillers or _is_sound(word):
        return word
    core = word.text.rstrip(".,?!…")
    return replace(word, text=f"({core}){word.text[len(core) :]}")
