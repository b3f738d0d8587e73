"""A page for screens, screen readers and home printers: WCAG 2.2 AA, one file.

Nothing is fetched from anywhere: style and pictures stand inside the file. Letters are as large as
on paper and grow with the browser's own zoom; at 320 CSS pixels nothing scrolls sideways. Size and
colours can be chosen above the text, by keyboard too: style alone does it, so it works in a page
that came by mail, where scripts are off. What is read out at one go carries an id (``places``).
A page to fill in makes a text to send back, and keeps what is filled in while its tab is open;
without scripts it is a form that opens an e-mail, or that is printed.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from access_kit.documents.check_tree import plain_text, require_sound_tree, walk_blocks
from access_kit.documents.clean_text import clean_text
from access_kit.documents.contrast import relative_luminance
from access_kit.documents.looks import colours_for
from access_kit.documents.narration import Narration
from access_kit.documents.page_code import web_file
from access_kit.documents.renderers import label
from access_kit.documents.templates import (
    as_percent,
    body_size_pt,
    easy_read_style,
    label_attributes,
    style_sheet,
    template,
)
from access_kit.model.document import FORM_VERSION, Document, Image, Paragraph, Purpose
from access_kit.model.look import Contrast, Look

LARGER, LARGEST = 1.5, 2.0
"""Choices of size, in times of the size as sent."""

SETTINGS = {
    "text_size": ("size_as_sent", "size_larger", "size_largest"),
    "colours": ("colours_as_sent", "dark_on_light", "light_on_dark"),
}
"""What can be chosen above the text: labels of the choices by the label of their heading."""


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """``document`` as one HTML file; see ``renderers`` for the rules.

    Needs the label ``skip_to_content`` and those in ``SETTINGS``. A browser brings its own fonts
    and no time is written, so ``fonts`` and ``moment`` change nothing.
    """
    return build_page(document, look)


def build_page(document: Document, look: Look, *, speech: Narration | None = None) -> bytes:
    """The page; with ``speech`` it can be heard, and the words are marked as they are spoken."""
    require_sound_tree(document)
    text = template("page.html.j2").render(
        document=document,
        style=Markup(page_style(look, document.lang)),  # noqa: S704 (numbers, colours of the look)
        **settings_of(document),
        has_forms=True,
        easy_read=look.easy_read,
        picture=address_of_picture,
        player=_player(document, speech) if speech else None,
        answers=_answer_words(document) if document.purpose is Purpose.ANSWERS else None,
    )
    return text.encode("utf-8")


def page_style(look: Look, lang: str) -> str:
    """The style sheet of a page in a look: numbers and colours, nothing of a text."""
    size = body_size_pt(look, lang)
    is_dark = relative_luminance(look.colours.paper) < 0.2
    style = style_sheet(
        "page.css",
        look,
        lang,
        print_size=f"{round(size, 2):g}",
        larger=as_percent(size * LARGER),
        largest=as_percent(size * LARGEST),
        scheme="dark" if is_dark else "light",
        # Colours that a person asked for hold, whatever their device says.
        follows_system=look.colours == colours_for(Contrast.DEFAULT),
    )
    return style + easy_read_style(look)


def settings_of(document: Document) -> dict[str, Any]:
    """What ``settings.j2`` asks for, in the words of ``document``'s labels."""

    def words(key: str) -> str:
        return clean_text(label(document, key))

    return {
        "skip": words("skip_to_content"),
        "settings_name": words("reading_settings"),
        "settings": [
            (_as_id(name), words(name), [(_as_id(choice), words(choice)) for choice in choices])
            for name, choices in SETTINGS.items()
        ],
        "in_labels": label_attributes(document),
    }


def _as_id(key: str) -> str:
    return key.replace("_", "-")


def address_of_picture(picture: Image) -> str:
    """A picture as an address that holds it whole."""
    return _address(picture.media_type, picture.data)


def _address(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


_VERSION = re.compile(FORM_VERSION)

ANSWER_WORDS = (
    "make", "text", "send", "none", "back", "copy", "copied", "clear", "cleared", "undo",
    "mail", "mail_how", "print_how",
)  # fmt: skip
"""What a page to fill in says of itself."""


def _answer_words(document: Document) -> dict[str, Any]:
    said = {name: clean_text(label(document, f"answers_{name}")) for name in ANSWER_WORDS}
    subject = quote(clean_text(document.title))
    to = f"mailto:{quote(document.reply_to, safe='@')}?subject={subject}"
    texts = (plain_text(one.content) for one in walk_blocks(document.blocks)
             if isinstance(one, Paragraph))  # fmt: skip
    versions = [found for text in texts for found in _VERSION.findall(text)]
    return {**said, "to": to if document.reply_to else "", "versions": versions,
            "code": Markup(web_file("answers.js"))}  # noqa: S704 (our own file)  # fmt: skip


def _player(document: Document, speech: Narration) -> dict[str, str]:
    """What the page needs to be heard: a name, the sound, and the times of each place."""
    times = [(clip.place, clip.start_ms, clip.end_ms) for clip in speech.clips]
    return {
        "name": clean_text(label(document, "listen")),
        "sound": _address(speech.media_type, speech.data),
        "times": Markup(json.dumps(times, separators=(",", ":"))),  # noqa: S704 (ids and numbers)
    }
