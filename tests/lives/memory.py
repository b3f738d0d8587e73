"""The vault's own tables and words, in memory: a life of many steps takes milliseconds."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from access_kit.model.record import Actor
from access_kit.store.protocol import Opening
from access_kit.store.sql import SqlStore
from access_kit.store.vault import VaultDatabase


class MemoryDatabase(VaultDatabase):
    """A vault's connection to no file."""

    def __init__(self) -> None:
        self.name = "memory"
        self._seal = None
        self._wrote = self.was_left_open = self.is_small = False
        self.connection = dbapi2.connect(":memory:", isolation_level=None)

    def close(self) -> str:
        """Give the memory back: a run has thousands of these."""
        self.connection.close()
        return ""

    def scrub(self) -> None:
        """There are no bytes on a disk."""

    def earlier_copies(self) -> list[str]:
        """Nor copies of them."""
        return []


class MemoryStore(SqlStore):
    """A vault's store; nothing of it is remembered outside."""

    def _remember(self) -> None:
        """It is never opened again."""

    def _find_doubt(self) -> None:
        """It is as new as it gets."""


def memory_store(now: Callable[[], datetime.datetime]) -> SqlStore:
    opening = Opening(Path(), Actor("tester", "Jo"), lambda what: "", now)
    return MemoryStore(MemoryDatabase(), opening)
