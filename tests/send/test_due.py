"""``send --due`` and ``remind --due``: every group in one go, by a vault and a mail server."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from access_kit.errors import Refused
from access_kit.workflow.week.due_mail import only_shown
from tests.conftest import command_environment, empty_home
from tests.delivery.mail_server import MailServer
from tests.groups.due_kits import DAYS, IN_TIME, break_file, week_kit
from tests.send.replies import original
from tests.send.test_commands import PASSWORD, USER, use_server
from tests.send.vault_kit import PASSPHRASE, make_quick, must, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

THURSDAY, FRIDAY = "thursday-2026-12-03", "friday-2026-12-04"
PEOPLE = ("K-02", "K-23")
REMINDING = "2026-12-02T10:00:00-05:00"


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """Two groups of two people in a vault, their papers made by ``prepare --due``."""
    kit = week_kit(tmp_path_factory.mktemp("week") / "kit", *PEOPLE)
    must(run(kit, "vault", "init", "--name", "Jo", "--say-words"))
    make_quick(kit / "vault.db")
    for person in PEOPLE:
        must(run(kit, "profile", "import", kit / "profiles" / f"{person}.toml"))
    shutil.rmtree(kit / "profiles")
    for name in DAYS:
        path = kit / f"{name}.toml"
        named = path.read_text().replace(
            'profiles = "profiles"', f"participants = {json.dumps(PEOPLE)}"
        )
        path.write_text(named)
    must(run(kit, "prepare", "--due", now=IN_TIME))
    return kit


@pytest.fixture
def kit(week, tmp_path):
    return shutil.copytree(week, tmp_path / "kit")


@pytest.fixture
def server(server_context):
    with MailServer(context=server_context, users={USER: PASSWORD}) as one:
        yield one


@pytest.fixture
def mail(kit, server, trusted):
    """Runs a command over all that is due, against the server."""
    use_server(kit, server.port)

    def send(*arguments, command="send", now=IN_TIME, **env):
        variables = {
            "ACCESS_KIT_SMTP_PASSWORD": PASSWORD,
            "SSL_CERT_FILE": os.environ["SSL_CERT_FILE"],
            **env,
        }
        words = (command, "--due", "--via", "smtp", *arguments, "--json")
        return run(kit, *words, now=now, env=variables)

    return send


def states(done):
    """Of each meeting, what became of each person's e-mail."""
    return {
        one["session"] or one["file"]: {
            sent["id"]: sent["state"] for sent in one["messages"] if sent["channel"] == "email"
        }
        for one in done.json["groups"]
    }


def told_of(server):
    """To whom, and for which day: the names of months stand in subjects."""
    return sorted((one.recipients[0], original(one.data)["Subject"]) for one in server.accepted)


def test_every_meeting_goes_and_twice_in_a_row_nothing_goes_twice(mail, server):
    done = mail("--yes")
    assert done.code == 0, done.stderr
    everyone = dict.fromkeys(PEOPLE, "handed_over")
    assert states(done) == {THURSDAY: everyone, FRIDAY: everyone}
    assert len(told_of(server)) == len(set(told_of(server))) == 4
    again = mail("--yes")
    assert again.code == 0
    assert states(again) == dict.fromkeys((THURSDAY, FRIDAY), dict.fromkeys(PEOPLE, "already"))
    assert len(server.accepted) == 4


def test_a_no_between_two_runs_holds_for_every_group(mail, server, kit):
    off = kit / "friday.toml"
    text = off.read_text()
    off.unlink()
    assert mail("--yes").code == 0
    assert len(server.accepted) == 2
    must(run(kit, "consent", "withdraw", "K-23", "--scope", "email", now=IN_TIME))
    off.write_text(text)
    done = mail("--yes")
    assert len(server.accepted) == 3, "K-02 of the other group alone"
    assert server.accepted[-1].recipients == server.accepted[0].recipients
    assert states(done)[FRIDAY]["K-02"] == "handed_over"
    assert states(done)[FRIDAY].get("K-23") not in ("handed_over", "uncertain")


def test_what_stops_one_meeting_is_told_and_the_rest_goes(mail, server, kit):
    letter = kit / "out" / THURSDAY / "packets" / "K-23" / "letter.pdf"
    letter.write_bytes(letter.read_bytes() + b"\n%")
    break_file(kit / "off.toml")
    done = mail("--yes")
    codes = {one["session"] or one["file"]: one["code"] for one in done.json["groups"]}
    assert codes == {"off.toml": 2, THURSDAY: 6, FRIDAY: 0}
    assert done.code == 6
    assert states(done)[THURSDAY] == {"K-02": "handed_over", "K-23": "refused"}
    assert len(server.accepted) == 3
    (cause,) = (one for one in done.json["causes"] if one["code"] == "send.refused.changed-packet")
    assert cause["groups"] == ["thursday@2026-12-03"]


