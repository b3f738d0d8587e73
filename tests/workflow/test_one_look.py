"""One way from a profile to a look: packets, handouts, choice sheets and a person's own copy."""

from __future__ import annotations

import datetime
import json
import re

import pytest

from access_kit.documents.looks import at_least, look_of
from access_kit.kit_files import read_kit
from access_kit.profiles.profile_files import parse_profile
from access_kit.workflow.alone.paper_alone import look_alone
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from tests.tools import ROOT, require

NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
EXAMPLE = ROOT / "examples" / "evening-group"
KIT = """schema = "access-kit/kit/1"
[agency]
name = "Riverside Peer Network"
envelope_sender = ["PO Box 118", "Exampletown NH 03755"]
from_name = "Riverside"
phone = "+1 603 555 0100"
email = "hello@riverside.example"
[defaults]
locale = "en"
look = "clear-print"
contents = "full"
"""
READING = {
    "large print": ('formats = ["large_print"]', 18),
    "own size": ("print_size_pt = 22", 22),
    "a size avoided": ("print_size_pt = { value = 40, wish = 'avoid' }", 14),
}


def person_with(tmp_path, reading):
    (tmp_path / "kit.toml").write_text(KIT)
    folder = tmp_path / "profiles"
    folder.mkdir(exist_ok=True)
    path = folder / "K-07.toml"
    head = 'schema = "access-kit/profile/1"\nid = "K-07"\nname = "Rosa"\nstated_by = "self"\n'
    path.write_text(f"{head}review_by = 2027-05-20\n[reading]\n{reading}\n")
    return path


def made_pages(run_cli, tmp_path, path):
    """The three pages that a person can get outside of a packet."""
    kit = ("--kit", tmp_path)
    sheet, copy = tmp_path / "sheet.html", tmp_path / "copy.html"
    runs = [
        ("recommend", path, "--compare", "zoom,phone", "--out", sheet, *kit),
        ("materials", "make", "how-to-join.md", "--profile", path, "--format", "html",
         "--out", tmp_path, *kit),
        ("profile", "show", path, "--for-person", "--out", copy, *kit),
    ]  # fmt: skip
    for one in runs:
        done = run_cli(*one)
        assert done.code == 0, done.stderr
    return [page.read_text("utf-8") for page in (sheet, tmp_path / "how-to-join.html", copy)]


def size_of(page):
    """The size of the text as printed, in points."""
    return float(re.search(r"@media print.*?font-size: ([\d.]+)pt", page, re.S)[1])


@pytest.mark.parametrize(("reading", "size"), READING.values(), ids=READING)
def test_every_paper_has_the_person_s_own_size(run_cli, tmp_path, reading, size):
    pages = made_pages(run_cli, tmp_path, person_with(tmp_path, reading))
    assert [size_of(page) for page in pages] == [size] * 3


def test_every_paper_has_the_easy_layout_and_the_colours_asked_for(run_cli, tmp_path):
    path = person_with(tmp_path, 'level = "easy_read"\ncontrast = "light_on_dark"')
    for page in made_pages(run_cli, tmp_path, path):
        assert '<main id="text" class="easy"' in page
        assert "#101418" in page


def test_a_person_s_look_is_the_same_in_a_packet_and_alone():
    work = read_work(EXAMPLE / "session.toml", kit_folder=None, now=NOW)
    people = make_plan(work).people
    assert len(people) > 3
    for person in people:
        alone = look_alone(person.profile, work.kit, work.folder, NOW)
        assert alone == person.look, person.profile.id


def test_speed_contrast_and_layout_come_from_what_was_said():
    text = (EXAMPLE / "profiles" / "K-07.toml").read_text("utf-8")
    said = 'level = "easy_read"\naudio_speed = 0.8\ncontrast = "dark_on_cream"\n'
    text = re.sub(r"(?m)^(level|audio_speed|contrast) = .*\n", "", text)
    profile, problems = parse_profile(
        text.replace("[reading]\n", f"[reading]\n{said}"), file="K-07.toml", today=NOW.date()
    )
    assert profile, problems
    kit, _ = read_kit(EXAMPLE, today=NOW.date())
    look = look_alone(profile, kit, EXAMPLE, NOW)
    assert (look.easy_read, look.speech_rate, look.colours.paper) == (True, 0.8, "#fdf6e3")
    larger = at_least(look, 40)
    assert (larger.body_pt, larger.easy_read, larger.speech_rate) == (40, True, 0.8)
    assert look_of(None, None, {}).body_pt == 18


@pytest.mark.parametrize(
    ("name", "start"),
    [("c.pdf", b"%PDF"), ("c.html", b"<!DOCTYPE"), ("c.docx", b"PK"), ("c.epub", b"PK"),
     ("c.sms.txt", b"1/")],
)  # fmt: skip
def test_a_copy_is_in_the_format_that_its_name_says(run_cli, tmp_path, name, start):
    path = person_with(tmp_path, "")
    done = run_cli("profile", "show", path, "--for-person", "--out", tmp_path / name, "--json")
    assert (done.code, done.json["problems"]) == (0, [])
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_copy_in_braille_is_braille(run_cli, tmp_path):
    out = tmp_path / "c.brf"
    done = run_cli(
        "profile", "show", person_with(tmp_path, ""), "--for-person", "--out", out, "--json"
    )
    if done.code == 3:
        require("liblouis", None)
    assert done.code == 0
    assert not out.read_bytes().startswith((b"%PDF", b"<"))


def test_a_copy_with_an_unknown_ending_names_the_known(run_cli, tmp_path):
    path = person_with(tmp_path, "")
    out = tmp_path / "c.doc"
    done = run_cli("profile", "show", path, "--for-person", "--out", out, "--json")
    assert done.code == 2
    told = done.json["problems"][0]
    assert told["code"] == "command.unknown-suffix"
    assert ".brf" in told["hint"]
    assert ".docx" in told["hint"]
    assert not out.exists()


def test_without_a_name_a_copy_is_in_the_format_the_person_likes(run_cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = person_with(tmp_path, 'formats = ["docx"]')
    done = run_cli("profile", "show", path, "--for-person", "--json")
    assert (done.code, done.json["file"]) == (0, "copy-K-07.docx")
    assert json.dumps(done.json["problems"]) == "[]"
