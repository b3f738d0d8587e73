"""How written numbers were read out: as the voice reads them, or in another way that fits better.

988 may be nine hundred eighty-eight, or nine eight eight. Each way is said by the voice between the
words beside it and laid on the sound of that place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from access_kit.captions.likeness import Likeness, Prices
from access_kit.captions.mel import FrameRows
from access_kit.captions.script import ScriptWord
from access_kit.captions.spoken_script import SPEED, SpokenScript, frame_words
from access_kit.captions.warp import WarpPath, find_path
from access_kit.documents.sound.voices import Utterance, Voice

BESIDE = 2
"""Words before and after that are said with a number."""
MOST_NUMBERS = 400
"""Of one recording; those after are said as the voice reads them."""
SAID_AT_ONCE = 24


@dataclass(frozen=True)
class _Trial:
    """One way to say the number with ``index`` in a script, between its neighbours."""

    index: int
    said: str
    words: tuple[str, ...]
    frames: tuple[int, int]


def choose_numbers(
    script: Sequence[ScriptWord],
    spoken: SpokenScript,
    path: WarpPath,
    mine: FrameRows,
    pausing: Prices,
    likeness: Likeness,
    voice: Voice,
    lang: str,
) -> Mapping[int, str]:
    """What to say for each number that fits better when it is not said as it is written."""
    trials = list(_list_trials(script, spoken, path))
    costs: list[float] = []
    for first in range(0, len(trials), SAID_AT_ONCE):
        some = trials[first : first + SAID_AT_ONCE]
        texts = [Utterance(" ".join(trial.words), lang) for trial in some]
        for trial, sound in zip(some, voice.speak(texts, SPEED), strict=True):
            powers, starts = frame_words(sound, trial.words)
            firsts = sorted({start for start in starts if start is not None})
            span = slice(*trial.frames)
            if not firsts:
                costs.append(np.inf)
                continue
            said = likeness.of_voice(powers)
            costs.append(find_path(mine[span], pausing[span], said, firsts).cost)
    best: dict[int, tuple[float, str]] = {}
    for trial, cost in zip(trials, costs, strict=True):
        if trial.index not in best or cost < best[trial.index][0]:
            best[trial.index] = (cost, trial.said)
    return {index: said for index, (_, said) in best.items() if said != script[index].text}


def _list_trials(
    script: Sequence[ScriptWord], spoken: SpokenScript, path: WarpPath
) -> list[_Trial]:
    """The ways to say each number that has several; the way it is written comes first."""
    unit_of = {index: unit for unit, words in enumerate(spoken.units) for index in words}
    words = sorted(unit_of)
    matched = np.flatnonzero(path.said >= 0)
    units = path.unit[matched]
    found: list[_Trial] = []
    numbers = 0
    for at, index in enumerate(words):
        word = script[index]
        if len(word.readings) < 2 or not any(sign.isdecimal() for sign in word.text):
            continue
        numbers += 1
        near = words[max(0, at - BESIDE) : at + BESIDE + 1]
        first, last = np.searchsorted(units, [unit_of[near[0]], unit_of[near[-1]] + 1])
        if numbers > MOST_NUMBERS or last <= first:
            continue
        frames = (int(matched[first]), int(matched[last - 1]) + 1)
        for said in (word.text, *(" ".join(reading) for reading in word.readings)):
            texts = [said if one == index else script[one].text for one in near]
            found.append(_Trial(index, said, tuple(texts), frames))
    return found
