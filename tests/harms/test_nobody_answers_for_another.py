"""An answer counts from the person's own address, to a message of ours; any other is held."""

from __future__ import annotations

import json
import sys

import pytest

from tests.harms.replies import ADDRESS, OTHER, WHO, message
from tests.send.vault_kit import must, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")
AGREES = "> B12. You may e-mail me.\n> [ ] No\n> [x] Yes\n>\n> [x] My name"


def test_an_answer_from_another_address_is_held_until_somebody_decides(desk):
    done = desk.take("who/agree-from-another.eml")
    (held,) = done.json["held"]
    assert (held["file"], held["from"]) == ("saved-0.eml", "ex-partner@evil.example")
    assert held["why"] == "other-address"
    assert desk.consent()["state"] == "waiting"
    words = held["command"].split()
    assert words[0] == "access-kit"
    must(run(desk.kit, *words[1:], "--json"))
    assert desk.consent()["state"] == "given"


def test_the_remedy_that_is_named_works_for_mail_that_was_read_before(desk):
    done = desk.take("who/agree-not-as-answer.eml")
    (held,) = done.json["held"]
    assert held["why"] == "no-thread"
    assert desk.take("who/agree-not-as-answer.eml").json["held"] == [held], "told until decided"
    must(run(desk.kit, *held["command"].split()[1:], "--json"))
    assert desk.consent()["state"] == "given"
    (again,) = desk.take("who/agree-not-as-answer.eml").json["messages"]
    assert again["kind"] == "already"


def test_a_forged_sender_changes_nothing_and_is_shown(desk):
    done = desk.take("who/forged-from-check.eml")
    assert done.json["messages"][0]["kind"] == "held"
    assert done.json["words"] == [
        {"id": WHO, "from": ADDRESS, "text": "A1 need help\nC1: large print\nC2 much larger"}
    ]
    now = desk.status()
    assert (now["tech_check"], now["open"]) == ("waiting", [])
    assert "returns.needs" not in [problem["code"] for problem in done.json["problems"]]


def test_several_senders_are_nobody(desk):
    (held,) = desk.take(message(AGREES, sender=f"{ADDRESS}, other@mail.example")).json["held"]
    assert held["why"] == "several-senders"
    assert desk.consent()["state"] == "waiting"


@pytest.mark.parametrize(
    "sender",
    ["mei-ling@mai1.example", "mei-1ing@mail.example", "mei-ling@mail.example.evil.example",
     "meі-ling@mail.example", '"mei-ling@mail.example" <x@evil.example>'],
)  # fmt: skip
def test_an_address_that_looks_alike_is_another(sender, desk):
    done = desk.take(message(AGREES, sender=sender))
    assert [one["why"] for one in done.json["held"]] == ["other-address"]
    assert desk.consent()["state"] == "waiting"


def test_case_and_spelling_of_the_domain_make_no_other_address(desk):
    desk.command("profile", "edit", WHO, "contact.email=mei@bücher.example")
    desk.take(message(AGREES, sender="Mei@XN--BCHER-KVA.example"))
    assert desk.consent()["state"] == "given"


def test_a_mail_program_that_made_another_id_is_matched_by_the_version_and_the_address(desk):
    """Doubles of what mail programs do when somebody sends a message that lay ready."""
    form = _version_of(desk)
    new_id = "In-Reply-To: <0100018c-made-by-a-mail-program@mail.example>\n"
    body = f"{AGREES}\n> Form version {form}"
    held = desk.take(message(body, thread=False, headers=new_id, sender="x@evil.example"))
    assert held.json["held"][0]["why"] == "other-address"
    wrong = desk.take(message(AGREES, thread=False, headers=new_id, number=2))
    assert [one["why"] for one in wrong.json["held"]] == ["no-thread"]
    desk.take(message(body, thread=False, headers=new_id, number=3))
    assert desk.consent()["state"] == "given"


def _version_of(desk) -> str:
    manifest = desk.kit / "out" / "evening-group-2026-12-03" / "packets" / WHO / "manifest.json"
    forms = json.loads(manifest.read_text(encoding="utf-8"))["forms"]
    return next(one["version"] for one in forms if one["form"] == "consent")


def test_in_a_mailbox_the_person_named_is_not_made_the_writer_of_strangers_mail(desk):
    box = "".join(
        f"From x Fri Nov 27 18:00:00 2026\n{one}\n"
        for one in (
            message("A1 need help", sender="stranger@mail.example", thread=False, number=7),
            message(AGREES, sender="mei@work.example", number=8),
        )
    )
    path = desk.save("all.mbox", box)
    done = run(desk.kit, "returns", "import", path, "--person", WHO, "--json")
    assert [one["kind"] for one in done.json["messages"]] == ["unknown", "answer"]
    assert desk.status()["open"] == []


def test_stop_from_another_address_holds_and_from_the_persons_own_stops(desk):
    done = desk.take(message("STOP", sender="mei@work.example"))
    assert done.json["held"][0]["why"] == "other-address"
    assert "email" not in desk.ways(), "until somebody asked"
    assert "email" in desk.ways(OTHER)


def test_a_no_from_another_address_is_told_at_once_and_the_way_waits(desk):
    done = desk.take(message("> B12. You may e-mail me.\n> [x] No", sender="mei@work.example"))
    (one,) = done.json["messages"]
    assert (one["kind"], one["stopped"]) == ("held", [WHO])
    assert "email" not in desk.ways()
    told = {problem["code"]: problem for problem in done.json["problems"]}
    assert "no to email" in told["returns.no-while-held"]["message"]
    assert "nothing of it was kept" not in told["returns.held-other-address"]["message"]
