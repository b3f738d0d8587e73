"""Live captions: sound comes from a page or a pipe, words go to everybody who reads along.

Nothing is kept but in memory, and there the last words alone, unless files were asked for and whose
words they hold was consented to.

1. plan    consent, files, model, the reader's size: all is asked and looked at first
2. listen  until Ctrl-C, or the end of the pipe
3. keep    the words as a draft, where that was asked for
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from access_kit.captions.convert import CaptionSource
from access_kit.captions.drafts import DraftState
from access_kit.captions.listen import draft_words
from access_kit.captions.live.ear import LiveEar
from access_kit.captions.live.hearing import HeardNews, LiveEngine, open_live_engine
from access_kit.captions.live.live_page import LiveLook, live_parts
from access_kit.captions.live.pipe import RATES, read_pipe
from access_kit.captions.live.room import LiveRoom
from access_kit.captions.loopback import (
    LoopbackPage,
    OtherVersion,
    PageDoors,
    PageQuery,
    WrongRequest,
)
from access_kit.captions.media import BYTES_A_MS, RawSound
from access_kit.captions.models import find_model, models_home
from access_kit.captions.outputs import OutputSettings, check_outputs, write_outputs
from access_kit.captions.session_needs import require_consent
from access_kit.errors import AccessKitError, Problem
from access_kit.model.word import RecordedWords, Word
from access_kit.workflow.alone.paper_alone import look_alone
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.kept_profile import held_person
from access_kit.workflow.recordings.audience import SaidOfOutputs, recorded_people
from access_kit.workflow.recordings.hear import RecordedConsent

ASK_EVERY_SECONDS = 0.2
LAST_SECONDS = 10.0
"""For hearing what was said right before the end."""
SHOWN_SECONDS = 1.0
"""At the end of a pipe, for the page to take the last words."""


@dataclass(frozen=True)
class LiveWish:
    """How to hear and for whom it is shown; ``keep``: files that the words are written into."""

    model: str | None = None
    profile: str | None = None
    keep: Sequence[Path] = ()
    force: bool = False


@dataclass(frozen=True)
class LivePlan:
    """All that is known before anything is heard."""

    engine: LiveEngine
    model: str
    look: LiveLook
    keep: Sequence[Path]
    setting: OutputSettings
    checked_by: str = ""


@dataclass(frozen=True)
class LiveDone:
    """What was heard: how many words in how many seconds of sound; the files that hold them."""

    words: int
    seconds: int
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def plan_live(
    access: KitAccess, consent: RecordedConsent, wish: LiveWish, said: SaidOfOutputs
) -> LivePlan:
    """``Refused`` where words are to be kept and nobody is known to have agreed to that."""
    work, record = None, None
    if consent.session_file is not None:
        work, record = recorded_people(access, consent.session_file)
    if wish.keep:
        require_consent(own_film=consent.own_film, checked_by=consent.checked_by, record=record)
        check_outputs(wish.keep, (), force=wish.force)
    audience = said.audience(work)
    look = _look_for(wish.profile, access, said) if wish.profile else LiveLook()
    folder = find_model(wish.model, audience.lang, models_home(), none="live.no-model")
    engine = open_live_engine(folder, audience.lang)
    return LivePlan(
        engine, folder.name, look, wish.keep, said.settings(audience), consent.checked_by.strip()
    )


def _look_for(target: str, access: KitAccess, said: SaidOfOutputs) -> LiveLook:
    folder, kit = access.kit_if_any() or (None, None)
    with held_person(target, access) as held:
        look = look_alone(held.profile, kit, folder, said.now)
    return LiveLook.of_print(look.body_pt, look.colours)


class LiveSession:
    """What goes on between the page, the engine and whoever reads."""

    def __init__(self, plan: LivePlan, pipe: BinaryIO | None) -> None:
        self.plan, self.pipe = plan, pipe
        self.room = LiveRoom()
        self.kept: list[Word] = []
        self.piped = threading.Event()
        self.failed: AccessKitError | None = None
        self._source, self._sounds = "", RawSound(16_000)
        self._rate = 16_000
        self._taking = threading.Lock()
        self.ear = LiveEar(plan.engine, self._hear, self._silent)

    def doors(self) -> PageDoors:
        parts = live_parts(
            self.plan.engine.lang,
            self.plan.look,
            piped=self.pipe is not None,
            kept=bool(self.plan.keep),
        )
        streams = {"events": self.room.stream}
        if self.pipe is not None:
            return PageDoors(parts, streams=streams)
        takes, sounds = {"state": self._say}, {"sound": self._take}
        return PageDoors(parts, takes=takes, bytes_taken=sounds, streams=streams)

    def read_pipe(self) -> None:
        """Everything that the pipe brings; runs in a thread of its own."""
        assert self.pipe is not None
        try:
            for pcm in read_pipe(self.pipe):
                self.room.say("listening")
                self.ear.give(pcm)
        except AccessKitError as error:
            self.failed = error
        finally:
            self.piped.set()

    def _hear(self, news: HeardNews) -> None:
        if self.plan.keep:
            self.kept += news.words
        self.room.take(news)

    def _silent(self) -> None:
        if self.room.state == "listening":
            self.room.say("silent")

    def _say(self, value: Any) -> object:  # noqa: ANN401 (JSON)
        """What a page says of its sound; the page that says last that it listens is heard."""
        if not isinstance(value, Mapping) or value.get("state") not in _PAGE_STATES:
            raise WrongRequest
        source, state = str(value.get("source"))[:64], str(value["state"])
        with self._taking:
            if state == "listening":
                self._source = source
            if source == self._source:
                self.room.say(state)
        return {}

    def _take(self, asked: PageQuery, pcm: bytes) -> object:
        """A piece of sound; ``OtherVersion`` for a page that is no longer the one that listens."""
        rate = asked.get("rate", "")
        if not (rate.isascii() and rate.isdecimal() and len(rate) < 7 and int(rate) in RATES):
            raise WrongRequest
        with self._taking:
            if asked.get("source") != self._source:
                raise OtherVersion
            if int(rate) != self._rate:
                self._rate, self._sounds = int(rate), RawSound(int(rate))
            sound = self._sounds.take(pcm)
            self.room.say("listening")
        self.ear.give(sound)
        return {}


_PAGE_STATES = ("listening", "paused", "gone")


def run_live(
    plan: LivePlan, announce: Callable[[str], None], pipe: BinaryIO | None = None
) -> LiveDone:
    """Serve the page until Ctrl-C, or the end of ``pipe``; ``announce`` gets its address."""
    session = LiveSession(plan, pipe)
    with LoopbackPage(session.doors()) as page:
        announce(page.address)
        try:
            if pipe is not None:
                threading.Thread(target=session.read_pipe, daemon=True).start()
            while not (session.piped.wait(ASK_EVERY_SECONDS) or session.ear.is_over):
                pass
        except KeyboardInterrupt:
            pass
        session.ear.end(LAST_SECONDS)
        session.room.close()
        if session.piped.is_set():
            threading.Event().wait(SHOWN_SECONDS)
    if session.ear.failed is not None:
        raise session.ear.failed
    if session.failed is not None:
        raise session.failed
    done = LiveDone(session.room.count, session.ear.heard // BYTES_A_MS // 1000)
    return _keep(plan, session.kept, done) if plan.keep else done


def _keep(plan: LivePlan, kept: Sequence[Word], done: LiveDone) -> LiveDone:
    heard = RecordedWords(tuple(kept), lang=plan.engine.lang)
    draft = draft_words(heard, DraftState("draft", engine=plan.engine.name), plan.checked_by)
    problems = write_outputs(CaptionSource(draft, None), plan.keep, plan.setting)
    return replace(done, files=tuple(plan.keep), problems=tuple(problems))
