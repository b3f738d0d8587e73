"""Saved mail of the lives: files of ``data/mail`` and messages of a test's own, taken in."""

from __future__ import annotations

import re
from pathlib import Path

from tests.harms.commands import call
from tests.send.replies import original
from tests.send.vault_kit import SESSION, session_file

MAIL = Path(__file__).parent / "data" / "mail"
WHO, ADDRESS = "K-11", "mei-ling@mail.example"


def id_of(kit: Path, person: str = WHO) -> str:
    """The Message-ID of the mail that was laid ready for a person."""
    (path,) = (kit / "out" / SESSION / "outbox").glob(f"{person}-*.eml")
    return str(original(path.read_bytes())["Message-ID"])


def filled(kit: Path, name: str) -> bytes:
    """A file of ``data/mail`` with the ids of this kit's mails in it."""
    return re.sub(
        rb"@ID:(K-\d\d)@",
        lambda found: id_of(kit, found[1].decode()).encode(),
        (MAIL / name).read_bytes(),
    )


def take(kit: Path, *messages: bytes, more: tuple[str, ...] = (), suffix: str = "eml"):
    """The answer of ``returns import`` for messages, each a file of its own."""
    files = []
    for number, data in enumerate(messages, start=1):
        files.append(kit / f"mail-{number:02}.{suffix}")
        files[-1].write_bytes(data)
    return call(kit, "returns", "import", *files, "--json", *more)


def status_of(kit: Path, person: str = WHO):
    done = call(kit, "status", session_file(kit), "--json")
    assert done.code == 0, done.stderr
    return next(one for one in done.json["people"] if one["id"] == person)
