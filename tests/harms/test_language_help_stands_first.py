"""Who reads another language than their papers finds in it that help is free, and whom to call."""

from __future__ import annotations

import json
import re
from email import message_from_bytes, policy

import pytest

from tests.harms.lives import SESSION, kit_with, not_met, packet_folder, person
from tests.harms.reading import read_packet

CHECKED = ("--by", "An Le", "--qualification", "certified interpreter")
NUMBER = "(603) 555-0115"
VIETNAMESE = f"miễn phí. Xin gọi Two Rivers Interpreters: {NUMBER}"
TEXTED = f"Trợ giúp miễn phí bằng ngôn ngữ của quý vị: {NUMBER}"
FAR = {"epub": 3000}
"""A book has a list of its headings in front."""
CHINESE = "以您的语言提供的帮助是免费的"
KNOWS = 'languages = ["en", "es", "vi", "zh", "ase"]'


def readers():
    ways = {"safe": ("letter", "email"), "more": '[pace]\nreminders = ["email"]'}
    pages = ("print", "screen_reader_file", "text_message")
    return [
        person(1, written=["vi"], formats=pages, **ways),
        person(2, written=["zh-CN"], **ways),
        person(3, written=["tl"]),
        person(4, written=["ru"]),
        person(5, written=["en", "vi"]),
        person(6, written=["vi"], contents="discreet"),
    ]


def flat(text):
    """Words as they follow each other, wherever lines end."""
    text = re.sub(r"\s+", " ", re.sub(r"[\u2066-\u2069]", "", text))
    return re.sub(r" (?=[:,.])", "", text)


@pytest.fixture
def session(tmp_path, run_cli):
    """Vietnamese, Chinese and Russian lines are approved; nobody interprets Russian or Tagalog."""
    made = kit_with(tmp_path / "kit", readers())
    resources = made.parent / "resources.toml"
    text = resources.read_text(encoding="utf-8")
    assert 'languages = ["en", "es", "ase"]' in text
    text = text.replace('languages = ["en", "es", "ase"]', KNOWS)
    resources.write_text(text, encoding="utf-8")
    languages = ("vi", "zh-Hans", "ru")
    done = run_cli("locales", "approve", *languages, "language-help", *CHECKED, cwd=made.parent)
    assert done.code == 0, done.stderr
    return made


def test_the_line_stands_first_in_every_paper_or_is_told_as_not_met(session, run_cli):
    prepared = run_cli("prepare", session, "--verbose")
    assert prepared.code == 0, prepared.stderr
    assert "language.help-nobody" in prepared.stderr

    for number in (1, 6):
        for name, text in read_packet(packet_folder(session, number)).items():
            said = flat(text)
            if name.endswith(".sms.txt"):
                assert TEXTED in said, name
            else:
                assert 0 <= said.find(VIETNAMESE) < FAR.get(name.rpartition(".")[2], 400), name
    manifest = json.loads((packet_folder(session, 1) / "manifest.json").read_bytes())
    assert {one["state"] for one in manifest["artefacts"]} == {"final"}, "it makes no draft"

    chinese = read_packet(packet_folder(session, 2))
    assert CHINESE in chinese["message.txt"]
    assert CHINESE in chinese["message.html"]
    assert "Two Rivers" not in chinese["letter.pdf"][:600], "no half of it without its letters"
    assert "paper.help-left-out" in prepared.stderr

    lacks = {one: "language.help" in settings(session, one) for one in range(1, 7)}
    assert lacks == {1: False, 2: True, 3: True, 4: True, 5: False, 6: False}
    assert not any(
        VIETNAMESE in flat(text) for text in read_packet(packet_folder(session, 5)).values()
    )
    run_sheet = (session.parent / "out" / SESSION / "runsheet.html").read_text(encoding="utf-8")
    assert "Find an interpreter for the language" in run_sheet
    assert "check that line" in run_sheet

    reminded = run_cli("remind", session, "--json", now="2026-12-01T19:00:00-05:00")
    assert reminded.code in (0, 6), reminded.stderr
    (mail,) = (session.parent / "out" / SESSION / "outbox").glob("L-01*.eml")
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert VIETNAMESE in flat(message.get_body(("plain",)).get_content())


def settings(session, number):
    return {one["setting"] for one in not_met(session, f"L-{number:02}")}


def test_a_line_that_was_changed_after_approval_is_left_out(session, run_cli):
    path = session.parent / "locales" / "vi" / "LC_MESSAGES" / "language-help.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Xin gọi", "Hãy gọi"), encoding="utf-8")
    done = run_cli("prepare", session, "--dry-run", "--json")
    people = {one["id"]: one["not_met"] for one in done.json["plan"]["participants"]}
    assert "language.help" in {one["setting"] for one in people["L-01"]}
