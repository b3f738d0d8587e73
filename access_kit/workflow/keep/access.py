"""A kit and its store, as whoever calls comes to them: found, opened for a block, closed again.

The caller says how a secret is asked for and where a warning goes. Nothing here talks to anybody.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from access_kit.errors import BadInput, Problem, Refused
from access_kit.files import shown
from access_kit.kit_files import KIT_FILE, find_kit, read_kit
from access_kit.model.kit import Kit
from access_kit.model.series import Meeting
from access_kit.model.session import Session
from access_kit.store.key_file import key_path
from access_kit.store.opening import find_people, open_store, split_url, this_actor, vault_path
from access_kit.store.passphrases import find_weakness
from access_kit.store.protocol import Opening, Store
from access_kit.workflow.kept.group_past import papers_went, past_of
from access_kit.workflow.kept.kept_answers import known_lately
from access_kit.workflow.kept.lost_dates import dates_to_tell
from access_kit.workflow.prepare.read import FoundPeople

T = TypeVar("T")

Clock = Callable[[], datetime.datetime]
TellProblems = Callable[[Iterable[Problem]], object]

TRIES = 3
"""How often a person may mistype a passphrase; a program may not."""


class SecretGiver(Protocol):
    """A person who types, or a program. ``is_typed``: what was mistyped can be asked for again."""

    is_typed: bool

    def ask(self, what: str) -> str:
        """A secret by its name: ``passphrase``, ``recovery words``, …"""

    def is_same_again(self, typed: str) -> bool:
        """Whether a new secret, typed once more, is the same."""


@dataclass(frozen=True)
class KitAccess:
    """``named`` is the kit's folder where somebody named it; else the nearest upward from here."""

    named: Path | None
    secret_giver: Callable[[], SecretGiver]
    tell: TellProblems
    clock: Clock

    @property
    def today(self) -> datetime.date:
        return self.clock().date()

    def kit(self, *, none: Problem | None = None) -> tuple[Path, Kit]:
        """The kit's folder and file; ``BadInput`` where there is no kit, with ``none`` if given."""
        folder = self.named if self.named is not None else find_kit(Path.cwd())
        if folder is None:
            raise BadInput(none or Problem("kit.missing", file=shown(Path.cwd())))
        kit, problems = read_kit(folder, today=self.today)
        if kit is None:
            raise BadInput(problems or Problem("file.missing", file=shown(folder / KIT_FILE)))
        return folder, kit

    def has_kit(self) -> bool:
        """Whether somebody named a kit, or one lies here or above."""
        return self.named is not None or find_kit(Path.cwd()) is not None

    def kit_if_any(self) -> tuple[Path, Kit] | None:
        """The kit, where there is one that can be read."""
        folder = self.named or find_kit(Path.cwd())
        kit = read_kit(folder, today=self.today)[0] if folder else None
        return (folder, kit) if folder and kit else None

    def has_store(self) -> bool:
        """Whether there is a store that keeps changes: a vault that was made, or a server.

        A vault that is lost counts as one: to open it tells so.
        """
        found = self.kit_if_any()
        if found is None:
            return False
        folder, kit = found
        path = vault_path(kit.store.url, folder)
        if path:
            return path.exists() or key_path(path).exists()
        return split_url(kit.store.url)[0] != "folder"

    def holds_people(self) -> bool:
        """Whether there is a store to read people from: ``has_store``, or a folder of profiles."""
        found = self.kit_if_any()
        return self.has_store() or (
            found is not None and split_url(found[1].store.url)[0] == "folder"
        )

    @contextlib.contextmanager
    def store(self, *, none: Problem | None = None) -> Iterator[Store]:
        """The kit's store, open for the block; what opening found is told."""
        with self.store_of(*self.kit(none=none)) as store:
            yield store

    @contextlib.contextmanager
    def store_of(self, folder: Path, kit: Kit) -> Iterator[Store]:
        giver = self.secret_giver()
        opening = Opening(folder, this_actor(kit.store.operator), giver.ask, self.clock)
        store = try_patiently(lambda: open_store(kit.store.url, opening), giver, self.tell)
        try:
            self.tell(store.warnings)
            yield store
        finally:
            store.close()

    def find_people(self, folder: Path, kit: Kit, session: Session, file: str) -> FoundPeople:
        """A session's people by id: the store is opened for them, and closed at once."""
        with self.store_of(folder, kit) as store:
            return people_in(store, kit, session, file, self.clock())

    def vault(self, *, name: str = "") -> VaultAccess:
        """The kit's vault, to be made or opened; ``name`` stands in the log in place of the kit's.

        ``BadInput`` when the kit keeps people elsewhere.
        """
        folder, kit = self.kit()
        scheme, place = split_url(kit.store.url)
        if scheme != "vault":
            where = shown(folder / KIT_FILE)
            raise BadInput(Problem("store.no-vault", file=where, where="store.url"))
        return VaultAccess(self, folder, kit, folder / place, name or kit.store.operator)


