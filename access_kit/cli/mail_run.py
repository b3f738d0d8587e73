"""One way for all that goes: choose, check, ask, hand over, tell. Shared by send and remind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from access_kit.cli.mail_desk import Desk, ask_password, clock
from access_kit.cli.words import word
from access_kit.console import Talk, counted
from access_kit.delivery.reach import latest
from access_kit.delivery.senders import SenderNeeds, open_sender
from access_kit.errors import CannotSend, Problem, Refused
from access_kit.files import shown
from access_kit.model.answers import DispatchAnswer, SendAnswer, to_plain
from access_kit.model.ledger import MailRow
from access_kit.model.profile import Channel
from access_kit.store.laid_ready import OUTBOX, lay
from access_kit.workflow.mail.by_hand import (
    PICTURES,
    TEXTS,
    list_of,
    pictures_of,
    rows_of,
    table_of,
    text_messages,
)
from access_kit.workflow.mail.choose import Dispatch, Posting, Step, changed_since, check_all, tell
from access_kit.workflow.mail.hand_over import LEASE, Pace, Run, hand_over
from access_kit.workflow.returns.asked import keep_asked


class Via(StrEnum):
    OUTBOX = "outbox"
    SMTP = "smtp"


class OnUncertain(StrEnum):
    HOLD = "hold"
    RESEND = "resend"


WORDS = {
    Step.READY: "ready",
    Step.ALREADY: "went before",
    Step.WAITS: "waits",
    Step.BY_HAND: "by hand",
    Step.REFUSED: "does not go",
    Step.NOT_REACHED: "not reached",
    Step.UNCERTAIN: "uncertain",
    Step.SENT: "handed over",
    Step.FAILED: "failed",
}
LAID = "laid ready"

ViaOption = Annotated[
    Via, typer.Option(help="outbox: files for a mail program. smtp: the kit's mail server.")
]
OnUncertainOption = Annotated[
    OnUncertain, typer.Option(help="What to do where nobody knows if a message arrived.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say who would get what; hand nothing over.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

Found = list[Posting | Dispatch]
Checked = Sequence[tuple[Posting, MailRow]]


def carry_out(
    talk: Talk,
    desk: Desk,
    choosing: Callable[[], Found],
    *,
    via: Via,
    dry_run: bool,
    yes: bool,
    papers: bool = True,
) -> None:
    """Choose and hand over, or say what would go. ``papers``: texts and pictures are laid ready."""
    if dry_run:
        chosen, checked, problems = _check(desk, choosing())
        would = [posting.dispatch for posting, _ in checked]
        _answer(talk, desk, [*chosen, *would], problems, dry_run=True, via=via)
        return
    with desk.ledger.lease(LEASE) as lease:
        desk.ledger.settle_mail()
        chosen, checked, problems = _check(desk, choosing())
        if via is Via.SMTP and checked:
            _settle_doubt(desk, yes=yes)
            _confirm(talk, desk, [posting for posting, _ in checked], yes=yes)
        run = Run()
        if checked:
            keep_what_is_asked(desk, {posting.dispatch.person for posting, _ in checked})
            run = _hand_over(talk, desk, checked, via, getattr(lease, "beat", lambda: None))
    chosen = [*chosen, *run.done]
    if papers:
        _lay_by_hand(desk, chosen)
    if run.stopped:
        problems = [*problems, Problem(f"send.stopped.{run.stopped}")]
    _answer(talk, desk, chosen, problems, dry_run=False, via=via)
    _end(chosen)


def _check(desk: Desk, found: Found) -> tuple[list[Dispatch], Checked, list[Problem]]:
    postings = [one for one in found if isinstance(one, Posting)]
    checked, bad, problems = check_all(postings, desk.work.now)
    return [*(one for one in found if isinstance(one, Dispatch)), *bad], checked, problems


def _hand_over(talk: Talk, desk: Desk, checked: Checked, via: Via, beat: Callable[[], None]) -> Run:
    smtp = desk.work.kit.smtp
    sender = open_sender(via.value, SenderNeeds(desk.folder, smtp, lambda: ask_password(smtp)))
    per_minute = smtp.per_minute if via is Via.SMTP and smtp else 0
    pace = Pace(per_minute, clock(desk.work.now), latest(desk.work.session))
    try:
        with talk.progress("Messages", len(checked)) as progress:
            return hand_over(checked, desk.ledger, sender, pace, step=progress.step, beat=beat)
    finally:
        sender.close()


def keep_what_is_asked(desk: Desk, people: set[str]) -> None:
    """The forms that go out now, so that answers can be read however late they come."""
    if desk.store is None:
        return
    with desk.store.transaction():
        for one in desk.recipients():
            if one.profile.id in people and one.packet:
                keep_asked(desk.store, one.packet)


def _settle_doubt(desk: Desk, *, yes: bool) -> None:
    """A ledger that is older than what was used here may not know what went: that is asked apart.

    ``--yes`` does not answer it.
    """
    if desk.store is None or desk.store.doubt is None:
        return
    if yes:
        raise Refused(Problem("send.older-ledger"))
    typer.confirm(
        "This ledger is older than the one used here last. Messages may go twice. Go on?",
        abort=True,
        err=True,
    )
    desk.store.accept_doubt()


def _confirm(talk: Talk, desk: Desk, postings: Sequence[Posting], *, yes: bool) -> None:
    if not postings or yes:
        return
    rows = desk.ledger.mail(session=desk.work.session.id)
    for one in postings:
        key = one.dispatch.key
        again = " (changed since it went before)" if key and changed_since(key, rows) else ""
        talk.say(f"{one.dispatch.person} by {one.dispatch.channel}{again}")
    messages = counted(len(postings), "message")
    typer.confirm(f"Hand {messages} to the mail server?", abort=True, err=True)


def _lay_by_hand(desk: Desk, chosen: Sequence[Dispatch]) -> None:
    """The table of text messages and the list of pictures, for who gets them by hand."""
    ids = {one.person for one in chosen if one.step is Step.BY_HAND and one.reason == "sms"}
    people = [one for one in desk.recipients() if one.profile.id in ids and one.packet]
    if not people:
        return
    packets = {one.profile.id: one.packet for one in people if one.packet}
    texts = {
        one.profile.id: rows_of(one.profile, text_messages(packets[one.profile.id]))
        for one in people
    }
    table = table_of(row for rows in texts.values() for row in rows)
    sms = Channel.SMS.value
    lay(desk.folder, f"{OUTBOX}/{TEXTS}", table, channel=sms, rows=texts)
    pictures = {who: lines for who, one in packets.items() if (lines := pictures_of(one))}
    if pictures:
        listed = list_of(line for lines in pictures.values() for line in lines)
        lay(desk.folder, f"{OUTBOX}/{PICTURES}", listed, channel=sms, rows=pictures)


def _answer(
    talk: Talk,
    desk: Desk,
    chosen: Sequence[Dispatch],
    problems: Sequence[Problem],
    *,
    dry_run: bool,
    via: Via,
) -> None:
    ordered = sorted(chosen, key=lambda one: (one.person.casefold(), one.channel))
    told = [*problems, *tell(ordered)]
    talk.tell(told)
    for one in ordered:
        talk.log(f"message.{one.step.value}", id=one.person, channel=one.channel or None)
        way = {Channel.EMAIL.value: "e-mail", Channel.SMS.value: "text message"}.get(
            one.channel, one.channel
        )
        name = "would go" if dry_run and one.step is Step.READY else WORDS[one.step]
        if one.step is Step.SENT and via is Via.OUTBOX:
            name = LAID
        talk.say(f"{one.person}{f' by {way}' if way else ''}: {name}")
    if any(one.step is Step.SENT for one in ordered) and via is Via.OUTBOX:
        talk.say(f"The messages lie in {shown(desk.folder / OUTBOX)}. None has left the computer.")
    if any(one.reason == Channel.LETTER.value for one in ordered):
        talk.say("Letters: access-kit letters SESSION")
    answer = SendAnswer(
        schema="access-kit/send/1",
        dry_run=dry_run,
        via=via.value,
        session=desk.work.session.id,
        messages=tuple(
            DispatchAnswer(
                id=one.person,
                channel=one.channel,
                state=one.step.value,
                reason=one.reason,
                until=one.until.isoformat() if one.until else "",
                left_out=one.left_out,
            )
            for one in ordered
        ),
        problems=tuple(word(problem) for problem in told),
    )
    flat = to_plain(answer)
    talk.answer(flat.pop("schema"), flat)


NOT_YET = ("too-early", "quiet-hours")


def _end(chosen: Sequence[Dispatch]) -> None:
    """5 where something did not go that should have; 6 where approval or a change stands before."""
    unsent = (Step.FAILED, Step.UNCERTAIN)
    waits = [one for one in chosen if one.step is Step.WAITS and one.reason not in NOT_YET]
    if waits or any(one.step in unsent for one in chosen):
        raise typer.Exit(CannotSend.exit_code)
    if any(one.step is Step.REFUSED for one in chosen):
        raise typer.Exit(Refused.exit_code)
