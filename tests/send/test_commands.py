"""The commands as a facilitator uses them: a vault, a mail server, a day and the same day again."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import SOAK
from tests.delivery.mail_server import MailServer
from tests.send.replies import chain, gmail, original, reply_to, text_of, tick, tick_label
from tests.send.vault_kit import LATER, SENT_AT, SESSION, run, session_file
from tests.tools import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

USER, PASSWORD = "hello@riverside.example", "qz pass word"


@pytest.fixture
def server(server_context):
    with MailServer(context=server_context, users={USER: PASSWORD}) as one:
        yield one


@pytest.fixture
def mail(unsent, server, trusted):
    """Runs a command of mail against the server."""
    use_server(unsent, server.port)

    def send(
        *arguments, command="send", now=LATER, kit=unsent, session=None, inside=not SOAK, **env
    ):
        variables = {
            "ACCESS_KIT_SMTP_PASSWORD": PASSWORD,
            "SSL_CERT_FILE": os.environ["SSL_CERT_FILE"],
            **env,
        }
        words = (command, session or session_file(kit), *arguments, "--json")
        return run(kit, *words, now=now, env=variables, inside=inside)

    return send


def use_server(kit, port):
    text = (kit / "kit.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^\[smtp\].*?(?=^\[|\Z)", "", text)
    text += (
        f'\n[smtp]\nhost = "localhost"\nport = {port}\nsecurity = "tls"\nuser = "{USER}"\n'
        "per_minute = 10000\n"
    )
    (kit / "kit.toml").write_text(text, encoding="utf-8")


def change(kit, person, old, new):
    """Change a person's profile in the vault, by a file as an agency would."""
    (profile,) = (ROOT / "examples" / "evening-group" / "profiles").glob(f"{person}.toml")
    text = profile.read_text(encoding="utf-8")
    assert old in text
    path = kit / f"{person}.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    done = run(kit, "profile", "import", path)
    assert done.code == 0, done.stderr
    path.unlink()
    assert run(kit, "prepare", session_file(kit), "--quiet", now=SENT_AT).code == 0


def states(done, channel="email"):
    return {m["id"]: m["state"] for m in done.json["messages"] if m["channel"] == channel}


def test_everyone_gets_one_message_and_running_again_sends_none(mail, server, unsent):
    done = mail("--via", "smtp", "--yes")
    assert done.code == 0, done.stderr
    assert states(done) == dict.fromkeys(("K-02", "K-11", "K-23"), "handed_over")
    assert len(server.accepted) == 3
    for message in server.accepted:
        assert len(message.recipients) == 1
        parsed = original(message.data)
        assert parsed["To"] == message.recipients[0]
        assert parsed["Auto-Submitted"] == "auto-generated"
        assert not set(parsed.keys()) & {"Cc", "Bcc", "X-Unsent"}
        assert (parsed["Subject"]) == "Your meeting on Thursday, December 3"
    again = mail("--via", "smtp", "--yes")
    assert set(states(again).values()) == {"already"}
    assert len(server.accepted) == 3
    said = done.stdout + done.stderr + again.stdout + again.stderr
    for private in (PASSWORD, "mei-ling@mail.example", "Mei-Ling"):
        assert private not in said


def test_nobodys_details_are_in_another_persons_message(mail, server, unsent):
    mail("--via", "smtp", "--yes")
    own = {}
    for path in (ROOT / "examples" / "evening-group" / "profiles").iterdir():
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        contact = held.get("contact", {})
        own[held["id"]] = [held["name"], *(contact[k] for k in ("email", "phone") if k in contact)]
    for message in server.accepted:
        words = "\n".join(
            str(part.get_content())
            for part in original(message.data).walk()
            if part.get_content_maintype() == "text"
        )
        (mine,) = (p for p, values in own.items() if message.recipients[0] in values)
        for person, values in own.items():
            for value in values:
                if person != mine:
                    assert not re.search(rf"\b{re.escape(value)}\b", words), (mine, person)


def test_a_dry_run_says_who_and_what_and_never_sent(mail, server):
    dry = mail("--via", "smtp", "--dry-run")
    assert dry.code == 0
    assert set(states(dry).values()) == {"planned"}
    assert server.accepted == []
    assert server.commands == []
    assert "sent" not in re.sub(r'"schema": "[^"]*"', "", dry.stdout + dry.stderr).lower()


