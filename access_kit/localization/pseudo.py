"""A made-up language that shows what no catalogue holds: ``«Ýöûŕ mééţîñĝ····»``.

Letters get accents, each sentence stands in brackets and grows by a third. What a rendered page
shows outside of brackets is either a value or a sentence that nobody can translate.
"""

from __future__ import annotations

import dataclasses
import re

from access_kit.i18n.message import Message, TranslationState, review_of
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.review import Reviewer
from access_kit.localization.update import new_header

PSEUDO_LOCALE = "en-XA"
OPEN, CLOSE, FILL = "«", "»", "·"
_GROWTH = 0.35
_KEPT = re.compile(r"(\{\w+\}|</?\d+/?>|\*\*|%(?:\(\w+\))?[sdif]|\n)")
_LINK = re.compile(r"\[([^\[\]]+)\]\((\{\w+\})\)")
_ACCENTS = str.maketrans(
    "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÀÇĎÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽàçďéĝĥîĵķļñöŕšţûŵýž"
)


def pseudo(text: str) -> str:
    """``text`` in the made-up language; placeholders, tags and marks stay as they are."""
    if not any(char.isalpha() for char in _KEPT.sub("", text)):
        return text
    links = _LINK.sub(lambda found: f"[{_accent(found[1])}]({found[2]})", text)
    pieces = re.split(r"(\[[^\[\]]+\]\(\{\w+\}\))", links)
    accented = "".join(
        piece if piece.startswith("[") and piece.endswith(")") else _accent(piece)
        for piece in pieces
    )
    fill = FILL * round(len(_KEPT.sub("", text)) * _GROWTH)
    return f"{OPEN}{accented}{fill}{CLOSE}"


def _accent(text: str) -> str:
    return "".join(
        piece if _KEPT.fullmatch(piece) else piece.translate(_ACCENTS)
        for piece in _KEPT.split(text)
    )


def pseudo_catalogue(template: Catalogue, reviewer: Reviewer | None = None) -> Catalogue:
    """A whole catalogue of it; approved when there is a ``reviewer``, to try what follows."""
    import datetime

    header = new_header("en", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    messages = (_translate(message, reviewer) for message in template.messages)
    return Catalogue(header=header | {"Language": PSEUDO_LOCALE}, messages=tuple(messages))


def _translate(message: Message, reviewer: Reviewer | None) -> Message:
    made = dataclasses.replace(message, target=pseudo(message.source))
    if reviewer is None:
        return made
    review = review_of(
        made,
        TranslationState.APPROVED,
        by=reviewer.name,
        qualification=reviewer.qualification,
        on=reviewer.on,
    )
    return dataclasses.replace(made, notes=(*made.notes, review.as_note()))
