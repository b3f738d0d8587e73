"""``access-kit letters``: the whole mailing as one file for the printer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.mail_run import settle_doubt
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import QuickTalk, make_app
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import BadInput, Problem, Refused
from access_kit.files import shown
from access_kit.model.answers import LettersAnswer, PackedAnswer, PickUpAnswer
from access_kit.model.profile import Channel
from access_kit.workflow.mail.desk import MailDesk, open_desk
from access_kit.workflow.mail.run import mark
from access_kit.workflow.mailed.dispatches import MailStep
from access_kit.workflow.printed.address_table import ADDRESSES
from access_kit.workflow.printed.letters import SCALE, Batch, lay_scale, write_letters
from access_kit.workflow.printed.pick_up import PICK_UP

app = make_app()


@app.command(
    name="letters",
    epilog="Example: access-kit letters examples/evening-group/session.toml",
)
def letters_command(
    session_file: Annotated[
        Path, typer.Argument(metavar="SESSION", help="A session or group file, or GROUP@DATE.")
    ],
    door: KitDoor,
    talk: QuickTalk,
    mark_posted: Annotated[
        bool, typer.Option("--mark-posted", help="Note that the printed letters are in the post.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="With --mark-posted: these alone.")
    ] = None,
    again: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Print this letter once more.")
    ] = None,
    addresses: Annotated[
        bool,
        typer.Option(
            "--addresses", help="Make a table of the addresses too, for a house that prints."
        ),
    ] = False,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Make a sheet to measure your envelope with.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
) -> None:
    """Make one file for the printer: every letter, in one kind of envelope, drafts left out.

    Packets that people come for are in a file of their own, with a list for the desk.

    The first sheet lists ids, sheets and weights, and no names. Print it on both sides, at 100
    percent. When the letters are in the post, say so with --mark-posted.
    """
    _require_sense(mark_posted, calibration, only=only, again=again, addresses=addresses)
    with open_desk(door.access(talk), session_file, needs_store=False, out=out) as desk:
        if calibration:
            _make_scale(talk, desk)
        elif mark_posted:
            _mark_posted(talk, desk, only or [])
        else:
            again = list(desk.ids_of(again or (), where="--again"))
            _make(talk, desk, again, addresses=addresses)


def _require_sense(
    mark_posted: bool,
    calibration: bool,
    *,
    only: list[str] | None,
    again: list[str] | None,
    addresses: bool,
) -> None:
    """``BadInput`` where an option would do nothing: letters to all in place of one, say."""
    prints_nothing, only_printed = mark_posted or calibration, again or addresses
    clashes = (mark_posted and calibration, prints_nothing and only_printed)
    if any(clashes) or (only and not mark_posted):
        raise BadInput(Problem("letters.one-of"))


def _make_scale(talk: Talk, desk: MailDesk) -> None:
    path = lay_scale(desk)
    talk.say(f"Wrote {shown(path)}. Print it at 100 percent, and do what it says.")
    _answer(talk, desk, None, (str(SCALE),), (), ())


def _make(talk: Talk, desk: MailDesk, again: list[str], *, addresses: bool) -> None:
    batch, problems = write_letters(
        desk, again, lambda: settle_doubt(desk, yes=False), addresses=addresses
    )
    talk.tell(problems)
    for one in batch.packed:
        sheets = counted(one.sheets, "sheet")
        extra = _extra(one.by_hand)
        postage = f", postage for {one.postage}" if one.postage else ""
        talk.say(f"{one.id}: page {one.page}, {sheets}, about {one.grams} g{postage}{extra}")
    if batch.packed:
        kind = "large envelopes with labels" if batch.flats else "window envelopes"
        letters, sheets = counted(len(batch.packed), "letter"), counted(batch.sheets, "sheet")
        talk.say(f"{letters}, {sheets}, in {kind}.")
        printed = [name for name in batch.files if name != ADDRESSES]
        talk.say(f"Print {', '.join(shown(desk.folder / name) for name in printed)}")
        if ADDRESSES in batch.files:
            table = shown(desk.folder / ADDRESSES)
            talk.say(f"For a house that prints: {table}. It is not encrypted: hand it on safely.")
    waiting = batch.pick_ups.packets
    for packet in waiting:
        sheets = counted(packet.sheets, "sheet")
        talk.say(f"{packet.id}: to be picked up, {sheets}{_extra(packet.by_hand)}")
    if waiting:
        talk.say(f"For the desk: {shown(desk.folder / PICK_UP)}, its list first.")
    if not batch.packed and not waiting:
        talk.say("No letter is waiting to be printed.")
    if batch.packed:
        say_next(talk, "letters", session=shown(desk.session_file))
    files = (*batch.files, *((PICK_UP,) if waiting else ()))
    _answer(talk, desk, batch, files, problems, ())
    if any(one.step is MailStep.REFUSED for one in (*batch.others, *batch.pick_ups.others)):
        raise typer.Exit(Refused.exit_code)


def _extra(by_hand: tuple[str, ...]) -> str:
    return f", add by hand: {', '.join(by_hand)}" if by_hand else ""


def _mark_posted(talk: Talk, desk: MailDesk, only: list[str]) -> None:
    noted = mark(desk, Channel.LETTER, only)
    talk.tell(noted.problems)
    talk.say(f"Noted as posted: {', '.join(noted.ids) or 'none'}.")
    say_next(talk, "letters --mark-posted", session=shown(desk.session_file))
    _answer(talk, desk, None, (), noted.problems, noted.ids)


def _answer(
    talk: Talk,
    desk: MailDesk,
    batch: Batch | None,
    files: tuple[str, ...],
    problems: tuple[Problem, ...],
    posted: tuple[str, ...],
) -> None:
    talk.answer(
        LettersAnswer(
            session=desk.work.session.id,
            folder=shown(desk.folder),
            files=files,
            flats=batch.flats if batch else False,
            letters=tuple(
                PackedAnswer(one.id, one.page, one.sheets, one.grams, one.by_hand, one.postage)
                for one in (batch.packed if batch else ())
            ),
            pick_up=tuple(
                PickUpAnswer(one.id, one.sheets, one.by_hand)
                for one in (batch.pick_ups.packets if batch else ())
            ),
            posted=posted,
            problems=problem_answers(problems),
        )
    )
