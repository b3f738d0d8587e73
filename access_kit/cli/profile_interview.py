"""``access-kit profile interview``: questions in plain words, read aloud or answered by a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.dialog import Dialog, Stopped
from access_kit.cli.door import KitDoor
from access_kit.cli.interview_talk import InterviewTalk
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import QuickTalk, read_now
from access_kit.console import Talk, problem_answers
from access_kit.i18n import Words, load_words
from access_kit.model.answers.profile import ProfileInterviewAnswer
from access_kit.profiles import interview as steps

if TYPE_CHECKING:
    from access_kit.workflow.people.interview_desk import InterviewDesk

EXAMPLE = "Example: access-kit profile interview K-08"


def interview(
    person: Annotated[
        str, typer.Argument(metavar="ID|FILE", help="A person, known or new, or a profile's file.")
    ],
    door: KitDoor,
    talk: QuickTalk,
) -> None:
    """Ask a person what helps, one question at a time.

    First come the questions that change papers most, then, if there is time, the rest by topic.
    Answers are numbers or plain text, one a line; each question may be passed over. You can stop at
    any time and go on another day.
    """
    today = read_now().date()
    from access_kit.workflow.people.interview_desk import at_desk

    access = door.access(talk)
    with at_desk(person, access) as desk:
        found = access.kit_if_any()
        kit = found[1] if found else None
        words = load_words(kit.defaults.locale if kit else "en")
        held = _begin(desk, words, talk, country=kit.home_country if kit else None)
        try:
            profile, problems = held.hold()
        except (Stopped, KeyboardInterrupt) as error:
            held.say("stopped")
            if isinstance(error, KeyboardInterrupt):
                raise
            talk.answer(ProfileInterviewAnswer(id=desk.person, finished=False))
            return
        desk.save(profile, held.state)
        talk.tell(problems)
        talk.say(f"Saved {desk.named} on {today}.")
        say_next(talk, "profile interview", person=desk.named)
        talk.answer(
            ProfileInterviewAnswer(
                id=profile.id,
                finished=True,
                rather_not_say=tuple(held.state.ended(steps.PASS)),
                not_asked=tuple(held.state.ended(steps.SKIP)),
                problems=problem_answers(problems),
            )
        )


def _begin(desk: InterviewDesk, words: Words, talk: Talk, *, country: str | None) -> InterviewTalk:
    begun = desk.begin(read_now().date())
    held = InterviewTalk(Dialog(), words, begun.state, country=country, keep=desk.keep_draft)
    for key in ("start", "how-skip", "how-back", "how-wish"):
        held.say(key)
    if begun.is_resumed:
        held.say("resumed")
    talk.tell(begun.problems)
    return held
