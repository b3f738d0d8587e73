"""The door to the file system: each odd file is a clear error; writing is whole or not at all."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from access_kit.errors import BadInput, CannotWrite, Refused
from access_kit.files import lock_folder, read_text, replace_folder, safe_stem, write_atomic

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="links and permissions of POSIX")


def refused(path) -> str:
    with pytest.raises(BadInput) as caught:
        read_text(path)
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("id = 1".encode("utf-16"), "file.utf-16"),
        (b"a = 1\0", "file.nul"),
        (b"", "file.empty"),
        (b" \n", "file.empty"),
        (b"a = '\xff'", "file.not-utf-8"),
        (b"#" * 10_000_000, "file.too-large"),
    ],
)
def test_odd_contents(tmp_path, data, code):
    path = tmp_path / "kit.toml"
    path.write_bytes(data)
    assert refused(path) == code


def test_a_folder_and_a_missing_file(tmp_path):
    assert refused(tmp_path) == "file.is-folder"
    assert refused(tmp_path / "none") == "file.missing"
    assert refused(tmp_path / ("x" * 300)) == "file.bad-name"


@on_posix
def test_a_link_loop_and_a_pipe(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    os.mkfifo(tmp_path / "pipe")
    assert refused(loop) == "file.link-loop"
    assert refused(tmp_path / "pipe") == "file.not-regular"


def test_a_bom_and_crlf_are_read(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert read_text(path) == "a = 1\nb = 2\n"


@on_posix
def test_what_is_private_is_its_owners_alone(tmp_path):
    path = tmp_path / "a"
    write_atomic(path, b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(CannotWrite) as caught:
        write_atomic(tmp_path / "a", b"x")
    assert caught.value.exit_code == 4
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_replacing_a_folder_takes_all_of_it(tmp_path):
    old, new = tmp_path / "place", tmp_path / "new"
    for folder, name in ((old, "before"), (new, "after")):
        folder.mkdir()
        (folder / name).write_text(name)
    replace_folder(new, old)
    assert [p.name for p in old.iterdir()] == ["after"]
    assert [p.name for p in tmp_path.iterdir()] == ["place"]


@on_posix
def test_a_second_writer_is_told_who_holds_the_lock(tmp_path):
    with lock_folder(tmp_path), pytest.raises(Refused) as caught, lock_folder(tmp_path):
        pass
    assert caught.value.problems[0].facts["process"] == str(os.getpid())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("My Good Things", "my-good-things"),
        ("../../etc", "etc"),
        ("日本", "paper"),
        ("é", "e"),
    ],
)
def test_stems_are_safe(name, stem):
    assert safe_stem(name) == stem
