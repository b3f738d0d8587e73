"""Finished papers of a whole session, read back as words: the way of ``prepare`` without its PDF.

Each paper is written and set as a text, an e-mail or text messages, as ``prepare`` does it. Only
the typesetting is left out, so that hundreds of packets can be read in seconds.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.documents.renderers import render_files
from access_kit.materials.context import SessionContext
from access_kit.materials.group_notice import build_group_notice
from access_kit.materials.run_sheet import build_hand_over, build_run_sheet
from access_kit.model.document import Document, Purpose
from access_kit.model.look import Look
from access_kit.model.plan import NotMet, PersonPlan
from access_kit.workflow.prepare.plan import group_look, make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.run import tell
from access_kit.workflow.prepare.set import Maker
from access_kit.workflow.prepare.shapes import PlannedPerson, SessionPlan, Work
from access_kit.workflow.prepare.write import PaperWriter
from tests.harms.lives import kit_with
from tests.harms.reading import read_page
from tests.localization.shelf import approve_shipped

LATE = "2026-11-30T09:00:00-05:00"
"""Three days before the meeting: nothing can be booked any more."""

EARLY = "2026-11-10T09:00:00-05:00"
"""More than two weeks before it: everything can."""

SHIPPED = ("es", "ar", "hi")
"""Languages that the program has drafts of."""

OWN = (Purpose.EMAIL, Purpose.ANSWERS, Purpose.TEXTS)
"""Papers with a format of their own, whatever their reader reads."""


@dataclass(frozen=True)
class Read:
    """What everyone got, as words. ``packets``: by person, then by file; ``group``: by language.

    The sheets of the host keep their lines. ``formats`` are those that were planned for a person.
    """

    plan: SessionPlan
    packets: Mapping[str, Mapping[str, str]]
    plans: Mapping[str, PersonPlan]
    group: Mapping[str, str]
    run_sheet: str
    hand_over: str
    formats: Mapping[str, tuple[str, ...]]

    @property
    def run_sheet_is_english(self) -> bool:
        return "Run sheet" in self.run_sheet

    def not_met(self, who: str) -> tuple[NotMet, ...]:
        return self.plans[who].not_met

    def lost(self, who: str) -> set[str]:
        """The settings that a person's plan tells as not met."""
        return {one.setting for one in self.not_met(who)}


def make(folder: Path, people: Iterable[str | Path], *, now: str = LATE, **changes: str) -> Read:
    """The papers of a session of ``people``; ``changes`` are keys of the session with new TOML.

    ``handouts`` are left out unless they are among the changes: what an agency says there would
    hide that a sentence of ours is gone.
    """
    return read(lay(folder, people, **changes), now)


def lay(folder: Path, people: Iterable[str | Path], **changes: str) -> Path:
    """The session file of such a kit.

    What ships in a language that somebody reads is approved: their papers are in it then.
    """
    people = list(people)
    session = kit_with(folder, people)
    told = [one.read_text(encoding="utf-8") if isinstance(one, Path) else one for one in people]
    for lang in SHIPPED:
        if any(re.search(rf'(?m)^written = \[.*"{lang}["-]', text) for text in told):
            approve_shipped(folder, lang)
    text = session.read_text(encoding="utf-8")
    for key, value in {"handouts": "[]", **changes}.items():
        text = set_key(text, key, value)
    session.write_text(text, encoding="utf-8")
    return session


def set_key(text: str, key: str, value: str) -> str:
    """A key of the session set anew, or taken out where the value is empty."""
    line = f"{key} = {value}\n" if value else ""
    found = re.compile(rf"^{key} = .*\n", re.MULTILINE)
    if found.search(text):
        return found.sub(lambda _: line, text, count=1)
    return text.replace("[facilitator]", f"{line}[facilitator]")


def read(session: Path, now: str = LATE) -> Read:
    """What ``prepare`` says in the papers of a session file."""
    return set_and_read(
        read_work(session, kit_folder=None, now=datetime.datetime.fromisoformat(now))
    )


def set_and_read(work: Work, *, only_first: bool = False) -> Read:
    """``only_first``: without the long papers that wait until somebody asks for them."""
    plan = make_plan(work)
    formats = {one.profile.id: one.formats for one in plan.people}
    plan = replace(plan, people=tuple(_as_text(one, only_first) for one in plan.people))
    maker, writer = Maker(plan), PaperWriter(plan)
    made = {one.profile.id: maker.make_packet(one, None) for one in plan.people}
    told = tell(plan, maker, made)
    guests = [(one.profile, said) for one, said in zip(plan.people, told.people, strict=True)]
    look = group_look(plan)
    locales = {work.words(one.locale).locale for one in plan.people}
    return Read(
        plan=plan,
        packets={
            who: {name: _words(name, data) for name, data in one.files.items() if _is_text(name)}
            for who, one in made.items()
        },
        plans={one.id: one for one in told.people},
        group={
            one: _words_of(page.document, look, work)
            for one in sorted(locales)
            for page in (writer.write_shared(one, Purpose.HANDOUT, build_group_notice),)
        },
        run_sheet=_sheet(plan, lambda context: build_run_sheet(context, guests)),
        hand_over=_sheet(plan, lambda context: build_hand_over(context, guests)),
        formats=formats,
    )


def letter_in(read: Read, who: str, format_name: str) -> bytes:
    """The finished letter of a person in one format."""
    (person,) = [one for one in read.plan.people if one.profile.id == who]
    (paper,) = [one for one in person.papers if one.stem == "letter"]
    written = PaperWriter(read.plan).write(paper, person)
    made = render_files(format_name, written.document, person.look, moment=read.plan.work.now)
    return made[0].data


def sheet_of(read: Read, who: str) -> str:
    """The finished run sheet of a meeting with that person alone: page one has room for them."""
    (person,) = [one for one in read.plan.people if one.profile.id == who]
    guests = [(person.profile, read.plans[who])]
    return _sheet(read.plan, lambda context: build_run_sheet(context, guests))


def _sheet(plan: SessionPlan, build: Callable[[SessionContext], Document]) -> str:
    """A sheet of the host as words; its lines stay."""
    locale, look = plan.work.kit.defaults.locale, group_look(plan)
    made = PaperWriter(plan).write_shared(locale, Purpose.RUN_SHEET, build)
    return _words_of(made.document, look, plan.work)


def _words_of(document: Document, look: Look, work: Work) -> str:
    (file,) = render_files("text", document, look, moment=work.now)
    return _bare(file.data.decode("utf-8"))


def group_page(read: Read) -> str:
    """The finished page that everyone gets alike, as it is styled."""
    written = PaperWriter(read.plan).write_shared("en", Purpose.HANDOUT, build_group_notice)
    look = group_look(read.plan)
    (made,) = render_files("html", written.document, look, moment=read.plan.work.now)
    return made.data.decode("utf-8")


def _as_text(person: PlannedPerson, only_first: bool) -> PlannedPerson:
    papers = tuple(
        one if one.purpose in OWN else replace(one, formats=("text",))
        for one in person.papers
        if not (only_first and one.on_request)
    )
    return replace(person, papers=papers, formats=("text",))


def _is_text(name: str) -> bool:
    return name.endswith((".html", ".txt"))


def _words(name: str, data: bytes) -> str:
    text = data.decode("utf-8")
    return _flat(read_page(text) if name.endswith(".html") else text)


def _bare(text: str) -> str:
    """Without hidden marks; lines stay."""
    text = re.sub("[\u2066-\u2069\u200b-\u200f\u00ad\ufeff]", "", text)
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", _bare(text))
