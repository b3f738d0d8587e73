"""Sound taken in at once and heard in a thread of its own, however long hearing it takes.

What comes while the engine works waits, and is heard in one go. An engine slower than the sound
itself makes whoever brings it wait: no more than a few seconds are ever held.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from access_kit.captions.live.hearing import HeardNews, LiveEngine
from access_kit.captions.media import BYTES_A_MS

MOST_WAITING = 4_000 * BYTES_A_MS
MOST_AT_ONCE = 2_000 * BYTES_A_MS
SETTLE_SECONDS = 1.5
"""Without sound for so long, what was said last stands."""

TakeNews = Callable[[HeardNews], None]


class LiveEar:
    """An engine at work. ``take`` is called from its thread, with what it hears.

    ``silent`` is called there when no sound has come for a while.
    """

    def __init__(self, engine: LiveEngine, take: TakeNews, silent: Callable[[], None]) -> None:
        self._engine, self._take, self._silent = engine, take, silent
        self._waiting = bytearray()
        self._changed = threading.Condition()
        self._ended = False
        self.heard = 0
        self.failed: BaseException | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def give(self, pcm: bytes) -> None:
        """Take sound in; waits only while there is more of it than a few seconds."""
        with self._changed:
            while len(self._waiting) >= MOST_WAITING and not self._ended:
                self._changed.wait()
            if not self._ended:
                self._waiting += pcm
                self._changed.notify_all()

    def end(self, wait_seconds: float) -> None:
        """Hear what is left, for at most ``wait_seconds``; sound that comes later is not taken."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join(wait_seconds)

    def _work(self) -> None:
        try:
            settled = True
            while (pcm := self._next()) is not None:
                if pcm:
                    self._take(self._engine.hear(pcm))
                    self.heard += len(pcm)
                    settled = False
                elif not settled:
                    self._take(self._engine.settle())
                    self._silent()
                    settled = True
            self._take(self._engine.settle())
        except BaseException as error:  # noqa: BLE001 (told by whoever waits for the end)
            self.failed = error
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _next(self) -> bytes | None:
        """The sound that waits; nothing where none came for a while, ``None`` at the end."""
        with self._changed:
            if not self._waiting and not self._ended:
                self._changed.wait(SETTLE_SECONDS)
            if not self._waiting and self._ended:
                return None
            pcm = bytes(self._waiting[:MOST_AT_ONCE])
            del self._waiting[:MOST_AT_ONCE]
            self._changed.notify_all()
            return pcm
