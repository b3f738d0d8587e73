"""What ``session new`` and ``group new`` were told as options, and what they still have to ask."""

from __future__ import annotations

import contextlib
import datetime
import re
import typing
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from access_kit.errors import AccessKitError, BadInput, Problem
from access_kit.files import read_text
from access_kit.intake.reader import shown_value
from access_kit.intake.text_formats import FORMS
from access_kit.kit_files import find_kit
from access_kit.model.constraint import TextFormat
from access_kit.model.series import Group
from access_kit.model.session import Session
from access_kit.notation import NotParsed, parse_toml
from access_kit.workflow.first_hour.read_meeting import session_values
from access_kit.workflow.first_hour.start_answers import StartAnswers, answers_in
from access_kit.workflow.first_hour.start_questions import (
    ABOUT_AGENCY,
    ABOUT_MEETING,
    GOES_ON,
    LED_BY,
    WORDS_OF_AGENCY,
    StartQuestion,
)
from access_kit.workflow.first_hour.zones import read_zone
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.mail.desk import files_of_sessions

OPTIONS = {
    "timezone": "zone",
    "facilitator": "you",
    "platform": "meet",
    "title": "title",
    "starts": "starts",
    "minutes": "minutes",
    "repeats": "repeats",
}
"""The question behind each option that a file cannot do without."""


def meeting_answers(
    access: KitAccess, kind: type[Session | Group], name: str, given: Mapping[str, str]
) -> StartAnswers:
    """What was said on another day, with what the options say now. ``BadInput`` if one is wrong.

    A hidden file of the kit's folder, or of this one, keeps the answers for the id ``name``.
    """
    noun = kind.__name__.lower()
    mark = typing.get_type_hints(kind, include_extras=True)["id"].__metadata__[0]
    if name and not re.fullmatch(mark.regex, name):
        facts = {"value": shown_value(name), "means": mark.means}
        raise BadInput(Problem(f"{noun}.bad-pattern", where="id", facts=facts))
    name = f".{name or 'new'}.{noun}.json"
    kit = access.kit_if_any()
    folder = kit[0] if kit else find_kit(Path.cwd()) or Path.cwd()
    answers = answers_in(folder, name) or StartAnswers(folder, file=name)
    answers.begins_kit = False
    answers.usual_zone = usual_zone(folder) if kit else ""
    now = access.clock()
    by_key = {one.key: one for one in (*ABOUT_AGENCY, *WORDS_OF_AGENCY, *ABOUT_MEETING)}
    for option, key in OPTIONS.items():
        if not given.get(option):
            continue
        if key == "repeats":
            answers.said[key] = given[option]
        else:
            answers.said[key] = _read(by_key[key], given[option], answers, now)
    if kit and kit[1].agency.country and "zone" in answers.said:
        answers.said["zone"]["country"] = kit[1].agency.country
    return answers


def _read(question: StartQuestion, text: str, answers: StartAnswers, now: datetime.datetime) -> Any:  # noqa: ANN401 (plain JSON)
    """A value as files have it stays; else it is read as people say it."""
    if question.key == "zone" and FORMS[TextFormat.TIMEZONE](text) is None:
        return {"zone": text, "country": ""}
    if question.key == "minutes" and text.isdecimal():
        return int(text)
    if question.key == "title":
        return text
    if question.key == "starts":
        with contextlib.suppress(ValueError):
            return datetime.datetime.fromisoformat(text).isoformat()
    return question.read([text], answers, now)


def questions_for(
    access: KitAccess, given: Mapping[str, str], *, goes_on: bool
) -> tuple[StartQuestion, ...]:
    """What is asked: nothing that an option said, and nothing that belongs to such an option."""
    said = {OPTIONS[option] for option, value in given.items() if value}
    if "meet" in said:
        said |= {"link", "dial_in"}
    kit = access.kit_if_any()
    operator = kit[1].store.operator if kit else ""
    wanted = (*ABOUT_AGENCY, *WORDS_OF_AGENCY, *ABOUT_MEETING)
    keys = {*OPTIONS.values(), "link", "dial_in"} - (set() if goes_on else {"repeats"}) - said
    return tuple(_fitted(one, operator) for one in wanted if one.key in keys)


def _fitted(question: StartQuestion, operator: str) -> StartQuestion:
    if question.key == "you":
        about = (*LED_BY.about, *([f"Enter: {operator}."] if operator else ()))
        return replace(LED_BY, about=about, default=lambda _: operator)
    if question.key == "zone":
        return replace(question, fits=lambda _: True)
    if question.key == "repeats":
        read = GOES_ON.read
        return replace(GOES_ON, read=lambda said, before, now: _goes_on(read(said, before, now)))
    return question


def _goes_on(rule: str) -> str:
    if not rule:
        raise BadInput(Problem("group.no-rule", where="--repeats"))
    return rule


def file_values(answers: StartAnswers, handouts: Sequence[str] = ()) -> dict[str, Any]:
    """The keys of the file, of all that was said."""
    values = session_values(answers, handouts)
    if rule := answers.said.get("repeats"):
        values["repeats"] = rule
    return values


def usual_zone(folder: Path) -> str:
    """The zone of most meetings of a kit, where it is that of a place; empty for none."""
    found = Counter(_zones_in(folder)).most_common(1)
    try:
        return found[0][0] if found and read_zone(found[0][0]).zone == found[0][0] else ""
    except BadInput:
        return ""


def _zones_in(folder: Path) -> Iterator[str]:
    for path in files_of_sessions(folder):
        try:
            yield str(parse_toml(read_text(path)).get("timezone") or "")
        except (AccessKitError, NotParsed):
            continue
