"""What lies in the outbox is not mailed: it keeps no server from sending, and is not called so."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from access_kit.model.ledger import MailState
from access_kit.store import migrations
from access_kit.store.receipts import Receipts
from access_kit.store.vault import open_with_key
from tests.harms.mail import mail, outbox, status_of
from tests.send.replies import original
from tests.send.test_reach import NOON
from tests.store.conftest import make_vault, opening_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

BY_MAIL = ("K-02", "K-11", "K-23")


def states(done):
    return {m["id"]: m["state"] for m in done.json["messages"] if m["channel"] == "email"}


def test_what_was_only_laid_ready_counts_as_not_mailed_and_then_goes_by_the_server(post, server):
    assert states(mail(post, "send")) == dict.fromkeys(BY_MAIL, "laid_ready")
    now = status_of(post, "K-11")
    assert (now["mailed"], now["next"]) == ([], "mark")
    (told,) = [one for one in now["mail"] if one["channel"] == "email"]
    assert (told["state"], told["told"]) == ("laid_ready", "2026-12-03T18:00:00-05:00")
    dry = mail(post, "send", "--via", "smtp", "--dry-run")
    assert states(dry) == dict.fromkeys(BY_MAIL, "planned")
    done = mail(post, "send", "--via", "smtp", "--yes")
    assert states(done) == dict.fromkeys(BY_MAIL, "handed_over")
    assert len(server.accepted) == 3
    assert list(outbox(post).glob("*.eml")) == [], "nobody is tempted to send it a second time"
    assert status_of(post, "K-11")["mailed"] == ["email"]


def test_what_was_sent_by_a_mail_program_is_noted_and_does_not_go_again(post, server):
    assert mail(post, "send").code == 0
    marked = mail(post, "send", "--mark-sent", "--only", "K-11")
    assert states(marked) == {"K-11": "handed_over"}
    assert status_of(post, "K-11")["mailed"] == ["email"]
    assert status_of(post, "K-02")["mailed"] == []
    done = mail(post, "send", "--via", "smtp", "--yes")
    assert states(done) == {"K-02": "handed_over", "K-11": "already", "K-23": "handed_over"}
    again = mail(post, "send", "--via", "smtp", "--yes", "--again", "--only", "K-11")
    assert states(again) == {"K-11": "handed_over"}
    ids = [str(original(one.data)["Message-ID"]) for one in server.accepted]
    assert len(set(ids)) == len(ids) == 3


def test_an_outbox_that_was_thrown_away_is_laid_ready_again(post):
    assert mail(post, "send").code == 0
    assert states(mail(post, "send")) == dict.fromkeys(BY_MAIL, "already")
    shutil.rmtree(outbox(post))
    assert states(mail(post, "send")) == dict.fromkeys(BY_MAIL, "laid_ready")
    assert len(list(outbox(post).glob("*.eml"))) == 3


def test_answers_go_to_the_address_that_the_letter_names(post):
    assert mail(post, "send").code == 0
    eml = original(next(outbox(post).glob("K-11-*.eml")).read_bytes())
    assert eml["Reply-To"] == "jo@riverside.example"
    assert "jo@riverside.example" in eml.get_body(("plain",)).get_content()


def test_receipts_of_an_older_program_say_laid_ready(post, tmp_path):
    row = dict.fromkeys(("session", "person", "channel", "documents", "version"), "x")
    row |= {"state": "sent", "message_id": "<a@b>", "sha256": "", "at": NOON.isoformat()}
    posted = row | {"channel": "letter", "reason": "posted", "attempts": 0}
    old = {"schema": "access-kit/receipts/1", "rows": [row | {"reason": "", "attempts": 1}, posted]}
    (tmp_path / "receipts.json").write_text(json.dumps(old), encoding="utf-8")
    rows = Receipts(tmp_path, lambda: NOON).mail()
    assert {one.state for one in rows} == {MailState.LAID_READY, MailState.POSTED}


OLD = {
    "1": ("letter", "sent", "posted", MailState.POSTED),
    "2": ("email", "sent", "answered", MailState.HANDED_OVER),
    "3": ("email", "sent", "", MailState.UNCERTAIN),
    "4": ("email", "failed", "bounced", MailState.CAME_BACK),
    "5": ("email", "failed", "stopped-by-withdrawal", MailState.TAKEN_BACK),
    "6": ("letter", "planned", "printed", MailState.LAID_READY),
}
"""Rows of an older vault, and what is known of them: of a mail called sent, nobody knows if it was
only laid ready.
"""


def test_a_vault_of_an_older_program_says_what_is_known_and_no_more(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with monkeypatch.context() as before:
        steps = migrations.MIGRATIONS[:1]
        before.setattr(migrations, "MIGRATIONS", steps)
        before.setattr("access_kit.store.database.MIGRATIONS", steps)
        vault = make_vault(tmp_path)
        store = open_with_key(tmp_path / "vault.db", vault.data_key, opening_in(tmp_path))
        with store.transaction():
            for number, (channel, state, reason, _) in OLD.items():
                values = ("s", number, channel, "packet", "v", number, state, "<a@b>", "")
                marks = ", ".join("?" * 12)
                store._db.rows(
                    f"INSERT INTO mail VALUES ({marks})",
                    (*values, NOON.isoformat(), 1, reason),
                )
            store.note("filled")
        store.close()
    store = open_with_key(tmp_path / "vault.db", vault.data_key, opening_in(tmp_path))
    assert {row.key.person: row.state for row in store.mail()} == {
        number: state for number, (*_, state) in OLD.items()
    }
    assert store.check() == []
    store.close()
