"""What each person was to get in a month and got: one answer to each question.

Read are the plan of every meeting that has begun, and what the ledger says of its papers. Neither
says who came. Ids are used to know one person from another and go no further.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import Any

from access_kit.errors import Problem, Severity
from access_kit.files import shown
from access_kit.i18n.fallback import same_language
from access_kit.materials.discreet import SETTING as LEFT_OUT
from access_kit.model.ledger import CANCEL, MAILED, MailRow, is_packet
from access_kit.model.profile import Channel, ReadingFormat
from access_kit.store.custody import PLAN, read_plan
from access_kit.store.laid_ready import OUTBOX
from access_kit.store.out_folders import missing_outs, out_folders
from access_kit.store.protocol import Store
from access_kit.store.receipts import Receipts
from access_kit.workflow.keep.access import Clock
from access_kit.workflow.mail.choose import DAYS_OF_A_LETTER

QUESTIONS = (
    *("all_three", "language", "language_other", "format", "format_other"),
    *("time", "time_other", "noted", "met", "no_wait", "wait_month", "wait_met"),
)
"""What is asked of each person and month. Of several meetings a yes is a yes to all."""

OF_SOME = frozenset({"language_other", "format_other", "time_other", "wait_month", "wait_met"})
"""Questions about some of the people alone."""

MonthAnswers = Mapping[str, bool | None]
"""Yes, no, or ``None`` where the question is not about this person."""

MONTH_DAYS = 30
"""A wish that was met within so many days waited a month at most."""

Cause = tuple[str, str]
"""A setting that was not met, and the sentence that says why."""

WishedValue = tuple[str, str]
"""A setting and one of its values."""

WISHED_AS = {"language.written": "text.languages"}
"""What is not met under one name and recommended under another."""


@dataclass(frozen=True)
class PlannedFor:
    """What a plan holds for one person: wishes that have a place in it, and those not met.

    ``locales`` are those of the papers that were made: none, where the packet could not be.
    """

    wishes: frozenset[WishedValue]
    lacking: frozenset[WishedValue]
    causes: frozenset[Cause]
    locales: frozenset[str]

    def values(self, setting: str) -> set[str]:
        return {value for name, value in self.wishes if name == setting}

    def lacks(self, setting: str) -> bool:
        """Whether the packet was not made, or lacks something of this setting."""
        return not self.locales or any(name == setting for name, _ in self.causes)


@dataclass(frozen=True)
class BegunMeeting:
    """A meeting that has begun, with its people by their ids in small letters.

    ``there`` is when the first papers that were handed over or posted have nearly always come.
    """

    starts: datetime.datetime
    people: Mapping[str, PlannedFor]
    there: Mapping[str, datetime.datetime]

    @property
    def month(self) -> str:
        return f"{self.starts:%Y-%m}"


@dataclass(frozen=True)
class PersonMonth:
    """One person's answers in one month, and what they did not get."""

    month: str
    answers: MonthAnswers
    causes: frozenset[Cause]


def read_meetings(
    kit: Path, store: Store | None, clock: Clock
) -> tuple[list[BegunMeeting], list[Problem]]:
    """Every meeting that has begun and whose plan lies in the kit, the first to begin first.

    One that was told as cancelled is none. Plans and folders that cannot be read are told.
    """
    found: dict[str, BegunMeeting] = {}
    problems = [_warning("report.folder-away", path) for path in missing_outs(kit)]
    shared: dict[PlannedFor, PlannedFor] = {}
    for path in (path for out in out_folders(kit) for path in sorted(out.glob(f"*/{PLAN}"))):
        try:
            name, starts, people = _read_plan(path.parent)
        except (KeyError, TypeError, ValueError):
            problems.append(_warning("report.plan-unreadable", path))
            continue
        rows = [*Receipts(path.parent / OUTBOX, clock).mail(session=name)]
        rows += store.mail(session=name) if store else ()
        is_off = any(row.key.documents == CANCEL for row in rows)
        if starts <= clock() and not is_off and name not in found:
            same = {person: shared.setdefault(plan, plan) for person, plan in people.items()}
            found[name] = BegunMeeting(starts, same, _came(rows))
    return sorted(found.values(), key=lambda one: one.starts), problems


def _warning(code: str, path: Path) -> Problem:
    return Problem(code, Severity.WARNING, file=shown(path))


def _read_plan(folder: Path) -> tuple[str, datetime.datetime, dict[str, PlannedFor]]:
    plan = read_plan(folder)
    starts = datetime.datetime.fromisoformat(plan["session"]["starts"])
    if starts.tzinfo is None:
        raise ValueError
    people = {str(one["id"]).casefold(): _planned_for(one) for one in plan["participants"]}
    return str(plan["session"]["id"]), starts, people


def _came(rows: Iterable[MailRow]) -> dict[str, datetime.datetime]:
    """When the first papers that went had come, by person."""
    found: dict[str, datetime.datetime] = {}
    for row in rows:
        if is_packet(row) and row.state in MAILED:
            is_letter = row.key.channel == Channel.LETTER.value
            at = row.at + DAYS_OF_A_LETTER if is_letter else row.at
            person = row.key.person.casefold()
            found[person] = min(at, found.get(person, at))
    return found


