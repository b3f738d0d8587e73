"""Who may be reached, when, and by what: the rules alone."""

from __future__ import annotations

import dataclasses
import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.consent_rules import ConsentStanding, may_use, must_ask_again, standing
from access_kit.delivery.gate import why_not
from access_kit.delivery.reach import Reach, earliest, latest, next_try, quiet_until, reach
from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
from access_kit.model.profile import Channel, ContactWays, Mode, Profile, TalkModes
from access_kit.model.session import Facilitator, Platform, Session
from access_kit.model.stated import Stated, Wish
from tests.strategies import canary_profile

TODAY = datetime.date(2026, 11, 26)
NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime.datetime(2026, 11, 26, 12, tzinfo=NEW_YORK)


def person(**contact) -> Profile:
    ways = {"asked_on": TODAY, "safe": (Channel.EMAIL, Channel.LETTER), **contact}
    return dataclasses.replace(canary_profile(7), contact=ContactWays(**ways))


def record(act=ConsentAct.GIVEN, **more) -> ConsentRecord:
    said = {
        "person": "K-07",
        "act": act,
        "form": "consent",
        "version": "7F3A-21B0-9C44",
        "sha256": "a" * 64,
        "locale": "en",
        "format": "print",
        "way": ConsentWay.PHONE,
        "given_at": NOON,
        "recorded_by": "Jo",
    }
    answers = more.pop("answers", {})
    return ConsentRecord(**{**said, **more}, answers=MappingProxyType(answers))


def of(*records):
    """What stands of ``records``, each said a minute after the one before it."""
    minutes = (NOON + datetime.timedelta(minutes=at) for at in range(len(records)))
    in_time = (dataclasses.replace(r, given_at=at) for r, at in zip(records, minutes, strict=True))
    return standing(in_time, today=TODAY)


def test_only_ways_that_were_called_safe_are_used():
    assert reach(person(), ConsentStanding(), today=TODAY).ways == (Channel.EMAIL, Channel.LETTER)
    assert reach(person(safe=()), ConsentStanding(), today=TODAY).reason == "nothing-safe"


@pytest.mark.parametrize(
    ("channel", "mode"),
    [
        (Channel.EMAIL, Mode.EMAIL),
        (Channel.SMS, Mode.SMS),
        (Channel.CALL, Mode.PHONE),
        (Channel.VOICEMAIL, Mode.PHONE),
        (Channel.IN_PERSON, Mode.IN_PERSON),
    ],
)
def test_what_a_person_avoids_beats_what_they_once_called_safe(channel, mode):
    modes = (Stated(Mode.VIDEO), Stated(mode, Wish.AVOID))
    who = dataclasses.replace(person(safe=(channel, Channel.LETTER)), talk=TalkModes(modes))
    assert reach(who, ConsentStanding(), today=TODAY).ways == (Channel.LETTER,)
    assert why_not(who, ConsentStanding(), channel, today=TODAY) == "avoided"
    alone = dataclasses.replace(who, contact=person(safe=(channel,)).contact)
    assert reach(alone, ConsentStanding(), today=TODAY) == Reach((), "avoided")


@pytest.mark.parametrize(("days", "asked"), [(0, True), (90, True), (91, False), (None, False)])
def test_ways_are_asked_again_after_ninety_days(days, asked):
    day = None if days is None else TODAY - datetime.timedelta(days=days)
    found = reach(person(asked_on=day), ConsentStanding(), today=TODAY)
    assert bool(found.ways) is asked
    assert found.reason == ("" if asked else "ask-first")


def test_an_agreement_narrows_and_silence_does_not():
    no = of(record(answers={"cs-email": "no", "cs-mail": "yes"}))
    assert reach(person(), no, today=TODAY).ways == (Channel.LETTER,)
    silent = of(record(answers={"cs-mail": "yes"}))
    assert reach(person(), silent, today=TODAY).ways == (Channel.EMAIL, Channel.LETTER)


@pytest.mark.parametrize("scope", ["email", "cs-email"])
def test_what_is_taken_back_is_not_used_at_once(scope):
    now = of(record(answers={"cs-email": "yes"}), record(ConsentAct.WITHDRAWN, scope=scope))
    assert not may_use(Channel.EMAIL, now)
    assert may_use(Channel.LETTER, now)


def test_who_takes_back_all_is_not_reached_until_they_say_yes_again():
    gone = (record(), record(ConsentAct.WITHDRAWN, scope="all"))
    assert reach(person(), of(*gone), today=TODAY).reason == "withdrawn"
    back = of(*gone, record(answers={"cs-email": "yes"}))
    assert reach(person(), back, today=TODAY).ways == (Channel.EMAIL,)


