"""How easy Spanish is to read, by Szigriszt-Pazos as INFLESZ grades it.

206.835 - 62.3 x syllables/words - words/sentences. Numbers and names that are the same in every
language are left out before anything is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+")
_SENTENCE = re.compile(r"[.!?:]+(?:\s+|$)")
_STRONG, _WEAK = "aeoáéó", "iuü"
_VOWEL = re.compile(r"[aeiouáéíóúü]")


def count_syllables(word: str) -> int:
    """Vowels, less the weak ones that join a neighbour: a stressed í or ú stands by itself."""
    low = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "q", word.lower())
    low = re.sub(r"y$", "i", low)
    count, before = 0, ""
    for letter in low:
        if not _VOWEL.fullmatch(letter):
            before = ""
            continue
        joins = before and (letter in _WEAK or before in _WEAK) and letter not in "íú"
        joins = joins and before not in "íú"
        count += not joins
        before = letter
    return max(1, count)


def inflesz(blocks: Iterable[str]) -> float:
    sentences = [_WORD.findall(part) for block in blocks for part in _SENTENCE.split(block)]
    sentences = [words for words in sentences if words]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(map(count_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / len(sentences)
