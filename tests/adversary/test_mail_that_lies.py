"""Mail that lies, through the public commands, and what has to come of it.

Who may write such mail: anyone with an address; somebody who shares a home, an address or a mailbox
with a participant; a participant, against another. Nobody but a person's own mailbox may change
what they agreed to, how their check stands or what they need; but STOP acts on its address alone.

| Means | Held here | Held elsewhere |
|---|---|---|
| the same mail again | STOP after a later yes, below other headers | an agreement: ``harms/test_withdrawn_stays_withdrawn`` |
| another order | every order of five mails, in one mailbox or one by one | entries: the same; ``lives/test_words_alone`` |
| a forged sender | each form, alone and with another's id | ``harms/test_nobody_answers_for_another`` |
| a guessed id | a thousand in one header, and our own shape | ``harms/test_ids_cannot_be_computed`` |
| a stolen id | STOP, no and yes with it, and two people's in one mail | one yes: ``harms/test_nobody_answers_for_another`` |
| a forwarded mail | as text, as an attachment with ticks in it | ``who/agree-from-another.eml`` there |
| a shared address | yes, no and STOP, with an id and without | STOP: ``harms/test_stop_stops``; bounces: ``harms/test_a_bounce_is_told`` |
| an address that looks alike | STOP from it, a tag, a dot, another script | an agreement: ``harms/test_nobody_answers_for_another`` |
"""  # noqa: E501 (a table)

from __future__ import annotations

import itertools
import random
import secrets
import shutil
import sys

import pytest

from tests.harms.replies import ADDRESS, OTHER, WHO, Desk, message, named
from tests.send.vault_kit import run
from tests.send.vault_kit import session_file as session_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

YES = "> B12. You may e-mail me.\n> [ ] No\n> [x] Yes\n>\n> [x] My name"
NO = "> B12. You may e-mail me.\n> [x] No\n> [ ] Yes\n>\n> [x] My name"
FORMS = {
    "agreement": YES,
    "check": "A1 yes\nA2 need help",
    "ready": "READY",
    "needs": "C1: large print\nC2 much larger",
    "right for you": "[x] Keep it as it is now",
}
OTHERS_ADDRESS = "tomasz@mail.example"


def at(hour: int) -> str:
    return f"Fri, 27 Nov 2026 {hour}:00:00 -0500"


def stands(desk: Desk) -> dict[str, object]:
    """All that mail could change of the two people; what only waits to be read is left out."""
    shown = [desk.show(command) for command in ("status", "consent report", "send --dry-run")]
    found: dict[str, object] = {}
    for person in (WHO, OTHER):
        now, consent = (one["people"] for one in shown[:2])
        (status,) = (one for one in now if one["id"] == person)
        found[person] = (
            [one for one in consent if one["id"] == person],
            {one["channel"] for one in shown[2]["messages"] if one["id"] == person},
            {key: status[key] for key in ("tech_check", "consent", "open", "right_for_you")},
        )
    return found


@pytest.fixture(scope="module")
def before(mailed, tmp_path_factory):
    """How the two stand before any of these mails."""
    kit = shutil.copytree(mailed, tmp_path_factory.mktemp("before") / "kit")
    return stands(Desk(kit, mailed))


# -- the same mail again, and another order ------------------------------------------------------


def test_stop_that_is_read_again_does_not_undo_a_later_yes_by_telephone(desk):
    stop = message("STOP", date=at(18))
    desk.take(stop)
    answers = "\n" * 80
    asked = run(desk.kit, "consent", "record", session_of(desk.kit), WHO, stdin=answers).stderr
    lines = [
        "2" if line.startswith("B12.") else "1"
        for line, below in itertools.pairwise(asked.splitlines())
        if below.startswith("  1. ")
    ]
    said = "\n".join(lines) + "\n"
    desk.command("consent", "record", session_of(desk.kit), WHO, "--way", "phone", stdin=said)
    assert "email" in desk.ways()
    for header in ("Status: RO\n", "X-Keywords: seen\n", "Received: from a by b; " + at(23) + "\n"):
        (one,) = desk.take(header + stop).json["messages"]
        assert one["kind"] == "already"
    assert "email" in desk.ways()


