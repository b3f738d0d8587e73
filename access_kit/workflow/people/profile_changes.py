"""A profile changed: by key and value or in an editor, and what follows from the change."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from access_kit.errors import BadInput, Problem
from access_kit.intake.template import write_template
from access_kit.model.profile import Profile
from access_kit.profiles.edit import change_profile
from access_kit.profiles.profile_files import read_profile
from access_kit.profiles.tree import to_tree
from access_kit.store.out_folders import out_folders
from access_kit.workflow.gone_papers import taken_problems
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.kept_profile import KeptProfile
from access_kit.workflow.shut_ways import changed_ways, take_back_of


def change_by_words(
    held: KeptProfile, changes: Sequence[str], *, today: datetime.date
) -> tuple[Profile, list[Problem]]:
    """The profile with ``KEY=VALUE`` changes; ``BadInput`` when any does not fit."""
    changed, problems = change_profile(held.profile, changes, file=held.named, today=today)
    if changed is None:
        raise BadInput(problems)
    return changed, problems


def text_to_edit(profile: Profile) -> str:
    """A profile as a file for an editor, with a comment for each key that it lacks."""
    return write_template(Profile, to_tree(profile))


def read_edited(
    path: Path, before: Profile, *, today: datetime.date
) -> tuple[Profile | None, list[Problem]]:
    """What an editor left; ``None`` when it is no profile, or another person's."""
    changed, problems = read_profile(path, today=today)
    if changed is not None and changed.id != before.id:
        return None, [Problem("profile.fixed-id", file=path.name, where="id")]
    return changed, problems


def keep_change(held: KeptProfile, changed: Profile, access: KitAccess) -> list[Problem]:
    """Keep a changed profile, and take back what lies ready.

    What goes is what lies by a way that is not safe any more, or to an old address; what went away,
    and as errors what could not, is given back.
    """
    held.save(changed)
    found = access.kit_if_any()
    if found is None:
        return []
    also = changed_ways(held.profile, changed)
    outs = out_folders(found[0])
    back = take_back_of(held.store, outs, changed, today=access.today, also=also)
    return list(taken_problems(changed.id, back))
