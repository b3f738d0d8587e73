"""A profile begun: in the kit's store, or as a file to fill in with the person."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import refuse_existing, shown, write_atomic
from access_kit.intake.template import write_template
from access_kit.model.profile import Profile
from access_kit.profiles.profile_files import parse_profile
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.kept_profile import NO_STORE, usual_file
from access_kit.workflow.people.erased_ids import require_unused

REVIEW_DAYS = 180
"""After so many days a profile is looked at again with the person."""


@dataclass(frozen=True)
class NewProfile:
    """``file`` is ``None`` for a profile in the store."""

    id: str
    file: Path | None
    problems: tuple[Problem, ...] = ()


def begin_profile(
    access: KitAccess, profile_id: str, *, name: str, stated_by: str, out: Path | None
) -> NewProfile:
    """Into the store where there is one, unless a file is named. Nothing is overwritten."""
    in_store = out is None and access.has_store()
    path = out or usual_file(profile_id)
    refuse_existing([path], force=in_store)
    values = {
        "schema": "access-kit/profile/1",
        "id": profile_id,
        "name": name,
        "stated_by": stated_by,
        "review_by": access.today + datetime.timedelta(days=REVIEW_DAYS),
    }
    text = write_template(Profile, values)
    made, problems = parse_profile(text, file=shown(path), today=access.today)
    if made is None:
        raise BadInput(problems)
    if in_store:
        return NewProfile(made.id, None, _put_new(made, access))
    write_atomic(path, text.encode())
    left_out = out is None and access.kit_if_any() is not None
    note = Problem("profile.not-in-vault", Severity.NOTE, file=shown(path))
    return NewProfile(made.id, path, (note,) if left_out else ())


def _put_new(made: Profile, access: KitAccess) -> tuple[Problem, ...]:
    with access.store(none=NO_STORE) as store:
        if store.profile(made.id) is not None:
            raise BadInput(Problem("profile.id-taken", facts={"id": made.id}))
        problems = require_unused(store, made.id)
        store.put_profile(made, if_version=0)
    return problems
