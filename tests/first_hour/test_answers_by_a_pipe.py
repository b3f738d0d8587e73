"""``start`` by a pipe: kits that are there, meetings of one day, files that were changed."""

from __future__ import annotations

import sys
import tomllib

import pytest

from tests.first_hour.scripts import AGENCY, MEETING, PERSON, Script
from tests.send.vault_kit import must, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

NOW = "2026-11-24T09:00:00-05:00"
BY_MAIL: Script = [PERSON[0], ("safe", "e-mail"), ("e-mail", "sam@sam.example"), *PERSON[6:]]
ONCE: Script = [
    ("meet", "in person"),
    ("title", "Tea at the library"),
    ("when", "Dec 3, 3 pm"),
    ("long", ""),
    ("often", ""),
    ("handout", ""),
]


def typed(*scripts):
    return "".join(f"{answer}\n" for script in scripts for _, answer in script)


def start(folder, *scripts, ok=(0,)):
    done = run(folder, "start", "kit", "--json", stdin=typed(*scripts), now=NOW)
    must(done, ok=ok)
    return done


def kit_file(folder):
    return tomllib.loads((folder / "kit" / "kit.toml").read_text(encoding="utf-8"))


def test_a_fresh_kit_is_filled_in_and_a_meeting_of_one_day_is_a_session(tmp_path, run_cli):
    must(run_cli("init", "kit"))
    done = start(tmp_path, AGENCY, BY_MAIL, ONCE).json
    assert done["finished"]
    assert done["session"] == "kit/tea-at-the-library-2026-12-03.toml"
    assert (tmp_path / done["folder"] / "packets" / "K-01").is_dir()
    assert kit_file(tmp_path)["agency"]["name"] == "Riverside Peer Network"
    found = run(tmp_path / "kit", "session", "check", "tea-at-the-library-2026-12-03.toml", now=NOW)
    must(found)

    again = start(tmp_path, [("zone", "New York")], BY_MAIL, MEETING).json
    assert (again["person"], again["session"]) == ("K-02", "kit/groups/thursday-group.toml")


def test_what_is_left_for_later_is_named_and_nothing_goes_out_before(tmp_path):
    later = [
        (heard, "" if heard.startswith(("Whom do", "What do you")) else answer)
        for heard, answer in AGENCY
    ]
    # Without a first line there is none that an empty one ends.
    ends = [at for at, (heard, _) in enumerate(AGENCY) if heard.startswith(("Whom", "What do"))]
    later = [one for at, one in enumerate(later) if at - 1 not in ends]
    done = start(tmp_path, later, BY_MAIL, ONCE)
    codes = {one["code"] for one in done.json["problems"]}
    assert {
        "start.no-crisis-line",
        "start.agreement-waits-crisis",
        "start.agreement-waits-reporting",
    } <= codes
    assert done.json["finished"]
    refused = run(tmp_path / "kit", "send", "tea-at-the-library-2026-12-03.toml", now=NOW)
    assert refused.code == 6, refused.stderr

    path = tmp_path / "kit" / "kit.toml"
    path.write_text(path.read_text("utf-8") + "# ours\n", "utf-8")
    waited = [(heard, answer) for at, (heard, answer) in enumerate(AGENCY)
              if at in ends or at - 1 in ends]  # fmt: skip
    again = start(tmp_path, [("zone", "")], waited, BY_MAIL, MEETING)
    assert "Enter: America/New_York, as in your other meetings." in again.stderr
    left = {one["code"] for one in again.json["problems"]} & codes
    assert not [one for one in left if one.startswith("start.")]
    held = kit_file(tmp_path)
    assert [one["emergency"] for one in held["crisis"]] == [True]
    assert held["documents"]["reporting"] == "reporting.md"
    assert "# ours" in path.read_text("utf-8")
    must(run(tmp_path / "kit", "session", "check", "groups/thursday-group.toml", now=NOW))
    third = start(tmp_path, [("zone", "stop")])
    assert "left for later" not in third.stderr, "what was said is not asked again"


def test_a_file_that_was_changed_meanwhile_stays_as_it_is(tmp_path):
    start(tmp_path, AGENCY[:-1], [("name", "stop")])
    stopped = start(tmp_path, AGENCY[-1:], BY_MAIL[:2])
    assert not stopped.json["finished"]
    path = tmp_path / "kit" / "kit.toml"
    path.write_text(path.read_text("utf-8").replace("Riverside Peer", "Lakeside Peer"), "utf-8")
    done = start(tmp_path, BY_MAIL[2:], ONCE)
    assert done.json["finished"]
    assert "changed since" in done.stderr
    assert kit_file(tmp_path)["agency"]["name"] == "Lakeside Peer Network"


def test_what_the_person_said_is_in_no_file_in_the_open(tmp_path):
    start(tmp_path, AGENCY, BY_MAIL[:4])
    for path in (tmp_path / "kit").rglob("*"):
        assert not path.is_file() or b"sam@sam.example" not in path.read_bytes(), path


@pytest.mark.parametrize(
    "draft",
    ["", "\udcff", "[]", '{"schema": "access-kit/start-draft/1", "said": {"zone": "x"}}',
     '{"schema": "access-kit/start-draft/1", "said": 1}',
     '{"schema": "access-kit/start-draft/1", "begun": []}'],
)  # fmt: skip
def test_a_damaged_draft_is_begun_anew(run_cli, tmp_path, draft):
    folder = tmp_path / "kit"
    folder.mkdir()
    (folder / ".start.json").write_bytes(draft.encode("utf-8", "surrogateescape"))
    told = run_cli("start", folder, stdin="")
    assert told.code == 0
    assert "What is your agency called?" in told.stderr
    assert "Going on" not in told.stderr


def test_a_file_in_the_place_of_the_kit_is_told_before_any_question(run_cli, tmp_path):
    place = tmp_path / "kit"
    place.write_text("mine")
    told = run_cli("start", place, stdin="Riverside\n")
    assert told.code == 4
    assert "What is your agency" not in told.stderr
    assert place.read_text() == "mine"
