"""``vault migrate``: people, what they agreed to and what went, carried from one store to another.

Both ways, with the real commands and a real PostgreSQL: whoever said no before says no after.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys

import pytest

from access_kit.errors import Refused
from access_kit.files import file_sha256
from access_kit.store.opening import open_store
from tests.conftest import command_environment
from tests.send.replies import gmail, original, reply_to, text_of
from tests.send.test_returns import eml_of, take, whole_answer
from tests.send.vault_kit import LATER, PASSPHRASE, make_quick, must, run, session_file
from tests.store.conftest import opening_in, postgres_server, postgres_url
from tests.strategies import canary_profile

__all__ = ["postgres_server", "postgres_url"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

WITHDREW, HELD, SENT, ERASED, LEFT = "K-11", "K-23", "K-02", "K-15", "K-19"
LINE = 'url = "vault.db"'


@pytest.fixture
def lived(kit):
    """A kit in whose vault something of every kind is kept."""
    eml = eml_of(kit)
    take(kit, reply_to(eml, gmail(whole_answer(eml)(text_of(original(eml))), "I may be late.")))
    must(run(kit, "consent", "withdraw", WITHDREW, "--scope", "email"))
    take(kit, reply_to(eml_of(kit, HELD), "please no more of these, I think"))
    must(run(kit, "send", session_file(kit), "--mark-sent", "--only", SENT))
    must(run(kit, "profile", "export", "all.csv"))
    must(run(kit, "profile", "erase", ERASED, "--yes"))
    return kit


def seen(kit):
    """What the program says of everybody, by the commands that say it."""
    session = session_file(kit)
    said = {}
    for words in (
        ("status", session),
        ("consent", "report", session),
        ("profile", "list"),
        ("today",),
        ("send", session, "--dry-run"),
        ("send", session, "--dry-run", "--again", "--only", WITHDREW),
        *(("consent", "show", one) for one in (WITHDREW, HELD)),
        *(("profile", "show", one) for one in (WITHDREW, HELD, SENT)),
    ):
        done = run(kit, *words, "--json")
        assert done.code in (0, 6), done.stderr
        said[words] = done.json
    return said


def log_of(kit):
    done = run(kit, "vault", "audit", "--json")
    assert (done.code, done.json["whole"]) == (0, True)
    return done.json["entries"]


def migrate(kit, old, new, *more, lines=1, **how):
    return run(kit, "vault", "migrate", old, new, *more, "--json", lines=lines, **how)


def test_everybody_is_carried_to_a_server_and_back(lived, postgres_url):
    kit_file = lived / "kit.toml"
    before, log, text = seen(lived), log_of(lived), kit_file.read_text("utf-8")
    assert LINE in text
    vault = file_sha256(lived / "vault.db")

    tried = must(migrate(lived, "vault.db", postgres_url, "--dry-run"))
    assert tried.json["dry_run"]
    assert kit_file.read_text("utf-8") == text
    there = must(migrate(lived, "vault.db", postgres_url))
    assert there.json == {**tried.json, "dry_run": False}
    assert there.json["people"] == 5
    assert there.json["entries"] == len(log)
    assert kit_file.read_text("utf-8") == text.replace("vault.db", postgres_url)
    assert file_sha256(lived / "vault.db") == vault, "the old one is left as it is"
    assert seen(lived) == before
    now = log_of(lived)
    assert now[: len(log)] == log
    assert [one["what"] for one in now[len(log) :]] == ["backup-kept", "moved-here"]
    assert {one["name"] for one in now} == {"Jo"}

    gone = must(run(lived, "profile", "erase", LEFT, "--yes", "--json"))
    assert gone.json["backups"] == ["vault.db"], "who is erased is still in the old one"
    before, log = seen(lived), log_of(lived)
    must(migrate(lived, postgres_url, "back.db", "--say-words"))
    make_quick(lived / "back.db")
    assert kit_file.read_text("utf-8") == text.replace("vault.db", "back.db")
    assert seen(lived) == before
    assert log_of(lived)[: len(log)] == log
    erased = run(lived, "profile", "new", LEFT, "--name", "Sam")
    assert "[profile.id-of-erased]" in erased.stderr


def test_nothing_that_went_goes_again_and_the_old_store_asks_first(lived, postgres_url):
    session = session_file(lived)
    must(migrate(lived, "vault.db", postgres_url))
    again = run(lived, "send", session, "--json")
    assert again.code in (0, 6), again.stderr
    states = {(one["id"], one["channel"]): one["state"] for one in again.json["messages"]}
    assert states[SENT, "email"] == "already"
    assert not {WITHDREW, HELD} & {who for who, way in states if way == "email"}

    change_line(lived, postgres_url, "vault.db")
    asked = run(lived, "send", session, "--again", "--only", SENT, "--yes")
    assert (asked.code, "[store.older]" in asked.stderr) == (6, True)
    assert "[send.older-ledger]" in asked.stderr


def change_line(kit, old, new):
    path = kit / "kit.toml"
    text = path.read_text("utf-8")
    assert f'url = "{old}"' in text
    path.write_text(text.replace(f'url = "{old}"', f'url = "{new}"'), "utf-8")


def test_another_computer_with_an_earlier_kit_hears_of_it(kit, postgres_url):
    must(migrate(kit, "vault.db", postgres_url))
    must(migrate(kit, postgres_url, "back.db", "--say-words"))
    change_line(kit, "back.db", postgres_url)
    elsewhere = {"XDG_STATE_HOME": str(kit / "elsewhere")}
    listed = run(kit, "profile", "list", env=elsewhere)
    assert (listed.code, "[store.moved]" in listed.stderr) == (0, True)


def test_from_one_vault_to_another_both_ask_for_their_passphrase(kit):
    before = seen(kit)
    few = migrate(kit, "vault.db", "second.db", "--say-words")
    assert (few.code, "[passphrase.none-on-descriptor]" in few.stderr) == (2, True)
    assert seen(kit) == before
    done = must(migrate(kit, "vault.db", "second.db", "--say-words", lines=2))
    assert len(done.json["recovery_words"]) == 24
    (kit / "vault.db").unlink()
    (kit / "vault.key").unlink()
    make_quick(kit / "second.db")
    assert seen(kit) == before
    assert not list(kit.glob(".vault-new-*"))


def test_what_stands_in_the_way_is_told_and_nothing_is_changed(kit, postgres_url):
    text = (kit / "kit.toml").read_text("utf-8")
    with contextlib.closing(open_store(postgres_url, opening_in(kit))) as held:
        held.put_profile(canary_profile(1))
    (kit / "there.db").write_text("mine")
    for old, new, code, word in (
        ("vault.db", postgres_url, 4, "store.not-empty"),
        ("vault.db", "there.db", 4, "write.exists"),
        ("vault.db", "vault.db", 4, "write.exists"),
        ("other.db", "new.db", 2, "store.move-other"),
        (postgres_url, "new.db", 2, "store.move-other"),
        ("vault.db", "folder:profiles", 2, "store.move-folder"),
        ("vault.db", "mysql://x/y", 2, "store.unknown-scheme"),
        ("vault.db", "postgresql://me:secret@localhost/x", 2, "store.password-in-url"),
    ):
        for more in ((), ("--dry-run",)):
            done = migrate(kit, old, new, *more, lines=2)
            assert (done.code, told(done)) == (code, {word}), (old, new, more)
            assert "secret" not in done.stdout + done.stderr
    assert (kit / "kit.toml").read_text("utf-8") == text
    with contextlib.closing(open_store(postgres_url, opening_in(kit))) as held:
        assert [one.id for one in held.people()] == [canary_profile(1).id]
    must(run(kit, "vault", "audit"))


def test_nobody_is_carried_while_somebody_sends_and_no_word_goes_astray(kit, postgres_url):
    """Who had the old store open before, on this computer or another, writes nothing into it."""
    new = (postgres_url, "back.db")
    for old, place in zip(("vault.db", postgres_url), new, strict=True):
        state = ".state" if old == "vault.db" else "elsewhere"
        with open_store_of(kit, old, state) as store:
            with store.lease("send"):
                sending = migrate(kit, old, place, "--say-words")
            assert (sending.code, told(sending)) == (6, {"store.lease-held"})
            must(migrate(kit, old, place, "--say-words"))
            with pytest.raises(Refused) as error:
                store.note("something")
            assert error.value.problems[0].code == "store.moved-meanwhile"
    assert not [one for one in log_of(kit) if one["what"] == "something"]


def told(done):
    return {one["code"] for one in done.json["problems"] if one["severity"] == "error"}


@contextlib.contextmanager
def open_store_of(kit, url, state=".state"):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(kit / state))
        with contextlib.closing(open_store(url, opening_in(kit, PASSPHRASE))) as store:
            yield store


def test_a_server_that_keeps_another_word_is_found_out(kit, postgres_url):
    """A trigger of somebody's changes what is written: read again, it is not the same."""
    import psycopg

    must(run(kit, "consent", "withdraw", WITHDREW, "--scope", "email"))
    with open_store_of(kit, postgres_url):
        pass
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(
            "CREATE FUNCTION yes() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.data := replace(NEW.data, 'withdrawn', 'given'); RETURN NEW; END $$"
        )
        server.execute(
            "CREATE TRIGGER yes BEFORE INSERT ON access_kit.consent "
            "FOR EACH ROW EXECUTE FUNCTION yes()"
        )
        done = migrate(kit, "vault.db", postgres_url)
        assert (done.code, told(done)) == (4, {"store.not-as-read"})
        assert LINE in (kit / "kit.toml").read_text("utf-8")
        assert server.execute("SELECT COUNT(*) FROM access_kit.person").fetchall() == [(0,)]
        server.execute("DROP TRIGGER yes ON access_kit.consent")
    must(migrate(kit, "vault.db", postgres_url))


