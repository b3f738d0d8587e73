"""``access-kit profile list``, ``import`` and ``export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import Force, QuickTalk, Yes, read_now
from access_kit.console import counted, problem_answers
from access_kit.errors import CheckFailed, Problem, Severity
from access_kit.files import shown
from access_kit.model.answers.profile import (
    ListedPerson,
    ProfileExportAnswer,
    ProfileImportAnswer,
    ProfileListAnswer,
)

if TYPE_CHECKING:
    from access_kit.profiles.table_columns import Columns

LIST_EXAMPLE = "Example: access-kit profile list"
IMPORT_EXAMPLE = "Example: access-kit profile import people.csv"
EXPORT_EXAMPLE = "Example: access-kit profile export people.csv"


def list_people(
    door: KitDoor,
    talk: QuickTalk,
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="A folder of profiles.")
    ] = None,
) -> None:
    """List everybody: id, name, when to look at the profile again, and interviews half done."""
    from access_kit.workflow.people.interview_desk import list_everybody

    people, begun = list_everybody(folder, door.access(talk))
    today = read_now().date()
    for person in people:
        review = person.review_by
        due = "" if review is None else f", was due on {review}" if review < today else ""
        again = f", look again by {review}" if review and not due else due
        talk.say(f"{person.id}: {person.name}{again}")
    talk.say(f"{counted(len(people), 'person')}.")
    for one in begun:
        talk.say(f"{one}: an interview was begun. Go on: access-kit profile interview {one}")
    if folder is None and not begun:
        say_next(talk, f"profile list{'' if people else ', nobody'}")
    talk.answer(
        ProfileListAnswer(
            tuple(
                ListedPerson(
                    id=person.id,
                    name=person.name,
                    review_by=person.review_by.isoformat() if person.review_by else None,
                    version=person.version,
                )
                for person in people
            ),
            tuple(begun),
        )
    )


# -- import -------------------------------------------------------------------------------------


def import_people(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="People: .csv, .tsv, .xlsx, .toml or .pnp.json."),
    ],
    door: KitDoor,
    talk: QuickTalk,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take the sound ones although some are wrong.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Into a folder of profile files.")
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What the columns of the table are, as you confirm it."),
    ] = None,
    stated_by: Annotated[
        str | None,
        typer.Option(help="Who says what stands there: self, with_support or other_with_consent."),
    ] = None,
    name: Annotated[
        str,
        typer.Option(
            help="What the person is called, where the record of a .pnp.json has no name."
        ),
    ] = "",
    dates: Annotated[
        str | None,
        typer.Option(help="How dates like 03/12/2027 are meant: month-first or day-first."),
    ] = None,
    yes: Yes = False,
) -> None:
    """Take people in from a file: all of them, or none when any is wrong.

    A table with heads of its own is shown as it is understood; nothing is taken before you say yes.
    """
    from access_kit.workflow.people.people_files import take_people
    from access_kit.workflow.people.tables import TableWish

    wish = TableWish.read(
        dates=dates,
        stated_by=stated_by,
        columns=columns,
        confirm=lambda found: _confirm_columns(found, talk, yes),
        name=name,
        ask_name=_ask_name if sys.stdin.isatty() and not yes else None,
    )
    taken = take_people(door.access(talk), file, to=to, partial=partial, wish=wish)
    talk.tell(taken.problems)
    read = counted(taken.accepted, "person")
    talk.say(f"{read} read, {taken.changed} of them new or changed.")
    left_out = shown(taken.rejected) if taken.rejected else None
    if left_out:
        talk.say(f"Not taken: {counted(taken.refused, 'row')}, in {left_out}.")
    talk.say(f"Delete {shown(file)} when you no longer need it: anyone can read it.")
    more = ", not asked" if taken.asked_next else ", files" if to else ""
    folder = shown(to) if to else ""
    say_next(talk, f"profile import{more}", person=taken.asked_next, folder=folder)
    told = problem_answers(taken.problems)
    talk.answer(ProfileImportAnswer(taken.accepted, taken.changed, left_out, told))
    if taken.has_errors:
        raise typer.Exit(CheckFailed.exit_code)


def _confirm_columns(found: Columns, talk: QuickTalk, yes: bool) -> bool:
    """Show what each column is taken for, and ask."""
    from access_kit.i18n.fallback import SOURCE_LOCALE
    from access_kit.i18n.words import load_words
    from access_kit.profiles.cells import read_bare
    from access_kit.profiles.fields import fields_by_key
    from access_kit.profiles.said import say_label, say_value

    words, fields = load_words(SOURCE_LOCALE), fields_by_key()
    talk.say("The columns of this table are taken as:")
    for head, name in found.taken.items():
        key, _, value = name.partition("=")
        said = BESIDE.get(key) or say_label(fields[key], words)
        value = say_value(fields[key], read_bare(fields[key].kind, value), words) if value else ""
        ticked = f", {value}, where it is ticked" if value else ""
        talk.say(f"  {head}: {said}{ticked}")
    if found.left_out:
        talk.say(f"Left out: {', '.join(found.left_out)}.")
    return yes or (sys.stdin.isatty() and typer.confirm("Is that right?", err=True))


def _ask_name(place: str) -> str:
    """What to call somebody whose record does not say it; empty where nobody answers."""
    from access_kit.cli.dialog import Dialog, Stopped, WantsBack

    dialog = Dialog()
    dialog.tell(f"What does the person of {place} like to be called? (Enter: leave it open)")
    try:
        return dialog.listen()
    except (Stopped, WantsBack):
        return ""


BESIDE = {
    "schema": "Version of this form",
    "id": "Id",
    "talk.avoid": "Ways to talk that they avoid",
    "first_name": "First name, where nothing says what to call somebody",
    "last_name": "Last name, for envelopes",
    "address": "Whole address, for letters",
}
"""Columns that a person's own copy of the profile has no words for."""


# -- export -------------------------------------------------------------------------------------


def export_people(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to: .toml, .csv or .pnp.json.")
    ],
    door: KitDoor,
    talk: QuickTalk,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="ID", help="Only this person; repeatable.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="From a folder of profiles.")
    ] = None,
    force: Force = False,
) -> None:
    """Write people into a file that other programs read."""
    from access_kit.workflow.people.people_files import give_people

    given = give_people(door.access(talk), file, only=only or (), folder=folder, force=force)
    talk.tell([Problem("profile.in-the-open", Severity.NOTE, file=shown(file))])
    talk.say(f"Wrote {counted(given.people, 'person')} to {shown(file)}, readable by you alone.")
    if given.narrowed:
        talk.say(f"Without a way that they took back or that is held: {given.narrowed} of them.")
    talk.answer(ProfileExportAnswer(shown(file), given.people, given.narrowed))
