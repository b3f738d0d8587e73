"""What ``returns import`` says of each message: to read first, held, taken, to look at."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.console import Talk
from access_kit.errors import Problem, Severity
from access_kit.files import shown
from access_kit.model.answers import HeldAnswer, ReturnAnswer, WordsAnswer
from access_kit.workflow.returns.take_in import Returned

TOLD = ("bounced", "delayed", "notice", "unknown", "unreadable", "nothing", "stop", "may_stop")
"""Kinds that somebody has to hear of."""

NOTES = ("needs", "consent-older", "stop")


@dataclass(frozen=True)
class TakenMessage:
    """One message of a file, and what came of it. ``is_alone``: the file holds no other."""

    file: Path
    number: int
    came: Returned
    is_alone: bool


def words_of(taken: Iterable[TakenMessage]) -> tuple[WordsAnswer, ...]:
    """What is to be read, those who ask for help first."""
    said = [one.came for one in taken if one.came.words]
    said.sort(key=lambda came: not came.asks_help)
    return tuple(
        WordsAnswer(who, came.words, came.sender if came.held or not who else None)
        for came in said
        for who in (() if came.is_guess else came.people) or ("",)
    )


def say_words(talk: Talk, words: Iterable[WordsAnswer]) -> None:
    """What people wrote, before all else. It is said and never logged."""
    for one in words:
        talk.say(f"{_writer(one)}:")
        talk.say("\n".join(f"  {line}".rstrip() for line in one.text.splitlines()))
        talk.say()


def _writer(words: WordsAnswer) -> str:
    if not words.from_:
        return f"{words.id or 'Somebody whom we do not know'} wrote"
    if not words.id:
        return f"Somebody whom we do not know wrote, from {words.from_}"
    return f"Somebody wrote from {words.from_}, and it is not sure that it was {words.id}"


def held_of(message: TakenMessage) -> Iterator[HeldAnswer]:
    """An entry for each person whose answer it may be."""
    if message.came.held:
        number = 0 if message.is_alone else message.number
        for person in message.came.people:
            command = deciding(str(message.file), person, number)
            yield HeldAnswer(
                person, shown(message.file), message.came.sender, message.came.held, command
            )


def _each_once(one: TakenMessage) -> Iterator[HeldAnswer]:
    """As ``held_of``; where it may be anybody's, one for all of them."""
    for held in held_of(one):
        if one.came.is_guess:
            yield dataclasses.replace(held, command=for_anybody(held))
            return
        yield held


def for_anybody(held: HeldAnswer) -> str:
    """The command that decides, with a place for whose it turns out to be."""
    return held.command.replace(f" --person {held.id}", " --person ID")


def deciding(file: str, person: str, number: int) -> str:
    """The command that takes a held answer in; ``number`` is which of its file, 0 if alone."""
    which = f" --message {number}" if number else ""
    return f"access-kit returns import {shlex.quote(file)} --person {person}{which}"


def tell(message: TakenMessage) -> Iterator[Problem]:
    """What somebody has to look at."""
    came = message.came
    where = f"{message.number}: {came.person}" if came.person else str(message.number)
    codes = [came.fault or came.kind.replace("_", "-")] if came.kind in TOLD else []
    codes += [f"consent-{came.consent}"] if came.consent in ("unsigned", "older") else []
    codes += ["unclear"] if came.unclear else []
    codes += ["help"] if came.asks_help and came.words else []
    codes += ["needs"] if "access-needs" in came.forms else []
    for code in codes:
        facts = {"numbers": ", ".join(came.unclear), "id": came.person or ", ".join(came.people)}
        facts |= {"ids": ", ".join(came.stopped)}
        severity = Severity.NOTE if code in NOTES else Severity.WARNING
        yield Problem(
            f"returns.{code}", severity, file=shown(message.file), where=where, facts=facts
        )
    for held in held_of(message):
        facts = {"command": held.command, "from": held.from_}
        yield Problem(
            f"returns.held-{held.why}", Severity.WARNING, file=held.file, where=where, facts=facts
        )


def answer_of(message: TakenMessage) -> ReturnAnswer:
    came = message.came
    return ReturnAnswer(
        file=shown(message.file),
        number=message.number,
        kind=came.kind,
        id=came.person,
        session=came.session,
        forms=came.forms,
        consent=came.consent,
        help=came.help,
        right_for_you=came.right_for_you,
        unclear=came.unclear,
        also_wrote=came.also_wrote,
        stopped=came.stopped,
    )
