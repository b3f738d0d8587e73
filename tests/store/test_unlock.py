"""``vault unlock``: one passphrase an evening, in a terminal that is a real one."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.conftest import command_environment

pty = pytest.importorskip("pty", reason="Windows keeps no vault open")

PASSPHRASE = "Zuzupass wicker gravel teapot"


@pytest.fixture
def runtime():
    """A place for sockets, with a name as short as those that systems give."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="run-") as folder:
        yield Path(folder)


@pytest.fixture
def kit(run_cli, tmp_path, runtime, monkeypatch) -> Path:
    """A kit with a vault, and a place for sockets of its own."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    folder = tmp_path / "kit"
    assert run_cli("init", folder, "--name", "Riverside").code == 0
    made = run_cli(
        "vault", "init", "--name", "Jo", "--passphrase-fd", "0", stdin=f"{PASSPHRASE}\n", cwd=folder
    )
    assert made.code == 0, made.stderr
    return folder


class Terminal:
    """A terminal, and commands that run in it one after the other."""

    def __init__(self, kit: Path) -> None:
        self.kit = kit
        self.master, self._slave = pty.openpty()

    def run(self, *words: str, type_in: str = "") -> tuple[int, str]:
        command = [sys.executable, "-m", "access_kit", *words]
        started = subprocess.Popen(
            command, cwd=self.kit, env=command_environment(), stdin=self._slave,
            stdout=self._slave, stderr=self._slave, start_new_session=True,
        )  # fmt: skip
        said, end = "", time.monotonic() + 60
        while started.poll() is None and time.monotonic() < end:
            said += self._read()
            if type_in and "assphrase" in said:
                os.write(self.master, f"{type_in}\n".encode())
                type_in = ""
        return started.wait(1), said + self._read()

    def _read(self) -> str:
        said = b""
        while select.select([self.master], [], [], 0.1)[0]:
            said += os.read(self.master, 1000)
        return said.decode()

    def close(self) -> None:
        os.close(self._slave)
        os.close(self.master)


@pytest.fixture
def terminal(kit):
    found = Terminal(kit)
    yield found
    for descriptor in (found.master, found._slave):
        with contextlib.suppress(OSError):
            os.close(descriptor)


def is_open(run_cli, kit) -> bool:
    """Whether the vault opens for a program with nobody to type."""
    told = run_cli("profile", "list", cwd=kit, stdin="")
    assert told.code in (0, 2), told.stderr
    assert told.code == 0 or "nobody is there to type it" in told.stderr
    return told.code == 0


def wait_until_closed(run_cli, kit) -> None:
    end = time.monotonic() + 20
    while is_open(run_cli, kit):
        assert time.monotonic() < end, "the vault stays open"
        time.sleep(0.2)


def holders(kit: Path) -> list[Path]:
    runtime = Path(os.environ["XDG_RUNTIME_DIR"])
    return [path for path in runtime.rglob("*") if stat.S_ISSOCK(path.stat().st_mode)]


def process_of(socket_file: Path) -> int:
    with socket.socket(socket.AF_UNIX) as holder:
        holder.connect(str(socket_file))
        found = holder.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return struct.unpack("3i", found)[0]


def test_the_passphrase_is_typed_once_and_then_not_again(run_cli, kit, terminal):
    assert not is_open(run_cli, kit)
    code, said = terminal.run("vault", "unlock", type_in=PASSPHRASE)
    assert code == 0, said
    assert "is unlocked until" in said
    assert PASSPHRASE not in said
    assert is_open(run_cli, kit)
    code, said = terminal.run("profile", "list")
    assert (code, "assphrase:" in said) == (0, False)


def test_lock_ends_it(run_cli, kit, terminal):
    assert terminal.run("vault", "unlock", type_in=PASSPHRASE)[0] == 0
    assert json.loads(run_cli("vault", "lock", "--json", cwd=kit).stdout)["was_unlocked"]
    assert not is_open(run_cli, kit)
    assert holders(kit) == []
    assert not json.loads(run_cli("vault", "lock", "--json", cwd=kit).stdout)["was_unlocked"]


def test_it_ends_with_its_terminal(run_cli, kit, terminal):
    assert terminal.run("vault", "unlock", type_in=PASSPHRASE)[0] == 0
    assert is_open(run_cli, kit)
    terminal.close()
    wait_until_closed(run_cli, kit)
    assert holders(kit) == []


def test_it_ends_with_its_time(run_cli, kit, terminal):
    from access_kit.store.key_file import key_path, read_key_file

    assert terminal.run("vault", "unlock", "--minutes", "1", type_in=PASSPHRASE)[0] == 0
    [held] = holders(kit)
    os.kill(process_of(held), signal.SIGTERM)
    name = read_key_file(key_path(kit / "vault.db")).vault
    wait_until_closed(run_cli, kit)
    short = [
        sys.executable, "-c",
        "import sys; from access_kit.store.unlocked import hold_key;"
        f"hold_key({name!r}, bytes(32), 0.02)",
    ]  # fmt: skip
    subprocess.run(short, check=True, env=command_environment(), stdin=terminal._slave)
    assert len(holders(kit)) == 1
    end = time.monotonic() + 15
    while holders(kit) and time.monotonic() < end:
        time.sleep(0.1)
    assert holders(kit) == []


def test_a_holder_with_another_key_opens_nothing(run_cli, kit, terminal):
    from access_kit.store.key_file import key_path, read_key_file

    name = read_key_file(key_path(kit / "vault.db")).vault
    wrong = [
        sys.executable, "-c",
        "from access_kit.store.unlocked import hold_key;" f"hold_key({name!r}, bytes(32), 5)",
    ]  # fmt: skip
    subprocess.run(wrong, check=True, env=command_environment(), stdin=terminal._slave)
    assert not is_open(run_cli, kit)
    assert terminal.run("vault", "lock")[0] == 0


def test_what_changes_who_may_open_the_vault_still_asks(run_cli, kit, terminal):
    assert terminal.run("vault", "unlock", type_in=PASSPHRASE)[0] == 0
    told = run_cli("vault", "passphrase", "--no-keyring", cwd=kit, stdin="")
    assert told.code == 2
    assert "nobody is there to type it" in told.stderr
    assert terminal.run("vault", "lock")[0] == 0


def test_a_vault_that_ended_is_held_no_longer(run_cli, kit, terminal):
    assert terminal.run("vault", "unlock", type_in=PASSPHRASE)[0] == 0
    assert run_cli("vault", "erase", "--yes", cwd=kit).code == 0
    assert holders(kit) == []


def test_a_vault_that_is_opened_leaves_no_folder_for_sockets(run_cli, kit):
    listed = ("profile", "list", "--passphrase-fd", "0")
    assert run_cli(*listed, stdin=f"{PASSPHRASE}\n", cwd=kit).code == 0
    assert list(Path(os.environ["XDG_RUNTIME_DIR"]).iterdir()) == []


def test_no_terminal_no_open_vault(run_cli, kit):
    told = run_cli("vault", "unlock", "--passphrase-fd", "0", stdin=f"{PASSPHRASE}\n", cwd=kit)
    assert told.code == 6
    assert "until its terminal is closed" in told.stderr
    assert holders(kit) == []


@pytest.mark.parametrize("kind", ["open to others", "a link"])
def test_a_place_that_others_can_enter_is_not_used(run_cli, kit, terminal, kind):
    place = Path(os.environ["XDG_RUNTIME_DIR"]) / f"access-kit-{os.geteuid()}"
    if kind == "a link":
        place.symlink_to(kit.parent / "home")
    else:
        place.mkdir()
        place.chmod(0o755)
    code, said = terminal.run("vault", "unlock", type_in=PASSPHRASE)
    assert code == 6, said
    assert "nothing here keeps its key from others" in " ".join(said.split())


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_key_is_in_no_file_argument_or_variable(run_cli, kit, terminal):
    from access_kit.store.key_file import key_path, read_key_file

    key = read_key_file(key_path(kit / "vault.db")).open_with_passphrase(PASSPHRASE)
    assert terminal.run("vault", "unlock", type_in=PASSPHRASE)[0] == 0
    [held] = holders(kit)
    process = Path("/proc") / str(process_of(held))
    for name in ("cmdline", "environ"):
        told = (process / name).read_bytes()
        assert key not in told
        assert key.hex().encode() not in told
        assert PASSPHRASE.encode() not in told
    for path in kit.parent.rglob("*"):
        if path.is_file():
            assert key not in path.read_bytes(), path
    assert (process / "cwd").resolve() == Path("/")
    limits = (process / "limits").read_text()
    assert any(line.split()[:6] == ["Max", "core", "file", "size", "0", "0"]
               for line in limits.splitlines())  # fmt: skip
    assert stat.S_IMODE(held.parent.stat().st_mode) == 0o700
    assert terminal.run("vault", "lock")[0] == 0


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="becomes another user")
def test_another_user_is_not_answered(run_cli, kit, terminal):
    assert terminal.run("vault", "unlock", type_in=PASSPHRASE)[0] == 0
    [held] = holders(kit)
    for folder in (held, *held.parents):
        if folder.is_relative_to(os.environ["XDG_RUNTIME_DIR"]):
            folder.chmod(0o777)
    ask = (
        "import os, socket; os.setuid(65534); s = socket.socket(socket.AF_UNIX);"
        f"s.connect({str(held)!r}); s.sendall(b'key\\n'); print(len(s.recv(100)))"
    )
    asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=60)
    assert asked.stdout.strip() in ("", "0"), asked.stdout
    assert len(holders(kit)) == 1
    held.parent.chmod(0o700)
    assert terminal.run("vault", "lock")[0] == 0
