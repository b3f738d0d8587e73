"""The options of a kit and its store, as one parameter, and what a command opens by them.

What a command opens is imported when it is opened: a command that needs no store pays for none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.options import From, KitFolder
from access_kit.console import Talk
from access_kit.model.kit import Kit

if TYPE_CHECKING:
    from access_kit.cli.profile_people import WhichStore
    from access_kit.cli.unlock import Secrets
    from access_kit.store.protocol import Store
    from access_kit.workflow.mail.desk import MailDesk
    from access_kit.workflow.prepare.read import FindPeople


PassphraseFd = Annotated[
    int | None,
    typer.Option(
        "--passphrase-fd",
        metavar="N",
        help="Read secrets from this file descriptor, one a line (for programs).",
    ),
]


@dataclass(frozen=True)
class Door:
    """The way into a kit: ``--kit``, and ``--passphrase-fd`` for its store."""

    kit: Path | None
    passphrase_fd: int | None

    def find(self) -> tuple[Path, Kit]:
        """The kit's folder and file."""
        from access_kit.cli.unlock import find_kit_here

        return find_kit_here(self.kit)

    def secrets(self) -> Secrets:
        from access_kit.cli.unlock import Secrets

        return Secrets(self.passphrase_fd)

    @contextlib.contextmanager
    def store(self, talk: Talk) -> Iterator[tuple[Path, Store]]:
        """The kit's folder, and its store open for the block."""
        from access_kit.cli.unlock import opened_store

        folder, kit = self.find()
        with opened_store(folder, kit, talk, self.passphrase_fd) as store:
            yield folder, store

    @contextlib.contextmanager
    def desk(
        self, session_file: Path, talk: Talk, *, needs_store: bool, out: Path | None = None
    ) -> Iterator[MailDesk]:
        """A session, with the kit's store open for the block where one is needed."""
        from access_kit.cli.mail_desk import open_desk

        with open_desk(
            session_file,
            talk,
            kit_folder=self.kit,
            out=out,
            passphrase_fd=self.passphrase_fd,
            needs_store=needs_store,
        ) as desk:
            yield desk

    def people(self, talk: Talk) -> FindPeople:
        """Finds a session's people in the store, where it names them by id."""
        from access_kit.cli.people import people_finder

        return people_finder(talk, self.passphrase_fd)

    def which(self, talk: Talk) -> WhichStore:
        from access_kit.cli.profile_people import WhichStore

        return WhichStore(self.kit, self.passphrase_fd, talk)


def _door(kit: KitFolder = None, passphrase_fd: PassphraseFd = None) -> Door:
    return Door(kit, passphrase_fd)


KitDoor = Annotated[Door, From(_door)]
