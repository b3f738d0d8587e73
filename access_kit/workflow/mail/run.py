"""One way for all that goes: choose, check, ask, hand over, and say who was served.

Without a command line: whoever calls gives a clock, the answers to the two questions that are
asked, and hears of each message. ``send``, ``remind``, a scheduler and a benchmark go through here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from access_kit.delivery.gate import ASK_FIRST, Obstacle, Shut, ask
from access_kit.delivery.senders import Sender
from access_kit.errors import CannotSend, CannotWrite, Problem, Refused
from access_kit.model.ledger import CANCEL, PACKET, REMINDER, REPLACED, MailKey, MailRow, MailState
from access_kit.model.profile import Channel
from access_kit.workflow.kept import reminders_asked
from access_kit.workflow.kept.kept_answers import came_back
from access_kit.workflow.mail.as_now import MeetingNow
from access_kit.workflow.mail.by_hand import (
    lay_by_hand,
    note_by_hand,
    still_by_hand,
    take_texts_away,
    with_words,
)
from access_kit.workflow.mail.choose import Choosing, choose
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mail.hand_over import (
    HandedOver,
    SendingLine,
    SendingRate,
    hand_over,
    lease_of,
)
from access_kit.workflow.mail.leavers import choose_leavers
from access_kit.workflow.mail.notices import choose_cancelled, choose_reminders
from access_kit.workflow.mail.say import Speaker
from access_kit.workflow.mail.taken_back import (
    STAYS,
    lies_ready,
    remove_laid,
    take_back_noes,
    take_untrue_back,
)
from access_kit.workflow.mail.tell import tell
from access_kit.workflow.mailed.cancelled_date import note_cancelled_meeting
from access_kit.workflow.mailed.dispatches import (
    Dispatch,
    MailStep,
    Posting,
    Recipient,
    SendWish,
    check_all,
)
from access_kit.workflow.mailed.entries import keep_entry

Found = list[Posting | Dispatch]


class About(StrEnum):
    """What a run is about; also what its rows are called in the ledger."""

    PAPERS = PACKET
    REMINDER = REMINDER
    CANCEL = CANCEL


@dataclass(frozen=True)
class Order:
    """What is to be done. ``only`` are ids; empty for everyone."""

    about: About
    wish: SendWish
    only: tuple[str, ...] = ()
    per_minute: int = 0


class MailListener(Protocol):
    """Hears of each message that was tried."""

    def step(self) -> None: ...


class _Silent:
    def step(self) -> None:
        """Nobody listens."""


@dataclass(frozen=True)
class Asks:
    """The questions of a run, and who hears of its steps.

    ``go_on``: whether the messages may go; ``settle_doubt`` asks, before anything lies ready, where
    the store may be older than what was sent and said. Both end the run by an exception.
    """

    go_on: Callable[[Sequence[Posting]], None] = lambda postings: None
    settle_doubt: Callable[[], None] = lambda: None
    progress: Callable[[int], AbstractContextManager[MailListener]] = lambda total: nullcontext(
        _Silent()
    )


@dataclass(frozen=True)
class MailOutcome:
    """What became of everyone, in order of ids; ``fault`` is the exit code of what ended it.

    ``stopped`` is why the mail server took no more.
    """

    messages: tuple[Dispatch, ...]
    problems: tuple[Problem, ...]
    fault: int | None = None
    stopped: str = ""

    @property
    def exit_code(self) -> int:
        """5 where something did not go that should have, 6 where approval or a change is first."""
        if self.fault is not None:
            return self.fault
        unsent = (MailStep.FAILED, MailStep.UNCERTAIN, MailStep.CAME_BACK)
        steps = {one.step for one in self.messages}
        if any(one.step is MailStep.WAITS and one.why not in NOT_YET for one in self.messages):
            return CannotSend.exit_code
        if steps & {*unsent}:
            return CannotSend.exit_code
        return Refused.exit_code if MailStep.REFUSED in steps else 0


NOT_YET = ("too-early", "quiet-hours")
"""What waits for its time is nobody's fault."""


def look(desk: MailDesk, order: Order) -> MailOutcome:
    """What would go. Nothing is handed over or written."""
    speaker = Speaker(desk.plan)
    chosen, checked, problems = _check(desk, _choose(desk, order, speaker))
    would = [posting.dispatch for posting, _ in checked]
    return _told(with_words(desk, speaker, [*chosen, *would]), problems)


