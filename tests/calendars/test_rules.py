"""Which rules are taken: those of RFC 5545, 3.3.10. A calendar writes them as they were read."""

from __future__ import annotations

import datetime
from itertools import islice

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.model.series import Series
from access_kit.recurrence import last_day, rule_dates, rule_fault
from tests.conftest import SOAK
from tests.kit.test_group import GROUP, parsed

FIRST = datetime.datetime(2026, 12, 3, 18)

REFUSED = (
    "freq=weekly", "FREQ=weekly", "FREQ=WEEKLY;", ";FREQ=WEEKLY", "FREQ=WEEKLY\n", " FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=th", "FREQ=WEEKLY;BYDAY=TH,TH", "FREQ=WEEKLY;BYDAY=TH,",
    "FREQ=WEEKLY;BYDAY= TH", "FREQ=WEEKLY;BYDAY=1TH", "FREQ=DAILY;BYDAY=1TH",
    "FREQ=MONTHLY;BYDAY=TH(1)", "FREQ=MONTHLY;BYDAY=TH(+1)", "FREQ=MONTHLY;BYDAY=1 TH",
    "FREQ=MONTHLY;BYDAY=0TH", "FREQ=MONTHLY;BYDAY=6TH", "FREQ=MONTHLY;BYDAY=54TH",
    "FREQ=YEARLY;BYDAY=54TH", "FREQ=YEARLY;BYMONTH=3;BYDAY=6MO", "FREQ=YEARLY;BYWEEKNO=2;BYDAY=1MO",
    "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=-32",
    "FREQ=MONTHLY;BYMONTHDAY=１", "FREQ=MONTHLY;BYMONTHDAY=1_0", "FREQ=MONTHLY;BYMONTHDAY=1,01",
    "FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=0", "FREQ=YEARLY;BYMONTH=13",
    "FREQ=YEARLY;BYMONTH=-1", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=MONTHLY;BYYEARDAY=1",
    "FREQ=YEARLY;BYWEEKNO=54", "FREQ=MONTHLY;BYWEEKNO=5", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    "FREQ=WEEKLY;BYSETPOS=1", "FREQ=WEEKLY;WKST=XX", "FREQ=WEEKLY;WKST=1MO",
    "FREQ=WEEKLY;INTERVAL=0",
    "FREQ=WEEKLY;INTERVAL=+2", "FREQ=WEEKLY;INTERVAL=02", "FREQ=WEEKLY;COUNT=-1",
    "FREQ=WEEKLY;UNTIL=20270230T000000Z", "FREQ=WEEKLY;UNTIL=20270225T250000Z",
    "FREQ=YEARLY;RSCALE=GREGORIAN", "FREQ=WEEKLY;X-A=1", "FREQ=WEEKLY;BYDAY=TH;BYDAY=MO",
    "FREQ=WEEKLY;DTSTART=20261203T180000", "FREQ=WEEKLY;TZID=UTC", "FREQ=WEEKLY;BYWEEKDAY=TH",
    "FREQ=WEEKLY;BYEASTER=1", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYDAY=5TH;BYMONTHDAY=1", "FREQ=MONTHLY;BYDAY=-1TH;BYMONTHDAY=1",
    "FREQ=MONTHLY;BYDAY=TH,1FR",
    "FREQ=FORTNIGHTLY", "BYDAY=TH", "",
)  # fmt: skip
TAKEN = (
    "FREQ=WEEKLY", "INTERVAL=2;FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TH,MO;WKST=SU",
    "FREQ=MONTHLY;BYDAY=+1TH", "FREQ=MONTHLY;BYDAY=-5TH", "FREQ=MONTHLY;BYMONTHDAY=-31",
    "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "FREQ=MONTHLY;BYDAY=1TH,-1FR",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1", "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYWEEKNO=20",
    "FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2", "FREQ=WEEKLY;BYMONTH=1,2", "FREQ=DAILY;BYMONTHDAY=1",
    "FREQ=DAILY;INTERVAL=7;BYDAY=TH", "FREQ=MONTHLY;INTERVAL=12;BYMONTH=12",
    "FREQ=WEEKLY;UNTIL=20270225T235900Z", "FREQ=DAILY;COUNT=9999",
)  # fmt: skip


