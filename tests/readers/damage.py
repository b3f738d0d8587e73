"""Ways in which a file is damaged, or made to do harm: written without a look at any reader.

``damage(data, suffix, dice)`` gives one damaged copy. General ways serve every file; a format whose
inside can be taken apart (ZIP, JSON, pictures, Matroska and the like) has ways of its own.
"""

from __future__ import annotations

import io
import json
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

Dice = random.Random
Way = Callable[[bytes, Dice], bytes]

MOST = 200_000
"""Bytes that a damaged copy may have beyond the sound one: bombs are elsewhere, in ``bombs``."""

ODD = [
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b"\r\n\r\n", b"\t",
    b'"', b"'", b"<", b">", b"&", b"&#0;", b"&#99999999;", b"&#xD800;", b"<!--", b"-->", b"]]>",
    b"<![CDATA[", b"<!DOCTYPE x [", b"<?xml", b"{", b"}", b"[", b"]", b"[[", b"(", b")", b"\\",
    b"\\u0000", b"\\ud800", b"-1", b"0", b"1e400", b"-1e-400", b"NaN", b"Infinity", b"9" * 5000,
    b"99999999999999999999", b"2147483648", b"18446744073709551616", b"0x", b"null", b"true",
    b"1970-01-01", b"9999-12-31", b"2026-13-40", b"24:00:61", b"99:99:99.999", b"-00:00:01",
    "\u202e".encode(), "\u2028".encode(), "\u0085".encode(), "e\u0301\u0302".encode() * 60,
    "\U0001f469\u200d\U0001f4bb".encode(), "٣".encode(), "½".encode(), "ß".encode(), "İ".encode(),
    b"%", b"%s", b"{0}", b"{name}", b"${x}", b"../../x", b"/etc/passwd", b"C:\\x", b"CON", b"file:",
    b"=?utf-8?q?=", b"=?utf-8?b?////?=", b"--b", b"a@b", b"From ", b" --> ", b"WEBVTT", b"NOTE",
    b"STYLE", b"REGION", b"---", b"```", b"|", b"#", b"![](", b"]( ", b"msgid", b"msgstr[9]",
    b"#, fuzzy", b"#| ", b";", b",", b"=", b":", b"-->-->",
]  # fmt: skip


def damage(data: bytes, suffix: str, dice: Dice) -> bytes:
    """One damaged copy of ``data``, by one to three ways that suit files named ``suffix``."""
    own = OWN.get(suffix.lower(), [])
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        way = dice.choice(own) if own and dice.random() < 0.5 else dice.choice(GENERAL)
        data = way(data, dice)[: len(data) + MOST]
    return data


# -- any file -----------------------------------------------------------------------------------


def flip_bits(data: bytes, dice: Dice) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice((1, 2, 8, 60))):
        if out:
            out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def cut_off(data: bytes, dice: Dice) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def take_out(data: bytes, dice: Dice) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + data[at + dice.choice((1, 2, 10, 100, 4000)) :]


def put_in(data: bytes, dice: Dice) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(ODD) * dice.choice((1, 1, 2, 50)) + data[at:]


def write_over(data: bytes, dice: Dice) -> bytes:
    at, odd = dice.randrange(len(data) + 1), dice.choice(ODD)
    return data[:at] + odd + data[at + len(odd) :]


def repeat(data: bytes, dice: Dice) -> bytes:
    """A piece many times over, as nesting and lists that never end come about."""
    at, size = dice.randrange(len(data) + 1), dice.choice((1, 2, 8, 40, 400))
    piece = data[at : at + size]
    times = dice.choice((2, 20, 2_000, 20_000))
    return data[:at] + (piece * times)[:MOST] + data[at:]