def _planned_for(plan: Any) -> PlannedFor:  # noqa: ANN401 (JSON)
    return PlannedFor(
        frozenset(_wishes(plan["recommendations"])),
        frozenset(_wishes(plan["not_met"])),
        frozenset((intern(one["setting"]), intern(one["because"])) for one in plan["not_met"]),
        frozenset(intern(one["locale"]) for one in plan["artefacts"]),
    )


def _wishes(entries: Iterable[Any]) -> Iterator[WishedValue]:
    """The settings that are recommended, or not met, value by value."""
    for one in entries:
        name = intern(WISHED_AS.get(one["setting"], one["setting"]))
        values = one["value"] if isinstance(one["value"], list) else [one["value"]]
        yield from ((name, intern(str(value))) for value in values)


def months_of(meetings: Iterable[BegunMeeting], usual: str) -> list[PersonMonth]:
    """Each person of each month; ``usual`` is the kit's language. Meetings come in their order."""
    theirs: dict[str, list[BegunMeeting]] = {}
    for one in meetings:
        for person in one.people:
            theirs.setdefault(person, []).append(one)
    return [found for person in sorted(theirs) for found in _of(person, theirs[person], usual)]


def _of(person: str, theirs: Sequence[BegunMeeting], usual: str) -> Iterator[PersonMonth]:
    waits = _waits(person, theirs)
    for month in dict.fromkeys(one.month for one in theirs):
        now = [one for one in theirs if one.month == month]
        each = [_answers(one, person, usual) for one in now]
        answers = {question: _join(one[question] for one in each) for question in each[0]}
        causes = {cause for one in now for cause in one.people[person].causes}
        yield PersonMonth(month, answers | _say_waits(waits[month]), frozenset(causes))


def _join(answers: Iterable[bool | None]) -> bool | None:
    given = [one for one in answers if one is not None]
    return all(given) if given else None


def _answers(meeting: BegunMeeting, person: str, usual: str) -> dict[str, bool | None]:
    plan, there = meeting.people[person], meeting.there.get(person)
    language = not plan.lacks("language.written")
    form = not plan.lacks("handouts.formats")
    in_time = there is not None and there <= meeting.starts
    other_language, other_form = _asks_language(plan, usual), _asks_form(plan)
    return {
        "all_three": language and form and in_time,
        "language": language,
        "language_other": language if other_language else None,
        "format": form,
        "format_other": form if other_form else None,
        "time": in_time,
        "time_other": in_time if other_language or other_form else None,
        "noted": there is not None,
        "met": all(setting == LEFT_OUT for setting, _ in plan.causes),
    }


def _asks_language(plan: PlannedFor, usual: str) -> bool:
    """Whether somebody reads another language than the kit's, or first of all another."""
    read = plan.values("text.languages")
    lacking = {value for name, value in plan.lacking if name == "text.languages"}
    made = {one for one in read if any(same_language(one, lang) for lang in plan.locales)}
    reads_usual = not read or any(same_language(one, usual) for one in read)
    return not reads_usual or any(not same_language(one, usual) for one in lacking | made)


def _asks_form(plan: PlannedFor) -> bool:
    """Whether somebody reads in another way than regular print."""
    asked = {value for name, value in plan.wishes | plan.lacking if name == "handouts.formats"}
    return bool(asked - {ReadingFormat.PRINT.value})


# -- how long wishes waited ----------------------------------------------------------------------


@dataclass(frozen=True)
class Waited:
    """How many days each wish waited that was met in a month, and whether others still wait."""

    days: tuple[int, ...] = ()
    goes_on: bool = False


def _waits(person: str, meetings: Sequence[BegunMeeting]) -> dict[str, Waited]:
    """A person's waits, by month.

    A wish waits from the first meeting that lacks it to the first that has it. One that is neither
    lacking nor recommended any more was taken back, and its wait is not counted.
    """
    since: dict[WishedValue, datetime.date] = {}
    found: dict[str, Waited] = {}
    for one in meetings:
        plan, day = one.people[person], one.starts.date()
        lacking = {wish for wish in plan.lacking if wish[0] != LEFT_OUT}
        has = plan.wishes - lacking
        met = tuple((day - begun).days for wish, begun in since.items() if wish in has)
        since = {wish: since.get(wish, day) for wish in lacking}
        before = found.get(one.month, Waited())
        found[one.month] = Waited(before.days + met, bool(since))
    return found


def _say_waits(waited: Waited) -> dict[str, bool | None]:
    has_waited = bool(waited.days) or waited.goes_on
    is_met = not waited.goes_on
    in_a_month = is_met and max(waited.days, default=0) <= MONTH_DAYS
    return {
        "no_wait": not has_waited,
        "wait_month": in_a_month if has_waited else None,
        "wait_met": is_met if has_waited else None,
    }
