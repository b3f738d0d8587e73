"""``access-kit quiz``: questions to think about, with a thought on each answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.options import QuickTalk, make_app
from access_kit.model.answers.quiz import QuizAnswer, QuizQuestionAnswer

if TYPE_CHECKING:
    from access_kit.cli.dialog import Dialog
    from access_kit.materials.quiz import QuizQuestion

app = make_app()

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@app.command(name="quiz", epilog="Example: access-kit quiz")
def quiz_command(
    talk: QuickTalk,
    also: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Your agency's own questions, written as ours are."),
    ] = None,
) -> None:
    """Think through twenty questions about peer support by phone and screen.

    Two to each of the ten themes. Answer with a letter or with words; after each comes a thought
    on it. Nothing is counted or kept, and it certifies nothing. The same on paper: access-kit
    materials make quiz. With --json the questions are written and none is asked.
    """
    from access_kit.cli.dialog import Dialog, Stopped, count_of
    from access_kit.workflow.alone.ask_quiz import read_quiz

    questions, problems = read_quiz(also)
    talk.tell(problems)
    if not talk.as_json:
        dialog = Dialog()
        try:
            for number, one in enumerate(questions, 1):
                dialog.tell(f"{one.text} {count_of(number, len(questions))}")
                _ask(dialog, one)
        except Stopped:
            talk.say("Stopped. Come back whenever you like.")
        else:
            talk.say("That was the last one. Nothing of it was kept.")
    talk.answer(QuizAnswer(tuple(map(_plain, questions))))


def _ask(dialog: Dialog, question: QuizQuestion) -> None:
    """One question until there is an answer to it, and the thought on it."""
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        dialog.tell(f"{letter}: {choice}")
    while (chosen := _heard(dialog, question)) is None:
        dialog.tell("Type the letter before an answer, Enter to go on, or stop.")
    ours = f"What we'd try is {LETTERS[question.right]}."
    begin = "That's what we'd try too." if chosen == question.right else ours
    dialog.tell(f"{begin} {question.why}")
    dialog.tell()


def _heard(dialog: Dialog, question: QuizQuestion) -> int | None:
    from access_kit.cli.dialog import WantsBack

    try:
        return _choice(dialog.listen(), question)
    except WantsBack:
        return None


def _choice(said: str, question: QuizQuestion) -> int | None:
    """The place of the answer meant; -1 for none, ``None`` for what is no answer."""
    said = said.strip().casefold().rstrip(".:)")
    if not said:
        return -1
    at = LETTERS.casefold().find(said) if len(said) == 1 else -1
    if 0 <= at < len(question.choices):
        return at
    fits = [n for n, one in enumerate(question.choices) if said in one.casefold()]
    return fits[0] if len(said) > 1 and len(fits) == 1 else None


def _plain(question: QuizQuestion) -> QuizQuestionAnswer:
    return QuizQuestionAnswer(
        question.theme, question.text, question.choices, LETTERS[question.right], question.why
    )
