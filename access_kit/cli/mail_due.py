"""``send --due`` and ``remind --due``: the messages of every meeting for which it is time.

What would go is shown of all meetings, and asked about once. The passphrase and the password of the
mail server are asked for once too.
"""

from __future__ import annotations

import functools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import typer

from access_kit.cli.due_talk import (
    end_with,
    fault_of_meeting,
    say_causes,
    tell_errors,
    write_pages,
)
from access_kit.cli.mail_run import (
    PASSWORD,
    STEP_WORDS,
    MailWish,
    dispatch_answer,
    log_message,
    settle_doubt,
    type_password,
)
from access_kit.console import Talk, counted, problem_answers
from access_kit.delivery.senders import Sender
from access_kit.errors import Problem
from access_kit.model.answers.due import GroupMessages, SendDueAnswer
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.mail.desk import MailDesk, mail_sender
from access_kit.workflow.mail.run import About, Asks, Order
from access_kit.workflow.mailed.dispatches import MailStep, Posting, SendWish
from access_kit.workflow.week.causes import causes_of, each_once
from access_kit.workflow.week.due_mail import (
    MailOrder,
    MeetingMail,
    look_at_due,
    mail_due,
    only_shown,
)
from access_kit.workflow.week.due_meetings import (
    DueFor,
    DueMeeting,
    OpenKit,
    due_meetings,
    open_kit,
)

ABOUT = {DueFor.SEND: About.PAPERS, DueFor.REMIND: About.REMINDER}

GoesOn = Callable[[Sequence[Posting]], None]


def mail_all_due(talk: Talk, access: KitAccess, what: DueFor, wish: MailWish) -> None:
    """What goes of every meeting that is due, and what is to be said of it."""
    with open_kit(access, needs_store=wish.by_server, out=wish.out) as kit:
        meetings = due_meetings(kit, what)
        order = _order(talk, kit, what, wish, lambda postings: None)
        if wish.dry_run:
            running = look_at_due(kit, meetings, order)
        else:
            if wish.by_server and not wish.yes:
                order = _order(talk, kit, what, wish, _ask(talk, kit, meetings, order))
            running = mail_due(kit, meetings, order)
        done = _follow(talk, running)
        tell_errors(talk, done, all_of_them=False)
        say_causes(talk, done)
        unwritten = () if wish.dry_run else write_pages(talk, kit, what, done)
        _sum_up(talk, done, dry_run=wish.dry_run)
    _answer(talk, done, unwritten, wish)
    end_with(done, unwritten)


def _order(talk: Talk, kit: OpenKit, what: DueFor, wish: MailWish, go_on: GoesOn) -> MailOrder:
    smtp = kit.kit.smtp
    order = Order(
        about=ABOUT[what],
        wish=SendWish(wish.by_server, resend=wish.resends),
        per_minute=smtp.per_minute if wish.by_server and smtp else 0,
    )
    ask = functools.cache(type_password)

    def sender_for(desk: MailDesk) -> Callable[[], Sender]:
        return mail_sender(desk, wish.via.value, said=os.environ.get(PASSWORD, ""), ask=ask)

    def asks(desk: MailDesk) -> Asks:
        return Asks(
            go_on,
            lambda: settle_doubt(desk, yes=wish.yes),
            lambda total: talk.progress("Messages", total),
        )

    return MailOrder(order, sender_for, asks, fault_of_meeting)


def _ask(talk: Talk, kit: OpenKit, meetings: Sequence[DueMeeting], order: MailOrder) -> GoesOn:
    """Show what would go of each meeting, and ask once. Nothing else goes after a yes."""
    found = [one for one in look_at_due(kit, meetings, order) if one.keys]
    for one in found:
        would = [sent for sent in one.messages if sent.step is MailStep.PLANNED]
        talk.say(f"{one.said}: {counted(len(would), 'message')}")
        for sent in would:
            again = " (changed since it went before)" if sent.changed else ""
            talk.say(f"  {sent.person} by {sent.channel}{again}")
    total = sum(len(one.keys) for one in found)
    if total:
        messages, places = counted(total, "message"), counted(len(found), "meeting")
        typer.confirm(f"Hand {messages} of {places} to the mail server?", abort=True, err=True)
    return only_shown(frozenset(key for one in found for key in one.keys))


def _follow(talk: Talk, running: Iterable[MeetingMail]) -> list[MeetingMail]:
    """Each meeting's line as soon as it is done."""
    done = []
    for one in running:
        for sent in one.messages:
            log_message(talk, sent)
        talk.sum_up(f"{one.said}: {_say(one)}")
        done.append(one)
    return done


def _say(one: MeetingMail) -> str:
    """``3 handed over, 2 by hand``"""
    if not one.messages:
        return "not sent" if one.code else "nobody is due"
    counts = Counter(STEP_WORDS[sent.step] for sent in one.messages)
    return ", ".join(f"{number} {word}" for word, number in counts.items())


def _sum_up(talk: Talk, done: Sequence[MeetingMail], *, dry_run: bool) -> None:
    talk.sum_up("")
    number = sum(one.is_meeting for one in done)
    if not number:
        talk.sum_up("No meeting is due.")
        return
    counts = Counter(STEP_WORDS[sent.step] for one in done for sent in one.messages)
    said = ", ".join(f"{number} {word}" for word, number in counts.items()) or "nobody is due"
    talk.sum_up(f"In all, of {counted(number, 'meeting')}: {said}.")
    if any(sent.step is MailStep.LAID_READY for one in done for sent in one.messages):
        talk.sum_up("What is laid ready lies in each meeting's outbox. None has left the computer.")
    if not dry_run:
        talk.sum_up("Next, with what is left for each person: access-kit today")


def _answer(
    talk: Talk, done: Sequence[MeetingMail], others: Sequence[Problem], wish: MailWish
) -> None:
    problems = each_once((*(problem for one in done for problem in one.problems), *others))
    talk.answer(
        SendDueAnswer(
            dry_run=wish.dry_run,
            via=wish.via.value,
            groups=tuple(
                GroupMessages(
                    one.session, tuple(map(dispatch_answer, one.messages)), one.file, one.code
                )
                for one in done
            ),
            causes=tuple(one.answer() for one in causes_of(done)),
            problems=problem_answers(problems),
        )
    )