def test_nothing_goes_before_its_day_or_at_night(mail, server):
    early = mail("--via", "smtp", "--yes", now="2026-11-25T10:00:00-05:00")
    reasons = {m["why"] for m in early.json["messages"] if m["channel"] == "email"}
    assert reasons == {"too-early"}
    night = mail("--via", "smtp", "--yes", now="2026-11-28T21:30:00-05:00")
    (until,) = {m["until"] for m in night.json["messages"] if m["channel"] == "email"}
    assert until.startswith("2026-11-29T08:00")
    late = mail("--via", "smtp", "--yes", now="2026-12-03T17:00:00-05:00")
    assert server.accepted == []
    assert "handed_over" not in set(states(late).values())


def test_without_a_yes_it_asks_and_a_pipe_says_no(mail, server):
    asked = mail("--via", "smtp")
    assert asked.code == 130
    assert server.accepted == []


def test_a_wrong_password_stops_before_anybody(mail, server):
    done = mail("--via", "smtp", "--yes", ACCESS_KIT_SMTP_PASSWORD="wrong qz canary")
    assert done.code == 5
    assert server.accepted == []
    assert "canary" not in done.stdout + done.stderr
    assert set(states(done).values()) == {"waits"}
    assert mail("--via", "smtp", "--yes").code == 0
    assert len(server.accepted) == 3


def test_a_lost_answer_is_uncertain_and_is_held_or_sent_again(mail, server):
    server.faults = lambda stage, number: "answer-lost" if (stage, number) == ("dot", 1) else None
    first = mail("--via", "smtp", "--yes")
    assert first.code == 5
    assert sorted(states(first).values()) == ["handed_over", "handed_over", "uncertain"]
    held = mail("--via", "smtp", "--yes")
    assert sorted(states(held).values()) == ["already", "already", "uncertain"]
    assert len(server.accepted) == 3
    again = mail("--via", "smtp", "--yes", "--on-uncertain", "resend")
    assert again.code == 0
    ids = [original(one.data)["Message-ID"] for one in server.accepted]
    assert len(ids) == 4
    assert len(set(ids)) == 3


def test_what_changed_between_runs_is_noticed(mail, server, unsent):
    assert mail("--via", "smtp", "--yes").code == 0
    change(unsent, "K-11", "mei-ling@mail.example", "ml@other.example")
    changed = mail("--via", "smtp", "--yes")
    assert states(changed) == {"K-02": "already", "K-11": "handed_over", "K-23": "already"}
    assert server.accepted[-1].recipients == ("ml@other.example",)
    letter = unsent / "out" / SESSION / "packets" / "K-23" / "letter.pdf"
    letter.write_bytes(letter.read_bytes() + b"\n%")
    spoiled = mail("--via", "smtp", "--yes")
    assert spoiled.code == 6
    assert states(spoiled)["K-23"] == "refused"


def test_a_reminder_goes_to_who_wants_one_and_has_not_answered(mail, server, unsent):
    assert mail("--via", "smtp", "--yes").code == 0
    (first,) = [one.data for one in server.accepted if "mei-ling" in one.recipients[0]]
    signed = chain(tick("A1", "Yes"), tick_label("My name"))(text_of(original(first)))
    after = "Sat, 28 Nov 2026 10:00:00 -0500"
    (unsent / "reply.eml").write_bytes(reply_to(first, gmail(signed, ""), date=after))
    assert run(unsent, "returns", "import", unsent / "reply.eml").code == 0
    on_the_day = "2026-12-01T10:00:00-05:00"
    done = mail("--via", "smtp", "--yes", command="remind", now=on_the_day)
    assert done.code == 0, done.stderr
    assert [i for i, state in states(done).items() if state == "handed_over"] == ["K-02", "K-23"]
    assert len(server.accepted) == 5
    again = mail("--via", "smtp", "--yes", command="remind", now=on_the_day)
    assert len(server.accepted) == 5
    assert {states(again)[person] for person in ("K-02", "K-23")} == {"already"}


def test_a_meeting_that_is_cancelled_is_told_once(mail, server):
    assert mail("--via", "smtp", "--yes").code == 0
    done = mail("--via", "smtp", "--yes", "--cancel")
    assert done.code == 0, done.stderr
    told = [original(one.data) for one in server.accepted[3:]]
    assert len(told) == 3
    entries = [p for m in told for p in m.walk() if p.get_content_type() == "text/calendar"]
    assert entries
    assert all("METHOD:CANCEL" in p.get_content() for p in entries)
    mail("--via", "smtp", "--yes", "--cancel")
    assert len(server.accepted) == 6


