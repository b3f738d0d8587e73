"""A group over weeks: nobody is mailed the same twice, forgotten, or told something untrue."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from tests.groups.season import EXTRA, GROUP, SeasonWorld, add, change, make_season, text_of
from tests.send.replies import reply_to

FIRST, SECOND, THIRD = "2026-12-03", "2026-12-10", "2026-12-17"
WEEKS = {
    FIRST: "2026-11-27T10:00:00-05:00",
    SECOND: "2026-12-04T10:00:00-05:00",
    THIRD: "2026-12-11T10:00:00-05:00",
    "2026-12-24": "2026-12-18T10:00:00-05:00",
    "2026-12-31": "2026-12-25T10:00:00-05:00",
}
AFTER_SECOND, AFTER_THIRD = "2026-12-05T10:00:00-05:00", "2026-12-12T10:00:00-05:00"
AFTER_ALL = "2026-12-29T10:00:00-05:00"
IN_PERSON = {
    "K-41": (
        "K-07",
        {
            "Rosa": "Ruth",
            'safe = ["letter"]': 'safe = ["in_person"]',
            'reminders = ["letter"]': "reminders = []",
        },
    )
}
"""Somebody who comes for the packet and asked for no reminders."""


def meet(world: SeasonWorld, day: str) -> None:
    """Everybody gets their papers, and it is noted."""
    world.meet(day, WEEKS[day])
    picked = ("send", f"{GROUP}@{day}", "--mark-sent", "--only", "K-41")
    world.do(WEEKS[day], *picked, ok=(0, 2, 6))


@pytest.fixture(scope="module")
def two_weeks(tmp_path_factory):
    """Two weeks of somebody who is texted, one who has e-mail, one who comes for the packet."""
    folder = tmp_path_factory.mktemp("weeks") / "kit"
    EXTRA.update(IN_PERSON)
    try:
        world = make_season(folder, ("K-15", "K-31", "K-41"), weeks=6)
    finally:
        EXTRA.pop("K-41")
    change(world, 'handouts = ["things-that-help-me.md", ', "handouts = [")
    meet(world, FIRST)
    meet(world, SECOND)
    return world


@pytest.fixture(scope="module")
def five_weeks(two_weeks, tmp_path_factory):
    """The same after three more weeks, in which nobody said a word."""
    world = copy_of(two_weeks, tmp_path_factory.mktemp("five") / "kit")
    for day in list(WEEKS)[2:]:
        meet(world, day)
    return world


@pytest.fixture
def world(two_weeks, tmp_path):
    """The two weeks, to go on from."""
    return copy_of(two_weeks, tmp_path / "kit")


def copy_of(world: SeasonWorld, folder) -> SeasonWorld:
    return SeasonWorld(shutil.copytree(world.kit, folder), dict(world.given))


def goes(world: SeasonWorld, now: str, *arguments: str, file: str = GROUP) -> dict[str, list[str]]:
    """What a dry run of ``send`` says of each person."""
    ran = world.do(now, "send", file, "--dry-run", "--json", *arguments, ok=(0, 5, 6)).json
    found: dict[str, list[str]] = {}
    for one in ran["messages"]:
        found.setdefault(one["id"], []).append(one["state"])
    return found


def told(answer: dict) -> dict[str, str]:
    """The problems of an answer, by code."""
    return {one["code"]: one["message"] for one in answer["problems"]}


# -- nothing twice -------------------------------------------------------------------------------


def test_papers_made_again_on_another_day_are_the_same_and_go_to_nobody_twice(world):
    at = f"{GROUP}@{SECOND}"
    before = {one: one.read_bytes() for one in world.packets(SECOND).rglob("*") if one.is_file()}
    shutil.rmtree(world.packets(SECOND).parent / ".made")  # else they would stand, and not be made
    world.do(AFTER_SECOND, "prepare", at, "--quiet")
    for path, data in before.items():
        assert path.read_bytes() == data, path.name
    states = {state for said in goes(world, AFTER_SECOND, file=at).values() for state in said}
    assert states == {"already"}


def test_who_answers_a_note_is_not_sent_that_note_again(world):
    at = f"{GROUP}@{SECOND}"
    check = ("consent", "record", f"{GROUP}@{FIRST}", "K-31", "--form", "check")
    world.do(AFTER_SECOND, *check, stdin="1\n1\n1\n\n1\n")
    world.do(AFTER_SECOND, "prepare", at, "--quiet")
    assert set(goes(world, AFTER_SECOND, file=at)["K-31"]) == {"already"}


def test_a_handout_is_texted_once(two_weeks):
    assert two_weeks.given[FIRST]["K-15"]["handouts"] == {"good-meetings"}
    assert two_weeks.given[SECOND]["K-15"]["handouts"] == set()


def test_what_lay_ready_and_never_went_still_comes(world):
    """A new handout was laid ready for the second week after its mail had gone."""
    change(world, 'handouts = ["good', 'handouts = ["things-that-help-me.md", "good')
    world.do(AFTER_SECOND, "prepare", f"{GROUP}@{SECOND}", "--quiet")
    world.do(AFTER_SECOND, "send", f"{GROUP}@{SECOND}", "--quiet", ok=(0, 6))
    meet(world, THIRD)
    assert world.given[THIRD]["K-31"]["handouts"] == {"things-that-help-me"}


# -- questions -----------------------------------------------------------------------------------


def test_a_question_that_counts_as_asked_stands_in_the_mail_too(two_weeks):
    """The note's paper stays at home where the body says it."""
    asked = two_weeks.given[SECOND]["K-31"]["manifest"]["asked"]
    body = (two_weeks.packets(SECOND) / "K-31" / "message.txt").read_text()
    assert asked
    assert re.findall(r"(?m)^(A\d)\. ", body) == [f"A{at + 1}" for at in range(len(asked))]
    assert body.count("[ ] Yes") == len(asked)
    assert len(body.split()) <= 150


