"""The first hour at a terminal: from nothing to a packet that lies ready, without an editor."""

from __future__ import annotations

import json
import stat
import sys
import tomllib

import pytest

pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")

from tests.first_hour import slips  # noqa: E402
from tests.first_hour.scripts import AGENCY, MEETING, PERSON, VAULT, WHOLE  # noqa: E402
from tests.first_hour.slips import SLIPS, in_place_of, parted, with_slips  # noqa: E402
from tests.first_hour.terminal import CTRL_C, CTRL_D, PASSPHRASE, WIDTH, Terminal  # noqa: E402
from tests.tools import ROOT  # noqa: E402

MOST_COMMANDS, MOST_ANSWERS = 10, 40
OPENS = ("Passphrase", PASSPHRASE)


README, GUIDE = ROOT / "README.md", ROOT / "docs" / "facilitators.md"


def commands_of(path, heading):
    """The commands of the first block under a heading."""
    below = path.read_text(encoding="utf-8").split(heading, 1)[1]
    return below.split("```\n", 2)[1].splitlines()


def blocks_of(path, heading):
    """What is shown of a screen under a heading, each block as its lines."""
    below = path.read_text(encoding="utf-8").split(heading, 1)[1].split("\n### ", 1)[0]
    return [one.split("```", 1)[0].splitlines() for one in below.split("```text\n")[1:]]


def test_the_readmes_commands_lead_from_nothing_to_a_packet_that_lies_ready(tmp_path):
    """In at most forty answers; the guide shows the screen as it is."""
    hand = Terminal(tmp_path, tmp_path / "home")
    scripts = {"start": WHOLE}
    for command in commands_of(README, "## Your own session"):
        name, *words = command.removeprefix("access-kit ").split()
        if name == "cd":
            hand.folder /= words[0]
        else:
            hand.run(" ".join((name, *words)), scripts.get(name, [OPENS]))
    assert len(WHOLE) <= MOST_ANSWERS
    assert len(hand.commands) <= MOST_COMMANDS
    hand.run("letters groups/thursday-group.toml", [OPENS])
    out = hand.folder / "out" / "thursday-group-2026-12-03"
    assert (out / "letters.pdf").is_file()
    assert not (hand.folder / ".start.json").exists()
    for path in hand.folder.rglob("*"):
        assert not stat.S_IMODE(path.lstat().st_mode) & 0o077, path

    screen = hand.seen.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    for line in (line for block in blocks_of(GUIDE, "### The first hour") for line in block):
        assert line in screen
    end = next(at for at, line in enumerate(screen) if line.startswith("The first packet"))
    words = [line for line in screen[:end] if "/" not in line]
    assert max(map(len, words)) <= WIDTH, "but for paths, no line goes over the edge"


STOPPED = 130


def test_no_slip_ends_it_and_nothing_that_was_typed_is_lost(tmp_path):
    """Every kind of slip in four sittings: ended by stop, by Ctrl-C, by the end of the input."""
    hand = Terminal(tmp_path, tmp_path / "home")
    agency = in_place_of(AGENCY, "What is your agency called?", *slips.PASTED_NAME)
    agency = in_place_of(agency, "Which return address", ("Which return", slips.PASTED_ADDRESS))
    again = [("Which city", "back"), ("So far: Riverside. Enter keeps it.", "")]
    agency = in_place_of(agency, "Which city has your clock?", *again, ("Which city", "New York"))
    agency, rest = parted(agency, "What do you have to report")
    hand.run("start", [*with_slips(agency, SLIPS), ("What do you have to report", "stop")])
    begun = json.loads((tmp_path / "our-kit" / ".start.json").read_text(encoding="utf-8"))
    assert begun["said"]["name"] == "Riverside Peer Network"
    assert begun["said"]["sender"] == ["PO Box 118", "Exampletown, NH 03755"]
    assert begun["said"]["phone"] == "+1 603 555 0100"

    hand.run("start", with_slips([*rest, ("New passphrase", CTRL_C)], SLIPS), code=STOPPED)

    town = ("What is the town?", "back"), ("street", ""), ("town?", "Exampletown")
    person = in_place_of(PERSON, "What is the town?", *town)
    first, left = parted(person, "size of print")
    hand.run("start", [*slips.WRONG_TWICE, *with_slips(first, SLIPS), ("size", CTRL_D)])

    renamed = [("Is this right", "2"), ("Which one?", "99"), ("right", "2"), ("Which one?", "9")]
    renamed += [("called?", "Sami"), ("Is this right", "yes")]
    earlier = [("How do you meet?", "back"), ("Is this right", "1")]
    meeting = with_slips(MEETING, SLIPS)
    hand.run("start", [OPENS, *with_slips(left[:-1], SLIPS), *renamed, *earlier, *meeting])

    hand.folder = tmp_path / "our-kit"
    hand.run("letters groups/thursday-group.toml", [OPENS])
    assert len(hand.commands) <= MOST_COMMANDS
    assert (hand.folder / "out" / "thursday-group-2026-12-03" / "letters.pdf").is_file()


def test_a_pasted_invitation_says_how_when_and_how_often(tmp_path):
    hand = Terminal(tmp_path, tmp_path / "home")
    by_mail = [("Which ways to reach you are safe?", "e-mail"), ("e-mail", "sam@sam.example")]
    person = [PERSON[0], *by_mail, *PERSON[6:]]
    hand.run("start", [*AGENCY, *VAULT, *person, *slips.PASTED_INVITATION])
    held = tomllib.loads((tmp_path / "our-kit/groups/thursday-group.toml").read_text("utf-8"))
    assert held["join_url"] == "https://us02web.zoom.us/j/81234567890?pwd=abcDEF.1"
    assert held["dial_in"] == {"number": "+1 301 715 8592", "pin": "81234567890#*123456#"}
    assert (held["title"], held["minutes"]) == ("Thursday group", 90)
    assert held["repeats"] == "FREQ=WEEKLY;COUNT=12"
    hand.folder = tmp_path / "our-kit"
    hand.run("send groups/thursday-group.toml", [OPENS])
    outbox = hand.folder / "out" / "thursday-group-2026-12-03" / "outbox"
    assert len(list(outbox.glob("K-01*.eml"))) == 1


def test_half_of_a_long_answer_is_kept_too(tmp_path):
    hand = Terminal(tmp_path, tmp_path / "home")
    before, rest = parted(AGENCY, "Which return address")
    hand.run("start", [*before, ("Which return", "PO Box 118"), ("", CTRL_C)], code=STOPPED)
    hand.run("start", [("So far: PO Box 118", "Exampletown, NH 03755"), *rest[1:3], ("", "stop")])
    begun = json.loads((tmp_path / "our-kit" / ".start.json").read_text(encoding="utf-8"))
    assert begun["said"]["sender"] == ["PO Box 118", "Exampletown, NH 03755"]


@pytest.mark.soak
def test_a_flat_battery_after_any_answer_loses_none(tmp_path):
    """Killed after each answer, it goes on with the next question."""
    hand = Terminal(tmp_path, tmp_path / "home")
    for one in AGENCY:
        hand.die_after("start", one)
    hand.die_after("start", *VAULT)
    for one in PERSON:
        hand.die_after("start", OPENS, one)
    for one in MEETING[:-1]:
        hand.die_after("start", one)
    hand.run("start", [MEETING[-1], OPENS])
    assert (tmp_path / "our-kit" / "out" / "thursday-group-2026-12-03" / "plan.json").is_file()
