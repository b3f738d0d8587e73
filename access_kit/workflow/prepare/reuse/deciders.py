"""Everything that decides the bytes of a packet, in parts that a person can name.

Steps 3 and 4 are computed from the plan alone. So a packet is what it was when the plan's part in
it is, and the program's. What today decides is in the plan already, but for what ``contexts`` asks
of the clock: whether there is still time to answer, and whether a date needs its year.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable
from pathlib import Path

from access_kit.files import sha256
from access_kit.i18n.catalogues import KIT_FOLDER
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.model.document import AddressCarrier
from access_kit.model.plan import PersonPlan
from access_kit.model.profile import Profile
from access_kit.workflow.prepare.calendar_entry import Edition
from access_kit.workflow.prepare.contexts import OwnWords, session_context
from access_kit.workflow.prepare.reuse.digests import digest_of
from access_kit.workflow.prepare.reuse.program import program_digest
from access_kit.workflow.prepare.reuse.records import PartDigests
from access_kit.workflow.prepare.shapes import PlannedPerson, SessionPlan

PROGRAM, AGENCY, MEETING, PERSON, HANDOUTS = "program", "agency", "meeting", "person", "handouts"
"""The parts, by what they are of."""


class Deciders:
    """The parts of one plan; what all packets share is looked at once."""

    def __init__(self, plan: SessionPlan, edition: Edition, fonts: tuple[Path, ...] = ()) -> None:
        self._plan = plan
        # An entry says it in UTC and in whole seconds, and the next run reads it from there.
        since = edition.since.astimezone(datetime.UTC).replace(microsecond=0)
        self._calendar = dataclasses.replace(edition, since=since)
        self._handouts: dict[int, str] = {}
        self._shared = _shared(plan, fonts)

    def of_packet(self, person: PlannedPerson, carrier: AddressCarrier | None) -> PartDigests:
        """What decides one person's packet."""
        bare = dataclasses.replace(
            person, papers=tuple(dataclasses.replace(one, handout=None) for one in person.papers)
        )
        answered = self._plan.work.answered.get(person.profile.id, frozenset())
        calendar = self._calendar if person.profile.contact.calendar else None
        own = {
            PERSON: digest_of(bare, carrier, answered, calendar),
            HANDOUTS: digest_of([self._of_handout(one.handout) for one in person.papers]),
        }
        return {**self._shared, **own}

    def of_shared(self, people: Iterable[tuple[Profile, PersonPlan]]) -> PartDigests:
        """What decides the papers of the group and of the one who leads it."""
        looks = [(one.locale, one.look) for one in self._plan.people]
        return {**self._shared, PERSON: digest_of(list(people), looks)}

    @property
    def program(self) -> str:
        return self._shared[PROGRAM]

    def _of_handout(self, handout: object) -> str:
        key = id(handout)
        if key not in self._handouts:
            self._handouts[key] = digest_of(handout)
        return self._handouts[key]


def _shared(plan: SessionPlan, fonts: tuple[Path, ...]) -> dict[str, str]:
    work = plan.work
    context = session_context(plan, work.words(SOURCE_LOCALE), OwnWords())
    in_time, year = context.answer_by is not None, work.now.year
    own = (work.kit, work.resources, work.own, work.own_editions, _catalogues(work.folder))
    return {
        PROGRAM: program_digest(fonts),
        AGENCY: digest_of(*own),
        MEETING: digest_of(work.session, plan.group, in_time, year),
    }


def _catalogues(kit: Path) -> list[tuple[str, str]]:
    """The agency's own catalogues, by what is in them."""
    files = sorted(path for path in (kit / KIT_FOLDER).rglob("*") if path.is_file())
    return [(path.relative_to(kit).as_posix(), sha256(path.read_bytes())) for path in files]
