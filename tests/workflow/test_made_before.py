"""What has not changed is not made again, and what stands is what would be made today.

The judge makes everything anew in an empty folder, which knows nothing of earlier runs.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.errors import Problem
from access_kit.store.erase_papers import erase_papers
from access_kit.workflow.prepare import set as setting
from access_kit.workflow.prepare.pack import OutFolder, record_path
from access_kit.workflow.prepare.reuse.digests import digest_of
from access_kit.workflow.prepare.reuse.memory import Memory
from access_kit.workflow.prepare.reuse.records import record_of, record_to_plain
from access_kit.workflow.prepare.shapes import Made, RenderedFile
from tests.conftest import SOAK, command_environment
from tests.workflow.kits import copy_example

SESSION_ID = "evening-group-2026-12-03"
RECORDS = ".made"


@pytest.fixture
def kit(tmp_path) -> Path:
    """The example with four people; nobody listens, and nobody keeps a calendar."""
    session = copy_example(tmp_path / "kit")
    for stem in ("K-11", "K-19"):
        (session.parent / "profiles" / f"{stem}.toml").unlink()
    for path in (session.parent / "profiles").glob("*.toml"):
        text = path.read_text("utf-8").replace("calendar = true", "calendar = false")
        path.write_text(text, "utf-8")
    return session.parent


@pytest.fixture
def prepared(run_cli, kit):
    """Prepare again in the same folder; the answer."""

    def prepare(*options: str, code: int = 0, **said) -> dict:
        done = run_cli("prepare", kit / "session.toml", *options, "--explain", "--json", **said)
        assert done.code == code, done.stderr
        return done.json

    return prepare


def papers(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and RECORDS not in path.relative_to(folder).parts
    }


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """What shows that a file was written: which one it is, and when."""
    found = {p: p.lstat() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {
        path.relative_to(folder).as_posix(): (one.st_ino, one.st_mtime_ns)
        for path, one in found.items()
        if path.name != ".lock"
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, (path.name, old)
    path.write_text(text.replace(old, new), "utf-8")


def whys(answer: dict, of: str = "") -> dict[str, str]:
    return {one["file"]: one["why"] for one in answer["files"] if one["file"].startswith(of)}


# -- nothing has changed --------------------------------------------------------------------------


@pytest.mark.parametrize("day", [None, "2026-11-25T09:00:00-05:00"])
def test_an_unchanged_run_makes_and_writes_nothing(prepared, kit, monkeypatch, day):
    first = prepared()
    assert set(whys(first).values()) == {"new"}
    assert (len(first["made"]), first["reused"]) == (4, [])
    before = stamps(kit / "out")

    def render(*_, **__):
        raise AssertionError("something was made again")

    if not SOAK:  # there, commands are processes of their own
        monkeypatch.setattr(setting, "render_files", render)
    again = prepared(**({"now": day} if day else {}))
    assert (again["made"], again["reused"]) == ([], first["made"])
    assert set(whys(again).values()) == {"same"}
    assert again["plan"] == first["plan"]
    assert stamps(kit / "out") == before


def test_a_calendar_entry_stands_too_until_the_meeting_moves(run_cli, kit, prepared, tmp_path):
    edit(kit / "profiles/K-23.toml", "calendar = false", "calendar = true")
    first = prepared()
    assert prepared(now="2026-11-25T09:00:00-05:00")["reused"] == first["made"]
    entry = kit / "out" / SESSION_ID / "packets/K-23/meeting.ics"
    assert b"SEQUENCE:0" in entry.read_bytes()
    edit(kit / "session.toml", "18:00:00", "17:30:00")
    assert "K-23" in prepared()["made"]
    assert b"SEQUENCE:1" in entry.read_bytes()
    assert prepared()["made"] == []


def test_it_says_so_in_a_line(run_cli, kit, prepared):
    prepared()
    said = run_cli("prepare", kit / "session.toml", "--explain").stdout
    assert "Nothing to make: 4 packets in" in said
    assert "files as before." in said
    (kit / "out" / SESSION_ID / "packets" / "K-07" / "letter.pdf").unlink()
    said = run_cli("prepare", kit / "session.toml", "--explain").stdout
    assert "Made 1 packet in" in said
    assert "As before: 3 packets." in said
    assert "packets/K-07: letter.pdf: it was not as it had been made." in said


# -- something has --------------------------------------------------------------------------------

CHANGES = {
    "a telephone number": lambda kit: edit(kit / "kit.toml", "555 0100", "555 0190"),
    "the hour": lambda kit: edit(kit / "session.toml", "18:00:00", "17:30:00"),
    "the hour back": lambda kit: edit(kit / "session.toml", "17:30:00", "18:00:00"),
    "a size of letters": lambda kit: edit(kit / "profiles/K-07.toml", "value = 20", "value = 26"),
    "a format": lambda kit: edit(kit / "profiles/K-02.toml", '"screen_reader_file"', '"docx"'),
    "a page of the agency": lambda kit: edit(kit / "reporting.md", ".", ". We say so first."),
    "an envelope": lambda kit: edit(kit / "kit.toml", 'envelope = "us10"', 'envelope = "flat"'),
    "somebody less": lambda kit: (kit / "profiles/K-15.toml").unlink(),
    "a language": lambda kit: edit(
        kit / "profiles/K-23.toml", 'written = ["en"]', 'written = ["es"]'
    ),
}


def test_after_each_change_all_is_as_if_made_for_the_first_time(run_cli, kit, prepared, tmp_path):
    prepared()
    for number, (name, change) in enumerate(CHANGES.items()):
        change(kit)
        prepared()
        anew = tmp_path / f"anew-{number}"
        done = run_cli("prepare", kit / "session.toml", "--out", anew)
        assert done.code == 0, done.stderr
        assert papers(kit / "out" / SESSION_ID) == papers(anew / SESSION_ID), name
        shutil.rmtree(anew)


def test_time_that_shows_in_a_paper_makes_it_anew(run_cli, kit, prepared, tmp_path):
    """Two days before the meeting it is too late to answer by a day, and the papers say so."""
    prepared()
    assert prepared(now="2026-11-30T15:00:00-05:00")["made"] == []
    late = "2026-12-02T15:00:00-05:00"
    assert prepared(now=late)["made"]
    assert run_cli("prepare", kit / "session.toml", "--out", tmp_path / "a", now=late).code == 0
    assert papers(kit / "out" / SESSION_ID) == papers(tmp_path / "a" / SESSION_ID)


def test_a_telephone_number_writes_only_what_shows_it(kit, prepared):
    prepared()
    folder = kit / "out" / SESSION_ID
    before, words = stamps(folder), papers(folder)
    edit(kit / "kit.toml", "555 0100", "555 0190")
    answer = prepared()
    after = papers(folder)
    written = {name for name, stamp in stamps(folder).items() if before.get(name) != stamp}
    differ = {name for name in after if words.get(name) != after[name]}
    assert {one for one in written if RECORDS not in one} == differ
    assert {name for name, why in whys(answer).items() if why == "agency"} == {
        name for name in differ if not name.endswith((".json",))
    }
    assert 0 < len(differ) < len(after) / 2


def test_one_person_s_change_is_theirs(kit, prepared):
    prepared()
    edit(kit / "profiles/K-07.toml", "value = 20", "value = 26")
    answer = prepared()
    assert (answer["made"], len(answer["reused"])) == (["K-07"], 3)
    assert set(whys(answer, "packets/K-07/").values()) <= {"person", "same", "new"}
    assert set(whys(answer, "packets/K-02/").values()) == {"same"}


def test_thick_packets_come_and_go(run_cli, kit, prepared, tmp_path):
    """What was set for flats is set for windows again, once nobody's packet is thick."""
    prepared()
    for step, size in enumerate(("34", "14", "34")):
        path = kit / "profiles/K-07.toml"
        text = path.read_text("utf-8")
        start = text.index("print_size_pt")
        line = text[start : text.index("\n", start)]
        path.write_text(text.replace(line, f"print_size_pt = {size}"), "utf-8")
        prepared()
        again = prepared()
        assert again["made"] == []
        anew = tmp_path / f"anew-{step}"
        assert run_cli("prepare", kit / "session.toml", "--out", anew).code == 0
        assert papers(kit / "out" / SESSION_ID) == papers(anew / SESSION_ID), size


