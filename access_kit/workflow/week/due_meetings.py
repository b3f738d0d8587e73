"""Which meetings of a kit are due: to be prepared, sent, reminded of. And what came of one.

The clock says it, by the one ``is_due`` that ``today`` goes by. Before its time only a meeting is
due of which somebody knows another day, hour or way to join: then for these people alone.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from access_kit.delivery.reach import is_due
from access_kit.errors import AccessKitError, Problem
from access_kit.files import shown
from access_kit.model.kit import Kit
from access_kit.model.ledger import MailRow
from access_kit.model.series import Meeting, is_off
from access_kit.model.session import Session
from access_kit.model.told import told_of
from access_kit.store.laid_ready import OUTBOX
from access_kit.store.out_folders import OUT
from access_kit.store.protocol import Store
from access_kit.store.receipts import Receipts
from access_kit.workflow.keep.access import Clock, KitAccess, people_in
from access_kit.workflow.mail.desk import MailDesk, make_desk, names_people
from access_kit.workflow.mailed.changed import changed_since_told, is_cancelled
from access_kit.workflow.prepare.read import FindPeople, FoundPeople
from access_kit.workflow.week.meetings import KitMeeting, MeetingsFile, meetings_of_kit

FaultOf = Callable[[Exception], AccessKitError | None]
"""What stopped a meeting, as it is told; ``None`` for what stops the whole run, such as a no."""


class DueFor(StrEnum):
    """What is due, by the command that does it."""

    PREPARE = "prepare"
    SEND = "send"
    REMIND = "remind"


@dataclass(frozen=True)
class DueMeeting:
    """``is_early``: it is due for those alone who know another one."""

    named: Path
    session: Session
    said: str
    is_early: bool = False


@dataclass(frozen=True)
class MeetingDone:
    """What came of a meeting, or of a file of which none is known.

    ``said`` is what a line of many calls it, ``file`` how a command names it. ``code`` is the exit
    code that the command for this one alone has.
    """

    said: str
    session: str
    file: str
    code: int
    problems: tuple[Problem, ...]

    @property
    def is_meeting(self) -> bool:
        return bool(self.session)

    @property
    def counts(self) -> Mapping[str, int]:
        """Packets or messages, by what became of them."""
        return {}


@dataclass(frozen=True)
class OpenKit:
    """A kit with its files of meetings and, where it is needed, its store.

    ``out`` is where papers are made, if elsewhere.
    """

    folder: Path
    kit: Kit
    files: tuple[MeetingsFile, ...]
    store: Store | None
    clock: Clock
    out: Path | None = None

    @property
    def outs(self) -> Path:
        return self.out or self.folder / OUT

    @property
    def broken(self) -> tuple[MeetingsFile, ...]:
        """The files of which no meeting can be known."""
        return tuple(one for one in self.files if one.problems)

    @property
    def find_people(self) -> FindPeople | None:
        """As they are in the store at that moment; ``None`` without one."""
        store = self.store
        if store is None:
            return None

        def find(_: Path, kit: Kit, session: Session, file: str) -> FoundPeople:
            return people_in(store, kit, session, file, self.clock())

        return find

    def desk(self, meeting: DueMeeting, *, by_server: bool) -> MailDesk:
        """What goes to a server needs the store's ledger; else a folder of people has its own."""
        store = self.store if by_server or names_people(meeting.named) else None
        return make_desk(meeting.named, self.folder, store=store, out=self.out, clock=self.clock)

    def rows_of(self, session: str) -> tuple[MailRow, ...]:
        """All that is known of a meeting's mail: in the store, and beside what was laid ready."""
        rows: list[MailRow] = []
        with contextlib.suppress(AccessKitError):
            rows += self.store.mail(session=session) if self.store else ()
            rows += Receipts(self.outs / session / OUTBOX, self.clock).mail(session=session)
        return tuple(rows)


@contextlib.contextmanager
def open_kit(
    access: KitAccess, *, needs_store: bool = False, out: Path | None = None
) -> Iterator[OpenKit]:
    """A kit at hand: its files are read once, its store is open for the block where one is needed.

    ``BadInput`` where there is no kit that can be read.
    """
    folder, kit = access.kit()
    files = tuple(meetings_of_kit(folder, access.clock()))
    ahead = (one.named for file in files for one in file.meetings if one.is_ahead)
    with contextlib.ExitStack() as stack:
        store: Store | None = None
        if needs_store or (any(map(names_people, ahead)) and access.holds_people()):
            store = stack.enter_context(access.store_of(folder, kit))
        yield OpenKit(folder, kit, files, store, access.clock, out)


def due_meetings(kit: OpenKit, what: DueFor) -> tuple[DueMeeting, ...]:
    """The meetings that are due now, the soonest first."""
    ahead = [one for file in kit.files for one in file.meetings if one.is_ahead]
    ahead.sort(key=lambda one: (one.session.begins, one.session.id))
    found = (_if_due(kit, one, what) for one in ahead)
    return tuple(one for one in found if one is not None)


def _if_due(kit: OpenKit, meeting: KitMeeting, what: DueFor) -> DueMeeting | None:
    session, now = meeting.session, kit.clock()
    days = session.send_days_before
    if what is DueFor.REMIND:
        days = session.remind_days_before
    in_time = is_due(session, days, now)
    if session.begins <= now or (what is DueFor.REMIND and not in_time):
        return None
    rows = kit.rows_of(session.id)
    if _is_called_off(session, rows) or not (in_time or _is_told_otherwise(session, rows)):
        return None
    return DueMeeting(meeting.named, session, meeting.said, is_early=not in_time)


def _is_called_off(session: Session, rows: Iterable[MailRow]) -> bool:
    """As ``MailDesk.is_cancelled``: of a group its file, read just now, has the last word."""
    if isinstance(session, Meeting):
        return is_off(session)
    return is_cancelled(rows, told_of(session))


def _is_told_otherwise(session: Session, rows: Iterable[MailRow]) -> bool:
    """Whether somebody knows another day, hour or way to join."""
    of_each: dict[str, list[MailRow]] = defaultdict(list)
    for row in rows:
        of_each[row.key.person].append(row)
    now = told_of(session)
    return any(changed_since_told(one, now) for one in of_each.values())


def people_told_otherwise(desk: MailDesk) -> tuple[str, ...]:
    """The ids of those who know another day, hour or way to join."""
    people = desk.recipients()
    return tuple(one.profile.id for one in people if changed_since_told(one.rows, desk.told))


def broken_file(file: MeetingsFile) -> tuple[str, str, str]:
    """How what cannot be read is called: by its file, and by no meeting."""
    return shown(file.path), "", shown(file.path)
