"""A reviewed file written again: what was changed is laid out anew, the rest stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from access_kit.captions.convert import CaptionSource
from access_kit.captions.drafts import (
    DraftState,
    find_state,
    mark_draft,
    mark_draft_words,
    remove_draft_cue,
    state_of,
)
from access_kit.captions.layout import lay_out
from access_kit.captions.layout_rules import Layout
from access_kit.captions.reviewing.doubt import GUESSED, MARKED
from access_kit.captions.reviewing.material import ReviewMaterial
from access_kit.captions.reviewing.words_reviewed import ReviewedWord, ReviewState
from access_kit.captions.unsure import MARK
from access_kit.model.cue import Captions, Cue
from access_kit.model.word import RecordedWords, Word


def reviewed_source(
    source: CaptionSource, before: ReviewMaterial, state: ReviewState, layout: Layout
) -> CaptionSource:
    """The file as the review leaves it: words where it held words, else cues.

    ``before`` is what was in it when the review began.
    """
    if source.words is not None:
        return replace(source, words=reviewed_words(source.words, state))
    assert source.captions is not None
    return replace(source, captions=reviewed_captions(source.captions, before, state, layout))


def state_after(told: DraftState | None, state: ReviewState) -> DraftState | None:
    """What a reviewed file says of itself: approval is over once a word is changed."""
    if told is None or told.is_draft or not state.is_changed:
        return told
    return replace(told, state="draft", by=None, at=None)


def reviewed_words(words: RecordedWords, state: ReviewState) -> RecordedWords:
    """Words as the review leaves them; of what a person has seen there is no doubt any more."""
    unseen = [n for n, word in enumerate(state.words) if GUESSED in word.why and not word.seen]
    done = replace(
        words,
        words=tuple(map(_word, state.words)),
        interpolated=tuple((n, n + 1) for n in unseen),
    )
    told = state_after(find_state(words.notes), state)
    return mark_draft_words(done, told) if told is not None else done


def _word(word: ReviewedWord) -> Word:
    sure = None if word.seen or word.changed else word.confidence
    return Word(word.text, word.start_ms, word.end_ms, sure, word.speaker)


def reviewed_captions(
    captions: Captions, before: ReviewMaterial, state: ReviewState, layout: Layout
) -> Captions:
    """Cues as the review leaves them.

    Where the recording's own words are known, all are laid out again. Where they are not, a cue
    whose words are the same stays, with its place and its emphasis, moved as its words were, and
    only the others are laid out.
    """
    plain = remove_draft_cue(captions)
    if before.timed:
        cues = _lay_out(_begun_cues(state.words, len(plain.cues)), None, state.lang, layout)
    else:
        cues = _lay_out_changed(plain, before, state, layout)
    numbered = (
        replace(cue, id=str(place)) if not cue.id or cue.id.isdecimal() else cue
        for place, cue in enumerate(cues, 1)
    )
    told = state_after(state_of(captions), state)
    result = replace(plain, cues=tuple(numbered))
    return mark_draft(result, told) if told is not None and told.is_draft else result


def _begun_cues(words: Sequence[ReviewedWord], first_new: int) -> list[tuple[ReviewedWord, bool]]:
    """The words, and whether a person said that a new caption begins with them."""
    begun = []
    for before, word in pairwise((None, *words)):
        assert word is not None
        is_new = word.cue >= first_new and (before is None or before.cue != word.cue)
        begun.append((word, is_new))
    return begun


def _lay_out_changed(
    plain: Captions, before: ReviewMaterial, state: ReviewState, layout: Layout
) -> list[Cue]:
    was: dict[int, list[int]] = {}
    for at, number in enumerate(before.cues):
        was.setdefault(number, []).append(at)
    done: list[tuple[Cue, bool]] = []
    for number, group in groupby(state.words, lambda word: word.cue):
        words = list(group)
        old = plain.cues[number] if number < len(plain.cues) else None
        known = was.get(number, [])
        if old is not None and known and _is_same(words, before, known):
            moved = words[0].start_ms - before.words[known[0]].start_ms
            kept = replace(old, start_ms=old.start_ms + moved, end_ms=old.end_ms + moved)
            done.append((kept, False))
        else:
            laid = _lay_out([(word, False) for word in words], old, state.lang, layout)
            done += [(cue, True) for cue in laid]
    return _apart(done, layout)


def _is_same(words: Sequence[ReviewedWord], before: ReviewMaterial, known: Sequence[int]) -> bool:
    """Whether a cue says what it said, a ``[?]`` that is still true included."""
    was = [(before.words[at].text, before.words[at].speaker) for at in known]
    if [(word.text, word.speaker) for word in words] != was:
        return False
    return not any(word.seen and at in before.marked for at, word in zip(known, words, strict=True))


def _lay_out(
    words: Sequence[tuple[ReviewedWord, bool]], old: Cue | None, lang: str | None, layout: Layout
) -> list[Cue]:
    """Cues of words, some of which begin one; they stand where ``old`` stood on the picture."""
    said: list[Word] = []
    for word, begins in words:
        said.append(replace(_word(word), opens=begins))
        if MARKED in word.why and not word.seen:
            said.append(Word(MARK, word.end_ms, word.end_ms, None, word.speaker))
    laid = lay_out(RecordedWords(tuple(said), lang=lang), layout).captions.cues
    return [replace(cue, settings=old.settings) for cue in laid] if old else list(laid)


def _apart(cues: Sequence[tuple[Cue, bool]], layout: Layout) -> list[Cue]:
    """The cues, those that were laid out anew ending in good time before the next."""
    done = []
    for at, (cue, is_new) in enumerate(cues):
        start = cues[at + 1][0].start_ms if at + 1 < len(cues) else 0
        if is_new and start > cue.start_ms:
            latest = start if layout.may_touch else start - layout.min_gap_ms
            if cue.end_ms > latest or start - cue.end_ms < layout.close_gap_ms:
                cue = replace(cue, end_ms=max(latest, cue.start_ms + 1))
        done.append(cue)
    return done
