"""A session's people from the kit's store, for the commands that read a session."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from access_kit.console import Talk
from access_kit.errors import Problem
from access_kit.model.kit import Kit
from access_kit.model.profile import Profile
from access_kit.workflow.prepare.read import FindPeople


def people_finder(talk: Talk, passphrase_fd: int | None) -> FindPeople:
    """Opens the store when a session names people by id, and closes it again at once."""

    def find(
        folder: Path, kit: Kit, ids: Sequence[str], file: str
    ) -> tuple[list[Profile], list[Problem]]:
        from access_kit.cli.unlock import opened_store
        from access_kit.store.opening import find_people

        with opened_store(folder, kit, talk, passphrase_fd) as store:
            found, problems = find_people(store, ids, file=file)
        return sorted(found, key=lambda profile: profile.id.casefold()), problems

    return find
