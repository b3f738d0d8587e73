"""``access-kit profile interview``: questions in plain words, read aloud or answered by a pipe."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk, read_now
from access_kit.console import Talk, clean, problem_answers, word_problem
from access_kit.errors import BadInput, Problem
from access_kit.i18n import Words, load_words
from access_kit.model.answers.profile import ProfileInterviewAnswer
from access_kit.model.profile import Profile
from access_kit.profiles import interview as steps
from access_kit.profiles.fields import fields_by_key
from access_kit.profiles.interview import InterviewQuestion, InterviewState
from access_kit.profiles.said import say_answer, say_label, say_tree, say_value

if TYPE_CHECKING:
    from access_kit.workflow.people.interview_desk import InterviewDesk

EXAMPLE = "Example: access-kit profile interview K-08"
_STOP, _BACK, _PASS = "stop", "back", "pass"


class Stopped(Exception):
    """Whoever asks wants to go on another day, or the answers ended."""


@dataclass
class Dialog:
    """Lines out on stderr, lines in on stdin: nothing that a screen reader would stumble over."""

    words: Words
    asked: list[str] = field(default_factory=list)

    def tell(self, text: str = "") -> None:
        sys.stderr.write(clean(text) + "\n")

    def say(self, key: str, **values: object) -> None:
        self.tell(self.words.text(f"interview.{key}", **values))

    def listen(self) -> str:
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line or line.strip().lower() == _STOP:
            raise Stopped
        return line.rstrip("\r\n")


def interview(
    person: Annotated[
        str, typer.Argument(metavar="ID|FILE", help="A person, known or new, or a profile's file.")
    ],
    door: KitDoor,
    talk: QuickTalk,
) -> None:
    """Ask a person what helps, one question at a time.

    It begins with the safe ways to reach the person. Answers are numbers or plain text, one a line;
    each question may be passed over. You can stop at any time and go on another day.
    """
    today = read_now().date()
    from access_kit.workflow.people.interview_desk import at_desk

    access = door.access(talk)
    with at_desk(person, access) as desk:
        found = access.kit_if_any()
        dialog = Dialog(load_words(found[1].defaults.locale if found else "en"))
        state = _begin(desk, dialog, talk)
        holder = [state]
        try:
            profile, problems = _hold(dialog, holder)
        except (Stopped, KeyboardInterrupt) as error:
            desk.keep_draft(holder[0])
            dialog.say("stopped")
            if isinstance(error, KeyboardInterrupt):
                raise
            talk.answer(ProfileInterviewAnswer(id=desk.person, finished=False))
            return
        desk.save(profile, holder[0])
        talk.tell(problems)
        talk.say(f"Saved {desk.named} on {today}.")
        talk.answer(
            ProfileInterviewAnswer(
                id=profile.id,
                finished=True,
                rather_not_say=tuple(holder[0].ended(steps.PASS)),
                not_asked=tuple(holder[0].ended(steps.SKIP)),
                problems=problem_answers(problems),
            )
        )


def _begin(desk: InterviewDesk, dialog: Dialog, talk: Talk) -> InterviewState:
    for key in ("start", "how-skip", "how-back", "how-wish"):
        dialog.say(key)
    begun = desk.begin(read_now().date())
    if begun.is_resumed:
        dialog.say("resumed")
    talk.tell(begun.problems)
    return begun.state


def _hold(dialog: Dialog, holder: list[InterviewState]) -> tuple[Profile, list[Problem]]:
    """Ask until the answers are confirmed; ``holder`` has the state at any moment."""
    while True:
        while (question := steps.next_question(holder[0])) is not None:
            holder[0] = _ask(dialog, question, holder[0])
        profile, problems = steps.finish(holder[0], today=read_now().date())
        keys = _read_back(dialog, holder[0])
        dialog.say("right")
        reply = dialog.listen().strip()
        if reply == "1" and profile is not None:
            return profile, problems
        if reply == "1":
            _tell_faults(dialog, problems)
        if reply == "2":
            holder[0] = _choose_again(dialog, keys, holder[0])


def _read_back(dialog: Dialog, state: InterviewState) -> list[str]:
    """Say what was understood, numbered; gives the key behind each number."""
    dialog.tell()
    dialog.say("understood")
    order = [question.key for question in steps.load_questions()]
    said = [one for one in say_tree(state.tree, dialog.words) if one.key in order]
    said.sort(key=lambda one: order.index(one.key))
    keys = [one.key for one in said]
    for number, one in enumerate(said, start=1):
        dialog.tell(f"{number}. {one.label}: {one.answer}")
    for status, heading in ((steps.PASS, "rather-not"), (steps.SKIP, "not-asked")):
        left = [key for key in state.ended(status) if key not in keys]
        for number, key in enumerate(left, start=len(keys) + 1):
            label = say_label(fields_by_key()[key], dialog.words)
            dialog.tell(f"{number}. {dialog.words.text(f'interview.{heading}')}: {label}")
        keys += left
    return keys


def _choose_again(dialog: Dialog, keys: list[str], state: InterviewState) -> InterviewState:
    dialog.say("which")
    reply = dialog.listen().strip()
    if reply.isdecimal() and 1 <= int(reply[:4]) <= len(keys):
        return steps.reopen(state, keys[int(reply[:4]) - 1])
    _tell_faults(dialog, [Problem("interview.no-answer-fits", facts={"value": reply[:20]})])
    return state


# -- one question -------------------------------------------------------------------------------


def _ask(dialog: Dialog, question: InterviewQuestion, state: InterviewState) -> InterviewState:
    """Ask until the answer can be read; the state behind it, or before it for ``back``."""
    labels = _labels(dialog, question, state)
    _put_question(dialog, question, state, labels)
    while True:
        text = dialog.listen()
        word = text.strip().lower()
        if word == _BACK:
            return _go_back(dialog, question, state)
        try:
            if word in ("", _PASS):
                status = steps.PASS if word else _silent(question, state)
                after = steps.leave(state, question.key, status)
            else:
                after = steps.answer(
                    state,
                    question,
                    text,
                    today=read_now().date(),
                    locale=dialog.words.locale,
                    labels=labels,
                )
        except BadInput as error:
            _tell_faults(dialog, error.problems)
            continue
        dialog.asked.append(question.key)
        return after


def _silent(question: InterviewQuestion, state: InterviewState) -> str:
    """What an empty line means: keep what is known, or not asked."""
    return steps.SKIP if state.known(question.key) is None else steps.SAID


def _go_back(dialog: Dialog, question: InterviewQuestion, state: InterviewState) -> InterviewState:
    """The question before is open again, also one that was answered on another day."""
    if dialog.asked:
        return steps.reopen(state, dialog.asked.pop())
    before = steps.answered_before(question, state)
    return steps.reopen(state, before) if before else state


def _labels(dialog: Dialog, question: InterviewQuestion, state: InterviewState) -> tuple[str, ...]:
    """How the choices of a question are shown, in their order."""
    field = question.field
    bare = [
        one == "true" if field.kind is bool else one for one in steps.choices_of(question, state)
    ]
    return tuple(say_value(field, one, dialog.words) for one in bare)


def _put_question(
    dialog: Dialog, question: InterviewQuestion, state: InterviewState, labels: tuple[str, ...]
) -> None:
    dialog.tell()
    dialog.say(question.key)
    for number, label in enumerate(labels, start=1):
        dialog.tell(f"{number}. {label}")
    dialog.say("open" if not labels else "many" if question.field.many else "one")
    known = state.known(question.key)
    if known is not None:
        dialog.say("so-far", answer=say_answer(question.field, known, dialog.words))
    elif question.key in state.passed_before:
        dialog.say("passed")


def _tell_faults(dialog: Dialog, problems: list[Problem] | tuple[Problem, ...]) -> None:
    for problem in problems:
        worded = word_problem(problem)
        for line in filter(None, (worded.message, worded.hint)):
            dialog.tell(line)
