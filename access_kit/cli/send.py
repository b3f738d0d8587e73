"""``access-kit send``: hand over what was prepared, to the ways that people called safe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.mail_desk import find_session, open_desk
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
from access_kit.errors import BadInput, Problem
from access_kit.workflow.mail.choose import choose
from access_kit.workflow.mail.notices import choose_cancelled
from access_kit.workflow.mail.packets import require_packet

app = make_app()


@app.command(
    name="send",
    epilog="Example: access-kit send examples/evening-group/session.toml --dry-run",
)
def send_command(
    targets: Annotated[
        list[Path], typer.Argument(metavar="PACKET…|SESSION", help="A session file, or packets.")
    ],
    via: ViaOption = Via.OUTBOX,
    on_uncertain: OnUncertainOption = OnUncertain.HOLD,
    cancel: Annotated[
        bool, typer.Option("--cancel", help="Tell who got an e-mail that there is no meeting.")
    ] = False,
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
    """Hand over what was prepared, to the ways that people called safe.

    Each person is mailed at most once for each version of their papers, unless the mail server's
    answer is lost at the last step: then access-kit says so, and does not guess. Nothing that it
    told you was kept is lost by a crash. To go on after a stop, give the same command again.
    """
    talk = Talk(json=json, plain=plain, quiet=quiet, log=log)
    session_file, only = _what(targets)
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
            resend = on_uncertain is OnUncertain.RESEND
            people = list(desk.recipients(only))
            work = desk.work
            if cancel:
                return list(choose_cancelled(desk.plan(), people, resend=resend))
            return list(
                choose(
                    people,
                    work.kit,
                    work.session,
                    now=work.now,
                    by_server=by_server,
                    resend=resend,
                )
            )

        carry_out(talk, desk, choosing, via=via, dry_run=dry_run, yes=yes, papers=not cancel)


def _what(targets: Sequence[Path]) -> tuple[Path, list[str]]:
    """The session's file, and the ids of the packets that were named, if any."""
    folders = [one for one in targets if one.is_dir()]
    if not folders:
        if len(targets) != 1:
            raise BadInput(Problem("send.one-session"))
        return targets[0], []
    packets = [require_packet(one) for one in targets]
    sessions = {one.session for one in packets}
    if len(sessions) != 1:
        raise BadInput(Problem("send.one-session"))
    near = next((up for up in folders[0].resolve().parents if (up / "kit.toml").is_file()), None)
    session_file = find_session(sessions.pop(), near or Path.cwd())
    return session_file, [one.person for one in packets]
