"""Pages for those who work here, in the program's own language: one HTML file, as all our pages."""

from __future__ import annotations

import datetime

from access_kit.documents.looks import look_for
from access_kit.documents.renderers import render_main
from access_kit.i18n import load_words
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.blocks import make_document
from access_kit.model.document import Blocks, Inlines, Purpose, Text
from access_kit.model.look import LookName, PaperSize


def plain(text: str) -> Inlines:
    """``text`` without marks in it."""
    return (Text(text),)


def render_page(title: str, blocks: Blocks, now: datetime.datetime) -> bytes:
    document = make_document(load_words(SOURCE_LOCALE), title, Purpose.RUN_SHEET, blocks)
    look = look_for(LookName.CLEAR_PRINT, paper=PaperSize.LETTER)
    return render_main("html", document, look, moment=now)
