"""What people send back, in the ways their mail programs do it, is taken in as they meant it."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.send import replies
from tests.send.replies import (
    STYLES,
    bounce_of,
    chain,
    fill,
    original,
    reply_to,
    text_of,
    tick,
    tick_label,
)
from tests.send.vault_kit import LATER, SESSION, run, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

PERSON = "K-11"
OTHER = "K-23"


def eml_of(kit, person=PERSON):
    (path,) = (kit / "out" / SESSION / "outbox").glob(f"{person}-*.eml")
    return path.read_bytes()


def take(kit, *messages: bytes, more=(), now=LATER):
    files = []
    for number, data in enumerate(messages, start=1):
        files.append(kit / f"mail-{number}.eml")
        files[-1].write_bytes(data)
    return run(kit, "returns", "import", *files, "--json", *more, now=now)


def status_of(kit, person=PERSON):
    done = run(kit, "status", session_file(kit), "--json")
    assert done.code == 0, done.stderr
    return next(one for one in done.json["people"] if one["id"] == person)


def consent_of(kit, person=PERSON):
    done = run(kit, "consent", "report", session_file(kit), "--json")
    assert done.code == 0, done.stderr
    return next(one for one in done.json["people"] if one["id"] == person)


def numbers(eml: bytes) -> dict[str, str]:
    """The number of each statement by a piece of it."""
    text = "\n".join(text_of(original(eml)))
    return {words: number for number, words in re.findall(r"(?m)([AB]\d+)\. (.+)$", text)}


def number_of(eml: bytes, words: str) -> str:
    return next(number for said, number in numbers(eml).items() if words in said)


def whole_answer(eml: bytes):
    """Two checks with help wanted, two choices, a sign: typed between the lines."""
    return chain(
        tick(number_of(eml, "My device is charged"), "Yes"),
        tick(number_of(eml, "I can mute alerts"), "Need help"),
        tick(number_of(eml, "You may e-mail me"), "Yes", mark="[ x ]"),
        tick(number_of(eml, "You may text me"), "No"),
        tick_label("My name"),
        fill("Name or mark", "Mei-Ling"),
        tick_label("Larger letters", mark="[✓]"),
    )


@pytest.mark.parametrize(("style", "page"), [("gmail", False), ("outlook", True)])
def test_a_form_filled_in_between_the_lines_is_read(style, page, kit):
    eml = eml_of(kit)
    lines = whole_answer(eml)(text_of(original(eml)))
    done = take(kit, reply_to(eml, STYLES[style](lines, ""), page=page))
    assert done.code == 0, done.stderr
    (one,) = done.json["messages"]
    assert one["kind"] == "answer"
    assert (one["id"], one["session"]) == (PERSON, SESSION)
    assert set(one["forms"]) == {"tech_check", "consent", "feedback"}
    assert one["consent"] == "given"
    assert one["unclear"] == []
    assert one["help"] == ["tc-noise"]
    assert one["right_for_you"] == ["larger"]
    assert one["also_wrote"] is False
    stands = consent_of(kit)
    assert stands["state"] == "given"
    assert stands["yes"] == ["cs-email"]
    assert stands["version"] in "\n".join(lines)
    now = status_of(kit)
    assert (now["tech_check"], now["consent"], now["open"]) == ("answered", "given", ["tc-noise"])
    assert now["right_for_you"] == ["larger"]
    assert now["next"] == "read", "what asks for help is shown until somebody saw it"


def test_answers_by_number_are_read(kit):
    eml = eml_of(kit)
    words = numbers(eml)
    assert len(words) > 30
    mail = number_of(eml, "You may e-mail me")
    update = number_of(eml, "up to date")
    text = (
        "Hi\nA1 yes, A2: not yet; a3 - Yes\nA4-A6 yes\n"
        f"{mail}: yes please\n{update}. need help\nA99 yes"
    )
    done = take(kit, reply_to(eml, replies.apple(text_of(original(eml)), text)))
    (one,) = done.json["messages"]
    assert set(one["forms"]) == {"tech_check", "consent"}
    assert one["consent"] == "unsigned"
    assert one["help"] == ["tc-hear", "tc-update"]
    assert one["also_wrote"] is True
    now = status_of(kit)
    assert now["consent"] == "unsigned"
    assert consent_of(kit)["yes"] == []


def test_two_ticks_are_no_answer_and_the_rest_counts(kit):
    eml = eml_of(kit)
    number = number_of(eml, "You may e-mail me")
    both = chain(tick(number, "Yes"), tick(number, "No"), tick("A1", "Yes"), tick_label("A mark"))
    done = take(kit, reply_to(eml, replies.gmail(both(text_of(original(eml))), "")))
    (one,) = done.json["messages"]
    assert one["unclear"] == [number]
    assert one["consent"] == "given"
    assert consent_of(kit)["yes"] == []
    assert any(p["code"] == "returns.unclear" for p in done.json["problems"])


def test_a_message_counts_once(kit):
    eml = eml_of(kit)
    answer = reply_to(eml, replies.gmail(whole_answer(eml)(text_of(original(eml))), ""))
    first, second = take(kit, answer, answer).json["messages"]
    assert (first["kind"], second["kind"]) == ("answer", "already")
    (again,) = take(kit, answer).json["messages"]
    assert again["kind"] == "already"


def test_an_older_message_does_not_undo_a_newer_one(kit):
    eml = eml_of(kit)
    newer = reply_to(eml, "A1 yes", date="Fri, 27 Nov 2026 20:00:00 -0500")
    older = reply_to(eml, "A1 need help", date="Fri, 27 Nov 2026 12:00:00 -0500")
    take(kit, newer, older)
    assert status_of(kit)["open"] == []


@pytest.mark.parametrize(("text", "subject"), [("Alto", None), ("", "stop")])
def test_a_wish_to_stop_works_at_once(text, subject, kit):
    eml = eml_of(kit)
    body = replies.gmail(text_of(original(eml)), text) if subject is None else text
    done = take(kit, reply_to(eml, body, subject=subject, thread=subject is None))
    (one,) = done.json["messages"]
    assert (one["kind"], one["id"]) == ("stop", PERSON)
    again = run(kit, "send", session_file(kit), "--dry-run", "--json")
    ways = {m["channel"] for m in again.json["messages"] if m["id"] == PERSON}
    assert "email" not in ways


def test_an_agreement_from_an_address_alone_is_not_taken(kit):
    eml = eml_of(kit)
    body = replies.gmail(whole_answer(eml)(text_of(original(eml))), "")
    done = take(kit, reply_to(eml, body, thread=False))
    (one,) = done.json["messages"]
    assert one["kind"] == "held"
    assert consent_of(kit)["state"] == "waiting"
    assert status_of(kit)["tech_check"] == "waiting"
    sure = run(kit, "returns", "import", kit / "mail-1.eml", "--json", "--person", PERSON.lower())
    assert sure.json["messages"][0]["consent"] == "given"


def test_a_stranger_changes_nothing(kit):
    eml = eml_of(kit)
    forged = reply_to(eml, "STOP\nA1 yes", thread=False, sender="someone@else.example")
    done = take(kit, forged)
    assert done.json["messages"][0]["kind"] == "unknown"
    assert status_of(kit)["tech_check"] == "waiting"


def test_nobodys_answer_becomes_another_persons(kit):
    """A reply to one person's message, from another's address, counts for neither."""
    eml = eml_of(kit, OTHER)
    mixed = reply_to(eml, "A1 need help", sender="mei-ling@mail.example")
    (one,) = take(kit, mixed).json["messages"]
    assert (one["kind"], one["id"]) == ("held", OTHER)
    for person in (PERSON, OTHER):
        assert status_of(kit, person)["tech_check"] == "waiting"


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_failed_delivery_is_noted(headers_only, kit):
    notice = bounce_of(eml_of(kit), headers_only=headers_only)
    done = take(kit, notice)
    assert done.code == 5
    assert done.json["messages"][0]["kind"] == "bounced"
    now = status_of(kit)
    assert now["failed"] == ["email (bounced)"]
    assert now["next"] == "call"


def test_a_late_delivery_is_not_a_failed_one(kit):
    done = take(kit, bounce_of(eml_of(kit), action="delayed", status="4.4.7"))
    assert done.code == 0
    assert done.json["messages"][0]["kind"] == "delayed"
    assert status_of(kit)["failed"] == []


def test_an_answer_of_a_machine_is_left_alone(kit):
    data = reply_to(eml_of(kit), "I am away.\nA1 yes")
    data = data.replace(b"Subject:", b"Auto-Submitted: auto-replied\r\nSubject:", 1)
    assert take(kit, data).json["messages"][0]["kind"] == "automatic"
    assert status_of(kit)["tech_check"] == "waiting"


def test_a_whole_mailbox_is_read(kit):
    eml = eml_of(kit)
    box = b"".join(
        b"From someone@mail.example Fri Nov 27 18:00:00 2026\n"
        + data.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        + b"\n\n"
        for data in (
            reply_to(eml, "A1 yes"),
            bounce_of(eml_of(kit, OTHER)),
            reply_to(eml, "A2 need help", date="Fri, 27 Nov 2026 19:00:00 -0500"),
        )
    )
    path = kit / "saved.mbox"
    path.write_bytes(box)
    done = run(kit, "returns", "import", path, "--json")
    assert [m["kind"] for m in done.json["messages"]] == ["answer", "bounced", "answer"]
    assert path.read_bytes() == box
    assert status_of(kit)["open"] == ["tc-hear"]


def test_one_bad_file_does_not_stop_the_others(kit):
    bad = kit / "bad.eml"
    bad.write_bytes(b"nothing")
    good = kit / "good.eml"
    good.write_bytes(reply_to(eml_of(kit), "A1 yes"))
    done = run(kit, "returns", "import", bad, good, kit / "not-there.eml", "--json")
    assert done.code == 2
    assert [m["kind"] for m in done.json["messages"]] == ["answer"]
    assert {p["file"] for p in done.json["problems"]} >= {"bad.eml", "not-there.eml"}


def test_a_text_message_that_was_copied_is_read_for_the_person_named(kit):
    path = kit / "text.txt"
    path.write_text("HELP", encoding="utf-8")
    more = ("--person", PERSON, "--session", SESSION, "--way", "sms", "--json")
    done = run(kit, "returns", "import", path, *more)
    assert done.json["words"] == [{"id": PERSON, "text": "HELP"}]
    assert status_of(kit)["tech_check"] == "waiting", "HELP is no answer to the check"


def test_of_what_a_person_wrote_only_their_own_words_are_printed(kit):
    """Words that are no answer are shown, whole; names and answers are not."""
    eml = eml_of(kit)
    lines = text_of(original(eml))
    edits = chain(tick("A1", "Yes"), tick_label("My name"), fill("Name or mark", "Qzcanary"))
    done = take(kit, reply_to(eml, replies.gmail(edits(lines), "")))
    said = done.stdout + done.stderr
    assert done.json["messages"][0]["kind"] == "answer"
    for canary in ("Qzcanary", "Mei-Ling", "mei-ling@mail.example"):
        assert canary not in said
    left = [p for p in kit.rglob("*") if p.is_file() and p.suffix not in (".eml",)]
    assert not any(b"Qzcanary" in path.read_bytes() for path in left)


# -- what helps the person ----------------------------------------------------------------------


def test_the_questionnaire_becomes_a_draft_that_is_read_back(kit):
    eml = eml_of(kit)
    text = "\n".join(
        ["C1: large print", "C2 much larger", "[x] C9", "C6 by video", "C10 yes", "C5: no"]
    )
    before = run(kit, "profile", "show", PERSON, "--json").json
    done = take(kit, reply_to(eml, text))
    (one,) = done.json["messages"]
    assert one["forms"] == ["access-needs"]
    assert any(p["code"] == "returns.needs" for p in done.json["problems"])
    assert run(kit, "profile", "show", PERSON, "--json").json == before, "it does not count yet"
    # The interview goes on from there: what is open is passed over, and all of it is confirmed.
    heard = run(kit, "profile", "interview", PERSON, stdin="\n" * 60 + "1\n")
    after = run(kit, "profile", "show", PERSON, "--json").json
    assert "large_print" in json.dumps(after), heard.stderr[-600:]
    assert after != before
