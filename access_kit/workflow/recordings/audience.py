"""Whom captions are for: a session's people, what they asked for, and whether they agreed."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from access_kit.captions.layout_rules import find_layout
from access_kit.captions.outputs import OutputSettings
from access_kit.captions.session_needs import Agreed, choose_captions
from access_kit.delivery.consent_rules import may_record, took_back_recording
from access_kit.documents.looks import look_for
from access_kit.model.look import LookName, PaperSize
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.mail.desk import open_desk
from access_kit.workflow.prepare.shapes import Work

DEFAULT_LAYOUT = "access"


class ShownSteps(Protocol):
    """Hears how far longer work is."""

    def step(self, count: int = 1) -> None: ...


ShowProgress = Callable[[int], AbstractContextManager[ShownSteps]]
"""Called with the number of steps; what it gives is told of each."""


@dataclass(frozen=True)
class CaptionAudience:
    """Whom the files are for: their layout, print size in points, and the language spoken."""

    layout: str = DEFAULT_LAYOUT
    print_size_pt: float | None = None
    lang: str = ""


@dataclass(frozen=True)
class SaidOfOutputs:
    """What the user says of the files to be made; what a session's people asked for comes after.

    ``fonts`` are folders of further fonts.
    """

    now: datetime.datetime
    fonts: tuple[Path, ...] = ()
    layout: str | None = None
    lang: str = ""

    def settings(self, audience: CaptionAudience) -> OutputSettings:
        look = look_for(
            LookName.LARGE_PRINT_US, paper=PaperSize.LETTER, print_size_pt=audience.print_size_pt
        )
        return OutputSettings(find_layout(audience.layout), look, self.now, self.fonts)

    def audience(self, work: Work | None = None) -> CaptionAudience:
        """For the people of a session, or for nobody in particular."""
        if work is None:
            return CaptionAudience(self.layout or DEFAULT_LAYOUT, None, self.lang)
        spoken = work.session.facilitator.languages
        chosen = choose_captions(
            work.profiles,
            default=work.kit.defaults.caption_layout.value or DEFAULT_LAYOUT,
            lang=spoken[0] if spoken else work.kit.defaults.locale,
        )
        return CaptionAudience(
            self.layout or chosen.layout, chosen.print_size_pt, self.lang or chosen.lang
        )


def recorded_people(access: KitAccess, session_file: Path) -> tuple[Work, Agreed | None]:
    """A session with its people, and what the consent record says; ``None`` where there is none."""
    with open_desk(access, session_file, needs_store=False) as desk:
        if desk.store is None:
            return desk.work, None
        stand = {one.id: desk.standing_of(one.id) for one in desk.work.profiles}
        return desk.work, Agreed(
            open=tuple(key for key, now in stand.items() if not may_record(now)),
            taken_back=tuple(key for key, now in stand.items() if took_back_recording(now)),
        )


def names_to_expect(work: Work) -> str:
    """Names that may be said, of the kit and the session; a participant's is never among them."""
    session, kit = work.session, work.kit
    names = [session.title, session.facilitator.name, kit.agency.name]
    return "\n".join([*names, *(entry.name for entry in kit.crisis)])


def jobs_or_cores(asked: int) -> int:
    """Pieces at once: as many as were asked for; 0 is one a core."""
    return asked or os.cpu_count() or 1


def whole_seconds(step: Callable[[int], None]) -> Callable[[int], None]:
    """Milliseconds of finished pieces in, whole seconds out."""
    total = 0

    def add(milliseconds: int) -> None:
        nonlocal total
        before, total = total // 1000, total + milliseconds
        step(total // 1000 - before)

    return add