def carry_out(
    desk: MailDesk, order: Order, open_sender: Callable[[], Sender], asks: Asks
) -> MailOutcome:
    """Choose, hand over or lay ready, and say what became of everyone."""
    speaker = Speaker(desk.plan)
    run, meeting = HandedOver(), MeetingNow(desk, cancels=order.about is About.CANCEL)
    with desk.ledger.lease(lease_of(desk.work.session)) as lease:
        desk.ledger.settle_mail(session=desk.work.session.id)
        problems = take_back_noes(desk)
        chosen, checked, found = _check(desk, _choose(desk, order, speaker))
        problems += found
        if chosen or checked:
            asks.settle_doubt()
        if order.wish.by_server and checked:
            asks.go_on([posting for posting, _ in checked])
        if order.about is About.CANCEL:
            note_cancelled_meeting(desk.work.session, desk.session_file, desk.work.now)
            _note_cancelled(desk)
        if checked:
            desk.keep_what_goes(row.key for _, row in checked)
            _keep_entries(desk, [posting for posting, _ in checked])
            _clear_outbox(desk, order, [posting for posting, _ in checked])
            sender = open_sender()
            try:
                beat = getattr(lease, "beat", lambda: None)
                with asks.progress(len(checked)) as progress:
                    run = _hand_over(desk, order, checked, sender, meeting, progress.step, beat)
            finally:
                sender.close()
        is_off = order.about is About.CANCEL or desk.is_cancelled
        problems += take_untrue_back(desk, is_off=is_off)
        chosen = with_words(desk, speaker, [*still_by_hand(desk, meeting, chosen), *run.done])
        if run.fault is None:
            note_by_hand(desk, chosen)
            lay_by_hand(desk, chosen)
    stopped = run.stopped if run.fault is None else ""
    if stopped:
        problems = [*problems, Problem(f"send.stopped.{stopped}")]
    if run.fault is not None:
        problems = [*problems, *getattr(run.fault, "problems", ())]
    code = getattr(run.fault, "exit_code", STOPPED) if run.fault is not None else None
    if code is None and any(one.code == STAYS for one in problems):
        code = CannotWrite.exit_code
    return _told(chosen, problems, code, stopped)


STOPPED = 130
"""The exit code of a run that was stopped from outside."""


def _told(
    chosen: Sequence[Dispatch],
    problems: Sequence[Problem],
    fault: int | None = None,
    stopped: str = "",
) -> MailOutcome:
    ordered = sorted(chosen, key=lambda one: (one.person.casefold(), one.channel))
    return MailOutcome(tuple(ordered), (*problems, *tell(ordered)), fault, stopped)


# -- choosing -----------------------------------------------------------------------------------


def _choose(desk: MailDesk, order: Order, speaker: Speaker) -> Found:
    people = list(desk.recipients(order.only))
    session, now = desk.work.session, desk.clock()
    if order.about is About.CANCEL:
        return list(choose_cancelled(speaker, people, now=now, wish=order.wish))
    if order.about is About.REMINDER:
        if desk.is_cancelled:
            return []
        due = [one for one in people if _wants_reminders(one) and _is_open(desk, one)]
        quiet = [one for one in due if _is_quiet(desk, one)]
        due = [one for one in due if one not in quiet]
        found = choose_reminders(speaker, session, due, now=now, wish=order.wish)
        return [*found, *(Dispatch(o.profile.id, "", MailStep.NOT_REACHED, "quiet") for o in quiet)]
    kit, is_cancelled = desk.work.kit, desk.is_cancelled
    run = Choosing(kit, session, now, order.wish, speaker.news, is_cancelled)
    left = () if order.only else choose_leavers(desk, now, order.wish)
    return [*choose(people, run), *left]


def _is_open(desk: MailDesk, recipient: Recipient) -> bool:
    """Whether a person was asked something and has not answered it."""
    session, today = desk.work.session.id, desk.clock().date()
    return came_back(
        desk.store,
        session,
        recipient.profile.id,
        recipient.packet,
        today=today,
        earlier=desk.earlier(recipient.profile.id),
    ).is_open


def _wants_reminders(recipient: Recipient) -> bool:
    return any(way.wanted for way in recipient.profile.pace.reminders)


def _is_quiet(desk: MailDesk, recipient: Recipient) -> bool:
    """Whether nothing was heard of somebody for so long that reminders have ended."""
    past = desk.past_of(recipient.profile.id)
    return past is not None and (past.is_quiet or desk.reminders_ended(recipient))


def note_asked(desk: MailDesk, people: Sequence[str]) -> None:
    """Note that these people asked for reminders again; without a store none have ended."""
    if desk.store is not None:
        for person in people:
            reminders_asked.note_asked(desk.store, person, desk.clock())


def _check(
    desk: MailDesk, chosen: Found
) -> tuple[list[Dispatch], list[tuple[Posting, MailRow]], list[Problem]]:
    postings = [one for one in chosen if isinstance(one, Posting)]
    checked, bad, problems = check_all(postings, desk.clock())
    return [*(one for one in chosen if isinstance(one, Dispatch)), *bad], checked, problems


# -- handing over -------------------------------------------------------------------------------


