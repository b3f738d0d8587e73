"""A group as ``group show`` has it: each date with its people, what went out and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from access_kit.console import problem_answers
from access_kit.errors import Problem
from access_kit.files import shown
from access_kit.model.answers.group import (
    GroupShowAnswer,
    MeetingAnswer,
    MeetingLeftovers,
    OpenAnswer,
)
from access_kit.model.ledger import MAILED, is_packet
from access_kit.model.series import Occurrence
from access_kit.store.laid_ready import OUTBOX
from access_kit.store.receipts import Receipts
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.kept.lost_dates import unmet_dates
from access_kit.workflow.mail.desk import MailDesk, open_desk
from access_kit.workflow.seasons.off_dates import untold_of
from access_kit.workflow.seasons.season import Season, open_of


def show_season(
    access: KitAccess, season: Season, out: Path | None
) -> tuple[GroupShowAnswer, tuple[Problem, ...]]:
    """Every date with who comes and what went out; what is open for the next, and of those off.

    Of a group that is over, what went out all the same. The problems name people who have papers
    for a date that is not held.
    """
    mailed: Mapping[str, int] = {}
    open_: tuple[OpenAnswer, ...] = ()
    problems: tuple[Problem, ...] = ()
    untold: tuple[MeetingLeftovers, ...] = ()
    meeting = season.next or season.last
    if meeting is not None:
        with open_desk(access, season.named(meeting), needs_store=False, out=out) as desk:
            mailed = _count_mailed(desk, season)
            untold = untold_of(desk, season, out)
            if season.next is not None:
                open_, problems = tuple(open_of(desk)), unmet_dates(desk.work.problems)
    answer = GroupShowAnswer(
        group=season.group.id,
        title=season.group.title,
        file=shown(season.file),
        next=season.next.id if season.next else "",
        meetings=tuple(_answer(season, one, mailed) for one in season.dates),
        open=open_,
        problems=problem_answers(problems),
        untold=untold,
    )
    return answer, problems


def _count_mailed(desk: MailDesk, season: Season) -> Mapping[str, int]:
    """To how many people something went for each date. Without a store, each has its own ledger."""
    rows = list(desk.ledger.mail())
    if desk.store is None:
        folders = (desk.folder.parent / season.meeting(one).id / OUTBOX for one in season.dates)
        there = [one for one in folders if one.is_dir()]
        rows = [row for one in there for row in Receipts(one, desk.clock).mail()]
    went = {(r.key.session, r.key.person) for r in rows if is_packet(r) and r.state in MAILED}
    return Counter(session for session, _ in went)


def _answer(season: Season, occurrence: Occurrence, mailed: Mapping[str, int]) -> MeetingAnswer:
    meeting = season.meeting(occurrence)
    changes = [change for change in season.group.meeting if change.date == occurrence.day]
    return MeetingAnswer(
        id=meeting.id,
        starts=meeting.begins.isoformat(),
        cancelled=occurrence.is_cancelled,
        moved=occurrence.is_moved,
        people=meeting.participants,
        joins=tuple(name for change in changes for name in change.join),
        leaves=tuple(name for change in changes for name in change.leave),
        guests=tuple(name for change in changes for name in change.guest),
        handouts=meeting.handouts,
        mailed=mailed.get(meeting.id, 0),
    )
