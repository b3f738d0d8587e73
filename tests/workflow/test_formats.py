"""Which files a person gets: each format that they read, from one ``prepare``."""

from __future__ import annotations

import datetime
import json
import shutil

import jsonschema
import pytest

from access_kit.documents import louis
from access_kit.documents.renderers import FORMATS
from access_kit.errors import MissingPart, Problem
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.run import Options, prepare
from access_kit.workflow.prepare.set import Maker
from tests.tools import ROOT, require

NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
SESSION_ID = "evening-group-2026-12-03"
PAPERS = {"letter", "tech-check", "agreement", "things-that-help-me", "good-meetings"}


@pytest.fixture
def kit(tmp_path):
    source = ROOT / "examples" / "evening-group"
    return shutil.copytree(source, tmp_path / "kit", ignore=shutil.ignore_patterns("out"))


def ask_for(kit, person, formats, extra=""):
    path = kit / "profiles" / f"{person}.toml"
    lines = path.read_text("utf-8").splitlines()
    kept = [f"formats = {json.dumps(formats)}" if x.startswith("formats") else x for x in lines]
    if extra:
        kept.insert(kept.index("[reading]") + 1, extra)
    path.write_text("\n".join(kept) + "\n", "utf-8")


def plan_of(kit):
    return make_plan(read_work(kit / "session.toml", kit_folder=kit, now=NOW))


def person_of(plan, person_id):
    return next(one for one in plan.people if one.profile.id == person_id)


def have_everything() -> None:
    try:
        louis.load_louis()
    except MissingPart:
        require("liblouis", None)
    for part in ("espeakng_loader", "lameenc"):
        try:
            __import__(part)
        except ImportError:
            require(part, None)


@pytest.mark.parametrize(
    ("formats", "extra", "made"),
    [
        (["print"], "", ("pdf",)),
        (["large_print", "braille"], "", ("pdf", "braille")),
        (["docx"], "", ("html", "docx")),
        (["braille"], "", ("html", "braille")),
        (["screen_reader_file"], "", ("html", "epub", "text")),
        (["screen_reader_file", "audio"], "", ("html", "text", "audio", "read-along")),
        (["audio"], "", ("html", "audio")),
        (["text_message"], "", ("html", "sms")),
        (["text_message"], 'pictures = "helpful"', ("html", "sms", "card")),
    ],
)
def test_formats_follow_what_a_person_reads(kit, formats, extra, made):
    ask_for(kit, "K-15", formats, extra)
    assert person_of(plan_of(kit), "K-15").formats == made


def test_a_posted_packet_is_on_paper_too(kit):
    ask_for(kit, "K-07", ["braille"])
    assert person_of(plan_of(kit), "K-07").formats == ("pdf", "braille")


def test_one_prepare_makes_every_format(run_cli, kit):
    have_everything()
    ask_for(kit, "K-02", ["screen_reader_file", "audio", "braille"])
    ask_for(kit, "K-15", ["text_message"], 'pictures = "needed"')
    ask_for(kit, "K-19", ["screen_reader_file", "large_print", "docx"], "")
    dry = run_cli("prepare", kit / "session.toml", "--dry-run", "--json")
    done = run_cli("prepare", kit / "session.toml", "--json")
    assert done.code == 0
    assert [p for p in done.json["problems"] if p["severity"] != "note"] == []
    out = kit / "out" / SESSION_ID
    suffixes = set()
    for packet in (out / "packets").iterdir():
        manifest = json.loads((packet / "manifest.json").read_text("utf-8"))
        jsonschema.validate(
            manifest, json.loads((ROOT / "access_kit/schemas/manifest.schema.json").read_text())
        )
        names = {artefact["file"] for artefact in manifest["artefacts"]}
        assert names | {"manifest.json"} == {path.name for path in packet.iterdir()}
        suffixes |= {name.split(".", 1)[1] for name in names}
    wished_for = {one.suffix for one in FORMATS.values() if one.serves or one.joins}
    assert wished_for <= suffixes
    assert {f"{stem}.brf" for stem in PAPERS} <= {
        path.name for path in (out / "packets" / "K-02").iterdir()
    }
    planned = {p["id"]: p["artefacts"] for p in dry.json["plan"]["participants"]}
    for person in done.json["plan"]["participants"]:
        made = {artefact["file"]: artefact for artefact in person["artefacts"]}
        for artefact in planned[person["id"]]:
            assert made[artefact["file"]]["kind"] == artefact["kind"]
            assert made[artefact["file"]]["media_type"] == artefact["media_type"]


def test_what_is_missing_for_one_format_stops_that_one_alone(kit, tmp_path, monkeypatch):
    ask_for(kit, "K-02", ["screen_reader_file", "braille"])
    plan = plan_of(kit)

    def missing():
        raise MissingPart(Problem("render.missing-braille"))

    monkeypatch.setattr(louis, "load_louis", missing)
    louis.has_sign.cache_clear()
    done = prepare(plan, Options(out=tmp_path / "out", only="K-02"), lambda: None)
    assert (done.made, done.failed) == (("K-02",), ())
    told = [(p.code, p.where, p.is_error) for p in done.problems if "K-02" in (p.where or "")]
    where = "K-02: " + ", ".join(
        f"{paper.stem}.brf"
        for paper in plan.people[0].papers
        if paper.handout or paper.stem not in ("message", "answers")
    )
    assert told == [("render.missing-braille", where, False)]
    person = next(one for one in done.plan.participants if one.id == "K-02")
    assert [missed.value for missed in person.not_met] == ["braille"]
    assert [problem.code for problem in person.problems] == ["render.missing-braille"]
    files = {path.name for path in (done.folder / "packets" / "K-02").iterdir()}
    assert {"letter.html", "letter.epub", "letter.txt"} <= files
    assert not any(name.endswith(".brf") for name in files)


def test_a_file_that_is_missing_is_made_in_another_form(kit, monkeypatch):
    ask_for(kit, "K-07", ["braille"])
    plan = plan_of(kit)

    def missing():
        raise MissingPart(Problem("render.missing-braille"))

    monkeypatch.setattr(louis, "load_louis", missing)
    louis.has_sign.cache_clear()
    made = Maker(plan).make_packet(person_of(plan, "K-07"), None)
    assert {"letter.pdf", "letter.html"} <= set(made.files)
    assert made.missing == ("braille",)
