"""A language with drafts is no worse than one without words: what may go in the other one goes."""

from __future__ import annotations

import json

from tests.harms.lives import kit_with, not_met, packet_folder, person
from tests.harms.reading import read_packet

SENT_AT = "2026-11-30T09:00:00-05:00"
EVE = "2026-12-01T19:00:00-05:00"
SPANISH, VIETNAMESE = "L-01", "L-02"
REMINDED = '[pace]\nreminders = ["email"]'


def readers():
    """Two people who differ in nothing but the language that they read."""
    ways = {"safe": ("letter", "email"), "more": REMINDED}
    return [person(1, written=["es"], **ways), person(2, written=["vi"], **ways)]


def goes(session, number):
    manifest = json.loads((packet_folder(session, number) / "manifest.json").read_bytes())
    going = [one for one in manifest["artefacts"] if "instead" not in one]
    return {(one["file"], one["locale"], one["state"]) for one in going}


def mailed(done):
    return {one["id"]: one["state"] for one in done.json["messages"] if one["channel"] == "email"}


def test_a_reader_of_drafts_gets_what_a_reader_of_a_language_without_words_gets(run_cli, tmp_path):
    """Their papers, mail, letters and reminders; only the draft beside them is more."""
    session = kit_with(tmp_path / "kit", readers())
    prepared = run_cli("prepare", session, now=SENT_AT)
    assert prepared.code == 0, prepared.stderr

    assert goes(session, 1) == goes(session, 2)
    assert {(lang, state) for _, lang, state in goes(session, 1)} == {("en", "final")}
    assert "Borrador" in read_packet(packet_folder(session, 1))["letter-es-draft.pdf"]
    assert not list(packet_folder(session, 2).glob("*-draft.*"))
    for one in (SPANISH, VIETNAMESE):
        assert "language.written" in {entry["setting"] for entry in not_met(session, one)}

    sent = run_cli("send", session, "--json", now=SENT_AT)
    assert mailed(sent) == dict.fromkeys((SPANISH, VIETNAMESE), "laid_ready"), sent.stdout
    mails = list(next((session.parent / "out").glob("*/outbox")).glob("*.eml"))
    assert len(mails) == 2
    assert not any("draft" in one.read_text(encoding="utf-8").lower() for one in mails)

    letters = run_cli("letters", session, "--json", now=SENT_AT)
    assert [one["id"] for one in letters.json["letters"]] == [SPANISH, VIETNAMESE]
    sheets = {one["sheets"] for one in letters.json["letters"]}
    assert len(sheets) == 1, "a draft would make the letter thicker"

    reminded = run_cli("remind", session, "--json", now=EVE)
    states = mailed(reminded)
    assert states[SPANISH] == states[VIETNAMESE] == "laid_ready", reminded.stdout
