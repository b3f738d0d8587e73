"""``access-kit status``: what went to whom, what came back, and what to do next."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk, Verbose, make_app
from access_kit.cli.plain_labels import say_code, say_failure, say_item, say_way
from access_kit.cli.returns_answer import say_words
from access_kit.cli.status_lines import AGREEMENTS, CHECKS, sum_up_status
from access_kit.console import Talk, problem_answers
from access_kit.files import shown
from access_kit.model.answers import HeldAnswer, MailStatus, PersonStatus, StatusAnswer
from access_kit.model.answers.group import MeetingLeftovers
from access_kit.session_files import with_day
from access_kit.workflow.kept.held import for_anybody
from access_kit.workflow.kept.lost_dates import unmet_dates
from access_kit.workflow.mail.desk import open_desk
from access_kit.workflow.mail.status import (
    STEP_COMMANDS,
    answers_held,
    status_of,
    words_to_read,
)
from access_kit.workflow.seasons.off_dates import untold_dates
from access_kit.workflow.seasons.season import hanging_over
from access_kit.workflow.sum_up import SCREEN_ROWS

app = make_app()

NEXT = {
    "tell-cancelled": "Tell that there is no meeting.",
    "unreachable": "Say that there is no meeting when they contact you: no way is quick and safe.",
    "tell-change": "Tell the new time or way to join.",
    "mark": "Send what lies in the outbox or post the letter, then note it: --mark-sent (for texts "
    "with --only ID), --mark-posted.",
    "call": "Call, or use another safe way: a message did not arrive. Ask for the right address.",
    "uncertain": "Ask if the message arrived, or send it again with --on-uncertain resend.",
    "ask-ways": "Ask which ways are safe.",
    "withdrawn": "Nothing: the person took back every way.",
    "help": "Help with the check.",
    "decide": "Ask if the answer that is held is theirs, and decide it, as said above.",
    "read": "Read what the person wrote. --seen shows it once more, then no more.",
    "settle": "Ask by another safe way if they want no more of what is held, and write it down.",
    "sign": "Go through the agreement together: no yes to the whole of it came.",
    "consent-again": "Go through the agreement again: its words are new, or it has run out.",
    "hand-over": "Hand over the packet when they come, then note it.",
    "pick-up": "Print the packet that they come for.",
    "send": "Hand over the papers.",
    "prepare": "Prepare the papers.",
    "wait": "Wait for answers, or offer help with them.",
    "nothing": "Nothing.",
}
"""What to do next, by a stable code."""

SAID_WITH_COMMAND = ("tell-cancelled", "tell-change", "hand-over", "pick-up")


def next_step(code: str) -> str:
    """What to do next, with what to type for it where that is not plain."""
    said = NEXT[code]
    if code not in SAID_WITH_COMMAND:
        return said
    return f"{said.rstrip('.')}: {STEP_COMMANDS[code].format(session='SESSION', id='ID')}."


@app.command(name="status", epilog="Example: access-kit status examples/evening-group/session.toml")
def status_command(
    session_file: Annotated[
        Path, typer.Argument(metavar="SESSION", help="A session or group file, or GROUP@DATE.")
    ],
    door: KitDoor,
    talk: QuickTalk,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where papers were made, if elsewhere.")
    ] = None,
    seen: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Show what this person wrote once more, then no more."),
    ] = None,
    not_theirs: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="What is held is not this person's: list it no more."),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Say what to do next and for whom, what went out, what came back, and what is open.

    What people wrote that is no known answer comes first, whole, until --seen; then the answers
    that are held, until they are decided.
    """
    with open_desk(door.access(talk), session_file, needs_store=False, out=out) as desk:
        seen_of = desk.ids_of(seen or (), where="--seen")
        not_of = desk.ids_of(not_theirs or (), where="--not-theirs")
        words = words_to_read(desk, seen_of)
        held = answers_held(desk, not_of)
        people = status_of(desk)
        session, is_off = desk.work.session.id, desk.is_cancelled
        left = hanging_over(desk, session_file, out)
        untold = untold_dates(desk, session_file, out)
        problems = unmet_dates(desk.work.problems)
    talk.tell(problems)
    say_words(talk, words)
    _say_held(talk, held, session_file)
    if is_off:
        talk.say("This meeting is cancelled.")
    if verbose:
        _say_each(talk, people)
    else:
        steps = {code: next_step(code) for code in NEXT}
        for line in sum_up_status(people, steps, SCREEN_ROWS - 1):
            talk.say(line)
        talk.say("More of each person: --verbose.")
    say_untold(talk, untold, session_file)
    _say_left(talk, left)
    talk.answer(
        StatusAnswer(session, is_off, words, held, people, left, problem_answers(problems), untold)
    )


