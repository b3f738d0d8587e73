"""How loud it is now beside the room itself: what is quiet, and for how long."""

from __future__ import annotations

from collections import deque

import numpy as np

from access_kit.captions.pauses import (
    FRAME_BYTES,
    FRAME_MS,
    SILENT_DB,
    SPEECH_OVER_FLOOR_DB,
    find_floor,
    measure_levels,
)

REMEMBERED_MS = 20_000
"""So much of the past tells how loud the room is when nobody speaks."""


class RoomLevel:
    """Levels of the last seconds of sound that comes in pieces; times in ms on its clock."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=REMEMBERED_MS // FRAME_MS)
        self._rest = b""
        self._frames = 0
        self._last_loud = 0
        self._loud = 0

    def add(self, pcm: bytes) -> None:
        """The next piece."""
        self._rest += pcm
        whole = len(self._rest) // FRAME_BYTES * FRAME_BYTES
        levels = measure_levels(self._rest[:whole])
        self._rest = self._rest[whole:]
        self._levels.extend(map(float, levels))
        floor = max(find_floor(np.array(self._levels)) + SPEECH_OVER_FLOOR_DB, SILENT_DB)
        loud = np.flatnonzero(levels > floor)
        if len(loud):
            self._last_loud = self._frames + int(loud[-1]) + 1
        self._loud += len(loud)
        self._frames += len(levels)

    @property
    def last_loud_ms(self) -> int:
        """When something last stood out of the room; 0: never."""
        return self._last_loud * FRAME_MS

    @property
    def quiet_ms(self) -> int:
        """For how long nothing has stood out of the room."""
        return (self._frames - self._last_loud) * FRAME_MS

    @property
    def loud_ms(self) -> int:
        """How much has stood out of the room since ``forget``."""
        return self._loud * FRAME_MS

    def forget(self) -> None:
        """Begin to count afresh what stands out."""
        self._loud = 0

    def quietest_ms(self, first_ms: int, end_ms: int) -> int:
        """The quietest moment between two moments that it remembers; else the middle of them."""
        start = self._frames - len(self._levels)
        first, end = (max(0, ms // FRAME_MS - start) for ms in (first_ms, end_ms))
        levels = np.array(self._levels)[first:end]
        if len(levels) < SMOOTHED:
            return (first_ms + end_ms) // 2
        smooth = np.convolve(levels, np.ones(SMOOTHED) / SMOOTHED, mode="valid")
        return (start + first + int(np.argmin(smooth)) + SMOOTHED // 2) * FRAME_MS


SMOOTHED = 5
"""Frames over which a moment is measured."""
