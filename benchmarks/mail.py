"""A thousand messages with attachments to one local server, beside mailmerge and bare smtplib.

All go by TLS to the same server, which answers from a process of its own and keeps nothing. Ours
makes each message from its packet on disk, checks every one before the first goes, and writes its
ledger into the encrypted vault around the final dot. Bare smtplib makes the same messages with the
standard library in a loop, over one connection, and does as many durable writes to a file: two a
message. mailmerge makes the same text and attachments from its template; it keeps no ledger, and
opens a connection for each message. Memory is the most that the sending process ever held.
"""

from __future__ import annotations

import contextlib
import datetime
import multiprocessing
import os
import resource
import shutil
import smtplib
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import ROOT, Measured, compared

MESSAGES, MANY = 1_000, 10_000
ROUNDS = 3
MOST = 1.3
NOW = datetime.datetime(2026, 11, 27, 15, tzinfo=datetime.UTC)
PERSON = "K-11"
PASSPHRASE = "wicker gravel teapot onward"
USER, PASSWORD = "bench", "bench"
SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Place:
    """What every contender sends from, and where to."""

    kit: Path
    packet: Path
    port: int
    authority: Path


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _serving(folder) as (port, authority):
            place = Place(*_prepare(folder), port, authority)
            os.environ["SSL_CERT_FILE"] = str(authority)
            turns: dict[str, list[float]] = {"ours": [], "bare": [], "mailmerge": []}
            for _ in range(ROUNDS):
                turns["ours"].append(_in_own_process("ours", place, MESSAGES)[0])
                turns["bare"].append(_in_own_process("bare", place, MESSAGES)[0])
                turns["mailmerge"].append(_mailmerge(folder, place, MESSAGES))
            few = _in_own_process("ours", place, MESSAGES)[1]
            many = _in_own_process("ours", place, MANY)[1]
    each = {name: [1000 * one / MESSAGES for one in seconds] for name, seconds in turns.items()}
    what = "a message, ms, beside"
    return [
        compared(f"{what} bare smtplib with two durable writes", each["ours"], each["bare"],
                 f"<= {MOST}", ".1f"),
        compared(f"{what} mailmerge, without a ledger", each["ours"], each["mailmerge"], "", ".1f"),
        Measured(f"memory, MB, {MANY} messages beside {MESSAGES}", format(many, ".0f"),
                 format(few, ".0f"), many / few, "<= 1.25"),
    ]  # fmt: skip


# -- the server ---------------------------------------------------------------------------------


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[tuple[int, Path]]:
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=_serve, args=(there, str(folder)))
    process.start()
    try:
        yield here.recv(), folder / "authority.pem"
    finally:
        here.send("stop")
        process.join(10)
        process.kill()


