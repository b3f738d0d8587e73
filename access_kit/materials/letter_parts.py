"""The parts that the letter and the group's page share: when, how to join, choices, what is there.

Which lines are said is data in ``letter.toml``; here they are put below their headings.
"""

from __future__ import annotations

from access_kit.materials.blocks import (
    bullets,
    heading,
    one_paragraph,
    section,
    steps,
)
from access_kit.materials.said_lines import SaidLines
from access_kit.materials.series_words import say_series
from access_kit.materials.values import say_breaks
from access_kit.model.document import Blocks, LineBreak, Paragraph

WAYS = ("place", "video", "messenger", "typing", "text", "phone", "data")
"""The ways to join, in the order in which they are told."""

HEADS = {
    "video": "join.by-app",
    "typing": "join.by-typing",
    "messenger": "join.by-app",
    "phone": "join.by-phone",
    "text": "join.by-text",
    "place": "join.by-place",
    "data": "join.less-data",
}
STEPPED = frozenset({"video", "messenger", "phone"})


class Parts(SaidLines):
    """Says parts of ``letter.toml`` for a reader of whom ``facts`` hold."""

    FILE = "letter.toml"

    def listed(self, head: str, kind: str) -> Blocks:
        return section(heading(self.context.words, head), bullets(self.lines(kind)))

    def when(self) -> Blocks:
        words = self.context.words
        day = words.inlines("when.date", **self.values)
        time = words.inlines("when.time", **self.values)
        return (
            heading(words, "when.heading"),
            Paragraph((*day, LineBreak(), *time)),
            *one_paragraph(say_series(self.context)),
            *bullets((*say_breaks(self.context), *self.lines("when"))),
        )

    def joining(self) -> Blocks:
        ways = (self._way(kind) for kind in WAYS)
        none = one_paragraph(self.lines("none"))
        practice = one_paragraph(self.lines("try"))
        return section(heading(self.context.words, "join.heading"), none, *ways, practice)

    def _way(self, kind: str) -> Blocks:
        lines = self.lines(kind)
        body = steps(lines) if kind in STEPPED else bullets(lines)
        notes = one_paragraph(self.lines(f"{kind}-note"))
        head = HEADS[kind]
        if kind == "video" and "avoids_video" in self.facts:
            head = "join.by-app-no-camera"
        if kind == "text" and "avoids_sms" in self.facts:
            head = "join.by-typing"
        return section(heading(self.context.words, head, 2, **self.values), body, notes)

    def drop(self) -> Blocks:
        head = heading(self.context.words, "drop.heading")
        return section(head, one_paragraph(self.lines("drop")))
