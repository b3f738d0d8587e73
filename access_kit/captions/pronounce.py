"""English letters to sounds, for words that the dictionary lacks: names, above all.

A small table of spellings, longest first, read from left to right. It is meant to place a word in
sound that is known to hold it, not to say it well. Sounds are those of the CMU dictionary.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

VOWELS = frozenset("aeiouy")

_SPELLINGS = {
    "tion": "SH AH N", "sion": "ZH AH N", "ssion": "SH AH N", "cian": "SH AH N",
    "cious": "SH AH S", "tious": "SH AH S", "tial": "SH AH L", "cial": "SH AH L",
    "ture": "CH ER", "sure": "ZH ER", "ough": "AO", "augh": "AO", "eigh": "EY", "aigh": "EY",
    "igh": "AY", "tch": "CH", "dge": "JH", "sch": "SH", "eau": "OW", "ious": "IY AH S",
    "ous": "AH S", "ear": "IH R", "eer": "IH R", "air": "EH R", "are": "EH R", "ire": "AY ER",
    "our": "AW ER", "oor": "AO R", "ore": "AO R", "oar": "AO R", "ar": "AA R", "er": "ER",
    "ir": "ER", "or": "AO R", "ur": "ER", "yr": "IH R", "ee": "IY", "ea": "IY", "ai": "EY",
    "ay": "EY", "au": "AO", "aw": "AO", "ei": "IY", "ey": "IY", "eu": "UW", "ew": "UW",
    "ie": "IY", "oa": "OW", "oe": "OW", "oi": "OY", "oy": "OY", "oo": "UW", "ou": "AW",
    "ow": "OW", "ue": "UW", "ui": "UW", "uy": "AY", "ia": "IY AH", "io": "IY OW", "eo": "IY OW",
    "ua": "UW AH", "aa": "AA", "ch": "CH", "ck": "K", "gh": "G", "gn": "N", "kn": "N",
    "mb": "M", "ng": "NG", "nk": "NG K", "ph": "F", "ps": "P S", "qu": "K W", "rh": "R",
    "sc": "S K", "sh": "SH", "th": "TH", "wh": "W", "wr": "R", "zz": "Z", "x": "K S",
    "a": "AE", "b": "B", "d": "D", "e": "EH", "f": "F", "h": "HH", "i": "IH", "j": "JH",
    "k": "K", "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R", "s": "S",
    "t": "T", "u": "AH", "v": "V", "w": "W", "y": "Y", "z": "Z",
}  # fmt: skip
_LONGEST = max(map(len, _SPELLINGS))
_LONG_VOWELS = {"a": "EY", "e": "IY", "i": "AY", "o": "OW", "u": "UW", "y": "AY"}
_SOFTENERS = frozenset("eiy")
_START_ONLY = frozenset({"kn", "wr", "ps", "rh", "gn"})
_LETTER_NAMES = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY",
    "h": "EY CH", "i": "AY", "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N",
    "o": "OW", "p": "P IY", "q": "K Y UW", "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW",
    "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S", "y": "W AY", "z": "Z IY",
}  # fmt: skip


def _fold(word: str) -> str:
    flat = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in flat if "a" <= c <= "z")


@lru_cache(maxsize=4096)
def guess_phones(word: str) -> tuple[str, ...]:
    """The sounds of ``word``; never empty, whatever the word is."""
    letters = _fold(word)
    if not letters:
        return ("AH",)
    if not VOWELS & set(letters):
        return tuple(" ".join(_LETTER_NAMES[letter] for letter in letters).split())
    sounds: list[str] = []
    at = 0
    while at < len(letters):
        spelling, said = _read_spelling(letters, at)
        for sound in said.split():
            sounds.append(sound)
        at += len(spelling)
    return tuple(sound for i, sound in enumerate(sounds) if i == 0 or sound != sounds[i - 1])


def _read_spelling(letters: str, at: int) -> tuple[str, str]:
    """The letters from ``at`` on that are read as one, and their sounds.

    From the narrow to the wide: an ending would else be read as the vowel that it begins with, and
    a spelling of two letters as its first.
    """
    rest = letters[at:]
    if rest[0] in "cg":
        return _read_c_or_g(rest)
    # Endings count where a stem stands before them: a vowel, or letters enough for one.
    if rest == "e" and at and VOWELS & set(letters[:at]):
        return "e", ""
    if rest == "es" and at > 2 and letters[at - 1] in "sxzc":
        return "es", "IH Z"
    if rest == "ed" and at > 1:
        return "ed", "IH D" if letters[at - 1] in "td" else "D"
    if rest == "y" and at:
        return "y", "IY" if VOWELS & set(letters[:at]) else "AY"
    if rest[0] == "y" and at and letters[at - 1] not in VOWELS and len(rest) > 1:
        return "y", "IH"
    if rest == "s" and at and letters[at - 1] in "aeiouydgblmnrvw":
        return "s", "Z"
    if _is_lengthened(rest):
        return rest[0], _LONG_VOWELS[rest[0]]
    for length in range(min(_LONGEST, len(rest)), 0, -1):
        spelling = rest[:length]
        if spelling in _SPELLINGS and not (spelling in _START_ONLY and at):
            return spelling, _SPELLINGS[spelling]
    return rest[0], "AH"


def _is_lengthened(rest: str) -> bool:
    """A vowel before one consonant and a last, silent ``e``; or a last vowel."""
    if rest[0] not in _LONG_VOWELS:
        return False
    if len(rest) == 1:
        return rest in "io"
    return len(rest) == 3 and rest[1] not in VOWELS | set("rxw") and rest[2] == "e"


def _read_c_or_g(rest: str) -> tuple[str, str]:
    for spelling in ("cious", "cian", "cial", "ch", "ck", "gh"):
        if rest.startswith(spelling):
            return spelling, _SPELLINGS[spelling]
    soft = len(rest) > 1 and rest[1] in _SOFTENERS
    if rest[0] == "c":
        return "c", "S" if soft else "K"
    return "g", "JH" if soft else "G"
