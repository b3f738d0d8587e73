"""The lines of a script as people write them: who speaks, headings, bullets, verse, sounds.

Known are ``Name:`` in any case, with pronouns or a time in brackets; Q. and A.; a name above its
lines with a time beside it, as Otter, Teams and Zoom write; Markdown's headings and bullets; sounds
in square brackets, and in round ones where they are nothing but a sound. What is not known for one
of these is speech: a sign too many is a smaller harm than a word that is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from access_kit.i18n.language_habits import every_language
from access_kit.timed_text.txt import MADE_BY

NAME_WORDS = 4
VERSE_LINES = 3
LONGEST_VERSE = 60
"""Characters; lines of prose that were broken by hand are longer, or go on in lower case."""
MOST_SOUND_WORDS = 6

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?"
_NAME = rf"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){{0,{NAME_WORDS - 1}}}"
_NOTE = rf"(?:\s*(?:\([^()\n:]{{1,30}}\)|\[{_TIME}\]|\({_TIME}\)|{_TIME}))?"
_LABEL = re.compile(rf"^\s*(?:\[{_TIME}\]\s*)?({_NAME})({_NOTE})\s*:\s+(?=\S)")
_ABOVE = re.compile(rf"^\s*(?:\[({_NAME})\]|({_NAME}))\s+\(?({_TIME})\)?\s*$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*)$")
_BULLET = re.compile(r"^\s*[-*•▪◦]\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s+(?=\S)")
_SQUARE = re.compile(r"\[[^\[\]\n]*\]")
_ROUND = re.compile(r"\(([^()\n]+)\)")


class ScriptKind(StrEnum):
    WORDS = "words"
    HEADING = "heading"
    SOUND = "sound"


@dataclass(frozen=True)
class ScriptPiece:
    """A stretch of one line: its text, what it is, who speaks, and whether a new cue begins here.

    ``line`` counts from 1.
    """

    text: str
    kind: ScriptKind
    speaker: str | None
    line: int
    opens: bool


def read_lines(text: str) -> Iterator[ScriptPiece]:
    """The script's stretches of words and sounds, in order."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    known = _find_names(lines)
    verse = _find_verse(lines)
    speaker: str | None = None
    opens = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            opens = True
            continue
        if MADE_BY.match(line):
            continue
        if above := _read_above(line, known):
            speaker, opens = above, True
            continue
        kind = ScriptKind.WORDS
        if heading := _HEADING.match(line):
            line = heading[1].rstrip().rstrip("#").rstrip()
            kind, speaker, opens = ScriptKind.HEADING, None, True
        elif bullet := _BULLET.match(line):
            line, opens = line[bullet.end() :], True
        label = _read_label(line, known) if kind is ScriptKind.WORDS else None
        if label:
            speaker, line, opens = label[0], line[label[1] :], True
        opens = opens or verse[number - 1] or bool(_NUMBERED.match(line))
        for text_of, kind_of in _cut_sounds(line, kind):
            alone = kind_of is ScriptKind.SOUND and text_of == line.strip()
            yield ScriptPiece(text_of, kind_of, None if alone else speaker, number, opens or alone)
            opens = alone
        if kind is ScriptKind.HEADING:
            opens = True


def _read_label(line: str, known: frozenset[str]) -> tuple[str, int] | None:
    """Who speaks from here on, and where the words begin."""
    if (asked := _asked_pattern().match(line)) and asked[1] in known:
        return asked[1], asked.end()
    label = _LABEL.match(line)
    if label and _fold(label[1]) in known:
        return label[1], label.end()
    return None


def _read_above(line: str, known: frozenset[str]) -> str | None:
    above = _ABOVE.match(line)
    if above is None:
        return None
    name: str = above[1] or above[2]
    return name if above[1] or _fold(name) in known else None


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _find_names(lines: Sequence[str]) -> frozenset[str]:
    """The labels that are names: used twice, in capitals, with pronouns or a time, or no words."""
    counts: Counter[str] = Counter()
    sure: set[str] = set()
    for line in lines:
        plain = _BULLET.sub("", line)
        if label := _LABEL.match(plain):
            name = label[1]
            counts[_fold(name)] += 1
            stamped = plain.lstrip().startswith("[") or label[2].lstrip().startswith("[")
            if "/" in label[2] or stamped or _looks_like_a_name(name):
                sure.add(_fold(name))
        elif above := _ABOVE.match(plain):
            name = above[1] or above[2]
            counts[_fold(name)] += 1
            if all(word[0].isupper() or not word[0].isalpha() for word in name.split()):
                sure.add(_fold(name))
    asked = Counter(found[1] for line in lines if (found := _asked_pattern().match(line)))
    for pair in _asked():
        if all(asked[letter] for letter in pair):
            sure |= {one for letter in pair for one in (letter, _fold(letter))}
    return frozenset(sure | {name for name, count in counts.items() if count > 1})


def _looks_like_a_name(name: str) -> bool:
    """Capitals throughout (JO, SAM ODE), or capitals on words that are no everyday words."""
    if name.isupper() and len(name) > 1:
        return True
    words = [word for word in name.split() if word[0].isalpha()]
    if not all(word[0].isupper() for word in words):
        return False
    return all(word.strip(".'’-").lower() not in everyday_words() for word in words)


@cache
def everyday_words() -> frozenset[str]:
    """Words of every day, of all languages: in lower case."""
    return frozenset(word for one in every_language() for word in one.script.everyday.split())


@cache
def _asked() -> tuple[tuple[str, str], ...]:
    """The letters of a question and its answer, in each language that has some."""
    pairs = ((one.script.question, one.script.answer) for one in every_language())
    return tuple(dict.fromkeys(pair for pair in pairs if all(pair)))


@cache
def _asked_pattern() -> re.Pattern[str]:
    letters = "|".join(dict.fromkeys(re.escape(one) for pair in _asked() for one in pair))
    return re.compile(rf"^\s*({letters})[.:]\s+(?=\S)")


def _find_verse(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it is a line of verse, which begins a cue of its own."""
    found = [False] * len(lines)
    first = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and lines[index].strip():
            continue
        block = lines[first:index]
        if len(block) >= VERSE_LINES and all(map(_may_be_verse, block)):
            found[first:index] = [True] * len(block)
        first = index + 1
    return found


def _may_be_verse(line: str) -> bool:
    start = next((character for character in line if character.isalnum()), "")
    return len(line.strip()) <= LONGEST_VERSE and not start.islower()


def _cut_sounds(line: str, kind: ScriptKind) -> Iterator[tuple[str, ScriptKind]]:
    """A line's words and sounds, in order."""
    at = 0
    for found in re.finditer(rf"{_SQUARE.pattern}|{_ROUND.pattern}", line):
        if not (found[0].startswith("[") or is_sound(found[1])):
            continue
        if line[at : found.start()].strip():
            yield line[at : found.start()].strip(), kind
        inside = " ".join(found[0][1:-1].split())
        if inside:
            yield found[0][0] + inside + found[0][-1], ScriptKind.SOUND
        at = found.end()
    if line[at:].strip():
        yield line[at:].strip(), kind


def is_sound(inside: str) -> bool:
    """Whether what stands in round brackets tells of a sound: (laughter), (audience applauds)."""
    words = re.findall(r"[^\W\d_]+", inside.casefold())
    if not words or len(words) > MOST_SOUND_WORDS:
        return False
    return any(word.startswith(_sound_words()) for word in words)


@cache
def _sound_words() -> tuple[str, ...]:
    return tuple(word for one in every_language() for word in one.script.sounds.split())
