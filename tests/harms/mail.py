"""A kit with a mail server, and what a person was given, by the server and by what lies ready."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

from tests.delivery.mail_server import MailServer
from tests.harms.commands import call
from tests.send.vault_kit import LATER, SESSION, session_file

SMTP = '\n[smtp]\nhost = "localhost"\nport = {port}\nsecurity = "tls"\nper_minute = 10000\n'


def use_server(kit: Path, server: MailServer) -> None:
    text = (kit / "kit.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^\[smtp\].*?(?=^\[|\Z)", "", text)
    (kit / "kit.toml").write_text(text + SMTP.format(port=server.port), encoding="utf-8")


def mail(kit: Path, command: str, *arguments: object, now: str = LATER):
    """A command about the session, as JSON; the test's own authority is trusted."""
    trust = {"SSL_CERT_FILE": os.environ.get("SSL_CERT_FILE", "")}
    return call(kit, command, session_file(kit), *arguments, "--json", now=now, **trust)


def outbox(kit: Path) -> Path:
    return kit / "out" / SESSION / "outbox"


def lies_ready(kit: Path, person: str, phone: str) -> set[str]:
    """The ways by which something lies ready for a person."""
    found = {"email"} if list(outbox(kit).glob(f"{person}-*.eml")) else set()
    table = outbox(kit) / "text-messages.csv"
    if table.exists():
        with table.open(newline="", encoding="utf-8") as stream:
            if any(row[0] == phone for row in csv.reader(stream)):
                found.add("sms")
    return found


def of(done, person: str) -> list[dict]:
    """What a command said of one person."""
    return [one for one in done.json["messages"] if one["id"] == person]


def status_of(kit: Path, person: str, now: str = LATER) -> dict:
    people = call(kit, "status", session_file(kit), "--json", now=now).json["people"]
    return next(one for one in people if one["id"] == person)
