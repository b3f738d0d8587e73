"""Real stores to try: a vault, a PostgreSQL of our own, a folder of files."""

from __future__ import annotations

import dataclasses
import datetime
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from access_kit.model.record import Actor
from access_kit.store.key_file import PassphraseCost, read_key_file, write_key_file
from access_kit.store.opening import open_store
from access_kit.store.protocol import Opening
from access_kit.store.sql import SqlStore
from access_kit.store.vault import open_with_key
from access_kit.store.vault_files import making_vault
from tests.tools import require

PASSPHRASE = "wicker gravel teapot onward"
NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory, monkeypatch) -> Path:
    """What this computer remembers of stores, in a folder of the test's own."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    return folder


def opening_in(folder: Path, secret: str = PASSPHRASE) -> Opening:
    return Opening(folder, Actor("tester", "Jo"), lambda what: secret, lambda: NOW)


@dataclass(frozen=True)
class Made:
    """A folder with a vault in it, and what opens it."""

    folder: Path
    data_key: bytes
    recovery: bytes

    @property
    def path(self) -> Path:
        return self.folder / "vault.db"

    def open(self) -> SqlStore:
        return open_with_key(self.path, self.data_key, opening_in(self.folder))


def make_vault(folder: Path) -> Made:
    """A vault in ``folder``, whose passphrase is quick to try: there are many tests."""
    folder.chmod(0o700)
    with making_vault(folder / "vault.db", PASSPHRASE, opening_in(folder)) as new:
        new.place()
    key = folder / "vault.key"
    quick = read_key_file(key).with_passphrase(
        new.data_key, PASSPHRASE, work=PassphraseCost(8192, 1, 1)
    )
    write_key_file(key, quick)
    return Made(folder, new.data_key, new.recovery)


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Made:
    """One vault that is made once; tests get copies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("template-state")))
        return make_vault(tmp_path_factory.mktemp("template"))


@pytest.fixture
def made(template, tmp_path) -> Made:
    """A fresh vault in the test's own folder."""
    tmp_path.chmod(0o700)
    for name in ("vault.db", "vault.key"):
        shutil.copy(template.folder / name, tmp_path / name)
    return dataclasses.replace(template, folder=tmp_path)


@pytest.fixture
def vault(made):
    store = made.open()
    yield store
    store.close()


@pytest.fixture(scope="session")
def postgres_server():
    """The URL of a PostgreSQL server that lives as long as the tests."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    require("postgresql", programs)
    programs_folder = programs[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="kit-postgres-"))
    user = _server_user()
    shutil.chown(folder, user)
    data = folder / "data"
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid} if os.geteuid() == 0 else {}

    def run(*command):
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, cwd=folder, **as_user
        )
        assert done.returncode == 0, done.stderr + done.stdout

    run(programs_folder / "initdb", "-D", data, "-A", "trust", "-U", "kit", "-E", "UTF8", "-N")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    control = (programs_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log")
    run(*control, "-o", options, "start")
    yield f"postgresql://kit@/{{}}?host={folder}"
    run(*control, "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> str:
    """Who runs the server: never root, which it refuses."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    return next(user for user in ("postgres", "nobody") if _is_user(user))


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@pytest.fixture
def postgres_url(postgres_server) -> str:
    """The URL of an empty database."""
    import psycopg

    name = f"kit{time.monotonic_ns()}"
    with psycopg.connect(postgres_server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres_server.format(name)


@pytest.fixture(params=["vault", "postgresql"])
def store_url(request) -> str:
    """The URL of an empty store of each kind that keeps changes."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    request.getfixturevalue("made")
    return "vault.db"


@pytest.fixture
def store(store_url, tmp_path):
    opened = open_store(store_url, opening_in(tmp_path))
    yield opened
    opened.close()
