"""The templates of web pages and e-books, and the filters and sizes that both use."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from access_kit.documents.bilingual import answers_of
from access_kit.documents.check_tree import plain_text
from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import (
    Direction,
    direction,
    first_strong,
    isolate,
    isolate_values,
)
from access_kit.documents.easy_read import PICTURE_SHARE, split_sentences
from access_kit.documents.field_names import as_heard, field_name
from access_kit.documents.fonts import body_factor
from access_kit.documents.pdf_runs import is_number
from access_kit.documents.renderers import label_language
from access_kit.i18n.scripts import script_of
from access_kit.model.document import Document, Inlines, Question, WriteLine
from access_kit.model.look import Look

WEB_FOLDER = Path(__file__).parent / "web"
CSS_PT_PER_REM = 12
"""16 CSS px, the browsers' own size, are 12 pt."""


@cache
def template(name: str) -> jinja2.Template:
    """A template of ``web/``: every value is escaped, one that is not given is an error."""
    return _environment().get_template(name)


def style_sheet(name: str, look: Look, lang: str, **more: Any) -> str:  # noqa: ANN401 (any value)
    """A style sheet of ``web/`` for a look; headings in steps of the body size."""
    size = body_size_pt(look, lang)
    colours = look.colours
    return template(name).render(
        size=as_percent(size),
        leading=look.leading,
        gap=look.paragraph_gap,
        title=round(look.title_pt / look.body_pt, 3),
        headings=[round(heading / look.body_pt, 3) for heading in look.heading_pt],
        ink=colours.ink,
        paper=colours.paper,
        link=colours.link,
        rule=colours.rule,
        **more,
    )


def easy_read_style(look: Look) -> str:
    """The rules that put pictures beside words, for a look that asks for them."""
    if not look.easy_read:
        return ""
    share = f"{PICTURE_SHARE:.0%}"
    return template("easy-read.css").render(share=share, gap=look.paragraph_gap)


def body_size_pt(look: Look, lang: str) -> float:
    return look.body_pt * _factor(lang)


def as_percent(size_pt: float) -> str:
    """A size in points as a share of the browsers' own size."""
    return f"{round(size_pt / CSS_PT_PER_REM * 100, 2):g}%"


def label_attributes(document: Document, names: tuple[str, ...] = ("lang",)) -> Markup:
    """The language of our own labels, where it is not the document's, as these attributes."""
    lang = label_language(document)
    if lang is None:
        return Markup()
    attributes = [(name, lang) for name in names] + [("dir", direction(lang))]
    return Markup().join(Markup(' {}="{}"').format(*pair) for pair in attributes)


@cache
def _environment() -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(WEB_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.tests["number_in_parts"] = is_number
    environment.filters |= {
        "kind": lambda part: type(part).__name__,
        "clean": clean_text,
        "plain": _plain,
        "field_name": _field_name,
        "direction": direction,
        "factor": _factor,
        "value_direction": _value_direction,
        "values": _values,
        "apart": _apart,
        "sentences": split_sentences,
        "answers": answers_of,
        "seconds": lambda ms: f"{ms / 1000:.3f}s",
    }
    return environment


def _field_name(block: Question | WriteLine) -> str:
    """How a field is called where a form is sent as text."""
    if isinstance(block, WriteLine):
        return as_heard(block.label).rstrip(" :：")
    name = field_name(block)
    return "[x]" if name == block.key and len(block.answers) == 1 else name


def _plain(content: Inlines) -> str:
    return clean_text(plain_text(content))


def _factor(lang: str) -> float:
    return body_factor(script_of(lang))


def _value_direction(value: str) -> Direction:
    return first_strong(value) or "ltr"


def _values(text: str, lang: str) -> str:
    return isolate_values(clean_text(text), direction(lang))


def _apart(text: str, lang: str) -> str:
    return isolate(clean_text(text), direction(lang))
