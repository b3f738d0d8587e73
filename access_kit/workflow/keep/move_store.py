"""A kit's people carried from one store into another, all or nothing, and ``kit.toml`` told so.

1. look: the old store is the kit's and whole, the new place is free, ``kit.toml`` can say it
2. carry: nobody else writes to the old store; every row is written and read again
3. stand: a vault is put in its place, its recovery given first
4. tell ``kit.toml``; until then the old store is the kit's, and from then on the new one

The old store is left as it is. Whoever opens it again hears that it is older than what was done.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from access_kit.errors import BadInput, CheckFailed, Problem
from access_kit.files import refuse_existing
from access_kit.kit_files import KIT_FILE
from access_kit.model.record import Actor
from access_kit.store.carry_over import count_rows, give_up, require_empty, take_over
from access_kit.store.key_file import key_path
from access_kit.store.opening import open_store, split_url
from access_kit.store.sql import SqlStore
from access_kit.store.vault import open_with_key
from access_kit.store.vault_files import destroy_vault, making_vault, require_free
from access_kit.workflow.keep.access import KitAccess, VaultAccess
from access_kit.workflow.keep.store_line import rewrite_store_line, with_store_url
from access_kit.workflow.keep.vault_keys import (
    NO_RECOVERY,
    GivenRecovery,
    RecoveryWay,
    VaultKey,
    give_recovery,
)

VAULT, SERVER = "vault", "postgresql"


@dataclass(frozen=True)
class StorePlace:
    """Where a store is, by its URL as ``kit.toml`` writes it."""

    url: str
    scheme: str
    place: str
    path: Path

    @classmethod
    def of(cls, url: str, folder: Path) -> StorePlace:
        """``BadInput`` for a store that keeps no more than profiles."""
        scheme, place = split_url(url)
        if scheme not in (VAULT, SERVER):
            raise BadInput(Problem("store.move-folder", where=url))
        return cls(url, scheme, place, folder / place)

    @property
    def is_vault(self) -> bool:
        return self.scheme == VAULT

    def is_same(self, other: StorePlace) -> bool:
        """Whether both name one store, however they are written."""
        if self.is_vault and other.is_vault:
            return self.path.resolve() == other.path.resolve()
        return self.scheme == other.scheme and _after_scheme(self) == _after_scheme(other)

    def name_in(self, folder: Path) -> str:
        """What erasing calls a store that still holds everybody."""
        if not self.is_vault:
            return self.url
        path, kit = self.path.resolve(), folder.resolve()
        return str(path.relative_to(kit)) if path.is_relative_to(kit) else str(path)


def _after_scheme(place: StorePlace) -> str:
    return place.place.partition(":")[2]


@dataclass(frozen=True)
class MovedStore:
    """What was carried, or would be: rows by table. ``given`` is how to open a new vault again."""

    old: StorePlace
    new: StorePlace
    rows: dict[str, int]
    given: GivenRecovery = NO_RECOVERY


@dataclass(frozen=True)
class FilledPlace:
    """The new store while it is filled: ``stand`` puts it in its place, ``undo`` takes it away."""

    store: SqlStore
    stand: Callable[[], GivenRecovery]
    undo: Callable[[], object] = field(default=lambda: None)


def move_store(
    access: KitAccess, old: str, new: str, way: RecoveryWay, *, dry_run: bool
) -> MovedStore:
    """Carry everybody from ``old``, which is the kit's store, to ``new``, which holds nobody."""
    folder, kit = access.kit()
    here, there = StorePlace.of(old, folder), StorePlace.of(new, folder)
    if split_url(kit.store.url)[0] not in (VAULT, SERVER) or not here.is_same(
        StorePlace.of(kit.store.url, folder)
    ):
        raise BadInput(Problem("store.move-other", where=old, facts={"url": kit.store.url}))
    with_store_url(folder / KIT_FILE, new)
    giver = access.secret_giver()
    alone = dataclasses.replace(access, secret_giver=lambda: giver)
    vault = VaultAccess(alone, folder, kit, there.path, kit.store.operator)
    if there.is_vault:
        _require_free_vault(there, way, dry_run=dry_run)
    with _old_store(vault, here) as source:
        if dry_run:
            if not there.is_vault:
                from access_kit.store.postgres import require_free_server

                require_free_server(there.place, vault.opening)
            with source.bare() as tables:
                return MovedStore(here, there, count_rows(tables))
        vault = dataclasses.replace(vault, operator=source.actor.name)
        with _new_store(vault, there, way) as target, source.bare():
            source.require_no_run()
            names = (here.name_in(folder), there.name_in(folder))
            rows = take_over(target.store, source, known_as=names[0], own_name=names[1])
            try:
                given = target.stand()
                rewrite_store_line(folder / KIT_FILE, new)
            except BaseException:
                target.undo()
                raise
            source.outdate(mark=not here.is_vault)
    return MovedStore(here, there, rows, given)


@contextlib.contextmanager
def _old_store(vault: VaultAccess, place: StorePlace) -> Iterator[SqlStore]:
    """The kit's store, brought forward by its opening, and known to be whole."""
    opening = dataclasses.replace(vault.opening, actor=Actor(vault.opening.actor.user, ""))
    store = vault.patiently(lambda: open_store(place.url, opening))
    assert isinstance(store, SqlStore)
    with contextlib.closing(store):
        vault.access.tell(store.warnings)
        if problems := store.check():
            raise CheckFailed(problems)
        yield store


def _new_store(
    vault: VaultAccess, place: StorePlace, way: RecoveryWay
) -> contextlib.AbstractContextManager[FilledPlace]:
    return _new_vault(vault, way) if place.is_vault else _new_on_server(vault, place)


def _require_free_vault(place: StorePlace, way: RecoveryWay, *, dry_run: bool) -> None:
    if dry_run:
        refuse_existing([place.path, key_path(place.path)])
    else:
        require_free(place.path)
    if way.page and not way.as_words:
        refuse_existing([way.page])


@contextlib.contextmanager
def _new_vault(vault: VaultAccess, way: RecoveryWay) -> Iterator[FilledPlace]:
    """A vault that is filled beside its place."""
    with making_vault(vault.path, vault.new_passphrase(), vault.opening) as new:
        inner = new.staging / vault.path.name
        store = open_with_key(inner, new.data_key, vault.opening)

        def stand() -> GivenRecovery:
            store.close()
            given = give_recovery(vault, new.recovery, new.key_file.vault, way)
            new.place()
            VaultKey(vault, new.data_key).note(page=given.page)
            return given

        with contextlib.closing(store):
            yield FilledPlace(store, stand, lambda: destroy_vault(vault.path))


@contextlib.contextmanager
def _new_on_server(vault: VaultAccess, place: StorePlace) -> Iterator[FilledPlace]:
    """Tables on a server, made if they are not there, in which nothing was kept yet."""
    store = open_store(place.url, vault.opening)
    assert isinstance(store, SqlStore)
    with contextlib.closing(store):
        with store.bare() as tables:
            require_empty(tables)
        yield FilledPlace(store, lambda: NO_RECOVERY, lambda: give_up(store))
