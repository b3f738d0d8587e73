"""A script as it is written and as it is said: words with marks, and the sounds they stand for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from access_kit.captions.check_words import split_words
from access_kit.captions.spoken_numbers import say_number

_DIRECTION = re.compile(r"\[[^\]\n]*\]|\((?:[A-Z][^a-z\n)]+|pause|laughs|coughs|music)\)")
_SPEAKER = re.compile(r"^\s*([A-Z][\w.'’-]*(?: [\w.'’-]+){0,3}):\s+(?=\S)")
_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|\d[\d.,:]*\d|\d")
_ABBREVIATIONS = {
    "mr": "mister", "mrs": "missus", "ms": "miz", "dr": "doctor", "st": "saint", "vs": "versus",
    "etc": "et cetera",
}  # fmt: skip
_SIGNS = {"%": "percent", "&": "and", "+": "plus", "@": "at", "=": "equals"}
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds"}


@dataclass(frozen=True)
class ScriptWord:
    """``text`` as written, with its marks; ``spoken`` are the words one hears, lower case."""

    text: str
    spoken: tuple[str, ...]
    speaker: str | None = None


def read_script(text: str) -> tuple[ScriptWord, ...]:
    """The words of a script, in order.

    A line may begin with ``Name:``, which then speaks until the next one. What stands in square
    brackets is a direction and is not said. Marks that stand alone belong to the word before.
    """
    words: list[ScriptWord] = []
    speaker: str | None = None
    named = len(re.findall(_SPEAKER.pattern, text, re.MULTILINE)) >= 2
    for line in unicodedata.normalize("NFC", text).split("\n"):
        label = _SPEAKER.match(line) if named else None
        if label:
            speaker, line = label[1], line[label.end() :]
        for token in _DIRECTION.sub(" ", line).split():
            spoken = speak(token)
            if spoken:
                words.append(ScriptWord(token, spoken, speaker))
            elif words:
                last = words[-1]
                words[-1] = ScriptWord(f"{last.text} {token}", last.spoken, last.speaker)
    return tuple(words)


def speak(token: str) -> tuple[str, ...]:
    """The words that are heard for one written word, in English: ``3.5%`` is four of them."""
    found: list[str] = []
    money = next((word for sign, word in _MONEY.items() if sign in token), None)
    for piece in _PIECE.findall(token):
        plain = piece.replace("’", "'").lower()
        if plain[0].isdigit():
            ordinal = bool(re.search(re.escape(piece) + r"(?:st|nd|rd|th)\b", token))
            found += say_number(plain, ordinal=ordinal)
        elif not (plain in ("st", "nd", "rd", "th") and re.search(r"\d" + plain, token.lower())):
            found += _ABBREVIATIONS.get(plain, plain).split()
    if found and money:
        found.append(money)
    found += [word for sign, word in _SIGNS.items() if sign in token]
    return tuple(word.strip("'") or word for word in found if split_words(word))
