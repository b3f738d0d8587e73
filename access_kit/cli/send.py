"""``access-kit send``: hand over what was prepared, to the ways that people called safe."""

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
    answer,
    run_order,
)
from access_kit.cli.options import LoggedTalk, Yes, make_app
from access_kit.errors import BadInput, Problem
from access_kit.model.profile import Channel
from access_kit.workflow.mail.desk import find_targets, open_desk
from access_kit.workflow.mail.run import About, MailOutcome, Order, mark
from access_kit.workflow.mailed.dispatches import SendWish

app = make_app()


@app.command(
    name="send",
    epilog="Example: access-kit send examples/evening-group/session.toml --dry-run",
)
def send_command(
    targets: Annotated[
        list[Path], typer.Argument(metavar="PACKET…|SESSION", help="A session file, or packets.")
    ],
    door: KitDoor,
    talk: LoggedTalk,
    via: ViaOption = Via.OUTBOX,
    on_uncertain: OnUncertainOption = OnUncertain.HOLD,
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
    only: OnlyOption = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
) -> None:
    """Hand over what was prepared, to the ways that people called safe.

    Each person is mailed at most once for each version of their papers, unless the mail server's
    answer is lost at the last step: then access-kit says so, and does not guess. Nothing that it
    told you was kept is lost by a crash. To go on after a stop, give the same command again.
    """
    if cancel + mark_sent + again > 1:
        raise BadInput(Problem("send.one-of", where="--mark-sent, --again, --cancel"))
    session_file, named = find_targets(targets)
    by_server = via is Via.SMTP and not mark_sent
    people = tuple(dict.fromkeys((*named, *(only or ()))))
    with open_desk(door.access(talk), session_file, needs_store=by_server, out=out) as desk:
        if mark_sent:
            noted = mark(desk, Channel.EMAIL, people)
            outcome = MailOutcome(noted.messages, noted.problems)
            talk.say(f"Noted as handed over: {', '.join(noted.ids) or 'none'}.")
            answer(talk, desk, outcome, dry_run=False, via=via)
            return
        smtp = desk.work.kit.smtp
        order = Order(
            about=About.CANCEL if cancel else About.PAPERS,
            wish=SendWish(by_server, resend=on_uncertain is OnUncertain.RESEND, again=again),
            only=people,
            per_minute=smtp.per_minute if by_server and smtp else 0,
        )
        run_order(talk, desk, order, via=via, dry_run=dry_run, yes=yes)
