"""Two channels that are each other turned over: mixed, they would be silence."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

LEFT_OF_MIX = 0.05
"""Of the power of the louder channel, the least that a mix of two channels keeps."""
_SIGNED = frozenset({"s16", "s16p", "s32", "s32p", "flt", "fltp", "dbl", "dblp"})
_QUIET = 1e-6
"""Power, of full scale 1, below which nothing is said of two channels."""


def turn_opposed(av: Any, frame: Any) -> Any:  # noqa: ANN401 (a module without types)
    """The frame, with its right channel turned over where a mix with the left would cancel out."""
    name = frame.format.name
    if frame.layout.nb_channels != 2 or name not in _SIGNED:
        return frame
    data = frame.to_ndarray()
    left, right = (data[0], data[1]) if frame.format.is_planar else (data[0, ::2], data[0, 1::2])
    if not _cancels(left, right):
        return frame
    turned = data.copy()
    if frame.format.is_planar:
        turned[1] = _negate(right)
    else:
        turned[0, 1::2] = _negate(right)
    done = av.AudioFrame.from_ndarray(turned, format=name, layout="stereo")
    done.sample_rate, done.pts, done.time_base = frame.sample_rate, frame.pts, frame.time_base
    return done


def _cancels(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> bool:
    full = np.iinfo(left.dtype).max if left.dtype.kind == "i" else 1.0
    one, two = left.astype(np.float64) / full, right.astype(np.float64) / full
    louder = max(float(np.mean(one**2)), float(np.mean(two**2))) if len(one) else 0.0
    return louder > _QUIET and float(np.mean(((one + two) / 2) ** 2)) < LEFT_OF_MIX * louder


def _negate(samples: npt.NDArray[Any]) -> npt.NDArray[Any]:
    least = -np.iinfo(samples.dtype).max if samples.dtype.kind == "i" else -np.inf
    turned: npt.NDArray[Any] = np.negative(np.maximum(samples, least)).astype(samples.dtype)
    return turned