def test_what_would_be_made_is_foreseen(kit, prepared):
    assert set(whys(prepared("--dry-run")).values()) == {"new"}
    prepared()
    before = stamps(kit / "out")
    edit(kit / "profiles/K-07.toml", "value = 20", "value = 26")
    foreseen = prepared("--dry-run")
    assert stamps(kit / "out") == before
    made = prepared()
    assert [foreseen[key] for key in ("made", "reused")] == [
        made[key] for key in ("made", "reused")
    ]
    assert set(whys(foreseen, "packets/K-07/letter.pdf").values()) == {"person"}
    assert set(whys(foreseen, "packets/K-02/").values()) == {"same"}


# -- nothing is taken on trust --------------------------------------------------------------------


def test_what_somebody_changed_is_not_taken_for_what_was_made(kit, prepared):
    prepared()
    folder = kit / "out" / SESSION_ID
    right = papers(folder)
    (folder / "packets/K-07/letter.pdf").write_bytes(b"mine")
    (folder / "packets/K-02/note.txt").write_text("mine")
    (folder / "group/note.txt").write_text("mine")
    (folder / "runsheet.pdf").write_bytes(b"mine")
    assert prepared("--force")["made"] == ["K-02", "K-07"]
    assert papers(folder) == right


@pytest.mark.parametrize("said", [b"", b"{}", b"[]", b"null", b"\xff", b'{"schema": 3}'])
def test_a_record_that_cannot_be_read_is_as_none(kit, prepared, said):
    prepared()
    folder = kit / "out" / SESSION_ID
    right = papers(folder)
    for path in (folder / RECORDS).rglob("*.json"):
        path.write_bytes(said)
    assert len(prepared()["made"]) == 4
    assert papers(folder) == right


