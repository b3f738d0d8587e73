"""Text out of bytes whose character set is said wrongly, or not at all.

Rules of this file, in this order:
- What can only be one thing is that: a byte-order mark, pure ASCII, well-formed UTF-8. Bytes above
  ASCII are hardly ever UTF-8 by chance, so it beats a label of one byte a letter.
- A label is believed when its decoder takes every byte, and what comes out looks like writing.
- A single-byte set of another script is told by its look: words that are all letters above ASCII
  are Arabic, Cyrillic, Greek or Hebrew, never Western.
- Nothing fails: at the end stands a sign for each byte that makes no sense.
"""

from __future__ import annotations

import codecs
import itertools
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
_AS_WESTERN = frozenset(("ascii", "iso8859-1", "cp1252", "iso8859-15", "latin-1"))
"""Labels (as Python names them) that programs write without looking at the text."""

_SHIFTING = re.compile(rb"\x1b[$(]|~\{")
"""Signs of sets that write other letters with ASCII bytes (ISO-2022, HZ)."""

_OTHERS = ("cp1256", "cp1251", "cp1253", "cp1255")
_COMMON = {
    "cp1256": "اليمنورتبعدسكفهحقأىةلا",
    "cp1251": "оеаинтсрвлкмдпуяы",
    "cp1253": "αοιετσνηυρπκμλ",
    "cp1255": "יוהלאמרתבשנ",
}
"""The commonest letters of the scripts that each of them writes."""

_FOREIGN_WORD = re.compile(r"(?<![A-Za-z])[^\W\d_A-Za-z]{2,}(?![A-Za-z])")
_HALF_ABOVE = 0.3
_SAMPLE = 20_000


def decode(data: bytes, label: str = "") -> str:
    """``data`` as text; ``label`` is the character set that was named, if any."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    codec = _codec(label)
    if data.isascii() and not _SHIFTING.search(data) and not _is_wide(codec):
        return data.decode("ascii")
    if codec and codec not in _AS_WESTERN and codec != "utf-8":
        try:
            return data.decode(codec)
        except (UnicodeError, ValueError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _SHIFTING.search(data):
        try:
            return data.decode("iso2022_jp_2")
        except UnicodeError:
            pass
    return _decode_single(data)


def _codec(label: str) -> str:
    """Python's name for a character set; empty for one that it does not know, or that is none."""
    try:
        found = codecs.lookup(label.strip().strip("\"'").casefold())
    except (LookupError, ValueError):
        return ""
    return found.name if found._is_text_encoding else ""


def _is_wide(codec: str) -> bool:
    return codec.startswith(("utf-16", "utf-32", "utf-7"))


def _decode_single(data: bytes) -> str:
    """One byte a letter: Western, unless whole words are letters above ASCII."""
    if _mostly_utf8(data):
        return data.decode("utf-8", "replace")
    western = data.decode(_WESTERN, "replace")
    sample = western[:_SAMPLE]
    foreign = sum(len(word) for word in _FOREIGN_WORD.findall(sample))
    above = sum(sign.isalpha() and not sign.isascii() for sign in sample)
    if not above or foreign < max(3, above * _HALF_ABOVE):
        return western
    return max((data.decode(one, "replace") for one in _OTHERS), key=_likeness)


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a few damaged bytes, such as a text that was cut in the middle of a letter."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(not sign.isascii() for sign in text) - wrong
    return right > 4 * wrong


def _likeness(text: str) -> float:
    """How much ``text`` looks like writing: common letters, less capitals inside of words."""
    sample = text[:_SAMPLE]
    best = max(sum(sign in letters for sign in sample.casefold()) for letters in _COMMON.values())
    turns = sum(one.islower() and other.isupper() for one, other in itertools.pairwise(sample))
    return best - 2 * turns - 3 * sample.count("\ufffd")
