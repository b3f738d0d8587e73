"""Which words stand on which card, in lines of which size. Nothing is drawn yet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from access_kit.documents.cards.content import Content, units_of
from access_kit.documents.cards.faces import FontFolders
from access_kit.documents.cards.lines import CardLine, Pen, break_lines
from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import Direction
from access_kit.documents.fonts import body_factor
from access_kit.documents.linear import Line, TextRun
from access_kit.i18n.scripts import script_of
from access_kit.model.document import Document, Image
from access_kit.model.look import Look

WIDTH, HEIGHT = 1080, 1350
MARGIN = 84
TOP = 84
BOTTOM = 1200
"""Pixels: words stand between top and bottom, the card's number below."""

PX_PER_PT = 4.4
SMALLEST_PX, LARGEST_PX = 72, 132
"""Letters: a card fills a telephone's screen, some 69 mm wide, so 72 pixels are 13 points there."""

SHARES = (1.6, 1.3, 1.0)
"""Sizes that are tried, the largest first: a card with few words has large letters."""

TITLE_SHARES = (1.3, 1.0, 0.8, 0.6, 0.45)
SMALL_PX = 52
LEADING = 1.38
PARAGRAPH_GAP = 0.45
PICTURE_HEIGHT = 480
PICTURE_ROOM = 520
RULE, RULE_GAP, RULE_ROOM = 6, 10, 62


@dataclass(frozen=True)
class CardSetting:
    """What all cards of a document share."""

    around: Direction
    lang: str
    label_lang: str
    size: int
    look: Look
    folders: FontFolders

    def pen(self, size: int, *, bold: bool = False) -> Pen:
        return Pen(size, bold, self.folders)

    def step(self, size: int) -> float:
        """From one baseline to the next: the tallest script decides."""
        return size * LEADING * math.sqrt(body_factor(script_of(self.lang)))


@dataclass(frozen=True)
class Card:
    """One card: broken lines, ready to draw. ``words`` is all that it says, for the alt text."""

    heading: tuple[CardLine, ...]
    paragraphs: tuple[tuple[CardLine, ...], ...]
    size: int
    words: tuple[str, ...]
    number: str = ""
    picture: Image | None = None
    is_title: bool = False


def title_card(document: Document, setting: CardSetting) -> Card:
    """The title alone, in letters as large as let it fit."""
    title = clean_text(document.title)
    runs = (TextRun(title, document.lang),)
    for share in TITLE_SHARES:
        size = round(setting.size * share)
        pen = setting.pen(size, bold=True)
        lines = tuple(break_lines(runs, setting.around, pen, WIDTH - 2 * MARGIN))
        card = Card((), (lines,), size, (title,), is_title=True)
        if _fits(card, setting):
            break
    return card


def split_content(content: Content, setting: CardSetting) -> list[Card]:
    """The content on one card where it fits, in letters as large as can be; else on several."""
    for share in SHARES:
        card = _set(content, round(setting.size * share), setting)
        if _fits(card, setting):
            return [card]
    cards = list(_spread(content, setting, most=len(content.lines)))
    even = list(_spread(content, setting, most=-(-len(content.lines) // len(cards))))
    return even if len(even) == len(cards) else cards


def _fits(card: Card, setting: CardSetting) -> bool:
    return card_height(card, setting) <= BOTTOM - TOP


def _spread(content: Content, setting: CardSetting, most: int) -> Iterator[Card]:
    """Units on one card after another while they fit, ``most`` lines at most to a card."""

    def made(*lines: Line) -> Card:
        return _set(replace(content, lines=lines), setting.size, setting)

    taken: tuple[Line, ...] = ()
    for unit in units_of(content.lines):
        if len(taken) + len(unit) <= most and _fits(made(*taken, *unit), setting):
            taken = (*taken, *unit)
            continue
        if taken or content.picture:
            yield made(*taken)
            content = replace(content, picture=None, number="")
        taken = unit
        if not _fits(made(*unit), setting):
            for line in unit:
                yield from _cut(made(line), setting)
                content = replace(content, number="")
            taken = ()
    if taken or content.picture:
        yield made(*taken)


def _cut(card: Card, setting: CardSetting) -> Iterator[Card]:
    """One long line of text over several cards, at the ends of its set lines."""
    lines = [line for paragraph in card.paragraphs for line in paragraph]
    step = setting.step(card.size)
    most = max(1, int((BOTTOM - TOP - _head_height(card, setting)) / step))
    for at in range(0, len(lines), most):
        part = tuple(lines[at : at + most])
        words = (*card.words[: len(card.words) - len(card.paragraphs)], _words_of(part))
        yield replace(card, paragraphs=(part,), words=words, number=card.number if not at else "")


def _words_of(lines: Iterable[CardLine]) -> str:
    text = "".join(
        f" {atom.text}" if atom.spaced or first else atom.text
        for line in lines
        for first, atom in ((number == 0, atom) for number, atom in enumerate(line))
    )
    return text.strip()


def _set(content: Content, size: int, setting: CardSetting) -> Card:
    width = WIDTH - 2 * MARGIN
    small = setting.pen(SMALL_PX, bold=True)
    heading = tuple(break_lines(content.heading, setting.around, small, width))
    pen = setting.pen(size)
    paragraphs = tuple(
        tuple(break_lines(_marked(line), setting.around, pen, width)) for line in content.lines
    )
    head = "".join(run.text for run in content.heading)
    spoken = [f"{content.number}. {line.text}" if content.number and not number else _said(line)
              for number, line in enumerate(content.lines)]  # fmt: skip
    alt = [content.picture.alt] if content.picture else []
    words = tuple(one for one in (head, *alt, *spoken) if one)
    return Card(heading, paragraphs, size, words, content.number, content.picture)


def _marked(line: Line) -> tuple[TextRun, ...]:
    if not line.mark:
        return line.runs
    return (TextRun(f"{line.mark} ", line.runs[0].lang), *line.runs)


def _said(line: Line) -> str:
    return f"{line.mark} {line.text}" if line.mark else line.text


def _head_height(card: Card, setting: CardSetting) -> float:
    """Pixels above the first line of words: heading, picture, number of the step."""
    height = len(card.heading) * setting.step(SMALL_PX) + (RULE_ROOM if card.heading else 0)
    height += PICTURE_ROOM if card.picture else 0
    return height + (setting.step(2 * card.size) if card.number else 0)


def card_height(card: Card, setting: CardSetting) -> float:
    step = setting.step(card.size)
    lines = sum(map(len, card.paragraphs))
    gaps = max(0, len(card.paragraphs) - 1)
    return _head_height(card, setting) + lines * step + gaps * PARAGRAPH_GAP * card.size
