"""A group over weeks: nobody gets twice what they have, and everybody gets what is new to them."""

from __future__ import annotations

from collections import Counter
from email import message_from_bytes, policy

import pytest

from tests.burden.counts import burden_of
from tests.groups.season import GROUP, add, change, make_season, play_season, text_of

NEW_YEAR = "2027-01-02T10:00:00-05:00"
PEOPLE = ("K-07", "K-11", "K-23", "K-31")


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    """Seven weeks: a start, a quiet week, a joiner, a moved date, new words, a stop, a last one."""
    world = make_season(tmp_path_factory.mktemp("season") / "kit", ("K-15", *PEOPLE), weeks=8)
    change(world, '["K-15", "K-07"', '["K-07"')
    change(
        world,
        'handouts = ["things-that-help-me.md", "good-meetings.md"]',
        'handouts = ["good-meetings.md"]',
    )
    add(world, 'date = 2026-12-17\njoin = ["K-15"]\nhandouts = ["things-that-help-me.md"]')
    add(world, "date = 2026-12-24\nstarts = 2026-12-23T17:00:00")
    world.meet("2026-12-03", "2026-11-27T10:00:00-05:00")
    world.meet("2026-12-10", "2026-12-04T10:00:00-05:00")
    world.meet("2026-12-17", "2026-12-11T10:00:00-05:00")
    world.meet("2026-12-24", "2026-12-18T10:00:00-05:00")
    then, week = "2026-12-24T10:00:00-05:00", f"{GROUP}@2026-12-31"
    off = world.do(then, "send", week, "--cancel", "--json", ok=(0, 6))
    world.do(then, "letters", week, "--quiet", ok=(0, 6))
    world.off = off.json
    asked = (("status", GROUP), ("group", "show", GROUP), ("today",))
    world.after_off = [world.do(then, *one, "--json", ok=(0, 1)).json for one in asked]
    world.said_off = world.do(then, *asked[0]).stdout
    change(world, "your place is free", "your place costs nothing", "agreement-lines.md")
    world.do(NEW_YEAR, "profile", "edit", "K-23", "contact.phone=+1 603 555 0177")
    world.meet("2027-01-07", NEW_YEAR)
    world.do(NEW_YEAR, "consent", "withdraw", "K-31", "--scope", "all", "--way", "phone")
    world.meet("2027-01-14", "2027-01-08T10:00:00-05:00", is_posted=False)
    return world


def test_the_first_time_everyone_gets_all_that_is_needed_to_come(season):
    for person, got in season.given["2026-12-03"].items():
        assert "letter" in got["stems"], person
        assert "note" not in got["stems"]
    assert {"tech-check", "agreement"} <= season.given["2026-12-03"]["K-23"]["stems"]


def test_from_then_on_a_note_on_one_sheet_and_nothing_twice(season):
    for person, got in season.given["2026-12-10"].items():
        assert "note" in got["stems"], person
        assert not got["stems"] & {"letter", "tech-check", "agreement"}
        assert got["handouts"] == set()
        assert got["sheets"] <= 1


def test_who_joins_later_gets_the_first_papers_then(season):
    week = season.given["2026-12-17"]
    assert "letter" in week["K-15"]["stems"]
    assert week["K-15"]["handouts"] == {"good-meetings"}, "the other one waits: K-15 is discreet"
    assert "note" in week["K-23"]["stems"]
    assert week["K-23"]["handouts"] == {"things-that-help-me"}
    assert "Instead of Thursday, December 24" in text_of(
        season.packets("2026-12-17") / "K-23", "note"
    )


def test_a_moved_date_says_which_day_instead_of_which(season):
    note = text_of(season.packets("2026-12-24") / "K-23", "note")
    assert "This time we meet on Wednesday, December 23," in note
    assert "instead of Thursday, December 24." in note


