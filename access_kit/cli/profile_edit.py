"""``access-kit profile edit`` and ``erase``."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk, Yes, read_now
from access_kit.cli.profile_people import KeptProfile, WhichStore, held_person, is_file_name
from access_kit.cli.taken_away import erase_everywhere, tell_taken
from access_kit.console import Talk, problem_answers
from access_kit.errors import BadInput, Problem
from access_kit.files import shown, telling_write_errors, write_atomic
from access_kit.model.answers.profile import ProfileEditAnswer, ProfileEraseAnswer
from access_kit.model.profile import Profile
from access_kit.store.out_folders import out_folders

EDIT_EXAMPLE = "Example: access-kit profile edit K-07 reading.print_size_pt=24 talk.avoid=video"
ERASE_EXAMPLE = "Example: access-kit profile erase K-07"

Person = Annotated[str, typer.Argument(metavar="ID|FILE", help="A person, or a profile's file.")]


def edit(
    person: Person,
    door: KitDoor,
    talk: QuickTalk,
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY=VALUE…]", help="What to change.")
    ] = None,
) -> None:
    """Change a profile: by key and value, or in your editor when none is named."""
    which = door.which(talk)
    with held_person(person, which) as held:
        changed, problems = _change(held, changes or [], talk)
        same = changed == held.profile
        if not same:
            held.save(changed)
            _take_back(held, changed, which, talk)
        talk.tell(problems)
        talk.say("Nothing is changed." if same else f"Saved the changes to {held.named}.")
        talk.answer(ProfileEditAnswer(changed.id, not same, problem_answers(problems)))


def _take_back(kept: KeptProfile, changed: Profile, which: WhichStore, talk: Talk) -> None:
    """What lies ready by a way that is not safe any more, or to an old address, goes away."""
    from access_kit.workflow.shut_ways import changed_ways, take_back_of

    found = which.find_kit()
    if found is None:
        return
    also = changed_ways(kept.profile, changed)
    outs = out_folders(found[0])
    back = take_back_of(kept.store, outs, changed, today=read_now().date(), also=also)
    tell_taken(talk, changed.id, back)


def _change(kept: KeptProfile, changes: Sequence[str], talk: Talk) -> tuple[Profile, list[Problem]]:
    from access_kit.profiles.edit import change_profile

    if not changes:
        return _edit_by_hand(kept.profile, talk)
    today = read_now().date()
    changed, problems = change_profile(kept.profile, changes, file=kept.named, today=today)
    if changed is None:
        raise BadInput(problems)
    return changed, problems


# -- in an editor -------------------------------------------------------------------------------


def _edit_by_hand(profile: Profile, talk: Talk) -> tuple[Profile, list[Problem]]:
    """The profile as it is after the editor closed; the file it lay in is gone then."""
    from access_kit.intake.template import write_template
    from access_kit.profiles.tree import to_tree

    text = write_template(Profile, to_tree(profile))
    with tempfile.TemporaryDirectory(dir=_memory_folder()) as name:
        path = Path(name) / f"{profile.id}.toml"
        write_atomic(path, text.encode())
        while True:
            _run_editor(path)
            changed, problems = _read_edited(path, profile)
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


def _read_edited(path: Path, before: Profile) -> tuple[Profile | None, list[Problem]]:
    from access_kit.profiles.profile_files import read_profile

    changed, problems = read_profile(path, today=read_now().date())
    if changed is not None and changed.id != before.id:
        return None, [Problem("profile.fixed-id", file=path.name, where="id")]
    return changed, problems


# -- erase --------------------------------------------------------------------------------------


def erase(
    person: Person,
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
    which = door.which(talk)
    if is_file_name(person):
        _erase_file(Path(person), yes, which)
        return
    with which.opened() as store:
        if not yes:
            typer.confirm(f"Erase all that is held about {person}?", abort=True, err=True)
        profile, rows = store.profile(person), store.mail(person=person)
        erased = store.erase(person, keep_consents=keep_consents)
    counts = (
        f"profiles {erased.profiles}, consents {erased.consents}, mails {erased.mails},"
        f" documents {erased.documents}"
    )
    talk.say(f"Erased {erased.id}: {counts}.")
    if erased.kept_consents:
        talk.say(f"Kept, as you said: consents {erased.kept_consents}.")
    if erased.backups:
        talk.say("These backups still hold the person; destroy them, then make a new one:")
        for name in erased.backups:
            talk.say(name)
    ids = frozenset(row.message_id for row in rows if row.message_id)
    whose = profile.id if profile else person
    papers = erase_everywhere(talk, which.find()[0], whose, profile, ids)
    talk.answer(
        ProfileEraseAnswer(
            id=erased.id,
            profiles=erased.profiles,
            consents=erased.consents,
            mails=erased.mails,
            documents=erased.documents,
            kept_consents=erased.kept_consents,
            backups=erased.backups,
            removed=papers.removed,
            rewritten=papers.rewritten,
            papers=papers.staying,
            problems=problem_answers(papers.problems),
        )
    )


def _erase_file(path: Path, yes: bool, which: WhichStore) -> None:
    """A profile that is a file, and the papers of the kit that were made from it."""
    from access_kit.profiles.profile_files import read_profile

    talk = which.talk
    if not path.is_file():
        raise BadInput(Problem("file.missing", file=shown(path)))
    if not yes:
        typer.confirm(f"Remove {shown(path)}?", abort=True, err=True)
    profile, _ = read_profile(path, today=read_now().date())
    with telling_write_errors(path):
        path.unlink()
    talk.say(f"Removed {shown(path)}. Copies of it, such as backups, are not touched.")
    found = which.find_kit()
    if not (found and profile):
        talk.answer(ProfileEraseAnswer(file=shown(path), problems=()))
        return
    papers = erase_everywhere(talk, found[0], profile.id, profile, frozenset())
    talk.answer(
        ProfileEraseAnswer(
            file=shown(path),
            removed=papers.removed,
            rewritten=papers.rewritten,
            papers=papers.staying,
            problems=problem_answers(papers.problems),
        )
    )
