"""What a person said about e-mail, and what follows: written apart from the program.

The judge knows nothing of the program's own records. It keeps what each person said, when, and by
which way, and decides from that alone. Where the promise leaves both open, it says so.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Word:
    """A yes or a no about e-mail, at the moment it was said."""

    at: datetime.datetime
    is_yes: bool
    by_mail: bool = False
    is_stop: bool = False


@dataclass
class Life:
    """One person as the judge sees them.

    ``unheard`` was said and not taken in yet. Who ``answered`` a mail of ours has got it, by
    whatever program it went.
    """

    id: str
    address: str
    safe: bool = True
    erased: bool = False
    heard: list[Word] = field(default_factory=list)
    unheard: dict[str, Word | None] = field(default_factory=dict)
    answered: bool = False
    told: list[tuple[datetime.datetime, str]] = field(default_factory=list)

    def may_get_mail(self) -> bool:
        """By what was heard: the newest word counts, and of two at one moment the no.

        After a STOP that came by mail, a yes by mail opens nothing.
        """
        if self.erased or not self.safe:
            return False
        is_open, stopped = True, False
        for word in sorted(self.heard, key=lambda one: (one.at, not one.is_yes)):
            if not word.is_yes:
                is_open, stopped = False, stopped or (word.is_stop and word.by_mail)
            elif not (stopped and word.by_mail):
                is_open, stopped = True, False
        return is_open

    def hear(self, name: str) -> None:
        """A message was taken in; a second reading of the same is nothing new."""
        if name not in self.unheard:
            return
        word = self.unheard.pop(name)
        if word is not None:
            self.heard.append(word)
        self.answered = self.answered or word is None or not word.is_stop
