"""Text messages: a paper cut into numbered messages that each go through in one piece.

A message ends where a sentence ends; a sentence that is too long is cut between words. A link, a
number or a time is never cut: one that is longer than a message goes alone, in joined parts. In the
file an empty line stands between two messages, and none inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from access_kit.documents.check_tree import require_sound_tree
from access_kit.documents.gsm import costly_letters, count_parts, plain_signs
from access_kit.documents.linear import TICK, Line, LineKind, lines_of
from access_kit.documents.text import plain_line
from access_kit.errors import Problem, Severity
from access_kit.i18n.scripts import script_of
from access_kit.i18n.sentence_ends import split_sentences
from access_kit.model.document import Document, Paragraph, Purpose
from access_kit.model.look import Look

_GLUE = "\ue000"
"""Stands for a space inside something whole, while messages are filled."""
_NUMBER = re.compile(r"\+?\(?[0-9](?:[ ./:()-]*[0-9])+(?: ?[AaPp]\.?[Mm]\b)?")
TICK_IN_TEXT = "( )"
"""A box to tick, in letters that every phone has and that count once."""


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """``document`` as messages in UTF-8; see ``renderers`` for the rules.

    A phone sets them as it likes: ``look``, ``moment`` and ``fonts`` change nothing.
    """
    require_sound_tree(document)
    return ("\n\n".join(messages_of(document)) + "\n").encode()


def messages_of(document: Document) -> tuple[str, ...]:
    """The messages of a document, each with its number in front (``2/9``, ``1/1`` alone)."""
    if document.purpose is Purpose.TEXTS:
        return _whole_texts(document)
    return split_messages(_units(document))


def _whole_texts(document: Document) -> tuple[str, ...]:
    """A paragraph a message, for whoever wrote them so; one that does not fit goes in several.

    Such texts have no title, and the first says where they are a draft.
    """
    units: list[tuple[str, ...]] = []
    for block in document.blocks:
        lang = (block.lang if isinstance(block, Paragraph) else None) or document.lang
        alone = replace(document, title="", lang=lang, draft_banner=(), blocks=(block,))
        units.append(_units(alone))
    number = f"{len(units)}/{len(units)} "
    filled = tuple(text for one in units for text in _fill(one, number))
    return tuple(f"{n}/{len(filled)} {_unglue(text)}" for n, text in enumerate(filled, start=1))


def find_costly_letters(document: Document) -> tuple[Problem, ...]:
    """A warning when a few letters make messages in Latin script more than twice as dear."""
    if script_of(document.lang) != "Latn":
        return ()
    messages = messages_of(document)
    letters = costly_letters("".join(messages))
    if not letters:
        return ()
    return (
        Problem(
            "render.costly-letters",
            Severity.WARNING,
            facts={
                "letters": " ".join(letters[:12]),
                "parts": sum(count_parts(message).parts for message in messages),
                "costly": sum(not count_parts(message).is_gsm for message in messages),
            },
        ),
    )


def split_messages(units: tuple[str, ...]) -> tuple[str, ...]:
    """Fill messages with ``units``, in which a glued space must not be cut.

    The numbers in front take room, and how much depends on how many messages there are: so they
    are filled again until that holds.
    """
    digits = 1
    while True:
        room_for = "9" * digits
        filled = tuple(_fill(units, f"{room_for}/{room_for} "))
        if len(filled) < 10**digits:
            break
        digits += 1
    total = len(filled)
    return tuple(f"{n}/{total} {_unglue(text)}" for n, text in enumerate(filled, start=1))


def _fill(units: tuple[str, ...], number: str) -> Iterator[str]:
    message = ""
    for unit in units:
        if message and not _fits(number + message + unit):
            yield message.rstrip()
            message = ""
        pieces = [unit] if _fits(number + unit.rstrip()) else list(_cut(unit, number))
        yield from (piece.rstrip() for piece in pieces[:-1])
        message += pieces[-1]
    if message.strip():
        yield message.rstrip()


def _cut(unit: str, number: str) -> Iterator[str]:
    """A unit that is too long for one message, cut between words."""
    piece = ""
    for word in re.findall(r"\S+\s*", unit):
        if piece and not _fits(number + (piece + word).rstrip()):
            yield piece
            piece = ""
        piece += word
    yield piece


def _fits(text: str) -> bool:
    return count_parts(_unglue(text.rstrip())).parts <= 1


def _units(document: Document) -> tuple[str, ...]:
    """Sentences and short lines, each with what follows it; a heading goes with the next one."""
    units: list[str] = []
    heading = ""
    for line in lines_of(document, pictures=False):
        if not line.text.strip():
            continue
        text = _glued(line, document.lang)
        if line.kind is LineKind.HEADING:
            heading += f"{text}\n"
            continue
        said = split_sentences(text, document.lang)
        if not said:
            continue
        first, *others = said
        sentences = [heading + first if _fits(heading + first) else first, *others]
        units += [heading] if heading and not sentences[0].startswith(heading) else []
        units += [f"{sentence} " for sentence in sentences[:-1]]
        units.append(f"{sentences[-1]}\n")
        heading = ""
    return (*units, heading) if heading else tuple(units)


def _glued(line: Line, around: str) -> str:
    text = plain_signs(plain_line(line, around).strip()).replace(TICK, TICK_IN_TEXT)
    values = [run.text for run in line.runs if run.whole and _is_value(run.text)]
    for value in (*map(plain_signs, values), *_NUMBER.findall(text)):
        text = text.replace(value, value.replace(" ", _GLUE))
    mark, space, words = text.partition(" ")
    return f"{mark}{_GLUE}{words}" if space and line.mark else text


def _is_value(text: str) -> bool:
    """Whether ``text`` is a number or an address, not a name or a title."""
    return any(char.isdigit() or char in "@/" for char in text)


def _unglue(text: str) -> str:
    return text.replace(_GLUE, " ")
