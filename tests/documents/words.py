"""The words of a document in reading order, and those that a reader finds in each rendition.

The walk here is written apart from the one in the package: where the two differ, a test fails.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterable
from html.parser import HTMLParser
from xml.etree import ElementTree

from access_kit.model.document import (
    Callout,
    ContactBox,
    Document,
    Image,
    LineBreak,
    Link,
    PageBreak,
    Question,
    Table,
    WriteLine,
)
from tests.tools import required_program

_WORD = re.compile(r"[^\W_]+")


_WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_words(data: bytes) -> list[str]:
    """The words of a Word file's body, read from its XML alone."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    said = []
    for paragraph in root.iter(f"{_WORD_TEXT}p"):
        for part in paragraph.iter():
            if part.tag == f"{_WORD_TEXT}t":
                said.append(part.text or "")
            elif part.tag in (f"{_WORD_TEXT}br", f"{_WORD_TEXT}tab"):
                said.append(" ")
        said.append(" ")
    return split_words("".join(said))


def split_words(text: str) -> list[str]:
    """Runs of letters and digits; marks that belong to a letter count as part of it."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join("a" if unicodedata.category(char)[0] == "M" else char for char in text)
    return [text[found.start() : found.end()] for found in _WORD.finditer(kept)]


def words_of(
    document: Document,
    *,
    addresses: bool = False,
    headers_by_cell: bool = False,
    pictures: bool = False,
) -> list[str]:
    """Every word of a document, title first, as it is read.

    ``addresses``: where a link leads follows its words, unless these say it. ``headers_by_cell``:
    each cell of a table comes with its header, as where there are no columns. ``pictures``: what
    each one shows, behind the label that says so.
    """
    walk = _Walk(document, addresses, headers_by_cell, pictures)
    texts = [document.title, *walk.blocks(document.draft_banner), *walk.blocks(document.blocks)]
    return split_words(" ".join(texts))


class _Walk:
    def __init__(self, document, addresses, headers_by_cell, pictures):
        self.document = document
        self.addresses = addresses
        self.headers_by_cell = headers_by_cell
        self.pictures = pictures

    def blocks(self, blocks):
        for block in blocks:
            yield from self.block(block)

    def block(self, block):
        match block:
            case PageBreak():
                return
            case Image():
                if self.pictures and not block.decorative:
                    yield f"{self.document.labels['picture']} {block.alt}"
            case Table():
                yield from self.table(block)
            case Question():
                yield from [block.kind or "", self.said(block.content), *block.answers]
                yield self.said(block.note)
            case WriteLine():
                yield block.label
            case Callout():
                yield self.said(block.title)
                yield from self.blocks(block.blocks)
            case ContactBox():
                yield self.said(block.title)
                for contact in block.contacts:
                    yield from [contact.label, contact.value]
            case _ if hasattr(block, "items"):
                for number, item in enumerate(block.items):
                    if self.headers_by_cell and hasattr(block, "start"):
                        yield str(block.start + number)
                    yield self.said(item.content)
                    yield from self.blocks(item.children)
            case _:
                yield self.said(block.content)

    def table(self, block):
        yield self.said(block.caption)
        if not self.headers_by_cell:
            yield from map(self.said, block.header)
        for row in block.rows:
            for head, cell in zip(block.header, row, strict=True):
                if self.headers_by_cell:
                    yield self.said(head)
                yield self.said(cell)

    def said(self, content):
        return "".join(self.part(part) for part in content)

    def part(self, part):
        if isinstance(part, LineBreak):
            return " "
        if not isinstance(part, Link) or not self.addresses:
            return part.text
        target = re.sub(r"^(tel|mailto|sms):", "", part.url)
        squeezed = (re.sub(r"^https?|[^a-z0-9@+]", "", t.lower()) for t in (target, part.text))
        own, shown = squeezed
        return part.text if own in shown else f"{part.text} {target}"


# -- what a reader finds ------------------------------------------------------------------------


class _Reader(HTMLParser):
    """The text of the body, without the choices above it and the link that skips them."""

    SKIPPED = frozenset({"head", "style", "script", "header"})

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._hidden = 0

    def handle_starttag(self, tag, attrs):
        is_skip = tag == "a" and ("class", "skip") in attrs
        self._hidden += tag in self.SKIPPED or is_skip
        self._in_skip = is_skip
        self.text += " " if tag not in ("bdi", "span", "strong", "a") else ""

    def handle_endtag(self, tag):
        self._hidden -= tag in self.SKIPPED or (tag == "a" and self._in_skip)
        if tag == "a":
            self._in_skip = False
        self.text += " " if tag not in ("bdi", "span", "strong", "a") else ""

    def handle_data(self, data):
        if not self._hidden:
            self.text += data


def html_words(page: bytes) -> list[str]:
    reader = _Reader()
    reader.feed(page.decode("utf-8"))
    return split_words(reader.text)


def epub_words(book: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return html_words(archive.read("book/text.xhtml"))


def text_words(text: bytes) -> list[str]:
    return split_words(text.decode("utf-8"))


def braille_letters(brf: bytes, table: str) -> str:
    """What liblouis reads back from uncontracted pages: letters and digits without any space."""
    rows = [row for page in brf.decode("ascii").split("\f") for row in page.split("\r\n")[:-2]]
    cells = " ".join(" ".join(rows).split())
    command = [
        str(required_program("lou_translate")), "--backward", f"en-us-brf.dis,{table}"
    ]  # fmt: skip
    done = subprocess.run(command, input=cells, capture_output=True, text=True, check=True)
    return squeezed_letters(split_words(done.stdout))


def squeezed_letters(words: Iterable[str]) -> str:
    """Letters and digits alone, small, digits as ASCII: braille knows no other difference."""
    letters = "".join(words).lower()
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in letters)
