"""What is due today and what is wrong, in all sessions and groups of a kit.

Nothing is decided here. What is next for a person ``status`` says; when and by which way papers go
the choosing of ``send`` says, with the one ``is_due``; what is wrong with a file its check says.
"""

from __future__ import annotations

import contextlib
import datetime
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from access_kit.delivery.reach import earliest, is_due
from access_kit.errors import AccessKitError, Problem, Severity
from access_kit.files import shown
from access_kit.group_people import folded
from access_kit.kit_files import KIT_FILE, read_kit, read_resources
from access_kit.model.answers import PersonStatus, WordsAnswer
from access_kit.model.answers.today import AheadAnswer, TaskAnswer
from access_kit.model.ledger import MailRow, MailState
from access_kit.model.profile import Channel
from access_kit.model.session import Session
from access_kit.store.out_folders import out_folders
from access_kit.store.protocol import Store
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.purge_sessions import find_due
from access_kit.workflow.mail.choose import Choosing, choose
from access_kit.workflow.mail.desk import MailDesk, make_desk, names_people
from access_kit.workflow.mail.run import About, Order, look
from access_kit.workflow.mail.say import Speaker
from access_kit.workflow.mail.status import (
    STEP_COMMANDS,
    status_of,
    steps_of_cancelled,
    words_of_people,
)
from access_kit.workflow.mail.tell import tell
from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Posting, SendWish
from access_kit.workflow.seasons.season import left_over
from access_kit.workflow.week.meetings import DatedMeeting, KitMeeting, meetings_of_kit

TO_DO = (
    *("decide", "settle", "tell-cancelled", "tell-change", "mark", "hand-over"),
    *("help", "sign", "consent-again"),
)
"""What is due whenever ``status`` says that it is next."""

BY_THE_CLOCK = ("prepare", "send", "pick-up", "wait", "nothing")
"""After these the clock and the choosing of ``send`` say what is due."""

WRONG = ("read", "unreachable", "call", "uncertain", "ask-ways")
"""Words that nobody has read are among it: they may be a call for help in words of their own."""

OF_A_PERSON = ("read", "decide", "settle", "ask-ways")
"""What is said once of a person, however many meetings they come to."""

LETTER_COMMANDS = {
    "send": "access-kit letters {session}",
    "mark": "access-kit letters {session} --mark-posted",
}
"""What to type in place of the usual command, where a letter is what goes."""

TEXT_COMMANDS = {"mark": "access-kit send {session} --mark-sent --only {id}"}


@dataclass(frozen=True)
class Task:
    """One thing to do, and whether something is wrong. ``problem`` has the words of its code.

    ``way`` is the one by which papers go, where that says what to do.
    """

    answer: TaskAnswer
    is_wrong: bool = False
    problem: Problem | None = None
    way: str = ""


@dataclass
class Today:
    """What was found: each thing to do, and the meetings ahead, the soonest first.

    ``words`` are what people wrote and nobody has seen, who asks for help first.
    ``month`` are all meetings of this month, those that are over and those that are off too.
    """

    tasks: list[Task] = field(default_factory=list)
    ahead: list[AheadAnswer] = field(default_factory=list)
    month: list[DatedMeeting] = field(default_factory=list)
    words: tuple[WordsAnswer, ...] = ()

    def of(self, *, wrong: bool) -> tuple[TaskAnswer, ...]:
        return tuple(one.answer for one in self.tasks if one.is_wrong is wrong)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(one.problem for one in self.tasks if one.problem)


def look_at_kit(access: KitAccess) -> Today:
    """What is due and what is wrong now. The vault is opened once, where somebody is named in it.

    ``BadInput`` where there is no kit that can be read.
    """
    folder, kit = access.kit()
    today = Today()
    today.tasks += _of_kit(access, folder)
    meetings = list(_meetings(access, folder, today))
    here = access.clock()
    today.month = [
        one
        for one in sorted(today.month, key=lambda one: (one.starts, one.title))
        if (one.starts.year, one.starts.month) == (here.year, here.month)
    ]
    meetings.sort(key=lambda one: (one.session.begins, one.session.id))
    with contextlib.ExitStack() as stack:
        store: Store | None = None
        if any(names_people(one.named) for one in meetings) and access.has_store():
            store = stack.enter_context(access.store_of(folder, kit))
        for one in meetings:
            desk, faults = _desk_of(one, folder, store, access)
            today.tasks += _of_meeting(one, desk) if desk else faults
            if one.is_ahead and not (desk and desk.is_cancelled):
                today.ahead.append(_ahead(one.session))
        today.tasks += _not_to_be_kept(meetings, store)
        if store is not None:
            today.words = words_of_people(store, [one.id for one in store.profiles()])
    today.tasks = _words_first(_once(today.tasks), today.words)
    return today


