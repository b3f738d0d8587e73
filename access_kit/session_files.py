"""A session, or one meeting of a group: its file found, read, and checked against the clock.

What a command takes as SESSION is a session's file, a group's file (its next meeting, by now), or
``GROUPFILE@2026-12-10`` (the meeting of that date). Each reader returns the value, or ``None`` when
any of it is wrong, and every Problem it found.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from access_kit.errors import AccessKitError, BadInput, Problem, Severity
from access_kit.files import Stamp, read_text, shown, stamp
from access_kit.group_people import GroupPeople, folded, people_of
from access_kit.intake import Intake
from access_kit.intake.text_formats import hidden_characters, is_no_place
from access_kit.model.series import Group, Meeting, MeetingChange, Occurrence, Series
from access_kit.model.session import Platform, Session
from access_kit.notation import NotParsed, parse_toml
from access_kit.recurrence import (
    end_of,
    next_occurrence,
    occurrences,
    occurrences_on,
    rule_dates,
)

SESSION_SCHEMA, GROUP_SCHEMA = "access-kit/session/", "access-kit/group/"

_BY_LINK = frozenset(
    {
        *(Platform.ZOOM, Platform.TEAMS, Platform.MEET, Platform.WEBEX),
        *(Platform.FACETIME, Platform.DOXY, Platform.JITSI),
    }
)
_BY_NUMBER = frozenset({Platform.PHONE, Platform.VRS})
_DATED = re.compile(r"(?P<file>.+)@(?P<day>\d{4}-\d{2}-\d{2})")

S = TypeVar("S", bound=Session)


# -- what SESSION names ---------------------------------------------------------------------------


def split_reference(said: Path) -> tuple[Path, datetime.date | None]:
    """The file of SESSION, and the date behind it: only a trailing ``@YYYY-MM-DD`` is one.

    ``BadInput`` where something else stands behind the name of a file that is there.
    """
    found = _DATED.fullmatch(said.name)
    try:
        if found:
            return said.with_name(found["file"]), datetime.date.fromisoformat(found["day"])
    except ValueError:
        pass
    name, at, day = said.name.rpartition("@")
    if name and at and not said.exists() and said.with_name(name).is_file():
        file = shown(said.with_name(name))
        raise BadInput(Problem("group.bad-date", file=file, facts={"value": day, "file": file}))
    return said, None


def with_day(file: Path, day: datetime.date) -> Path:
    """The way to write the meeting of a group on a date."""
    return file.with_name(f"{file.name}@{day.isoformat()}")


def names_session(path: Path, held: Mapping[str, Any], session: str) -> Path | None:
    """How to write the session of an id, where the file ``path``, which holds this, is its own."""
    schema, name = str(held.get("schema", "")), str(held.get("id", ""))
    if schema.startswith(SESSION_SCHEMA) and name == session:
        return path
    _, dated = split_reference(Path(f"{name}@{session.removeprefix(f'{name}-')}"))
    if schema.startswith(GROUP_SCHEMA) and dated and session == f"{name}-{dated.isoformat()}":
        return with_day(path, dated)
    return None


def read_session(said: Path, *, now: datetime.datetime) -> tuple[Session | None, list[Problem]]:
    """What SESSION names: a session, or one meeting of a group."""
    path, day = split_reference(said)
    try:
        text = read_text(path)
    except AccessKitError as error:
        return None, list(error.problems)
    if _is_group(text):
        group, problems = parse_group(text, file=shown(path), now=now)
        if group is None:
            return None, problems
        meeting, found = _meeting(group, day, file=shown(path), now=now)
        return meeting, [*problems, *found]
    if day is not None:
        facts = {"date": day.isoformat()}
        return None, [Problem("session.not-a-group", file=shown(path), facts=facts)]
    return parse_session(text, file=shown(path), now=now)


def read_group(path: Path, *, now: datetime.datetime) -> tuple[Group | None, list[Problem]]:
    """A group's file."""
    try:
        text = read_text(path)
    except AccessKitError as error:
        return None, list(error.problems)
    return parse_group(text, file=shown(path), now=now)


