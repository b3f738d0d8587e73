"""``prepare`` on the example kit, as a facilitator runs it."""

from __future__ import annotations

import hashlib
import json
import stat
import sys

import jsonschema
import pypdfium2
import pytest

from tests.workflow.kits import copy_example
from tools.write_schemas import FOLDER

SESSION_ID = "evening-group-2026-12-03"


def schema(name: str):
    return json.loads((FOLDER / f"{name}.schema.json").read_text())


def digests(folder) -> dict[str, str]:
    """Of every file but the records of what each was made of."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".made" not in path.relative_to(folder).parts
    }


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return copy_example(tmp_path_factory.mktemp("kit") / "evening-group")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out" / SESSION_ID


def test_everyone_gets_a_packet_and_the_facilitator_a_run_sheet(run_cli, example, tmp_path, out):
    done = run_cli("prepare", example, "--out", tmp_path / "out", "--json")
    assert done.code == 0, done.stderr
    jsonschema.validate(done.json, schema("prepare"))
    plan = json.loads((out / "plan.json").read_text())
    jsonschema.validate(plan, schema("plan"))
    assert plan == done.json["plan"]
    ids = [person["id"] for person in plan["participants"]]
    assert ids == sorted(p.stem for p in (example.parent / "profiles").glob("*.toml"))
    for person in plan["participants"]:
        packet = out / "packets" / person["id"]
        manifest = json.loads((packet / "manifest.json").read_text())
        jsonschema.validate(manifest, schema("manifest"))
        assert manifest["artefacts"] == person["artefacts"]
        kinds = {artefact["kind"] for artefact in manifest["artefacts"]}
        assert {"letter", "tech_check"} <= kinds
        for artefact in manifest["artefacts"]:
            data = (packet / artefact["file"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == artefact["sha256"]
        files = {path.name for path in packet.iterdir()}
        assert files == {a["file"] for a in manifest["artefacts"]} | {"manifest.json"}
    shared = plan["group"]["artefacts"] + plan["facilitator"]["artefacts"]
    for artefact in shared:
        digest = hashlib.sha256((out / artefact["file"]).read_bytes()).hexdigest()
        assert digest == artefact["sha256"]
    assert {"runsheet.pdf", "runsheet.html"} <= {a["file"] for a in shared}
    assert [one.name for one in out.glob(".*")] == [".made"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_everything_is_its_owners_alone(run_cli, example, tmp_path, out):
    assert run_cli("prepare", example, "--out", tmp_path / "out").code == 0
    for path in [out, *out.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_same_input_same_now_same_bytes_whatever_the_jobs(run_cli, example, tmp_path):
    for name, jobs in (("a", "1"), ("b", "4")):
        done = run_cli("prepare", example, "--out", tmp_path / name, "--jobs", jobs)
        assert done.code == 0
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_packets_that_turn_out_thick_are_those_of_flats_from_the_start(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")
    found = run_cli("prepare", session, "--out", tmp_path / "a", "--json").json
    assert "delivery.flats-too-thick" in {one["code"] for one in found["problems"]}
    kit = session.parent / "kit.toml"
    text = kit.read_text(encoding="utf-8")
    assert 'envelope = "us10"' in text
    kit.write_text(text.replace('envelope = "us10"', 'envelope = "flat"'), encoding="utf-8")
    chosen = run_cli("prepare", session, "--out", tmp_path / "b", "--json").json
    assert "delivery.flats-too-thick" not in {one["code"] for one in chosen["problems"]}
    assert found["plan"] == chosen["plan"]
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_a_changed_profile_changes_only_what_shows_it(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")
    assert run_cli("prepare", session, "--out", tmp_path / "a").code == 0
    profile = session.parent / "profiles" / "K-07.toml"
    text = profile.read_text(encoding="utf-8")
    assert "value = 20" in text
    profile.write_text(text.replace("value = 20", "value = 24"), encoding="utf-8")
    assert run_cli("prepare", session, "--out", tmp_path / "b").code == 0
    before, after = digests(tmp_path / "a"), digests(tmp_path / "b")
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed
    allowed = (
        f"{SESSION_ID}/packets/K-07/",
        *(f"{SESSION_ID}/{one}" for one in ("plan.json", "runsheet.", "hand-over.")),
    )
    assert all(name.startswith(allowed) for name in changed), changed


def screen_lines(*texts: str, columns: int = 80) -> int:
    """Lines on a terminal of ``columns``, as it wraps them."""
    lines = [line for text in texts for line in text.splitlines()]
    return sum(max(1, -(-len(line) // columns)) for line in lines)


@pytest.fixture(scope="module")
def nine(tmp_path_factory):
    """The example with nine people, half of them with a plan that cannot be met."""
    session = copy_example(tmp_path_factory.mktemp("nine") / "evening-group")
    people = session.parent / "profiles"
    for number, of in enumerate(("K-11", "K-15", "K-19"), 31):
        text = (people / f"{of}.toml").read_text(encoding="utf-8").replace(of, f"K-{number}")
        named = text.replace('name = "', 'name = "J', 1)
        (people / f"K-{number}.toml").write_text(named, encoding="utf-8")
    return session


def test_nine_people_are_summed_up_in_twenty_lines(run_cli, nine, tmp_path, out):
    done = run_cli("prepare", nine, "--out", tmp_path / "out")
    assert done.code == 0
    assert screen_lines(done.stdout, done.stderr) <= 20
    assert "Past due, call today: a captioner (K-11, K-31)" in done.stdout
    assert "a meeting by text message (K-15, K-32)" in done.stdout
    assert "Waiting for another safe way: the agreement" in done.stdout
    assert f"then access-kit send {nine}" in done.stdout


def test_with_verbose_each_thing_of_each_person_is_said(run_cli, nine, tmp_path):
    done = run_cli("prepare", nine, "--out", tmp_path / "out", "--verbose", "--json")
    told = run_cli("prepare", nine, "--out", tmp_path / "out", "--verbose").stdout
    for person in done.json["plan"]["participants"]:
        for missed in person["not_met"]:
            assert f"Not met for {person['id']}: {missed['because']}" in told
    assert "(a captioner) Instead:" in told


def test_of_one_person_it_says_nothing_that_others_lack(run_cli, nine, tmp_path):
    options = ("--out", tmp_path / "out", "--dry-run", "--only")
    assert "a captioner" in run_cli("prepare", nine, *options, "K-11").stdout
    other = run_cli("prepare", nine, *options, "K-23")
    assert other.code == 0
    assert "a captioner" not in other.stdout


def test_the_run_sheet_has_one_page_to_lie_open_and_four_behind_it(
    run_cli, nine, example, tmp_path
):
    for session in (example, nine):
        place = tmp_path / session.parent.parent.name
        assert run_cli("prepare", session, "--out", place).code == 0
        pages = pypdfium2.PdfDocument(place / SESSION_ID / "runsheet.pdf")
        assert len(pages) <= 5
        front = pages[0].get_textpage().get_text_bounded()
        assert "Run sheet" in front
        assert "Behind:" in front


def test_a_dry_run_writes_nothing_and_never_says_made(run_cli, example, tmp_path):
    done = run_cli("prepare", example, "--out", tmp_path / "out", "--dry-run")
    assert done.code == 0
    assert not (tmp_path / "out").exists()
    assert "Would make 6 packets" in done.stdout
    assert "Made" not in done.stdout
    assert "sent" not in done.stdout.lower().split()


def test_only_one_person_leaves_the_others_alone(run_cli, example, tmp_path, out):
    assert run_cli("prepare", example, "--out", tmp_path / "out").code == 0
    before = digests(out)
    done = run_cli("prepare", example, "--out", tmp_path / "out", "--only", "k-07", "--json")
    assert done.code == 0
    assert (done.json["made"], done.json["reused"]) == ([], ["K-07"])
    assert digests(out) == before
    unknown = run_cli("prepare", example, "--out", tmp_path / "out", "--only", "K-99")
    assert (unknown.code, "[command.unknown-id]" in unknown.stderr) == (2, True)


def test_changed_and_foreign_files_stop_the_run_unless_forced(run_cli, example, tmp_path, out):
    assert run_cli("prepare", example, "--out", tmp_path / "out").code == 0
    (out / "packets" / "K-07" / "letter.pdf").write_bytes(b"mine")
    (out / "packets" / "K-02" / "note.txt").write_text("mine")
    (out / "group" / "note.txt").write_text("mine")
    before = digests(out)
    again = run_cli("prepare", example, "--out", tmp_path / "out")
    assert again.code == 4
    for name in ("K-07/letter.pdf", "K-02/note.txt", "group/note.txt"):
        assert name in again.stderr
    assert digests(out) == before
    forced = run_cli("prepare", example, "--out", tmp_path / "out", "--force")
    assert forced.code == 0
    assert digests(out) != before


def test_people_who_left_take_their_packet_along(run_cli, tmp_path, out):
    session = copy_example(tmp_path / "kit")
    assert run_cli("prepare", session, "--out", tmp_path / "out").code == 0
    (session.parent / "profiles" / "K-23.toml").unlink()
    done = run_cli("prepare", session, "--out", tmp_path / "out")
    assert done.code == 0
    assert "no longer named: K-23" in done.stdout
    assert not (out / "packets" / "K-23").exists()


def test_every_mistake_of_every_file_is_told_and_nothing_made(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")
    folder = session.parent
    for name, old, new in (
        ("session.toml", "minutes = 60", "minutes = 6000"),
        ("kit.toml", 'paper = "letter"', 'paper = "leter"'),
        ("profiles/K-07.toml", "value = 20", "value = 200"),
        ("profiles/K-11.toml", "[hearing]", "[hearng]"),
        ("materials/good-meetings.md", "\n## ", "\n#### "),
    ):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run_cli("prepare", session, "--out", tmp_path / "out")
    assert done.code == 2
    assert not (tmp_path / "out").exists()
    for words in ("[session.out-of-range]", 'did you mean "letter"?', "[profile.out-of-range]",
                  'did you mean "hearing"?', "good-meetings.md"):  # fmt: skip
        assert words in done.stderr


def test_a_name_without_glyphs_fails_alone(run_cli, tmp_path, out):
    session = copy_example(tmp_path / "kit")
    profile = session.parent / "profiles" / "K-23.toml"
    lines = profile.read_text(encoding="utf-8").splitlines()
    lines = ['name = "\\uE123"' if line.startswith("name = ") else line for line in lines]
    profile.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run_cli("prepare", session, "--out", tmp_path / "out", "--json")
    assert done.code == 1
    assert done.json["failed"] == ["K-23"]
    assert len(done.json["made"]) == 5
    assert not (out / "packets" / "K-23").exists()
    assert "U+E123" in done.stderr


def test_a_second_run_at_the_same_time_is_refused(run_cli, example, tmp_path, out):
    from access_kit.files import lock_folder

    out.mkdir(parents=True)
    with lock_folder(out):
        done = run_cli("prepare", example, "--out", tmp_path / "out")
    assert done.code == 6
    assert "[write.locked]" in done.stderr


def test_without_a_kit_the_remedy_is_said(run_cli, example, tmp_path):
    lonely = tmp_path / "lonely"
    lonely.mkdir()
    (lonely / "session.toml").write_bytes(example.read_bytes())
    done = run_cli("prepare", lonely / "session.toml", cwd=lonely)
    assert done.code == 2
    assert "[kit.missing]" in done.stderr


def test_a_log_holds_ids_and_codes_only(run_cli, example, tmp_path):
    done = run_cli(
        "prepare", example, "--out", tmp_path / "out", "--log", tmp_path / "log", "--quiet"
    )
    assert (done.code, done.stdout, done.stderr) == (0, "", "")
    log = (tmp_path / "log").read_text()
    assert "packet.made id=K-07" in log
    assert "Rosa" not in log


def test_progress_is_silent_without_a_terminal(run_cli, example, tmp_path):
    done = run_cli("prepare", example, "--out", tmp_path / "out", "--quiet")
    assert done.stderr == ""


def test_processes_make_the_same_bytes_as_threads(monkeypatch, example, tmp_path):
    from access_kit.workflow.prepare import packet_makers
    from access_kit.workflow.prepare.plan import make_plan
    from access_kit.workflow.prepare.read import read_work
    from access_kit.workflow.prepare.run import Options, prepare
    from tests.workflow.test_standards import NOW

    plan = make_plan(read_work(example, kit_folder=None, now=NOW))
    monkeypatch.setattr(packet_makers, "PACKETS_A_WORKER", 2)
    for name, many in (("threads", 100), ("processes", 1)):
        monkeypatch.setattr(packet_makers, "MANY_PEOPLE", many)
        prepare(plan, Options(tmp_path / name, jobs=2), lambda: None)
    assert digests(tmp_path / "threads") == digests(tmp_path / "processes")
