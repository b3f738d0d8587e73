"""What somebody got, was asked and answered at earlier meetings of a group."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from access_kit.model.answers.packet import ManifestForm
from access_kit.model.told import ToldDigests

MOST_ASKED = 2
"""How often a question of the check is asked at most, where nobody answers it."""

QUIET_NOTES = 3
"""After so many notes without a word, reminders end until the person asks for them."""


@dataclass(frozen=True)
class Past:
    """The papers of earlier meetings that surely went, and what came back since.

    ``meetings`` are their ids, the earliest first. ``handouts`` are digests of the handouts among
    them. ``told`` is how to join, as it was told last. ``series`` is how the group goes on, as they
    read it last, ``way`` by which way they join; empty where they never did. ``agreed`` are digests
    of the words that were agreed to and still hold, ``shown`` of all that were shown;
    ``agree_again``: the agreement has run out, or somebody decided to ask again, and it was not
    sent since. ``lines`` are digests of the lines of the agreement that was shown last, by their
    ids, and of what stands apart from them. ``asked`` says how often each question of the check
    went out, ``answered`` which were ever answered. ``forms`` are those shown last. ``silent`` is
    how many notes went since the person's last word. ``known_on`` is the day as of which all of
    this is known. ``reminders_ended``: a note said that they end, and nobody asked for them since.
    """

    meetings: tuple[str, ...] = ()
    handouts: frozenset[str] = frozenset()
    told: ToldDigests | None = None
    series: str = ""
    way: str = ""
    agreed: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    agree_again: bool = False
    lines: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    forms: tuple[ManifestForm, ...] = ()
    silent: int = 0
    known_on: datetime.date | None = None
    reminders_ended: bool = False

    @property
    def is_quiet(self) -> bool:
        """Whether reminders have ended, or end since nothing was heard for so long."""
        return self.reminders_ended or self.silent >= QUIET_NOTES

    def must_sign(self, sha256: str) -> bool:
        """Whether an agreement in these words goes out: they are new, or the old yes has ended."""
        return sha256 not in self.agreed | self.shown or self.agree_again
