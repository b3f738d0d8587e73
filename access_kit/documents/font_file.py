"""Which characters a font file of the user's holds: its ``cmap`` table, read directly.

Only for folders that a user names; the index of our own fonts is made beforehand. Formats 4 and 12
(OpenType 1.9, "cmap") are what every font of today carries.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")


def covered_by_folder(folder: Path) -> frozenset[int]:
    """Code points in any font under ``folder``; a file that is no font adds nothing."""
    points: set[int] = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            points |= covered_by_file(path.read_bytes())
    return frozenset(points)


def covered_by_file(data: bytes) -> set[int]:
    """Code points of one font file or collection; empty when it cannot be read."""
    points: set[int] = set()
    try:
        for offset in _font_offsets(data):
            table = _find_table(data, offset, b"cmap")
            if table is not None:
                points |= _read_cmap(data, table)
    except (struct.error, IndexError):
        return points
    return points


def family_names(data: bytes) -> set[str]:
    """Names of the families in a font file, typographic or plain ("name", ids 16 and 1)."""
    names: set[str] = set()
    try:
        for offset in _font_offsets(data):
            table = _find_table(data, offset, b"name")
            if table is not None:
                names.update(_read_names(data, table))
    except (struct.error, IndexError, UnicodeDecodeError):
        return names
    return names


def _read_names(data: bytes, at: int) -> Iterator[str]:
    _, count, strings = struct.unpack_from(">HHH", data, at)
    found: dict[int, set[str]] = {1: set(), 16: set()}
    for index in range(count):
        platform, _, _, kind, length, offset = struct.unpack_from(">6H", data, at + 6 + 12 * index)
        if platform == 3 and kind in found:
            start = at + strings + offset
            found[kind].add(data[start : start + length].decode("utf-16-be"))
    yield from found[16] or found[1]


def _font_offsets(data: bytes) -> list[int]:
    if data[:4] != b"ttcf":
        return [0]
    (count,) = struct.unpack_from(">I", data, 8)
    return list(struct.unpack_from(f">{min(count, 64)}I", data, 12))


def _find_table(data: bytes, font: int, tag: bytes) -> int | None:
    (count,) = struct.unpack_from(">H", data, font + 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, font + 12 + 16 * index)
        if name == tag:
            return int(offset)
    return None


def _read_cmap(data: bytes, table: int) -> set[int]:
    _, count = struct.unpack_from(">HH", data, table)
    points: set[int] = set()
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * index)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (kind,) = struct.unpack_from(">H", data, table + offset)
            if kind == 4:
                points.update(_read_format_4(data, table + offset))
            elif kind == 12:
                points.update(_read_format_12(data, table + offset))
    return points


def _read_format_4(data: bytes, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", data, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            if offsets[index] == 0:
                glyph = (point + deltas[index]) & 0xFFFF
            else:
                place = offsets_at + 2 * index + offsets[index] + 2 * (point - start)
                (glyph,) = struct.unpack_from(">H", data, place)
            if glyph:
                yield point


def _read_format_12(data: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", data, at + 12)
    for index in range(groups):
        start, end, _ = struct.unpack_from(">III", data, at + 16 + 12 * index)
        yield from range(start, min(end, 0x10FFFF) + 1)
