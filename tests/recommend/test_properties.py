"""What must hold for any people in any session."""

from __future__ import annotations

import dataclasses
import random
import typing

from hypothesis import assume, given
from hypothesis import strategies as st

from access_kit.model.profile import (
    Camera,
    CameraUse,
    CaptionKind,
    Device,
    DeviceKind,
    GroupConsent,
    Hearing,
    Language,
    Level,
    Mode,
    Pace,
    Profile,
    Reading,
    ReadingFormat,
    TalkModes,
)
from access_kit.model.session import Platform
from access_kit.model.stated import Stated, Wish
from access_kit.profiles.neutral import find_unneutral
from access_kit.recommend.book import built_in_rules
from access_kit.recommend.conditions import Facts
from access_kit.recommend.facts import profile_facts
from access_kit.recommend.group import recommend_group
from access_kit.recommend.joining import covers, join_two
from access_kit.recommend.person import recommend_person
from access_kit.recommend.settings import EVERYTHING, Join, Setting, load_settings
from access_kit.recommend.situation import Situation
from tests.recommend.people import NOW
from tests.strategies import NEEDS, canary_profile, field_types, field_values, profiles, sessions

BOOK = built_in_rules()
SETTINGS = load_settings()

NOT_A_NEED = {("device", "has"), ("device", "input"), ("language", "spoken")}
"""What somebody has, uses or speaks: more of it can make a help needless."""

situations = st.builds(lambda session: Situation(now=NOW, session=session), sessions())
groups = st.lists(profiles(), max_size=5, unique_by=lambda one: one.id)
seeds = st.integers(0, 2**16)


def plans(people, situation):
    return [(one, recommend_person(one, situation, BOOK)) for one in people]


# -- joining -------------------------------------------------------------------------------------


@st.composite
def values_of(draw: st.DrawFn, count: int):
    setting = draw(st.sampled_from(sorted(SETTINGS.values(), key=lambda one: one.name)))
    texts = st.sampled_from(setting.choices or ("ase", "bfi", "es"))
    kinds = {
        Join.UNION: st.lists(texts, max_size=3).map(lambda many: _in_order(setting, many)),
        Join.STRONGEST: texts,
    }
    plain = st.booleans() if setting.is_truth else st.integers(1, 99)
    one = kinds.get(setting.join, plain)
    return setting, [draw(one) for _ in range(count)]


def _in_order(setting: Setting, many: list[str]):
    return join_two(setting, tuple(many), ())


@given(values_of(3))
def test_joins_are_associative_commutative_and_idempotent(drawn):
    setting, (a, b, c) = drawn
    assert join_two(setting, a, b) == join_two(setting, b, a)
    ab, bc = join_two(setting, a, b), join_two(setting, b, c)
    assert join_two(setting, ab, c) == join_two(setting, a, bc)
    assert join_two(setting, a, a) == a
    assert covers(setting, ab, a)


# -- order ---------------------------------------------------------------------------------------


@given(profiles(), situations, seeds)
def test_order_of_rules_does_not_matter(profile, situation, seed):
    rules = list(BOOK.rules)
    random.Random(seed).shuffle(rules)
    shuffled = dataclasses.replace(BOOK, rules=tuple(rules))
    plan = recommend_person(profile, situation, BOOK)
    assert recommend_person(profile, situation, shuffled) == plan


@given(groups, situations, seeds)
def test_order_of_people_does_not_matter(people, situation, seed):
    shuffled = list(people)
    random.Random(seed).shuffle(shuffled)
    there = recommend_group(plans(people, situation), situation, BOOK)
    assert recommend_group(plans(shuffled, situation), situation, BOOK) == there


# -- avoid ---------------------------------------------------------------------------------------


def avoided(setting: Setting, facts: Facts) -> set[str]:
    out = set()
    for field in (*setting.avoids, *setting.avoided_by):
        for fact in facts.get(field, ()):
            if fact.wish is Wish.AVOID:
                taken = setting.avoided_by.get(field, {}).get(str(fact.value), ())
                out |= set(taken) | ({str(fact.value)} if field in setting.avoids else set())
    return out


@given(profiles(), situations)
def test_avoid_always_wins(profile, situation):
    plan = recommend_person(profile, situation, BOOK)
    facts = profile_facts(profile)
    values = [(name, value) for name, value in plan.settings.items()]
    values += [(item.setting, item.value) for item in plan.recommendations]
    values += [(item.setting, item.value) for item in plan.not_met]
    for name, value in values:
        out = {text.lower() for text in avoided(SETTINGS[name], facts)}
        assert EVERYTHING not in out, name
        texts = value if isinstance(value, tuple) else (value,)
        assert not {str(text).lower() for text in texts} & out, name


# -- more needs, more help -----------------------------------------------------------------------


@st.composite
def with_a_new_need(draw: st.DrawFn):
    """A profile, the same with one more need, and the field of the need."""
    profile = draw(profiles())
    section = draw(st.sampled_from(NEEDS))
    known = getattr(profile, section)
    names = [
        name
        for name in field_types(section)
        if (section, name) not in NOT_A_NEED
        and (getattr(known, name) is None or isinstance(getattr(known, name), tuple))
        and name != "reminders"
    ]
    assume(names)
    name = draw(st.sampled_from(names))
    hint = typing.get_type_hints(type(known), include_extras=True)[name]
    new = draw(field_values(hint, name, st.just(Wish.NEED)))
    if isinstance(new, tuple):
        old = getattr(known, name)
        new = (*old, *(one for one in new if one.value not in {had.value for had in old}))
    more = dataclasses.replace(profile, **{section: dataclasses.replace(known, **{name: new})})
    return profile, more, f"{section}.{name}"


