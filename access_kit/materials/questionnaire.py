"""The access-needs questionnaire: numbered like the other forms, and where each answer belongs.

What comes back is a draft of a profile. It counts when it was read back and confirmed.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from access_kit.i18n import Words
from access_kit.materials.forms import FORM_LETTERS
from access_kit.model.document import Document, Purpose, Question, Text
from access_kit.profiles.fields import fields_by_key

QUESTIONNAIRE = "access-needs"
"""The name of the handout, and of the form."""


@dataclass(frozen=True)
class FieldAsked:
    """The field of a profile that a question is about, and the value behind each of its answers."""

    field: str
    answers: tuple[str, ...]


@lru_cache(maxsize=1)
def places() -> Mapping[str, FieldAsked]:
    """By the question's key; values as a profile's file has them, in the order of the page."""
    text = (files(__package__) / "questionnaire.toml").read_text(encoding="utf-8")
    return {
        key: FieldAsked(entry["field"], tuple(_plain(value) for value in entry["answers"]))
        for key, entry in tomllib.loads(text).items()
    }


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def number_questions(document: Document, words: Words) -> Document:
    """The page with a number before each question, so that it can be answered by number."""
    letter, blocks, at = FORM_LETTERS[Purpose.QUESTIONNAIRE], [], 0
    for block in document.blocks:
        if isinstance(block, Question):
            at += 1
            number = words.inlines("form.number", number=f"{letter}{at}")
            content = (*number, Text(" "), *block.content)
            asked = places().get(block.key)
            many = asked is not None and fields_by_key()[asked.field].many
            block = dataclasses.replace(block, content=content, many=many)
        blocks.append(block)
    return dataclasses.replace(document, blocks=tuple(blocks))