def test_a_cancelled_week_is_told_to_all_and_stands_in_the_file(season):
    assert "date = 2026-12-31\ncancelled = true" in (season.kit / GROUP).read_text()
    told = {(one["id"], one["channel"], one["state"], one["why"]) for one in season.off["messages"]}
    assert told == {
        ("K-07", "letter", "by_hand", "cancelled-letter"),
        ("K-11", "email", "laid_ready", ""),
        ("K-15", "sms", "by_hand", "cancelled"),
        ("K-23", "email", "laid_ready", ""),
        ("K-31", "email", "laid_ready", ""),
    }, "nobody has papers for this date; everyone knows it from the series"
    outbox = season.kit / "out" / "thursday-2026-12-31" / "outbox"
    for mail in outbox.glob("*.eml"):
        assert "METHOD:CANCEL" in _calendar_of(mail)
        assert "RECURRENCE-ID;TZID=America/New_York:20261231T180000" in _calendar_of(mail)


def test_who_is_still_to_be_told_of_a_cancelled_week_stands_wherever_one_looks(season):
    steps = {
        "K-07": "mark",
        "K-11": "mark",
        "K-15": "tell-cancelled",
        "K-23": "mark",
        "K-31": "mark",
    }
    off = "thursday-2026-12-31"
    *of_group, today = season.after_off
    for told in of_group:
        [date] = told["untold"]
        assert (date["session"], {one["id"]: one["next"] for one in date["open"]}) == (off, steps)
    tasks = [one for one in (*today["due"], *today["wrong"]) if one["session"] == off]
    assert {one["id"]: one["what"] for one in tasks} == steps
    assert not [one for one in today["wrong"] if one["session"] == off]
    assert all("thursday.toml@2026-12-31" in one["command"] for one in tasks)
    assert off not in {one["session"] for one in today["ahead"]}
    said = season.said_off.partition("not known to all: thursday.toml@2026-12-31\n")[2]
    assert "  K-15: Tell that there is no meeting" in said


def _calendar_of(mail) -> str:
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    return "".join(
        part.get_payload(decode=True).decode()
        for part in message.walk()
        if part.get_content_type() == "text/calendar"
    )


def test_an_agreement_comes_again_when_its_words_are_new_and_says_which(season):
    week = season.given["2027-01-07"]
    for person in ("K-11", "K-23", "K-31"):
        assert "agreement" in week[person]["stems"], person
        paper = text_of(season.packets("2027-01-07") / person, "agreement")
        assert paper.count("New since last time:") == 1
        note = text_of(season.packets("2027-01-07") / person, "note")
        assert "agreement comes along too, because some of its words are new." in note
    assert "agreement" not in week["K-07"]["stems"], "discreet papers hold none"
    after = season.given["2027-01-14"]
    assert not any("agreement" in got["stems"] for got in after.values())


def test_an_agreement_does_not_come_again_because_letters_have_another_size(season):
    """In giant print some choices are left out of it, so its version is another one."""
    now = "2027-01-15T10:00:00-05:00"
    season.do(now, "profile", "edit", "K-23", "reading.print_size_pt=48")
    at = f"{GROUP}@2027-01-21"
    plan = season.do(now, "prepare", at, "--dry-run", "--json", ok=(0, 1)).json
    [person] = [one for one in plan["plan"]["participants"] if one["id"] == "K-23"]
    stems = {one["file"].partition(".")[0] for one in person["artefacts"]}
    assert "note" in stems
    assert "agreement" not in stems


def test_a_question_that_nobody_answers_is_asked_twice_at_most(season):
    asked: dict[str, int] = {}
    for day in season.given.values():
        for key in day["K-23"]["manifest"]["asked"]:
            asked[key] = asked.get(key, 0) + 1
    assert asked
    assert max(asked.values()) <= 2, asked


def test_after_a_stop_nothing_goes(season):
    rows = season.do("2027-01-08T11:00:00-05:00", "status", f"{GROUP}@2027-01-14", "--json").json
    by_id = {one["id"]: one for one in rows["people"]}
    assert by_id["K-31"]["mailed"] == []
    assert by_id["K-31"]["next"] == "withdrawn"
    assert by_id["K-23"]["mailed"]


