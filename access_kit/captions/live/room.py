"""Who reads along: everybody gets what they have not seen, and nobody waits for anybody.

There is no queue. The room knows the last words and what is open now; a stream sends what its
reader lacks, and while a slow reader takes that, the room goes on. What a reader fell behind by
comes in one message, and where more was said than the room remembers, its number tells.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator, Sequence

from access_kit.captions.live.hearing import HeardNews
from access_kit.model.word import Word

REMEMBERED_WORDS = 300
"""For a reader whose stream broke: some two minutes."""
JOINED_WORDS = 30
"""For one who comes in."""
TURN_PAUSE_MS = 1_500
"""After a silence of this length a new line begins."""
ALIVE_SECONDS = 10.0
RETRY_MS = 1_000


class LiveRoom:
    """What is shown now. ``state`` is a word of ``live_page.STATES``."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._words: deque[tuple[str, bool]] = deque(maxlen=REMEMBERED_WORDS)
        self._count = 0
        self._open: tuple[str, ...] = ()
        self._state = "waiting"
        self._version = 0
        self._over = False
        self._end_ms = 0

    @property
    def count(self) -> int:
        """How many words stand."""
        return self._count

    @property
    def state(self) -> str:
        return self._state

    def take(self, news: HeardNews) -> None:
        """Show what was heard."""
        if not news.words and news.open == self._open:
            return
        with self._changed:
            self._add(news.words)
            self._open = news.open
            self._tell()

    def _add(self, words: Sequence[Word]) -> None:
        for word in words:
            begins = self._count > 0 and word.start_ms - self._end_ms >= TURN_PAUSE_MS
            self._words.append((word.text, begins))
            self._end_ms = word.end_ms
            self._count += 1

    def say(self, state: str) -> None:
        """Tell everybody how it stands with the sound."""
        with self._changed:
            if state != self._state:
                self._state = state
                self._tell()

    def close(self) -> None:
        """Tell everybody that it is over; every stream ends."""
        with self._changed:
            self._over = True
            self._tell()

    def _tell(self) -> None:
        self._version += 1
        self._changed.notify_all()

    def stream(self, last: str) -> Iterator[bytes]:
        """Events for one reader, who has seen words up to the number ``last`` (empty: none)."""
        seen = int(last) if last.isascii() and last.isdecimal() and len(last) < 12 else -1
        version = -1
        yield f"retry: {RETRY_MS}\n\n".encode()
        while True:
            with self._changed:
                if version == self._version and not self._over:
                    self._changed.wait(ALIVE_SECONDS)
                is_new, over = version != self._version, self._over
                version = self._version
                message = self._message(seen)
                seen = self._count
            yield message if is_new else b": \n\n"
            if over:
                return

    def _message(self, seen: int) -> bytes:
        if not 0 <= seen <= self._count:
            seen = max(0, self._count - JOINED_WORDS)
        new = list(self._words)[-(self._count - seen) :] if self._count > seen else []
        told = {
            "first": self._count - len(new),
            "words": new,
            "open": self._open,
            "state": self._state,
            "over": self._over,
        }
        return f"id: {self._count}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()
