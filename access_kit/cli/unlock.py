"""Where a secret comes from: a person at a terminal, or ``--passphrase-fd``.

Never from an argument or a variable, which other programs could read.
"""

from __future__ import annotations

import os
import sys

from access_kit.cli.dialog import Stopped
from access_kit.errors import BadInput, Problem

_LIMIT = 10_000
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

    def is_same_again(self, typed: str) -> bool:
        return _type_secret("The same again") == typed


class OneEvening:
    """A passphrase that is typed once: it is held here, in memory, until the command ends."""

    def __init__(self, descriptor: int | None) -> None:
        self._inner = Secrets(descriptor)
        self._typed = ""
        self.is_right = False
        self.is_typed = self._inner.is_typed

    def ask(self, what: str) -> str:
        if what == "passphrase" and self.is_right and self._typed:
            return self._typed
        try:
            text = self._inner.ask(what)
        except EOFError:
            raise Stopped from None
        if what in ("passphrase", "new passphrase"):
            self._typed = text
        return text

    def is_same_again(self, typed: str) -> bool:
        try:
            return self._inner.is_same_again(typed)
        except EOFError:
            raise Stopped from None


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
