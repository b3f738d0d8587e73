"""The body of an e-mail: plain text first, and a page beside it that says the same.

- The text is a form that can be filled in by replying: its boxes are brackets to type into.
- The page is one column without tables, scripts or anything that is fetched. Programs that read
  mail take away ``html`` and ``body``, so language and direction stand inside too.
- Letters are as large as the person reads, and never below the browsers' own size (16 px).
"""

from __future__ import annotations

from markupsafe import Markup

from access_kit.documents.bilingual import unfold
from access_kit.documents.check_tree import require_sound_tree
from access_kit.documents.html import address_of_picture
from access_kit.documents.renderers import Rendition
from access_kit.documents.templates import body_size_pt, template
from access_kit.documents.text import set_text
from access_kit.model.document import Document
from access_kit.model.look import Look

PARTS = ("text", "html")
"""The formats of the two parts, the plainest first (RFC 2046)."""

REPLY_BOX = "[ ]"
PX_PER_PT = 96 / 72
SMALLEST_PX = 16


def render_mail(document: Document, look: Look) -> tuple[Rendition, Rendition]:
    """The text and the page of a message, in this order."""
    document = unfold(document)
    require_sound_tree(document)
    text = set_text(document, box=REPLY_BOX)
    page = template("mail.html.j2").render(
        document=document,
        style=Markup(_style(look, document.lang)),  # noqa: S704 (numbers and colours of the look)
        has_forms=False,
        easy_read=False,
        picture=address_of_picture,
    )
    return (
        Rendition("txt", "text/plain", text, like="text"),
        Rendition("html", "text/html", page.encode("utf-8"), like="html"),
    )


def _style(look: Look, lang: str) -> str:
    size = max(SMALLEST_PX, body_size_pt(look, lang) * PX_PER_PT)
    colours = look.colours
    return template("mail.css").render(
        size=f"{round(size, 1):g}px",
        leading=max(1.5, look.leading),
        ink=colours.ink,
        paper=colours.paper,
        link=colours.link,
        rule=colours.rule,
    )