def test_reminders_end_with_one_kind_line_for_who_was_not_heard_from(season):
    """K-23 asked for reminders and wrote nothing for weeks: the fourth note says that they end."""
    said = [
        day for day in season.given if "won't send reminders anymore" in _note(season, day, "K-23")
    ]
    assert said == ["2027-01-07"]
    now = "2027-01-12T10:00:00-05:00"
    ran = season.do(now, "remind", f"{GROUP}@2027-01-14", "--dry-run", "--json", ok=(0, 5, 6)).json
    assert [(one["id"], one["why"]) for one in ran["messages"] if one["id"] == "K-23"] == [
        ("K-23", "quiet")
    ]


def _note(season, day: str, person: str) -> str:
    folder = season.packets(day) / person
    return text_of(folder, "note") if (folder / "note.pdf").is_file() else ""


def test_what_is_left_over_from_the_last_meeting_stands_below_the_next(season):
    now = "2027-01-15T10:00:00-05:00"
    told = season.do(now, "status", GROUP, "--json").json
    assert told["session"] == "thursday-2027-01-21"
    assert told["left_over"]["session"] == "thursday-2027-01-14"
    assert {"id": "K-07", "next": "mark"} in told["left_over"]["open"]
    assert "Left over from thursday-2027-01-14" in season.do(now, "status", GROUP).stdout
    dated = season.do(now, "status", f"{GROUP}@2027-01-21", "--json").json
    assert "left_over" not in dated


WEEKS = ["2026-12-10", "2026-12-17", "2026-12-24", "2027-01-07", "2027-01-14"]


@pytest.mark.parametrize("day", WEEKS)
def test_a_note_keeps_to_its_budgets(season, day):
    """An agreement that comes again, on two sheets, is counted apart."""
    for packet in season.packets(day).iterdir():
        stems = season.given[day][packet.name]["stems"]
        if "note" in stems:
            counts = burden_of(packet)
            most = (2 if packet.name == "K-07" else 1) + (2 if "agreement" in stems else 0)
            assert counts["sheets"] <= most, packet.name
            assert counts["mail"] <= 150
            assert counts["texts"] <= 2
            assert len(season.given[day][packet.name]["manifest"]["asked"]) <= 3


def test_the_check_of_a_group_opens_the_vault_once_and_knows_everybody(season):
    """One line with the passphrase is all that the command is given."""
    now = "2027-01-12T10:00:00-05:00"
    assert season.do(now, "group", "check", GROUP, "--json").json["next"] == "thursday-2027-01-14"
    odd = season.kit / "odd.toml"
    guest = "\n[[meeting]]\ndate = 2027-01-21\nguest = ['K-99']\n"
    odd.write_text((season.kit / GROUP).read_text() + guest)
    told = season.do(now, "group", "check", "odd.toml", "--json", ok=(2,)).json["problems"]
    assert [one["code"] for one in told if one["severity"] == "error"] == ["store.unknown-person"]


def test_the_group_shows_what_went_for_each_date(season):
    shown = season.do("2027-01-12T10:00:00-05:00", "group", "show", GROUP, "--json").json
    by_id = {one["id"]: one for one in shown["meetings"]}
    assert by_id["thursday-2026-12-31"]["cancelled"]
    assert by_id["thursday-2026-12-03"]["mailed"] >= 4
    assert shown["next"] == "thursday-2027-01-14"


WERE = {
    "K-02": 0, "K-07": 7, "K-11": 11, "K-15": 0, "K-19": 10, "K-23": 10, "K-31": 10, "K-32": 10,
    "K-33": 10,
}  # fmt: skip
"""Sheets of each person for one meeting at commit 040cd4f, handouts aside, every week anew."""

