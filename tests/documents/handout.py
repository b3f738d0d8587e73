"""The standard handout that renderers are tried on: 45 strings in each language of ``strings/``.

1 title, 6 headings, 5 paragraphs, 4 bullets, 5 boxes to tick, 4 steps, a table of 4 x 3, a link, a
contact box with 7 strings; and a picture whose words are no part of the page's text.
"""

from __future__ import annotations

import io
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image as Pillow

from access_kit.documents.labels import labels_for
from access_kit.documents.looks import look_for
from access_kit.documents.renderers import renderer_for
from access_kit.documents.special_blocks import contact_url
from access_kit.i18n import load_words
from access_kit.model.document import (
    Blocks,
    BulletList,
    Contact,
    ContactBox,
    Document,
    Heading,
    Image,
    Inlines,
    Link,
    ListItem,
    Paragraph,
    Purpose,
    Steps,
    Table,
    Text,
    TickList,
)
from access_kit.model.look import Contrast, Look, LookName, PaperSize

MOMENT = datetime(2026, 11, 24, 14, tzinfo=UTC)
LABELS = labels_for(load_words("en"))
LANGUAGES = ("en", "es", "ar", "hi")


@cache
def read_strings(lang: str) -> dict[str, Any]:
    path = Path(__file__).parent / "strings" / f"{lang}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def source_strings(lang: str) -> list[str]:
    """The 45 strings, in reading order of no importance."""
    s = read_strings(lang)
    nested = [*s["table"], *s["contacts"]]
    lists = ("headings", "paragraphs", "bullets", "ticks", "steps")
    return [
        s["title"],
        *(string for name in lists for string in s[name]),
        *(cell for row in nested for cell in row),
        s["link"],
        s["contact_title"],
    ]


def words(text: str, **style: Any) -> Inlines:
    return (Text(text, **style),)


def items(texts: list[str]) -> tuple[ListItem, ...]:
    return tuple(ListItem(words(text)) for text in texts)


@cache
def picture() -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", (640, 320), (90, 140, 190)).save(stream, "PNG")
    return stream.getvalue()


def standard_blocks(lang: str) -> Blocks:
    s = read_strings(lang)
    h, p, t = s["headings"], s["paragraphs"], s["table"]
    return (
        Paragraph(words(p[0])),
        Heading(1, words(h[0])),
        Paragraph(words(p[1])),
        BulletList(items(s["bullets"])),
        Heading(1, words(h[1])),
        Paragraph(words(p[2])),
        TickList(items(s["ticks"])),
        Heading(2, words(h[2])),
        Steps(items(s["steps"])),
        Paragraph((Link(s["link"], "https://riverside.example/join"),)),
        Heading(1, words(h[3])),
        Table(tuple(words(c) for c in t[0]), tuple(tuple(words(c) for c in row) for row in t[1:])),
        Image(picture(), "image/png", s["alt"], width_px=640, height_px=320),
        Heading(1, words(h[4])),
        Paragraph(words(p[3])),
        Paragraph(words(p[4])),
        Heading(2, words(h[5])),
        ContactBox(
            words(s["contact_title"]),
            tuple(Contact(label, value, contact_url(value)) for label, value in s["contacts"]),
        ),
    )


def standard_handout(lang: str = "en") -> Document:
    title = read_strings(lang)["title"]
    return Document(title, lang, Purpose.HANDOUT, standard_blocks(lang), LABELS)


def short_document(*blocks: Any, title: str = "A short paper", lang: str = "en") -> Document:
    return Document(title, lang, Purpose.HANDOUT, blocks, LABELS)


def any_look(
    name: LookName = LookName.LARGE_PRINT_US,
    paper: PaperSize = PaperSize.LETTER,
    size: float | None = None,
    contrast: Contrast = Contrast.DEFAULT,
) -> Look:
    return look_for(name, paper=paper, print_size_pt=size, contrast=contrast)


def make(document: Document, format_name: str = "pdf", look: Look | None = None) -> bytes:
    return renderer_for(format_name)(document, look or any_look(), moment=MOMENT)
