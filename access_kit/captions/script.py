"""A script as it is written and as it is said: words with marks, and the sounds they stand for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from access_kit.captions.spoken_words import Reading, readings_of

_DIRECTION = re.compile(r"\[[^\]\n]*\]|\((?:[A-Z][^a-z\n)]+|pause|laughs|coughs|music)\)")
_SPEAKER = re.compile(r"^\s*([A-Z][\w.'’-]*(?: [\w.'’-]+){0,3}):\s+(?=\S)")


@dataclass(frozen=True)
class ScriptWord:
    """``text`` as written, with its marks, on a line of the script, counted from 1.

    ``readings`` are the ways in which it is said, each a row of words in lower case.
    """

    text: str
    readings: tuple[Reading, ...]
    speaker: str | None = None
    line: int = 0

    @property
    def spoken(self) -> Reading:
        """The likeliest reading."""
        return self.readings[0]


def read_script(text: str, lang: str = "en") -> tuple[ScriptWord, ...]:
    """The words of a script in the language ``lang`` (BCP 47), in order.

    A line may begin with ``Name:``, which then speaks until the next one. What stands in square
    brackets is a direction and is not said. Marks that stand alone belong to the word before.
    """
    words: list[ScriptWord] = []
    speaker: str | None = None
    named = len(re.findall(_SPEAKER.pattern, text, re.MULTILINE)) >= 2
    for number, line in enumerate(unicodedata.normalize("NFC", text).split("\n"), 1):
        label = _SPEAKER.match(line) if named else None
        if label:
            speaker, line = label[1], line[label.end() :]
        for token in _DIRECTION.sub(" ", line).split():
            readings = readings_of(token, lang)
            if readings:
                words.append(ScriptWord(token, readings, speaker, number))
            elif words:
                words[-1] = replace(words[-1], text=f"{words[-1].text} {token}")
    return tuple(words)