def test_a_meeting_that_is_not_prepared_is_told_and_the_rest_goes(mail, server, kit):
    shutil.rmtree(kit / "out" / THURSDAY)
    done = mail("--yes")
    assert done.code == 6
    assert set(states(done)[FRIDAY].values()) == {"handed_over"}
    assert "send.refused.no-packet" in {one["code"] for one in done.json["problems"]}
    assert len(server.accepted) == 2


def test_it_is_asked_once_and_a_pipe_says_no(mail, server):
    asked = mail()
    assert asked.code == 130
    assert asked.stderr.count("Hand 4 messages of 2 meetings to the mail server?") == 1
    assert server.accepted == []


def test_a_yes_lets_go_what_was_shown(kit, server, trusted):
    use_server(kit, server.port)
    env = {"ACCESS_KIT_SMTP_PASSWORD": PASSWORD, "SSL_CERT_FILE": os.environ["SSL_CERT_FILE"]}
    done = run(kit, "send", "--due", "--via", "smtp", now=IN_TIME, env=env, stdin="y\n")
    assert done.code == 0, done.stderr
    assert len(server.accepted) == 4
    assert done.stdout.startswith("thursday@2026-12-03: 2 messages\n  K-02 by email")
    assert "thursday@2026-12-03: 2 handed over, 1 by hand\n" in done.stdout


def test_what_was_not_shown_does_not_go_after_a_yes():
    known, other = (SimpleNamespace(dispatch=SimpleNamespace(key=key)) for key in "ab")
    only_shown(frozenset("a"))([known])
    with pytest.raises(Refused):
        only_shown(frozenset("a"))([known, other])


def test_a_dry_run_hands_nothing_over_and_writes_no_page(mail, server, kit):
    before = (kit / "out" / "due.json").read_bytes()
    done = mail("--dry-run")
    assert done.code == 0
    assert set(states(done)[FRIDAY].values()) == {"planned"}
    assert server.accepted == server.commands == []
    assert (kit / "out" / "due.json").read_bytes() == before


def test_a_password_that_is_refused_is_tried_once(mail, server):
    done = mail("--yes", ACCESS_KIT_SMTP_PASSWORD="wrong qz canary")
    assert done.code == 5
    assert server.accepted == []
    assert sum(one.upper().startswith(b"AUTH") for one in server.commands) == 1
    assert [one["code"] for one in done.json["groups"]] == [5, 5]
    assert "canary" not in done.stdout + done.stderr
    assert mail("--yes").code == 0
    assert len(server.accepted) == 4


def test_killed_between_two_meetings_the_next_run_does_the_rest(kit, server, trusted):
    """Killed when the server has the second message and has not said so: nobody knows of that."""
    use_server(kit, server.port)
    running = []

    def kill(message):
        if len(server.accepted) == 1:
            running[0].send_signal(signal.SIGKILL)

    server.keep = kill
    env = {"ACCESS_KIT_SMTP_PASSWORD": PASSWORD, "SSL_CERT_FILE": os.environ["SSL_CERT_FILE"]}
    running.append(start(kit, env, "send", "--due", "--via", "smtp", "--yes"))
    assert running[0].wait(timeout=120) == -signal.SIGKILL
    server.keep = None
    done = run(kit, "send", "--due", "--via", "smtp", "--yes", "--json", now=IN_TIME, env=env)
    assert done.code == 5, done.stderr
    each = sorted(state for people in states(done).values() for state in people.values())
    assert each == ["already", "handed_over", "handed_over", "uncertain"]
    assert len(told_of(server)) == len(set(told_of(server))) == 4


def start(kit, env, *words):
    read, write = os.pipe()
    os.write(write, (PASSPHRASE + "\n").encode())
    os.close(write)
    variables = command_environment(IN_TIME) | env
    variables |= {"XDG_STATE_HOME": str(kit / ".state"), "HOME": empty_home()}
    process = subprocess.Popen(
        [sys.executable, "-m", "access_kit", *words, "--passphrase-fd", str(read)],
        cwd=kit,
        env=variables,
        pass_fds=(read,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read)
    return process


def test_reminders_go_in_their_time_to_who_has_not_answered(mail, server):
    assert mail("--yes").code == 0
    early = mail("--yes", command="remind")
    assert early.json["groups"] == []
    done = mail("--yes", command="remind", now=REMINDING)
    assert done.code == 0, done.stderr
    sent = [state for people in states(done).values() for state in people.values()]
    assert sent
    assert set(sent) == {"handed_over"}
    count = len(server.accepted)
    assert count == 4 + len(sent)
    mail("--yes", command="remind", now=REMINDING)
    assert len(server.accepted) == count


def test_what_a_server_takes_in_a_minute_counts_over_all_meetings(mail, server, kit):
    text = (kit / "kit.toml").read_text()
    (kit / "kit.toml").write_text(text.replace("per_minute = 10000", "per_minute = 60"))
    times = []
    server.keep = lambda message: times.append(time.monotonic())
    assert mail("--yes").code == 0
    gaps = [later - sooner for sooner, later in itertools.pairwise(times)]
    assert len(gaps) == 3
    assert min(gaps) > 0.8
