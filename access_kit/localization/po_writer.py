"""Catalogues as PO text: the same messages give the same bytes, one line a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from access_kit.i18n.message import Message
from access_kit.i18n.po_reader import Catalogue

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"})


def write_catalogue(catalogue: Catalogue) -> bytes:
    """The bytes of a catalogue; what the sources no longer have stands at its end."""
    parts = ["\n".join(_head(catalogue))]
    parts += ["\n".join(_lines(message)) for message in catalogue.messages]
    parts += ["\n".join(_obsolete(message)) for message in catalogue.obsolete]
    return ("\n\n".join(parts) + "\n").encode()


def _head(catalogue: Catalogue) -> Iterator[str]:
    for remark in catalogue.head_remarks:
        yield f"# {remark}".rstrip()
    yield 'msgid ""'
    yield 'msgstr ""'
    for name, value in catalogue.header.items():
        yield _quote(f"{name}: {value}\n")


def _lines(message: Message) -> Iterator[str]:
    for remark in message.remarks:
        yield f"# {remark}".rstrip()
    for note in message.notes:
        yield f"#. {note}"
    if message.places:
        yield f"#: {' '.join(message.places)}"
    if message.flags:
        yield f"#, {', '.join(message.flags)}"
    for line in message.previous.split("\n") if message.previous else ():
        yield f"#| {line}"
    yield from _texts(message)


def _obsolete(message: Message) -> Iterator[str]:
    for note in message.notes:
        yield f"#. {note}"
    for line in _texts(message):
        yield f"#~ {line}"


def _texts(message: Message) -> Iterator[str]:
    if message.key:
        yield f"msgctxt {_quote(message.key)}"
    yield from _text("msgid", message.source)
    if message.plural:
        yield from _text("msgid_plural", message.plural)
        for number, form in enumerate(message.targets):
            yield from _text(f"msgstr[{number}]", form)
    else:
        yield from _text("msgstr", message.target)


def _text(word: str, text: str) -> Iterator[str]:
    """A text with line ends inside gets a line for each."""
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        yield f"{word} {_quote(text)}"
        return
    yield f'{word} ""'
    yield from (_quote(line) for line in lines)


def _quote(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def previous_of(source: str) -> str:
    """The line that keeps the source that a hint was made for."""
    return f"msgid {_quote(source)}"
