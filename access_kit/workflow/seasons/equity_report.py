"""The numbers of a kit: by month, and of everybody whose details it keeps."""

from __future__ import annotations

import contextlib
import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from access_kit.delivery.reach import ASK_AGAIN_DAYS
from access_kit.errors import AccessKitError, BadInput, Problem
from access_kit.model.answers.report import (
    CauseCount,
    PeopleCount,
    ReportAnswer,
    ReportMonth,
    ReportPeople,
)
from access_kit.model.profile import Profile, StatedBy
from access_kit.profiles.profile_files import read_profile_folder
from access_kit.session_files import peek_session
from access_kit.store.protocol import Store
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.mail.desk import files_of_sessions
from access_kit.workflow.seasons.equity_counts import LEAST, count_answers, show, show_answers
from access_kit.workflow.seasons.equity_facts import (
    OF_SOME,
    QUESTIONS,
    PersonMonth,
    months_of,
    read_meetings,
)

KEPT = ("stated", "review", "asked")
"""What is asked of each profile."""

UNKNOWN = (*("first_asked", "not_asked", "taken_away", "not_noted", "booked", "used", "came"),)
"""What the files of a kit do not say; the words stand beside the pages."""


def read_month(said: str) -> str:
    """``2026-11`` as it is; ``BadInput`` for anything else."""
    try:
        return f"{datetime.datetime.strptime(said, '%Y-%m'):%Y-%m}"
    except ValueError:
        raise BadInput(Problem("report.bad-month", where=said[:20])) from None


def report_on(access: KitAccess, month: str = "") -> ReportAnswer:
    """The numbers of a kit, of one month or all; the store is opened where there is one."""
    folder, kit = access.kit()
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(access.store_of(folder, kit)) if access.holds_people() else None
        meetings, problems = read_meetings(folder, store, access.clock)
        profiles = _profiles(folder, store, access.today)
    access.tell(problems)
    months = count_months(months_of(meetings, kit.defaults.locale))
    chosen = [one for one in months if month in ("", one.month)]
    kept = count_kept(profiles, access.today)
    return ReportAnswer(LEAST, tuple(chosen), kept, UNKNOWN)


def _profiles(folder: Path, store: Store | None, today: datetime.date) -> list[Profile]:
    """Everybody in the store, and in the folders that sessions name; once each."""
    found = {one.id.casefold(): one for one in store.profiles()} if store else {}
    files = [(path.parent, peek_session(path)[0]) for path in files_of_sessions(folder)]
    named = {place / profiles for place, profiles in files if profiles}
    for place in sorted(named):
        with contextlib.suppress(AccessKitError):
            for one in read_profile_folder(place, today=today)[0]:
                found.setdefault(one.id.casefold(), one)
    return list(found.values())


# -- counting -------------------------------------------------------------------------------------


def count_months(found: Sequence[PersonMonth]) -> list[ReportMonth]:
    months = sorted({one.month for one in found})
    return [_count_month(name, [one for one in found if one.month == name]) for name in months]


def _count_month(name: str, people: Sequence[PersonMonth]) -> ReportMonth:
    counts = (_count(question, (one.answers[question] for one in people)) for question in QUESTIONS)
    shared = Counter(cause for one in people for cause in one.causes)
    shown = {cause: show_answers(those, len(people) - those).yes for cause, those in shared.items()}
    causes = [CauseCount(*cause, those) for cause, those in sorted(shown.items()) if those]
    causes.sort(key=lambda one: -one.people)
    return ReportMonth(name, show(len(people)), tuple(counts), tuple(causes))


def _count(question: str, given: Iterable[bool | None]) -> PeopleCount:
    shown = count_answers(given, of_some=question in OF_SOME)
    return PeopleCount(question, shown.of, shown.yes, shown.no)


def count_kept(profiles: Sequence[Profile], today: datetime.date) -> ReportPeople:
    """Who said what people need, and how old it is."""
    given = [_kept_answers(one, today) for one in profiles]
    counts = (_count(question, (one[question] for one in given)) for question in KEPT)
    return ReportPeople(show(len(profiles)), tuple(counts))


def _kept_answers(profile: Profile, today: datetime.date) -> dict[str, bool]:
    asked = profile.contact.asked_on
    return {
        "stated": profile.stated_by is not StatedBy.OTHER_WITH_CONSENT,
        "review": profile.review_by is not None and profile.review_by >= today,
        "asked": asked is not None and (today - asked).days <= ASK_AGAIN_DAYS,
    }