def swap(data: bytes, dice: Dice) -> bytes:
    first, second = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    third = dice.randrange(second, len(data) + 1)
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def change_number(data: bytes, dice: Dice) -> bytes:
    """Another number in place of one that stands in the text."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return put_in(data, dice)
    one = dice.choice(found)
    values = (b"0", b"-1", b"1", b"255", b"65536", b"99999999999", b"9" * 5_000, b"1e309", b"0.1")
    return data[: one.start()] + dice.choice(values) + data[one.end() :]


def repeat_line(data: bytes, dice: Dice) -> bytes:
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    lines[at:at] = [lines[at]] * dice.choice((1, 2, 300))
    return b"\n".join(lines)


def move_line(data: bytes, dice: Dice) -> bytes:
    lines = data.split(b"\n")
    line = lines.pop(dice.randrange(len(lines)))
    lines.insert(dice.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def join_lines(data: bytes, dice: Dice) -> bytes:
    return data.replace(b"\n", dice.choice((b"", b" ", b"\r", b"\n\n")))


def change_set(data: bytes, dice: Dice) -> bytes:
    """The same text in another set of characters, with or without its mark."""
    text = data.decode("utf-8", "replace")
    how = dice.choice(("utf-16", "utf-16-be", "utf-32", "utf-7", "latin-1", "cp1252", "cp037"))
    return text.encode(how, "replace")


def nothing(data: bytes, dice: Dice) -> bytes:
    return dice.choice((b"", b"\n", b"\0" * 4096, b" " * 4096, dice.randbytes(4096)))


GENERAL: list[Way] = [
    flip_bits, flip_bits, cut_off, take_out, put_in, put_in, write_over, repeat, repeat, swap,
    change_number, change_number, repeat_line, move_line, join_lines, change_set, nothing,
]  # fmt: skip


# -- JSON ---------------------------------------------------------------------------------------

JSON_VALUES: list[object] = [
    None, True, False, 0, -1, 1.5, 10**30, 1e308, float("nan"), float("inf"), "", "x", "\0",
    "\ud800",     "9" * 5000, [], {}, [[]], {"": None}, "2026-13-40", ["x"] * 50,
]  # fmt: skip


def change_value(data: bytes, dice: Dice) -> bytes:
    """A value of another kind, somewhere in the tree."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return flip_bits(data, dice)
    places = list(_places(tree))
    if not places:
        return flip_bits(data, dice)
    holder, key = dice.choice(places)
    how = dice.randrange(4)
    if how == 0 and isinstance(holder, dict):
        holder[dice.choice(("", "x", "schema", "__proto__"))] = holder.pop(key)
    elif how == 1:
        del holder[key]
    elif how == 2:
        other, where = dice.choice(places)
        holder[key] = json.loads(json.dumps(other[where])) if where in _keys(other) else None
    else:
        holder[key] = dice.choice(JSON_VALUES)
    return json.dumps(tree).encode("utf-8", "surrogatepass")


def nest(data: bytes, dice: Dice) -> bytes:
    """A value, many levels deep."""
    deep = dice.choice((50, 1_000, 30_000))
    text = dice.choice(("[", '{"a":')) * deep
    found = list(re.finditer(rb":\s*", data))
    at = dice.choice(found).end() if found else len(data)
    return data[:at] + text.encode() + data[at:]


def _places(value):
    for key in _keys(value):
        yield value, key
        yield from _places(value[key])


def _keys(value):
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


# -- ZIP: e-books, models, backups --------------------------------------------------------------


def change_entry(data: bytes, dice: Dice) -> bytes:
    """One file of the archive, damaged inside; the archive itself is sound."""
    return _packed_anew(data, dice, lambda name, inner: damage_inside(inner, name, dice))


def damage_inside(inner: bytes, name: str, dice: Dice) -> bytes:
    suffix = "." + name.rpartition(".")[2]
    own = [way for way in OWN.get(suffix, []) if way not in OWN[".zip"]]
    return dice.choice([*GENERAL, *own])(inner, dice)[: len(inner) + MOST]


def rename_entry(data: bytes, dice: Dice) -> bytes:
    names = ("../x", "/x", "a\\b", "C:x", "", "x" * 300, "é", "CON", "META-INF/container.xml", "a/")
    return _packed_anew(data, dice, None, name=dice.choice(names))


def leave_out_entry(data: bytes, dice: Dice) -> bytes:
    return _packed_anew(data, dice, None, leave_out=True)


def double_entry(data: bytes, dice: Dice) -> bytes:
    return _packed_anew(data, dice, None, double=True)


