"""Files that others could read or replace, and places that are not good for a vault."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from access_kit.errors import AccessKitError
from access_kit.store.guard import synced_by
from access_kit.store.vault import open_store
from tests.store.conftest import opening_in
from tests.tools import NOT_ROOT, as_somebody_else


def refusal(folder) -> tuple[str, int]:
    with pytest.raises(AccessKitError) as error:
        open_store("vault.db", opening_in(folder)).close()
    return error.value.problems[0].code, error.value.exit_code


def remove(name):
    return lambda folder: (folder / name).unlink()


def mode(name, bits):
    return lambda folder: (folder / name).chmod(bits)


def link(folder):
    (folder / "vault.db").rename(folder / "real.db")
    (folder / "vault.db").symlink_to("real.db")


def as_folder(folder):
    (folder / "vault.db").unlink()
    (folder / "vault.db").mkdir()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (mode("vault.db", 0o640), ("vault.open-to-others", 6)),
        (mode("vault.key", 0o604), ("vault.open-to-others", 6)),
        (mode(".", 0o770), ("vault.folder-open-to-others", 6)),
        (remove("vault.db"), ("vault.lost", 2)),
        (remove("vault.key"), ("vault.key-file-missing", 2)),
        (lambda f: (remove("vault.db")(f), remove("vault.key")(f)), ("vault.missing", 2)),
        (lambda f: (f / "vault.db").write_bytes(b""), ("vault.damaged", 2)),
        (lambda f: (f / "vault.key").write_bytes(b""), ("vault.key-file-damaged", 2)),
        (lambda f: (f / "vault.db").write_text("schema = 1"), ("vault.damaged", 2)),
        (link, ("vault.not-a-plain-file", 6)),
        (as_folder, ("vault.not-a-plain-file", 6)),
    ],
)
def test_each_fault_has_its_sentence(made, harm, expected):
    harm(made.folder)
    assert refusal(made.folder) == expected


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_another_owners_vault_is_refused(made):
    os.chown(made.folder / "vault.db", NOT_ROOT, NOT_ROOT)
    assert refusal(made.folder) == ("vault.wrong-owner", 6)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_read_only_folder_is_said(made):
    folder = Path(tempfile.mkdtemp(prefix="kit-read-only-"))
    for name in ("vault.db", "vault.key"):
        shutil.copy(made.folder / name, folder / name)
    try:
        with as_somebody_else(folder, *folder.iterdir()):
            folder.chmod(0o500)
            assert refusal(folder) == ("vault.folder-read-only", 4)
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("OneDrive - Riverside", "OneDrive"),
        ("OneDrive", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Mobile Documents", "iCloud"),
        ("Google Drive", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
        ("Documents", None),
        ("Boxes", None),
    ],
)
def test_synced_folders_are_known_by_name(tmp_path, name, service):
    folder = tmp_path / name / "kit"
    folder.mkdir(parents=True)
    assert synced_by(folder) == service


def test_a_synced_vault_opens_with_a_warning(made):
    folder = made.folder / "Dropbox"
    folder.mkdir(mode=0o700)
    for name in ("vault.db", "vault.key"):
        shutil.move(made.folder / name, folder / name)
    store = open_store("vault.db", opening_in(folder))
    assert [problem.code for problem in store.warnings] == ["vault.synced"]
    store.close()