def say_untold(talk: Talk, untold: Iterable[MeetingLeftovers], group_file: Path) -> None:
    """Whom to tell of each date of a group that is off, a line for each thing to do."""
    for date in untold:
        day = datetime.date.fromisoformat(date.session[-len("2026-12-10") :])
        talk.say(f"Off, and not known to all: {shown(with_day(group_file, day))}")
        by_next: dict[str, list[str]] = {}
        for one in date.open:
            by_next.setdefault(one.next, []).append(one.id)
        for code, ids in by_next.items():
            talk.say(f"  {', '.join(ids)}: {next_step(code)}")


def _say_left(talk: Talk, left: MeetingLeftovers | None) -> None:
    """What hangs over from the last meeting of a group, a line for each thing to do."""
    if left is None:
        return
    talk.say(f"Left over from {left.session}:")
    for one in left.open:
        talk.say(f"  {one.id}: {next_step(one.next)}")


def _say_each(talk: Talk, people: Sequence[PersonStatus]) -> None:
    """All that is known of each person, a line each."""
    for one in people:
        talk.say(f"{one.id}")
        talk.say(f"  Mailed: {_all(one.mailed, say_way) or 'no'}")
        for mail in one.mail:
            talk.say(f"  {_say_mail(mail)}")
        if one.changed:
            talk.say(f"  Was told otherwise: {_all(one.changed, say_code)}")
        if one.uncertain:
            talk.say(f"  Uncertain: {_all(one.uncertain, say_way)}")
        if one.failed:
            talk.say(f"  Failed: {_all(one.failed, say_failure)}")
        talk.say(f"  Check before the day: {CHECKS.get(one.tech_check, one.tech_check)}")
        talk.say(f"  Agreement: {AGREEMENTS[one.consent]}")
        if one.open:
            talk.say(f"  Wants help with: {_all(one.open, _item)}")
        if one.right_for_you:
            talk.say(f"  Was it right: {_all(one.right_for_you, say_code)}")
        if one.files:
            talk.say(f"  Is in: {', '.join(one.files)}")
        talk.say(f"  Next: {next_step(one.next)}")


HELD = {
    "other-address": "it came from another address, {from_}",
    "several-senders": "it names several senders, {from_} among them",
    "no-sender": "its file does not say who sent it",
    "no-thread": "it bears the address {from_}, and answers none of our messages",
    "date": "its date cannot be right",
}
"""Why an answer is held."""


def _say_held(talk: Talk, held: Sequence[HeldAnswer], session_file: Path) -> None:
    """Each message once, with all whose it may be."""
    messages: dict[tuple[str, str], list[HeldAnswer]] = {}
    for one in held:
        messages.setdefault((one.file, for_anybody(one)), []).append(one)
    for (file, command), same in messages.items():
        one, is_one = same[0], len(same) == 1
        who = " or ".join(f"{other.id}'s" for other in same)
        talk.say(f"An answer is held that may be {who}: {HELD[one.why].format(from_=one.from_)}.")
        talk.say(f"  It lies in {file}. Nothing of it counts but a no.")
        talk.say(f"  Ask by a safe way. If it is theirs: {one.command if is_one else command}")
        ids = " ".join(f"--not-theirs {other.id}" for other in same)
        talk.say(f"  If not: access-kit status {shown(session_file)} {ids}")
        talk.say()


def _say_mail(mail: MailStatus) -> str:
    """``Packet by letter: posted on 2026-11-27, for 2026-12-03 18:00``"""
    told = f", for {mail.told[:16].replace('T', ' ')}" if mail.told else ""
    state = f"{say_code(mail.state)} {mail.at[:10]}"
    return f"{mail.what.capitalize()} by {say_way(mail.channel)}: {state}{told}"


def _all(codes: Iterable[str], say: Callable[[str], str]) -> str:
    return ", ".join(map(say, codes))


def _item(key: str) -> str:
    return f"{say_item(key)} [{key}]"
