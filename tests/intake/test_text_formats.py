"""Text with a form: rules of recurrence as RFC 5545 writes them, and nothing looser."""

from __future__ import annotations

import pytest

from access_kit.intake.text_formats import FORMS
from access_kit.model.constraint import TextFormat


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=WEEKLY;COUNT=12",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=WEEKLY;UNTIL=20261231T000000Z",
        "FREQ=MONTHLY;BYMONTHDAY=-1;WKST=SU",
    ],
)
def test_a_rule_of_the_standard_is_taken(rule):
    assert FORMS[TextFormat.RRULE](rule) is None


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=WEEKLY",  # the property's name belongs to the calendar file
        "FREQ=WEEKLY;COUNT=3;UNTIL=20261231T000000Z",
        "FREQ=WEEKLY;UNTIL=20261231",  # not in UTC
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",  # never
        "FREQ=WEEKLY;FOO=1",
        "FREQ=WEEKLY;",
        "freq=weekly",
        "COUNT=3",
        "every Thursday",
    ],
)
def test_what_the_standard_does_not_know_is_refused(rule):
    assert FORMS[TextFormat.RRULE](rule) in ("bad-rrule", "rrule-until", "rrule-ends-twice")