def _is_group(text: str) -> bool:
    try:
        return str(parse_toml(text).get("schema", "")).startswith(GROUP_SCHEMA)
    except NotParsed:
        return False


def group_id_in(path: Path) -> str | None:
    """The id of a group's file; ``None`` for any other file, and for one that cannot be read.

    Each group asks it of every file beside its own: a file is read again only once it was changed.
    """
    return _group_id(stamp(path))


@lru_cache(maxsize=16_384)
def _group_id(found: Stamp) -> str | None:
    try:
        text = read_text(found.path)
        return str(parse_toml(text).get("id")) if GROUP_SCHEMA in text else None
    except (AccessKitError, NotParsed):
        return None


def peek_session(said: Path) -> tuple[str, tuple[str, ...]]:
    """The folder of profiles and the handouts that a file names, even a faulty one.

    So that the mistakes of those files are told together with its own.
    """
    try:
        data = parse_toml(read_text(split_reference(said)[0]))
    except (AccessKitError, NotParsed):
        return "", ()
    profiles, handouts = data.get("profiles", ""), data.get("handouts", ())
    named = handouts if isinstance(handouts, list) else ()
    return (
        profiles if isinstance(profiles, str) and not hidden_characters(profiles) else "",
        tuple(one for one in named if isinstance(one, str) and not hidden_characters(one)),
    )


# -- a session ------------------------------------------------------------------------------------


def parse_session(
    text: str, *, file: str, now: datetime.datetime
) -> tuple[Session | None, list[Problem]]:
    """The session of a text; ``repeats`` belongs to a group."""
    intake = Intake(file, text, kind="session")
    session = intake.read(Session)
    if "repeats" in intake.data:
        intake.problems[:] = [one for one in intake.problems if one.where != "repeats"]
        intake.tell("repeats", ("repeats",), value=file)
    if session is None or not intake.ok:
        _tell_naive(intake)
        return None, intake.problems
    session = _checked(session, intake, now)
    _check_past(session, intake, now)
    return (session if intake.ok else None), intake.problems


def _tell_naive(intake: Intake) -> None:
    if "starts" in intake.data and "timezone" not in intake.data:
        intake.tell("naive-time", ("starts",))


def _checked(session: S, intake: Intake, now: datetime.datetime) -> S:
    """The same with its start as a local time, and every check of what several keys say."""
    starts = _check_start(session.starts, session.timezone, ("starts",), intake)
    session = dataclasses.replace(session, starts=starts)
    if is_no_place(session.timezone):
        intake.tell("zone-of-no-place", ("timezone",), Severity.WARNING, value=session.timezone)
    _check_people(session, intake)
    _check_ways_to_join(session, intake)
    return session


def _check_past(session: Session, intake: Intake, now: datetime.datetime) -> None:
    if session.begins < now:
        value = session.starts.strftime("%Y-%m-%d %H:%M")
        intake.tell("in-the-past", ("starts",), Severity.WARNING, value=value)


def _check_start(
    said: datetime.datetime, timezone: str, path: tuple[str | int, ...], intake: Intake
) -> datetime.datetime:
    """The local time of a start; what no clock shows, shows twice, or says otherwise is told."""
    zone = ZoneInfo(timezone)
    naive = said.replace(tzinfo=None)
    local = naive.replace(tzinfo=zone)
    seen = local.astimezone(datetime.UTC).astimezone(zone)
    value = naive.strftime("%Y-%m-%d %H:%M")
    if seen.replace(tzinfo=None) != naive:
        intake.tell("impossible-time", path, value=value, zone=timezone, next=f"{seen:%H:%M}")
    elif local.utcoffset() != local.replace(fold=1).utcoffset():
        intake.tell("time-twice", path, Severity.WARNING, value=value)
    if said.tzinfo and said.utcoffset() != local.utcoffset():
        intake.tell("offset-disagrees", path, zone=timezone)
    return naive


