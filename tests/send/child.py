"""A run of the ledger that is killed: at a numbered step, or from outside at any time.

The steps of one message are numbered; a child kills itself like ``kill -9`` when it comes to one of
them for the given message. The parent has the mail server and counts what was accepted.
"""

from __future__ import annotations

import datetime
import os
import signal
import smtplib
from dataclasses import dataclass
from pathlib import Path

from access_kit.delivery.outgoing import Outgoing
from access_kit.delivery.smtp import SmtpSender
from access_kit.model.kit import Smtp
from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.model.record import Actor
from access_kit.store.protocol import Opening
from access_kit.store.vault import open_with_key
from access_kit.workflow.mail.hand_over import LEASE, SendingLine, SendingRate, hand_over
from access_kit.workflow.mailed.dispatches import (
    Dispatch,
    MailStep,
    Posting,
    SendWish,
    check_all,
    standing_of,
)

START = datetime.datetime(2026, 11, 26, 15, tzinfo=datetime.UTC)
SESSION = "evening-group-2026-12-03"

STEPS = (
    "settled",
    "planned",
    "greeted",
    "mail",
    "rcpt",
    "data",
    "half-body",
    "body",
    "in-flight",
    "dot",
    "answered",
    "written-down",
)
"""Every step of a message after which a run may end."""


@dataclass(frozen=True)
class Job:
    folder: str
    data_key: bytes
    state: str
    authority: str
    port: int
    people: int
    resend: bool
    hours: int
    kill_step: str = ""
    kill_number: int = 0


def person(number: int) -> str:
    return f"K-{number:04}"


def address(number: int) -> str:
    return f"r{number}@mail.example"


def build(key: MailKey, date: datetime.datetime, message_id: str) -> Outgoing:
    number = int(key.person[2:])
    name = f"<{number}@riverside.example>"
    head = f"From: a@riverside.example\r\nTo: {address(number)}\r\nMessage-ID: {name}\r\n"
    body = f"Date: {date.isoformat()}\r\n\r\n" + "words\r\n" * 20
    data = (head + body).encode()
    return Outgoing(key, "a@riverside.example", address(number), name, data)


def run(job: Job, told) -> None:
    """One ``send``; ``told`` hears when the store is open, and at the end whether all is done."""
    os.environ["XDG_STATE_HOME"] = job.state
    os.environ["SSL_CERT_FILE"] = job.authority
    now = START + datetime.timedelta(hours=job.hours)
    opening = Opening(Path(job.folder), Actor("tester"), lambda what: "", lambda: now)
    store = open_with_key(Path(job.folder) / "vault.db", job.data_key, opening)
    told.send("open")
    probe = Probe(job, told)
    sender = SmtpSender(Smtp(host="localhost", port=job.port), None)
    probe.watch_lines()
    ledger = Watched(store, probe)
    with store.lease(LEASE):
        store.settle_mail()
        probe.at("settled")
        postings = list(open_postings(store, job))
        checked, bad, _ = check_all(postings, now)
        assert not bad
        line = SendingLine(ledger, sender, lambda _: None)
        done = hand_over(checked, line, SendingRate(0, lambda: now))
        if done.fault is not None:
            raise done.fault
    sender.close()
    told.send(("done", done.stopped, len(list(open_postings(store, job)))))
    store.close()


def open_postings(store, job: Job):
    """What may go by the ledger, as ``dispatch`` decides it."""
    rows: dict[str, list[MailRow]] = {}
    for row in store.mail(session=SESSION):
        rows.setdefault(row.key.person, []).append(row)
    for number in range(job.people):
        key = MailKey(SESSION, person(number), "email", "packet", "v1")
        start = Dispatch(key.person, "email", MailStep.PLANNED, key=key)
        wish = SendWish(by_server=True, resend=job.resend)
        stand = standing_of(start, rows.get(key.person, []), wish)
        if stand.step is MailStep.PLANNED:
            yield Posting(stand, build, f"<{key.person[2:].lstrip('0') or 0}@riverside.example>")


class Probe:
    """Kills this process when it comes to its step for its message."""

    def __init__(self, job: Job, told) -> None:
        self.job = job
        self.told = told
        self.number = 0

    def at(self, step: str) -> None:
        is_early = step in STEPS[:2]
        if step == self.job.kill_step and (is_early or self.number == self.job.kill_number):
            os.kill(os.getpid(), signal.SIGKILL)

    def watch_lines(self) -> None:
        docmd, send, getreply = smtplib.SMTP.docmd, smtplib.SMTP.send, smtplib.SMTP.getreply
        probe = self

        def watched_docmd(line, command, arguments=""):
            answer = docmd(line, command, arguments)
            if command == "MAIL":
                probe.number += 1
            probe.at({"MAIL": "mail", "RCPT": "rcpt", "DATA": "data"}.get(command, ""))
            return answer

        def watched_send(line, data):
            if isinstance(data, bytes) and b"words" in data:
                if probe.job.kill_step == "half-body" and probe.number == probe.job.kill_number:
                    send(line, data[: len(data) // 2])
                    probe.at("half-body")
                send(line, data)
                probe.at("body")
                return
            send(line, data)
            if data == b".\r\n":
                probe.at("dot")

        def watched_getreply(line):
            answer = getreply(line)
            if answer[0] == 220:
                probe.at("greeted")
            if answer[1] == b"taken":
                probe.at("answered")
            return answer

        smtplib.SMTP.docmd = watched_docmd
        smtplib.SMTP.send = watched_send
        smtplib.SMTP.getreply = watched_getreply


class Watched:
    """The store's ledger, with its steps watched."""

    def __init__(self, store, probe: Probe) -> None:
        self._store = store
        self._probe = probe

    def plan_mail(self, rows):
        stand = self._store.plan_mail(rows)
        self._probe.told.send("planned")
        self._probe.at("planned")
        return stand

    def move_mail(self, key, state, **more):
        moved = self._store.move_mail(key, state, **more)
        steps = {MailState.IN_FLIGHT: "in-flight", MailState.HANDED_OVER: "written-down"}
        self._probe.at(steps.get(state, ""))
        return moved

    def mail(self, **what):
        return self._store.mail(**what)
