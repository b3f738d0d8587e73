"""Writes access_kit/store/leaked_passphrases.bin from a list of passwords that leaked.

python -m tools.leaked_passphrases LIST. The list is 10-million-password-list-top-1000000.txt of
SecLists (MIT), one password a line. Kept are digests of those that are long enough to be asked of
us; nobody's password stands there.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from access_kit.store.passphrases import SHORTEST, bare, leaked_digest

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "access_kit" / "store" / "leaked_passphrases.bin"
LIST_SHA256 = "eac6323842b3261da0ef4c180c8e23f4d056522ea97c2925b8687f453b40a2be"


def digests(data: bytes) -> bytes:
    """The digests of every long line, in order."""
    plain = {bare(line) for line in data.decode("utf-8", "replace").splitlines()}
    return b"".join(sorted(leaked_digest(one) for one in plain if len(one) >= SHORTEST))


def main(place: str) -> None:
    data = Path(place).read_bytes()
    if hashlib.sha256(data).hexdigest() != LIST_SHA256:
        raise SystemExit(f"{place} is another list than the one that was read here")
    TARGET.write_bytes(digests(data))
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