@dataclass(frozen=True)
class VaultAccess:
    """The file ``path`` of a kit's vault, and who asks for it: ``operator``, for the log."""

    access: KitAccess
    folder: Path
    kit: Kit
    path: Path
    operator: str

    @cached_property
    def giver(self) -> SecretGiver:
        return self.access.secret_giver()

    @cached_property
    def opening(self) -> Opening:
        actor = this_actor(self.operator)
        return Opening(self.folder, actor, lambda what: self.giver.ask(what), self.access.clock)

    def patiently(self, attempt: Callable[[], T]) -> T:
        return try_patiently(attempt, self.giver, self.access.tell)

    def new_passphrase(self) -> str:
        """A passphrase to be. Typed twice, and asked for again until it can be kept.

        What a program gives cannot be asked for again: ``BadInput`` when it is weak.
        """
        names = (self.kit.agency.name, self.kit.agency.from_name, self.kit.store.operator)
        own = [one for one in names if one]
        while True:
            typed = self.giver.ask("new passphrase")
            weakness = find_weakness(typed, own)
            if weakness is None and (not self.giver.is_typed or self.giver.is_same_again(typed)):
                return typed
            problem = weakness or Problem("passphrase.not-the-same")
            if not self.giver.is_typed:
                raise BadInput(problem)
            self.access.tell([problem])


def people_in(
    store: Store, kit: Kit, session: Session, file: str, now: datetime.datetime
) -> FoundPeople:
    """A session's people in a store, in the order of ids; ``file`` is the session's."""
    found, problems = find_people(store, session.participants, file=file)
    profiles = sorted(found, key=lambda profile: profile.id.casefold())
    went = papers_went(store, session.id)
    wanted = {one.id: went.get(one.id.casefold(), now) for one in profiles}
    known = {who: known_lately(store, who, session.id, at) for who, at in wanted.items()}
    past = {}
    if isinstance(session, Meeting):
        days = kit.retention.agreement_days
        pasts = ((who, past_of(store, who, session, at, days)) for who, at in wanted.items())
        past = {person: one for person, one in pasts if one is not None}
        rows = {who: store.mail(person=who) for who in wanted}
        problems += dates_to_tell(rows, session, file=file, now=now)
    return FoundPeople(profiles, problems, known, past)


def require_person(store: Store, person: str) -> str:
    """The id as the store has it; ``BadInput`` for somebody unknown."""
    profile = store.profile(person)
    if profile is None:
        raise BadInput(Problem("store.unknown-person", where=person, facts={"id": person}))
    return profile.id


def try_patiently(attempt: Callable[[], T], giver: SecretGiver, tell: TellProblems) -> T:
    """``attempt`` again after a mistyped passphrase, where a person types it."""
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except Refused as error:
            if error.problems[0].code != "vault.wrong-passphrase" or not giver.is_typed:
                raise
            tell(error.problems)
    return attempt()