def _check_people(session: Session, intake: Intake) -> None:
    if session.profiles and session.participants:
        intake.tell("both-profiles-and-participants", ("participants",))
    if not session.profiles and not session.participants:
        intake.tell("no-people", ("profiles",))
    count = len(session.participants)
    if count and not isinstance(session, Group) and not is_right_company(session, count):
        intake.tell("one-to-one-people", ("participants",), count=count)
    for index, name in enumerate(session.handouts):
        stem = Path(name).stem.casefold()
        if stem in {Path(other).stem.casefold() for other in session.handouts[:index]}:
            intake.tell("handout-twice", ("handouts", index), value=name)


def is_right_company(session: Session, count: int) -> bool:
    """Whether as many people come as the kind of session has; who leads it is not counted."""
    return count == 1 or not session.is_one_to_one


def _check_ways_to_join(session: Session, intake: Intake) -> None:
    if session.platform in _BY_LINK and not session.join_url:
        intake.tell("no-join-url", ("join_url",), Severity.WARNING)
    if session.platform in _BY_NUMBER and session.number is None:
        intake.tell("no-dial-in", ("dial_in",), Severity.WARNING)
    if session.room_captions and session.platform is not Platform.IN_PERSON:
        value = session.platform.value
        intake.tell("no-room", ("room_captions",), Severity.NOTE, value=value)


# -- a group --------------------------------------------------------------------------------------


def parse_group(
    text: str, *, file: str, now: datetime.datetime
) -> tuple[Group | None, list[Problem]]:
    """The group of a text, with every date that it names held against its rule."""
    intake = Intake(file, text, kind="group")
    if str(intake.data.get("schema", "")).startswith(SESSION_SCHEMA):
        intake.tell("is-session", ("schema",), value=file)
        return None, intake.problems
    group = intake.read(Group)
    if group is None:
        _tell_naive(intake)
        return None, intake.problems
    group = _checked(group, intake, now)
    if intake.ok:
        _check_first(group, intake)
    if intake.ok:
        group = dataclasses.replace(group, meeting=tuple(_check_changes(group, intake)))
    if intake.ok:
        _check_days(group, intake)
        _check_company(group, intake)
    return (group if intake.ok else None), intake.problems


def _check_first(group: Group, intake: Intake) -> None:
    """The first meeting is the first date of the rule."""
    first = next(rule_dates(series_in(group)), None)
    if first is None or first.date() != group.starts.date():
        value = f"{group.starts:%Y-%m-%d}"
        if first is None:
            intake.tell("no-dates", ("repeats",), value=value)
        else:
            intake.tell("starts-off-rule", ("starts",), value=value, next=f"{first:%Y-%m-%d}")


def _check_changes(group: Group, intake: Intake) -> Iterator[MeetingChange]:
    seen: set[datetime.date] = set()
    came = folded(group.participants)
    came |= folded(one for change in group.meeting for one in change.join)
    dates = {one.date for one in group.meeting}
    held = {one.day for one in occurrences_on(series_in(group), dates)}
    for index, one in enumerate(group.meeting):
        path = ("meeting", index)
        value = one.date.isoformat()
        if one.date in seen:
            intake.tell("date-twice", (*path, "date"), value=value)
        elif one.date not in held:
            near = _near(group, one.date)
            intake.tell("no-meeting", (*path, "date"), value=value, near=near)
        seen.add(one.date)
        for place, person in enumerate(one.leave):
            if person.casefold() in folded(one.join):
                intake.tell("joins-and-leaves", (*path, "leave", place), id=person, value=value)
            elif group.participants and person.casefold() not in came:
                intake.tell("leaves-unknown", (*path, "leave", place), id=person)
        starts = one.starts
        if starts is not None:
            starts = _check_start(starts, group.timezone, (*path, "starts"), intake)
        yield dataclasses.replace(one, starts=starts)


