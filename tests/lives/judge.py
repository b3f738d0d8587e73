"""What people said, and what follows: written apart from the program, from what is promised.

The judge knows nothing of the program's own records. It keeps what each person said, when, and by
which way, and decides from that alone:

- The ways that a person called safe may be used for 90 days after they were asked.
- What was said later counts, in whatever order it came in; of what was said at one moment, the no.
- A line left alone says nothing: it opens nothing that is shut, and shuts nothing.
- What may mean STOP shuts a way until a yes to that way.
- After STOP by a way itself, a yes by that same way opens nothing.
- Who took back everything and signs again may be called again, and gets by the other ways what they
  say yes to.
- An agreement that has run out counts as not given. A no in it stays a no.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

WAYS = frozenset({"email", "sms", "letter", "voicemail", "call"})
"""Ways by which something may go to a person."""

ASKED = WAYS - {"call"}
"""Ways that the agreement asks about, each on a line of its own."""

NONE: frozenset[str] = frozenset()
SAFE_DAYS = 90


@dataclass(frozen=True)
class Word:
    """What a person said ``at`` a moment, ``by`` a way.

    ``stops``: it is a STOP by the very way that it shuts. ``joins``: it is a signed agreement.
    ``until`` is the last day on which it counts.
    """

    at: datetime.datetime
    yes: frozenset[str] = NONE
    no: frozenset[str] = NONE
    by: str = "call"
    stops: bool = False
    joins: bool = False
    until: datetime.date | None = None


def shut_ways(words: Iterable[Word], today: datetime.date) -> frozenset[str]:
    """The ways that may not be used by what was said, however safe they are."""
    shut: frozenset[str] = NONE
    stopped: frozenset[str] = NONE
    alone: frozenset[str] = NONE
    for _, group in groupby(sorted(words, key=lambda one: one.at), key=lambda one: one.at):
        said = list(group)
        no = frozenset().union(*(one.no for one in said))
        for one in said:
            if one.until is not None and one.until < today:
                continue
            own = stopped & {one.by}
            opened = one.yes - no - own
            if one.joins:
                opened |= WAYS - ASKED - no - alone
            shut -= opened
            stopped -= opened
        shut |= no
        alone |= frozenset().union(*(one.no for one in said if one.no != WAYS))
        stopped |= frozenset(way for one in said if one.stops for way in one.no)
    return shut


@dataclass
class Life:
    """One person as the judge sees them.

    ``mailed`` was said by mail, by the name of the message that says it; ``taken`` are those that
    were taken in. Who ``answered`` a mail of ours has got it, by whatever program it went.
    """

    id: str
    address: str
    safe: frozenset[str] = frozenset({"email", "letter"})
    asked_on: datetime.date = datetime.date(2026, 11, 20)
    erased: bool = False
    heard: list[Word] = field(default_factory=list)
    mailed: dict[str, Word | None] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    answered: bool = False
    told: list[tuple[datetime.datetime, str]] = field(default_factory=list)
    former: list[str] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """The one of now, and those of before."""
        return [self.address, *self.former]

    def may_get(self, way: str, today: datetime.date) -> bool:
        """Whether something may go to this person by a way, by what was heard until now."""
        if self.erased or way not in self.safe or (today - self.asked_on).days > SAFE_DAYS:
            return False
        return way not in shut_ways(self.heard, today)

    def hear(self, name: str) -> None:
        """A message was taken in; a second reading of the same is nothing new."""
        if name not in self.mailed or name in self.taken:
            return
        self.taken.add(name)
        word = self.mailed[name]
        if word is not None:
            self.heard.append(word)
        self.answered = self.answered or word is None or not word.stops

    def forget_since(self, before: Life) -> list[Word]:
        """The vault is as it was ``before``; gives the words that no mail can bring back."""
        lost = [one for one in self.heard if one not in before.heard]
        spoken = [one for one in lost if one not in self.mailed.values()]
        self.heard, self.taken, self.told = before.heard[:], set(before.taken), before.told[:]
        self.safe, self.asked_on, self.answered = before.safe, before.asked_on, before.answered
        return spoken
