"""Writes a message as Outlook saves it: a compound file ([MS-CFB]) of properties ([MS-OXMSG]).

A double, so that no real mailbox lies here. As small as the two formats allow: one sector of each
kind of table, all streams in the small ones.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR, SMALL = 512, 64
UNICODE, BINARY, INTEGER = 0x001F, 0x0102, 0x0003

BODY, HTML, HEADERS, CLASS, CODEPAGE = 0x1000, 0x1013, 0x007D, 0x001A, 0x3FDE


def outlook_message(
    headers: str = "", body: str = "", page: str = "", more: Mapping[int, str] | None = None
) -> bytes:
    """A ``.msg`` with these transport headers, this text and this page."""
    texts = {CLASS: "IPM.Note", HEADERS: headers, BODY: body, **(more or {})}
    streams = {
        f"__substg1.0_{pid:04X}{UNICODE:04X}": text.encode("utf-16-le")
        for pid, text in texts.items()
        if text
    }
    entries = [
        struct.pack("<HHIII", UNICODE, pid, 6, len(text.encode("utf-16-le")) + 2, 0)
        for pid, text in texts.items()
        if text
    ]
    entries.append(struct.pack("<HHIII", INTEGER, CODEPAGE, 6, 65001, 0))
    if page:
        data = page.encode()
        streams[f"__substg1.0_{HTML:04X}{BINARY:04X}"] = data
        entries.append(struct.pack("<HHIII", BINARY, HTML, 6, len(data), 0))
    streams["__properties_version1.0"] = struct.pack("<8x4I8x", 0, 0, 0, 0) + b"".join(entries)
    return _compound(streams)


def _compound(streams: Mapping[str, bytes]) -> bytes:
    """Each stream below 4096 bytes, all of them in the small sectors of the root."""
    small, chain, directory = b"", [], []
    for name, data in streams.items():
        assert len(data) < 4096, name
        first, count = len(small) // SMALL, max(1, -(-len(data) // SMALL))
        small += data.ljust(count * SMALL, b"\0")
        chain += [*range(first + 1, first + count), END]
        directory.append((name, 2, first, len(data)))
    tables = [
        _entry("Root Entry", 5, 3, len(small), child=1),
        *(
            _entry(name, kind, first, size, right=number + 1 if number < len(directory) else FREE)
            for number, (name, kind, first, size) in enumerate(directory, start=1)
        ),
    ]
    listed = b"".join(tables)
    parts = [
        struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff"),
        listed.ljust(-(-len(listed) // SECTOR) * SECTOR, b"\0"),
        small.ljust(-(-len(small) // SECTOR) * SECTOR, b"\0"),
    ]
    assert len(parts[0]) == SECTOR
    begins = [1, 2, 2 + len(parts[1]) // SECTOR]
    after = begins[2] + len(parts[2]) // SECTOR
    fat = [FAT, END]
    for start, stop in ((begins[1], begins[2]), (begins[2], after)):
        fat += [*range(start + 1, stop), END]
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIIIIIII", 0, 1, begins[1], 0, 4096, begins[0], 1, END, 0, 0)
        + struct.pack("<108I", *([FREE] * 108))
    )  # fmt: skip
    root = _entry("Root Entry", 5, begins[2], len(small), child=1)
    parts[1] = root + parts[1][len(root) :]
    return head + struct.pack("<128I", *fat, *([FREE] * (128 - len(fat)))) + b"".join(parts)


def _entry(
    name: str, kind: int, first: int, size: int, *, child: int = FREE, right: int = FREE
) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )
