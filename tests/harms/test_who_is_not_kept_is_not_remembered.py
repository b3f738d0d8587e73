"""Nothing stays of what went to who does not want to be kept, and their answers are still read."""

from __future__ import annotations

import contextlib
import sys

import pytest

from access_kit.cli.options import read_now
from access_kit.store.opening import this_actor
from access_kit.store.protocol import Opening
from access_kit.store.vault import open_store
from access_kit.workflow.kept.given import KIND
from tests.harms.commands import call
from tests.harms.mail import mail
from tests.send.vault_kit import LATER, PASSPHRASE, must, run, session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

WHO, OTHER = "K-11", "K-02"


def people_remembered(kit):
    opening = Opening(kit, this_actor(), lambda what: PASSPHRASE, read_now)
    with contextlib.closing(open_store("vault.db", opening)) as store:
        return {one.person for one in store.documents(KIND)}


def test_nothing_is_remembered_of_what_they_got(post, server):
    must(call(post, "profile", "edit", WHO, "consent.store=no"))
    must(run(post, "prepare", session_file(post), "--quiet", now=LATER))
    done = must(mail(post, "send", "--via", "smtp", "--yes"))
    gone = {m["id"] for m in done.json["messages"] if m["state"] == "handed_over"}
    assert {WHO, OTHER} <= gone
    remembered = people_remembered(post)
    assert OTHER in remembered
    assert WHO not in remembered
