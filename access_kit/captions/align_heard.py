"""A script laid on words that an engine heard: for languages that have no aligner of sound.

Words that are equal in both are anchors. Between them letters are compared, whatever way the two
are cut into words: engines write Korean in pieces and Japanese in words that no script has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access_kit.captions.align_fill import WordSpan, fill_words
from access_kit.captions.align_runs import find_runs
from access_kit.captions.check_words import split_words
from access_kit.captions.script import ScriptWord
from access_kit.captions.spoken_words import TokenReading
from access_kit.model.word import RecordedWords, Word

ALIKE = 0.6
"""The share of a word's letters that must have been heard, near each other."""
USED = 0.5
"""Of a heard word's letters: with fewer in the script, it is not in the script."""
MOST_SPREAD = 1.5
"""Letters of one word lie in at most this many times its own length of what was heard."""


@dataclass(frozen=True)
class _Letter:
    """A letter of what was heard: the word it belongs to, and its share of that word's time."""

    letter: str
    word: int
    start_ms: int
    end_ms: int


def align_heard(
    heard: Sequence[Word], script: Sequence[ScriptWord], lang: str | None, length_ms: int = 0
) -> RecordedWords:
    """Every word of ``script`` with the time of what it matches, or the time that is left.

    ``length_ms`` is that of the recording; unknown, it ends with the last word heard.
    """
    chosen = choose_readings(script, [word.text for word in heard])
    letters = _spread(heard)
    pairs = _pair_letters(chosen, heard, letters)
    times: dict[int, WordSpan] = {}
    used = [0] * len(heard)
    for index, matched in enumerate(pairs):
        near = _nearest(matched, len("".join(chosen[index])))
        if not near:
            continue
        times[index] = (letters[near[0]].start_ms, letters[near[-1]].end_ms)
        for at in near:
            used[letters[at].word] += 1
    sizes = [max(1, len(_letters_of(word.text))) for word in heard]
    extra = tuple(word for index, word in enumerate(heard) if used[index] < USED * sizes[index])
    length = max([length_ms, *(word.end_ms for word in heard)])
    return replace(fill_words(script, times, extra, length), lang=lang)


def choose_readings(script: Sequence[ScriptWord], heard: Sequence[str]) -> list[TokenReading]:
    """For each word of the script, the longest reading that was heard, else the likeliest."""
    text = "".join(_letters_of(word) for word in heard)

    def heard_letters(reading: TokenReading) -> int:
        letters = "".join(map(_letters_of, reading))
        return len(letters) if letters in text else 0

    return [max(word.readings, key=heard_letters, default=()) for word in script]


def _letters_of(word: str) -> str:
    return "".join(split_words(word)).replace("'", "")


def _spread(heard: Sequence[Word]) -> list[_Letter]:
    found: list[_Letter] = []
    for index, word in enumerate(heard):
        letters = _letters_of(word.text)
        length = word.end_ms - word.start_ms
        for at, letter in enumerate(letters):
            start = word.start_ms + length * at // len(letters)
            end = word.start_ms + length * (at + 1) // len(letters)
            found.append(_Letter(letter, index, start, end))
    return found


def _pair_letters(
    chosen: Sequence[TokenReading], heard: Sequence[Word], letters: Sequence[_Letter]
) -> list[list[int]]:
    """For each written word, the places in ``letters`` that its letters match."""
    spoken = [(_letters_of(word), index) for index, row in enumerate(chosen) for word in row]
    spoken = [(word, index) for word, index in spoken if word]
    owners = [index for word, index in spoken for _ in word]
    text = "".join(word for word, _ in spoken)
    spelled = [_letters_of(word.text) for word in heard]
    pairs: list[list[int]] = [[] for _ in chosen]
    text_at, said_at = _ends([word for word, _ in spoken]), _ends(spelled)
    last_text = last_said = 0
    anchors = [
        (text_at[at], said_at[other], sum(map(len, spelled[other : other + size])))
        for at, other, size in find_runs([word for word, _ in spoken], spelled)
    ]
    for at, other, size in [*anchors, (len(text), len(letters), 0)]:
        part = [letter.letter for letter in letters[last_said:other]]
        if part and at > last_text:
            for first, second, count in find_runs(text[last_text:at], part):
                for step in range(count):
                    pairs[owners[last_text + first + step]].append(last_said + second + step)
        for step in range(size):
            pairs[owners[at + step]].append(other + step)
        last_text, last_said = at + size, other + size
    return pairs


def _ends(words: Sequence[str]) -> list[int]:
    """Where each word begins when they are written without spaces, and where the last one ends."""
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    return ends


def _nearest(matched: Sequence[int], length: int) -> Sequence[int]:
    """The matched letters of a word of ``length`` letters, if enough of them lie together."""
    widest = max(1, round(length * MOST_SPREAD))
    best: Sequence[int] = ()
    first = 0
    for last in range(len(matched)):
        while matched[last] - matched[first] >= widest:
            first += 1
        if last + 1 - first > len(best):
            best = matched[first : last + 1]
    return best if len(best) >= ALIKE * length else ()
