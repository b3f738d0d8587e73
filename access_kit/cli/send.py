"""``access-kit send``: hand over what was prepared, to the ways that people called safe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.due_talk import DueFlag, refuse_beside_due, require_one
from access_kit.cli.mail_due import mail_all_due
from access_kit.cli.mail_run import MailOptions, answer, run_order
from access_kit.cli.options import LoggedTalk, make_app
from access_kit.errors import BadInput, Problem
from access_kit.model.profile import Channel
from access_kit.workflow.mail.desk import find_targets, open_desk
from access_kit.workflow.mail.run import About, MailOutcome, Order, mark
from access_kit.workflow.mailed.dispatches import SendWish
from access_kit.workflow.week.due_meetings import DueFor

app = make_app()


@app.command(
    name="send",
    epilog="Example: access-kit send examples/evening-group/session.toml --dry-run",
)
def send_command(
    mail: MailOptions,
    door: KitDoor,
    talk: LoggedTalk,
    targets: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PACKET…|SESSION", help="A session file, or packets."),
    ] = None,
    due: DueFlag = False,
    cancel: Annotated[
        bool, typer.Option("--cancel", help="Tell everyone who knows of it: there is no meeting.")
    ] = False,
    mark_sent: Annotated[
        bool,
        typer.Option("--mark-sent", help="Note that you sent what lay ready in the outbox."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Send once more what went before, or came back.")
    ] = False,
) -> None:
    """Hand over what was prepared, to the ways that people called safe.

    Each person is mailed at most once for each version of their papers, unless the mail server's
    answer is lost at the last step: then access-kit says so, and does not guess. Nothing that it
    told you was kept is lost by a crash. To go on after a stop, give the same command again.

    With --due you are asked once for all meetings. What stops one meeting stops no other, and the
    exit code is the highest of one of them.
    """
    require_one(named=bool(targets), due=due)
    if due or not targets:
        refuse_beside_due(only=mail.only, cancel=cancel, mark_sent=mark_sent, again=again)
        mail_all_due(talk, door.access(talk), DueFor.SEND, mail)
        return
    if cancel + mark_sent + again > 1:
        raise BadInput(Problem("send.one-of", where="--mark-sent, --again, --cancel"))
    session_file, named = find_targets(targets)
    by_server = mail.by_server and not mark_sent
    people = tuple(dict.fromkeys((*named, *mail.only)))
    access = door.access(talk)
    with open_desk(access, session_file, needs_store=by_server, out=mail.out) as desk:
        if mark_sent:
            noted = mark(desk, Channel.EMAIL, people)
            outcome = MailOutcome(noted.messages, noted.problems)
            talk.say(f"Noted as handed over: {', '.join(noted.ids) or 'none'}.")
            answer(talk, desk, outcome, dry_run=False, via=mail.via)
            return
        smtp = desk.work.kit.smtp
        order = Order(
            about=About.CANCEL if cancel else About.PAPERS,
            wish=SendWish(by_server, resend=mail.resends, again=again),
            only=people,
            per_minute=smtp.per_minute if by_server and smtp else 0,
        )
        run_order(talk, desk, order, mail)
