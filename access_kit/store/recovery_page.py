"""The recovery page: one or two sheets in large print with the 24 words and a QR code of them.

It is the only place where the recovery key is ever written. Its file is for the printer and then
for the bin.
"""

from __future__ import annotations

import datetime
import io
import struct

from access_kit.documents.look import look_for
from access_kit.documents.renderers import render_main
from access_kit.errors import MissingPart, Problem
from access_kit.i18n.dates import say_date
from access_kit.i18n.words import SOURCE_LOCALE, Words, load_words
from access_kit.model.document import (
    Block,
    Document,
    Heading,
    Image,
    ListItem,
    PageBreak,
    Paragraph,
    Purpose,
    Steps,
    Text,
)
from access_kit.model.look import LookName, Paper
from access_kit.store.recovery import to_words

_PIXELS_A_DOT = 8
_QUIET_DOTS = 4


def render_recovery_page(
    secret: bytes, vault: str, *, locale: str, paper: Paper, moment: datetime.datetime
) -> bytes:
    """The page as a PDF/UA file in large print; words are English in every language."""
    document = build_recovery_page(secret, vault, load_words(locale), moment.date())
    look = look_for(LookName.LARGE_PRINT_US, paper=paper)
    return render_main("pdf", document, look, moment=moment)


def build_recovery_page(secret: bytes, vault: str, words: Words, today: datetime.date) -> Document:
    recovery = to_words(secret)
    blocks: tuple[Block, ...] = (
        Paragraph(words.inlines("recovery.what")),
        Paragraph(words.inlines("recovery.keep")),
        Heading(1, words.inlines("recovery.words")),
        Paragraph(words.inlines("recovery.words-how")),
        Steps(tuple(ListItem((_word(word),)) for word in recovery), lang=_other(words)),
        PageBreak(),
        Heading(1, words.inlines("recovery.code")),
        Paragraph(words.inlines("recovery.code-how")),
        _code(" ".join(recovery), words.text("recovery.code-alt")),
        Heading(1, words.inlines("recovery.use")),
        Steps(
            tuple(
                ListItem(words.inlines(f"recovery.use-{step}"))
                for step in ("open", "type", "passphrase")
            )
        ),
        Paragraph(
            words.inlines("recovery.made", date=say_date(today, words.locale), vault=vault[:8])
        ),
    )
    return Document(
        title=words.text("recovery.title"),
        lang=words.locale,
        purpose=Purpose.HANDOUT,
        blocks=blocks,
        labels={"page": words.messages["page.number"]},
    )


def _word(word: str) -> Text:
    return Text(word, strong=True)


def _other(words: Words) -> str | None:
    """The words are English: tagged so where the page is not."""
    return None if words.locale.split("-")[0] == SOURCE_LOCALE else SOURCE_LOCALE


def _code(text: str, alt: str) -> Image:
    try:
        import segno
    except ImportError:
        raise MissingPart(Problem("extra.missing", facts={"extra": "vault"})) from None
    code = segno.make_qr(text.upper(), error="m")
    made = io.BytesIO()
    code.save(made, kind="png", scale=_PIXELS_A_DOT, border=_QUIET_DOTS)
    data = made.getvalue()
    width, height = struct.unpack(">II", data[16:24])
    return Image(data, "image/png", alt, width_px=width, height_px=height)