def test_two_runs_at_once_send_each_message_once(mail, server):
    def slowly(stage, number):
        time.sleep(0.1)

    server.faults = slowly
    with ThreadPoolExecutor(2) as both:
        runs = [both.submit(mail, "--via", "smtp", "--yes", inside=False) for _ in range(2)]
    results = [one.result() for one in runs]
    assert len(server.accepted) == 3
    assert {done.code for done in results} <= {0, 6}
    assert 0 in {done.code for done in results}


def test_an_older_ledger_is_asked_about_apart(mail, server, unsent, tmp_path):
    old = shutil.copy(unsent / "vault.db", tmp_path / "old.db")
    assert mail("--via", "smtp", "--yes").code == 0
    shutil.copy(old, unsent / "vault.db")
    for leftover in ("vault.db-wal", "vault.db-shm"):
        (unsent / leftover).unlink(missing_ok=True)
    refused = mail("--via", "smtp", "--yes")
    assert refused.code == 6
    assert any(p["code"] == "send.older-ledger" for p in refused.json["problems"])
    assert len(server.accepted) == 3


def test_drafts_are_refused_and_the_others_go(mail, server, unsent):
    """Nothing final can stand in for an agreement with the agency's page in another language."""
    page = unsent / "reporting.md"
    page.write_text(page.read_text(encoding="utf-8").replace("lang: en", "lang: de"), "utf-8")
    change(unsent, "K-23", 'written = ["en"]', 'written = ["en-GB"]')
    done = mail("--via", "smtp", "--yes")
    assert done.code == 6
    assert states(done) == dict.fromkeys(("K-02", "K-11", "K-23"), "refused")
    assert len(server.accepted) == 0


def test_the_source_goes_in_place_of_drafts(mail, server, unsent):
    change(unsent, "K-23", 'written = ["en"]', 'written = ["es"]')
    done = mail("--via", "smtp", "--yes")
    assert states(done) == dict.fromkeys(("K-02", "K-11", "K-23"), "handed_over")
    assert not any(b"-draft" in bytes(one.data) for one in server.accepted)


def test_the_outbox_is_a_folder_that_a_mail_program_opens(unsent):
    done = run(unsent, "send", session_file(unsent), "--json", now=SENT_AT)
    assert done.code == 0, done.stderr
    out = unsent / "out" / SESSION / "outbox"
    files = sorted(path.name for path in out.iterdir())
    assert [name[:4] for name in files if name.endswith(".eml")] == ["K-02", "K-11", "K-23"]
    assert all((path.stat().st_mode & 0o077) == 0 for path in out.iterdir())
    assert b"X-Unsent: 1" in next(out.glob("*.eml")).read_bytes()[:40]
    table = (out / "text-messages.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0].split(",")[:3] == ["number", "part", "text"]


def test_a_full_or_read_only_disk_stops_without_half_a_message(unsent, tmp_path):
    """A file system of a few pages: what does not fit is told, and the next run goes on."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs a small file system")
    out = unsent / "out"
    kept = tmp_path / "kept"
    shutil.move(out, kept)
    out.mkdir()
    size = sum(path.stat().st_size for path in kept.rglob("*") if path.is_file()) // 1024 + 700
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", out], check=False
    )
    if mounted.returncode:
        pytest.skip("cannot mount")
    try:
        shutil.copytree(kept, out, dirs_exist_ok=True)
        full = run(unsent, "send", session_file(unsent), "--json", now=SENT_AT)
        assert full.code == 4
        assert not any(path.name.endswith(".part") for path in out.rglob("*"))
        subprocess.run(["mount", "-o", "remount,ro", out], check=True)
        fixed = run(unsent, "send", session_file(unsent), "--json", now=SENT_AT)
        assert fixed.code == 4
        subprocess.run(["mount", "-o", "remount,rw,size=64m", out], check=True)
        done = run(unsent, "send", session_file(unsent), "--json", now=SENT_AT)
        assert done.code == 0, done.stderr
        assert len(list(out.rglob("*.eml"))) == 3
    finally:
        with contextlib.suppress(OSError):
            subprocess.run(["umount", "-l", out], check=False)