def test_a_record_of_other_bytes_makes_no_paper(kit, prepared):
    """Who can write there gets no words of theirs into a packet, nor a file from outside."""
    prepared()
    folder = kit / "out" / SESSION_ID
    right = papers(folder)
    (folder / "secret.txt").write_text("mine")
    path = folder / RECORDS / "packets" / "K-07.json"
    record = json.loads(path.read_text("utf-8"))
    for files in record["rendered"].values():
        files[0]["file"] = "../../secret.txt"
    record["files"] = dict.fromkeys(record["files"], "0" * 64)
    path.write_text(json.dumps(record))
    (folder / "secret.txt").unlink()
    assert prepared()["made"] == ["K-07"]
    assert papers(folder) == right


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.data())
def test_no_record_ends_in_a_traceback(tmp_path_factory, data):
    """A real one with anything in place of any value: nothing is taken from it."""
    folder = tmp_path_factory.mktemp("records")
    made = Made({}, (), problems=(Problem("paper.tells", facts={"words": "x"}),))
    file = RenderedFile("letter.pdf", "0" * 64, "pdf", "application/pdf")
    record = record_of("K-07", {"person": "1"}, replace(made, rendered={"2": (file,)}))
    told = record_to_plain(replace(record, files={"letter.pdf": "0" * 64}))
    holder, key = data.draw(st.sampled_from(list(places(told))))
    holder[key] = data.draw(json_values)
    path = record_path(folder, "K-07")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(told), "utf-8")
    (folder / "packets" / "K-07").mkdir(parents=True)
    memory = Memory(OutFolder(folder))
    assert memory.standing("K-07", {"person": "1"}) is None
    assert memory.lost("K-07") is not None
    assert memory.earlier("program").take("2") is None


