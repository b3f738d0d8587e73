"""The parts of the one sheet that goes first; its lines are data in ``letter_short.toml``."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from access_kit.documents.fonts import body_factor
from access_kit.i18n import Words, list_texts
from access_kit.i18n.scripts import script_of
from access_kit.materials.blocks import (
    bullets,
    heading,
    one_paragraph,
    paragraph,
    section,
    steps,
)
from access_kit.materials.context import PaperContext
from access_kit.materials.items import Item, choose_items, load_items
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.said_lines import SaidLines
from access_kit.materials.series_words import differing_days, say_series
from access_kit.materials.values import say_short_breaks
from access_kit.model.document import Blocks, Inlines, Text

LETTER_WORDS = 240
"""So many words are read in a minute and a half; a longer letter is said again in brief."""

AMPLE_PT = 50
"""Above this size (Arabic in giant print) a page holds fewer words, and so does a letter."""

COMFORT = (
    frozenset({"drive", "captions", "name"}),
    frozenset({"part", "app", "again", "camera", "try", "care"}),
)
"""Lines without which somebody can act all the same: those that go first, and those after them."""

STEPS_FROM = 3
"""Fewer lines than these are read as a sentence, more as numbered steps."""


UNMET = (
    Item("captioner", "text.unmet-captioner", needs=("no_captioner",)),
    Item("signer", "text.unmet-interpreter", needs=("no_signer",)),
    Item("speaker", "text.unmet-interpreter", needs=("no_speaker",), unless=("no_signer",)),
    Item("loan", "text.unmet-loan", needs=("no_loan",)),
    Item("notes", "text.unmet-notes", needs=("no_full_transcript",)),
    Item("data", "text.unmet-data", needs=("no_data",)),
    Item("follow", "text.unmet-follow", needs=("no_follow",), unless=("no_live_way",)),
    Item("face", "text.unmet-face", needs=("no_face",), unless=("no_live_way",)),
    Item(
        "captions",
        "text.unmet-captions",
        needs=("no_captions", "asks_captions"),
        unless=("no_live_way",),
    ),
    Item("chat", "text.unmet-chat", needs=("no_chat",), unless=("no_live_way",)),
    Item("way", "text.unmet-way", needs=("no_best_way",), unless=("no_live_way",)),
)
PICTURES = Item("pictures", "text.unmet-pictures", needs=("no_pictures",))
"""Of a first letter it is a line of its own: it hinders nobody from coming."""


def name_unmet(words: Words, facts: Set[str], *, pictures: bool = True) -> list[Text]:
    """What could not be arranged, by name; with or without ``pictures`` in the papers."""
    found = (*UNMET, PICTURES) if pictures else UNMET
    return [Text(words.text(item.word)) for item in choose_items(found, facts)]


def days_said(context: PaperContext) -> dict[str, str]:
    """The dates of its group that a letter or a note says differ, as ``differing_days`` has them.

    A first letter in which much is not arranged has no room for them.
    """
    crowded = context.past is None and not context.is_long
    if crowded and name_unmet(context.words, person_facts(context), pictures=False):
        return {}
    return differing_days(context)


def most_words(context: PaperContext) -> int:
    """How many words a letter has in the letters of its reader."""
    size = context.body_pt * body_factor(script_of(context.words.locale))
    return round(LETTER_WORDS * min(1.0, (AMPLE_PT / size) ** 2))


@dataclass(frozen=True)
class ShortParts(SaidLines):
    """Says parts of the short letter for a reader of whom ``facts`` hold.

    ``brief``: how many of ``COMFORT`` are left out. Captions that were asked for stay.
    """

    FILE = "letter_short.toml"

    brief: int = 0

    @property
    def _unmet(self) -> list[Text]:
        return name_unmet(self.context.words, self.facts, pictures=False)

    def unmet(self) -> Blocks:
        """What could not be arranged, the ways on, and by when to say which."""
        words, named = self.context.words, self._unmet
        if not named:
            return ()
        what = list_texts(named, words.formats)
        ways = self.lines("unmet") or self.lines("unmet-else")
        return section(
            heading(words, "unmet.heading"),
            (paragraph(words, "unmet.what", **{**self.values, "what": what}),),
            bullets((*ways, words.inlines("unmet.wait"))),
            (paragraph(words, "unmet.ask", **self.values),),
        )

    def when(self) -> Blocks:
        """The day and time, and how a group goes on; brief where much stands above already."""
        words, crowded = self.context.words, bool(self._unmet)
        going_on = say_series(self.context, brief=crowded)
        lines = [words.inlines("first.when", **self.values), *going_on]
        own = "own_breaks" in self.facts or self.brief
        lines.append(words.inlines("first.step-out") if own else say_short_breaks(self.context))
        if "session.leave_early" in self.facts:
            lines.append(words.inlines("first.leave-early"))
        return section(heading(words, "first.when-heading"), one_paragraph(lines))

    def welcome(self) -> Blocks:
        """One line; left out where a letter that says what could not be arranged is in brief."""
        if self._unmet and self.brief:
            return ()
        plain = bool(self.facts & {"discreet", "no_live_way"})
        key = "first.welcome-discreet" if plain else "first.welcome"
        return one_paragraph([self.context.words.inlines(key, **self.values)])

    def joining(self) -> Blocks:
        """The person's first way, one line for when it fails, and an offer of practice."""
        words, lines = self.context.words, self._kept("join")
        named = "in_person" not in self.facts and "no_live_way" not in self.facts
        by_phone = bool(self.facts & {"calls_first", "awaits_number", "by_text"})
        key = "first.join-heading" if named and not by_phone else "first.join-heading-plain"
        body = steps(lines) if len(lines) >= STEPS_FROM else one_paragraph(lines)
        after = one_paragraph((*self._kept("fails"), *self._kept("try")))
        return section(heading(words, key, 1, **self.values), body, after)

    def expect(self) -> Blocks:
        """Choices, and what was arranged; without a heading where much stands above already."""
        said = one_paragraph(self._kept("expect"))
        if self._unmet:
            return said
        return section(heading(self.context.words, "first.expect-heading"), said)

    @property
    def _asked(self) -> Set[str]:
        """Captions stay for who asked for them, and for who may not have them on their device."""
        return {"captions"} if self.facts & {"captions", "asks_captions"} else set()

    def _kept(self, kind: str) -> tuple[Inlines, ...]:
        """The lines of ``kind``, in brief without those of comfort."""
        gone = frozenset().union(*COMFORT[: self.brief]) - self._asked
        items = choose_items(load_items(self.FILE), self.facts, kind)
        kept = [one for one in items if one.id not in gone]
        return tuple(self.context.words.inlines(one.word, **self.values) for one in kept)