def test_every_order_of_the_same_mails_ends_the_same(mailed, tmp_path):
    """Six of the 120 orders of five mails, one by one or in one mailbox; all say the same."""
    mails = [
        message(YES, date=at(11), number=1),
        message(NO, date=at(13), number=2),
        message(YES, date=at(15), number=3),
        message("STOP", sender=OTHERS_ADDRESS, to=OTHER, date=at(12), number=4),
        message("A1 yes", date=at(14), number=5),
    ]
    orders = random.Random(1).sample(list(itertools.permutations(mails)), 6)
    ends = []
    for number, order in enumerate(orders):
        mine = Desk(shutil.copytree(mailed, tmp_path / f"kit-{number}"), mailed)
        if number % 2:
            mine.take(*order)
        else:
            box = "".join(f"From x Fri Nov 27 18:00:00 2026\n{one}\n" for one in order)
            run(mine.kit, "returns", "import", mine.save("box.mbox", box), "--json")
        ends.append(stands(mine))
    assert all(one == ends[0] for one in ends)
    assert "email" in ends[0][WHO][1], "the newest word of three is yes"
    assert "email" not in ends[0][OTHER][1]


# -- a forged sender -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_sender_alone_changes_nothing(form, desk, before):
    done = desk.take(message(FORMS[form], thread=False))
    assert stands(desk) == before
    told = {one["kind"] for one in done.json["messages"]}
    assert told & {"held", "words"}, "and somebody hears of it"


@pytest.mark.parametrize("form", FORMS)
def test_a_participant_does_not_answer_with_anothers_id(form, desk, before):
    """From K-11's own address, with the id of the mail to K-23: it is neither's."""
    done = desk.take(message(FORMS[form], to=OTHER))
    assert stands(desk) == before
    assert done.json["messages"][0]["kind"] == "held"


def test_stop_acts_on_a_forged_sender_and_is_told(desk):
    """Silence of ours is mended by a question; a mail to somebody who said stop by nothing."""
    done = desk.take(message("STOP", thread=False))
    assert "email" not in desk.ways()
    assert "returns.stop" in {problem["code"] for problem in done.json["problems"]}


def test_a_forged_yes_does_not_undo_a_stop(desk):
    desk.take(message("STOP", date=at(12)))
    desk.take(message(YES, date=at(20), number=2))
    assert "email" not in desk.ways(), "nor does a mailbox that somebody else reads"


# -- ids that were guessed or stolen -------------------------------------------------------------


def test_a_thousand_guessed_ids_in_one_header_are_nobodys(desk, before):
    guesses = " ".join(f"<{secrets.token_hex(16)}@riverside.example>" for _ in range(1000))
    headers = f"References: {guesses}\n"
    done = desk.take(
        message(YES, sender="x@evil.example", thread=False, headers=headers),
        message(YES, thread=False, headers=headers, number=2),
    )
    assert [one["kind"] for one in done.json["messages"]] == ["unknown", "held"]
    assert stands(desk) == before


def test_a_stolen_id_gives_no_yes_and_closes_no_more_than_it_must(desk, before):
    """From a stranger: a yes waits; a no and STOP hold the way until somebody asked."""
    desk.take(message(YES, sender="x@evil.example"))
    assert stands(desk) == before
    desk.take(message("STOP", sender="x@evil.example", number=2))
    assert "email" not in desk.ways()
    assert desk.consent()["withdrawn"] == [], "it is held, and nobody took anything back"
    assert stands(desk)[OTHER] == before[OTHER]


def test_ids_of_two_people_in_one_mail_are_an_answer_of_neither(desk, before):
    """Both ids, from the one's own address: the nearest says whose it could be."""
    for number, (near, far) in enumerate([(WHO, OTHER), (OTHER, WHO)], start=1):
        headers = f"In-Reply-To: @ID:{near}@\nReferences: @ID:{far}@ @ID:{near}@\n"
        sender = OTHERS_ADDRESS if near == WHO else ADDRESS
        desk.take(message(YES, sender=sender, thread=False, headers=headers, number=number))
    assert stands(desk) == before


def test_stop_with_anothers_id_stops_the_writer_and_holds_for_the_other(desk):
    """A mail that went on to a participant, who answers it: they want no more."""
    done = desk.take(message("STOP", to=OTHER))
    assert "email" not in desk.ways(WHO)
    assert "email" not in desk.ways(OTHER), "until somebody asked"
    assert desk.consent(WHO)["withdrawn"] == ["email"]
    assert desk.consent(OTHER)["withdrawn"] == []
    assert set(done.json["messages"][0]["stopped"]) == {WHO, OTHER}


