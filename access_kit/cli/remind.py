"""``access-kit remind``: once more, to those who wanted that and whose answers are open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.due_talk import DueFlag, refuse_beside_due, require_one
from access_kit.cli.mail_due import mail_all_due
from access_kit.cli.mail_run import MailOptions, run_order
from access_kit.cli.options import LoggedTalk, make_app
from access_kit.workflow.mail.desk import open_desk
from access_kit.workflow.mail.run import About, Order, note_asked
from access_kit.workflow.mailed.dispatches import SendWish
from access_kit.workflow.week.due_meetings import DueFor

app = make_app()


@app.command(
    name="remind",
    epilog="Example: access-kit remind examples/evening-group/session.toml --dry-run",
)
def remind_command(
    mail: MailOptions,
    door: KitDoor,
    talk: LoggedTalk,
    session_file: Annotated[
        Path | None,
        typer.Argument(metavar="SESSION", help="A session or group file, or GROUP@DATE."),
    ] = None,
    due: DueFlag = False,
    asked: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="This person asked for reminders again."),
    ] = None,
) -> None:
    """Remind those who asked for reminders and have not answered, by the ways they named.

    After three notes without an answer reminders end, until the person asks: say so by --asked.
    A reminder says when and how to join. It says nothing about why, and asks for nothing. With
    --due you are asked once for all meetings, and the exit code is the highest of one of them.
    """
    require_one(named=session_file is not None, due=due)
    access = door.access(talk)
    if session_file is None:
        refuse_beside_due(only=mail.only, asked=asked)
        mail_all_due(talk, access, DueFor.REMIND, mail)
        return
    with open_desk(access, session_file, needs_store=mail.by_server, out=mail.out) as desk:
        who = desk.ids_of(asked or (), where="--asked")
        note_asked(desk, () if mail.dry_run else who)
        smtp = desk.work.kit.smtp
        order = Order(
            about=About.REMINDER,
            wish=SendWish(mail.by_server, resend=mail.resends),
            only=mail.only,
            per_minute=smtp.per_minute if mail.by_server and smtp else 0,
        )
        run_order(talk, desk, order, mail, "remind")
