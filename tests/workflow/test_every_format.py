"""Every format goes into a packet by its record alone: nothing else in the program names it."""

from __future__ import annotations

import dataclasses
import datetime
import json
from functools import cache

import jsonschema
import pytest

from access_kit.documents.renderers import FORMATS, PAPER, USUAL, Format, name_of_file
from access_kit.errors import MissingPart, Problem
from access_kit.model.answers import to_plain
from access_kit.model.document import Purpose
from access_kit.model.profile import ReadingFormat
from access_kit.workflow.mailed.messages import choose_attachments
from access_kit.workflow.packets import Packet
from access_kit.workflow.prepare.answer import (
    artefacts_of_manifest,
    manifest_answer,
    planned_artefacts,
)
from access_kit.workflow.prepare.plan import made_for, make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.set import Maker
from tests.tools import ROOT, require

NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)


@cache
def plan():
    session = ROOT / "examples" / "evening-group" / "session.toml"
    return make_plan(read_work(session, kit_folder=None, now=NOW))


def reader_of(*formats):
    """Somebody who gets two papers in these formats."""
    person = plan().people[0]
    papers = tuple(one for one in person.papers if one.stem in ("letter", "tech-check"))
    return dataclasses.replace(person, formats=formats, papers=papers)


def packet_in(*formats):
    person = reader_of(*formats)
    made = Maker(plan()).make_packet(person, None)
    for missing in made.missing:
        require(missing, None)
    return person, made


def schema(name):
    return json.loads((ROOT / f"access_kit/schemas/{name}.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_goes_into_a_packet_as_it_was_planned(name):
    person, made = packet_in(name)
    manifest = to_plain(manifest_answer(plan().work.session, person, made))
    jsonschema.validate(manifest, schema("manifest"))
    found = {one["file"]: one for one in manifest["artefacts"]}
    for planned in planned_artefacts(person, Maker(plan()).foresee(person)):
        one = found[planned.file]
        assert (one["kind"], one["media_type"]) == (planned.kind, planned.media_type)
    for artefact in found.values():
        assert artefact["accessibility"]["accessMode"]
        assert artefact["accessibility"]["accessModeSufficient"]


def count_letters(document, look, *, moment, fonts=()):
    """The renderer of a format that nobody has heard of."""
    return str(len(document.title)).encode()


def missing_here(document, look, *, moment, fonts=()):
    raise MissingPart(Problem("render.missing-braille"))


NEW = Format(
    suffix="count",
    media_type="text/x-count",
    renderer=f"{__name__}:count_letters",
    serves=(ReadingFormat.BRAILLE,),
)


def test_a_new_record_is_all_that_a_new_format_needs(monkeypatch):
    monkeypatch.setitem(FORMATS, "count", NEW)
    assert "count" in made_for(ReadingFormat.BRAILLE)
    assert name_of_file("copy.count") == "count"
    _, made = packet_in("count")
    assert set(made.files) == {"letter.count", "tech-check.count"}
    assert [one.kind for one in made.artefacts] == [Purpose.LETTER.value, Purpose.TECH_CHECK.value]


def test_what_stands_in_for_a_format_says_its_record(monkeypatch):
    gone = dataclasses.replace(NEW, renderer=f"{__name__}:missing_here", instead="text")
    monkeypatch.setitem(FORMATS, "count", gone)
    made = Maker(plan()).make_packet(reader_of("count"), None)
    assert (set(made.files), made.missing) == ({"letter.txt", "tech-check.txt"}, ("count",))
    monkeypatch.setitem(FORMATS, "count", dataclasses.replace(gone, instead=""))
    with pytest.raises(MissingPart):
        Maker(plan()).make_packet(reader_of("count"), None)


def test_the_records_fit_together():
    assert PAPER in USUAL
    for name, one in FORMATS.items():
        assert name_of_file(f"paper.{one.suffix}") == name
        assert not one.instead or one.instead in FORMATS
        assert set(one.joins or ()) <= set(FORMATS)
    for wish in ReadingFormat:
        assert made_for(wish), wish
    assert name_of_file("paper.doc") is None


def test_a_word_file_goes_by_mail_the_letter_too(tmp_path):
    """Who asked for Word files edits and fills in there; the body of a message is no such file."""
    person, made = packet_in("docx", "pdf")
    manifest = to_plain(manifest_answer(plan().work.session, person, made))
    for name, data in made.files.items():
        (tmp_path / name).write_bytes(data)
    packet = Packet(tmp_path, manifest, artefacts_of_manifest(manifest))
    attached = {one.file for one in choose_attachments(packet, limit_mb=10).attached}
    assert attached == {"letter.docx", "tech-check.docx", "tech-check.pdf"}
