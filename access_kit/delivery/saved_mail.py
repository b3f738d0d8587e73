"""Saved mail on disk, one message after the other, in the forms in which mail programs save it.

``.eml`` (one message), mbox (many), a folder as Apple Mail exports it (``Name.mbox/mbox``), a
Maildir, Apple's ``.emlx`` and Outlook's ``.msg``. What else it may be is told by name. A new form
is one function that yields bytes, and one line in ``_form_of``.
"""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from access_kit.budgets import MAIL_BYTES, MAIL_HEAD_BYTES
from access_kit.delivery.outlook_mail import as_internet_mail
from access_kit.errors import BadInput, Problem
from access_kit.files import read_start, shown

_START = 4096
_HEADER = re.compile(rb"(?i)(?:>?From [^\r\n]{0,300}\r?\n)?[!-9;-~]{1,70}[ \t]*:")
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"\x78\x9f\x3e\x22": "returns.winmail",
    b"!BDN": "returns.outlook-store",
}
"""How files begin that hold mail in a form of Outlook's own."""


def messages_in(path: Path) -> Iterator[bytes]:
    """The messages of a file or folder, as bytes; ``BadInput`` when it holds no mail.

    A mailbox is read one message at a time, and never changed.
    """
    if path.is_dir():
        yield from _in_folder(path)
        return
    start = read_start(path, _START)
    try:
        yield from _form_of(path, start)(path)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise BadInput(
            Problem("file.unreadable", file=shown(path), facts={"reason": reason})
        ) from error


def _form_of(path: Path, start: bytes) -> Callable[[Path], Iterator[bytes]]:
    for mark, code in _FOREIGN.items():
        if start.startswith(mark):
            raise BadInput(Problem(code, file=shown(path)))
    if start.startswith(_OUTLOOK):
        return _in_outlook
    bare = start.lstrip(b"\xef\xbb\xbf\r\n")
    if _FROM_LINE.match(bare) and not start.startswith(b">"):
        return _in_mbox
    if path.suffix == ".emlx" and re.match(rb"\d{1,9}\s*\n", bare):
        return _in_emlx
    if _HEADER.match(bare):
        return _alone
    raise BadInput(Problem("returns.no-mail", file=shown(path)))


def _alone(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield stream.read(MAIL_BYTES + 1)


def _in_outlook(path: Path) -> Iterator[bytes]:
    """One message, as Outlook saves what is dragged out of it."""
    with path.open("rb") as stream:
        yield as_internet_mail(stream.read(MAIL_BYTES + 1), shown(path))


def _in_emlx(path: Path) -> Iterator[bytes]:
    """The length on the first line, the message, and a list of properties."""
    with path.open("rb") as stream:
        length = int(stream.readline(20))
        yield stream.read(min(length, MAIL_BYTES + 1))


def _in_folder(path: Path) -> Iterator[bytes]:
    """Apple's export (a folder with a file ``mbox``), or a Maildir."""
    if (path / "mbox").is_file():
        yield from messages_in(path / "mbox")
        return
    folders = [path / name for name in ("cur", "new")]
    if not all(one.is_dir() for one in folders):
        raise BadInput(Problem("returns.folder", file=shown(path)))
    files = sorted(file for one in folders for file in one.iterdir() if file.is_file())
    for file in files:
        yield from _alone(file)


# -- mbox ---------------------------------------------------------------------------------------

_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_FROM_LINE = re.compile(
    rb"From [^\r\n]{0,300}?(?:"
    + _MONTH
    + rb"|\d{1,2}:\d\d(?::\d\d)?|\?\?\?@\?\?\?)[^\r\n]{0,60}\r?\n"
)
"""The line before each message: a sender, and a date as ``Fri Nov 27 18:00:00 2026``."""
_DATED = re.compile(rb"(?=[^\r\n]{0,360}\d{1,2}:\d\d)(?=[^\r\n]{0,360}\b(?:19|20)\d\d\b)")
_LENGTH = re.compile(rb"(?im)^Content-Length:[ \t]*(\d{1,10})[ \t]*\r?$")
_BLANK = re.compile(rb"\r?\n\r?\n")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")


def _in_mbox(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as box:
        start = _FROM_LINE.search(box, 0, _START)
        at = start.end() if start else 0
        while at < len(box):
            end, following = _end_of(box, at)
            yield _unescaped(box[at : min(end, at + MAIL_BYTES + 1)])
            at = following


def _end_of(box: mmap.mmap, at: int) -> tuple[int, int]:
    """Where a message ends that begins at ``at``, and where the next one begins."""
    blank = _BLANK.search(box, at, min(len(box), at + MAIL_HEAD_BYTES))
    told = _LENGTH.search(box, at, blank.start()) if blank else None
    if blank and told:
        end = blank.end() + int(told[1])
        if end <= len(box) and (following := _separator_at(box, end)) is not None:
            return end, following
    search = at
    while (found := box.find(b"\nFrom ", search)) >= 0:
        following = _start_of_next(box, found + 1)
        if following and (found < at or _is_blank_before(box, found)):
            return found, following
        search = found + 1
    return len(box), len(box)


def _separator_at(box: mmap.mmap, at: int) -> int | None:
    """Where the next message begins, if only empty lines stand before it; else ``None``."""
    while at < len(box) and box[at : at + 1] in (b"\r", b"\n"):
        at += 1
    if at == len(box):
        return at
    return _start_of_next(box, at) or None


def _start_of_next(box: mmap.mmap, at: int) -> int:
    """The end of the line at ``at`` if it begins a message, which a header must follow; else 0."""
    line = _FROM_LINE.match(box, at)
    if not line or not _DATED.match(line[0]):
        return 0
    return line.end() if _HEADER.match(box, line.end()) else 0


def _is_blank_before(box: mmap.mmap, newline: int) -> bool:
    """Whether the line that ends at ``newline`` is empty."""
    before = box[max(0, newline - 3) : newline]
    return before.endswith((b"\n", b"\n\r"))


def _unescaped(data: bytes) -> bytes:
    """``>From`` at the start of a line of the body is ``From`` again (mboxrd, mboxo)."""
    blank = _BLANK.search(data)
    if not blank:
        return data
    return data[: blank.end()] + _ESCAPED.sub(rb"\1", data[blank.end() :])
