"""What there is to review: the words of a file, in the cues that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Protocol

from access_kit.captions.convert import CaptionSource, guess_words, lay_out_source
from access_kit.captions.drafts import (
    DraftState,
    find_state,
    language_of,
    remove_draft_cue,
    state_of,
)
from access_kit.captions.layout_rules import Layout
from access_kit.captions.reviewing.doubt import measure_doubt
from access_kit.captions.reviewing.other_hearing import OtherHearing
from access_kit.captions.reviewing.words_reviewed import ReviewedWord
from access_kit.captions.unsure import MARK
from access_kit.model.cue import Captions
from access_kit.model.word import RecordedWords, Word

MOST_IN_A_LABEL = 12
"""Words between brackets that are taken for one sound label."""


@dataclass(frozen=True)
class ReviewMaterial:
    """Words with the index of the cue that each stands in.

    ``guessed`` are indexes of words at a guessed time, ``marked`` of those that the file calls
    unsure. ``state`` is what the file says of itself, ``None`` where no engine wrote it. ``timed``:
    the words are the recording's own, from which the cues were laid out.
    """

    words: tuple[Word, ...]
    cues: tuple[int, ...]
    lang: str | None
    state: DraftState | None
    guessed: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()
    timed: bool = True

    def reviewed_words(self, other: OtherHearing | None) -> tuple[ReviewedWord, ...]:
        """The words with their doubts, nothing looked at yet."""
        doubts = measure_doubt(
            self.words,
            rough=self.state is not None and self.state.rough,
            other=other,
            guessed=self.guessed,
            marked=self.marked,
        )
        return tuple(
            ReviewedWord(
                word.text,
                word.start_ms,
                word.end_ms,
                self.cues[index],
                word.speaker,
                word.confidence,
                doubts[index].chance,
                doubts[index].why,
                other.texts[index] if other else None,
            )
            for index, word in enumerate(self.words)
        )


def find_material(
    source: CaptionSource, layout: Layout, sister: RecordedWords | None = None
) -> ReviewMaterial:
    """The words of a file. ``sister`` are the recording's words where they are known beside it:
    they bring times and confidence, if they are the same words."""
    if source.words is not None:
        return _from_words(source.words, layout)
    assert source.captions is not None
    found = from_cues(source.captions)
    if sister is not None and [w.text for w in sister.words] == [w.text for w in found.words]:
        guessed = frozenset(at for first, end in sister.interpolated for at in range(first, end))
        return replace(found, words=sister.words, guessed=guessed, timed=True)
    return found


def _from_words(words: RecordedWords, layout: Layout) -> ReviewMaterial:
    laid = remove_draft_cue(lay_out_source(CaptionSource(words, None), layout).captions)
    guessed = frozenset(at for first, end in words.interpolated for at in range(first, end))
    cues = find_cues(words.words, laid)
    return ReviewMaterial(words.words, cues, words.lang, find_state(words.notes), guessed)


class HasText(Protocol):
    """Anything with the text of a word."""

    @property
    def text(self) -> str: ...


def find_cues(words: Sequence[HasText], captions: Captions) -> tuple[int, ...]:
    """The index of the cue in which each word begins: cues hold all words, in their order."""
    ends = list(accumulate(_letters(cue.text) for cue in captions.cues))
    found, at, cue = [], 0, 0
    for word in words:
        while cue < len(ends) - 1 and at >= ends[cue]:
            cue += 1
        found.append(cue)
        at += _letters(word.text)
    return tuple(found)


def _letters(text: str) -> int:
    return sum(len(part) for part in text.split() if part != MARK)


def from_cues(captions: Captions) -> ReviewMaterial:
    """The words of cues, with the times that their cue has for them; ``[?]`` becomes a doubt."""
    plain = remove_draft_cue(captions)
    words: list[Word] = []
    cues: list[int] = []
    marked: set[int] = set()
    for number, cue in enumerate(plain.cues):
        for word in join_labels(guess_words(replace(plain, cues=(cue,))).words):
            if word.text == MARK:
                marked |= {len(words) - 1} if words else set()
                continue
            words.append(word)
            cues.append(number)
    return ReviewMaterial(
        tuple(words),
        tuple(cues),
        language_of(captions),
        state_of(captions),
        marked=frozenset(marked),
        timed=False,
    )


def join_labels(words: Sequence[Word]) -> list[Word]:
    """Sound labels as one word each: ``[door`` and ``slams]`` are ``[door slams]``."""
    done: list[Word] = []
    at = 0
    while at < len(words):
        end = at + 1
        if words[at].text.startswith("["):
            ends = (n for n, one in enumerate(words[at : at + MOST_IN_A_LABEL]) if "]" in one.text)
            end = at + 1 + next(ends, 0)
        text = " ".join(word.text for word in words[at:end])
        done.append(replace(words[at], text=text, end_ms=words[end - 1].end_ms))
        at = end
    return done