def test_a_number_in_a_reply_to_a_note_is_that_of_the_note(world):
    """A1 of the third week is another question than A1 of the weeks before."""
    at = f"{GROUP}@{THIRD}"
    world.do(WEEKS[THIRD], "prepare", at, "--only", "K-31", "--quiet")
    world.do(WEEKS[THIRD], "send", at, "--quiet", ok=(0, 5, 6))
    [asked] = json.loads((world.packets(THIRD) / "K-31" / "manifest.json").read_text())["asked"]
    assert asked not in world.given[SECOND]["K-31"]["manifest"]["asked"]
    [mail] = (world.kit / "out" / f"thursday-{THIRD}" / "outbox").glob("K-31-*.eml")
    reply = reply_to(mail.read_bytes(), "A1 need help", date="Fri, 11 Dec 2026 18:00:00 -0500")
    (world.kit / "reply.eml").write_bytes(reply)
    taken = world.do(AFTER_THIRD, "returns", "import", "reply.eml", "--json", ok=(0, 5)).json
    assert [(one["id"], one["help"]) for one in taken["messages"]] == [("K-31", [asked])]


# -- reminders -----------------------------------------------------------------------------------


def test_who_is_texted_reads_too_that_reminders_end(five_weeks):
    texts = {day: (five_weeks.packets(day) / "K-15" / "texts.sms.txt").read_text() for day in WEEKS}
    assert [day for day, text in texts.items() if "No more reminders" in text] == ["2026-12-31"]


def test_reminders_end_for_who_asked_for_them_until_they_ask_again(five_weeks, tmp_path):
    world, at = copy_of(five_weeks, tmp_path / "kit"), f"{GROUP}@2026-12-31"
    remind = ("remind", at, "--dry-run", "--json")
    quiet = world.do(AFTER_ALL, *remind, ok=(0, 6)).json["messages"]
    assert {(one["id"], one["why"]) for one in quiet} == {("K-15", "quiet"), ("K-31", "quiet")}
    said = ("consent", "record", at, "K-31", "--form", "check")
    world.do(AFTER_ALL, *said, stdin="\nmore light\n1\n")
    still = world.do(AFTER_ALL, *remind, ok=(0, 6)).json["messages"]
    assert {(one["id"], one["why"]) for one in still} == {("K-15", "quiet"), ("K-31", "quiet")}
    world.do(AFTER_ALL, *remind, "--asked", "K-31", ok=(0, 6))  # a dry run notes nothing
    still = world.do(AFTER_ALL, *remind, ok=(0, 6)).json["messages"]
    assert ("K-31", "quiet") in {(one["id"], one["why"]) for one in still}, (
        "a dry run notes nothing"
    )
    for which in (at, f"{GROUP}@2027-01-07"):
        asked = world.do(AFTER_ALL, "remind", which, "--json", "--asked", "K-31", ok=(0, 6)).json
        assert ("K-31", "quiet") not in {(one["id"], one["why"]) for one in asked["messages"]}


# -- what the desk says --------------------------------------------------------------------------


def test_the_group_counts_people_and_goes_on_counting_when_it_is_over(five_weeks):
    for now in (AFTER_ALL, "2027-06-01T10:00:00-04:00"):
        shown = five_weeks.do(now, "group", "show", GROUP, "--json").json
        mailed = {one["id"]: one["mailed"] for one in shown["meetings"]}
        assert mailed[f"thursday-{FIRST}"] == 3
        assert mailed["thursday-2027-01-07"] == 0