def test_a_way_taken_back_stays_so_until_its_own_choice_says_yes():
    gone = (record(), record(ConsentAct.WITHDRAWN, scope="email"))
    assert not may_use(Channel.EMAIL, of(*gone, record(answers={"cs-mail": "yes"})))
    assert may_use(Channel.EMAIL, of(*gone, record(answers={"cs-email": "yes"})))


def test_new_words_ask_again_and_the_old_yes_stays():
    now = of(record(answers={"cs-record-choice": "yes"}))
    assert not must_ask_again(now, "a" * 64)
    assert must_ask_again(now, "b" * 64)
    assert now.holds("cs-record-choice")
    assert must_ask_again(of(record(), record(ConsentAct.ASKED_AGAIN)), "a" * 64)


def test_what_has_run_out_is_not_given():
    over = of(record(answers={"cs-email": "yes"}, until=TODAY - datetime.timedelta(days=1)))
    assert not over.is_given
    assert not over.holds("cs-email")


CHANNELS = ("all", "email", "letter", "sms", "cs-email", "cs-mail", "cs-text")
ACTS = st.lists(
    st.one_of(
        st.sampled_from(CHANNELS).map(lambda s: record(ConsentAct.WITHDRAWN, scope=s)),
        st.dictionaries(
            st.sampled_from(["cs-email", "cs-mail", "cs-text"]), st.sampled_from(["yes", "no"])
        ).map(lambda a: record(answers=a)),
    ),
    max_size=8,
)


@given(ACTS, st.sampled_from([Channel.EMAIL, Channel.LETTER, Channel.SMS]))
def test_taking_back_always_wins_at_the_end(acts, channel):
    for scope in ("all", channel.value):
        now = of(*acts, record(ConsentAct.WITHDRAWN, scope=scope))
        assert not may_use(channel, now)


@given(ACTS)
def test_no_answer_ever_opens_a_way_that_was_not_called_safe(acts):
    found = reach(person(safe=(Channel.LETTER,)), of(*acts), today=TODAY)
    assert set(found.ways) <= {Channel.LETTER}


# -- time ---------------------------------------------------------------------------------------


def at(hour, minute=0, *, day=26, zone=NEW_YORK):
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("clock", "until"),
    [
        (at(19, 59), None),
        (at(20, 0), at(8, day=27)),
        (at(23, 0), at(8, day=27)),
        (at(3, 0), at(8)),
        (at(7, 59), at(8)),
        (at(8, 0), None),
    ],
)
def test_quiet_hours_go_over_midnight(clock, until):
    assert quiet_until(clock, ("20:00", "08:00"), NEW_YORK) == until
    in_utc = clock.astimezone(datetime.UTC)
    assert quiet_until(in_utc, ("20:00", "08:00"), NEW_YORK) == until


def test_quiet_hours_within_a_day_and_none():
    assert quiet_until(at(13), ("12:00", "14:00"), NEW_YORK) == at(14)
    assert quiet_until(at(11), ("12:00", "14:00"), NEW_YORK) is None
    assert quiet_until(at(11), ("12:00", "12:00"), NEW_YORK) is None


def session(starts) -> Session:
    return Session(
        schema="access-kit/session/1",
        id="s",
        title="t",
        starts=starts,
        timezone="America/New_York",
        minutes=60,
        platform=Platform.ZOOM,
        facilitator=Facilitator(name="Jo"),
    )


def test_a_night_in_which_clocks_change_is_counted_right():
    spring = session(datetime.datetime(2026, 3, 15, 18))
    first = earliest(spring, 7)
    assert first.isoformat() == "2026-03-08T00:00:00-05:00"
    moment = datetime.datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK)
    until = quiet_until(moment, ("20:00", "08:00"), NEW_YORK)
    assert until is not None
    assert until.isoformat() == "2026-03-08T08:00:00-04:00"
    assert latest(spring).isoformat() == "2026-03-15T16:00:00-04:00"


@given(st.integers(1, 40), st.text("abc@<>.", min_size=1, max_size=12))
def test_waits_grow_and_differ_a_little(attempts, name):
    base = (1, 5, 15, 30, 60)[min(attempts, 5) - 1]
    wait = (next_try(attempts, NOON, name) - NOON).total_seconds() / 60
    assert 0.9 * base <= wait <= 1.1 * base + 0.01
