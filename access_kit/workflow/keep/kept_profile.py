"""Whose profile a command means: a person of the kit's store by id, or a file."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import BadInput, Problem, Refused
from access_kit.files import read_text, shown, write_atomic
from access_kit.model.profile import Profile
from access_kit.profiles.edit_file import change_text
from access_kit.profiles.profile_files import read_profile, read_profile_folder
from access_kit.store.folder import FolderStore
from access_kit.store.protocol import Store
from access_kit.workflow.keep.access import KitAccess

NO_STORE = Problem("profile.no-store")
"""There is no kit here whose store could hold people."""


@dataclass(frozen=True)
class KeptProfile:
    """A profile and what keeps it. ``store`` is set for a person of the store, else ``file``."""

    profile: Profile
    save: Callable[[Profile], None]
    store: Store | None = None
    file: Path | None = None

    @property
    def named(self) -> str:
        return shown(self.file) if self.file else self.profile.id


def usual_file(person: str) -> Path:
    """Where a new profile goes without a store: the folder ``profiles``, if there is one."""
    return (Path("profiles") if Path("profiles").is_dir() else Path()) / f"{person}.toml"


def is_file_name(target: str) -> bool:
    """Whether a word names a file rather than an id: ids hold no dot and no slash."""
    return "." in target or "/" in target or "\\" in target or Path(target).is_dir()


@contextlib.contextmanager
def held_person(target: str, access: KitAccess) -> Iterator[KeptProfile]:
    """The profile that ``target`` names, open for the block; warnings about a file are told."""
    if is_file_name(target):
        yield _from_file(Path(target), access)
        return
    with access.store(none=NO_STORE) as store:
        profile = store.profile(target)
        if profile is None:
            raise BadInput(Problem("profile.no-such-person", facts={"id": target[:20]}))
        version = store.history(target)[-1].version

        def save(changed: Profile) -> None:
            store.put_profile(changed, if_version=version)

        yield KeptProfile(profile, save, store=store)


def _from_file(path: Path, access: KitAccess) -> KeptProfile:
    profile, problems = read_profile(path, today=access.today)
    if profile is None:
        raise BadInput(problems)
    access.tell(problems)

    def save(changed: Profile) -> None:
        write_atomic(path, change_text(read_text(path), profile, changed).encode())

    return KeptProfile(profile, save, file=path)


@contextlib.contextmanager
def all_people(folder: Path | None, access: KitAccess) -> Iterator[tuple[Iterator[Profile], Store]]:
    """Everybody of a folder of profiles or of the store, and the store."""
    if folder is None:
        with access.store(none=NO_STORE) as store:
            yield store.profiles(), store
        return
    people, problems = read_profile_folder(folder, today=access.today)
    if any(problem.is_error for problem in problems):
        raise BadInput(problems)
    access.tell(problems)
    yield iter(people), FolderStore(folder, access.today)


def check_profiles(paths: Sequence[Path], today: datetime.date) -> tuple[list[str], list[Problem]]:
    """The ids of profiles in files and folders, and every mistake."""
    ids: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            profiles, found = read_profile_folder(path, today=today)
            ids += [one.id for one in profiles]
        else:
            one, found = read_profile(path, today=today)
            ids += [one.id] if one else []
        problems += found
    return ids, problems


def note(store: Store, what: str, whose: str = "") -> None:
    """An entry in the audit log, where there is one."""
    try:
        store.note(what, whose)
    except Refused as error:
        if error.problems[0].code != "store.read-only":
            raise
