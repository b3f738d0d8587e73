"""Two sessions of one store are sent by two processes at once; one session by one alone."""

from __future__ import annotations

import collections
import json
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.delivery.mail_server import MailServer
from tests.send.replies import original
from tests.send.test_commands import PASSWORD, USER, mail
from tests.send.vault_kit import SENT_AT, must, run, session_file
from tests.store.conftest import postgres_server, postgres_url

__all__ = ["mail", "postgres_server", "postgres_url"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

PEOPLE = {"K-02", "K-11", "K-23"}


class MeetingServer(MailServer):
    """Answers the last step of nobody's first message before two runs have come to it."""

    both = threading.Barrier(2)

    def fault(self, stage):
        if stage == "dot" and not self.accepted:
            self.both.wait(60)
        return super().fault(stage)


@pytest.fixture
def server(server_context):
    with MeetingServer(context=server_context, users={USER: PASSWORD}) as one:
        one.both = threading.Barrier(2)
        yield one


def second_session(kit):
    """Another meeting with the same people, on another evening."""
    text = session_file(kit).read_text("utf-8")
    text = re.sub(r'(?m)^id = ".*"', 'id = "second-group-2026-12-04"', text)
    text = text.replace("2026-12-03T", "2026-12-04T")
    people = json.dumps(sorted(PEOPLE))
    text = re.sub(r"(?m)^participants = .*$", f"participants = {people}", text)
    path = kit / "second.toml"
    path.write_text(text, "utf-8")
    must(run(kit, "prepare", path, "--quiet", now=SENT_AT))
    return path


@pytest.mark.parametrize("is_server", [True, False])
def test_two_sessions_go_side_by_side_and_nobody_gets_two(is_server, mail, server, unsent, request):
    second = second_session(unsent)
    if is_server:
        url = request.getfixturevalue("postgres_url")
        must(run(unsent, "vault", "migrate", "vault.db", url))

    def send(session):
        return mail("--via", "smtp", "--yes", session=session, inside=False)

    with ThreadPoolExecutor(2) as both:
        first, other = both.map(send, (session_file(unsent), second))
    assert (first.code, other.code) == (0, 0), first.stdout + other.stdout
    got = collections.Counter(
        (one.recipients[0], original(one.data)["Subject"]) for one in server.accepted
    )
    assert len(got) == 6
    assert set(got.values()) == {1}
    for session in (session_file(unsent), second):
        again = send(session)
        assert {m["state"] for m in again.json["messages"] if m["channel"] == "email"} == {
            "already"
        }
    audit = run(unsent, "vault", "audit", "--json")
    assert (audit.code, audit.json["whole"]) == (0, True)