def _ahead(session: Session) -> AheadAnswer:
    return AheadAnswer(
        session=session.id,
        title=session.title,
        starts=session.begins.isoformat(),
        send_from=earliest(session, session.send_days_before).isoformat(),
    )


def _once(tasks: Iterable[Task]) -> Iterator[Task]:
    """Each thing once: what is true of a person or a file is found with each of their meetings."""
    seen = set()
    for task in tasks:
        one, problem = task.answer, task.problem
        key: object = (one.what, one.session, one.id, one.command)
        if one.what in OF_A_PERSON:
            key = (one.what, one.id)
        elif problem and problem.file:
            key = (problem.code, problem.file, problem.where, str(problem.facts))
        if key not in seen:
            seen.add(key)
            yield task


def _words_first(tasks: Iterable[Task], words: Sequence[WordsAnswer]) -> list[Task]:
    """What is to be read stands first, in the order in which the words stand."""
    order = list(dict.fromkeys(one.id for one in words))

    def place(task: Task) -> int:
        is_read = task.answer.what == "read" and task.answer.id in order
        return order.index(task.answer.id) if is_read else len(order)

    return sorted(tasks, key=place)


# -- the kit, and its files -----------------------------------------------------------------------


def _of_kit(access: KitAccess, folder: Path) -> Iterator[Task]:
    _, problems = read_kit(folder, today=access.today)
    _, found = read_resources(folder, today=access.today)
    for problem in (*problems, *found):
        if problem.severity is not Severity.NOTE:
            yield _fault(problem)
    over, _ = find_due(access, None)
    for one in over:
        yield Task(TaskAnswer("purge", one.session, "", "", "access-kit purge"))


def _fault(problem: Problem, meeting: str = "", command: str = "") -> Task:
    answer = TaskAnswer(problem.code, meeting, "", "", command)
    return Task(answer, is_wrong=True, problem=problem)


def _meetings(access: KitAccess, folder: Path, today: Today) -> Iterator[KitMeeting]:
    """The meetings to look at. All dates, and the faults of files, are added to ``today``."""
    for one in meetings_of_kit(folder, access.clock()):
        check = "group check" if one.is_group else "session check"
        today.tasks += _faults(one.problems, "", f"access-kit {check} {shown(one.path)}")
        today.month += one.dates
        yield from one.meetings


def _faults(problems: Iterable[Problem], meeting: str, command: str) -> list[Task]:
    told = [one for one in problems if one.severity is not Severity.NOTE]
    return [_fault(one, meeting, command) for one in told]


# -- a meeting ------------------------------------------------------------------------------------


def _desk_of(
    meeting: KitMeeting, folder: Path, store: Store | None, access: KitAccess
) -> tuple[MailDesk | None, list[Task]]:
    """The desk of a meeting that can be looked at, or else what is wrong with one ahead."""
    if meeting.is_over and not _is_known(meeting, folder, store):
        return None, []
    try:
        desk = make_desk(
            meeting.named,
            folder,
            store=store if names_people(meeting.named) else None,
            out=_out_of(folder, meeting.session.id),
            clock=access.clock,
            is_over=meeting.is_over or meeting.off is not None,
        )
    except AccessKitError as error:
        if meeting.is_over or meeting.off:
            return None, []
        check = f"access-kit session check {shown(meeting.named)}"
        return None, _faults(error.problems, meeting.session.id, check)
    return desk, []


def _of_meeting(meeting: KitMeeting, desk: MailDesk) -> Iterator[Task]:
    if meeting.off:
        if meeting.off.is_to_tell(desk):
            for who, step in steps_of_cancelled(desk):
                yield _step(desk, step, who, is_wrong=step in WRONG)
        return
    if meeting.is_over:
        left = {one.id for one in left_over(desk)}
        for status in status_of(desk):
            if status.id in left:
                yield from _of_person(desk, status)
        return
    check = f"access-kit session check {shown(meeting.named)}"
    of_kit = shown(desk.work.folder / KIT_FILE)
    theirs = [one for one in desk.work.problems if one.file != of_kit]
    yield from _faults(theirs, meeting.session.id, check)
    for status in status_of(desk):
        yield from _of_person(desk, status)
    yield from _reminders(desk)


def _not_to_be_kept(meetings: Iterable[KitMeeting], store: Store | None) -> Iterator[Task]:
    """Who said that nothing of theirs may be kept, and comes to no meeting any more."""
    came: dict[str, str] = {}
    ahead: set[str] = set()
    for one in meetings:
        if one.off:
            continue
        if one.is_over:
            came |= dict.fromkeys(one.session.participants, one.session.id)
        else:
            ahead |= folded(one.session.participants)
    for person, session in came.items():
        profile = store.profile(person) if store and person.casefold() not in ahead else None
        if profile is not None and not profile.consent.store:
            problem = Problem("profile.not-kept", Severity.WARNING, where=profile.id)
            command = f"access-kit profile erase {profile.id}"
            answer = TaskAnswer(problem.code, session, profile.id, "", command)
            yield Task(answer, is_wrong=True, problem=problem)