# -- forwarded -----------------------------------------------------------------------------------


def test_what_was_forwarded_to_a_friend_and_answered_there_is_held(desk, before):
    """Their own words and ticks, below the participant's name: shown, and nobody's answer."""
    body = f"I fill this in for her.\n\n---------- Forwarded message ---------\n{YES}"
    done = desk.take(message(body, sender="friend@mail.example", subject="Fwd: Your meeting"))
    (held,) = done.json["held"]
    assert (held["why"], held["from"]) == ("other-address", "friend@mail.example")
    assert stands(desk) == before


def test_ticks_in_a_mail_that_is_attached_are_no_answer(desk, before):
    """A forger attaches our mail, filled in, to one that comes from the right address."""
    inner = message(YES, number=8)
    data = (
        f"From: {ADDRESS}\nTo: hello@riverside.example\nSubject: Fwd: Your meeting\n"
        f"Date: {at(18)}\nMessage-ID: <9@mail.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSee below\n"
        f"--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )
    done = desk.take(data)
    assert stands(desk) == before
    assert done.json["messages"][0]["kind"] in ("held", "words", "nothing")


# -- an address that several share ---------------------------------------------------------------


@pytest.fixture
def home(desk):
    """Two people with one address, in two spellings."""
    desk.command("profile", "edit", OTHER, f"contact.email={ADDRESS.title()}")
    return desk


def test_a_yes_from_a_shared_address_counts_for_the_one_whose_mail_it_answers(home):
    before = stands(home)
    home.take(message(YES))
    assert home.consent(WHO)["yes"] == ["cs-email"]
    assert stands(home)[OTHER] == before[OTHER]


@pytest.mark.parametrize("form", ["agreement", "check", "needs"])
def test_an_answer_from_a_shared_address_alone_is_nobodys_until_somebody_decides(form, home):
    before = stands(home)
    done = home.take(message(FORMS[form], thread=False))
    assert stands(home) == before
    assert done.json["messages"][0]["kind"] in ("held", "words")


def test_a_no_from_a_shared_address_closes_for_the_one_and_stop_for_both(home):
    home.take(message(NO))
    assert "email" not in home.ways(WHO)
    assert home.consent(OTHER)["withdrawn"] == []
    done = home.take(message("STOP", thread=False, number=2))
    assert set(done.json["messages"][0]["stopped"]) == {WHO, OTHER}
    assert "email" not in home.ways(OTHER)


# -- addresses that look alike -------------------------------------------------------------------

ALIKE = {
    "cyrillic e": "mеi-ling@mail.example",
    "cyrillic domain": "mei-ling@mаil.example",
    "another domain": "mei-ling@mail.example.evil.example",
    "one for l": "mei-1ing@mail.example",
    "a dot": "mei.ling@mail.example",
    "no hyphen": "meiling@mail.example",
    "name as address": f'"{ADDRESS}" <x@evil.example>',
}


@pytest.mark.parametrize("name", ALIKE)
def test_stop_from_an_address_that_looks_alike_is_not_theirs(name, desk, before):
    done = desk.take(message("STOP", sender=ALIKE[name], thread=False))
    assert stands(desk) == before
    (one,) = done.json["messages"]
    assert one["kind"] == "unknown", "and it is told"


SAME = {
    "a tag": "mei-ling+news@mail.example",
    "capitals": "Mei-Ling@MAIL.example",
    "a full stop at the end": "mei-ling@mail.example.",
    "full width": "mei-ling@ｍａｉｌ.example",
}


@pytest.mark.parametrize("name", SAME)
def test_stop_counts_in_every_spelling_of_the_address(name, desk):
    desk.take(message("STOP", sender=SAME[name], thread=False))
    assert "email" not in desk.ways()


def test_a_yes_from_a_tag_of_the_address_is_held(desk, before):
    """Whoever may write as ``name+tag`` is not always who reads ``name``: asked, not believed."""
    (held,) = desk.take(message(YES, sender=SAME["a tag"])).json["held"]
    assert held["why"] == "other-address"
    assert stands(desk) == before


def test_the_ids_of_these_mails_are_real(mailed):
    assert "@ID:" not in named(message(YES), mailed)
