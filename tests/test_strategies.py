"""What the strategies make is valid, and canaries are all different."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.addresses import check_address
from access_kit.intake.text_formats import FORMS
from access_kit.model.constraint import TextFormat
from access_kit.model.profile import Profile
from tests.strategies import canaries_of, canary_profile, profiles


@given(st.integers(0, 9999))
def test_canary_profile_is_valid(number):
    profile = canary_profile(number)
    contact = profile.contact
    assert contact.post
    assert contact.emergency
    assert FORMS[TextFormat.EMAIL](str(contact.email)) is None
    assert FORMS[TextFormat.PHONE](str(contact.phone)) is None
    assert FORMS[TextFormat.PHONE](contact.emergency.phone) is None
    assert list(check_address(contact.post)) == []


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_no_canary_is_part_of_another(one, other):
    ours = canaries_of(canary_profile(one))
    theirs = canaries_of(canary_profile(other))
    for field, canary in ours.items():
        assert len(canary) >= 4
        for name, text in theirs.items():
            assert (canary in text) == (one == other and field == name)


@given(profiles())
def test_profiles_keep_what_the_readers_promise(profile: Profile):
    assert not profile.talk.avoid
    assert {one.value for one in profile.pace.reminders} <= set(profile.contact.safe)
    for section in (profile.reading.formats, profile.talk.modes, profile.language.spoken):
        values = [one.value for one in section]
        assert len(values) == len(set(values))
