"""The words of a hint in what was heard: taken where they sound like what was heard without it.

A recogniser that is given a hint writes names right, and pays for it elsewhere: fillers go, and the
hint is written over silence. So the sound is heard twice. What was heard without the hint stands,
but for the words of the hint that the other hearing has in the same place and that sound alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from access_kit.captions.align_fill import share_spans
from access_kit.captions.check_words import EditStep, align_words
from access_kit.captions.redact_sound import find_likeness, fold
from access_kit.captions.script_language import is_small_word
from access_kit.model.word import Word

LONG_WORD = 6
"""Letters of a word without a capital that is taken for one that a hint was written for."""
ALIKE, ALIKE_WITHIN = 0.4, 0.6
"""How alike the two must sound: where both hearings agree on all around, and where they do not."""

MOST_WORDS_A_NAME = 3
"""What one name is heard as at most: "to win her"."""


@dataclass(frozen=True)
class _Change:
    """Words ``first`` to ``end`` of what was heard become ``words``."""

    first: int
    end: int
    words: tuple[Word, ...]


def find_names(hint: str) -> frozenset[str]:
    """The words of a hint that it was written for: names, and other long words."""
    return frozenset(_core(word) for word in hint.split() if _is_name(_core_as_written(word)))


def _is_name(word: str) -> bool:
    if is_small_word(fold(word)):
        return False
    return len(word) >= LONG_WORD or word != word.lower() or (bool(word) and not word.isascii())


def take_names(
    heard: Sequence[Word], hinted: Sequence[Word], names: frozenset[str]
) -> list[tuple[Word, int]]:
    """``heard`` with the names that ``hinted`` has for them.

    Each word comes with the index of the word of ``heard`` in whose place it stands.
    """
    changes = {change.first: change for change in _find_changes(heard, hinted, names)}
    found: list[tuple[Word, int]] = []
    at = 0
    while at < len(heard):
        change = changes.get(at)
        if change is None:
            found.append((heard[at], at))
            at += 1
        else:
            found += [(word, at) for word in change.words]
            at = change.end
    return found


def _find_changes(
    heard: Sequence[Word], hinted: Sequence[Word], names: frozenset[str]
) -> Iterator[_Change]:
    steps = align_words([_core(word.text) for word in heard], [_core(w.text) for w in hinted])
    apart: list[EditStep] = []
    for step in (*steps, EditStep(None, None, True)):
        if not step.equal:
            apart.append(step)
            continue
        yield from _change_stretch(
            heard,
            hinted,
            [at.reference for at in apart if at.reference is not None],
            [at.other for at in apart if at.other is not None],
            names,
        )
        apart = []
        if step.reference is not None and step.other is not None:
            name = hinted[step.other]
            if _core(name.text) in names:
                yield _swap(heard, step.reference, step.reference + 1, [name])


def _change_stretch(
    heard: Sequence[Word],
    hinted: Sequence[Word],
    mine: Sequence[int],
    theirs: Sequence[int],
    names: frozenset[str],
) -> Iterator[_Change]:
    """Where the two differ: ``mine`` and ``theirs`` are the indexes of that stretch."""
    if not mine or not theirs:
        return
    if all(_core(hinted[index].text) in names for index in theirs):
        words = [hinted[index] for index in theirs]
        if _likeness(heard[mine[0] : mine[-1] + 1], words) >= ALIKE:
            yield _swap(heard, mine[0], mine[-1] + 1, words)
        return
    first, end = mine[0], mine[-1] + 1
    for run in _name_runs(hinted, theirs, names):
        sizes = range(1, len(run) + 2)
        spans = [(at, at + size) for size in sizes for at in range(first, end - size + 1)]
        if not spans:
            return
        likeness, (start, stop) = max((_likeness(heard[a:b], run), (a, b)) for a, b in spans)
        if likeness >= ALIKE_WITHIN:
            yield _swap(heard, start, stop, run)
            first = stop


def _name_runs(
    hinted: Sequence[Word], theirs: Sequence[int], names: frozenset[str]
) -> list[list[Word]]:
    runs: list[list[Word]] = []
    last = None
    for index in theirs:
        if _core(hinted[index].text) in names:
            if last != index - 1:
                runs.append([])
            runs[-1].append(hinted[index])
            last = index
    return runs


def _likeness(heard: Sequence[Word], names: Sequence[Word]) -> float:
    """How alike they sound; 0 where somebody says the same again and again ("uh, uh"): no name."""
    words = [_core(word.text) for word in heard]
    if len(words) > MOST_WORDS_A_NAME * len(names):
        return 0.0
    if any(one == other for one, other in pairwise(words)):
        return 0.0
    return find_likeness("".join(_core(word.text) for word in names), "".join(words))


def _swap(heard: Sequence[Word], first: int, end: int, names: Sequence[Word]) -> _Change:
    """The names in the time of the words they stand for, with the marks before and after these."""
    before, after = _marks(heard[first].text)[0], _marks(heard[end - 1].text)[1]
    texts = [name.text for name in names]
    texts[0] = before + texts[0][len(_marks(texts[0])[0]) :]
    texts[-1] = texts[-1][: len(texts[-1]) - len(_marks(texts[-1])[1])] + after
    if (end - first) == len(names):
        times = [(word.start_ms, word.end_ms) for word in heard[first:end]]
    else:
        span = (heard[first].start_ms, max(heard[end - 1].end_ms, heard[first].start_ms))
        times = share_spans([span], [len(text) for text in texts])
    words = tuple(
        replace(name, text=text, start_ms=start, end_ms=end)
        for name, text, (start, end) in zip(names, texts, times, strict=True)
    )
    return _Change(first, end, words)


def _core(text: str) -> str:
    return fold(_core_as_written(text))


def _core_as_written(text: str) -> str:
    before, after = _marks(text)
    return text[len(before) : len(text) - len(after)]


def _marks(text: str) -> tuple[str, str]:
    """The marks before and after the letters of a word; a word of marks alone has them before."""
    inside = [index for index, character in enumerate(text) if character.isalnum()]
    return (text[: inside[0]], text[inside[-1] + 1 :]) if inside else (text, "")
