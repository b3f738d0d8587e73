"""Agreements: gone through by telephone, taken back at once, asked again, and asked by captions."""

from __future__ import annotations

import re
import sys

import pytest

from tests.send.replies import chain, gmail, original, reply_to, text_of, tick, tick_label
from tests.send.vault_kit import LATER, SESSION, run, session_file
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


def test_nothing_is_kept_before_the_end(kit):
    ended = run(kit, "consent", "record", session_file(kit), "K-07", stdin="1\n1\nstop\n")
    assert ended.code == 2
    assert "consent.not-kept" in ended.stderr
    assert report(kit, "K-07")["state"] in ("none", "waiting")


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
    done = run(kit, "consent", "withdraw", "K-11", "--scope", "email")
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
