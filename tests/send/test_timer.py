"""The timer of `docs/systemd`: its script, run as systemd runs it, by a vault and a mail server."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import command_environment
from tests.delivery.mail_server import MailServer
from tests.groups.due_kits import IN_TIME, break_file
from tests.send.test_commands import PASSWORD, USER, use_server
from tests.send.test_due import week  # noqa: F401 (a fixture)
from tests.send.vault_kit import PASSPHRASE
from tests.tools import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd")

FOLDER = ROOT / "docs" / "systemd"
SERVICE, TIMER, SCRIPT = (FOLDER / f"access-kit-due{end}" for end in (".service", ".timer", ""))


@pytest.fixture
def morning(week, tmp_path, server_context, trusted):  # noqa: F811
    """Runs the script in a kit, with the credentials that the service names."""
    kit = shutil.copytree(week, tmp_path / "kit")
    credentials = tmp_path / "credentials"
    credentials.mkdir(mode=0o700)
    (credentials / "passphrase").write_text(f"{PASSPHRASE}\n")
    (credentials / "smtp-password").write_text(f"{PASSWORD}\n")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "access-kit").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m access_kit "$@"\n')
    (bin_ / "access-kit").chmod(0o755)
    with MailServer(context=server_context, users={USER: PASSWORD}) as server:
        use_server(kit, server.port)

        def run(now=IN_TIME):
            environment = command_environment(now) | {
                "CREDENTIALS_DIRECTORY": str(credentials),
                "HOME": str(tmp_path),
                "PATH": os.pathsep.join((str(bin_), os.environ["PATH"])),
                "SSL_CERT_FILE": os.environ["SSL_CERT_FILE"],
            }
            return subprocess.run(
                [SCRIPT], cwd=kit, env=environment, stdin=subprocess.DEVNULL,
                capture_output=True, encoding="utf-8", timeout=300, check=False,
            )  # fmt: skip

        yield kit, server, run


def test_a_morning_makes_and_sends_what_is_due_and_the_next_one_nothing(morning):
    kit, server, run = morning
    done = run()
    assert done.returncode == 0, done.stderr
    sent = len(server.accepted)
    assert sent > 0
    for secret in (PASSPHRASE, PASSWORD, "Thabo"):
        assert secret not in done.stdout + done.stderr
    again = run()
    assert again.returncode == 0, again.stderr
    assert len(server.accepted) == sent
    assert not list(kit.rglob("*.part"))


def test_a_file_that_nobody_can_read_is_told_and_stops_nobody_else(morning):
    kit, server, run = morning
    break_file(kit / "friday.toml")
    done = run()
    assert done.returncode == 2, done.stderr
    assert "friday.toml" in done.stderr
    assert server.accepted


def test_the_units_are_what_systemd_takes(tmp_path):
    service, timer = (read_unit(path) for path in (SERVICE, TIMER))
    assert service["Service"]["ExecStart"].endswith(f"/{SCRIPT.name}")
    named = {value.partition(":")[0] for value in every(SERVICE, "LoadCredential")}
    script = SCRIPT.read_text("utf-8")
    assert all(f"$CREDENTIALS_DIRECTORY/{one}" in script for one in named)
    assert timer["Timer"]["Persistent"] == "yes"
    if shutil.which("systemd-analyze") is None:
        return
    for path in (SERVICE, TIMER):
        text = path.read_text("utf-8").replace("/usr/local/bin/access-kit-due", str(SCRIPT))
        (tmp_path / path.name).write_text(text, "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.glob("access-kit-due.*"))],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    told = [line for line in checked.stderr.splitlines() if "access-kit-due" in line]
    assert told == [], checked.stderr


def read_unit(path):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path, encoding="utf-8")
    return unit


def every(path, key):
    lines = path.read_text("utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(f"{key}=")]
