"""Two voices that say the same, on one scale: so that equal sounds have frames that are near.

The voice of the computer is put into the room of the recording, both are brought to one mean and
one spread, and then its frames are bent towards the speaker's by what was laid together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from access_kit.captions.mel import COEFFICIENTS, HOP_MS, FrameRows, loudness, shape_frames
from access_kit.captions.warp import WarpPath

LEAST_DB_OVER_ROOM = 6.0
SHARE_OVER_ROOM = 0.25
"""Of the way from the room's level to the loudest, where speech is taken to begin."""
SOUND_IN_PAUSE = 1.0
"""The price of a frame in a pause that is not like the room at all: a cough, other words."""
FIRMNESS = 0.02
"""How much the bending keeps to no bending at all."""
WEIGHT_OF_LOUDNESS, WEIGHT_OF_CHANGE = 0.8, 0.5
ONE = 0.3
"""What stands beside each frame for the constant part of the bending, as large as they are."""

Flags = npt.NDArray[np.bool_]
Prices = npt.NDArray[np.float32]


@dataclass(frozen=True)
class HeardFrames:
    """A recording's frames, and which of them stand out of the room and are no ``tone``.

    ``room`` is the power of each band where nobody speaks.
    """

    powers: FrameRows
    spoken: Flags
    tone: Flags
    room: npt.NDArray[np.float32]


def look_at(powers: FrameRows, tones: Sequence[tuple[int, int]]) -> HeardFrames:
    """Where somebody may speak; ``tones`` are (start, end) in ms of music and hums."""
    tone = np.zeros(len(powers), bool)
    for start, end in tones:
        tone[start // HOP_MS : end // HOP_MS] = True
    if tone.all():
        return HeardFrames(powers, ~tone, tone, np.zeros(powers.shape[1], np.float32))
    levels = loudness(powers)
    floor, top = np.percentile(levels[~tone], [10, 95])
    over = levels > floor + max(LEAST_DB_OVER_ROOM, SHARE_OVER_ROOM * (top - floor))
    quiet = powers[~over & ~tone]
    room = quiet.mean(axis=0) if len(quiet) else 0 * powers[0]
    return HeardFrames(powers, over & ~tone, tone, room)


@dataclass(frozen=True)
class Likeness:
    """What makes frames of the voice like those of the recording."""

    room: npt.NDArray[np.float32]
    gain: np.float32
    loud: float
    mean: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]
    bending: npt.NDArray[np.float64] | None = None

    def of_voice(self, powers: FrameRows) -> FrameRows:
        """The voice's frames on the common scale."""
        shapes = (shape_frames(self.gain * powers + self.room, self.loud) - self.mean) * self.scale
        bent = shapes if self.bending is None else _widen(shapes) @ self.bending
        return bent.astype(np.float32)

    def bent(self, theirs: FrameRows, mine: FrameRows, path: WarpPath) -> Likeness:
        """The same, with the voice's frames as the speaker would make them.

        A linear map, by the pairs that were laid together.
        """
        frames = np.flatnonzero(path.said >= 0)
        if not len(frames):
            return self
        pairs, wanted = _widen(theirs[path.said[frames]]), mine[frames].astype(np.float64)
        same = np.eye(pairs.shape[1])
        firm = FIRMNESS * len(pairs) * float((pairs**2).mean())
        bending = np.linalg.solve(
            pairs.T @ pairs + firm * same, pairs.T @ wanted + firm * same[:, : wanted.shape[1]]
        ).astype(np.float64)
        return replace(self, bending=bending)


def _widen(shapes: FrameRows) -> npt.NDArray[np.float64]:
    return np.hstack([shapes, np.full((len(shapes), 1), ONE)]).astype(np.float64)


def find_likeness(heard: HeardFrames, said: FrameRows) -> tuple[Likeness, FrameRows]:
    """What brings the voice (its ``said`` powers) to the recording, and the recording's frames."""
    loud = float(heard.powers[heard.spoken].mean())
    gain = np.float32(max(1e-9, loud - float(heard.room.mean())) / float(said.mean() + 1e-9))
    mine = shape_frames(heard.powers, loud)
    theirs = shape_frames(gain * said + heard.room, loud)
    my_mean, their_mean = _mean_shape(mine[heard.spoken]), _mean_shape(theirs)
    spread = np.sqrt((mine[heard.spoken].var(axis=0) + theirs.var(axis=0)) / 2) + 1e-6
    weights = np.ones(mine.shape[1])
    weights[0] = WEIGHT_OF_LOUDNESS
    weights[COEFFICIENTS:] = WEIGHT_OF_CHANGE
    scale = (np.sqrt(weights / weights.sum()) / spread).astype(np.float32)
    return Likeness(heard.room, gain, loud, their_mean, scale), (mine - my_mean) * scale


def _mean_shape(shapes: FrameRows) -> npt.NDArray[np.float32]:
    """The mean of the shapes; of how they change, none is taken off."""
    mean: npt.NDArray[np.float32] = shapes.mean(axis=0)
    mean[COEFFICIENTS:] = 0
    return mean


def price_pauses(heard: HeardFrames, mine: FrameRows) -> Prices:
    """What each frame costs in a pause: how far it is from the room, and nothing for a tone."""
    quiet = mine[~heard.spoken & ~heard.tone]
    if not len(quiet):
        return np.where(heard.tone, 0, SOUND_IN_PAUSE).astype(np.float32)
    apart = np.where(heard.tone, 0, ((mine - quiet.mean(axis=0)) ** 2).sum(axis=1))
    result: Prices = np.minimum(apart, SOUND_IN_PAUSE).astype(np.float32)
    return result