def test_a_packet_that_was_printed_to_be_picked_up_stops_no_other_paper(world):
    world.do(AFTER_SECOND, "prepare", f"{GROUP}@{SECOND}", "--quiet")
    assert (world.kit / "out" / f"thursday-{SECOND}" / "pick-up.pdf").is_file()


def test_a_new_hour_is_nothing_to_tell_of_a_meeting_that_is_over(world):
    change(world, "T18:00:00", "T17:30:00")
    left = world.do(AFTER_THIRD, "status", GROUP, "--json").json.get("left_over")
    assert left is None
    over = world.do(AFTER_THIRD, "status", f"{GROUP}@{SECOND}", "--json").json
    assert {one["next"] for one in over["people"]} <= {"wait", "nothing"}


def test_who_was_erased_since_the_last_meeting_keeps_nobody_from_the_next(world):
    world.do(AFTER_THIRD, "profile", "erase", "K-31", "--yes", ok=(0, 1))
    add(world, f'date = {THIRD}\nleave = ["K-31"]')
    ran = world.do(AFTER_THIRD, "status", GROUP, "--json").json
    assert {one["id"] for one in ran["people"]} == {"K-15", "K-41"}


def test_a_date_that_was_cancelled_by_hand_is_told_as_one_that_nobody_knows_of(world):
    add(world, f"date = {SECOND}\ncancelled = true")
    for command in ("status", "group show", "prepare"):
        dry = ("--dry-run",) if command == "prepare" else ()
        ran = world.do(AFTER_SECOND, *command.split(), GROUP, *dry, "--json").json
        said = told(ran if "problems" in ran else ran["plan"])["group.date-off"]
        assert "K-15, K-31, K-41" in said
    world.do(AFTER_SECOND, "send", f"{GROUP}@{SECOND}", "--cancel", "--quiet", ok=(0, 6))
    world.do(AFTER_SECOND, "send", f"{GROUP}@{SECOND}", "--mark-sent", ok=(0, 2, 6))
    after = told(world.do(AFTER_SECOND, "status", GROUP, "--json").json)
    assert "K-31" not in after.get("group.date-off", "")
    assert "K-15" in after["group.date-off"], "somebody tells K-15, and did not say so yet"


def test_a_rule_that_leaves_out_a_date_for_which_papers_went_is_told(world):
    change(world, "starts = 2026-12-03", "starts = 2026-12-01")
    ran = world.do(AFTER_SECOND, "status", GROUP, "--json").json
    assert ran["session"] == "thursday-2026-12-08"
    assert SECOND in told(ran)["group.date-gone"]


def test_a_new_rule_forgets_nobody_and_is_said(world):
    change(world, "starts = 2026-12-03", "starts = 2026-12-01")
    world.do(AFTER_SECOND, "prepare", GROUP, "--quiet")
    packet = world.packets("2026-12-08") / "K-31"
    assert not (packet / "letter.pdf").exists()
    note = text_of(packet, "note")
    assert "We have a new time: Tuesday, December 8" in note
    assert "We meet every Tuesday until January 5" in note


def test_the_last_meeting_is_said_to_be_the_last(world):
    change(world, "COUNT=6", "COUNT=3")
    meet(world, THIRD)
    assert "This is the last meeting" in text_of(world.packets(THIRD) / "K-31", "note")
    texts = (world.packets(THIRD) / "K-15" / "texts.sms.txt").read_text()
    assert "This is the last meeting" in texts


def test_who_joins_another_way_from_now_on_is_told_how_anew(world):
    """The group's link and number are as they were; what is new is the person's own way."""
    ways = ("talk.modes=phone", "talk.avoid=video")
    world.do(AFTER_SECOND, "profile", "edit", "K-31", *ways)
    world.do(WEEKS[THIRD], "prepare", f"{GROUP}@{THIRD}", "--only", "K-31", "--quiet")
    note = text_of(world.packets(THIRD) / "K-31", "note")
    assert "Same way to join" not in note
    assert "How to join has changed" in note
    assert "(603) 555-0199" in note


def test_an_agreement_without_a_yes_to_the_whole_is_remembered_in_the_next_week(world):
    """Some lines came back, and the papers of the next week ask none of them again."""
    manifest = world.given[FIRST]["K-31"]["manifest"]
    [form] = [one for one in manifest["forms"] if one["form"] == "consent"]
    reply = world.kit / "reply.txt"
    reply.write_text(f"From: wen@mail.example\n\nB1: yes\nB2: yes\nVersion {form['version']}\n")
    world.do(AFTER_SECOND, "returns", "import", "reply.txt", "--person", "K-31")
    people = world.do(AFTER_THIRD, "status", f"{GROUP}@{THIRD}", "--json").json["people"]
    [one] = [one for one in people if one["id"] == "K-31"]
    assert (one["consent"], one["next"]) == ("unsigned", "sign")


