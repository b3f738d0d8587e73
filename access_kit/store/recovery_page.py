"""The recovery page: one page in clear print with the 24 words and a QR code of them.

It is the only place where the recovery key is ever written. Its file is for the printer and then
for the bin.
"""

from __future__ import annotations

import dataclasses
import datetime
import io

from access_kit.documents.looks import look_for
from access_kit.documents.measure import count_pages
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
    Pair,
    Paragraph,
    Purpose,
    Steps,
    Text,
)
from access_kit.model.look import LookName, PaperSize
from access_kit.store.recovery import to_words

_PIXELS_A_DOT = 8
_QUIET_DOTS = 4
_CODE_PX = 144
"""38 mm at 96 px to the inch: 0.7 mm for each of its dots."""


SIZES_PT = (14, 13, 12)
"""Clear print, or the largest of these at which the words of a language fit on one page."""


def render_recovery_page(
    secret: bytes, vault: str, *, locale: str, paper: PaperSize, moment: datetime.datetime
) -> bytes:
    """The page as a PDF/UA file; words are English in every language.

    One page, so that no half of it is lost and none is left in a printer.
    """
    document = build_recovery_page(secret, vault, load_words(locale), moment.date())
    data = b""
    for body_pt in SIZES_PT:
        look = dataclasses.replace(
            look_for(LookName.CLEAR_PRINT, paper=paper),
            body_pt=body_pt,
            leading=1.2,
            paragraph_gap=0.35,
            margin_mm=14,
            max_line_mm=182,
        )
        data = render_main("pdf", document, look, moment=moment)
        if count_pages(data) == 1:
            break
    return data


def build_recovery_page(secret: bytes, vault: str, words: Words, today: datetime.date) -> Document:
    recovery = [ListItem((_word(word),)) for word in to_words(secret)]
    steps = ("open", "type", "passphrase")
    use = [ListItem(words.inlines(f"recovery.use-{step}")) for step in steps]
    made = words.inlines("recovery.made", date=say_date(today, words.locale), vault=vault[:8])
    half, lang = len(recovery) // 2, _other(words)
    blocks: tuple[Block, ...] = (
        Paragraph(words.inlines("recovery.what")),
        Paragraph(words.inlines("recovery.keep")),
        Heading(1, words.inlines("recovery.words")),
        Paragraph(words.inlines("recovery.words-how")),
        Pair(
            (Steps(tuple(recovery[:half]), lang=lang),),
            (Steps(tuple(recovery[half:]), start=half + 1, lang=lang),),
        ),
        Pair(
            (Heading(1, words.inlines("recovery.use")), Steps(tuple(use)), Paragraph(made)),
            (
                Heading(1, words.inlines("recovery.code")),
                _code(" ".join(to_words(secret)), words.text("recovery.code-alt")),
                Paragraph(words.inlines("recovery.code-how")),
            ),
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
    return Image(made.getvalue(), "image/png", alt, width_px=_CODE_PX, height_px=_CODE_PX)
