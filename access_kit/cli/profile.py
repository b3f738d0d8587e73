"""``access-kit profile``: a person's profile, written, asked for, shown, exchanged and erased."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from access_kit.cli import profile_edit, profile_exchange, profile_interview
from access_kit.cli.door import KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import Force, QuickTalk, make_app, read_now
from access_kit.cli.users_fonts import font_folders
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import BadInput
from access_kit.files import shown
from access_kit.i18n import load_words
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.model.answers.profile import (
    ProfileCheckAnswer,
    ProfileCopyAnswer,
    ProfileNewAnswer,
    ProfileShowAnswer,
)
from access_kit.profiles.said import say_profile

if TYPE_CHECKING:
    from access_kit.model.profile import Profile
    from access_kit.workflow.keep.access import KitAccess
    from access_kit.workflow.keep.kept_profile import KeptProfile

app = make_app()


@app.callback()
def profile() -> None:
    """Write, ask for, change, show, exchange or erase people's profiles."""


@app.command(epilog="Example: access-kit profile new K-08 --name Sam --out profiles/K-08.toml")
def new(
    profile_id: Annotated[str, typer.Argument(metavar="ID", help="An id such as K-08.")],
    name: Annotated[str, typer.Option(prompt="What does the person like to be called?")],
    door: KitDoor,
    talk: QuickTalk,
    stated_by: Annotated[
        str, typer.Option(help="Who says it: self, with_support or other_with_consent.")
    ] = "self",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Into a file, even where there is a store.")
    ] = None,
) -> None:
    """Write a profile to fill in with the person: into the kit's vault, or else a file."""
    from access_kit.workflow.people.new_profile import begin_profile

    made = begin_profile(door.access(talk), profile_id, name=name, stated_by=stated_by, out=out)
    talk.tell(made.problems)
    if made.file is None:
        talk.say(f"{made.id} is in the vault. What is not asked is unknown, never no.")
        say_next(talk, "profile new", person=made.id)
        talk.answer(ProfileNewAnswer(None, made.id))
        return
    path = shown(made.file)
    talk.say(f"Wrote {path}, readable by you alone. Fill it in together with the person.")
    talk.say("What is not asked stays a comment: missing means unknown, never no.")
    say_next(talk, "profile new", person=path)
    talk.answer(ProfileNewAnswer(path))


app.command("interview", epilog=profile_interview.EXAMPLE)(profile_interview.interview)
app.command("edit", epilog=profile_edit.EDIT_EXAMPLE)(profile_edit.edit)


@app.command(epilog="Example: access-kit profile check profiles/")
def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE|DIR…", help="Profiles, or folders of them.")
    ],
    talk: QuickTalk,
) -> None:
    """Check profiles; every mistake is told at once."""
    from access_kit.workflow.keep.kept_profile import check_profiles

    ids, problems = check_profiles(paths, read_now().date())
    if any(problem.is_error for problem in problems):
        raise BadInput(problems)
    talk.tell(problems)
    talk.say(f"No mistakes in {counted(len(ids), 'profile')}: {', '.join(ids)}.")
    talk.answer(ProfileCheckAnswer(tuple(ids), problem_answers(problems)))


@app.command(epilog="Example: access-kit profile show K-07 --for-person --out copy.pdf")
def show(
    person: Annotated[
        str, typer.Argument(metavar="ID|FILE", help="A person, or a profile's file.")
    ],
    door: KitDoor,
    talk: QuickTalk,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Say each field's key too, as profile edit takes it.")
    ] = False,
    for_person: Annotated[
        bool, typer.Option("--for-person", help="Write the person's own copy of all that is held.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where the copy goes; its ending says the format.",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Show what a profile says, line by line, or make the person's own copy."""
    from access_kit.profiles.tree import to_tree
    from access_kit.workflow.keep.kept_profile import held_person

    access = door.access(talk)
    with held_person(person, access) as held:
        if for_person:
            _make_copy(held, access, talk, out, force)
            return
        for line in _said(held.profile, access, with_keys=verbose):
            talk.say(line)
        talk.answer(ProfileShowAnswer(json_value(to_tree(held.profile))))


def _said(profile: Profile, access: KitAccess, *, with_keys: bool) -> Iterator[str]:
    """A line for each thing that is known, in the words that the person reads."""
    found = access.kit_if_any()
    words = load_words(found[1].defaults.locale if found else SOURCE_LOCALE)
    yield profile.id
    for one in say_profile(profile, words):
        key = f" [{one.key}]" if with_keys else ""
        yield f"{one.label}: {one.answer}{key}"


def _make_copy(
    held: KeptProfile, access: KitAccess, talk: Talk, out: Path | None, force: bool
) -> None:
    from access_kit.workflow.people.person_copy import copy_for

    paths, problems = copy_for(held, access, out, fonts=font_folders(), force=force)
    talk.tell(problems)
    for path in paths:
        talk.say(f"Wrote {shown(path)}, readable by you alone. Give it to the person.")
    talk.answer(ProfileCopyAnswer(held.profile.id, shown(paths[0]), problem_answers(problems)))


app.command("list", epilog=profile_exchange.LIST_EXAMPLE)(profile_exchange.list_people)
app.command("import", epilog=profile_exchange.IMPORT_EXAMPLE)(profile_exchange.import_people)
app.command("export", epilog=profile_exchange.EXPORT_EXAMPLE)(profile_exchange.export_people)
app.command("erase", epilog=profile_edit.ERASE_EXAMPLE)(profile_edit.erase)


def json_value(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """A tree as JSON: dates as text."""
    if isinstance(value, dict):
        return {key: json_value(inner) for key, inner in value.items()}
    return value.isoformat() if isinstance(value, datetime.date) else value
