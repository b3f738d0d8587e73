"""The questions of ``start`` as they are put: until each answer fits, and kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from access_kit.cli.dialog import BACK, Dialog, WantsBack, count_of
from access_kit.cli.options import read_now
from access_kit.errors import BadInput, Problem

if TYPE_CHECKING:
    from access_kit.workflow.first_hour.start_answers import StartAnswers
    from access_kit.workflow.first_hour.start_questions import StartQuestion


@dataclass(frozen=True)
class StartAsker:
    """Asks what has no answer yet, forward and back."""

    dialog: Dialog
    answers: StartAnswers

    def all_of(self, questions: Sequence[StartQuestion], at_end: bool) -> None:
        """Every question that fits and has no answer; with ``at_end``, the last one again."""
        again = self._last(questions) if at_end else None
        if at_end and again is None:
            raise WantsBack
        while True:
            fitting = [one for one in questions if one.fits(self.answers)]
            left = (one for one in fitting if one.key not in self.answers.said)
            one = again or next(left, None)
            if one is None:
                return
            again = None
            try:
                self._ask(one, fitting, questions)
            except WantsBack:
                before = fitting[: fitting.index(one)]
                if not before:
                    raise
                again = before[-1]

    def _last(self, questions: Sequence[StartQuestion]) -> StartQuestion | None:
        fitting = [one for one in questions if one.fits(self.answers)]
        return next((one for one in reversed(fitting) if one.key in self.answers.said), None)

    def _ask(
        self,
        question: StartQuestion,
        fitting: Sequence[StartQuestion],
        questions: Sequence[StartQuestion],
    ) -> None:
        """Put a question until its answer fits, and keep that at once."""
        say, number = self.dialog.tell, fitting.index(question) + 1
        say()
        known = self.answers.said
        about = any(one.hangs_on and one.hangs_on not in known for one in questions)
        say(f"{question.text} {count_of(number, len(fitting), about=about)}")
        for line in question.about:
            say(line)
        default = self._default(question)
        while True:
            said = self._listen(question)
            if not any(one.strip() for one in said) and question.key in self.answers.said:
                return
            if not any(one.strip() for one in said) and not default and question.is_needed:
                self.dialog.tell_faults([Problem("start.answer-needed")])
                continue
            try:
                value = self._read(question, said, default)
            except BadInput as error:
                self.dialog.tell_faults(error.problems)
                continue
            self.answers.said[question.key] = value
            self.answers.keep()
            if value and (back := question.say_back(value)):
                say(f"Read as: {back}")
            return

    def _default(self, question: StartQuestion) -> str:
        """What Enter means; said where it is more than the question says."""
        known = self.answers.said.get(question.key)
        if question.key in self.answers.said:
            so_far = question.say_back(known) or _plain(known) if known else "no answer"
            self.dialog.tell(f"So far: {so_far}. Enter keeps it.")
            return ""
        default = question.default(self.answers)
        if default and question.key in ("title", "starts", "repeats") and default != "once":
            self.dialog.tell(f"The invitation says: {default}. Enter takes that.")
        if default and question.key == "zone":
            self.dialog.tell(f"Enter: {default}, as in your other meetings.")
        return default

    def _listen(self, question: StartQuestion) -> list[str]:
        if question.is_long:
            return self._listen_long(question)
        if question.is_paste:
            lines = self.dialog.listen_whole()
            if len(lines) == 1 and lines[0].strip().casefold() == BACK:
                raise WantsBack
            return lines
        return [self.dialog.listen()]

    def _listen_long(self, question: StartQuestion) -> list[str]:
        """An answer of several lines, each of which is kept as it is given."""
        key, answers = question.key, self.answers
        begun = answers.begun.get(key, [])
        if begun:
            self.dialog.tell(f"So far: {' / '.join(begun)}")

        def take(lines: list[str]) -> None:
            question.read(lines, answers, read_now())
            answers.begun[key] = lines
            answers.keep()

        lines = self.dialog.listen_lines(take, begun)
        answers.begun.pop(key, None)
        return lines

    def _read(self, question: StartQuestion, said: list[str], default: str) -> Any:  # noqa: ANN401
        if not any(one.strip() for one in said):
            if not default:
                return None
            said = [default]
        return question.read(said, self.answers, read_now())


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
