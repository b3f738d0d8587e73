"""``access-kit today``: what is due and what is wrong, in all sessions and groups of a kit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import (
    PAGE_ENDINGS,
    Force,
    QuickTalk,
    make_app,
    read_now,
    require_free,
)
from access_kit.cli.returns_answer import say_words
from access_kit.cli.status import NEXT
from access_kit.console import Talk, problem_answers, word_problem, wrapped
from access_kit.files import shown, write_atomic
from access_kit.model.answers.today import AheadAnswer, TodayAnswer
from access_kit.workflow.keep.noted_pages import note_page
from access_kit.workflow.sum_up import say_ids
from access_kit.workflow.week.today import Task, Today, look_at_kit, when_ahead

app = make_app()

OTHER_STEPS = {
    "remind": "Remind those who asked for it.",
    "purge": "Take away the papers of a meeting that is long over.",
}
"""What is due beside the steps of ``status``."""

BY_WAY = {
    ("send", "email"): "Lay the e-mails ready, or send them.",
    ("send", "sms"): "Lay the texts ready.",
    ("send", "letter"): "Print the letters.",
    ("mark", "email"): "Send the e-mails in the outbox, then note it.",
    ("mark", "sms"): "Send the texts in the outbox, then note it for each person.",
    ("mark", "letter"): "Post the letters, then note it.",
}
"""What a step is by the one way that papers go."""


@app.command(name="today", epilog="Example: access-kit today --kit examples/evening-group")
def today_command(
    door: KitDoor,
    talk: QuickTalk,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as a web page, with the month.")
    ] = None,
    force: Force = False,
) -> None:
    """Say what is due and what is wrong, in all sessions and groups of the kit.

    What people wrote and nobody has seen comes first, whole. Each thing stands with the command
    that does it. Nothing is sent or changed.
    """
    if page:
        require_free(page, "--page", PAGE_ENDINGS, force=force)
    access = door.access(talk)
    found = look_at_kit(access)
    if page:
        _write_page(page, found)
        note_page(access, page)
    talk.say(f"{read_now():%A %Y-%m-%d}")
    _say(talk, found, wrong=True)
    _say(talk, found, wrong=False)
    _say_ahead(talk, found.ahead)
    if page:
        talk.sum_up("")
        talk.sum_up(f"Wrote {shown(page)}.")
    talk.answer(
        TodayAnswer(
            words=found.words,
            due=found.of(wrong=False),
            wrong=found.of(wrong=True),
            ahead=tuple(found.ahead),
            problems=problem_answers(found.problems),
        )
    )


def _write_page(page: Path, found: Today) -> None:
    from access_kit.workflow.week.today_page import PagePart, build_page

    ahead = [(f"{_when(one)}, {one.title}", _papers(one)) for one in found.ahead]
    parts = (
        PagePart("Wrong", _by_session(found, wrong=True), NOTHING_WRONG),
        PagePart("Due", _by_session(found, wrong=False), NOTHING_DUE),
        PagePart("Ahead", [("", [(f"{said}: {papers}", "") for said, papers in ahead])], NONE_AHEAD)
        if ahead
        else PagePart("Ahead", [], NONE_AHEAD),
    )
    write_atomic(page, build_page(parts, found.month, read_now()))


def _by_session(found: Today, *, wrong: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who and what, and what to type, for each meeting; the kit itself has no title."""
    titles = {one.session: f"{one.title}, {_when(one)}" for one in found.ahead}
    tasks = [one for one in found.tasks if one.is_wrong is wrong]
    groups: dict[str, list[tuple[str, str]]] = {}
    for same in _alike(tasks):
        session = same[0].answer.session
        groups.setdefault(titles.get(session, session), []).append(_worded(same))
    return list(groups.items())


NOTHING_WRONG, NOTHING_DUE, NONE_AHEAD = (
    "Nothing is wrong.",
    "Nothing is due.",
    "No meeting is ahead.",
)


def _say(talk: Talk, found: Today, *, wrong: bool) -> None:
    talk.say()
    sessions = _by_session(found, wrong=wrong)
    words = found.words if wrong else ()
    if not (sessions or words):
        talk.say(NOTHING_WRONG if wrong else NOTHING_DUE)
        return
    talk.say("Wrong:" if wrong else "Due:")
    say_words(talk, words, indent="  ")
    for title, tasks in sessions:
        if title:
            _wrapped(talk, title, indent="  ")
        for said, command in tasks:
            _wrapped(talk, f"- {said}", indent="  ")
            if command:
                talk.say(f"    {command}")


def _alike(tasks: Iterable[Task]) -> list[list[Task]]:
    """Tasks that are one thing to do for several people, in the order in which they came."""
    groups: dict[tuple[str, ...], list[Task]] = {}
    for one in tasks:
        answer = one.answer
        command = answer.command.replace(f" {answer.id}", " ID") if answer.id else answer.command
        said = str(one.problem.facts) if one.problem else ""
        groups.setdefault((answer.session, answer.what, one.way, command, said), []).append(one)
    order = list(dict.fromkeys(key[0] for key in groups))
    return [same for session in order for key, same in groups.items() if key[0] == session]


def _worded(same: list[Task]) -> tuple[str, str]:
    """``K-07, K-11: Prepare the papers.`` and what to type."""
    first = same[0]
    ids = [one.answer.id for one in same if one.answer.id]
    who = f"{say_ids(ids)}: " if ids else ""
    command = first.answer.command
    if len(ids) > 1:
        command = command.replace(f" {ids[0]}", " ID")
    return f"{who}{_said(first)}", command


def _said(task: Task) -> str:
    if task.problem is None:
        by_way = BY_WAY.get((task.answer.what, task.way))
        return by_way or NEXT.get(task.answer.what) or OTHER_STEPS[task.answer.what]
    worded = word_problem(task.problem)
    place = ", ".join(filter(None, (task.problem.file, task.problem.where)))
    hint = f" Next: {worded.hint}." if worded.hint else ""
    return f"{place + ': ' if place else ''}{worded.message}.{hint}"


def _wrapped(talk: Talk, text: str, *, indent: str) -> None:
    for line in wrapped(text, indent, f"{indent}  "):
        talk.say(line)


def _when(meeting: AheadAnswer) -> str:
    starts, _ = when_ahead(meeting)
    return f"{starts:%a %Y-%m-%d %H:%M}"


def _papers(meeting: AheadAnswer) -> str:
    _, due = when_ahead(meeting)
    return "papers due now." if due <= read_now() else f"papers due from {due:%Y-%m-%d}."


def _say_ahead(talk: Talk, ahead: Iterable[AheadAnswer]) -> None:
    ahead = list(ahead)
    talk.say()
    talk.say("Ahead:" if ahead else NONE_AHEAD)
    for one in ahead:
        _wrapped(talk, f"{_when(one)}, {one.title}: {_papers(one)}", indent="  ")
