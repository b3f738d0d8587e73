"""HELP, and any words that are no known answer, are shown whole, on top and first."""

from __future__ import annotations

import sys

import pytest

from tests.harms.mail import outbox
from tests.harms.replies import OTHER, WHO, message
from tests.send.replies import original
from tests.send.vault_kit import must, run, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")
SAID = "I can not come out of the house.\nPlease ring my sister first."


def shown(desk, *more):
    return must(run(desk.kit, "status", session_file(desk.kit), "--json", *more)).json["words"]


def test_help_is_on_top_and_is_no_answer_to_the_check(desk):
    (other,) = (message(SAID, sender="noor@mail.example", to=OTHER),)
    address = must(run(desk.kit, "profile", "show", OTHER, "--json")).json
    other = other.replace("noor@mail.example", _address(address))
    done = desk.take(other, message("HELP", number=2))
    assert done.json["words"] == [{"id": WHO, "text": "HELP"}, {"id": OTHER, "text": SAID}]
    assert desk.status()["tech_check"] == "waiting"
    assert desk.status()["next"] == "read"
    assert shown(desk) == done.json["words"]


def _address(profile) -> str:
    contact = profile.get("profile", profile)["contact"]
    found = contact["email"]
    return found["value"] if isinstance(found, dict) else found


def test_it_stands_first_in_what_is_read_aloud(desk):
    path = desk.save("mail.eml", message("HELP\n\nI am at the shelter."))
    done = must(run(desk.kit, "returns", "import", path))
    assert done.stdout.startswith(f"{WHO} wrote:\n  HELP\n\n  I am at the shelter.\n")
    status = must(run(desk.kit, "status", session_file(desk.kit)))
    assert status.stdout.startswith(f"{WHO} wrote:\n  HELP")


def test_help_with_a_number_is_an_answer_and_is_shown_too(desk):
    done = desk.take(message("A1 need help"))
    assert done.json["words"] == [{"id": WHO, "text": "A1 need help"}]
    assert desk.status()["open"] == ["tc-link"]


def test_words_are_shown_until_somebody_has_seen_them(desk):
    desk.take(message(SAID))
    assert shown(desk) == [{"id": WHO, "text": SAID}]
    assert shown(desk, "--seen", WHO) == [{"id": WHO, "text": SAID}], "nothing is noted unshown"
    assert shown(desk) == []
    desk.take(message(SAID))
    assert shown(desk) == [], "the same message is not new when it is read again"


def test_help_from_another_address_is_shown_at_once_and_kept_of_nobody(desk):
    done = desk.take(message("A1 need help\nI am afraid.", sender="friend@mail.example"))
    assert done.json["words"] == [
        {"id": WHO, "from": "friend@mail.example", "text": "A1 need help\nI am afraid."}
    ]
    assert done.json["messages"][0]["kind"] == "held"
    assert desk.status()["open"] == []


def test_help_from_an_address_that_nobody_knows_is_shown(desk):
    done = desk.take(message("HELP", sender="friend@mail.example", thread=False))
    assert done.json["words"] == [{"id": "", "from": "friend@mail.example", "text": "HELP"}]


@pytest.mark.parametrize("word", ["HELP", "AYUDA", "مساعدة", "मदद"])
def test_help_by_text_is_shown(word, desk):
    path = desk.save("text.txt", word)
    done = run(desk.kit, "returns", "import", path, "--person", WHO, "--way", "sms", "--json")
    assert done.json["words"] == [{"id": WHO, "text": word}]
    assert desk.status()["tech_check"] == "waiting"


def test_no_word_that_carriers_keep_for_themselves_answers_us(desk):
    for path in desk.kit.rglob("*.html"):
        text = path.read_text("utf-8")
        for word in ("<strong>HELP</strong>", "<strong>YES</strong>", "<strong>START</strong>"):
            assert word not in text, path.name
    path = desk.save("text.txt", "NOT YET")
    run(desk.kit, "returns", "import", path, "--person", WHO, "--way", "sms", "--json")
    assert desk.status()["open"] == ["whole-check"]


def test_papers_say_when_messages_are_read_and_where_to_turn_in_danger(desk):
    texts = [" ".join(p.read_text("utf-8").split()) for p in desk.kit.rglob("message.txt")]
    assert texts
    for text in texts:
        assert "We read messages Monday to Friday" in text
        assert "If you're in danger, don't wait for us" in text


def test_every_short_message_says_when_it_is_read_too(desk):
    """A reminder and a cancellation can be answered as well."""
    remind = desk.command("remind", session_file(desk.kit))
    assert "laid ready" in remind.stdout
    texts = {path.name: _body(path) for path in outbox(desk.kit).glob("*.eml")}
    desk.command("send", session_file(desk.kit), "--cancel", "--yes")
    texts |= {path.name: _body(path) for path in outbox(desk.kit).glob("*.eml")}
    for text in texts.values():
        assert "We read messages Monday to Friday" in text
        assert "don't wait for us" in text
    assert any("There's no meeting on" in text for text in texts.values())


def _body(path) -> str:
    body = original(path.read_bytes()).get_body(("plain",))
    return " ".join(body.get_content().split())
