"""Everything of a store is carried: by one list, which is held against the tables themselves."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from access_kit.errors import AccessKitError
from access_kit.notation import parse_toml
from access_kit.store.carry_over import CARRIED, LEFT_BEHIND, OWN_META, count_rows, take_over
from access_kit.store.migrations import MIGRATIONS, SEALED
from access_kit.store.opening import open_store
from access_kit.workflow.keep.store_line import rewrite_store_line
from tests.store.conftest import make_vault, opening_in
from tests.store.test_every_store import fill
from tests.store.test_older_vaults import DATA as OLDER
from tests.store.test_older_vaults import MAIL, lay, opened

HELD = {
    "person": "SELECT * FROM person ORDER BY fold",
    "profile": "SELECT * FROM profile ORDER BY fold, version",
    "consent": "SELECT * FROM consent ORDER BY number",
    "mail": "SELECT * FROM mail ORDER BY session, fold, channel, documents, version",
    "document": "SELECT * FROM document ORDER BY kind, key",
    "audit": "SELECT * FROM audit ORDER BY number",
}
"""Read by sentences of the test's own."""


def test_no_table_and_no_column_is_forgotten():
    with contextlib.closing(sqlite3.connect(":memory:")) as plain:
        for step in MIGRATIONS:
            for sql in step:
                plain.execute(sql)
        tables = {
            table: plain.execute(f"PRAGMA table_info({table})").fetchall()
            for (table,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert {*CARRIED, *LEFT_BEHIND} == set(tables)
    for table, columns in CARRIED.items():
        key = sorted((one for one in tables[table] if one[5]), key=lambda one: one[5])
        assert columns.key == tuple(one[1] for one in key), table
        assert sorted(columns.names) == sorted(one[1] for one in tables[table]), table
    assert {*SEALED, "meta"} == set(CARRIED), "what the vault sums up is what is carried"


def new_vault(folder):
    (folder / "new").mkdir()
    make_vault(folder / "new")


def rows_of(store):
    with store.bare() as tables:
        return {table: tables.rows(sql) for table, sql in HELD.items()}


def test_every_row_is_there_as_it_was(store, tmp_path):
    """More than is read at a time, from both kinds of store into a vault."""
    fill(store, "K-0001")
    fill(store, "K-0002")
    store.erase("K-0002", keep_consents=True)
    with store.transaction():
        for number in range(450):
            store.put_document("many", f"{number:04d}", bytes([number % 256, 0, 255]))
    before, meta = rows_of(store), store.counter
    new_vault(tmp_path)
    with opened(tmp_path / "new") as new:
        counts = take_over(new, store, known_as="old", own_name="vault.db")
        assert new.check() == []
        after = rows_of(new)
        for table in ("person", "profile", "consent", "mail"):
            assert after[table] == before[table]
        assert [row for row in after["document"] if row[0] != "backup"] == before["document"]
        assert after["audit"][: len(before["audit"])] == before["audit"]
        assert {table: len(rows) for table, rows in before.items()}.items() <= counts.items()
        assert new.counter == meta + 1
        assert new.id != store.id
    with opened(tmp_path / "new") as new:
        assert (new.check(), new.warnings) == ([], [])


@pytest.mark.parametrize("age", sorted(MAIL))
def test_a_vault_of_an_earlier_program_is_brought_forward_and_carried(age, tmp_path):
    lay(OLDER / age, tmp_path / "old")
    new_vault(tmp_path)
    with opened(tmp_path / "old") as old, opened(tmp_path / "new") as new:
        before = rows_of(old)
        take_over(new, old, known_as="old", own_name="vault.db")
        assert rows_of(new)["mail"] == before["mail"]
        assert rows_of(new)["consent"] == before["consent"]
        assert new.mail()[0].state == MAIL[age]
        copies = [path.name for path in (tmp_path / "old").glob("vault.before-*")]
        assert [one.key for one in new.documents("backup")] == ["old", *copies]


def test_what_is_a_stores_own_stays(tmp_path, postgres_url):
    new_vault(tmp_path)
    with (
        contextlib.closing(open_store(postgres_url, opening_in(tmp_path))) as old,
        opened(tmp_path / "new") as new,
    ):
        with old.bare() as tables:
            kept = dict(tables.rows("SELECT key, value FROM meta"))
        take_over(new, old, known_as="old", own_name="vault.db")
        with new.bare() as tables:
            now = dict(tables.rows("SELECT key, value FROM meta"))
            assert count_rows(tables)["person"] == 0
    assert now["id"] != kept["id"]
    assert {key: now[key] for key in kept if key not in (*OWN_META, "counter", "audit")} == {
        "name:tester": "Jo"
    }


# -- the line of kit.toml -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '# ours\n[store]\nurl = "vault.db"   # or a server\noperator = "Jo"\n',
            '# ours\n[store]\nurl = "new.db"   # or a server\noperator = "Jo"\n',
        ),
        ("[store]\r\n url='vault.db'\r\n\r\n# end", '[store]\r\n url="new.db"\r\n\r\n# end'),
        ('\ufeff[store]\nurl = "vault.db"\n', '\ufeff[store]\nurl = "new.db"\n'),
        ('store.url = "vault.db"\n[a]\nurl = "x"\n', 'store.url = "new.db"\n[a]\nurl = "x"\n'),
        (
            'store = { operator = "Jo", url = "vault.db" }\n',
            'store = { operator = "Jo", url = "new.db" }\n',
        ),
        (
            '[store] # people\noperator = "Jo"\n[a]\nb = 1\n',
            '[store] # people\nurl = "new.db"\noperator = "Jo"\n[a]\nb = 1\n',
        ),
        ('[a]\nurl = "vault.db"', '[a]\nurl = "vault.db"\n[store]\nurl = "new.db"\n'),
    ],
)
def test_the_line_alone_is_changed(before, after, tmp_path):
    path = tmp_path / "kit.toml"
    path.write_bytes(before.encode())
    path.chmod(0o640)
    rewrite_store_line(path, "new.db")
    assert path.read_bytes().decode() == after
    assert path.stat().st_mode & 0o777 == 0o640
    assert parse_toml(after.removeprefix("\ufeff"))["store"]["url"] == "new.db"


@pytest.mark.parametrize(
    "text", ['store = { operator = "Jo" }\n', "[store]\nurl = '''\nvault.db'''\n"]
)
def test_a_line_that_cannot_be_changed_by_itself_is_left(text, tmp_path):
    path = tmp_path / "kit.toml"
    path.write_text(text)
    with pytest.raises(AccessKitError) as error:
        rewrite_store_line(path, "new.db")
    assert error.value.problems[0].code == "store.line-by-hand"
    assert path.read_text() == text