@given(with_a_new_need(), situations)
def test_a_new_need_never_removes_help(drawn, situation):
    profile, more, field = drawn
    before = recommend_person(profile, situation, BOOK)
    after = recommend_person(more, situation, BOOK)
    told = {item.setting for item in after.not_met}
    for name, value in before.settings.items():
        setting = SETTINGS[name]
        if name == "turn.own":
            continue  # how somebody takes part: who says that they read along is given nothing less
        own_words = setting.wish and field in setting.avoids
        if own_words or (name == "contact.voice_ok" and field == "talk.modes"):
            assert name in after.settings
            continue
        assert name in told or covers(setting, after.settings[name], value), name
    rules = {item.rule for item in after.recommendations} | {item.rule for item in after.not_met}
    assert {item.rule for item in before.recommendations} <= rules


# -- the group -----------------------------------------------------------------------------------


@st.composite
def covered(draw: st.DrawFn, minutes: int):
    """A member all of whose needs the baseline of a video session covers."""
    maybe = st.none() | st.just(Wish.NEED) | st.just(Wish.PREFER)

    def stated(strategy: st.SearchStrategy):
        wish = draw(maybe)
        return None if wish is None else Stated(draw(strategy), wish)

    avoids = tuple(
        Stated(mode, Wish.AVOID) for mode in draw(st.sets(st.sampled_from([Mode.VIDEO])))
    )
    captions = stated(st.sampled_from([CaptionKind.AUTO, CaptionKind.NONE]))
    distracting = Stated(CaptionKind.AUTO, Wish.AVOID) if draw(st.booleans()) else captions
    formats = draw(
        st.sets(
            st.sampled_from([ReadingFormat.PRINT, ReadingFormat.LARGE_PRINT, ReadingFormat.BRAILLE])
        )
    )
    return dataclasses.replace(
        canary_profile(9999),
        id="Z-999",
        consent=dataclasses.replace(
            canary_profile(1).consent, group=draw(st.sampled_from(list(GroupConsent)))
        ),
        language=Language(written=(Stated("es", Wish.NEED),)),
        reading=Reading(
            level=stated(st.sampled_from([Level.PLAIN, Level.EASY_READ])),
            formats=tuple(Stated(one, Wish.NEED) for one in sorted(formats)),
            print_size_pt=stated(st.integers(12, 48)),
        ),
        hearing=Hearing(captions=distracting),
        talk=TalkModes((Stated(Mode.VOICE), *avoids)),
        camera=Camera(own=stated(st.sampled_from(list(CameraUse)))),
        device=Device(has=(Stated(draw(st.sampled_from(list(DeviceKind)))),)),
        pace=Pace(
            max_minutes=stated(st.integers(minutes, 480)),
            break_every_min=stated(st.integers(25, 60)),
            break_min=stated(st.integers(2, 5)),
        ),
    )


@given(st.data(), groups, sessions(st.sampled_from([Platform.ZOOM, Platform.TEAMS])))
def test_a_member_whose_needs_the_baseline_covers_changes_nothing(data, people, session):
    session = dataclasses.replace(session, minutes=max(session.minutes, 31))
    situation = Situation(now=NOW, session=session)
    member = data.draw(covered(session.minutes))
    without = recommend_group(plans(people, situation), situation, BOOK)
    with_member = recommend_group(plans([*people, member], situation), situation, BOOK)
    assert with_member == without


@given(groups, situations)
def test_group_plan_names_no_one_and_counts_nothing(people, situation):
    once = plans(people, situation)
    group = recommend_group(once, situation, BOOK)
    text = repr(group)
    assert not [one.id for one in people if one.id in text]
    sentences = [item.because for item in group.recommendations]
    sentences += [part for n in group.not_met for part in (n.because, *n.alternatives)]
    assert not [one for one in sentences if any(character.isdigit() for character in one)]
    keys = [(item.rule, item.setting) for item in group.recommendations]
    assert len(keys) == len(set(keys))
    twins = [
        dataclasses.replace(one, id=f"Y-{number}") for number, one in enumerate(people, start=1)
    ]
    assert recommend_group([*once, *plans(twins, situation)], situation, BOOK) == group


@given(groups, situations)
def test_without_consent_nothing_that_points_at_one_person_shows(people, situation):
    quiet = [
        dataclasses.replace(one, consent=dataclasses.replace(one.consent, group=GroupConsent.NONE))
        for one in people
    ]
    group = recommend_group(plans(quiet, situation), situation, BOOK)
    pointing = ("interpreter.", "companion.", "helper.")
    assert not [name for name in group.settings if name.startswith(pointing)]
    assert group.settings.get("captions.live") in (None, "auto")
    assert group.settings["helpers.may_be_present"] is True


# -- what it says --------------------------------------------------------------------------------


@given(profiles(), situations)
def test_reasons_and_sources_are_neutral_and_hold_nothing_of_the_person(profile, situation):
    plan = recommend_person(profile, situation, BOOK)
    for item in plan.recommendations:
        assert not find_unneutral(item.because)
        assert item.source in BOOK.citations
    for missed in plan.not_met:
        assert not find_unneutral(" ".join((missed.because, *missed.alternatives)))
        assert len(missed.alternatives) >= 2
    private = (profile.name, profile.contact.email, profile.contact.phone)
    assert not [value for value in private if str(value) in repr(plan)]


@given(profiles())
def test_whatever_is_known_the_plan_can_be_made_without_session_or_kit(profile: Profile):
    plan = recommend_person(profile, Situation(now=NOW), BOOK)
    assert plan.not_met == () or {item.rule for item in plan.not_met} <= {
        "U05",
        "M04",
        "N02",
        "P02",
    }
