"""Renderer of picture cards: PNG files of 1080 × 1350 pixels, each with its words beside it.

That is the tallest picture that messengers show whole. Letters are as large as the person's print
size asks for; what does not fit goes on to the next card. Nothing in a file but the picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageDraw

from access_kit.documents.cards.arrange import (
    BOTTOM,
    HEIGHT,
    LARGEST_PX,
    MARGIN,
    PARAGRAPH_GAP,
    PICTURE_HEIGHT,
    PICTURE_ROOM,
    PX_PER_PT,
    RULE,
    RULE_GAP,
    RULE_ROOM,
    SMALL_PX,
    SMALLEST_PX,
    TOP,
    WIDTH,
    Card,
    CardSetting,
    card_height,
    split_content,
    title_card,
)
from access_kit.documents.cards.card_picture import fit_picture
from access_kit.documents.cards.content import Content, content_of
from access_kit.documents.cards.lines import INK, CardLine, Pen, break_lines, draw_line
from access_kit.documents.check_tree import require_sound_tree
from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import direction
from access_kit.documents.fonts import require_glyphs
from access_kit.documents.linear import TextRun
from access_kit.documents.renderers import Rendition, label, label_language
from access_kit.model.document import Document
from access_kit.model.look import Look

COMPRESSION = 4
"""Of zlib: a third faster than its usual 6, and the file is a twentieth larger."""

SHADES = 16
"""Shares of ink between paper and letter, and the whole of it as it is drawn."""


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> tuple[Rendition, ...]:
    """``document`` as cards, each a PNG and a text file; see ``renderers`` for the rules.

    Needs the labels ``card_number``, ``picture``. A card shows no time: ``moment`` changes nothing.
    """
    require_sound_tree(document)
    size = min(LARGEST_PX, max(SMALLEST_PX, round(look.body_pt * PX_PER_PT)))
    lang = document.lang
    label_lang = label_language(document) or lang
    setting = CardSetting(direction(lang), lang, label_lang, size, look, fonts)
    contents = content_of(document)
    require_glyphs(_texts(document, contents), folders=fonts)
    cards = [title_card(document, setting)]
    for content in contents:
        cards += split_content(content, setting)
    digits = max(2, len(str(len(cards))))
    files: list[Rendition] = []
    for number, card in enumerate(cards, 1):
        place = label(document, "card_number").format(number=number, count=len(cards))
        words = "\n".join((*card.words, place))
        name = f"card-{number:0{digits}d}"
        picture = _draw(card, setting, place)
        files.append(Rendition(f"{name}.png", "image/png", picture, shows=words))
        files.append(Rendition(f"{name}.txt", "text/plain", f"{words}\n".encode(), like="text"))
    return tuple(files)


def _texts(document: Document, contents: Iterable[Content]) -> Iterator[str]:
    yield clean_text(document.title)
    yield label(document, "card_number")
    for content in contents:
        yield "".join(run.text for run in content.heading)
        for line in content.lines:
            yield line.mark + line.text


def _draw(card: Card, setting: CardSetting, place: str) -> bytes:
    """The card as PNG. Letters are drawn as shares of ink, and coloured when all are there."""
    letters = Pillow.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(letters)
    start = MARGIN if setting.around == "ltr" else WIDTH - MARGIN
    picture: tuple[Pillow.Image, tuple[int, int]] | None = None
    at = float(TOP)
    if card.is_title:
        at = max(at, (BOTTOM + TOP - card_height(card, setting)) / 2)

    def write(lines: Iterable[CardLine], pen: Pen) -> None:
        nonlocal at
        for line in lines:
            step = setting.step(pen.size)
            draw_line(draw, line, start, at + 0.76 * step, setting.around, pen)
            at += step

    if card.heading:
        write(card.heading, setting.pen(SMALL_PX, bold=True))
        draw.rectangle((MARGIN, at + RULE_GAP, WIDTH - MARGIN, at + RULE_GAP + RULE), fill=INK)
        at += RULE_ROOM
    if card.picture:
        fitted = fit_picture(card.picture, WIDTH - 2 * MARGIN, PICTURE_HEIGHT)
        picture = (fitted, ((WIDTH - fitted.width) // 2, round(at)))
        at += PICTURE_ROOM
    if card.number:
        pen = setting.pen(2 * card.size, bold=True)
        runs = (TextRun(card.number, setting.lang, whole=True),)
        write(break_lines(runs, setting.around, pen, WIDTH), pen)
    for paragraph in card.paragraphs:
        write(paragraph, setting.pen(card.size, bold=card.is_title))
        at += PARAGRAPH_GAP * card.size
    at = BOTTOM + RULE_ROOM / 2
    small = setting.pen(SMALL_PX)
    foot = (TextRun(place, setting.label_lang, whole=True),)
    write(break_lines(foot, setting.around, small, WIDTH), small)
    return _encode(letters, setting.look, picture)


def _encode(
    letters: Pillow.Image, look: Look, picture: tuple[Pillow.Image, tuple[int, int]] | None
) -> bytes:
    """PNG without metadata: of few colours, unless there is a picture."""
    paper, ink = look.colours.paper, look.colours.ink
    image = letters.point([share // (256 // SHADES) for share in range(256)])
    image.putpalette(_palette(paper, ink))
    stream = io.BytesIO()
    if picture is None:
        image.save(stream, "PNG", bits=4, compress_level=COMPRESSION)
    else:
        coloured = image.convert("RGB")
        coloured.paste(*picture)
        coloured.save(stream, "PNG", compress_level=COMPRESSION)
    return stream.getvalue()


def _palette(paper: str, ink: str) -> bytes:
    """Colours from paper to ink in even steps."""
    first, last = (bytes.fromhex(colour[1:]) for colour in (paper, ink))
    return bytes(
        round(start + (end - start) * step / (SHADES - 1))
        for step in range(SHADES)
        for start, end in zip(first, last, strict=True)
    )
