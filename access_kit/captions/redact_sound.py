"""How alike two words sound: a sound spelling and a weighted distance over it.

Made for names that speech recognition wrote down wrongly: letters that sound alike are cheap to
change, vowels cheaper than consonants, silent letters free. English spelling habits, with the
accents of other languages folded; for other scripts the distance is over the letters as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_SPELLINGS: Sequence[tuple[str, str]] = (
    (r"^(?:kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^rh", "r"),
    (r"^ps", "s"),
    (r"^x", "z"),
    (r"^wh", "w"),
    (r"eaux?$", "o"),
    (r"bh|mh", "v"),
    (r"^sio", "So"),
    (r"^du(?=[aei])", "dw"),
    (r"tch", "C"),
    (r"sch", "S"),
    (r"ph", "f"),
    (r"(?<=[aeiou])ghn?(?=$|t)", ""),
    (r"gh", "g"),
    (r"ck", "k"),
    (r"cq", "k"),
    (r"qu", "kw"),
    (r"q", "k"),
    (r"sh", "S"),
    (r"ch", "C"),
    (r"th", "T"),
    (r"dg(?=[eiy])", "J"),
    (r"g(?=[eiy])", "J"),
    (r"gu(?=[ei])", "g"),
    (r"j", "J"),
    (r"sc(?=[eiy])", "s"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"x", "ks"),
    (r"ti(?=[aou])", "S"),
    (r"mb$", "m"),
    (r"([aeiouy])h(?![aeiouy])", r"\1"),
    (r"h$", ""),
    (r"w$", ""),
    (r"(?:ie|ey|ee|ea|y|i)$", "i"),
    (r"(?<=[^aeiouyi])e$", ""),
    (r"ee|ea|ie|ei", "i"),
    (r"oo|ou|ew|ue", "u"),
    (r"ai|ay|ei|ey", "e"),
    (r"oa|ow|oe|au|aw", "o"),
    (r"y", "i"),
    (r"(.)\1+", r"\1"),
)
_RULES = [(re.compile(pattern), sound) for pattern, sound in _SPELLINGS]
_IRREGULAR = {
    "chloe": ("kloi",),
    "joaquin": ("wakin",),
    "nguyen": ("nwin", "win"),
    "niamh": ("niv",),
    "sean": ("shon",),
    "shaun": ("shon",),
    "shawn": ("shon",),
    "zoe": ("zoi",),
}
"""Names that no rule of English spelling reads aloud rightly, as they are said."""
_VOWELS = frozenset("aeiou")
_NEAR = {
    frozenset(pair)
    for pair in ("bp", "dt", "gk", "vf", "sz", "SC", "JC", "Td", "Tt", "Tf", "mn", "JS", "Jz", "gJ")
} | {frozenset("vb"), frozenset("Jh"), frozenset("SJ"), frozenset("ks"), frozenset("Sz")}
_SOFT = frozenset("hwr")


def fold(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def spell_sounds(word: str) -> tuple[str, ...]:
    """The sound spellings of one word, the usual one first; letters of other scripts stay."""
    plain = fold(word).replace("'", "").replace("-", "")
    return tuple(_spell(said) for said in _IRREGULAR.get(plain, (plain,)))


def _spell(sound: str) -> str:
    for pattern, replacement in _RULES:
        sound = pattern.sub(replacement, sound)
    return sound


def _change(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return 0.35
    if frozenset((a, b)) in _NEAR:
        return 0.35
    return 1.3 if (a in _VOWELS) != (b in _VOWELS) else 1.0


def _leave_out(sound: str, position: int, length: int) -> float:
    if sound in _VOWELS:
        return 0.45 if position else 0.6
    if sound in _SOFT:
        return 0.5
    return 0.6 if position == length - 1 and sound in "sdtz" else 1.0


def measure_distance(first: str, second: str) -> float:
    """How far two sound spellings are apart: 0 for the same, about 1 for a changed consonant."""
    row = [0.0]
    for index, sound in enumerate(second):
        row.append(row[-1] + _leave_out(sound, index, len(second)))
    for at, sound in enumerate(first):
        left = _leave_out(sound, at, len(first))
        above, row = row, [row[0] + left]
        for index, other in enumerate(second):
            row.append(
                min(
                    above[index] + _change(sound, other),
                    above[index + 1] + left,
                    row[-1] + _leave_out(other, index, len(second)),
                )
            )
    return row[-1]


def find_likeness(name: str, heard: str) -> float:
    """1 for the same sound, 0 for nothing in common; the nearest pronunciation counts."""
    return max(
        _compare(first, second) for first in spell_sounds(name) for second in spell_sounds(heard)
    )


def _compare(first: str, second: str) -> float:
    """Likeness of two sound spellings; a changed beginning counts more."""
    if not first or not second:
        return 0.0
    distance = measure_distance(first, second)
    if first[0] != second[0]:
        both_vowels = first[0] in _VOWELS and second[0] in _VOWELS
        near = both_vowels or frozenset((first[0], second[0])) in _NEAR
        distance += 0.15 if near else 0.6
    return max(0.0, 1.0 - distance / max(len(first), len(second)))