WITHOUT_AGREEMENT = {"K-07", "K-15"}
"""Discreet papers, and texts, hold none."""


@pytest.mark.soak
def test_twelve_weeks_of_nine_people_are_a_sixth_of_twelve_first_times(tmp_path):
    """What each of nine people got in twelve weeks, counted off the disk."""
    world = play_season(tmp_path / "kit")
    were = sum(WERE[person] for day in world.given.values() for person in day)
    assert 6 * world.sheets() <= were, f"{world.sheets()} sheets, and {were} before"
    weeks = Counter(person for day in world.given.values() for person in day)
    assert weeks == {**dict.fromkeys(WERE, 11), "K-31": 7, "K-33": 9}
    for person in WERE:
        first, *later = [day[person] for day in world.given.values() if person in day]
        assert not {"note"} & first["stems"], person
        for got in later:
            assert "note" in got["stems"], person
            assert not {"letter", "tech-check"} & got["stems"], person
            assert got["sheets"] <= (3 if "agreement" in got["stems"] else 1), person
        _each_handout_came_once(world, person)
        _the_agreement_came_again_in_week_six(world, person)
        if person != "K-31":
            assert "5:30" in _words_of(world, "2027-01-14", person), person
        assert "new time" not in _words_of(world, "2027-01-28", person), person
    _the_new_number_is_called_and_after_a_stop_nothing_goes(world)


def _each_handout_came_once(world, person: str) -> None:
    got = Counter(
        name
        for day in world.given.values()
        for name in day.get(person, {"handouts": ()})["handouts"]
    )
    both = (
        {"good-meetings"}
        if person in WITHOUT_AGREEMENT
        else {"good-meetings", "things-that-help-me"}
    )
    assert got == dict.fromkeys(both, 1), person


def _the_agreement_came_again_in_week_six(world, person: str) -> None:
    came = [
        day
        for day, week in world.given.items()
        if "agreement" in week.get(person, {"stems": ()})["stems"]
    ]
    first = next(day for day, week in world.given.items() if person in week)
    assert came == ([] if person in WITHOUT_AGREEMENT else [first, "2027-01-07"]), person


def _the_new_number_is_called_and_after_a_stop_nothing_goes(world) -> None:
    last, now = f"{GROUP}@2027-02-18", "2027-02-13T10:00:00-05:00"
    told = world.do(now, "send", last, "--cancel", "--dry-run", "--json", ok=(0, 5, 6)).json
    by_id = {one["id"]: one for one in told["messages"]}
    assert by_id["K-32"]["number"] == "+1 603 555 0177"
    assert (by_id["K-23"]["state"], by_id["K-23"]["why"]) == ("not_reached", "withdrawn")
    for day in ("2027-02-04", "2027-02-11", "2027-02-18"):
        people = world.do(now, "status", f"{GROUP}@{day}", "--json").json["people"]
        assert {one["id"]: one["mailed"] for one in people}["K-23"] == [], day


def _words_of(world, day: str, person: str) -> str:
    """The note as somebody has it: printed, as a web page, or as texts."""
    folder = world.packets(day) / person
    if not folder.is_dir():
        return ""
    return _read(folder, "texts" if (folder / "texts.sms.txt").is_file() else "note")


def test_every_note_says_whom_to_call_in_danger_and_how_to_stop(season):
    for packet in season.packets("2026-12-24").iterdir():
        got = season.given["2026-12-24"][packet.name]["stems"]
        said = {stem: _read(packet, stem) for stem in got & {"note", "message", "texts"}}
        assert said, packet.name
        for stem, words in said.items():
            assert "911" in words, (packet.name, stem)
            assert "stop" in words.casefold(), (packet.name, stem)


def _read(packet, stem: str) -> str:
    if (packet / f"{stem}.pdf").is_file():
        return text_of(packet, stem)
    found = next(packet.glob(f"{stem}.*txt"), None) or packet / f"{stem}.html"
    return found.read_text()
