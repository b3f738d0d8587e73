"""``access-kit prepare``: everyone's papers for a session."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.due_talk import DueFlag, refuse_beside_due, require_one
from access_kit.cli.explain_lines import explain_lines
from access_kit.cli.options import (
    Force,
    LoggedTalk,
    Verbose,
    make_app,
)
from access_kit.cli.users_fonts import font_folders
from access_kit.console import Talk, counted, problem_answers, rows_of
from access_kit.errors import BadInput, CheckFailed, Problem
from access_kit.files import shown
from access_kit.i18n import Words
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.lacks import name_lacks
from access_kit.model.answers import NotMetAnswer, PrepareAnswer
from access_kit.workflow.prepare.run import (
    Options,
    Prepared,
    choose_people,
    old_papers,
    plan_session,
    prepare,
    preview,
)
from access_kit.workflow.sum_up import SCREEN_ROWS, say_ids, sum_up

if TYPE_CHECKING:
    from access_kit.workflow.keep.access import KitAccess

app = make_app()


@app.command(
    name="prepare",
    epilog="Example: access-kit prepare examples/evening-group/session.toml",
)
def prepare_command(
    door: KitDoor,
    talk: LoggedTalk,
    session_file: Annotated[
        Path | None,
        typer.Argument(metavar="SESSION", help="A session or group file, or GROUP@DATE."),
    ] = None,
    due: DueFlag = False,
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
    cluster: Annotated[
        str,
        typer.Option(metavar="URL", help="Make packets on a Dask cluster: tls://HOST:PORT."),
    ] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why each file was made, or was not.")
    ] = False,
    force: Force = False,
    verbose: Verbose = False,
) -> None:
    """Make everyone's papers for a session: letters, checklists, agreements, handouts, run sheet.

    Nothing is sent. What has not changed since the last time stands as it is. Files that you
    changed are never replaced without --force. With --due, what stops one meeting stops no other,
    and the exit code is the highest of one of them.
    """
    require_one(named=session_file is not None, due=due)
    access = door.access(talk)
    wish = PrepareWish(out, only, locale, dry_run, jobs, force, verbose, explain, cluster)
    if session_file is None:
        from access_kit.cli.prepare_due import prepare_all_due

        refuse_beside_due(only=only)
        prepare_all_due(talk, access, wish)
        return
    done = make_papers(talk, access, session_file, wish)
    for line in () if dry_run else _say_next(done, session_file):
        talk.sum_up(line)
    if done.failed:
        raise typer.Exit(CheckFailed.exit_code)


@dataclass(frozen=True)
class PrepareWish:
    """What the options of ``prepare`` say."""

    out: Path | None = None
    only: str | None = None
    locale: str | None = None
    dry_run: bool = False
    jobs: int = 0
    force: bool = False
    verbose: bool = False
    explain: bool = False
    cluster: str = ""

    def options(self, out: Path) -> Options:
        """The same for the workflow; ``out`` is where papers go."""
        if self.cluster and self.jobs:
            raise BadInput(Problem("cluster.with-jobs"))
        return Options(out, self.only, self.jobs, self.force, font_folders(), self.cluster)


def make_papers(talk: Talk, access: KitAccess, session_file: Path, wish: PrepareWish) -> Prepared:
    """Everyone's papers of a session, and what is to be said of them."""
    plan = plan_session(
        session_file,
        kit_folder=access.named,
        now=access.clock(),
        find_people=access.find_people,
        locale=wish.locale,
    )
    work = plan.work
    options = wish.options(wish.out or work.folder / "out")
    if wish.dry_run:
        done = preview(plan, options)
    else:
        with talk.progress("Packets", len(choose_people(plan, wish.only))) as progress:
            done = prepare(plan, options, progress.step)
    rows = talk.tell(old_papers(work, options))
    rows += talk.tell(done.problems, brief=not wish.verbose)
    rows += sum(map(rows_of, _say_next(done, session_file)))
    _tell(talk, done, work.words(SOURCE_LOCALE), wish, SCREEN_ROWS - rows)
    return done


def _say_next(done: Prepared, session_file: Path) -> tuple[str, str]:
    return (
        f"Next: read {shown(done.folder)}/runsheet.pdf (or .html),",
        f"then access-kit send {shown(session_file)}. More: prepare --verbose.",
    )


def _tell(talk: Talk, done: Prepared, words: Words, wish: PrepareWish, rows: int) -> None:
    """What was made, and in so many ``rows`` what is to be known of it."""
    for person_id in done.made:
        talk.log("packet.planned" if wish.dry_run else "packet.made", id=person_id)
    place = shown(done.folder)
    made = _say_made(done, place, "Would make" if wish.dry_run else "Made")
    talk.sum_up(made)
    for line in sum_up(done, words, rows - rows_of(made)):
        talk.sum_up(line)
    if wish.verbose:
        _say_each(talk, done, words)
    for line in explain_lines(done.why) if wish.explain else ():
        talk.sum_up(line)
    answer = PrepareAnswer(
        dry_run=wish.dry_run,
        folder=place,
        made=done.made,
        reused=done.reused,
        failed=tuple(one.id for one in done.failed),
        changed=done.changed,
        plan=done.plan,
        problems=problem_answers(done.problems),
        files=done.why if wish.explain else None,
    )
    talk.answer(answer)


def _say_made(done: Prepared, place: str, verb: str) -> str:
    stand = counted(len(done.reused), "packet")
    if done.reused and not done.made:
        return f"Nothing to make: {stand} in {place} as before."
    made = f"{verb} {counted(len(done.made), 'packet')} in {place}: {say_ids(done.made)}."
    return f"{made} As before: {stand}." if done.reused else made


def _say_each(talk: Talk, done: Prepared, words: Words) -> None:
    """Each thing that is not met, with the other ways, a line each."""
    here = {*done.made, *done.reused}
    for participant in done.plan.participants:
        for missed in participant.not_met if participant.id in here else ():
            talk.sum_up(f"Not met for {participant.id}: {_say_missed(missed, words)}")
    for missed in done.plan.group.not_met:
        talk.sum_up(f"Not met for the group: {_say_missed(missed, words)}")


def _say_missed(missed: NotMetAnswer, words: Words) -> str:
    lacks = name_lacks(words, missed.setting, missed.value)
    about = f" ({', '.join(lacks)})" if lacks else ""
    return f"{missed.because}{about} Instead: {' Or: '.join(missed.alternatives)}"
