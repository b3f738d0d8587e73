"""An interview as it is spoken: each question put, heard, read back and changed.

First the few questions that change papers most, and what was begun on another day; then, for who
has time, the rest by topic.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from access_kit.cli.dialog import PASS, Dialog, WantsBack, count_of
from access_kit.cli.options import read_now
from access_kit.errors import BadInput, Problem
from access_kit.i18n import Words
from access_kit.model.profile import Profile
from access_kit.profiles import interview as steps
from access_kit.profiles.fields import fields_by_key
from access_kit.profiles.interview import InterviewQuestion, InterviewState
from access_kit.profiles.said import say_answer, say_label, say_tree, say_value

_YES, _CHANGE, _MORE = ("1", "y", "yes"), ("2", "n", "no", "change"), ("3", "more")


@dataclass
class InterviewTalk:
    """``country`` is where telephone numbers and addresses are from.

    ``is_part``: other questions come before the first one. ``keep`` hears of the state after each
    answer. ``check`` raises ``BadInput`` for what may stand in no answer.
    """

    dialog: Dialog
    words: Words
    state: InterviewState
    country: str | None = None
    is_part: bool = False
    keep: Callable[[InterviewState], None] = lambda state: None
    check: Callable[[str], None] = lambda text: None
    asked: list[str] = field(default_factory=list)
    groups: list[tuple[str, ...]] = field(init=False)
    """The questions that are asked: the short ones, then those of each topic that was chosen."""

    def __post_init__(self) -> None:
        short = steps.short_keys(self.country)
        ended = self.state.status
        begun = (keys for keys in steps.topics(short).values() if any(k in ended for k in keys))
        self.groups = [short, *begun]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for group in self.groups for key in group)

    def say(self, key: str, **values: object) -> None:
        self.dialog.tell(self.words.text(f"interview.{key}", **values))

    def hold(self) -> tuple[Profile, list[Problem]]:
        """Ask until the answers are confirmed; ``state`` is right at any moment."""
        while True:
            while (question := steps.next_question(self.state, self.keys)) is not None:
                self._become(self._ask(question))
            done = self.confirm()
            if done is not None:
                return done

    def confirm(self) -> tuple[Profile, list[Problem]] | None:
        """Read back; the profile when that is right, ``None`` when something more is asked."""
        self.state = steps.fill_address(self.state, self.country)
        profile, problems = steps.finish(self.state, today=read_now().date())
        keys = self._read_back()
        more = self._open_topics()
        self.say("enough" if more else "right")
        try:
            reply = self.dialog.listen().strip().casefold()
        except WantsBack:
            self._become(self._go_back())
            return None
        if reply in _YES and profile is not None:
            return profile, problems
        if reply in _YES:
            self.dialog.tell_faults(problems)
        if reply in _CHANGE:
            self._become(self._choose_again(keys))
        if reply in _MORE and more:
            self._choose_topic(more)
        return None

    def _open_topics(self) -> Mapping[str, tuple[str, ...]]:
        """The topics of which a question is still to be asked."""
        found = steps.topics(self.keys).items()
        return {name: keys for name, keys in found if steps.next_question(self.state, keys)}

    def _choose_topic(self, topics: Mapping[str, tuple[str, ...]]) -> None:
        """Asks which topic comes next; ``back`` and nothing lead to the answers read back."""
        names = tuple(topics)
        labels = tuple(self.words.text(f"interview.topic.{name}") for name in names)
        self.dialog.tell()
        self.say("which-topic")
        for number, label in enumerate(labels, start=1):
            self.dialog.tell(f"{number}. {label}")
        choices = steps.Choices(names, labels)
        while True:
            try:
                reply = self.dialog.listen()
            except WantsBack:
                return
            name = choices.find(reply)
            if name or not reply.strip():
                break
            self._tell_none_fits(reply, choices.near(reply))
        if name:
            self.groups.append(topics[name])

    def _become(self, state: InterviewState) -> None:
        self.state = state
        self.keep(state)

    def _read_back(self) -> list[str]:
        """Say what was understood, numbered; gives the key behind each number."""
        dialog, words, state = self.dialog, self.words, self.state
        dialog.tell()
        self.say("understood")
        order = [question.key for question in steps.load_questions()]
        said = [one for one in say_tree(state.tree, words) if one.key in order]
        said.sort(key=lambda one: order.index(one.key))
        keys = [one.key for one in said]
        for number, one in enumerate(said, start=1):
            dialog.tell(f"{number}. {one.label}: {one.answer}")
        for status, heading in ((steps.PASS, "rather-not"), (steps.SKIP, "not-asked")):
            left = [key for key in state.ended(status) if key not in keys]
            for number, key in enumerate(left, start=len(keys) + 1):
                label = say_label(fields_by_key()[key], words)
                dialog.tell(f"{number}. {words.text(f'interview.{heading}')}: {label}")
            keys += left
        return keys

    def _choose_again(self, keys: list[str]) -> InterviewState:
        self.say("which")
        try:
            reply = self.dialog.listen().strip()
        except WantsBack:
            return self.state
        if reply.isdecimal() and 1 <= int(reply[:4]) <= len(keys):
            key = keys[int(reply[:4]) - 1]
            if key not in self.keys:
                self.groups.append((key,))
            return steps.reopen(self.state, key)
        self._tell_none_fits(reply)
        return self.state

    def _tell_none_fits(self, reply: str, guess: str = "") -> None:
        facts = {"value": reply.strip()[:20], "guess": guess}
        self.dialog.tell_faults([Problem("interview.no-answer-fits", facts=facts)])

    # -- one question -----------------------------------------------------------------------------

    def _ask(self, question: InterviewQuestion) -> InterviewState:
        """Ask until the answer can be read; the state behind it, or before it for ``back``."""
        labels = self._labels(question)
        self._put(question, labels)
        while True:
            try:
                text = self.dialog.listen()
            except WantsBack:
                return self._go_back(question)
            try:
                after = self._read(question, text, labels)
            except BadInput as error:
                self.dialog.tell_faults(error.problems)
                continue
            self.asked.append(question.key)
            return after

    def _read(
        self, question: InterviewQuestion, text: str, labels: tuple[str, ...]
    ) -> InterviewState:
        self.check(text)
        word = text.strip().casefold()
        if word in ("", PASS):
            silent = steps.SKIP if self.state.known(question.key) is None else steps.SAID
            return steps.leave(self.state, question.key, steps.PASS if word else silent)
        return steps.answer(
            self.state,
            question,
            text,
            today=read_now().date(),
            locale=self.words.locale,
            labels=labels,
            country=self.country,
        )

    def _go_back(self, question: InterviewQuestion | None = None) -> InterviewState:
        """The question before is open again, also one that was answered on another day.

        ``WantsBack`` at the first where something else comes before it.
        """
        if self.asked:
            return steps.reopen(self.state, self.asked.pop())
        if question is not None:
            before = steps.answered_before(question, self.state, self.keys)
        else:
            ended = [q.key for q in steps.questions_of(self.keys) if q.key in self.state.status]
            before = ended[-1] if ended else ""
        if before:
            return steps.reopen(self.state, before)
        if self.is_part:
            raise WantsBack
        self.say("first")
        return self.state

    def _labels(self, question: InterviewQuestion) -> tuple[str, ...]:
        """How the choices of a question are shown, in their order."""
        field = question.field
        choices = steps.choices_of(question, self.state)
        bare = [one == "true" if field.kind is bool else one for one in choices]
        return tuple(say_value(field, one, self.words) for one in bare)

    def _put(self, question: InterviewQuestion, labels: tuple[str, ...]) -> None:
        self.dialog.tell()
        self.dialog.tell(self.words.text(f"interview.{question.key}") + self._count(question))
        for number, label in enumerate(labels, start=1):
            self.dialog.tell(f"{number}. {label}")
        if labels or not self.is_part:
            self.say("open" if not labels else "many" if question.field.many else "one")
        known = self.state.known(question.key)
        is_id = question.key == "name" and known == self.state.tree["id"]
        if known is not None and not is_id:
            self.say("so-far", answer=say_answer(question.field, known, self.words))
        elif question.key in self.state.passed_before:
            self.say("passed")

    def _count(self, question: InterviewQuestion) -> str:
        """``(4 of 12)``: which question of its group this is, of those that fit so far.

        ``about`` while an answer of the group may still bring more, or fewer.
        """
        group = next(keys for keys in self.groups if question.key in keys)
        fit = [one.key for one in steps.questions_of(group) if steps.fits(one, self.state)]
        at, ended = fit.index(question.key) + 1, self.state.status
        hangs = (one.when for one in steps.questions_of(group) if one.when in group)
        return f" {count_of(at, len(fit), about=any(when not in ended for when in hangs))}"


def known_tree(state: InterviewState, country: str | None) -> InterviewState:
    """The state of somebody known, as if each short question had been asked already."""
    short = steps.questions_of(steps.short_keys(country))
    asked = [one.key for one in short if steps.fits(one, state)]
    return dataclasses.replace(state, status=dict.fromkeys(asked, steps.SAID) | dict(state.status))
