"""The cancellation of one date of a group, written down in the group's file."""

from __future__ import annotations

import datetime
from pathlib import Path

from access_kit.errors import Problem, Refused
from access_kit.files import read_text, shown, write_atomic
from access_kit.intake.toml_lines import find_lines
from access_kit.model.series import Meeting
from access_kit.model.session import Session
from access_kit.notation import NotParsed, parse_toml
from access_kit.session_files import parse_group, split_reference


def note_cancelled_meeting(meeting: Session, session_file: Path, now: datetime.datetime) -> None:
    """Say in the group's file that its meeting does not take place; all else stays as it is.

    ``Refused`` where the file cannot take the line: then nobody is told yet.
    """
    if not isinstance(meeting, Meeting) or meeting.is_off:
        return
    path, _ = split_reference(session_file)
    text = with_cancelled(read_text(path), meeting)
    group, _ = parse_group(text, file=shown(path), now=now) if text else (None, [])
    changes = [one for one in group.meeting if one.date == meeting.day] if group else []
    if not any(one.cancelled for one in changes):
        facts = {"date": meeting.day.isoformat()}
        raise Refused(Problem("group.not-noted", file=shown(path), facts=facts))
    write_atomic(path, text.encode())


def with_cancelled(text: str, meeting: Meeting) -> str:
    """The text of a group's file in which this date is cancelled; empty where it has no TOML."""
    try:
        tables = parse_toml(text).get("meeting", [])
    except NotParsed:
        return ""
    lines, places = text.splitlines(keepends=True), find_lines(text)
    line = "cancelled = true\n"
    for index, one in enumerate(tables):
        if one.get("date") != meeting.day:
            continue
        at = places.get(("meeting", index, "cancelled"))
        if at is not None:
            return "".join([*lines[: at - 1], line, *lines[at:]])
        at = places[("meeting", index, "date")]
        return "".join([*lines[:at], line, *lines[at:]])
    end = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{end}\n[[meeting]]\ndate = {meeting.day.isoformat()}\n{line}"
