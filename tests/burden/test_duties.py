"""Nothing is lost by being short: each duty is read in each finished paper that has to say it."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path

import pytest

from access_kit.i18n import load_words
from access_kit.model.document import Purpose
from access_kit.workflow.agree.agreement_script import make_script
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from tests.burden.duties import DATA, DUTIES, as_page, fragments
from tests.conftest import NOW, command_environment
from tests.harms.lives import kit_with, packet_folder, person
from tests.harms.reading import read_packet
from tests.localization.shelf import approve_shipped
from tests.tools import ROOT
from tests.validators.pdf import poppler_text

LANGUAGES = ("en", "es", "ar", "hi")
FORMATS = ("print", "screen_reader_file", "docx")
PAGE = ROOT / "docs" / "duties.md"
ASKS = '[hearing]\ncaptions = { value = "human", wish = "need" }'
"""Somebody who types what is said: nobody can be booked so late."""


def write_documents(folder: Path, lang: str) -> None:
    """The agency's own pages, in the language of the reader."""
    head = f"---\ntitle: Words\nlang: {lang}\ndate: 2026-11-01\n---\n\n"
    (folder / "crisis-plan.md").write_text(f"{head}- Jo 911\n", encoding="utf-8")
    (folder / "crisis-short.md").write_text(f"{head}- WORRIED\n", encoding="utf-8")
    (folder / "agreement-lines.md").write_text(f"{head}- OWN {{required}}\n", encoding="utf-8")
    marked = f"{head}# R {{participants}}\n\n- REPORTED\n"
    (folder / "reporting.md").write_text(marked, encoding="utf-8")


@pytest.fixture(scope="module", params=LANGUAGES)
def packets(request, tmp_path_factory):
    """What each reader of one language gets, by the format they read."""
    lang = request.param
    readers = {one: person(at, written=[lang], formats=[one], more=ASKS, safe=["email", "letter"])
               for at, one in enumerate(FORMATS, 1)}  # fmt: skip
    texted = person(9, written=[lang], formats=["text_message"], more=ASKS, safe=["sms"])
    session = kit_with(tmp_path_factory.mktemp("duties") / "kit", [*readers.values(), texted])
    write_documents(session.parent, lang)
    approve_shipped(session.parent, lang)
    command = [sys.executable, "-m", "access_kit", "prepare", session.name, "--quiet"]
    subprocess.run(command, cwd=session.parent, env=command_environment(), check=True)
    read = {one: read_twice(packet_folder(session, at)) for at, one in enumerate(FORMATS, 1)}
    return lang, read, read_packet(packet_folder(session, 9)), session


def read_twice(folder: Path) -> dict[str, str]:
    """The words of each file; of print in Poppler's order too, for PDFium turns lines round."""
    files = read_packet(folder)
    prints = {name: poppler_text(folder / name) for name in files if name.endswith(".pdf")}
    marks = re.compile("[\u2066-\u2069\u200b-\u200f\u202a-\u202e]")
    return {name: f"{text} {marks.sub('', prints.get(name, ''))}" for name, text in files.items()}


def is_said(duty, text: str, lang: str) -> bool:
    words = load_words(lang)
    facts = all(any(one in text for one in fact.split("|")) for fact in duty.get("facts", ()))
    keys = duty.get("keys", ())
    said = any(all(part in text for part in fragments(words, key)) for key in keys)
    return facts and (said or not keys)


@pytest.mark.parametrize("paper", ["letter", "agreement", "message"])
def test_each_duty_is_in_each_paper_that_has_to_say_it(packets, paper):
    lang, read, _, _ = packets
    lost = {}
    for reader, files in read.items():
        named = {name: text for name, text in files.items() if name.split(".")[0] == paper}
        assert named, (reader, paper)
        for name, text in named.items():
            if lang == "hi" and name.endswith(".pdf"):
                continue  # the vowel signs of Devanagari are read off print in another order
            flat = " ".join(text.split())
            gone = [one["name"] for one in DUTIES if paper in one["in"]
                    and not is_said(one, flat, lang)]  # fmt: skip
            if gone:
                lost[reader, name] = gone
    assert lost == {}


def test_texts_say_what_texts_can_carry(packets):
    lang, _, files, _ = packets
    text = " ".join(files["texts.sms.txt"].split())
    text = re.sub(r"\d/\d ", "", text)
    gone = [one["name"] for one in DUTIES if "sms" in one["in"] and not is_said(one, text, lang)]
    assert gone == []


def test_each_duty_that_is_gone_through_is_read_out(packets):
    """Where nobody has approved the translation, the lines are read out in the source's words."""
    _, _, _, session = packets
    plan = make_plan(read_work(session, kit_folder=None, now=datetime.datetime.fromisoformat(NOW)))
    for planned in plan.people:
        script = make_script(plan, planned, Purpose.CONSENT)
        text = " ".join(" ".join(line for line, _ in script.steps).split())
        marks = re.sub("[\u2066-\u2069\u200b-\u200f]", "", text)
        gone = [one["name"] for one in DUTIES if "spoken" in one["in"]
                and not is_said(one, marks, script.form.locale)]  # fmt: skip
        assert gone == [], planned.profile.id


def test_the_page_of_duties_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == as_page(), "python -m tests.burden.duties"


def test_every_key_of_the_table_is_a_sentence():
    words = load_words("en")
    for duty in DUTIES:
        assert set(duty["in"]) <= set(DATA["papers"])
        assert all(fragments(words, key) for key in duty.get("keys", ()))
