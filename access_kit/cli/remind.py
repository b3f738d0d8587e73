"""``access-kit remind``: once more, to those who wanted that and whose answers are open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.mail_run import (
    DryRun,
    OnlyOption,
    OnUncertain,
    OnUncertainOption,
    Via,
    ViaOption,
    run_order,
)
from access_kit.cli.options import LoggedTalk, Yes, make_app
from access_kit.workflow.mail.desk import open_desk
from access_kit.workflow.mail.run import About, Order
from access_kit.workflow.mailed.dispatches import SendWish

app = make_app()


@app.command(
    name="remind",
    epilog="Example: access-kit remind examples/evening-group/session.toml --dry-run",
)
def remind_command(
    session_file: Annotated[
        Path, typer.Argument(metavar="SESSION", help="A session or group file, or GROUP@DATE.")
    ],
    door: KitDoor,
    talk: LoggedTalk,
    via: ViaOption = Via.OUTBOX,
    on_uncertain: OnUncertainOption = OnUncertain.HOLD,
    only: OnlyOption = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
) -> None:
    """Remind those who asked for reminders and have not answered, by the ways they named.

    A reminder says when and how to join. It says nothing about why, and asks for nothing.
    """
    by_server = via is Via.SMTP
    with open_desk(door.access(talk), session_file, needs_store=by_server, out=out) as desk:
        smtp = desk.work.kit.smtp
        order = Order(
            about=About.REMINDER,
            wish=SendWish(by_server, resend=on_uncertain is OnUncertain.RESEND),
            only=tuple(only or ()),
            per_minute=smtp.per_minute if by_server and smtp else 0,
        )
        run_order(talk, desk, order, via=via, dry_run=dry_run, yes=yes)