def places(value):
    """Every place in JSON where something else could stand."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


def test_of_who_wants_nothing_kept_nothing_is_written_down(kit, prepared):
    edit(kit / "profiles/K-15.toml", "store = true", "store = false")
    assert len(prepared()["made"]) == 4
    assert not (kit / "out" / SESSION_ID / RECORDS / "packets" / "K-15.json").exists()
    assert prepared()["made"] == ["K-15"]


def test_a_record_holds_nothing_of_anybody(kit, prepared):
    prepared()
    records = (kit / "out" / SESSION_ID / RECORDS).rglob("*.json")
    said = "".join(one.read_text("utf-8") for one in records)
    assert '"K-07"' in said
    for path in (kit / "profiles").glob("*.toml"):
        for line in path.read_text("utf-8").splitlines():
            key, _, value = line.partition(" = ")
            if key in ("name", "email", "phone", "street", "city"):
                assert value.strip('"') not in said, key


# -- a run that was cut off -----------------------------------------------------------------------

COUNTED = """
import os, signal, sys
from access_kit import cli
from access_kit.workflow.prepare import pack, set as setting
render, stage = setting.render_files, pack.OutFolder.stage_record
made = {"files": 0, "packets": 0}
def counted(*args, **named):
    made["files"] += 1
    return render(*args, **named)
def staged(self, *args):
    stage(self, *args)
    made["packets"] += 1
    if made["packets"] == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
setting.render_files, pack.OutFolder.stage_record = counted, staged
code = cli.run(sys.argv[2:])
print("made:", made["files"])
sys.exit(code)
"""


def counted(kit: Path, kill_at: int = 0) -> subprocess.CompletedProcess:
    words = ["prepare", str(kit / "session.toml"), "--jobs", "1"]
    return subprocess.run(
        [sys.executable, "-c", COUNTED, str(kill_at), *words],
        env=command_environment(), capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_killed_run_is_gone_on_with(kit, tmp_path):
    whole = shutil.copytree(kit, tmp_path / "whole")
    all_files = int(counted(whole).stdout.rpartition("made: ")[2])
    for at in (2, 3):
        killed = counted(kit, at)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        for path in (kit / "out").rglob("*"):
            assert not path.stat().st_mode & 0o077, path
        assert not (kit / "out" / SESSION_ID / "packets").exists()
    went_on = counted(kit)
    assert went_on.returncode == 0, went_on.stderr
    assert int(went_on.stdout.rpartition("made: ")[2]) < all_files * 0.7
    assert papers(kit / "out" / SESSION_ID) == papers(whole / "out" / SESSION_ID)
    hidden = {one.name for one in (kit / "out" / SESSION_ID).glob(".*")}
    assert hidden == {RECORDS}


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_erasing_reaches_what_a_killed_run_left(kit):
    """In the folder where it laid papers, where the next run put them aside, and in its records."""
    assert counted(kit).returncode == 0
    edit(kit / "kit.toml", "555 0100", "555 0190")
    counted(kit, 3)
    folder = kit / "out" / SESSION_ID
    shutil.copytree(folder / ".new", folder / ".before")
    shutil.copytree(folder / "packets" / "K-07", folder / "packets" / ".K-07.old")
    held = [one.relative_to(folder).as_posix() for one in folder.rglob("*K-07*")]
    assert {one.partition("/")[0] for one in held} == {".new", ".before", RECORDS, "packets"}
    erased = erase_papers([kit / "out"], "k-07")
    assert not erased.back.stuck
    assert not list(folder.rglob("*K-07*"))
    assert list(folder.rglob("*K-02*"))
    for path in folder.rglob("*"):
        assert path.is_dir() or b"K-07" not in path.read_bytes(), path
    assert counted(kit).returncode == 0


# -- digests --------------------------------------------------------------------------------------

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.tuples(inner, inner) | st.frozensets(st.text()) | st.tuples(inner),
)


@given(values, values)
def test_a_digest_is_one_value_s(one, other):
    same = repr_of(one) == repr_of(other)
    assert (digest_of(one) == digest_of(other)) is same


def repr_of(value) -> str:
    """Told apart by type too, and sets in order."""
    if isinstance(value, tuple):
        return f"({'|'.join(repr_of(one) + ',' for one in value)})"
    if isinstance(value, frozenset):
        return f"set({sorted(value)!r})"
    return repr(value)


def test_a_digest_is_the_same_in_every_process():
    code = (
        "from access_kit.workflow.prepare.reuse.digests import digest_of;"
        "print(digest_of(frozenset('abcdefgh'), {'one': 2}, (None, 1.5)))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=command_environment() | {"PYTHONHASHSEED": seed},
            capture_output=True, encoding="utf-8", check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1


def test_what_nobody_knows_has_no_digest():
    with pytest.raises(TypeError):
        digest_of(object())
