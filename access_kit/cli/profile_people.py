"""Whose profile a command means: a person of the kit's store by id, or a file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.cli.options import read_now
from access_kit.cli.unlock import find_kit_here, opened_store
from access_kit.console import Talk
from access_kit.errors import BadInput, Problem, Refused
from access_kit.files import read_text, shown, write_atomic
from access_kit.kit_files import find_kit, read_kit
from access_kit.model.kit import Kit
from access_kit.model.profile import Profile
from access_kit.profiles.edit_file import change_text
from access_kit.profiles.profile_files import read_profile, read_profile_folder
from access_kit.store.opening import split_url, vault_path
from access_kit.store.protocol import Store


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


@dataclass(frozen=True)
class WhichStore:
    """How the store is found and opened: ``--kit`` and ``--passphrase-fd``."""

    kit: Path | None
    passphrase_fd: int | None
    talk: Talk

    @contextlib.contextmanager
    def opened(self) -> Iterator[Store]:
        folder, kit = self.find()
        with opened_store(folder, kit, self.talk, self.passphrase_fd) as store:
            yield store

    def find(self) -> tuple[Path, Kit]:
        if self.kit is None and find_kit(Path.cwd()) is None:
            raise BadInput(Problem("profile.no-store"))
        return find_kit_here(self.kit)

    def exists(self) -> bool:
        """Whether there is a store that keeps changes: a vault that was made, or a server."""
        found = self.find_kit()
        if found is None:
            return False
        folder, kit = found
        path = vault_path(kit.store.url, folder)
        return path.exists() if path else split_url(kit.store.url)[0] != "folder"

    def locale(self) -> str:
        """The kit's language, or English without a kit."""
        found = self.find_kit()
        return found[1].defaults.locale if found else "en"

    def find_kit(self) -> tuple[Path, Kit] | None:
        """The kit, where there is one that can be read."""
        folder = self.kit or find_kit(Path.cwd())
        kit = read_kit(folder, today=read_now().date())[0] if folder else None
        return (folder, kit) if folder and kit else None


def usual_file(person: str) -> Path:
    """Where a new profile goes without a store: the folder ``profiles``, if there is one."""
    return (Path("profiles") if Path("profiles").is_dir() else Path()) / f"{person}.toml"


def is_file_name(target: str) -> bool:
    """Whether a word names a file rather than an id: ids hold no dot and no slash."""
    return "." in target or "/" in target or "\\" in target or Path(target).is_dir()


@contextlib.contextmanager
def held_person(target: str, which: WhichStore) -> Iterator[KeptProfile]:
    """The profile that ``target`` names, open for the block; warnings about a file are told."""
    if is_file_name(target):
        yield _from_file(Path(target), which.talk)
        return
    with which.opened() as store:
        profile = store.profile(target)
        if profile is None:
            raise BadInput(Problem("profile.no-such-person", facts={"id": target[:20]}))
        version = store.history(target)[-1].version

        def save(changed: Profile) -> None:
            store.put_profile(changed, if_version=version)

        yield KeptProfile(profile, save, store=store)


def _from_file(path: Path, talk: Talk) -> KeptProfile:
    profile, problems = read_profile(path, today=read_now().date())
    if profile is None:
        raise BadInput(problems)
    talk.tell(problems)

    def save(changed: Profile) -> None:
        write_atomic(path, change_text(read_text(path), profile, changed).encode())

    return KeptProfile(profile, save, file=path)


@contextlib.contextmanager
def all_people(folder: Path | None, which: WhichStore) -> Iterator[tuple[Iterator[Profile], Store]]:
    """Everybody of a folder of profiles or of the store, and the store."""
    if folder is None:
        with which.opened() as store:
            yield store.profiles(), store
        return
    people, problems = read_profile_folder(folder, today=read_now().date())
    if any(problem.is_error for problem in problems):
        raise BadInput(problems)
    which.talk.tell(problems)
    from access_kit.store.folder import FolderStore

    yield iter(people), FolderStore(folder, read_now().date())


def note(store: Store, what: str, whose: str = "") -> None:
    """An entry in the audit log, where there is one."""
    try:
        store.note(what, whose)
    except Refused as error:
        if error.problems[0].code != "store.read-only":
            raise
