"""What lies ready in a session's folder, and for whom: messages, tables, letters, labels.

Two things say that a file is ours, and its place is none of them:

- A message names itself: ``outbox/<id>-<8 digits>.eml``, where the digits are the digest of the
  Message-ID inside. A reply that somebody saved beside it has another.
- Everything else is written down in ``laid-ready.json`` before it is written: its digest, the way
  it goes, and the people in it; for a file of rows, the digest of each person's rows.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import hashlib
import io
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from access_kit.errors import Refused
from access_kit.files import lock_folder, make_folder, sha256, write_atomic
from access_kit.notation import parse_json

OUTBOX = "outbox"
REGISTER = "laid-ready.json"
SCHEMA = "access-kit/laid-ready/1"
LOCK = ".laid-ready.lock"
PATIENCE = 10.0
"""Seconds for which a change of the register waits for another one."""

_NAME = re.compile(r"\.?(?P<person>.+)-(?P<digest>[0-9a-f]{8})\.eml(?P<part>\.part)?")
_HEAD_BYTES = 64_000


@dataclass(frozen=True)
class LaidFile:
    """A file of the register. ``rows`` by person: the digests of the rows that are about them."""

    file: str
    sha256: str
    channel: str = ""
    people: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, person: str) -> bool:
        return person.casefold() in (one.casefold() for one in self.people)


# -- messages -----------------------------------------------------------------------------------


def message_name(person: str, message_id: str) -> str:
    """The name of a message's file: whose it is, and the digest of its id."""
    return f"{person}-{sha256(message_id.encode())[:8]}.eml"


def person_of_message(path: Path) -> str | None:
    """Whose message of ours ``path`` is; ``None`` for any other file, whatever its name."""
    named = _NAME.fullmatch(path.name)
    if named is None or path.is_symlink() or not path.is_file():
        return None
    if named["part"]:
        return named["person"] if path.name.startswith(".") else None
    found = message_id_of(path)
    return named["person"] if path.name == message_name(named["person"], found) else None


def message_id_of(path: Path) -> str:
    """The Message-ID in the head of a mail; empty where there is none that can be read."""
    return _header_of(path, "Message-ID")


def is_unsent(path: Path) -> bool:
    """Whether a mail calls itself one that is still to be sent, as what is laid ready does."""
    return _header_of(path, "X-Unsent") == "1"


def _header_of(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError:
        return ""
    return str(BytesHeaderParser().parsebytes(head).get(name, "")).strip()


def find_messages(folder: Path, person: str | None = None) -> Iterator[tuple[Path, str]]:
    """The messages of ours in a session's folder, each with whose it is; sub-folders too.

    Of one person alone if ``person`` is given; then nobody else's are opened.
    """
    for path in sorted((folder / OUTBOX).rglob("*")):
        if person is not None and not is_named_for(path, person):
            continue
        whose = person_of_message(path)
        if whose is not None:
            yield path, whose


def is_named_for(path: Path, person: str) -> bool:
    named = _NAME.fullmatch(path.name)
    return named is not None and named["person"].casefold() == person.casefold()


def has_name_of_ours(path: Path) -> bool:
    return _NAME.fullmatch(path.name) is not None


# -- the register -------------------------------------------------------------------------------


def read_laid(folder: Path) -> tuple[LaidFile, ...]:
    """The register of a session's folder; empty where there is none, or none that can be read."""
    try:
        held = parse_json((folder / REGISTER).read_bytes())
        if held["schema"] != SCHEMA:
            return ()
        return tuple(_to_laid(one) for one in held["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def _to_laid(entry: Any) -> LaidFile:  # noqa: ANN401 (JSON)
    rows = {str(who): tuple(map(str, digests)) for who, digests in entry["rows"].items()}
    people = tuple(map(str, entry["people"]))
    return LaidFile(str(entry["file"]), str(entry["sha256"]), str(entry["channel"]), people, rows)


def lay(
    folder: Path,
    name: str,
    data: bytes,
    *,
    channel: str = "",
    people: Sequence[str] = (),
    rows: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> Path:
    """Write a file into a session's folder and say in the register whom it holds.

    ``rows``, for a file that can be written again without somebody: the cells of each person's
    rows. A file of lines has one cell a line. The register is written first: a file of ours that
    nobody wrote down is never there.
    """
    digests = {
        person: tuple(row_digest(row) for row in cells) for person, cells in (rows or {}).items()
    }
    entry = LaidFile(name, sha256(data), channel, tuple(people) or tuple(digests), digests)
    make_folder((folder / name).parent)
    with changing(folder):
        before = read_laid(folder)
        write_laid(folder, (*before, entry))
        write_atomic(folder / name, data)
        write_laid(folder, (*(one for one in before if one.file != name), entry))
    return folder / name


def write_laid(folder: Path, files: Sequence[LaidFile]) -> None:
    """Write the register; call it inside ``changing``. Nothing laid ready: no register."""
    if not files:
        (folder / REGISTER).unlink(missing_ok=True)
        return
    plain = [
        {
            "file": one.file,
            "sha256": one.sha256,
            "channel": one.channel,
            "people": list(one.people),
            "rows": {who: list(digests) for who, digests in one.rows.items()},
        }
        for one in files
    ]
    text = json.dumps({"schema": SCHEMA, "files": plain}, ensure_ascii=False, indent=1)
    write_atomic(folder / REGISTER, text.encode() + b"\n")


def changing(folder: Path) -> contextlib.AbstractContextManager[None]:
    """Be the only one that changes the register; another change is waited for a while."""
    return patiently(folder, LOCK)


@contextlib.contextmanager
def patiently(folder: Path, name: str) -> Iterator[None]:
    """Hold a lock of a folder, for which another program is waited for a while."""
    until = time.monotonic() + PATIENCE
    with contextlib.ExitStack() as stack:
        while True:
            try:
                stack.enter_context(lock_folder(folder, name=name))
                break
            except Refused:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield


# -- files of rows ------------------------------------------------------------------------------


def row_digest(cells: Sequence[str]) -> str:
    return hashlib.sha256("\x00".join(cells).encode()).hexdigest()[:32]


def without_rows(name: str, data: bytes, digests: Sequence[str]) -> bytes | None:
    """A table or list without the rows of these digests; ``None`` where one of them is not in it.

    Then somebody changed the file, and nobody can say which of its rows are whose.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    is_table = name.endswith(".csv")
    rows = list(csv.reader(io.StringIO(text, newline=""))) if is_table else _lines(text)
    left = list(digests)
    kept = []
    for row in rows:
        digest = row_digest(row)
        if digest in left:
            left.remove(digest)
        else:
            kept.append(row)
    if left:
        return None
    if not is_table:
        return "".join(f"{row[0]}\n" for row in kept).encode()
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(kept)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + out.getvalue().encode()


def _lines(text: str) -> list[list[str]]:
    return [[line] for line in text.splitlines()]
