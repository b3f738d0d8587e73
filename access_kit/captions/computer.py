"""What of hearing fits on a computer: how much memory it has, and what each engine takes.

Measured on two cores over 31 clips (334 seconds): docs/captions.md.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

PART_OF_MEMORY = 4
"""Hearing is not to take more than one part in four: other programs run beside it."""
BYTES_A_MB = 1_000_000


@dataclass(frozen=True)
class HearingCost:
    """One way to hear: ``memory_mb`` at its peak, and its time for each second of sound."""

    name: str
    memory_mb: int
    pace: float


HEARINGS = (
    HearingCost("rough draft (English)", 220, 0.3),
    HearingCost("Whisper tiny", 300, 0.18),
    HearingCost("Whisper base", 530, 0.39),
)


def memory_mb() -> int | None:
    """The memory of this computer; ``None`` where it cannot be told."""
    if sys.platform == "win32":
        return _windows_memory_mb()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // BYTES_A_MB
    except (ValueError, OSError):
        return None


def _windows_memory_mb() -> int | None:
    import ctypes

    # MEMORYSTATUSEX: 64 bytes, its own length first, all of the memory in the second eight.
    status = (ctypes.c_uint64 * 8)(64)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (only there on Windows)
    done = kernel.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status[1]) // BYTES_A_MB if done else None


def fits(hearing: HearingCost, memory: int | None) -> bool | None:
    """Whether there is room for it; ``None`` where the memory is not known."""
    return None if memory is None else hearing.memory_mb * PART_OF_MEMORY <= memory
