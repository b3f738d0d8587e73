"""A script as it is written and as it is said: words with marks, and the sounds they stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access_kit.captions.script_lines import ScriptKind, read_lines
from access_kit.captions.spoken_words import TokenReading, readings_of


@dataclass(frozen=True)
class ScriptWord:
    """``text`` as written, with its marks, on a line of the script, counted from 1.

    ``readings`` are the ways in which it is said, each a row of words in lower case; a sound such
    as ``[laughter]`` has none. ``opens`` says that a new cue begins here: a paragraph, a line of
    verse, an item. A heading may have been left unspoken.
    """

    text: str
    readings: tuple[TokenReading, ...]
    speaker: str | None = None
    line: int = 0
    opens: bool = False
    heading: bool = False

    @property
    def spoken(self) -> TokenReading:
        """The likeliest reading."""
        return self.readings[0] if self.readings else ()

    @property
    def is_sound(self) -> bool:
        return not self.readings


def read_script(text: str, lang: str = "en") -> tuple[ScriptWord, ...]:
    """The words and sounds of a script in the language ``lang`` (BCP 47), in order.

    Who speaks, headings, bullets and the like: see ``script_lines``. Marks that stand alone belong
    to the word before, or to the first word.
    """
    words: list[ScriptWord] = []
    marks = ""
    for piece in read_lines(text):
        opens = piece.opens
        if piece.kind is ScriptKind.SOUND:
            shown = f"{marks} {piece.text}".strip()
            words.append(ScriptWord(shown, (), piece.speaker, piece.line, opens))
            marks = ""
            continue
        for token in piece.text.split():
            readings = readings_of(token, lang)
            if readings:
                is_heading = piece.kind is ScriptKind.HEADING
                shown = f"{marks} {token}".strip()
                words.append(
                    ScriptWord(shown, readings, piece.speaker, piece.line, opens, is_heading)
                )
                opens, marks = False, ""
            elif words and not words[-1].is_sound and not opens:
                words[-1] = replace(words[-1], text=f"{words[-1].text} {token}")
            else:
                marks = f"{marks} {token}".strip()
    if marks and words:
        words[-1] = replace(words[-1], text=f"{words[-1].text} {marks}")
    return tuple(words)
