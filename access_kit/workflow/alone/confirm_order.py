"""The order of a handout's words: shown to somebody, and kept once they found it right."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.documents.check_tree import plain_text
from access_kit.errors import BadInput, Problem
from access_kit.materials.confirmed_order import is_confirmed, write_confirmed
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Document,
    Heading,
    Image,
    ListItem,
    Paragraph,
    Steps,
    Table,
    TickList,
)
from access_kit.workflow.handouts.handout_files import not_confirmed, read_handout


@dataclass(frozen=True)
class OrderShown:
    """What is read first, next, and so on; ``kept`` is the file that says who found it right."""

    lines: tuple[str, ...]
    is_confirmed: bool
    kept: Path | None
    problems: tuple[Problem, ...]


def confirm_order(path: Path, *, lang: str, by: str, now: datetime.datetime) -> OrderShown:
    """The words of a handout in order. With ``by`` it is kept that this person found it right."""
    handout, problems = read_handout(path, lang=lang)
    if handout is None:
        raise BadInput(problems)
    lines = tuple(_lines(handout.document))
    if by.strip():
        kept = write_confirmed(
            path, handout.document, by=" ".join(by.split()), on=now.isoformat(timespec="seconds")
        )
        return OrderShown(lines, True, kept, tuple(problems))
    if handout.is_unconfirmed:
        problems.append(not_confirmed(path))
    return OrderShown(lines, is_confirmed(path, handout.document), None, tuple(problems))


def _lines(document: Document) -> Iterator[str]:
    yield f"title: {document.title}"
    yield from _block_lines(document.blocks)


def _block_lines(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level=level, content=content):
                yield f"heading {level}: {plain_text(content)}"
            case Paragraph(content=content):
                yield plain_text(content)
            case BulletList(items=items):
                yield from _item_lines(items, ["•"] * len(items))
            case TickList(items=items):
                yield from _item_lines(items, ["☐"] * len(items))
            case Steps(items=items, start=start):
                yield from _item_lines(items, [f"{start + at}." for at in range(len(items))])
            case Table(header=header, rows=rows, caption=caption):
                yield from [f"table: {plain_text(caption)}"] if caption else ()
                yield f"headings of columns: {' | '.join(map(plain_text, header))}"
                yield from (" | ".join(map(plain_text, row)) for row in rows)
            case Image(alt=alt):
                yield f"picture: {alt}" if alt else "picture that says nothing"
            case _:
                yield from _others(block)


def _others(block: Block) -> Iterator[str]:
    yield from _block_lines(getattr(block, "blocks", ()))


def _item_lines(items: tuple[ListItem, ...], signs: list[str]) -> Iterator[str]:
    for sign, item in zip(signs, items, strict=True):
        yield f"{sign} {plain_text(item.content)}"
        yield from (f"  {line}" for line in _block_lines(item.children))
