"""The papers of all meetings that are due, one meeting after the other.

What stops one is told and stops no other. Nothing is made in another way than ``prepare`` makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from access_kit.errors import BadInput, CheckFailed, MissingPart, Problem
from access_kit.files import shown
from access_kit.model.answers import MadeFileAnswer
from access_kit.store.purge import remind_purge
from access_kit.workflow.mail.run import MailListener
from access_kit.workflow.prepare.cluster.cluster_workers import LOST
from access_kit.workflow.prepare.run import Options, Prepared, plan_session, prepare, preview
from access_kit.workflow.prepare.shapes import SessionPlan
from access_kit.workflow.week.due_meetings import (
    DueMeeting,
    FaultOf,
    MeetingDone,
    OpenKit,
    broken_file,
)


@dataclass(frozen=True)
class PapersWish:
    """How to prepare. ``fault_of`` says what stopped a meeting; ``progress`` hears of packets."""

    options: Options
    fault_of: FaultOf
    progress: Callable[[int], AbstractContextManager[MailListener]]
    locale: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class MeetingPapers(MeetingDone):
    """Ids: whose packet was made, is as it was, could not be made. ``why`` each file was made."""

    made: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    why: tuple[MadeFileAnswer, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        return {"made": len(self.made), "reused": len(self.reused), "failed": len(self.failed)}


def prepare_due(
    kit: OpenKit, meetings: Iterable[DueMeeting], wish: PapersWish
) -> Iterator[MeetingPapers]:
    """What came of each file that cannot be read, then of each meeting, as soon as it is done."""
    for file in kit.broken:
        yield MeetingPapers(*broken_file(file), BadInput.exit_code, file.problems)
    lost = False
    for one in meetings:
        done = _not_tried(one) if lost else _prepare_one(kit, one, wish)
        # To wait for what is gone, meeting by meeting, would take longer than the run itself.
        lost = lost or any(problem.code in LOST for problem in done.problems)
        yield done


def _not_tried(one: DueMeeting) -> MeetingPapers:
    told = Problem("cluster.not-tried", file=shown(one.named))
    return MeetingPapers(*_names_of(one), MissingPart.exit_code, (told,))


def _names_of(one: DueMeeting) -> tuple[str, str, str]:
    return (one.said, one.session.id, shown(one.named))


def _prepare_one(kit: OpenKit, one: DueMeeting, wish: PapersWish) -> MeetingPapers:
    named = _names_of(one)
    plan: SessionPlan | None = None
    try:
        plan = plan_session(
            one.named,
            kit_folder=kit.folder,
            now=kit.clock(),
            find_people=kit.find_people,
            locale=wish.locale,
        )
        done = _make(plan, wish)
    except Exception as error:
        fault = wish.fault_of(error)
        if fault is None:
            raise
        unmade = tuple(person.profile.id for person in plan.people) if plan else ()
        return MeetingPapers(*named, fault.exit_code, fault.problems, failed=unmade)
    failed = tuple(packet.id for packet in done.failed)
    code = CheckFailed.exit_code if failed else 0
    return MeetingPapers(*named, code, done.problems, done.made, done.reused, failed, done.why)


def _make(plan: SessionPlan, wish: PapersWish) -> Prepared:
    if wish.dry_run:
        return preview(plan, wish.options)
    with wish.progress(len(plan.people)) as progress:
        return prepare(plan, wish.options, progress.step)


def old_papers_of(kit: OpenKit) -> list[Problem]:
    """A note of papers there of sessions that are long over."""
    return remind_purge(kit.outs, out_days=kit.kit.retention.out_days, now=kit.clock())
