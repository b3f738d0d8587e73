"""All pages of a vault at rest as one digest, which tells an older page from the newest.

SQLCipher ends every page with a tag: an HMAC under a key of the vault over the page and its number.
It is checked whenever the page is read, and it proves that the page was written with the key and
for its place. It does not prove when. One digest over all the tags does: where it is the one that
was remembered outside the vault, each page that is read is the one that was left, with its rows,
its part of an index and its free room. A row that was put back, one that is missing, and an index
that no longer leads to it are all told apart from what was left.

64 bytes of every page are digested, not its 4,096: that is what makes it affordable at each
opening. Where the digest is another one (another computer wrote, a program was cut off, somebody
meddled), ``seal`` counts every row instead.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections import Counter
from pathlib import Path

PAGE_BYTES, TAG_BYTES = 4096, 64

LAYOUT = {
    "cipher_page_size": str(PAGE_BYTES),
    "cipher_use_hmac": "1",
    "cipher_hmac_algorithm": "HMAC_SHA512",
}
"""What SQLCipher says of a file whose tags stand where we read them."""

ALONE = threading.RLock()
"""Held while a vault is connected to, closed or read beside SQLite."""

_connected: Counter[Path] = Counter()
"""How many connections this process has to each vault.

On POSIX, whoever closes a file gives up every lock that the process has on it, those of SQLite's
too. So a file is read beside SQLite only while nobody here is connected to it.
"""

_CHUNK = PAGE_BYTES * 256
_PURPOSE = b"access-kit/page-tags/1"


def note_connected(path: Path) -> None:
    """Say that there is one connection more; hold ``ALONE``."""
    _connected[path.absolute()] += 1


def note_closed(path: Path) -> None:
    """Say that there is one connection less; hold ``ALONE``."""
    _connected[path.absolute()] -= 1


def digest_at_rest(path: Path, data_key: bytes) -> str:
    """The digest of a vault's tags in hexadecimal; empty where the file is in use. Hold ``ALONE``.

    In use means: connected to from here, or with changes in a file beside it, from a program that
    is at work or was cut off.
    """
    if _connected[path.absolute()] > 0:
        return ""
    try:
        digest = _digest_of(path, data_key)
        return "" if _has_side_file(path) else digest
    except OSError:
        return ""


def _digest_of(path: Path, data_key: bytes) -> str:
    tags = hmac.new(hashlib.sha256(_PURPOSE + data_key).digest(), digestmod="sha256")
    size = 0
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            ends = range(PAGE_BYTES, len(chunk) + 1, PAGE_BYTES)
            tags.update(b"".join([chunk[end - TAG_BYTES : end] for end in ends]))
    tags.update(size.to_bytes(8, "big"))
    return tags.hexdigest()


def _has_side_file(path: Path) -> bool:
    """Whether pages lie in a log or journal that SQLite would read before the file's own."""
    sides = (path.with_name(path.name + end) for end in ("-wal", "-journal"))
    return any(side.exists() and side.stat().st_size for side in sides)
