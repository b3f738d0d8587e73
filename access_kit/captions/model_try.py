"""Trying a model in a process of its own: some broken models stop the interpreter.

``python -m access_kit.captions.model_try FOLDER`` exits 0 when the model loads and hears a second
of faint noise.
"""

from __future__ import annotations

import contextlib
import random
import struct
import subprocess
import sys
from pathlib import Path

TRY_SECONDS = 300
"""The largest models take a minute to load from a slow disk."""


def try_model(folder: Path, tried: Path | None = None) -> bool:
    """Whether the model works. A model that worked before is not tried again until it changes.

    ``tried`` is the folder that remembers; without one, or where it cannot be written, every call
    tries anew.
    """
    from access_kit.captions.vosk_engine import digest_model

    mark = tried / digest_model(folder) if tried else None
    if mark and mark.exists():
        return True
    command = [sys.executable, "-m", "access_kit.captions.model_try", str(folder)]
    try:
        code = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL, timeout=TRY_SECONDS, check=False,
        ).returncode  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    if code == 0 and mark:
        with contextlib.suppress(OSError):
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
    return code == 0


def _hear_noise(folder: str) -> None:
    from access_kit.captions.engines import EngineWish, open_engine
    from access_kit.captions.media import RATE
    from access_kit.captions.model_shapes import engine_of

    noise = random.Random(0)  # noqa: S311 (sound, no secret)
    samples = [noise.randint(-20, 20) for _ in range(RATE)]
    model = Path(folder)
    engine = open_engine(engine_of(model) or "vosk", EngineWish(model=model))
    engine.hear(struct.pack(f"<{RATE}h", *samples))


if __name__ == "__main__":
    _hear_noise(sys.argv[1])
