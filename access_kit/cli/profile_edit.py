"""``access-kit profile edit`` and ``erase``."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import QuickTalk, Yes, read_now
from access_kit.cli.taken_away import tell_taken
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import BadInput, Problem
from access_kit.files import shown, write_atomic
from access_kit.model.answers.profile import ProfileEditAnswer, ProfileEraseAnswer
from access_kit.model.profile import Profile

if TYPE_CHECKING:
    from access_kit.workflow.keep.access import KitAccess
    from access_kit.workflow.people.erase_person import PaperErasure

EDIT_EXAMPLE = "Example: access-kit profile edit K-07 reading.print_size_pt=24 talk.avoid=video"
ERASE_EXAMPLE = "Example: access-kit profile erase K-07"

PersonOrFile = Annotated[
    str, typer.Argument(metavar="ID|FILE", help="A person, or a profile's file.")
]


def edit(
    person: PersonOrFile,
    door: KitDoor,
    talk: QuickTalk,
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY=VALUE…]", help="What to change.")
    ] = None,
) -> None:
    """Change a profile: by key and value, or in your editor when none is named."""
    from access_kit.workflow.keep.kept_profile import held_person
    from access_kit.workflow.people.profile_changes import change_by_words, keep_change

    access = door.access(talk)
    with held_person(person, access) as held:
        if changes:
            changed, problems = change_by_words(held, changes, today=access.today)
        else:
            changed, problems = _edit_by_hand(held.profile, talk)
        same = changed == held.profile
        if not same:
            tell_taken(talk, keep_change(held, changed, access))
        talk.tell(problems)
        talk.say("Nothing is changed." if same else f"Saved the changes to {held.named}.")
        talk.answer(ProfileEditAnswer(changed.id, not same, problem_answers(problems)))


# -- in an editor -------------------------------------------------------------------------------


def _edit_by_hand(profile: Profile, talk: Talk) -> tuple[Profile, list[Problem]]:
    """The profile as it is after the editor closed; the file it lay in is gone then."""
    from access_kit.workflow.people.profile_changes import read_edited, text_to_edit

    today = read_now().date()
    with tempfile.TemporaryDirectory(dir=_memory_folder()) as name:
        path = Path(name) / f"{profile.id}.toml"
        write_atomic(path, text_to_edit(profile).encode())
        while True:
            _run_editor(path)
            changed, problems = read_edited(path, profile, today=today)
            if changed is not None:
                return changed, problems
            if not sys.stdin.isatty():
                raise BadInput(problems)
            talk.tell(problems)
            if not typer.confirm("Open it again to mend this?", default=True, err=True):
                raise BadInput(problems)


def _memory_folder() -> str | None:
    """A folder that is the user's own and not on a disk, where the system has one."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return folder if folder and Path(folder).is_dir() else None


def _run_editor(path: Path) -> None:
    usual = "notepad" if os.name == "nt" else "nano"
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or usual
    try:
        subprocess.run([*shlex.split(editor), str(path)], check=True)
    except (OSError, ValueError, subprocess.CalledProcessError):
        raise BadInput(Problem("profile.no-editor", facts={"editor": editor})) from None


# -- erase --------------------------------------------------------------------------------------


def erase(
    person: PersonOrFile,
    door: KitDoor,
    talk: QuickTalk,
    keep_consents: Annotated[
        bool,
        typer.Option("--keep-consents", help="Keep the consents, where a law obliges you to."),
    ] = False,
    yes: Yes = False,
) -> None:
    """Erase all that is held about a person, the papers that were made for them too.

    What holds others as well is made again without the person, or removed and named. Files that
    access-kit did not make stay and are named.
    """
    from access_kit.workflow.first_hour.start_answers import forget_in_start
    from access_kit.workflow.keep.kept_profile import is_file_name
    from access_kit.workflow.people.erase_person import erase_in_papers, erase_stored

    access = door.access(talk)
    if is_file_name(person):
        _erase_file(Path(person), yes, access, talk)
        return
    asked = _confirm(f"Erase all that is held about {person}?", yes)
    erased, trail = erase_stored(access, person, keep_consents=keep_consents, confirm=asked)
    counts = (
        f"profiles {erased.profiles}, consents {erased.consents}, mails {erased.mails},"
        f" documents {erased.documents}"
    )
    if any((erased.profiles, erased.consents, erased.mails, erased.documents)):
        talk.say(f"Erased {erased.id}: {counts}.")
    else:
        talk.say(f"{erased.id} was erased before. Papers that were out of reach then:")
    if erased.kept_consents:
        talk.say(f"Kept, as you said: consents {erased.kept_consents}.")
    if erased.backups:
        talk.say("These copies of the store still hold the person; destroy them:")
        for name in erased.backups:
            talk.say(name)
    papers = erase_in_papers(trail)
    forget_in_start(trail.kit, trail.person)
    problems = _tell_papers(talk, papers)
    say_next(talk, f"profile erase{', backups' if erased.backups else ''}")
    talk.answer(
        ProfileEraseAnswer(
            id=erased.id,
            profiles=erased.profiles,
            consents=erased.consents,
            mails=erased.mails,
            documents=erased.documents,
            kept_consents=erased.kept_consents,
            backups=erased.backups,
            removed=tuple(map(shown, papers.removed)),
            rewritten=tuple(map(shown, papers.rewritten)),
            papers=tuple(map(shown, papers.staying)),
            problems=problem_answers(problems),
        )
    )


def _erase_file(path: Path, yes: bool, access: KitAccess, talk: Talk) -> None:
    """A profile that is a file, and the papers of the kit that were made from it."""
    from access_kit.workflow.first_hour.start_answers import forget_in_start
    from access_kit.workflow.people.erase_person import erase_file, erase_in_papers

    trail = erase_file(access, path, _confirm(f"Remove {shown(path)}?", yes))
    talk.say(f"Removed {shown(path)}. Copies of it, such as backups, are not touched.")
    if trail is None:
        talk.answer(ProfileEraseAnswer(file=shown(path), problems=()))
        return
    papers = erase_in_papers(trail)
    forget_in_start(trail.kit, trail.person)
    problems = _tell_papers(talk, papers)
    say_next(talk, "profile erase")
    talk.answer(
        ProfileEraseAnswer(
            file=shown(path),
            removed=tuple(map(shown, papers.removed)),
            rewritten=tuple(map(shown, papers.rewritten)),
            papers=tuple(map(shown, papers.staying)),
            problems=problem_answers(problems),
        )
    )


def _confirm(question: str, yes: bool) -> Callable[[], None]:
    """Asks when it is called, unless it was answered before."""
    return lambda: None if yes else _ask(question)


def _ask(question: str) -> None:
    typer.confirm(question, abort=True, err=True)


def _tell_papers(talk: Talk, papers: PaperErasure) -> tuple[Problem, ...]:
    """Say what became of a person's papers; all that was told."""
    if papers.removed:
        talk.say(f"Took away {counted(len(papers.removed), 'file')} of papers.")
    talk.tell(papers.problems)
    tell_taken(talk, papers.stuck)
    return (*papers.problems, *papers.stuck)
