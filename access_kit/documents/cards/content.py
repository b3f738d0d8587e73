"""What stands on each card: one step a card, and what else there is below its heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from access_kit.documents.linear import Line, LineKind, TextRun, lines_of
from access_kit.model.document import Block, Document, Image


@dataclass(frozen=True)
class Content:
    """The words of one or more cards, with the heading that they stand under.

    ``number`` is that of a step. ``picture`` stands above the words.
    """

    heading: tuple[TextRun, ...]
    lines: tuple[Line, ...] = ()
    number: str = ""
    picture: Image | None = None


def content_of(document: Document) -> tuple[Content, ...]:
    """The content of the cards after the first, which holds the title alone.

    A message is seen on a locked screen by whoever is near: the first card says no more than the
    title does, which is neutral.
    """
    contents: list[Content] = []
    last = Content(())
    for picture, lines in _parts(document):
        gathered = list(_gather(lines, last.heading))
        made = [content for content in gathered if content.lines]
        if picture and lines and lines[0].kind is not LineKind.HEADING:
            made[0] = replace(made[0], picture=picture)
        elif picture:
            made.insert(0, Content(last.heading, picture=picture))
        contents += made
        last = gathered[-1]
    if last.heading and not last.lines and (not contents or contents[-1].heading != last.heading):
        contents.append(last)
    return tuple(contents)


def _parts(document: Document) -> Iterator[tuple[Image | None, tuple[Line, ...]]]:
    """The lines of the document, cut before each picture that says something."""
    picture: Image | None = None
    blocks: list[Block] = []
    banner = document.draft_banner
    for block in (*banner, *document.blocks):
        if isinstance(block, Image):
            if not block.decorative:
                yield picture, _lines(document, blocks)
                picture, blocks = block, []
        else:
            blocks.append(block)
    yield picture, _lines(document, blocks)


def _lines(document: Document, blocks: list[Block]) -> tuple[Line, ...]:
    part = replace(document, blocks=tuple(blocks), draft_banner=())
    return tuple(
        line for line in lines_of(part) if line.kind not in (LineKind.TITLE, LineKind.NEW_PAGE)
    )


def _gather(lines: tuple[Line, ...], heading: tuple[TextRun, ...]) -> Iterator[Content]:
    """A new content at each heading, at each step, and where the steps are over.

    A heading with nothing below it but another one stands in front of that.
    """
    current = Content(heading)
    follows_heading = False
    for line in lines:
        is_step = (
            line.kind is LineKind.ITEM and line.level == 0 and line.mark.rstrip(".").isdecimal()
        )
        if line.kind is LineKind.HEADING:
            yield current
            above = (*current.heading, TextRun(": ", line.runs[0].lang)) if follows_heading else ()
            current = Content((*above, *line.runs))
        elif is_step:
            yield current
            current = Content(current.heading, (replace(line, mark=""),), line.mark.rstrip("."))
        elif current.number and line.level == 0:
            yield current
            current = Content(current.heading, (line,))
        else:
            current = replace(current, lines=(*current.lines, line))
        follows_heading = line.kind is LineKind.HEADING
    yield current


def units_of(lines: Iterable[Line]) -> list[tuple[Line, ...]]:
    """Lines that belong on one card if it can hold them: the cells of a row."""
    units: list[tuple[Line, ...]] = []
    for line in lines:
        if units and line.kind is LineKind.ITEM and not line.first and not line.mark:
            units[-1] = (*units[-1], line)
        else:
            units.append((line,))
    return units
