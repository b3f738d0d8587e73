"""A date that people know only from the series, moved so late that no letter says so in time."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from access_kit.delivery.consent_rules import standing
from access_kit.model.profile import Channel, ContactWays
from access_kit.model.series import MeetingChange
from access_kit.workflow.mail.choose import Choosing, choose
from access_kit.workflow.mail.say import LeadingWords
from access_kit.workflow.mailed.dispatches import Posting, Recipient, SendWish
from tests.materials.samples import KIT, ZONE, make_profile
from tests.materials.test_series_words import DAY, meeting

TO = datetime.datetime(2026, 12, 9, 18)
MOVED = meeting(
    "FREQ=WEEKLY;COUNT=12", MeetingChange(DAY(2026, 12, 10), starts=TO), day=DAY(2026, 12, 10)
)
START = MOVED.begins.isoformat()


def chosen(days_before: int, *safe: Channel, **known):
    """What is chosen for somebody so many days before, who has nothing for this date yet."""
    now = TO.replace(tzinfo=ZoneInfo(ZONE)) - datetime.timedelta(days=days_before)
    contact = ContactWays(asked_on=now.date(), safe=safe, phone="+1 603 555 0142")
    one = Recipient(make_profile(contact=contact), standing((), today=now.date()), None, **known)
    run = Choosing(KIT, MOVED, now, SendWish(by_server=False), lambda *_: LeadingWords("", ""))
    found = [one.dispatch if isinstance(one, Posting) else one for one in choose([one], run)]
    return [(one.channel, one.step.value, one.why) for one in found if one.why != "no-packet"]


@pytest.mark.parametrize(
    ("days", "safe", "known", "expected"),
    [
        (4, (Channel.LETTER, Channel.CALL), {}, [("call", "by_hand", "changed")]),
        (4, (Channel.LETTER,), {}, [("letter", "not_reached", "no-quick-way")]),
        (4, (Channel.LETTER,), {"heard": START}, []),
        (8, (Channel.LETTER, Channel.CALL), {}, []),
        (4, (Channel.LETTER, Channel.CALL), {"knows_series": False}, []),
    ],
)
def test_a_date_moved_too_late_for_a_letter_is_told_by_hand_once(days, safe, known, expected):
    assert chosen(days, *safe, **{"knows_series": True, **known}) == expected
