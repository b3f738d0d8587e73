"""What send and remind share: their options, the questions before a server, and what is said."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.next_steps import say_next
from access_kit.cli.options import From, Yes
from access_kit.console import Talk, counted, problem_answers
from access_kit.delivery.senders import Sender
from access_kit.errors import BadInput, Problem, Refused
from access_kit.files import shown
from access_kit.model.answers import DispatchAnswer, SendAnswer
from access_kit.model.ledger import MailState
from access_kit.model.profile import Channel
from access_kit.workflow.mail.desk import MailDesk, mail_sender
from access_kit.workflow.mail.run import (
    Asks,
    MailOutcome,
    Order,
    carry_out,
    look,
)
from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Posting

PASSWORD = "ACCESS_KIT_SMTP_PASSWORD"  # noqa: S105 (the name of a variable)


class Via(StrEnum):
    OUTBOX = "outbox"
    SMTP = "smtp"


class OnUncertain(StrEnum):
    HOLD = "hold"
    RESEND = "resend"


STEP_WORDS = {
    MailStep.PLANNED: "would go",
    MailStep.LAID_READY: "laid ready",
    MailStep.HANDED_OVER: "handed over",
    MailStep.POSTED: "posted",
    MailStep.ALREADY: "went before",
    MailStep.WAITS: "waits",
    MailStep.BY_HAND: "by hand",
    MailStep.REFUSED: "does not go",
    MailStep.NOT_REACHED: "not reached",
    MailStep.UNCERTAIN: "uncertain",
    MailStep.FAILED: "failed",
    MailStep.CAME_BACK: "came back",
    MailStep.TAKEN_BACK: "taken back",
}
ALREADY = {MailState.LAID_READY.value: "laid ready before", MailState.POSTED.value: "posted before"}

ViaOption = Annotated[
    Via, typer.Option(help="outbox: files for a mail program. smtp: the kit's mail server.")
]
OnUncertainOption = Annotated[
    OnUncertain, typer.Option(help="What to do where nobody knows if a message arrived.")
]
OnlyOption = Annotated[list[str] | None, typer.Option(metavar="ID", help="These people alone.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say who would get what; hand nothing over.")
]
OtherOut = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
]


@dataclass(frozen=True)
class MailWish:
    """By which way, to whom, and whether at all."""

    via: Via
    on_uncertain: OnUncertain
    only: tuple[str, ...]
    dry_run: bool
    yes: bool
    out: Path | None

    @property
    def by_server(self) -> bool:
        return self.via is Via.SMTP

    @property
    def resends(self) -> bool:
        """Whether what may have arrived goes once more."""
        return self.on_uncertain is OnUncertain.RESEND


def _mail_wish(
    via: ViaOption = Via.OUTBOX,
    on_uncertain: OnUncertainOption = OnUncertain.HOLD,
    only: OnlyOption = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    out: OtherOut = None,
) -> MailWish:
    return MailWish(via, on_uncertain, tuple(only or ()), dry_run, yes, out)


MailOptions = Annotated[MailWish, From(_mail_wish)]


def run_order(talk: Talk, desk: MailDesk, order: Order, wish: MailWish, command: str = "") -> None:
    """Carry an order out, or say what would go; ends with the exit code that belongs to it.

    ``command`` is the one whose next step is said, where what became of people does not say it.
    """
    if wish.dry_run:
        answer(talk, desk, look(desk, order), dry_run=True, via=wish.via)
        return
    outcome = carry_out(desk, order, _sender(desk, wish.via), _asks(talk, desk, yes=wish.yes))
    answer(talk, desk, outcome, dry_run=False, via=wish.via)
    if command:
        say_next(talk, command, session=shown(desk.session_file))
    if outcome.exit_code:
        raise typer.Exit(outcome.exit_code)


def _sender(desk: MailDesk, via: Via) -> Callable[[], Sender]:
    return mail_sender(desk, via.value, said=os.environ.get(PASSWORD, ""), ask=type_password)


def type_password() -> str:
    if not sys.stdin.isatty():
        raise BadInput(Problem("send.no-password", facts={"variable": PASSWORD}))
    import getpass

    return getpass.getpass("Password of the mail server: ")


def _asks(talk: Talk, desk: MailDesk, *, yes: bool) -> Asks:
    def go_on(postings: Sequence[Posting]) -> None:
        if yes:
            return
        for one in postings:
            again = " (changed since it went before)" if one.dispatch.changed else ""
            talk.say(f"{one.dispatch.person} by {one.dispatch.channel}{again}")
        messages = counted(len(postings), "message")
        typer.confirm(f"Hand {messages} to the mail server?", abort=True, err=True)

    def settle() -> None:
        settle_doubt(desk, yes=yes)

    return Asks(go_on, settle, lambda total: talk.progress("Messages", total))


def settle_doubt(desk: MailDesk, *, yes: bool) -> None:
    """Ask before anything goes, or lies ready, by a store that is older than what was known here.

    It may know neither what went since nor what people said, a no too. ``--yes`` does not answer
    that.
    """
    if desk.store is None or desk.store.doubt is None:
        return
    if yes:
        raise Refused(Problem("send.older-ledger"))
    typer.confirm(
        "This vault is older than the one used here last, or was put back from a backup. What "
        "people said since is not in it, a no too, and messages may go twice. Read the mail of "
        "that time again first (access-kit returns import), and write down what was said to you. "
        "Go on?",
        abort=True,
        err=True,
    )
    desk.store.accept_doubt()


def answer(talk: Talk, desk: MailDesk, outcome: MailOutcome, *, dry_run: bool, via: Via) -> None:
    """Say what became of everyone, in words and as JSON."""
    talk.tell(outcome.problems)
    is_off, session = desk.is_cancelled, shown(desk.session_file)
    if is_off:
        talk.say("This meeting is cancelled.")
    for one in outcome.messages:
        _say(talk, one)
    if not outcome.messages:
        talk.say("Nobody is due.")
    if any(one.step is MailStep.LAID_READY for one in outcome.messages):
        talk.say(f"The messages lie in {shown(desk.outbox)}. None has left the computer.")
        talk.say(f"When you have sent them: access-kit send {session} --mark-sent")
    texted = [one for one in outcome.messages if one.channel == Channel.SMS.value and one.key]
    if any(one.step is MailStep.BY_HAND for one in texted):
        talk.say(
            f"When you have sent somebody's texts: access-kit send {session} --mark-sent --only ID"
        )
    by_letter = [one for one in outcome.messages if one.channel == Channel.LETTER.value]
    if any(one.step is MailStep.BY_HAND for one in by_letter):
        talk.say(f"Letters: access-kit letters {session}")
    talk.answer(
        SendAnswer(
            dry_run=dry_run,
            via=via.value,
            session=desk.work.session.id,
            cancelled=is_off,
            messages=tuple(dispatch_answer(one) for one in outcome.messages),
            problems=problem_answers(outcome.problems),
        )
    )


_WAYS = {Channel.EMAIL.value: "e-mail", Channel.SMS.value: "text message"}


def log_message(talk: Talk, dispatch: Dispatch) -> None:
    talk.log(f"message.{dispatch.step.value}", id=dispatch.person, channel=dispatch.channel or None)


def _say(talk: Talk, dispatch: Dispatch) -> None:
    log_message(talk, dispatch)
    way = _WAYS.get(dispatch.channel, dispatch.channel).replace("_", " ")
    name = (
        ALREADY.get(dispatch.why, STEP_WORDS[dispatch.step])
        if dispatch.step is MailStep.ALREADY
        else STEP_WORDS[dispatch.step]
    )
    changed = f" (new: {', '.join(dispatch.changed).replace('_', ' ')})" if dispatch.changed else ""
    talk.say(f"{dispatch.person}{f' by {way}' if way else ''}: {name}{changed}")
    if dispatch.number:
        talk.say(f"  Number: {dispatch.number}")
    for line in dispatch.words.split("\n") if dispatch.words else ():
        talk.say(f"  Say: {line}")


def dispatch_answer(dispatch: Dispatch) -> DispatchAnswer:
    return DispatchAnswer(
        id=dispatch.person,
        channel=dispatch.channel,
        state=dispatch.step.value,
        why=dispatch.why,
        until=dispatch.until.isoformat() if dispatch.until else "",
        left_out=dispatch.left_out,
        changed=tuple(change.value for change in dispatch.changed),
        number=dispatch.number,
        words=dispatch.words,
    )
