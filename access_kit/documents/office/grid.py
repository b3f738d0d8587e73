"""A table of an office file as a table of ours, or as lines where it is none.

Our tables have a heading to each column and one text to a cell, so that they can be heard. A table
that has no full row of headings becomes one paragraph a row; one that only places things on a page
is taken apart in reading order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from access_kit.documents.check_tree import plain_text
from access_kit.documents.office.phrase import trim
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.errors import Severity
from access_kit.model.document import (
    BulletList,
    Heading,
    Image,
    Inlines,
    LineBreak,
    ListItem,
    Paragraph,
    Steps,
    Table,
    Text,
    TickList,
)

MOST_COLUMNS = 60


@dataclass(frozen=True)
class GridCell:
    """A cell as it stands in its file; ``is_covered`` by one to its left or above it."""

    pieces: tuple[OfficePiece, ...] = ()
    columns: int = 1
    is_covered: bool = False


GridRow = tuple[GridCell, ...]


def set_grid(
    rows: Sequence[GridRow], gathered: Gathering, where: str, caption: Inlines = ()
) -> Iterator[OfficePiece]:
    """The table in whatever shape keeps its words and their order."""
    if _is_layout(rows):
        if sum(len(row) for row in rows) > 1:
            gathered.tell("office.table-apart", where, Severity.NOTE)
        yield from ([Paragraph(caption)] if caption else ())
        yield from (piece for row in rows for cell in row for piece in cell.pieces)
        return
    lines = _without_blanks(list(_spread(rows, gathered, where)))
    if not lines:
        return
    if len(lines[0]) == 1 or len(lines) == 1:
        yield from ([Paragraph(caption)] if caption else ())
        yield from (Paragraph(cell) for line in lines for cell in line if cell)
    elif all(plain_text(cell).strip() for cell in lines[0]):
        yield Table(lines[0], tuple(lines[1:]), caption)
    else:
        gathered.tell("office.table-as-lines", where)
        yield from ([Paragraph(caption)] if caption else ())
        yield from (Paragraph(join_lines(line)) for line in lines)


def _is_layout(rows: Sequence[GridRow]) -> bool:
    """Whether it only places things: one cell, or headings, pictures and tables in cells."""
    cells = [cell for row in rows for cell in row if not cell.is_covered]
    return len(cells) == 1 or any(
        isinstance(piece, Heading | Image | Table) for cell in cells for piece in cell.pieces
    )


def _spread(
    rows: Sequence[GridRow], gathered: Gathering, where: str
) -> Iterator[tuple[Inlines, ...]]:
    """Rows of equal length: a merged cell stands in its first place, the others are empty."""
    width = min(MOST_COLUMNS, max((sum(c.columns for c in row) for row in rows), default=0))
    merged = False
    for row in rows:
        line: list[Inlines] = []
        for cell in row:
            merged = merged or cell.is_covered or cell.columns > 1
            line.append(flatten(cell.pieces))
            line += [()] * (cell.columns - 1)
        line += [()] * (width - len(line))
        extra = [cell for cell in line[width:] if cell]
        yield (
            (*line[: width - 1], join_lines([line[width - 1], *extra]))
            if extra
            else tuple(line[:width])
        )
    if merged:
        gathered.tell("office.table-merged", where, Severity.NOTE)


def _without_blanks(lines: list[tuple[Inlines, ...]]) -> list[tuple[Inlines, ...]]:
    """The rows that say something, without columns that say nothing."""
    lines = [line for line in lines if any(line)]
    kept = [at for at in range(len(lines[0])) if any(line[at] for line in lines)] if lines else []
    return [tuple(line[at] for at in kept) for line in lines]


def join_lines(parts: Iterable[Inlines]) -> Inlines:
    """Each part on a line of its own."""
    joined = tuple(one for part in parts if part for one in (LineBreak(), *part))
    return trim(joined[1:])


def flatten(pieces: Iterable[OfficePiece]) -> Inlines:
    """The words of blocks as lines; entries of lists keep their sign."""
    return join_lines(_lines(pieces))


def _lines(pieces: Iterable[OfficePiece]) -> Iterator[Inlines]:
    for piece in pieces:
        match piece:
            case Entry():
                sign = "• " if piece.number is None else f"{piece.number}. "
                yield (Text(sign), *piece.content)
                yield from _lines(piece.more)
            case Paragraph(content=content) | Heading(content=content):
                yield content
            case BulletList(items=items) | TickList(items=items):
                yield from _item_lines(items, None)
            case Steps(items=items, start=start):
                yield from _item_lines(items, start)
            case Table(header=header, rows=rows):
                yield from (cell for row in (header, *rows) for cell in row)
            case Image(alt=alt):
                yield (Text(alt),) if alt else ()
            case _:
                pass


def _item_lines(items: Sequence[ListItem], start: int | None) -> Iterator[Inlines]:
    for number, item in enumerate(items, start or 0):
        yield (Text("• " if start is None else f"{number}. "), *item.content)
        yield from _lines(item.children)


def not_strong(content: Inlines) -> Inlines:
    """The same without bold: a heading is heavy by itself."""
    return tuple(replace(one, strong=False) if isinstance(one, Text) else one for one in content)