@pytest.mark.parametrize("rule", REFUSED)
def test_what_the_standard_does_not_allow_is_refused(rule):
    assert rule_fault(rule) is not None


@pytest.mark.parametrize("rule", TAKEN)
def test_what_the_standard_allows_is_taken_and_written_back_the_same(rule):
    assert rule_fault(rule) is None
    assert as_parts(written_back(rule)) == as_parts(rule)


def test_a_rule_that_no_library_reads_is_told_as_a_mistake_of_the_file():
    for rule in ("FREQ=MONTHLY;BYDAY=54TH", "FREQ=MONTHLY;BYDAY=TH(1)"):
        _, problems = parsed(GROUP.replace("FREQ=WEEKLY;COUNT=12", rule))
        assert [one.code for one in problems] == ["group.bad-rrule"]


def test_an_end_that_is_too_far_away_is_not_named():
    far = Series("g", "FREQ=DAILY;COUNT=9999", FIRST, "America/New_York", 60)
    assert last_day(far) is None
    assert last_day(Series("g", "FREQ=DAILY;COUNT=99", FIRST, "America/New_York", 60))


def as_parts(rule: str) -> dict[str, list[object]] | None:
    """The parts of a rule, whatever their order, numbers as numbers."""
    if "=" not in rule:
        return None
    pairs = (part.partition("=") for part in rule.split(";"))
    return {
        name: sorted(
            (
                int(one) if one.lstrip("+-").isdigit() else one.lstrip("+")
                for one in value.split(",")
            ),
            key=str,
        )
        for name, _, value in pairs
    }


def written_back(rule: str) -> str:
    return icalendar.vRecur.from_ical(rule).to_ical().decode()


NUMBERS = st.integers(-60, 60).map(str) | st.sampled_from(
    ("+1", "01", "", "1 ", "x", "366", "-366")
)
VALUES = {
    "FREQ": st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "weekly")),
    "INTERVAL": NUMBERS,
    "COUNT": NUMBERS,
    "UNTIL": st.sampled_from(
        ("20270325T220000Z", "20270325", "20270325T220000", "20271325T220000Z")
    ),
    "BYDAY": st.sampled_from(
        ("MO", "TH", "FR", "1TH", "-1TH", "+2FR", "5MO", "54MO", "TH(1)", "th")
    ),
    "BYMONTHDAY": NUMBERS,
    "BYYEARDAY": NUMBERS,
    "BYWEEKNO": NUMBERS,
    "BYMONTH": NUMBERS,
    "BYSETPOS": st.sampled_from(("1", "-1", "2", "0")),
    "WKST": st.sampled_from(("MO", "SU", "XX")),
    "BYHOUR": NUMBERS,
}


@st.composite
def rules(draw) -> str:
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=3))
    names = draw(st.permutations(["FREQ", *names]))
    parts = []
    for name in names:
        values = draw(st.lists(VALUES[name], min_size=1, max_size=2 if name[:2] == "BY" else 1))
        parts.append(f"{name}={','.join(values)}")
    return ";".join(parts)


@settings(max_examples=5_000 if SOAK else 300, deadline=None)
@given(rules())
def test_whatever_is_written_there_the_answer_is_a_code_or_a_rule_that_works(rule):
    fault = rule_fault(rule)
    assert fault in (None, "bad-rrule", "rrule-too-often", "rrule-until", "rrule-ends-twice")
    if fault is None:
        assert as_parts(written_back(rule)) == as_parts(rule)
        list(islice(rule_dates(Series("g", rule, FIRST, "America/New_York", 60)), 5))
