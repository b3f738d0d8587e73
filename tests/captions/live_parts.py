"""Live captions for the tests: rooms without an engine, streams read by hand, sound at its pace."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from access_kit.captions.layout_rules import find_layout
from access_kit.captions.live.hearing import HeardNews
from access_kit.captions.live.live_page import LiveLook
from access_kit.captions.loopback import LoopbackPage
from access_kit.captions.outputs import OutputSettings
from access_kit.documents.looks import look_for
from access_kit.model.look import LookName, PaperSize
from access_kit.model.word import Word
from access_kit.workflow.recordings.live_captions import LivePlan, LiveSession

SETTING = OutputSettings(
    find_layout("access"),
    look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER),
    datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC),
)


@dataclass
class DeafEngine:
    """Takes sound and understands nothing; what it got can be looked at."""

    lang: str | None = "en"
    name: str = "vosk"
    got: list[bytes] = field(default_factory=list)

    def hear(self, pcm: bytes) -> HeardNews:
        self.got.append(pcm)
        return HeardNews()

    def settle(self) -> HeardNews:
        return HeardNews()


@contextlib.contextmanager
def served_room(engine: DeafEngine | None = None) -> Iterator[tuple[LiveSession, LoopbackPage]]:
    """A page that takes sound; its words are those that the test puts into ``session.room``."""
    plan = LivePlan(engine or DeafEngine(), "model", LiveLook(), (), SETTING)
    session = LiveSession(plan, None)
    with LoopbackPage(session.doors()) as page:
        yield session, page
        session.ear.end(5)
        session.room.close()


def say(text: str, start_ms: int = 0) -> tuple[Word, ...]:
    """Words one after the other, a fifth of a second each."""
    return tuple(
        Word(one, start_ms + at * 200, start_ms + at * 200 + 200)
        for at, one in enumerate(text.split())
    )


class Listener:
    """A reader who takes every event at once, in a thread."""

    def __init__(self, address: str, last: str = "") -> None:
        port, token = address.removeprefix("http://127.0.0.1:").rstrip("/").split("/")
        self._asked = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
        self._asked.request(
            "GET", f"/{token}/events", headers={"Last-Event-ID": last} if last else {}
        )
        self.answer = self._asked.getresponse()
        self.events: list[dict] = []
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for line in self.answer:
            if line.startswith(b"data: "):
                self.events.append(json.loads(line[6:]))
        self.ended.set()

    @property
    def words(self) -> list[str]:
        """All that stands, by number."""
        found: dict[int, str] = {}
        for event in self.events:
            found |= {event["first"] + at: word[0] for at, word in enumerate(event["words"])}
        return [found[number] for number in sorted(found)]

    def close(self) -> None:
        self._asked.close()