def _is_known(meeting: KitMeeting, folder: Path, store: Store | None) -> bool:
    """Whether anything was ever made or mailed for a meeting that is over."""
    if store is not None and any(store.mail(session=meeting.session.id)):
        return True
    return _out_of(folder, meeting.session.id) is not None


def _out_of(folder: Path, session: str) -> Path | None:
    """Where the papers of a session lie; ``None`` where none were made."""
    return next((one for one in out_folders(folder) if (one / session).is_dir()), None)


def _of_person(desk: MailDesk, status: PersonStatus) -> Iterator[Task]:
    code, session = status.next, desk.work.session
    if code in TO_DO:
        if code == "mark":
            yield from _marks(desk, status)
        else:
            yield _step(desk, code, status.id)
    elif code in WRONG:
        yield _step(desk, code, status.id, is_wrong=True)
    elif code in BY_THE_CLOCK and is_due(session, session.send_days_before, desk.work.now):
        if code == "prepare":
            yield _step(desk, code, status.id)
        elif not desk.is_cancelled:
            yield from _going(desk, status)


def _marks(desk: MailDesk, status: PersonStatus) -> Iterator[Task]:
    """What lies ready by each way, to be noted once it went."""
    lying = {one.channel for one in status.mail if one.state == MailState.LAID_READY.value}
    for way in sorted(lying) or [Channel.EMAIL.value]:
        yield _step(desk, "mark", status.id, way=way)


def _going(desk: MailDesk, status: PersonStatus) -> Iterator[Task]:
    """What ``send`` and ``letters`` would hand over, and why something does not go."""
    work = desk.work
    speaker = Speaker(desk.plan)
    run = Choosing(work.kit, work.session, work.now, SendWish(by_server=False), speaker.news)
    people = list(desk.recipients([status.id]))
    for one in choose(people, run):
        dispatch = one.dispatch if isinstance(one, Posting) else one
        if _lies(people[0].rows, dispatch.channel):
            yield _step(desk, "mark", status.id, way=dispatch.channel)
        elif _goes(dispatch):
            code = "pick-up" if dispatch.why == "pick-up" else "send"
            yield _step(desk, code, status.id, way=dispatch.channel)
        elif dispatch.step in (MailStep.REFUSED, MailStep.NOT_REACHED):
            answer = _step(desk, "prepare", status.id).answer
            for problem in tell([dispatch]):
                wrong = TaskAnswer(
                    problem.code, answer.session, answer.id, answer.by, answer.command
                )
                yield Task(wrong, is_wrong=True, problem=problem)


def _goes(dispatch: Dispatch) -> bool:
    by_hand = (Channel.LETTER.value, Channel.SMS.value, "pick-up")
    is_by_hand = dispatch.step is MailStep.BY_HAND and dispatch.why in by_hand
    return dispatch.step is MailStep.PLANNED or is_by_hand


def _lies(rows: Iterable[MailRow], channel: str) -> bool:
    return any(row.state is MailState.LAID_READY and row.key.channel == channel for row in rows)


def _reminders(desk: MailDesk) -> Iterator[Task]:
    """Who wanted a reminder and would get one now."""
    session = desk.work.session
    if not is_due(session, session.remind_days_before, desk.work.now):
        return
    for one in look(desk, Order(About.REMINDER, SendWish(by_server=False))).messages:
        if one.step in (MailStep.PLANNED, MailStep.BY_HAND):
            yield _step(desk, "remind", one.person)


def _step(desk: MailDesk, code: str, person: str, *, way: str = "", is_wrong: bool = False) -> Task:
    session = desk.work.session
    usual = STEP_COMMANDS[code]
    special = {Channel.LETTER.value: LETTER_COMMANDS, Channel.SMS.value: TEXT_COMMANDS}.get(way, {})
    named = shlex.quote(shown(desk.session_file))
    command = special.get(code, usual).format(session=named, id=person)
    by = session.begins if session.ends > desk.work.now else None
    answer = TaskAnswer(code, session.id, person, by.isoformat() if by else "", command)
    return Task(answer, is_wrong=is_wrong, way=way)


def when_ahead(meeting: AheadAnswer) -> tuple[datetime.datetime, datetime.datetime]:
    """The start of a meeting ahead, and from when its papers are due."""
    read = datetime.datetime.fromisoformat
    return read(meeting.starts), read(meeting.send_from)
