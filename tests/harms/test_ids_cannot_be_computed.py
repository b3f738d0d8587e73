"""Nobody can work out the id of another person's message, and no two kits share one."""

from __future__ import annotations

import json
import re
import shutil
import sys

import pytest

from tests.harms.mail import mail, outbox
from tests.send.replies import original
from tests.send.vault_kit import SESSION, session_file
from tests.workflow.kits import one_page_kit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")


def ids_in(kit):
    found = {}
    for path in outbox(kit).glob("*.eml"):
        found[path.name[:4]] = str(original(path.read_bytes())["Message-ID"])
    return found


def test_two_copies_of_a_kit_never_share_an_id(post, tmp_path):
    twin = shutil.copytree(post, tmp_path / "twin")
    for kit in (post, twin):
        assert mail(kit, "send").code == 0
        mail(kit, "send", "--cancel", "--yes")
    one, other = ids_in(post), ids_in(twin)
    assert one.keys() == other.keys()
    assert not set(one.values()) & set(other.values())
    assert all(re.fullmatch(r"<[0-9a-f]{32}@riverside\.example>", name) for name in one.values())


def test_the_ledger_keeps_the_id_that_went_and_a_second_try_uses_it(post, server):
    lost = []

    def faults(stage, number):
        if stage == "dot" and not lost:
            lost.append(number)
            return "answer-lost"
        return None

    server.faults = faults
    assert mail(post, "send", "--via", "smtp", "--yes", "--only", "K-11").code == 5
    again = ("--via", "smtp", "--yes", "--only", "K-11", "--on-uncertain", "resend")
    assert mail(post, "send", *again).code == 0
    first, second = (str(original(one.data)["Message-ID"]) for one in server.accepted)
    assert first == second


def test_without_a_vault_the_receipts_keep_it(run_cli, tmp_path):
    session = one_page_kit(tmp_path / "kit")
    now = "2026-11-27T10:00:00-05:00"
    assert run_cli("prepare", session, "--quiet", now=now).code == 0
    done = run_cli("send", session, "--json", now=now)
    assert done.code in (0, 6), done.stderr
    folder = session.parent / "out" / SESSION / "outbox"
    kept = json.loads((folder / "receipts.json").read_text(encoding="utf-8"))
    mails = [one for one in kept["rows"] if one["channel"] == "email"]
    rows = {one["message_id"] for one in mails if one["state"] == "laid_ready"}
    assert rows == {str(original(one.read_bytes())["Message-ID"]) for one in folder.glob("*.eml")}
    assert rows
    assert session_file(session.parent) == session
