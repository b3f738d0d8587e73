"""Agreements: gone through by telephone, taken back at once, asked again, and asked by captions."""

from __future__ import annotations

import contextlib
import re
import sys

import pytest

from access_kit.cli.options import read_now
from access_kit.model.record import StoredDocument
from access_kit.store.opening import this_actor
from access_kit.store.protocol import Opening
from access_kit.store.vault import open_store
from access_kit.workflow.kept import form_draft
from tests.send.replies import chain, gmail, original, reply_to, text_of, tick, tick_label
from tests.send.vault_kit import LATER, PASSPHRASE, SESSION, run, session_file
from tests.tools import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

CLIP = min((ROOT / "tests" / "data" / "speech").glob("*.flac"), key=lambda one: one.stat().st_size)


def answers_to(said: str, wanted: dict[str, str]) -> str:
    """What somebody types who hears the lines of ``said``: ``wanted`` by a piece of the line."""
    typed = []
    for line in said.splitlines():
        if re.match(r"[AB]\d+\. ", line):
            typed.append(next((one for words, one in wanted.items() if words in line), ""))
    return "\n".join([*typed, "1", ""])


def record(kit, person, wanted, *more):
    """Two runs: one to hear the lines, one to answer them."""
    whole = run(kit, "consent", "record", session_file(kit), person, *more, stdin="\n" * 80)
    typed = answers_to(whole.stderr, wanted)
    return run(kit, "consent", "record", session_file(kit), person, *more, "--json", stdin=typed)


def report(kit, person):
    done = run(kit, "consent", "report", session_file(kit), "--json")
    return next(one for one in done.json["people"] if one["id"] == person)


def test_the_agreement_is_gone_through_by_telephone(kit):
    wanted = {"You may text me": "2", "You may send me mail": "2", "It's your choice": "1"}
    done = record(kit, "K-07", wanted, "--witness", "Lee")
    assert done.code == 0, done.stderr
    now = report(kit, "K-07")
    assert (now["state"], now["way"]) == ("given", "phone")
    assert now["yes"] == ["cs-mail", "cs-text"]
    assert "cs-choice" not in now["unclear"]
    assert "cs-captions" in now["unclear"], "an open choice is told, not guessed"
    shown = run(kit, "consent", "show", "K-07").stdout
    assert "signed: phone" in shown
    assert "Yes to: letters, text messages" in shown
    ids = run(kit, "consent", "show", "K-07", "--verbose").stdout
    assert f"Form version {now['version']}" in ids
    assert "signed [cs-sign]: phone" in ids
    printed = (kit / "out" / SESSION / "packets").glob("*/agreement.pdf")
    assert list(printed)


def test_what_cannot_be_read_is_asked_again_and_back_leads_to_the_line_before(kit):
    words = ("consent", "record", session_file(kit), "K-07")
    heard = run(kit, *words, stdin="\n" * 80).stderr
    asked = int(re.search(r"\(1 of (\d+)\)", heard.replace("\N{NO-BREAK SPACE}", " "))[1])
    typed = ["perhaps", "99", "1", "back", "1", *[""] * (asked - 1), "maybe", "", "YES"]
    done = run(kit, *words, "--json", stdin="\n".join([*typed, ""]))
    assert done.code == 0, done.stderr
    assert done.stderr.count("That is none of the answers.") + done.stderr.count("Did you") >= 3
    assert f"(2 of {asked}" in done.stderr.replace("\N{NO-BREAK SPACE}", " ")
    assert report(kit, "K-07")["state"] == "given"


def drafts(kit):
    opening = Opening(kit, this_actor(), lambda what: PASSPHRASE, read_now)
    with contextlib.closing(open_store("vault.db", opening)) as store:
        return [one.person for one in store.documents(form_draft.KIND)]


