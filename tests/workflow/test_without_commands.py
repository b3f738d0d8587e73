"""All that commands do can be done without them: by a scheduler, a benchmark or a test."""

from __future__ import annotations

import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from access_kit.workflow.agree.stands import stands_alone
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.begin import SessionPeople, begin_kit, begin_session
from access_kit.workflow.keep.kept_profile import held_person
from access_kit.workflow.keep.vault_keys import GivenRecovery, RecoveryWay
from access_kit.workflow.keep.vault_life import back_up, make_vault, read_log, try_backup
from access_kit.workflow.mail.desk import mail_sender, open_desk
from access_kit.workflow.mail.run import About, Asks, Order, carry_out
from access_kit.workflow.mailed.dispatches import SendWish
from access_kit.workflow.people.new_profile import begin_profile
from access_kit.workflow.people.profile_changes import change_by_words, keep_change
from access_kit.workflow.prepare.run import Options, plan_session, prepare
from access_kit.workflow.printed.letters import write_letters
from access_kit.workflow.returns.mail_files import SaidOfMail, take_in_files
from tests.send.vault_kit import PASSPHRASE, make_quick

NOW = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)
EMAIL = 'email = "us@example.org"'
CRISIS = '\n[[crisis]]\ncountry = "US"\nname = "Emergency"\ncall = "911"\nemergency = true\n'
ROSA = [
    "contact.asked_on=2026-11-20",
    *("contact.safe=email,letter", "contact.contents=full", "contact.email=rosa@example.org"),
    *("contact.post.name=Rosa", "contact.post.street=1 Main St", "contact.post.city=Concord"),
    *("contact.post.region=NH", "contact.post.postal_code=03301", "contact.post.country=US"),
]
SESSION = {
    "id": "evening",
    "title": "Thursday group",
    "starts": "2026-12-03T18:00",
    "timezone": "America/New_York",
    "minutes": 60,
    "platform": "zoom",
    "join_url": "https://example.org/j",
    "facilitator": {"name": "Jo"},
}


class Remembered:
    """Gives what is asked for from memory, as a scheduler would."""

    is_typed = False
    words = ""

    def ask(self, what: str) -> str:
        return self.words if what == "recovery words" else PASSPHRASE

    def is_same_again(self, typed: str) -> bool:
        return True


@pytest.fixture
def access(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    giver = Remembered()
    return KitAccess(tmp_path / "kit", lambda: giver, lambda problems: None, lambda: NOW)


def make_kit(access: KitAccess) -> Path:
    """A kit with a vault, Rosa in it, and a session that names her."""
    path = begin_kit(access.named, name="Riverside", sender=["PO Box 77", "Concord"], locale="en")
    text = path.read_text(encoding="utf-8").replace("[agency]", f"[agency]\n{EMAIL}", 1)
    path.write_text(text + CRISIS, encoding="utf-8")

    def remember(given: GivenRecovery) -> None:
        Remembered.words = " ".join(given.words or ())

    make_vault(access.vault(name="Jo"), RecoveryWay(None, True, remember), keyring=False)
    make_quick(path.parent / "vault.db")
    begin_profile(access, "K-07", name="Rosa", stated_by="self", out=None)
    with held_person("K-07", access) as held:
        changed, _ = change_by_words(held, ROSA, today=access.today)
        assert keep_change(held, changed, access) == []
    session = path.parent / "evening.toml"
    begin_session(access, session, SESSION, SessionPeople(ids="K-07"), lambda: "")
    return session


def stop_mail(folder: Path) -> Path:
    message = EmailMessage()
    message["From"], message["To"] = "rosa@example.org", "us@example.org"
    message["Date"], message["Message-ID"] = "Tue, 24 Nov 2026 08:30:00 +0000", "<stop@example.org>"
    message.set_content("STOP\n")
    path = folder / "stop.eml"
    path.write_bytes(bytes(message))
    return path


def test_a_session_is_prepared_sent_and_answered_without_a_command(access, tmp_path):
    session = make_kit(access)
    plan = plan_session(session, kit_folder=None, now=NOW, find_people=access.find_people)
    made = prepare(plan, Options(session.parent / "out", jobs=1), lambda: None)
    assert (made.made, made.failed) == (("K-07",), ())

    with open_desk(access, session, needs_store=False) as desk:
        sender = mail_sender(desk, "outbox", said="", ask=lambda: "")
        outcome = carry_out(desk, Order(About.PAPERS, SendWish(False)), sender, Asks())
        batch, _ = write_letters(desk, (), lambda: None)
    assert [one.step.value for one in outcome.messages if one.channel == "email"] == ["laid_ready"]
    assert [one.id for one in batch.packed] == ["K-07"]

    taken = take_in_files(access, [stop_mail(tmp_path)], SaidOfMail())
    assert [one.came.kind for one in taken.messages] == ["stop"]
    with access.store() as store:
        assert stands_alone(store, "K-07", today=NOW.date()).withdrawn
    assert not list((session.parent / "out").rglob("*.eml"))


def test_a_vault_is_backed_up_and_looked_through_without_a_command(access):
    make_kit(access)
    made = back_up(access.vault(), None)
    assert try_backup(access.vault(), made.path).people == 1
    assert {"K-07"} <= {entry.whose for entry in read_log(access, None)}
