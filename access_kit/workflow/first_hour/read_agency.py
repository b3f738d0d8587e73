"""Answers about an agency, read and checked as its file will be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from access_kit.documents.more_fonts import choose_fonts
from access_kit.errors import BadInput, MissingPart, Problem
from access_kit.intake.text_formats import FORMS, hidden_characters
from access_kit.kit_files import PLACEHOLDERS
from access_kit.materials.marks import MOST_CRISIS_LINES
from access_kit.model.constraint import TextFormat
from access_kit.profiles.language_names import find_language_tag
from access_kit.profiles.neutral import find_unneutral
from access_kit.profiles.usual_forms import Unclear, read_email, read_phone
from access_kit.workflow.first_hour.faults import unfit
from access_kit.workflow.first_hour.start_answers import StartAnswers
from access_kit.workflow.first_hour.zones import read_zone

LONGEST = 200
LEAST_DIGITS = 5
MOST_SENDER_LINES = 5
_MARKS = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_TOWN = re.compile(r"[A-Z]{2}\.?\s+\d{5}(-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{4,6}")
"""What stands behind a town's name in one line with it: a state, a postal code."""


def line_of(said: Sequence[str]) -> str:
    """The answer as one line, without marks that nobody sees around it; it can be printed."""
    text = " ".join(" ".join(said).split()).strip(_MARKS + " ")
    hidden = hidden_characters(text)
    if hidden:
        raise unfit("hidden", value=", ".join(hidden))
    if len(text) > LONGEST:
        raise unfit("too-long", most=LONGEST)
    require_printable(text)
    return text


def require_printable(text: str) -> None:
    """``BadInput`` for a sign that no font here has: no paper could be made with it."""
    try:
        choose_fonts({text}, ())
    except MissingPart as error:
        signs = dict.fromkeys(str(one.facts["character"]) for one in error.problems)
        raise unfit("not-printable", value=" ".join(signs)) from None


def require_neutral(text: str) -> None:
    found = find_unneutral(text)
    if found:
        raise unfit("not-neutral", words=", ".join(found))


def _require_own(text: str) -> None:
    held = (str(PLACEHOLDERS["name"]), *PLACEHOLDERS["envelope_sender"])
    if text.casefold() in {one.casefold() for one in held}:
        raise unfit("placeholder", value=text)


def name_of(said: Sequence[str]) -> str:
    """A line that somebody can be called by, or something."""
    text = line_of(said)
    if not any(one.isalnum() for one in text):
        raise unfit("no-name", value=text)
    return text


def read_name(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    text = name_of(said)
    _require_own(text)
    return text


def read_from_name(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    text = line_of(said)
    require_neutral(text)
    return text


def read_place(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> dict[str, str]:
    found = read_zone(line_of(said))
    return {"zone": found.zone, "country": found.country}


def read_sender(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> list[str]:
    """Lines as they were typed; one line is cut at its commas, but for the town's."""
    lines = [text for one in said if (text := line_of([one]).strip(" ,;"))]
    if len(lines) == 1:
        lines = _cut(lines[0])
    if len(lines) > MOST_SENDER_LINES:
        raise unfit("sender-too-long", most=MOST_SENDER_LINES)
    for one in lines:
        require_neutral(one)
        _require_own(one)
    if not any(any(sign.isalpha() for sign in one) for one in lines):
        raise unfit("no-address", value=" ".join(lines))
    return lines


def _cut(line: str) -> list[str]:
    lines: list[str] = []
    for part in (one.strip() for one in line.split(",") if one.strip()):
        if lines and _TOWN.fullmatch(part):
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return lines


def read_agency_phone(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    return read_number(line_of(said), before.country, least=LEAST_DIGITS)


def read_number(text: str, country: str | None, *, least: int = 2) -> str:
    """A number to call, ``+1 603 555 0142`` where that is known; ``BadInput`` for none."""
    try:
        number = read_phone(text, country)
    except Unclear as unclear:
        raise BadInput(Problem(f"said.{unclear.reason}")) from None
    digits = sum(one.isdigit() for one in number)
    if digits < least and digits:
        raise unfit("short-number", value=text)
    if FORMS[TextFormat.PHONE](number) is not None:
        raise unfit("no-number", value=text)
    return number


def read_agency_email(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    try:
        found = read_email(line_of(said))
    except Unclear as unclear:
        raise BadInput(Problem(f"said.{unclear.reason}")) from None
    if FORMS[TextFormat.EMAIL](found) is not None:
        raise unfit("no-email", value=found)
    return found


_BEHIND = re.compile(r"(?P<name>.*?)[\s,:=–-]{0,3}(?P<number>[+(]?\d[\d ().\-/]{0,30})")
_BEFORE = re.compile(r"(?P<number>[+(]?\d[\d ().\-/]{0,30}?)\s*[,:=–-]\s*(?P<name>\D.*)")


def read_crisis(
    said: Sequence[str], before: StartAnswers, now: datetime.datetime
) -> list[dict[str, Any]]:
    """Name and number of each line, the first for emergencies."""
    parts = [part.strip(" -*•") for one in said for part in one.split(";") if part.strip()]
    found: list[dict[str, Any]] = []
    for part in parts:
        text = line_of([part])
        match = _BEFORE.fullmatch(text) or _BEHIND.fullmatch(text)
        name = match["name"].strip(" ,:") if match else text
        if not match:
            raise unfit("crisis-without-number", value=text)
        if not any(one.isalpha() for one in name):
            raise unfit("crisis-without-name", value=text)
        number = read_number(match["number"], before.country)
        found.append({"name": name, "call": number, "emergency": not found})
    return found


def say_crisis(value: Sequence[Mapping[str, Any]]) -> str:
    """``in an emergency Police, fire, or ambulance, 911; else Crisis Lifeline, 988``"""
    said = [f"{one['name']}, {one['call']}" for one in value]
    return "; ".join([f"in an emergency {said[0]}", *(f"else {one}" for one in said[1:])])


def read_locale(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    from babel import Locale, UnknownLocaleError

    tag = find_language_tag(line_of(said))
    try:
        Locale.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        raise unfit("no-language", value=tag) from None
    return tag


def read_lines(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> list[str]:
    """Lines of the agency's own paper, without the signs that begin an item of a list."""
    lines = [re.sub(r"^([-*•·]|\d{1,2}[.)])\s+", "", line_of([one])) for one in said]
    lines = [one for one in lines if one]
    if len(lines) > MOST_CRISIS_LINES:
        raise unfit("too-many-lines", most=MOST_CRISIS_LINES)
    return lines