def test_nothing_is_recorded_before_the_end_and_nothing_said_is_lost(kit):
    """Stopped by a word, and by a line that went dead: gone on from, and no answer of anybody."""
    words = ("consent", "record", session_file(kit), "K-07")
    ended = run(kit, *words, stdin="1\n1\nstop\n")
    assert ended.code == 2
    assert "consent.not-kept" in ended.stderr
    assert "the same command goes on there" in ended.stderr
    assert report(kit, "K-07")["state"] in ("none", "waiting")
    assert drafts(kit) == ["K-07"]
    again = run(kit, *words, stdin="1\n")
    assert again.stderr.count("Answer: ") == 2
    assert "(3 of " in again.stderr.replace("\N{NO-BREAK SPACE}", " ")
    assert report(kit, "K-07")["yes"] == []
    done = run(kit, *words, "--json", stdin="back\n1\n" + "\n" * 30 + "yes\n")
    assert done.code == 0, done.stderr
    assert "(4 of " in done.stderr.replace("\N{NO-BREAK SPACE}", " ")
    assert report(kit, "K-07")["state"] == "given"
    assert drafts(kit) == []
    assert run(kit, "profile", "erase", "K-07", "--yes", "--keep-consents").code in (0, 1)
    assert "agreed" in run(kit, "consent", "show", "k-07").stdout
    other = run(kit, "profile", "new", "K-07", "--name", "Max")
    assert (other.code, "profile.id-kept" in other.stderr) == (2, True)


def test_a_form_that_was_stopped_stands_on_nothing_once_more_is_said(kit):
    words = ("consent", "record", session_file(kit), "K-07")
    run(kit, *words, stdin="1\n1\nstop\n")
    assert run(kit, "consent", "withdraw", "K-07", "--scope", "sms").code == 0
    anew = run(kit, *words, stdin="stop\n")
    assert "Answer: " not in anew.stderr
    assert "consent.old-draft" in anew.stderr
    assert "counts for nothing" not in anew.stderr


@pytest.mark.parametrize("data", [b"", b"null", b"[1]", b'{"at": 5}', b'{"answers": {"x": 2}}'])
def test_a_draft_that_is_damaged_is_none(data):
    class Damaged:
        def document(self, kind, key):
            return StoredDocument(kind, key, "K-07", read_now(), data)

    assert form_draft.find_draft(Damaged(), form_draft.DraftPlace("s", "K-07", "f", "")) is None


def test_a_no_at_the_end_keeps_nothing_and_purge_takes_old_drafts(kit):
    words = ("consent", "record", session_file(kit), "K-07")
    said_no = run(kit, *words, stdin="1\n" + "\n" * 30 + "back\n\nno\n")
    assert (said_no.code, drafts(kit)) == (2, [])
    assert "consent.nothing-recorded" in said_no.stderr
    check = run(kit, *words, "--form", "check", stdin="1\n1\nstop\n")
    assert ("consent.not-kept" in check.stderr, drafts(kit)) == (True, ["K-07"])
    status = run(kit, "status", session_file(kit), "--json").json
    assert {one["tech_check"] for one in status["people"] if one["id"] == "K-07"} == {"waiting"}
    assert run(kit, "purge", "--yes", now="2027-03-01T10:00:00-05:00").code == 0
    assert drafts(kit) == []


def test_a_draft_goes_with_the_person(kit):
    run(kit, "consent", "record", session_file(kit), "K-07", stdin="1\n1\nstop\n")
    assert drafts(kit) == ["K-07"]
    assert run(kit, "profile", "erase", "K-07", "--yes").code in (0, 1)
    assert drafts(kit) == []


def test_the_check_is_gone_through_too(kit):
    """With what the person says in their own words, which is shown until somebody saw it."""
    wanted = {"I have the number": "3", "I can hear": "1", "Did this work": "Larger, please"}
    done = record(kit, "K-07", wanted, "--form", "check")
    assert done.code == 0, done.stderr
    status = run(kit, "status", session_file(kit), "--json").json
    (one,) = [one for one in status["people"] if one["id"] == "K-07"]
    assert "Larger, please" in [one["text"] for one in status["words"]]
    assert (one["tech_check"], one["open"]) == ("answered", ["tc-phone-in"])


def test_what_is_taken_back_stops_at_once(kit):
    made = run(kit, "letters", session_file(kit), "--json")
    assert "K-07" in {one["id"] for one in made.json["letters"]}
    done = run(kit, "consent", "withdraw", "k-07", "--json")
    assert done.code == 0, done.stderr
    assert done.json["people"][0]["withdrawn"] == ["all"]
    assert "consent.letter-printed" in done.stderr
    posted = run(kit, "letters", session_file(kit), "--mark-posted", "--json")
    assert "K-07" not in posted.json["posted"]
    again = run(kit, "letters", session_file(kit), "--json")
    assert "K-07" not in {one["id"] for one in again.json["letters"]}
    status = run(kit, "status", session_file(kit), "--json").json["people"]
    (one,) = [one for one in status if one["id"] == "K-07"]
    assert (one["consent"], one["next"]) == ("withdrawn", "withdrawn")


