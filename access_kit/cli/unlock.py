"""How a command opens the kit's store: which one, who asks, where a passphrase comes from.

A passphrase comes from a person at a terminal, or from ``--passphrase-fd``: never from an argument
or a variable, which other programs could read.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from access_kit.cli.options import read_now
from access_kit.console import Talk
from access_kit.errors import BadInput, Problem, Refused
from access_kit.files import shown
from access_kit.kit_files import KIT_FILE, find_kit, read_kit
from access_kit.model.kit import Kit
from access_kit.store.opening import open_store, split_url, this_actor
from access_kit.store.passphrases import find_weakness
from access_kit.store.protocol import Opening, Store

T = TypeVar("T")

_LIMIT = 10_000
TRIES = 3
_ASKED = {
    "passphrase": "Passphrase",
    "new passphrase": "New passphrase (15 characters, or five words)",
    "recovery words": "The 24 words of the recovery page",
    "database password": "Password of the database",
}


class Secrets:
    """Gives each secret that is asked for: the next line of a descriptor, or what is typed."""

    def __init__(self, descriptor: int | None) -> None:
        self._lines = None if descriptor is None else iter(_read_lines(descriptor))
        self.is_typed = descriptor is None

    def ask(self, what: str) -> str:
        if self._lines is None:
            return _type_secret(_ASKED[what])
        line = next(self._lines, None)
        if line is None:
            raise BadInput(Problem("passphrase.none-on-descriptor", facts={"what": what}))
        return line

    def ask_new(self, tell: Callable[[Problem], None], own: Sequence[str] = ()) -> str:
        """A passphrase to be. Typed twice, and asked for again until it can be kept.

        What comes by a descriptor cannot be asked for again: ``BadInput`` when it is weak. ``own``
        are names that others would try.
        """
        while True:
            typed = self.ask("new passphrase")
            weakness = find_weakness(typed, own)
            if weakness is None and (not self.is_typed or self._same_again(typed)):
                return typed
            problem = weakness or Problem("passphrase.not-the-same")
            if not self.is_typed:
                raise BadInput(problem)
            tell(problem)

    def _same_again(self, typed: str) -> bool:
        return _type_secret("The same again") == typed


def _read_lines(descriptor: int) -> list[str]:
    try:
        data = b""
        while len(data) <= _LIMIT and (part := os.read(descriptor, _LIMIT)):
            data += part
        return data.decode("utf-8").splitlines()
    except (OSError, OverflowError, ValueError):
        facts = {"number": descriptor}
        raise BadInput(Problem("passphrase.bad-descriptor", facts=facts)) from None


def _type_secret(prompt: str) -> str:
    import getpass

    if not sys.stdin.isatty():
        raise BadInput(Problem("passphrase.no-terminal"))
    return getpass.getpass(f"{prompt}: ")


def find_kit_here(folder: Path | None) -> tuple[Path, Kit]:
    """The kit's folder and file: the one named, or the nearest upward from here."""
    found = folder if folder is not None else find_kit(Path.cwd())
    if found is None:
        raise BadInput(Problem("kit.missing", file=shown(Path.cwd())))
    kit, problems = read_kit(found, today=read_now().date())
    if kit is None:
        raise BadInput(problems or Problem("file.missing", file=shown(found / KIT_FILE)))
    return found, kit


def opening_for(folder: Path, secrets: Secrets, name: str = "") -> Opening:
    return Opening(folder, this_actor(name), secrets.ask, read_now)


@contextlib.contextmanager
def opened_store(
    folder: Path, kit: Kit, talk: Talk, passphrase_fd: int | None = None
) -> Iterator[Store]:
    """The kit's store, open for the block; what opening found is told.

    A person who mistypes a passphrase may try again, a program may not.
    """
    secrets = Secrets(passphrase_fd)
    store = _open_patiently(kit, opening_for(folder, secrets, kit.store.operator), secrets, talk)
    try:
        talk.tell(store.warnings)
        yield store
    finally:
        store.close()


def _open_patiently(kit: Kit, opening: Opening, secrets: Secrets, talk: Talk) -> Store:
    return try_patiently(lambda: open_store(kit.store.url, opening), secrets, talk)


def try_patiently(attempt: Callable[[], T], secrets: Secrets, talk: Talk) -> T:
    """``attempt`` again after a mistyped passphrase, where a person types it."""
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except Refused as error:
            if error.problems[0].code != "vault.wrong-passphrase" or not secrets.is_typed:
                raise
            talk.tell(error.problems)
    return attempt()


def require_vault(kit: Kit, folder: Path) -> Path:
    """The path of the kit's vault; ``BadInput`` when the kit keeps people elsewhere."""
    scheme, place = split_url(kit.store.url)
    if scheme != "vault":
        raise BadInput(Problem("store.no-vault", file=shown(folder / KIT_FILE), where="store.url"))
    return folder / place
