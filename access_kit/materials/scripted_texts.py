"""Texts for one person between meetings, to be sent by hand: each is one SMS, and says who writes.

No text counts who came, or blames anybody for not coming. What a text can do without gives way
where it would not fit into one message; who writes, what it is about and STOP never do. What nobody
knows yet is a line to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from access_kit.i18n import Words
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import make_document, run_on
from access_kit.materials.few_texts import fits_one
from access_kit.materials.items import Item, choose_items
from access_kit.materials.texts import JOIN
from access_kit.model.document import Document, Paragraph, Purpose

BLANK = "____"
"""A line to fill in."""

CAN_GO = "can go"
"""The kind of what a text can do without."""

WHO, STOP = Item("who", "script.who"), Item("stop", "script.stop")
WHO_SHORT = Item("who", "script.who-short")
NEXT = Item("next", "script.next", CAN_GO)
WAY = (*JOIN, Item("way", "script.join", needs=("no_session",)))

SCRIPTS: Mapping[str, tuple[Item, ...]] = {
    "text-check-in": (
        WHO,
        Item("how", "script.check-in"),
        Item("hours", "script.hours", CAN_GO, needs=("hours",)),
        STOP,
    ),
    "text-how-to-join": (WHO, NEXT, *WAY, STOP),
    "text-missed": (
        WHO,
        NEXT,
        Item("same", "script.same-way", CAN_GO),
        Item("welcome", "script.welcome"),
        STOP,
    ),
    "text-new-time": (
        WHO,
        Item("new", "script.new-time"),
        Item("same", "script.same-way", CAN_GO),
        Item("ask", "script.ask", CAN_GO),
        STOP,
    ),
}
"""What each text says, by its name."""

TITLES: Mapping[str, str] = {
    "text-check-in": "A text to check in",
    "text-how-to-join": "A text with the next date and how to join",
    "text-missed": "A text after a date without somebody: no blame, the next date",
    "text-new-time": "A text with a new time",
}
"""What each is for, for whoever sends it."""


def build_script(
    words: Words, name: str, facts: Set[str], values: Mapping[str, FilledIn], mark: str = ""
) -> Document:
    """The text ``name`` as one paragraph; ``mark`` is what a draft has to say before it."""
    for items in _shorter_and_shorter(choose_items(SCRIPTS[name], facts)):
        said = run_on([words.inlines(item.word, **values) for item in items])
        title = words.text("calendar.summary")
        text = make_document(words, title, Purpose.TEXTS, (Paragraph(said),))
        if fits_one(words, said, mark):
            break
    return text


def _shorter_and_shorter(items: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    """A text, then without the last that it can do without, and so on: first the greeting goes."""
    can_go = [item for item in items if item.kind == CAN_GO]
    for left in range(len(can_go), -1, -1):
        gone = can_go[left:]
        form = tuple(item for item in items if item not in gone)
        yield form
        yield tuple(WHO_SHORT if item is WHO else item for item in form)
