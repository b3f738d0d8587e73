"""What hears live: one seam for every engine.

``LIVE_ENGINES`` names them by the engine whose models they use; each is imported when it is asked
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from access_kit.captions.model_shapes import engine_of
from access_kit.model.word import Word


@dataclass(frozen=True)
class HeardNews:
    """What more sound brought.

    ``words`` stand from now on, on the clock of all sound that was given. ``open`` is what was said
    since, as it is understood now, and may change.
    """

    words: tuple[Word, ...] = ()
    open: tuple[str, ...] = ()


class LiveEngine(Protocol):
    """Hears sound as it comes.

    To add one: write a module with ``open_live(model: Path, lang: str) -> LiveEngine`` and put its
    dotted name into ``LIVE_ENGINES``. ``hear`` gets 16 kHz mono 16-bit sound in pieces of any
    length, one after the other, from one thread; while it works, further sound waits outside and
    comes in one piece. A word that it once gave is never given again or taken back. It holds no
    more than half a minute of sound. ``settle`` is called when no sound comes for a while and at
    the end: then every open word stands. ``lang`` is BCP 47, empty where the model decides;
    ``None`` where nobody knows.
    """

    name: str
    lang: str | None

    def hear(self, pcm: bytes) -> HeardNews: ...

    def settle(self) -> HeardNews: ...


LIVE_ENGINES: Mapping[str, str] = {
    "whisper": "access_kit.captions.live.whisper_live",
    "vosk": "access_kit.captions.live.vosk_live",
}


def open_live_engine(model: Path, lang: str) -> LiveEngine:
    """The engine whose model this is, ready to hear."""
    module = import_module(LIVE_ENGINES[engine_of(model) or "vosk"])
    return cast(LiveEngine, module.open_live(model, lang))
