"""Texts for one person between meetings, to be sent by hand: each is one SMS, and says who writes.

No text counts who came, or blames anybody for not coming. What a text can do without gives way
where it would not fit into one message; who writes, what it is about, when answers are read and
STOP never do: in letters of which few go into one message, the hours are a second one. What nobody
knows yet is a line to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from access_kit.i18n import Words
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import run_on
from access_kit.materials.few_texts import as_texts_of, fits_one
from access_kit.materials.items import Item, choose_items
from access_kit.materials.texts import JOIN
from access_kit.model.document import Document, Inlines

BLANK = "____"
"""A line to fill in."""

CAN_GO = "can go"
"""The kind of what a text can do without."""

WHO, STOP = Item("who", "script.who"), Item("stop", "script.stop")
WHO_SHORT = Item("who", "script.who-short")
NEXT = Item("next", "script.next", CAN_GO)
HOURS = Item("hours", "script.hours", needs=("hours",))
WAY = (*JOIN, Item("way", "script.join", needs=("no_session",)))

SCRIPTS: Mapping[str, tuple[Item, ...]] = {
    "text-check-in": (
        WHO,
        Item("how", "script.check-in"),
        HOURS,
        STOP,
    ),
    "text-how-to-join": (WHO, NEXT, *WAY, HOURS, STOP),
    "text-missed": (
        WHO,
        NEXT,
        Item("same", "script.same-way", CAN_GO),
        Item("welcome", "script.welcome"),
        HOURS,
        STOP,
    ),
    "text-new-time": (
        WHO,
        Item("new", "script.new-time"),
        Item("same", "script.same-way", CAN_GO),
        Item("ask", "script.ask", CAN_GO),
        HOURS,
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
    """The text ``name``, a paragraph each message; ``mark`` is what a draft has to say before it.

    Where letters are so costly that it is no one message, the hours are a second one.
    """
    items = choose_items(SCRIPTS[name], facts)
    hours = tuple(item for item in items if item is HOURS)
    rest = tuple(item for item in items if item is not HOURS)
    for texts in ((items,), (rest, hours)):
        first, *more = texts
        for form in _shorter_and_shorter(first):
            said = [_say(words, one, values) for one in (form, *more) if one]
            if fits_one(words, said[0], mark):
                return as_texts_of(words, words.text("calendar.summary"), said)
    return as_texts_of(words, words.text("calendar.summary"), said)


def _say(words: Words, items: tuple[Item, ...], values: Mapping[str, FilledIn]) -> Inlines:
    return run_on([words.inlines(item.word, **values) for item in items])


def _shorter_and_shorter(items: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    """A text, then without the last that it can do without, and so on: first the greeting goes."""
    can_go = [item for item in items if item.kind == CAN_GO]
    for left in range(len(can_go), -1, -1):
        gone = can_go[left:]
        form = tuple(item for item in items if item not in gone)
        yield form
        yield tuple(WHO_SHORT if item is WHO else item for item in form)
