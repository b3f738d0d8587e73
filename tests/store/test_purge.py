"""Papers go some days after their session: our own by their digests, nothing else."""

import datetime
import hashlib
import json

import pytest

from access_kit.errors import Refused
from access_kit.files import lock_folder
from access_kit.store.purge import list_files, purge_due, purge_folder, remind_purge

STARTS = datetime.datetime(2026, 12, 3, 18, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))
ENDED = STARTS + datetime.timedelta(minutes=60)


def artefacts(folder, names) -> list[dict]:
    return [
        {"file": name, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
        for name in names
    ]


@pytest.fixture
def out(tmp_path):
    """What ``prepare`` leaves for one session."""
    folder = tmp_path / "out" / "evening-group"
    packet = folder / "packets" / "K-07"
    packet.mkdir(parents=True)
    (folder / "group" / "es").mkdir(parents=True)
    (folder / "runsheet.pdf").write_bytes(b"%PDF run")
    (folder / "group" / "es" / "notice.html").write_text("notice")
    (packet / "letter.pdf").write_bytes(b"%PDF letter")
    manifest = {"schema": "access-kit/manifest/1", "artefacts": artefacts(packet, ["letter.pdf"])}
    (packet / "manifest.json").write_text(json.dumps(manifest))
    plan = {
        "schema": "access-kit/plan/1",
        "session": {"id": "evening-group", "starts": STARTS.isoformat(), "minutes": 60},
        "group": {"artefacts": artefacts(folder, ["group/es/notice.html"])},
        "facilitator": {"artefacts": artefacts(folder, ["runsheet.pdf"])},
    }
    (folder / "plan.json").write_text(json.dumps(plan))
    return tmp_path / "out"


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (datetime.timedelta(days=30), True),
        (datetime.timedelta(days=30, seconds=-1), False),
        (datetime.timedelta(days=-1), False),
    ],
)
def test_papers_are_due_so_many_days_after_the_end(out, after, due):
    found = purge_due(out, out_days=30, now=ENDED + after)
    assert [one.session for one in found] == (["evening-group"] if due else [])
    reminders = remind_purge(out, out_days=30, now=ENDED + after)
    assert [problem.code for problem in reminders] == (["purge.due"] if due else [])


def test_all_of_ours_goes(out):
    assert list_files(out / "evening-group") == (5, ())
    purged = purge_folder(out / "evening-group")
    assert (purged.removed, purged.kept) == (5, ())
    assert list(out.iterdir()) == []


def test_changed_and_foreign_files_stay_and_are_named(out):
    folder = out / "evening-group"
    packet = folder / "packets" / "K-07"
    (packet / "letter.pdf").write_bytes(b"written on")
    (folder / "notes.txt").write_text("mine")
    (folder / "link").symlink_to(out)
    purged = purge_folder(folder)
    names = [path.relative_to(folder).as_posix() for path in purged.kept]
    assert names == ["link", "notes.txt", "packets/K-07/letter.pdf"]
    left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    assert left == [
        "link",
        "notes.txt",
        "packets",
        "packets/K-07",
        "packets/K-07/letter.pdf",
        "plan.json",
    ]
    assert purge_due(out, out_days=30, now=ENDED + datetime.timedelta(days=31)), "named again"


def test_what_a_stopped_run_left_goes_too(out):
    folder = out / "evening-group"
    (folder / ".new" / "packets" / "K-07").mkdir(parents=True)
    (folder / ".new" / "packets" / "K-07" / "letter.pdf").write_bytes(b"half")
    (folder / "packets" / ".K-07.12ab.part").write_bytes(b"half")
    assert purge_folder(folder).kept == ()
    assert list(out.iterdir()) == []


def test_a_folder_that_is_written_to_is_left_alone(out):
    folder = out / "evening-group"
    with lock_folder(folder), pytest.raises(Refused):
        purge_folder(folder)
    assert (folder / "runsheet.pdf").exists()


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "[]",
        "{}",
        '{"schema": "access-kit/plan/1"}',
        '{"schema": "access-kit/plan/1", "session": {"starts": "soon", "minutes": 60}}',
        '{"schema": "access-kit/plan/1", "session": {"starts": "2020-01-01T10:00", "minutes": 60}}',
        '{"schema": "x", "session": {"starts": "2020-01-01T10:00+00:00", "minutes": 60}}',
        '{"schema": "access-kit/plan/1", "session": '
        '{"starts": "2020-01-01T10:00+00:00", "minutes": 1e99}}',
    ],
)
def test_what_is_no_plan_of_ours_is_never_due(out, plan):
    (out / "evening-group" / "plan.json").write_text(plan)
    assert purge_due(out, out_days=0, now=ENDED + datetime.timedelta(days=9999)) == []
