"""How the fields of forms are called, as people who answer call them: ``A7``, or a stable key."""

from __future__ import annotations

import re

from access_kit.documents.check_tree import plain_text
from access_kit.documents.clean_text import clean_text
from access_kit.model.document import Inlines, Question

_NUMBER = re.compile(r"[ABC]\d{1,2}(?=\.)")
_UNSEEN = re.compile("[\u200e\u200f\u2066-\u2069]")


def field_name(question: Question) -> str:
    """The number that stands before a question; its key, where it has none."""
    found = _NUMBER.match(as_heard(f"{question.kind or ''} {plain_text(question.content)}"))
    return found[0] if found else question.key


def words_of(content: Inlines) -> str:
    """Inline content as it is heard."""
    return as_heard(plain_text(content))


def as_heard(text: str) -> str:
    """Text without signs of direction, in one line."""
    return " ".join(_UNSEEN.sub("", clean_text(text)).split())
