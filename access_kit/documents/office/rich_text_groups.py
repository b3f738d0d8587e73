"""Rich Text (RTF) as groups, words and bytes; and what its numbers stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from access_kit.budgets import OFFICE_GROUPS, OFFICE_PARTS
from access_kit.errors import BadInput, Problem

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,40})(?P<number>-?[0-9]{1,10})? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\"
)

SIGNS = {
    "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "~": " ",
    "_": "-", "-": "",
}  # fmt: skip
"""Words that stand for a sign."""

CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Sets of characters by the number that a font names."""

LANGUAGES = {
    0x401: "ar", 0x402: "bg", 0x403: "ca", 0x404: "zh-TW", 0x405: "cs", 0x406: "da", 0x407: "de",
    0x408: "el", 0x409: "en-US", 0x40A: "es", 0x40B: "fi", 0x40C: "fr", 0x40D: "he", 0x40E: "hu",
    0x410: "it", 0x411: "ja", 0x412: "ko", 0x413: "nl", 0x414: "nb", 0x415: "pl", 0x416: "pt-BR",
    0x418: "ro", 0x419: "ru", 0x41B: "sk", 0x41C: "sq", 0x41D: "sv", 0x41E: "th", 0x41F: "tr",
    0x420: "ur", 0x422: "uk", 0x429: "fa", 0x42A: "vi", 0x439: "hi", 0x43E: "ms", 0x441: "sw",
    0x445: "bn", 0x446: "pa", 0x449: "ta", 0x454: "lo", 0x453: "km", 0x461: "ne", 0x463: "ps",
    0x477: "so", 0x464: "fil", 0x45E: "am", 0x473: "ti", 0x804: "zh-CN", 0x809: "en-GB",
    0x80A: "es-MX", 0x816: "pt-PT", 0xC0A: "es", 0xC0C: "fr-CA", 0x1009: "en-CA", 0xC09: "en-AU",
    0x540A: "es-US",
}  # fmt: skip
"""Languages by Windows' own number, those that are met most."""


@dataclass(frozen=True)
class RtfWord:
    name: str
    number: int | None = None


@dataclass
class RtfGroup:
    """What stands between two braces. ``name`` is its first word; ``is_optional`` after ``\\*``."""

    items: list[RtfGroup | RtfWord | bytes] = field(default_factory=list)

    @property
    def name(self) -> str:
        for one in self.items:
            if isinstance(one, RtfWord):
                if one.name != "*":
                    return one.name
            else:
                return ""
        return ""

    @property
    def is_optional(self) -> bool:
        return bool(self.items) and self.items[0] == RtfWord("*")

    def words(self) -> dict[str, int | None]:
        """The words right below, each with its number."""
        return {one.name: one.number for one in self.items if isinstance(one, RtfWord)}

    def groups(self) -> list[RtfGroup]:
        return [one for one in self.items if isinstance(one, RtfGroup)]


def parse_groups(data: bytes) -> RtfGroup:
    """The whole file as one group; ``BadInput`` for one that is no RTF, or lies too deep."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise BadInput(Problem("office.damaged"))
    root = RtfGroup()
    stack, at, parts = [root], 0, 0
    while found := _TOKEN.match(data, at):
        at, parts = found.end(), parts + 1
        if parts > OFFICE_PARTS:
            raise BadInput(Problem("file.too-many-parts", facts={"most": OFFICE_PARTS}))
        here = stack[-1].items
        if found["brace"] == b"{":
            if len(stack) > OFFICE_GROUPS:
                raise BadInput(Problem("file.too-deep", facts={"most": OFFICE_GROUPS}))
            stack.append(RtfGroup())
            here.append(stack[-1])
        elif found["brace"]:
            if len(stack) > 1:
                stack.pop()
        elif found["word"]:
            name, number = found["word"].decode("ascii"), found["number"]
            here.append(RtfWord(name, int(number) if number else None))
            if name == "bin":
                at += max(int(number or 0), 0)
        elif found["sign"]:
            _add_sign(here, found["sign"])
        elif found["hex"]:
            _add_bytes(here, bytes([int(found["hex"], 16)]))
        elif found["text"]:
            _add_bytes(here, found["text"])
    return root


def _add_sign(here: list[RtfGroup | RtfWord | bytes], sign: bytes) -> None:
    if sign in (b"\\", b"{", b"}"):
        _add_bytes(here, sign)
    elif sign in (b"\n", b"\r"):
        here.append(RtfWord("par"))
    elif sign.isascii():
        here.append(RtfWord(sign.decode("ascii")))


def _add_bytes(here: list[RtfGroup | RtfWord | bytes], piece: bytes) -> None:
    here.append(piece)
