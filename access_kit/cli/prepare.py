"""``access-kit prepare``: everyone's papers for a session."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import (
    Force,
    LoggedTalk,
    make_app,
    read_now,
)
from access_kit.cli.users_fonts import font_folders
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import CheckFailed
from access_kit.files import shown
from access_kit.model.answers import NotMetAnswer, PrepareAnswer
from access_kit.store.out_folders import note_out
from access_kit.store.purge import remind_purge
from access_kit.workflow.prepare.run import (
    Options,
    Prepared,
    choose_people,
    plan_session,
    prepare,
    preview,
)

app = make_app()

NAMED = 20
"""So many ids are read out; more are counted."""


@app.command(
    name="prepare",
    epilog="Example: access-kit prepare examples/evening-group/session.toml",
)
def prepare_command(
    session_file: Annotated[Path, typer.Argument(metavar="SESSION", help="A session file.")],
    door: KitDoor,
    talk: LoggedTalk,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to put it; else out in the kit.")
    ] = None,
    only: Annotated[str | None, typer.Option(metavar="ID", help="One person's packet.")] = None,
    locale: Annotated[
        str | None, typer.Option(metavar="L", help="A language for everyone's papers.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be made; write nothing.")
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=0, max=64, metavar="N", help="Packets at once; 0: one a core.")
    ] = 0,
    force: Force = False,
) -> None:
    """Make everyone's papers for a session: letters, checklists, agreements, handouts, run sheet.

    Nothing is sent. Files that you changed are never replaced without --force.
    """
    plan = plan_session(
        session_file,
        kit_folder=door.kit,
        now=read_now(),
        find_people=door.people(talk),
        locale=locale,
    )
    work = plan.work
    options = Options(out or work.folder / "out", only, jobs, force, font_folders())
    if dry_run:
        done = preview(plan, options)
    else:
        note_out(work.folder, options.out)
        with talk.progress("Packets", len(choose_people(plan, only))) as progress:
            done = prepare(plan, options, progress.step)
    talk.tell(remind_purge(options.out, out_days=work.kit.retention.out_days, now=work.now))
    _tell(talk, done, dry_run=dry_run)
    if done.failed:
        raise typer.Exit(CheckFailed.exit_code)


def _tell(talk: Talk, done: Prepared, *, dry_run: bool) -> None:
    talk.tell(done.problems)
    for person_id in done.made:
        talk.log("packet.planned" if dry_run else "packet.made", id=person_id)
    verb = "Would make" if dry_run else "Made"
    place = shown(done.folder)
    named = ", ".join(done.made[:NAMED])
    more = f" and {len(done.made) - NAMED} more" if len(done.made) > NAMED else ""
    talk.say(f"{verb} {counted(len(done.made), 'packet')} in {place}: {named}{more}.")
    if done.removed:
        gone = ", ".join(done.removed)
        talk.say(f"Removed the packets of people who are no longer named: {gone}.")
    for changed in done.changed:
        what = ", ".join(changed.what).replace("_", " ")
        talk.say(f"The papers of {changed.id} are new in this: {what}.")
    for participant in done.plan.participants:
        for missed in participant.not_met if participant.id in done.made else ():
            talk.say(f"Not met for {participant.id}: {_say_missed(missed)}")
    for missed in done.plan.group.not_met:
        talk.say(f"Not met for the group: {_say_missed(missed)}")
    late = [(p.id, b) for p in done.plan.participants for b in p.bookings if not b.late]
    for person_id, booking in sorted(late, key=lambda one: (one[1].book_by, one[0])):
        talk.say(f"Book by {booking.book_by} for {person_id}: {booking.what}")
    if not dry_run:
        talk.say(f"Start with the run sheet: {place}/runsheet.pdf (or runsheet.html)")
    answer = PrepareAnswer(
        dry_run=dry_run,
        folder=place,
        made=done.made,
        failed=tuple(one.id for one in done.failed),
        changed=done.changed,
        plan=done.plan,
        problems=problem_answers(done.problems),
    )
    talk.answer(answer)


def _say_missed(missed: NotMetAnswer) -> str:
    about = f" ({missed.value})" if isinstance(missed.value, str) else ""
    return f"{missed.because}{about} Instead: {' Or: '.join(missed.alternatives)}"
