"""The words of a review, and how they change: pure.

Rules of this file:
- A change replaces a stretch of words by others (``Splice``): correcting, splitting, joining,
  labelling and moving are all that, and so is taking a change back.
- ``said`` is what the file said at first. A word is ``changed`` where a person wrote it otherwise.
- Words of one cue stand together and share its number; the numbers need not be in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from access_kit.captions.reviewing.doubt import DOUBTFUL

Stretch = tuple[int, int]
"""From and to, in milliseconds of the recording."""


@dataclass(frozen=True)
class ReviewedWord:
    """A word under review. ``chance``: how likely it was wrong, and ``why``: see ``doubt``.

    ``other`` is what another engine heard there, ``None`` where it agrees or there is none.
    ``seen``: a person looked at it. ``changed``: they wrote it, or when it is said, otherwise.
    """

    text: str
    start_ms: int
    end_ms: int
    cue: int
    speaker: str | None = None
    confidence: float | None = None
    chance: float = 0.0
    why: tuple[str, ...] = ()
    other: str | None = None
    seen: bool = False
    changed: bool = False

    @property
    def is_doubtful(self) -> bool:
        return self.chance >= DOUBTFUL


@dataclass(frozen=True)
class Splice:
    """``removed`` words from ``at`` on make place for ``words``."""

    at: int
    removed: int
    words: tuple[ReviewedWord, ...]


@dataclass(frozen=True)
class ReviewState:
    """All that is known of a review.

    ``file_sha256`` and ``media_sha256`` say of what; ``version`` counts the changes; ``heard`` are
    stretches of the recording that were played, in order and apart.
    """

    file_sha256: str
    media_sha256: str
    layout: str
    words: tuple[ReviewedWord, ...]
    lang: str | None = None
    engine: str | None = None
    rough: bool = False
    version: int = 0
    heard: tuple[Stretch, ...] = ()

    @property
    def unseen(self) -> tuple[ReviewedWord, ...]:
        """The doubtful words that nobody has looked at yet."""
        return tuple(word for word in self.words if word.is_doubtful and not word.seen)

    @property
    def is_changed(self) -> bool:
        """Whether a person wrote anything otherwise than the file said."""
        return any(word.changed for word in self.words)

    @property
    def is_heard_whole(self) -> bool:
        """Whether all words were played, each from start to end."""
        return all(
            any(start <= word.start_ms and word.end_ms <= end for start, end in self.heard)
            for word in self.words
        )


def change(state: ReviewState, splices: Sequence[Splice], heard: Iterable[Stretch]) -> ReviewState:
    """The review after changes, made one after another; ``ValueError`` where one does not fit."""
    words = list(state.words)
    for splice in splices:
        if not 0 <= splice.at <= splice.at + splice.removed <= len(words):
            raise ValueError("a change outside of the words")
        words[splice.at : splice.at + splice.removed] = splice.words
    return replace(
        state,
        words=tuple(words),
        version=state.version + 1,
        heard=join_stretches((*state.heard, *heard)),
    )


NEAR_MS = 250
"""Stretches this close are one: a player stops between two frames of sound."""


def join_stretches(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same time in the fewest stretches, in order."""
    done: list[Stretch] = []
    for start, end in sorted(stretches):
        if done and start <= done[-1][1] + NEAR_MS:
            done[-1] = (done[-1][0], max(done[-1][1], end))
        else:
            done.append((start, end))
    return tuple(done)


def queue_of(words: Sequence[ReviewedWord]) -> list[int]:
    """The indexes of all words, the one most likely wrong first; of equals, the earlier."""
    return sorted(range(len(words)), key=lambda index: (-words[index].chance, index))


def items_of(words: Sequence[ReviewedWord]) -> list[range]:
    """What there is to look at, the most doubtful first.

    Doubtful words that nobody has seen and that stand together in a cue are one item.
    """
    items: list[range] = []
    for index, word in enumerate(words):
        if not word.is_doubtful or word.seen:
            continue
        last = items[-1] if items else range(0)
        if items and last.stop == index and words[index - 1].cue == word.cue:
            items[-1] = range(last.start, index + 1)
        else:
            items.append(range(index, index + 1))
    return sorted(items, key=lambda one: (-max(words[at].chance for at in one), one.start))