def change_record(data: bytes, dice: Dice) -> bytes:
    """A field of a record of the archive: method, flags, sizes, offsets."""
    marks = [m.start() for m in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    if not marks:
        return flip_bits(data, dice)
    at = dice.choice(marks) + dice.randrange(4, 46, 2)
    value = dice.choice((0, 1, 8, 9, 12, 14, 93, 99, 0x7FFF, 0xFFFF))
    return data[:at] + struct.pack("<H", value) + data[at + 2 :]


def _packed_anew(data, dice, change, *, name=None, leave_out=False, double=False) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = [(one, packed.read(one)) for one in packed.infolist()]
    except Exception:  # noqa: BLE001 (damaged twice: any fault will do)
        return flip_bits(data, dice)
    if not entries:
        return data
    chosen = dice.randrange(len(entries))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number, (entry, inner) in enumerate(entries):
            if number == chosen:
                if leave_out:
                    continue
                inner = change(entry.filename, inner) if change else inner
            mine = name if number == chosen and name is not None else entry.filename
            for _ in range(1 + (double and number == chosen)):
                info = zipfile.ZipInfo(mine, (2026, 1, 1, 0, 0, 0))
                info.compress_type = dice.choice((entry.compress_type, zipfile.ZIP_DEFLATED))
                _quietly(made, info, inner)
    return out.getvalue()


def _quietly(made: zipfile.ZipFile, info: zipfile.ZipInfo, inner: bytes) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.writestr(info, inner)


# -- XML and pages ------------------------------------------------------------------------------


def nest_elements(data: bytes, dice: Dice) -> bytes:
    found = list(re.finditer(rb"<[a-zA-Z][\w:.-]*[^<>]*>", data))
    if not found:
        return put_in(data, dice)
    one = dice.choice(found)
    times = dice.choice((2, 100, 3_000))
    return data[: one.start()] + one[0] * times + data[one.end() :]


def change_attribute(data: bytes, dice: Dice) -> bytes:
    found = list(re.finditer(rb'="[^"]*"', data))
    if not found:
        return put_in(data, dice)
    one = dice.choice(found)
    return data[: one.start()] + b'="' + dice.choice(ODD) + b'"' + data[one.end() :]


def put_entities(data: bytes, dice: Dice) -> bytes:
    """Entities that unfold into each other, or name a file."""
    bomb = b"".join(
        b'<!ENTITY e%d "%s">' % (at, b"&e%d;" % (at - 1) * 10 if at else b"x" * 10)
        for at in range(dice.choice((2, 10)))
    ) + dice.choice((b"", b'<!ENTITY f SYSTEM "file:///etc/passwd">'))
    head = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    body = data[head:].replace(b"</p>", b"&e9;&e1;&f;</p>", 1)
    return data[:head] + b"<!DOCTYPE tt [" + bomb + b"]>" + body


# -- pictures -----------------------------------------------------------------------------------


def change_chunk(data: bytes, dice: Dice) -> bytes:
    """PNG: a chunk taken out, twice, or with another length; its sum is right again."""
    if not data.startswith(b"\x89PNG"):
        return flip_bits(data, dice)
    chunks, at = [], 8
    while at + 8 <= len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    if not chunks:
        return data
    chosen = dice.randrange(len(chunks))
    name, inner = chunks[chosen]
    how = dice.randrange(4)
    if how == 0:
        del chunks[chosen]
    elif how == 1:
        chunks.insert(chosen, (name, inner))
    elif how == 2:
        chunks[chosen] = (name, dice.choice((flip_bits, cut_off, put_in))(inner, dice))
    else:
        size = struct.pack(">II", *(dice.choice((0, 1, 9_000, 2**31 - 1)) for _ in range(2)))
        chunks[0] = (chunks[0][0], size + chunks[0][1][8:])
    return data[:8] + b"".join(
        struct.pack(">I", len(inner)) + name + inner + struct.pack(">I", zlib.crc32(name + inner))
        for name, inner in chunks
    )


def change_sizes(data: bytes, dice: Dice) -> bytes:
    """A number of two or four bytes, early in the file, becomes very small or very large."""
    at = dice.randrange(min(len(data), 600) + 1)
    form = dice.choice(("<H", ">H", "<I", ">I", "<Q", ">Q"))
    top = 2 ** (8 * struct.calcsize(form))
    value = struct.pack(form, dice.choice((0, 1, top // 2, top // 2 - 1, top - 1)))
    return data[:at] + value + data[at + len(value) :]


OWN: dict[str, list[Way]] = {
    ".json": [change_value, change_value, nest],
    ".zip": [
        change_entry,
        change_entry,
        rename_entry,
        leave_out_entry,
        double_entry,
        change_record,
    ],
    ".xml": [nest_elements, change_attribute, put_entities],
    ".png": [change_chunk, change_sizes],
    ".sound": [change_sizes],
    ".toml": [nest],
}
for _suffix, _as in {
    ".epub": ".zip", ".docx": ".zip", ".xlsx": ".zip", ".age": ".zip", ".ttml": ".xml",
    ".svg": ".xml", ".html": ".xml", ".xhtml": ".xml", ".opf": ".xml", ".vtt": ".xml",
    ".srt": ".xml", ".sbv": ".xml", ".ass": ".xml",
    ".jpg": ".sound", ".gif": ".sound", ".webp": ".sound", ".wav": ".sound",
    ".flac": ".sound", ".mp3": ".sound", ".ogg": ".sound", ".mp4": ".sound", ".mkv": ".sound",
    ".ttf": ".sound", ".pdf": ".xml", ".db": ".sound", ".key": ".json", ".eml": ".xml",
}.items():  # fmt: skip
    OWN[_suffix] = OWN[_as]