def test_an_agreement_that_ran_out_comes_once_and_stays_open_until_it_is_given(world):
    change(world, "out_days = 30", "out_days = 30\nagreement_days = 5", "kit.toml")
    told_lines, choices = "1\n" * 9, "2\n" * 6
    record = ("consent", "record", f"{GROUP}@{SECOND}", "K-31")
    world.do(AFTER_SECOND, *record, stdin=told_lines + choices + "1\n" * 10)
    at = f"{GROUP}@{THIRD}"
    assert consent_of(world, "K-31", AFTER_SECOND, at) == "given"
    meet(world, THIRD)
    assert "agreement" in world.given[THIRD]["K-31"]["stems"]
    next_week = f"{GROUP}@2026-12-24"
    assert consent_of(world, "K-31", AFTER_THIRD, next_week) == "ask_again"
    ran = world.do(AFTER_THIRD, "prepare", next_week, "--dry-run", "--json").json
    [person] = [one for one in ran["plan"]["participants"] if one["id"] == "K-31"]
    assert not any("agreement" in one["file"] for one in person["artefacts"])


def consent_of(world: SeasonWorld, person: str, now: str, file: str) -> str:
    people = world.do(now, "status", file, "--json").json["people"]
    return next(one["consent"] for one in people if one["id"] == person)


# -- who comes, who leaves -----------------------------------------------------------------------


def test_what_lies_ready_for_who_leaves_goes_to_nobody(world):
    world.do(WEEKS[THIRD], "prepare", f"{GROUP}@{THIRD}", "--quiet")
    world.do(WEEKS[THIRD], "send", f"{GROUP}@{THIRD}", "--quiet", ok=(0, 6))
    outbox = world.kit / "out" / f"thursday-{THIRD}" / "outbox"
    [note] = outbox.glob("*.eml")
    add(world, f'date = {THIRD}\nleave = ["K-31"]')
    world.do(AFTER_THIRD, "prepare", f"{GROUP}@{THIRD}", "--quiet")
    ran = world.do(AFTER_THIRD, "send", f"{GROUP}@{THIRD}", "--json", ok=(0, 6)).json
    assert not note.exists(), "what takes the group out of a calendar may lie there in its place"
    assert "send.taken-back-absent" in told(ran)


def test_nobody_joins_and_leaves_on_one_date(world):
    add(world, f'date = {THIRD}\njoin = ["K-31"]\nleave = ["k-31"]')
    ran = world.do(AFTER_SECOND, "group", "check", GROUP, "--json", ok=(2,)).json
    assert "group.joins-and-leaves" in told(ran)


# -- on again ------------------------------------------------------------------------------------


def test_a_cancelled_date_that_is_on_again_is_told_to_who_was_told_otherwise(world):
    at = f"{GROUP}@{SECOND}"
    world.do(AFTER_SECOND, "send", at, "--cancel", "--quiet", ok=(0, 6))
    world.do(AFTER_SECOND, "send", at, "--mark-sent", ok=(0, 2, 6))
    change(world, "cancelled = true\n", "")
    later = "2026-12-06T10:00:00-05:00"
    status = world.do(later, "status", at, "--json").json
    assert not status["cancelled"]
    assert {one["id"]: one["next"] for one in status["people"]}["K-31"] == "tell-change"
    ran = world.do(later, "send", at, "--json", ok=(0, 6)).json
    said = {(one["id"], one["state"]): one for one in ran["messages"]}
    assert "takes_place" in said["K-31", "laid_ready"]["changed"]
    assert "We meet on Thursday, December 10 after all" in said["K-15", "by_hand"]["words"]
    world.do(later, "send", at, "--mark-sent", ok=(0, 2, 6))
    after = world.do(later, "status", at, "--json").json
    assert {one["id"]: one["next"] for one in after["people"]}["K-31"] in ("wait", "nothing")
    assert {one["id"]: one["next"] for one in after["people"]}["K-15"] == "mark"

    for _ in range(2):  # K-15 is told and texted; the first of two is noted first
        world.do(later, "send", at, "--mark-sent", "--only", "K-15", ok=(0, 2, 6))
    off = "2026-12-07T10:00:00-05:00"
    again = world.do(off, "send", at, "--cancel", "--json", ok=(0, 6)).json["messages"]
    assert {(one["id"], one["state"]) for one in again} >= {
        ("K-31", "laid_ready"),
        ("K-15", "by_hand"),
    }
    people = world.do(off, "status", at, "--json").json["people"]
    assert {one["id"]: one["next"] for one in people if one["id"] != "K-41"} == {
        "K-15": "tell-cancelled",
        "K-31": "mark",
    }
