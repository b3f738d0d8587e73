"""What ``session new`` and ``group new`` were not told: asked, and kept until the file is there."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from access_kit.cli.dialog import Dialog, Ended, Stopped, WantsBack
from access_kit.cli.start_asks import StartAsker

if TYPE_CHECKING:
    from access_kit.workflow.first_hour.start_answers import StartAnswers
    from access_kit.workflow.keep.access import KitAccess


@dataclass(frozen=True)
class MeetingAsks:
    """``name`` is the id that was given; a group (``goes_on``) may do without."""

    access: KitAccess
    name: str
    goes_on: bool = False

    @property
    def command(self) -> str:
        """What goes on with the answers."""
        return f"{'group' if self.goes_on else 'session'} new {self.name}".strip()

    def complete(self, given: Mapping[str, str]) -> tuple[dict[str, Any], StartAnswers | None]:
        """The keys of the file, and the answers that are kept until it is written.

        What options said is as it was said, and where they said all of it nothing is asked.
        """
        from access_kit.model.series import Group
        from access_kit.model.session import Session
        from access_kit.workflow.first_hour.meeting_answers import (
            OPTIONS,
            file_values,
            meeting_answers,
        )

        needed = set(OPTIONS) - (set() if self.goes_on else {"repeats"})
        if all(given.get(one) for one in needed):
            return {}, None
        kind = Group if self.goes_on else Session
        answers = meeting_answers(self.access, kind, self.name, given)
        before = dict(answers.said)
        if not self._ask(answers, given) and answers.said == before and not answers.is_resumed:
            return {}, None
        return file_values(answers), answers

    def _ask(self, answers: StartAnswers, given: Mapping[str, str]) -> bool:
        """Put every question; gives whether somebody was there to answer."""
        from access_kit.workflow.first_hour.meeting_answers import questions_for

        questions = questions_for(self.access, given, goes_on=self.goes_on)
        dialog = Dialog()
        before = dict(answers.said)
        if answers.is_resumed:
            dialog.tell("Going on where you stopped.")
        while True:
            try:
                StartAsker(dialog, answers).all_of(questions, at_end=False)
                return True
            except WantsBack:
                dialog.tell("This is the first question.")
            except (Stopped, KeyboardInterrupt) as error:
                is_empty = answers.said == before and not answers.is_resumed
                if isinstance(error, Ended) and is_empty and not sys.stdin.isatty():
                    return False
                dialog.tell()
                kept = "What you said is kept, for you alone to read."
                dialog.tell(f"Stopped. {'Nothing was said yet.' if is_empty else kept}")
                dialog.tell(f"To go on: access-kit {self.command}")
                raise KeyboardInterrupt from None