KILLED = """
import os, signal, sys
from access_kit import cli
from access_kit.workflow.keep import move_store
def end(*given, **more):
    os.kill(os.getpid(), signal.{how})
    raise KeyboardInterrupt
setattr(move_store, {moment!r}, end)
sys.exit(cli.run(sys.argv[1:]))
"""


def killed(kit, moment, how, *words):
    """The real command in a process of its own that ends when it comes to ``moment``."""
    environment = command_environment(LATER) | {"XDG_STATE_HOME": str(kit / ".state")}
    code = KILLED.format(moment=moment, how=how)
    return subprocess.run(
        [sys.executable, "-c", code, "vault", "migrate", *words, "--passphrase-fd", "0"],
        cwd=kit,
        env=environment,
        input=f"{PASSPHRASE}\n{PASSPHRASE}\n".encode(),
        capture_output=True,
        check=False,
    ).returncode


@pytest.mark.parametrize(
    ("moment", "is_server"),
    [
        ("take_over", True),
        ("take_over", False),
        ("give_recovery", False),
        ("rewrite_store_line", True),
        ("rewrite_store_line", False),
    ],
)
def test_a_killed_run_leaves_the_old_store_in_use(moment, is_server, kit, request):
    new = request.getfixturevalue("postgres_url") if is_server else "new.db"
    text, vault = (kit / "kit.toml").read_text("utf-8"), file_sha256(kit / "vault.db")
    assert killed(kit, moment, "SIGKILL", "vault.db", new, "--say-words") == -signal.SIGKILL
    assert (kit / "kit.toml").read_text("utf-8") == text
    assert file_sha256(kit / "vault.db") == vault
    again = migrate(kit, "vault.db", new, "--say-words", lines=2)
    if moment == "rewrite_store_line":
        word = "store.not-empty" if is_server else "write.exists"
        assert (again.code, told(again)) == (4, {word})
    else:
        must(again)


@pytest.mark.parametrize("is_server", [True, False])
def test_a_run_that_cannot_tell_the_kit_takes_the_new_store_away(is_server, kit, request):
    new = request.getfixturevalue("postgres_url") if is_server else "new.db"
    words = ("vault.db", new, "--say-words")
    assert killed(kit, "rewrite_store_line", "SIGINT", *words) == 130
    assert LINE in (kit / "kit.toml").read_text("utf-8")
    assert not (kit / "new.db").exists()
    done = must(migrate(kit, "vault.db", new, "--say-words", lines=2))
    assert "store.older" not in done.stderr
    must(run(kit, "vault", "audit"))
