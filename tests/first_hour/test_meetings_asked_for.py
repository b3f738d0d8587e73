"""``session new`` and ``group new``: what is asked is checked at once, and kept when stopped."""

from __future__ import annotations

import tomllib

import pytest

from tests.conftest import command_environment
from tests.inside import run_inside

NOW = "2026-11-24T09:00:00-05:00"


@pytest.fixture
def kit(tmp_path, run_cli):
    assert run_cli("init", "kit").code == 0
    return tmp_path / "kit"


def say(kit, *words, typed=()):
    lines = "".join(f"{line}\n" for line in typed)
    return run_inside(kit, list(words), environment=command_environment(NOW), stdin=lines)


def drafts(kit):
    return [path.name for path in kit.glob(".*.json")]


def test_what_was_typed_is_kept_when_it_is_stopped_and_goes_on(kit):
    first = ["new york", "Jo", "zom", "zoom", "zoom.us/j/123", "back", "", "Tea", "stop"]
    done = say(kit, "session", "new", "tea", typed=first)
    assert (done.code, "Did you mean zoom?" in done.stderr) == (130, True)
    assert "access-kit session new tea" in done.stderr
    assert drafts(kit) == [".tea.session.json"]
    assert (kit / ".tea.session.json").stat().st_mode & 0o077 == 0

    done = say(kit, "session", "new", "tea", typed=["Dec 3, 6 pm", "an hour"])
    assert done.code == 0, done.stderr
    made = tomllib.loads((kit / "tea.toml").read_text(encoding="utf-8"))
    assert f"{made['starts']:%Y-%m-%dT%H:%M}" == "2026-12-03T18:00"
    assert (made["timezone"], made["minutes"], made["platform"]) == ("America/New_York", 60, "zoom")
    assert (made["join_url"], made["facilitator"]) == ("https://zoom.us/j/123", {"name": "Jo"})
    assert drafts(kit) == []


def test_a_group_is_asked_how_it_goes_on_and_named_by_its_title(kit):
    typed = ["Chicago", "Jo", "in person", "Thursday group", "Dec 3, 6 pm", "", "once",
             "every week, 12 times"]  # fmt: skip
    done = say(kit, "group", "new", typed=typed)
    assert done.code == 0, done.stderr
    made = tomllib.loads((kit / "groups" / "thursday-group.toml").read_text(encoding="utf-8"))
    assert made["repeats"] == "FREQ=WEEKLY;COUNT=12"
    assert made["timezone"] == "America/Chicago"
    assert drafts(kit) == []


def test_options_may_say_it_as_people_do_and_are_not_asked_again(kit):
    said = ("--starts", "Dec 3, 6 pm", "--timezone", "Chicago", "--platform", "by phone",
            "--title", "Tea", "--minutes", "60")  # fmt: skip
    done = say(kit, "session", "new", "tea", *said, typed=["Jo"])
    assert done.code == 0, done.stderr
    made = tomllib.loads((kit / "tea.toml").read_text(encoding="utf-8"))
    assert (made["timezone"], made["platform"]) == ("America/Chicago", "phone")


def test_who_stops_at_the_first_question_is_told_so_and_counts_are_honest(kit):
    for words in (("session", "new", "tea"), ("group", "new", "tea")):
        done = say(kit, *words, typed=["back", "stop"])
        assert (done.code, "Stopped. Nothing was said yet." in done.stderr) == (130, True)
        assert "(1 of about " in done.stderr.replace("\N{NO-BREAK SPACE}", " ")
        assert drafts(kit) == []


def test_nobody_there_to_answer_is_told_what_is_missing(kit):
    for words in (("session", "new", "tea"), ("group", "new", "tea")):
        done = say(kit, *words, "--title", "Tea")
        assert done.code == 2, done.stderr
        assert drafts(kit) == []
        assert list(kit.glob("tea.toml")) == []
