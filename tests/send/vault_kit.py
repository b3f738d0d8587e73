"""A kit with a vault, whose people were mailed: made once, copied for each test."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from access_kit.store.key_file import PassphraseCost, key_path, read_key_file, write_key_file
from tests.conftest import SOAK, Ran, command_environment, empty_home
from tests.inside import run_with_passphrase
from tests.workflow.kits import copy_example

SESSION = "evening-group-2026-12-03"
PASSPHRASE = "five quiet words by heart"
SENT_AT = "2026-11-27T10:00:00-05:00"
LATER = "2026-11-28T10:00:00-05:00"


def run(
    kit: Path,
    *arguments,
    stdin: str = "",
    now: str = LATER,
    env=None,
    lines: int = 1,
    secret: str = PASSPHRASE,
    inside: bool = not SOAK,
) -> Ran:
    """The real command with the vault's passphrase on a descriptor, ``inside`` this process or not.

    The long runs start a process for each, as a person would, but for lives, which have dozens.
    """
    variables = (
        command_environment(now)
        | {"XDG_STATE_HOME": str(kit / ".state"), "HOME": empty_home()}
        | dict(env or {})
    )
    words = [*map(str, arguments)]
    return run_with_passphrase(
        kit, words, passphrase=secret, environment=variables, stdin=stdin, lines=lines,
        inside=inside,
    )  # fmt: skip


def make_ready(folder: Path) -> Path:
    """A kit whose session names its people from the vault, with every packet made."""
    session = copy_example(folder)
    people = sorted(path.stem for path in (folder / "profiles").iterdir())
    must(run(folder, "vault", "init", "--name", "Jo", "--say-words"))
    make_quick(folder / "vault.db")
    for person in people:
        must(run(folder, "profile", "import", folder / "profiles" / f"{person}.toml"))
    shutil.rmtree(folder / "profiles")
    send_it_all_first(folder)
    text = session.read_text(encoding="utf-8")
    text = text.replace('profiles = "profiles"', f"participants = {json.dumps(people)}")
    text = text.replace("handouts = [", 'handouts = ["access-needs", ')
    session.write_text(text, encoding="utf-8")
    must(run(folder, "prepare", session, "--quiet", now=SENT_AT))
    return folder


def send_it_all_first(folder: Path) -> None:
    """Long papers go first, so that a reply below a mail finds every form in it; a PDF too."""
    kit = folder / "kit.toml"
    text = kit.read_text(encoding="utf-8")
    wanted = 'detail = "full"\nfillable_pdf = true'
    kit.write_text(text.replace('detail = "essentials"', wanted), encoding="utf-8")


def make_quick(vault: Path) -> None:
    """The least work for a passphrase that a key file may ask: it is opened a hundred times."""
    file = read_key_file(key_path(vault))
    data_key = file.open_with_passphrase(PASSPHRASE)
    least = PassphraseCost(memory_kib=8_192, passes=1, lanes=1)
    write_key_file(key_path(vault), file.with_passphrase(data_key, PASSPHRASE, work=least))


def make_mailed(ready: Path, folder: Path) -> Path:
    """The same with every message in the outbox."""
    shutil.copytree(ready, folder)
    must(run(folder, "send", session_file(folder), now=SENT_AT), ok=(0, 6))
    return folder


def must(done: Ran, ok=(0,)) -> Ran:
    assert done.code in ok, done.stderr
    return done


def session_file(kit: Path) -> Path:
    return kit / "session.toml"
