"""How likely each word is wrong: a probability, so that doubts of several kinds stand in one queue.

The weights are those of a logistic curve on the clips in ``tests/data/speech``, whose words are
known: how sure the engine is of a word and of its neighbours, and whether another engine hears the
same. ``tests/captions/test_doubt.py`` measures how many errors the head of the queue holds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from access_kit.captions.reviewing.other_hearing import OtherHearing
from access_kit.captions.unsure import UNSURE
from access_kit.model.word import Word

LOW, DIFFERS, MISSING, GUESSED, MARKED = (
    "low-confidence",
    "heard-otherwise",
    "more-was-heard",
    "time-guessed",
    "marked-unsure",
)
"""Why a word is doubtful, as the answer of ``captions review --json`` says it."""

DOUBTFUL = 0.1
"""A word that is wrong this likely has to be looked at before anybody may approve."""
SAID_BY_A_PERSON = 0.01
CHANCE_OF_GUESSED, CHANCE_OF_MARKED = 0.3, 0.5
LEAST_SURE, MOST_SURE = 0.005, 0.995


@dataclass(frozen=True)
class Doubt:
    """``chance`` that the word is wrong, 0 to 1; ``why`` are the codes above."""

    chance: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class _Weights:
    """Of the curve: what every word has; log-odds of its own and its neighbours' doubt; another
    engine that hears something else, or a word more."""

    every: float
    own: float
    near: float
    differs: float = 0.0
    missing: float = 0.0


ROUGH, USUAL = "rough", "usual"
ALONE: Mapping[str, _Weights] = {
    ROUGH: _Weights(-1.3, 0.4, 0.27),
    USUAL: _Weights(-1.0, 0.45, 0.0),
}
WITH_ANOTHER: Mapping[str, _Weights] = {
    ROUGH: _Weights(-3.6, 0.1, 0.3, 5.6, 3.0),
    USUAL: _Weights(-2.3, 0.24, 0.26, 2.6, 0.5),
}
"""A rough draft is heard again by a better engine, which is mostly right where the two differ; any
other one by an engine that is no better, which is mostly wrong."""


def measure_doubt(
    words: Sequence[Word],
    *,
    rough: bool,
    other: OtherHearing | None = None,
    guessed: frozenset[int] = frozenset(),
    marked: frozenset[int] = frozenset(),
) -> tuple[Doubt, ...]:
    """The doubt of each word. ``guessed`` are indexes of words whose time nobody found, ``marked``
    of those that a file calls unsure: where nothing says how much, as likely wrong as not."""
    weights = (WITH_ANOTHER if other else ALONE)[ROUGH if rough else USUAL]
    odds = [_odds(word) for word in words]
    done = []
    for index, own in enumerate(odds):
        differs = other is not None and other.differs[index]
        missing = other is not None and other.missing[index]
        chance = SAID_BY_A_PERSON
        if own is not None or differs or missing:
            near = [one for one in odds[max(0, index - 1) : index + 2] if one is not None]
            score = weights.every + weights.near * (sum(near) / len(near) if near else 0.0)
            score += weights.own * (own or 0.0)
            score += weights.differs * differs + weights.missing * missing
            chance = 1 / (1 + math.exp(-score))
        is_marked = index in marked and own is None
        chance = max(
            chance,
            CHANCE_OF_GUESSED if index in guessed else 0.0,
            CHANCE_OF_MARKED if is_marked else 0.0,
        )
        sure = words[index].confidence
        why = (
            (LOW, sure is not None and sure < UNSURE),
            (DIFFERS, differs),
            (MISSING, missing),
            (GUESSED, index in guessed),
            (MARKED, index in marked),
        )
        done.append(Doubt(round(chance, 3), tuple(code for code, holds in why if holds)))
    return tuple(done)


def _odds(word: Word) -> float | None:
    """The log-odds that the engine itself gives for the word being wrong."""
    if word.confidence is None:
        return None
    sure = min(max(word.confidence, LEAST_SURE), MOST_SURE)
    return math.log((1 - sure) / sure)
