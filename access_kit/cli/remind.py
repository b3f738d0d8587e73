"""``access-kit remind``: once more, to those who wanted that and whose answers are open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.mail_desk import open_desk
from access_kit.cli.mail_run import (
    DryRun,
    Found,
    OnUncertain,
    OnUncertainOption,
    Via,
    ViaOption,
    Yes,
    carry_out,
)
from access_kit.cli.options import Json, KitFolder, Log, Plain, Quiet, make_app
from access_kit.cli.unlock import PassphraseFd
from access_kit.console import Talk
from access_kit.workflow.mail.notices import choose_reminders
from access_kit.workflow.returns.answers import came_back

app = make_app()


@app.command(
    name="remind",
    epilog="Example: access-kit remind examples/evening-group/session.toml --dry-run",
)
def remind_command(
    session_file: Annotated[Path, typer.Argument(metavar="SESSION", help="A session file.")],
    via: ViaOption = Via.OUTBOX,
    on_uncertain: OnUncertainOption = OnUncertain.HOLD,
    dry_run: DryRun = False,
    yes: Yes = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
    kit: KitFolder = None,
    passphrase_fd: PassphraseFd = None,
    json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
    log: Log = None,
) -> None:
    """Remind those who asked for reminders and have not answered, by the ways they named.

    A reminder says when and how to join. It says nothing about why, and asks for nothing.
    """
    talk = Talk(json=json, plain=plain, quiet=quiet, log=log)
    by_server = via is Via.SMTP
    with open_desk(
        session_file,
        talk,
        kit_folder=kit,
        out=out,
        passphrase_fd=passphrase_fd,
        needs_store=by_server,
    ) as desk:

        def choosing() -> Found:
            people = {one.profile.id: one for one in desk.recipients()}
            work = desk.work

            def is_open(person: str) -> bool:
                packet = people[person].packet
                today = work.now.date()
                return came_back(desk.store, work.session.id, person, packet, today=today).is_open

            return list(
                choose_reminders(
                    desk.plan(),
                    list(people.values()),
                    is_open,
                    by_server=by_server,
                    resend=on_uncertain is OnUncertain.RESEND,
                )
            )

        carry_out(talk, desk, choosing, via=via, dry_run=dry_run, yes=yes, papers=False)
