"""``access-kit status``: what went to whom, what came back, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.mail_desk import Desk, open_desk
from access_kit.cli.options import Json, KitFolder, Quiet, make_app
from access_kit.cli.unlock import PassphraseFd
from access_kit.console import Talk
from access_kit.delivery.reach import reach
from access_kit.model.answers import PersonStatus, StatusAnswer, to_plain
from access_kit.model.ledger import MailRow, MailState
from access_kit.workflow.mail.choose import Recipient, is_packet
from access_kit.workflow.returns.answers import CameBack, came_back

app = make_app()

NEXT = {
    "call": "Call: a message came back or failed.",
    "uncertain": "Ask if the message arrived, or send it again with --on-uncertain resend.",
    "ask-ways": "Ask which ways are safe.",
    "withdrawn": "Nothing: the person took back every way.",
    "help": "Help with the check.",
    "sign": "Go through the agreement together: no yes to the whole of it came.",
    "consent-again": "Go through the agreement again: its words are new.",
    "send": "Hand over the papers.",
    "prepare": "Prepare the papers.",
    "wait": "Wait for answers, or offer help with them.",
    "nothing": "Nothing.",
}
"""What to do next, by a stable code."""


@app.command(name="status", epilog="Example: access-kit status examples/evening-group/session.toml")
def status_command(
    session_file: Annotated[Path, typer.Argument(metavar="SESSION", help="A session file.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
    kit: KitFolder = None,
    passphrase_fd: PassphraseFd = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say for each person what went out, what came back, what is open, and what to do next."""
    talk = Talk(json=json, quiet=quiet)
    with open_desk(
        session_file,
        talk,
        kit_folder=kit,
        out=out,
        passphrase_fd=passphrase_fd,
        needs_store=False,
    ) as desk:
        people = tuple(_status(desk, one) for one in desk.recipients())
        session = desk.work.session.id
    for one in people:
        talk.say(f"{one.id}")
        talk.say(f"  Mailed: {', '.join(one.mailed) or 'no'}")
        if one.uncertain:
            talk.say(f"  Uncertain: {', '.join(one.uncertain)}")
        if one.failed:
            talk.say(f"  Failed: {', '.join(one.failed)}")
        talk.say(f"  Check before the day: {one.tech_check.replace('_', ' ')}")
        talk.say(f"  Agreement: {one.consent.replace('_', ' ')}")
        if one.open:
            talk.say(f"  Wants help with: {', '.join(one.open)}")
        if one.right_for_you:
            talk.say(f"  Was it right: {', '.join(one.right_for_you)}")
        talk.say(f"  Next: {NEXT[one.next]}")
    answer = to_plain(StatusAnswer("access-kit/status/1", session, people))
    talk.answer(answer.pop("schema"), answer)


def _status(desk: Desk, one: Recipient) -> PersonStatus:
    work, person = desk.work, one.profile.id
    back = came_back(desk.store, work.session.id, person, one.packet, today=work.now.date())
    papers = [row for row in one.rows if is_packet(row)]

    def ways(state: MailState) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.key.channel for row in papers if row.state is state))

    failed = tuple(
        f"{row.key.channel} ({row.reason})" if row.reason else row.key.channel
        for row in papers
        if row.state is MailState.FAILED and row.reason != "replaced"
    )
    return PersonStatus(
        id=person,
        mailed=ways(MailState.SENT),
        uncertain=ways(MailState.UNCERTAIN),
        failed=failed,
        tech_check=back.tech_check,
        consent=back.consent,
        open=back.help,
        right_for_you=back.feedback,
        next=_next(desk, one, papers, back),
    )


def _next(desk: Desk, one: Recipient, papers: list[MailRow], back: CameBack) -> str:
    """The first thing that is to be done."""
    found = reach(one.profile, one.standing, today=desk.work.now.date())
    if not found.ways:
        return "withdrawn" if found.reason == "withdrawn" else "ask-ways"
    states = {row.state for row in papers if row.reason != "replaced"}
    if MailState.UNCERTAIN in states:
        return "uncertain"
    if MailState.FAILED in states and MailState.SENT not in states:
        return "call"
    if back.help:
        return "help"
    if back.consent == "unsigned":
        return "sign"
    if back.consent == "ask_again":
        return "consent-again"
    if one.packet is None:
        return "prepare"
    if MailState.SENT not in states:
        return "send"
    return "wait" if back.is_open else "nothing"
