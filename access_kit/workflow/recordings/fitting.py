"""What of captions this computer can do, without loading any of it."""

from __future__ import annotations

import importlib.util
import os

from access_kit.captions.computer import HEARINGS, fits, memory_mb
from access_kit.model.answers.kit import HearingFitAnswer


def what_fits() -> tuple[HearingFitAnswer, ...]:
    """Each way to hear that has been measured, and whether this computer has room for it."""
    memory = memory_mb()
    return tuple(
        HearingFitAnswer(one.name, one.memory_mb, one.pace, fits(one, memory)) for one in HEARINGS
    )


def describe_computer() -> str:
    """Cores and memory, as far as they can be told."""
    memory = memory_mb()
    told = f"{memory / 1000:.0f} GB of memory" if memory else "memory not told"
    return f"{os.cpu_count() or 1} cores, {told}"


def has_voice() -> bool:
    """Whether scripts in other languages than English can be aligned without a model."""
    return importlib.util.find_spec("espeakng_loader") is not None