def _hand_over(
    desk: MailDesk,
    order: Order,
    checked: Sequence[tuple[Posting, MailRow]],
    sender: Sender,
    meeting: MeetingNow,
    step: Callable[[], None],
    beat: Callable[[], None],
) -> HandedOver:
    of_key = {posting.dispatch.key: posting for posting, _ in checked}

    def ask_again(dispatch: Dispatch) -> Shut | None:
        profile = desk.profile_of(dispatch.person)
        channel = Channel(dispatch.channel)
        standing, posting = desk.standing_of(dispatch.person), of_key[dispatch.key]
        faults = meeting.faults(dispatch, posting.told)
        shut = ask(profile, standing, channel, desk.clock(), faults=faults, hours=posting.hours)
        if shut is None and profile and profile.contact.email != dispatch.address:
            return Shut(Obstacle.PAPERS, "changed-address")
        return shut

    is_server = order.wish.by_server
    accepted = MailState.HANDED_OVER if is_server else MailState.LAID_READY
    line = SendingLine(desk.ledger, sender, ask_again, accepted)
    pace = SendingRate(order.per_minute, desk.clock)
    return hand_over(checked, line, pace, step=step, beat=beat)


def _keep_entries(desk: MailDesk, postings: Sequence[Posting]) -> None:
    """The calendar entries that go out now, so that the next ones follow them."""
    if desk.store is None:
        return
    with desk.store.transaction():
        for one in postings:
            if one.entry is not None:
                keep_entry(desk.store, desk.work.session, one.dispatch.person, one.entry)


# -- what lies ready ----------------------------------------------------------------------------


def _clear_outbox(desk: MailDesk, order: Order, postings: Sequence[Posting]) -> None:
    """What goes now does not lie ready any more, nor does an older word about the same."""
    going = {posting.dispatch.key for posting in postings}
    slots = {key[:4] for key in going if key}
    cancelling = {key.person for key in going if key} if order.about is About.CANCEL else set()
    for row in desk.ledger.mail(session=desk.work.session.id):
        if row.state is not MailState.LAID_READY or row.key.channel != Channel.EMAIL.value:
            continue
        if row.key in going:
            remove_laid(desk, row)
        elif row.key[:4] in slots or row.key.person in cancelling:
            remove_laid(desk, row)
            desk.ledger.move_mail(row.key, MailState.TAKEN_BACK, reason=REPLACED)


def _note_cancelled(desk: MailDesk) -> None:
    """That the meeting does not take place, even where nobody has to be told: of no person."""
    told = str(desk.told)
    key = MailKey(desk.work.session.id, "", "", CANCEL, told)
    row = MailRow(key, MailState.PLANNED, "", "", at=desk.clock(), told=told)
    desk.ledger.plan_mail([row])


# -- what people say happened --------------------------------------------------------------------


@dataclass(frozen=True)
class Noted:
    """What was noted as gone: ids; ``problems`` say for whom it was not, and why."""

    ids: tuple[str, ...]
    messages: tuple[Dispatch, ...]
    problems: tuple[Problem, ...]


def mark(desk: MailDesk, channel: Channel, only: Sequence[str] = ()) -> Noted:
    """Note that what lay ready went: by the user's mail program, or in the post.

    What was taken back meanwhile does not count as gone, nor does a letter of another time than
    that of the meeting, or of one that is off: it is taken back here. That a way is to be asked
    about again by now undoes nothing: it went when it still was safe. With ``only``, what these
    people were told by hand is noted too.
    """
    state = MailState.POSTED if channel is Channel.LETTER else MailState.HANDED_OVER
    with desk.ledger.lease(lease_of(desk.work.session)):
        problems = take_back_noes(desk, but=ASK_FIRST)
        if channel is Channel.LETTER:
            problems += take_untrue_back(desk, is_off=desk.is_cancelled, ways=(channel,))
        people = desk.people_of(only)
        rows = [
            row
            for row in desk.ledger.mail(session=desk.work.session.id)
            if row.key.person.casefold() in people
            and (
                lies_ready(row, channel) or (only and channel is Channel.EMAIL and _is_by_hand(row))
            )
        ]
        # Who has both is noted for the e-mail first; said once more, for the texts.
        mailed = {row.key.person for row in rows if lies_ready(row, Channel.EMAIL)}
        rows = [r for r in rows if not (lies_ready(r, Channel.SMS) and r.key.person in mailed)]
        for row in rows:
            desk.ledger.move_mail(row.key, state, reason="said-so")
            if row.key.channel == Channel.SMS.value:
                take_texts_away(desk, row.key.person)
            elif channel is Channel.EMAIL:
                remove_laid(desk, row)
    told = tuple(
        Dispatch(row.key.person, row.key.channel, MailStep(state.value), "said-so") for row in rows
    )
    ids = tuple(dict.fromkeys(row.key.person for row in rows))
    return Noted(ids, told, tuple(problems))


def _is_by_hand(row: MailRow) -> bool:
    """Whether a person is to tell this or to text it, as far as the ledger knows."""
    is_to_tell = row.state is MailState.PLANNED and row.reason == "by-hand"
    return is_to_tell or lies_ready(row, Channel.SMS) or lies_ready(row, Channel.IN_PERSON)
