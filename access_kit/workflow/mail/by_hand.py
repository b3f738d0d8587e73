"""What a person hands over: text messages as one table, and pictures as a list.

The table has a row for each text message: number, part, text. It is for an agency's own gateway, or
for a telephone in someone's hand. A cell that a spreadsheet would take for a formula is marked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from access_kit.model.profile import Profile
from access_kit.workflow.mail.packets import Packet

TEXTS = "text-messages.csv"
PICTURES = "pictures.txt"
HEAD = ("number", "part", "text")


def guard(cell: str) -> str:
    """A cell that stays text in a spreadsheet.

    A telephone number keeps its plus, for what follows it are digits alone.
    """
    is_number = cell.startswith("+") and cell[1:].replace(" ", "").isdecimal()
    starts = cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
    return f"'{cell}" if starts and not is_number else cell


def text_messages(packet: Packet) -> tuple[str, ...]:
    """Every text message of a packet, the letter's first."""
    files = [one.file for one in packet.of_kind("sms")]
    first = sorted(files, key=lambda name: not name.startswith("letter"))
    return tuple(
        message.strip()
        for name in first
        for message in packet.read(name).decode().split("\n\n")
        if message.strip()
    )


def rows_of(profile: Profile, messages: Sequence[str]) -> list[tuple[str, str, str]]:
    """A person's rows of the table."""
    phone = guard(profile.contact.phone or "")
    return [(phone, str(number), guard(one)) for number, one in enumerate(messages, start=1)]


def table_of(rows: Iterable[Sequence[str]]) -> bytes:
    """The table, with CRLF line ends (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([HEAD, *rows])
    return out.getvalue().encode()


def pictures_of(packet: Packet) -> list[tuple[str]]:
    """A person's id with each picture file that goes to them by telephone: a line each."""
    return [
        (f"{packet.person}: {one.file}",)
        for one in packet.of_kind("card")
        if one.media_type.startswith("image/")
    ]


def list_of(lines: Iterable[tuple[str]]) -> bytes:
    return "".join(f"{line}\n" for (line,) in lines).encode()
