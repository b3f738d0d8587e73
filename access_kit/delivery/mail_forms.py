"""Forms of ours that were filled in and are attached to a message.

Those in a message inside the message are somebody else's words, as its text is. A PDF that is no
form of ours, or that cannot be read, is a file like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice

from access_kit.budgets import FORM_FILES
from access_kit.delivery.form_pdf import is_pdf, read_form
from access_kit.delivery.mail_text import bytes_of, parts_of
from access_kit.errors import BadInput, MissingPart

_KINDS = ("application/pdf", "application/x-pdf", "application/octet-stream")


@dataclass(frozen=True)
class FoundForms:
    """``text`` are the answers; ``lacks_part``: a PDF was not read, for want of what reads it."""

    text: str = ""
    lacks_part: bool = False


def forms_in(message: Message) -> FoundForms:
    """What is filled in in the first PDF files of a message."""
    texts: list[str] = []
    for data in islice(_pdfs(message), FORM_FILES):
        try:
            texts.append(read_form(data))
        except BadInput:
            continue
        except MissingPart:
            return FoundForms(lacks_part=True)
    return FoundForms("\n".join(filter(None, texts)))


def _pdfs(part: Message) -> Iterator[bytes]:
    if part.get_content_maintype() == "multipart":
        for one in parts_of(part):
            yield from _pdfs(one)
    elif part.get_content_type() in _KINDS:
        data = bytes_of(part)
        if is_pdf(data):
            yield data