def _serve(told: Any, folder: str) -> None:
    import trustme

    from tests.delivery.mail_server import MailServer

    class Sink(MailServer):
        def take(self, message: object) -> None:
            """Nothing is kept."""

    authority = trustme.CA()
    authority.cert_pem.write_to_path(Path(folder) / "authority.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with Sink(context=context, users={USER: PASSWORD}) as server:
        told.send(server.port)
        told.recv()


def _prepare(folder: Path) -> tuple[Path, Path]:
    """The example kit with one person's packet made."""
    kit = folder / "kit"
    shutil.copytree(ROOT / "examples" / "evening-group", kit, ignore=shutil.ignore_patterns("out"))
    command = [sys.executable, "-m", "access_kit", "prepare", kit / "session.toml"]
    done = subprocess.run(
        [*map(str, command), "--only", PERSON, "--quiet"],
        env=os.environ | {"ACCESS_KIT_NOW": NOW.isoformat()},
        capture_output=True,
        check=False,
    )
    (packet,) = (kit / "out").glob(f"*/packets/{PERSON}")
    assert done.returncode in (0, 5), done.stderr
    return kit, packet


# -- contenders ---------------------------------------------------------------------------------


def _in_own_process(which: str, place: Place, count: int) -> tuple[float, float]:
    """Seconds, and megabytes at the most."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=_run, args=(there, which, place, count))
    process.start()
    said = here.recv()
    process.join()
    return said


def _run(told: Any, which: str, place: Place, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        seconds = (_ours if which == "ours" else _bare)(Path(folder), place, count)
    told.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def _ours(folder: Path, place: Place, count: int) -> float:
    from access_kit.delivery.emails import new_message_id
    from access_kit.delivery.smtp import SmtpSender
    from access_kit.kit_files import read_kit
    from access_kit.model.kit import Smtp
    from access_kit.model.ledger import MailKey
    from access_kit.model.record import Actor
    from access_kit.profiles.profile_files import read_profile
    from access_kit.session_files import read_session
    from access_kit.store.protocol import Opening
    from access_kit.store.vault import open_with_key
    from access_kit.store.vault_files import making_vault
    from access_kit.workflow.mail.hand_over import LEASE, SendingLine, SendingRate, hand_over
    from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Posting, check_all
    from access_kit.workflow.mailed.messages import PacketMail, build_outgoing, entry_of
    from access_kit.workflow.packets import require_packet

    packet = require_packet(place.packet)
    profile, _ = read_profile(place.kit / "profiles" / f"{PERSON}.toml", today=NOW.date())
    kit, _ = read_kit(place.kit, today=NOW.date())
    assert profile is not None
    assert kit is not None

    session, _ = read_session(place.kit / "session.toml", now=NOW)
    assert session is not None

    mail = PacketMail(packet, profile, kit, session, entry_of(packet, None))
    build = partial(build_outgoing, mail)

    opening = Opening(folder, Actor("bench"), lambda what: PASSPHRASE, lambda: NOW)
    with making_vault(folder / "vault.db", PASSPHRASE, opening) as new:
        new.place()
    store = open_with_key(folder / "vault.db", new.data_key, opening)
    sender = SmtpSender(Smtp(host="localhost", port=place.port, user=USER), lambda: PASSWORD)
    keys = [MailKey("bench", f"P-{n}", "email", "packet", "v") for n in range(count)]
    postings = [
        Posting(
            Dispatch(k.person, "email", MailStep.PLANNED, key=k),
            build,
            new_message_id("bench.example"),
        )
        for k in keys
    ]
    started = time.perf_counter()
    with store.lease(LEASE):
        store.settle_mail()
        checked, bad, _ = check_all(postings, NOW)
        line = SendingLine(store, sender, lambda _: None)
        done = hand_over(checked, line, SendingRate(0, lambda: NOW))
    seconds = time.perf_counter() - started
    assert not bad
    assert all(one.step is MailStep.HANDED_OVER for one in done.done)
    sender.close()
    store.close()
    return seconds


def _bare(folder: Path, place: Place, count: int) -> float:
    files = sorted(place.packet.glob("*.pdf"))
    started = time.perf_counter()
    with (
        smtplib.SMTP_SSL("localhost", place.port, context=ssl.create_default_context()) as line,
        (folder / "ledger").open("ab", buffering=0) as ledger,
    ):
        line.login(USER, PASSWORD)
        for number in range(count):
            message = EmailMessage()
            message["From"], message["To"] = "a@riverside.example", f"p{number}@mail.example"
            message["Subject"] = "Your meeting"
            message.set_content((place.packet / "message.txt").read_text("utf-8"))
            page = (place.packet / "message.html").read_text("utf-8")
            message.add_alternative(page, subtype="html")
            for path in files:
                data = path.read_bytes()
                message.add_attachment(
                    data, maintype="application", subtype="pdf", filename=path.name
                )
            for state in (b"in flight", b"sent"):
                ledger.write(b"%d %s\n" % (number, state))
                os.fsync(ledger.fileno())
            line.send_message(message)
    return time.perf_counter() - started


def _mailmerge(folder: Path, place: Place, count: int) -> float:
    work = folder / "mailmerge"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    names = [path.name for path in sorted(place.packet.glob("*.pdf"))]
    for name in names:
        shutil.copy(place.packet / name, work)
    attach = "".join(f"ATTACHMENT: {name}\n" for name in names)
    body = (place.packet / "message.txt").read_text("utf-8").replace("{", "(")
    (work / "mailmerge_template.txt").write_text(
        f"TO: {{{{email}}}}\nSUBJECT: Your meeting\nFROM: a@riverside.example\n{attach}\n{body}",
        encoding="utf-8",
    )
    rows = "".join(f"p{number}@mail.example\n" for number in range(count))
    (work / "mailmerge_database.csv").write_text("email\n" + rows, encoding="utf-8")
    (work / "mailmerge_server.conf").write_text(
        f"[smtp_server]\nhost = localhost\nport = {place.port}\nsecurity = SSL/TLS\n"
        f"username = {USER}\n",
        encoding="utf-8",
    )
    started = time.perf_counter()
    subprocess.run(
        [Path(sys.executable).with_name("mailmerge"), "--no-dry-run", "--no-limit"],
        cwd=work,
        check=True,
        input=f"{PASSWORD}\n",
        encoding="utf-8",
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - started
