"""Words, held answers and letters that came back stand in ``today`` until they are done."""

from __future__ import annotations

import sys

import pytest

from tests.harms.commands import call
from tests.harms.replies import OTHER, WHO, message
from tests.send.vault_kit import LATER, must, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

LETTERS_ONLY = "K-07"
OTHERS_ADDRESS = "tomasz@mail.example"
NEXT_DAY = "2026-11-29T10:00:00-05:00"
FROM_ANOTHER = message("A1 need help\nA2 yes", sender="ex-partner@evil.example")


def today(desk, now=NEXT_DAY):
    return must(call(desk.kit, "today", "--json", now=now)).json


def of(tasks, person):
    return [one["what"] for one in tasks if one["id"] == person]


def test_words_then_the_held_answer_wait_for_somebody(desk):
    desk.take(FROM_ANOTHER)
    assert of(today(desk)["wrong"], WHO) == ["read"]
    must(call(desk.kit, "status", session_file(desk.kit), "--seen", WHO, now=NEXT_DAY))
    assert of(today(desk)["due"], WHO) == ["decide"]
    settled = call(desk.kit, "status", session_file(desk.kit), "--not-theirs", WHO, now=NEXT_DAY)
    must(settled)
    assert "decide" not in of(today(desk)["due"], WHO)


def test_a_call_for_help_stands_whole_and_first_in_what_is_wrong(desk):
    """Whoever begins the day with this command reads it there, before anything else."""
    desk.take(
        message("Thank you for the letter.", sender=OTHERS_ADDRESS, to=OTHER),
        message("HELP he is here", number=2),
    )
    found = today(desk)
    assert [(one["id"], one["text"]) for one in found["words"]] == [
        (WHO, "HELP he is here"),
        (OTHER, "Thank you for the letter."),
    ]
    assert [(one["what"], one["id"]) for one in found["wrong"][:2]] == [
        ("read", WHO),
        ("read", OTHER),
    ]
    said = must(call(desk.kit, "today", now=NEXT_DAY)).stdout
    assert said.index("Wrong:") < said.index("HELP he is here") < said.index("Due:")
    command = found["wrong"][0]["command"].removeprefix("access-kit ").split()
    assert "HELP he is here" in must(call(desk.kit, *command, now=NEXT_DAY)).stdout
    assert [one["id"] for one in today(desk)["words"]] == [OTHER]


def test_who_was_not_reached_is_wrong_until_somebody_reached_them(desk):
    for way in ((), ("--mark-posted",)):
        must(call(desk.kit, "letters", session_file(desk.kit), *way, now=LATER), ok=(0, 6))
    must(call(desk.kit, "returns", "bounced", LETTERS_ONLY, now=LATER))
    assert of(today(desk)["wrong"], LETTERS_ONLY) == ["call"]


def test_a_vault_is_opened_once_for_all(desk):
    """One line holds the passphrase: asked again, there would be none."""
    for number in (2, 3):
        text = session_file(desk.kit).read_text(encoding="utf-8")
        text = text.replace("evening-group-2026-12-03", f"evening-group-{number}")
        (desk.kit / f"other-{number}.toml").write_text(text, encoding="utf-8")
    found = must(call(desk.kit, "today", "--json", now=NEXT_DAY)).json
    assert len({one["session"] for one in found["due"]}) == 3


def test_who_is_not_to_be_kept_is_named_once_their_meeting_is_over(desk):
    must(call(desk.kit, "profile", "edit", WHO, "consent.store=no", now=LATER))
    assert "profile.not-kept" not in [
        one["what"] for one in today(desk)["wrong"] if one["command"].endswith(f"erase {WHO}")
    ]
    after = today(desk, "2026-12-05T10:00:00-05:00")["wrong"]
    [told] = [one for one in after if one["what"] == "profile.not-kept"]
    assert (told["id"], told["command"]) == (WHO, f"access-kit profile erase {WHO}")
    must(call(desk.kit, "profile", "erase", WHO, "--yes", now=LATER))
    text = session_file(desk.kit).read_text(encoding="utf-8")
    session_file(desk.kit).write_text(text.replace(f'"{WHO}", ', ""), encoding="utf-8")
    after = today(desk, "2026-12-05T10:00:00-05:00")["wrong"]
    assert "profile.not-kept" not in [one["what"] for one in after]
