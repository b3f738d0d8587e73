"""Syllables of a Spanish word: one for each vowel, less the diphthongs.

Spelling tells it all: two weak vowels, or a weak one without accent beside a strong one, are one
syllable; any other two vowels are two. A mute ``u`` in que, gui and a final ``y`` follow suit.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MUTE_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])")
_FINAL_Y = re.compile(r"y(?![aeiouáéíóúü])")
_GROUP = re.compile(r"[aeiouáéíóúü]+")
_STRONG = frozenset("aeoáéóíú")


@lru_cache(maxsize=20_000)
def count_syllables(word: str) -> int:
    """Syllables of one Spanish word, at least 1."""
    low = _FINAL_Y.sub("i", _MUTE_U.sub("", word.lower()))
    return max(1, sum(_nuclei(group[0]) for group in _GROUP.finditer(low)))


def _nuclei(group: str) -> int:
    """Strong vowels each count; weak ones count only where no strong one carries them."""
    strong = sum(1 for vowel in group if vowel in _STRONG)
    return strong or 1
