"""``access-kit locales``: the words of other languages, and who checked them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.next_steps import say_next
from access_kit.cli.options import Force, KitFolder, QuickTalk, make_app, read_now
from access_kit.cli.users_fonts import font_folders
from access_kit.console import counted, problem_answers
from access_kit.errors import BadInput, CheckFailed
from access_kit.files import shown
from access_kit.model.answers.locales import (
    ApprovalAnswer,
    LocalesApproveAnswer,
    LocalesCheckAnswer,
    LocalesExportAnswer,
    LocalesExtractAnswer,
    LocalesImportAnswer,
    LocalesListAnswer,
    LocalesUpdateAnswer,
)

if TYPE_CHECKING:
    from access_kit.localization.review import Reviewer

app = make_app()

Locales = Annotated[
    Path | None,
    typer.Option("--locales", metavar="DIR", help="A folder of catalogues, instead of a kit's."),
]
Languages = Annotated[
    list[str] | None, typer.Argument(metavar="[LANG…]", help="Languages; all when none is named.")
]


@app.callback()
def locales() -> None:
    """List, update, check, hand out and approve translations."""


@app.command(name="list", epilog="Example: access-kit locales list es")
def list_locales(
    talk: QuickTalk,
    languages: Languages = None,
    kit: KitFolder = None,
    locales: Locales = None,
) -> None:
    """Say how far each language is."""
    from access_kit.workflow import kit_locales

    home = kit_locales.find_home(kit, locales, to_write=False)
    found = tuple(kit_locales.list_standing(home, languages or (), now=read_now()))
    for one in found:
        talk.say(
            f"{one.language}, {one.domain}: {one.translated} of {one.total} translated,"
            f" {one.approved} approved, {one.machine} made by a machine, {one.fuzzy} unsure;"
            f" {one.safety_approved} of {one.safety} safety strings approved"
        )
    if not found:
        talk.say("There are no translations yet.")
    talk.answer(LocalesListAnswer(found))


@app.command(epilog="Example: access-kit locales extract")
def extract(
    talk: QuickTalk,
    kit: KitFolder = None,
    locales: Locales = None,
) -> None:
    """Write the template of your documents, for translators."""
    from access_kit.workflow import kit_locales

    home = kit_locales.find_home(kit, locales, to_write=True)
    path, count = kit_locales.extract(home, now=read_now())
    talk.say(f"Wrote {shown(path)}: {counted(count, 'message')}")
    say_next(talk, "locales extract")
    talk.answer(LocalesExtractAnswer(shown(path), count))


@app.command(epilog="Example: access-kit locales update es")
def update(
    talk: QuickTalk,
    languages: Languages = None,
    kit: KitFolder = None,
    locales: Locales = None,
) -> None:
    """Bring catalogues up to what is said now; begin a new language."""
    from access_kit.workflow import kit_locales

    home = kit_locales.find_home(kit, locales, to_write=True)
    written = kit_locales.update(home, languages or (), now=read_now())
    for path in written:
        talk.sum_up(f"Wrote {shown(path)}")
    if not written:
        talk.say("All catalogues are up to date.")
    say_next(talk, "locales update")
    talk.answer(LocalesUpdateAnswer(tuple(map(shown, written))))


@app.command(epilog="Example: access-kit locales check es")
def check(
    talk: QuickTalk,
    languages: Languages = None,
    kit: KitFolder = None,
    locales: Locales = None,
) -> None:
    """Check translations. Exit code 1 when any has an error."""
    from access_kit.workflow import kit_locales

    home = kit_locales.find_home(kit, locales, to_write=False)
    files, problems = kit_locales.check(home, languages or (), now=read_now())
    if not files and problems:
        raise BadInput(problems)
    talk.tell(problems)
    errors = sum(problem.is_error for problem in problems)
    talk.say(
        f"Looked at {len(files)} catalogues: {errors} errors, {len(problems) - errors} to look at"
    )
    talk.answer(LocalesCheckAnswer(tuple(map(shown, files)), problem_answers(problems)))
    if errors:
        raise typer.Exit(CheckFailed.exit_code)


@app.command(
    epilog="Example: access-kit locales approve es --by 'Ana Ruiz'"
    " --qualification 'certified translator'"
)
def approve(
    languages: Annotated[
        list[str],
        typer.Argument(
            metavar="LANG… [DOCUMENT]…",
            help="Languages; or one and the handouts of which you wrote an edition in it, or"
            " language-help, the line about free help alone.",
        ),
    ],
    talk: QuickTalk,
    by: Annotated[str, typer.Option(help="Who checked it.")] = "",
    qualification: Annotated[str, typer.Option(help="What makes them able to.")] = "",
    kit: KitFolder = None,
    locales: Locales = None,
) -> None:
    """Make papers to check a translation; with --by, record that somebody did.

    Exit code 6 when the checks find errors: then nothing is approved.
    """
    from access_kit.workflow import kit_locales

    now = read_now()
    reviewer = kit_locales.reviewer_of(by, qualification, now.date())
    home = kit_locales.find_home(kit, locales, to_write=True)
    editions = kit_locales.split_editions(home, languages)
    if editions:
        _approve_editions(talk, languages[0], editions, home.kit, reviewer)
        return
    chosen, domains = kit_locales.split_documents(languages)
    made = [
        kit_locales.approve(
            home, language, reviewer, now=now, fonts=font_folders(), domains=domains
        )
        for language in chosen
    ]
    for one in made:
        talk.tell(one.problems)
        talk.say(f"Wrote {shown(one.papers)}")
        if reviewer:
            talk.say(f"Approved {one.approved} translations in {one.language}")
        else:
            talk.say("Give it to a person who knows both languages. When they agree, add:")
            talk.say("--by NAME --qualification TEXT")
    talk.answer(
        LocalesApproveAnswer(
            approvals=tuple(
                ApprovalAnswer(one.language, shown(one.papers), one.approved) for one in made
            ),
            problems=problem_answers(problem for one in made for problem in one.problems),
        )
    )


@app.command(epilog="Example: access-kit locales export es --out spanish.xlf")
def export(
    language: Annotated[str, typer.Argument(metavar="LANG", help="A language.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
    talk: QuickTalk,
    kind: Annotated[
        str,
        typer.Option("--format", metavar="F", help="xliff, xlsx or csv; else by FILE's ending."),
    ] = "",
    kit: KitFolder = None,
    locales: Locales = None,
    force: Force = False,
) -> None:
    """Write a language into one file: XLIFF for translators, XLSX or CSV for spreadsheets."""
    from access_kit.workflow import kit_locales
    from access_kit.workflow.exchange_locales import export_language

    home = kit_locales.find_home(kit, locales, to_write=True)
    count = export_language(home, language, out, name=kind, force=force)
    talk.say(f"Wrote {shown(out)}: {counted(count, 'text')}")
    talk.say(f"When it comes back: access-kit locales import {shown(out)}")
    talk.answer(LocalesExportAnswer(shown(out), language, count))


@app.command(name="import", epilog="Example: access-kit locales import spanish.xlf")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that was exported.")],
    talk: QuickTalk,
    kit: KitFolder = None,
    locales: Locales = None,
) -> None:
    """Take translations from such a file, all or none. Nothing is approved by it.

    Exit code 2 when rows are missing, doubled or of something else, 1 when a check finds errors.
    """
    from access_kit.workflow import kit_locales
    from access_kit.workflow.exchange_locales import import_file

    home = kit_locales.find_home(kit, locales, to_write=True)
    taken = import_file(home, file, now=read_now())
    talk.tell(list(taken.problems))
    for path in taken.files:
        talk.sum_up(f"Wrote {shown(path)}")
    talk.say(f"{counted(taken.changed, 'translation')} changed.")
    if taken.left:
        talk.say(f"Left as they were, for the file has nothing there: {taken.left}")
    if taken.changed:
        say_next(talk, "locales import", language=taken.language)
    talk.answer(
        LocalesImportAnswer(
            shown(file),
            taken.language,
            taken.changed,
            taken.left,
            tuple(map(shown, taken.files)),
            problem_answers(taken.problems),
        )
    )


def _approve_editions(
    talk: QuickTalk, lang: str, editions: list[Path], kit: Path | None, reviewer: Reviewer | None
) -> None:
    from access_kit.workflow.handouts.editions import review_edition

    assert kit is not None
    made = [review_edition(path, kit, reviewer) for path in editions]
    problems = [problem for one in made for problem in one.problems]
    talk.tell(problems)
    for one in made:
        if one.kept:
            talk.say(f"Wrote {shown(one.kept)}")
        else:
            talk.say(f"Give {shown(one.path)} and its source to a person who knows both languages.")
    if reviewer is None:
        talk.say("When they agree, add: --by NAME --qualification TEXT")
    talk.answer(
        LocalesApproveAnswer(
            approvals=tuple(
                ApprovalAnswer(lang, shown(one.kept or one.path), int(bool(one.kept)))
                for one in made
            ),
            problems=problem_answers(problems),
        )
    )
