import dataclasses

from access_kit.materials.group_notice import build_group_notice
from access_kit.model.plan import GroupPlan
from access_kit.model.session import Platform
from tests.materials.reading import text_of
from tests.materials.samples import BASELINE, SESSION, paper_context, session_context


def notice(**changes) -> str:
    return text_of(build_group_notice(session_context(**changes)))


def test_it_is_made_from_the_groups_plan_alone():
    alone = build_group_notice(session_context())
    for person in ("signs", "types-only", "basic-phone"):
        assert build_group_notice(paper_context(person)) == alone


def test_it_says_when_how_what_and_how_we_are_together():
    text = notice()
    for words in (
        "Thursday evening group",
        "6:15",
        "https://meet.example",
        "(603) 555-0199",
        "Choose Chat and type there;",
        "We use captions made by a computer, so expect mistakes.",
        "Interpreters, captioners, or helpers may be in the meeting.",
        "What is said here stays here.",
        "We're kind, and hate has no place here.",
    ):
        assert words in text


def test_supports_stand_in_it_only_when_the_groups_plan_has_them():
    assert "A sign language interpreter will be there." not in notice()
    group = GroupPlan({**BASELINE, "interpreter.kinds": ("signed",)}, ())
    assert "A sign language interpreter will be there." in notice(group=group)


def test_each_way_to_take_part_is_open_to_all():
    assert "You can talk, type, or just listen." in notice()
    phone = dataclasses.replace(SESSION, platform=Platform.PHONE)
    assert "You can talk or just listen." in notice(session=phone)


def test_a_recorded_meeting_is_not_called_unrecorded():
    text = notice(session=dataclasses.replace(SESSION, recording=True))
    assert "Nobody records or takes photos." not in text
    assert "only if each person said yes" in text