def test_a_way_that_is_taken_back_leaves_the_others(kit):
    done = run(kit, "consent", "withdraw", "K-11", "--scope", "Email")
    assert done.code == 0, done.stderr
    assert "consent.outbox-removed" in done.stderr
    assert not list((kit / "out" / SESSION / "outbox").glob("K-11-*.eml"))
    assert list((kit / "out" / SESSION / "outbox").glob("K-23-*.eml"))
    again = run(kit, "send", session_file(kit), "--dry-run", "--json")
    ways = {m["channel"]: m["state"] for m in again.json["messages"] if m["id"] == "K-11"}
    assert "email" not in ways
    assert {"letter", "sms"} & ways.keys()


def test_what_cannot_be_taken_back_is_told(kit):
    done = run(kit, "consent", "withdraw", "K-11", "--scope", "everything")
    assert done.code == 2
    assert "consent.unknown-scope" in done.stderr
    assert run(kit, "consent", "withdraw", "K-99").code == 2
    over = run(kit, "consent", "record", session_file(kit), "K-11", "--until", "2026-11-27")
    assert (over.code, "consent.past-date" in over.stderr) == (2, True)


def test_new_words_ask_again(kit):
    (path,) = (kit / "out" / SESSION / "outbox").glob("K-11-*.eml")
    eml = path.read_bytes()
    mail = next(line for line in text_of(original(eml)) if "You may e-mail me" in line).split(".")[
        0
    ]
    signed = chain(tick_label("My name"), tick(mail, "Yes"))(text_of(original(eml)))
    (kit / "reply.eml").write_bytes(reply_to(eml, gmail(signed, "")))
    assert run(kit, "returns", "import", kit / "reply.eml").code == 0
    before = report(kit, "K-11")
    assert before["state"] == "given"
    plan = kit / "crisis-short.md"
    plan.write_text(
        plan.read_text(encoding="utf-8") + "- We write down the hour.\n", encoding="utf-8"
    )
    made = run(kit, "prepare", session_file(kit), "--quiet", now=LATER)
    assert made.code == 0, made.stderr
    now = report(kit, "K-11")
    assert (now["state"], now["version"]) == ("ask_again", before["version"])
    status = run(kit, "status", session_file(kit), "--json").json["people"]
    (one,) = [one for one in status if one["id"] == "K-11"]
    assert one["next"] == "consent-again"
    # A late answer to the words that went first is kept as an answer to those words.
    late = chain(tick_label("A mark"))(text_of(original(eml)))
    date = "Sat, 28 Nov 2026 09:00:00 -0500"
    (kit / "late.eml").write_bytes(reply_to(eml, gmail(late, ""), date=date))
    assert run(kit, "returns", "import", kit / "late.eml").code == 0
    assert report(kit, "K-11")["version"] == before["version"]


def test_captions_ask_the_record(kit):
    """No recording of people who did not say yes, whoever says so; a yes of all lets it through."""
    session = session_file(kit)
    text = session.read_text(encoding="utf-8")
    text = re.sub(r"participants = .*", 'participants = ["K-07", "K-23"]', text)
    session.write_text(text.replace("recording = false", "recording = true"), encoding="utf-8")
    make_captions = ("captions", "make", CLIP, "--session", session, "--rough-draft")
    refused = run(kit, *make_captions, "--out", kit / "a.vtt", "--json")
    assert refused.code == 6
    (problem,) = refused.json["problems"]
    assert problem["code"] == "captions.consent-open"
    assert "K-07, K-23" in problem["message"]
    wanted = {"You may record this meeting": "2", "keep the captions": "2", "send me mail": "2"}
    for person in ("K-07", "K-23"):
        done = record(kit, person, wanted)
        assert done.code == 0, done.stderr
        assert "cs-record-choice" in report(kit, person)["yes"]
    made = run(kit, *make_captions, "--out", kit / "a.vtt")
    assert made.code == 0, made.stderr
    assert (kit / "a.vtt").exists()
    run(kit, "consent", "withdraw", "K-23", "--scope", "cs-record-choice")
    elsewhere = ("--consent-checked-elsewhere", "Jo Lee")
    refused = run(kit, *make_captions, "--out", kit / "b.vtt", *elsewhere, "--json")
    assert refused.code == 6
    assert refused.json["problems"][0]["code"] == "captions.consent-taken-back"
    assert not (kit / "b.vtt").exists()
