"""Which code page a text is written in, by its letters: chardet's judgement, and three rules.

Captions are short, and on a few words of Spanish chardet wavers between neighbours. So:
- a word of Latin and other letters together is no word, and a page that makes many is none;
- cp1252, by far the most used, is taken unless one that is close to it is clearly likelier;
- a page of central Europe that puts signs into words is its ISO sister.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from access_kit.errors import MissingPart, Problem

USUAL = "cp1252"
_SAMPLE = 40_000
"""Bytes of the lines with letters beyond ASCII by which a code page is found."""
_CLEARLY = 1.5
"""How much likelier than cp1252 another page must be. Measured on sentences of 30 languages."""
_DOUBTED = ("cp1250", "cp1251", "cp1258")
_MIXED_SHARE = 0.2
_SIGN_IN_WORD = re.compile(r"[^\W\d_][±¶¦]|[±¶¦][^\W\d_]")


def find_code_page(data: bytes) -> str:
    """The code page whose letters make the likeliest words of ``data``; cp1252 where none does."""
    try:
        import chardet
    except ImportError:
        raise MissingPart(Problem("extra.missing", facts={"extra": "captions"})) from None
    sample = _take_sample(data)
    scores: dict[str, float] = {}
    for found in chardet.detect_all(
        sample, ignore_threshold=True, encoding_era=chardet.EncodingEra.MODERN_WEB
    ):
        page = _known_name(str(found["encoding"] or ""))
        if page and page not in scores and _can_be(page, sample):
            scores[page] = found["confidence"] or 0.0
    if not scores:
        return USUAL
    best = max(scores, key=lambda page: (scores[page], page == "cp1254"))
    if best in _DOUBTED and scores[best] < _CLEARLY * scores.get(USUAL, 0.0):
        best = USUAL
    if best == "cp1250" and _SIGN_IN_WORD.search(sample.decode(best, errors="ignore")):
        best = "iso8859-2"
    return best


def _take_sample(data: bytes) -> bytes:
    sample = bytearray()
    for line in re.split(rb"[\r\n]+", data):
        if not line.isascii():
            sample += line[:_SAMPLE] + b"\n"
            if len(sample) >= _SAMPLE:
                break
    return bytes(sample)


def _known_name(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def _can_be(page: str, sample: bytes) -> bool:
    """Whether few words of the sample mix Latin letters with others."""
    words = re.findall(r"[^\W\d_]+", sample.decode(page, errors="ignore"))
    beyond = [word for word in words if not word.isascii()]
    mixed = sum(1 for word in beyond if len({_is_latin(letter) for letter in word}) > 1)
    return mixed <= _MIXED_SHARE * len(beyond)


@cache
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN") or letter in "ªº"
