"""A group of the kit's people that meets every Thursday, and what the mail server took for them."""

from __future__ import annotations

import os
import re
from email.message import EmailMessage
from pathlib import Path

from tests.conftest import Ran
from tests.delivery.mail_server import MailServer
from tests.harms.commands import call
from tests.send.replies import original


def make_weekly(kit: Path, *people: str) -> Path:
    """The file of a group of twelve weeks, out of the kit's session."""
    begin = ("group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY;COUNT=12")
    made = call(kit, *begin, opens_vault=False)
    assert made.code == 0, made.stderr
    path = kit / "evening-group.toml"
    named = ", ".join(f'"{one}"' for one in people)
    text = re.sub(r"(?m)^participants = .*$", f"participants = [{named}]", path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")
    return path


def do(group: Path, *arguments: str, now: str, ok: tuple[int, ...] = (0,)) -> Ran:
    """A command in the kit of a group, as JSON; the test's own authority is trusted."""
    trust = {"SSL_CERT_FILE": os.environ.get("SSL_CERT_FILE", "")}
    done = call(group.parent, *arguments, "--json", now=now, **trust)
    assert done.code in ok, done.stderr
    return done


def mails_to(server: MailServer, address: str) -> list[EmailMessage]:
    return [original(one.data) for one in server.accepted if address in one.recipients]


def entry_in(message: EmailMessage) -> bytes:
    """The entry for a calendar in a message, with the line ends of the standard."""
    [part] = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