def _check_days(group: Group, intake: Intake) -> None:
    """A group meets at most once a day, those that were moved counted."""
    seen: dict[datetime.date, datetime.date] = {}
    changed = {one.date: index for index, one in enumerate(group.meeting)}
    for one in occurrences(series_in(group)):
        if one.is_cancelled:
            continue
        other = seen.setdefault(one.starts.date(), one.day)
        if other != one.day:
            index = changed.get(one.day, changed.get(other, 0))
            value = one.starts.date().isoformat()
            intake.tell("two-on-a-day", ("meeting", index, "starts"), value=value)


def _check_company(group: Group, intake: Intake) -> None:
    """Two people are two from the first date on, and wherever somebody comes or goes."""
    if not (group.is_one_to_one and group.participants):
        return
    people = people_of(group)
    places: dict[datetime.date, tuple[str | int, ...]] = {group.starts.date(): ("participants",)}
    places |= {one.date: ("meeting", at) for at, one in enumerate(group.meeting)}
    for day, path in places.items():
        count = len(people.on(day))
        if not is_right_company(group, count):
            intake.tell("one-to-one-people", path, count=count)


def _near(group: Group, day: datetime.date) -> str:
    """The dates of the rule around a date, for somebody who wrote another."""
    days = [one.day for one in occurrences(series_in(group))]
    before = [one for one in days if one < day][-1:]
    return ", ".join(f"{one}" for one in (*before, *[one for one in days if one > day][:1]))


def series_in(group: Group) -> Series:
    """How a group goes on, by its file."""
    return Series(
        group=group.id,
        repeats=group.repeats,
        first=group.starts,
        timezone=group.timezone,
        minutes=group.minutes,
        changes=group.meeting,
    )


def _meeting(
    group: Group, day: datetime.date | None, *, file: str, now: datetime.datetime
) -> tuple[Meeting | None, list[Problem]]:
    series = series_in(group)
    if day is None:
        found = next_occurrence(series, now)
        if found is None:
            held = [one.day for one in occurrences(series) if not one.is_cancelled]
            facts = {"last": with_day(Path(file), held[-1]).name if held else file}
            return None, [Problem("group.over", file=file, facts=facts)]
        return meeting_on(group, found), []
    found = next(iter(occurrences_on(series, {day})), None)
    if found is None:
        facts = {"value": day.isoformat(), "near": _near(group, day)}
        return None, [Problem("group.no-meeting", file=file, facts=facts)]
    problems = []
    if end_of(series, found) < now:
        value = found.starts.strftime("%Y-%m-%d %H:%M")
        problem = Problem("session.in-the-past", Severity.WARNING, file, facts={"value": value})
        problems.append(problem)
    return meeting_on(group, found), problems


def meeting_on(group: Group, occurrence: Occurrence, people: GroupPeople | None = None) -> Meeting:
    """The session that a group holds on one date. Its id is the group's, and the date by the rule.

    Who comes: the group's people, those who joined until then, without those who left, and guests
    of that date. Handed out: what the group hands out, and what that date adds. ``people`` are the
    group's, where they are known already.
    """
    people = people or people_of(group)
    today = [change for change in group.meeting if change.date == occurrence.day]
    added = [name for change in today for name in change.handouts if name not in group.handouts]
    here = people.on(occurrence.day)
    keys: dict[str, Any] = {
        field.name: getattr(group, field.name) for field in dataclasses.fields(Session)
    }
    keys |= {
        "schema": "access-kit/session/1",
        "id": f"{group.id}-{occurrence.day.isoformat()}",
        "starts": occurrence.starts,
        "participants": here if group.participants else (),
        "handouts": (*group.handouts, *added),
    }
    return Meeting(
        **keys,
        series=series_in(group),
        occurrence=occurrence,
        absent=frozenset() if group.participants else folded(people.named) - folded(here),
        once=people.once(occurrence.day),
    )
