"""What a document says, for tests that read it."""

from collections.abc import Iterator

from access_kit.model.document import (
    Block,
    Callout,
    ContactBox,
    Document,
    Inlines,
    LineBreak,
    Question,
    Table,
    Text,
    WriteLine,
)


def say(content: Inlines, *, values: bool = True) -> str:
    """The words; without ``values`` what was put in (names, numbers, links) is left out."""
    return "".join(
        " " if isinstance(part, LineBreak) else part.text
        for part in content
        if values or (isinstance(part, Text) and not part.isolate)
    )


def lines_of(document: Document, *, values: bool = True) -> list[str]:
    """One string a paragraph, item, cell, answer or label; without ``values`` only our words."""
    found = (line for block in document.blocks for line in _lines(block, values))
    return [document.title, *(line for line in found if line.strip())]


def text_of(document: Document) -> str:
    return "\n".join(lines_of(document))


def keys_of(document: Document) -> list[str]:
    return [block.key for block in document.blocks if isinstance(block, Question)]


def _lines(block: Block, values: bool) -> Iterator[str]:
    for name in ("content", "title"):
        yield say(getattr(block, name, ()), values=values)
    for item in getattr(block, "items", ()):
        yield say(item.content, values=values)
    match block:
        case Question(answers=answers):
            yield from answers
        case WriteLine(label=label):
            yield label
        case ContactBox(contacts=contacts):
            for contact in contacts:
                yield contact.label
                yield contact.value if values else ""
        case Callout(blocks=blocks):
            for inner in blocks:
                yield from _lines(inner, values)
        case Table(header=header, rows=rows):
            for row in (header, *rows):
                yield from (say(cell, values=values) for cell in row)
        case _:
            pass
