"""One ``Document`` of what a reader gathered: its title, its language, headings in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from access_kit.documents.check_tree import plain_text, texts_in, walk_blocks
from access_kit.documents.heading_order import put_in_order
from access_kit.documents.office.nest import box_in, nest
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.errors import BadInput, Problem, Severity
from access_kit.i18n.fallback import same_language
from access_kit.model.document import (
    Block,
    Blocks,
    Document,
    Heading,
    Image,
    Link,
    Paragraph,
    Purpose,
    Text,
)


def settle(gathered: Gathering, *, file: str, stem: str, lang: str) -> Document:
    """The document. ``lang`` holds where the file names no language, ``stem`` where no title.

    What was counted on the way is told in ``gathered.problems``.
    """
    blocks = tuple(nest(_with_boxes(_with_foot(gathered))))
    if not any(map(_says_something, walk_blocks(blocks))):
        raise BadInput((Problem("office.no-words"), *gathered.problems))
    title, blocks = _settle_title(gathered.title, blocks, stem)
    blocks, moved = put_in_order(blocks)
    if moved:
        facts = {"words": plain_text(moved[0].content)[:60]}
        problem = Problem("document.headings-put-in-order", Severity.NOTE, facts=facts)
        gathered.problems.append(problem)
    language = _find_language(gathered, blocks, lang)
    blocks = tuple(_without_own_language(block, language) for block in blocks)
    gathered.problems += gathered.tell_counts()
    return Document(title, language, Purpose.HANDOUT, blocks, source=file)


def _with_foot(gathered: Gathering) -> Iterator[OfficePiece]:
    """What stands on every page comes once, at the end."""
    yield from gathered.pieces
    said: set[str] = set()
    for piece in gathered.foot:
        words = " ".join(plain_text(getattr(piece, "content", ())).split())
        if isinstance(piece, Paragraph | Entry) and words in said:
            continue
        said.add(words)
        if words:
            gathered.count("office.on-every-page", words)
        yield piece


def _with_boxes(pieces: Iterable[OfficePiece]) -> Iterator[OfficePiece]:
    """A paragraph that begins with a box is an entry of a list to tick."""
    for piece in pieces:
        if isinstance(piece, Paragraph) and box_in(piece.content):
            yield Entry(0, piece.content)
        else:
            yield piece


def _says_something(block: Block) -> bool:
    return isinstance(block, Image) or any(one.text.strip() for one in texts_in(block))


def _settle_title(title: str, blocks: Blocks, stem: str) -> tuple[str, Blocks]:
    """The title of the file, else its first heading, else its name."""
    if title:
        return title, blocks
    heads = [one for one in blocks if isinstance(one, Heading)]
    heading = next((one for one in heads if one.level == 0), heads[0] if heads else None)
    if heading is None:
        return " ".join(stem.replace("_", " ").replace("-", " ").split()) or stem, blocks
    at = next(at for at, one in enumerate(blocks) if one is heading)
    said = " ".join(plain_text(heading.content).split())
    # A heading further down is the best name there is, and still stands where it stood.
    if all(isinstance(block, Image) for block in blocks[:at]):
        blocks = (*blocks[:at], *blocks[at + 1 :])
    return said, blocks


def _find_language(gathered: Gathering, blocks: Blocks, lang: str) -> str:
    """The language of most letters, where runs name theirs; else the file's own, else ``lang``."""
    letters: Counter[str] = Counter()
    for block in blocks:
        for one in texts_in(block):
            letters[one.lang or ""] += len(one.text)
    named = {tag: count for tag, count in letters.items() if tag}
    most = max(named, key=lambda tag: (named[tag], tag)) if named else ""
    file_lang = gathered.file_lang or lang or most
    found = most if most and named[most] > letters[""] else file_lang
    if not found:
        raise BadInput((Problem("office.no-language"), *gathered.problems))
    if lang and not same_language(found, lang):
        facts = {"lang": found, "kit": lang}
        gathered.problems.append(Problem("office.language-of-file", Severity.NOTE, facts=facts))
    elif lang:
        found = lang
    return found


def _without_own_language(value: Any, lang: str) -> Any:  # noqa: ANN401
    """The tree with a language only where it is another one than the document's."""
    if isinstance(value, Text | Link):
        own = value.lang is None or same_language(value.lang, lang)
        return replace(value, lang=None) if own else value
    if isinstance(value, tuple):
        return tuple(_without_own_language(one, lang) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: _without_own_language(getattr(value, one.name), lang) for one in fields(value)
        }
        return replace(value, **changed)
    return value
