"""What was heard survives a crash; what does not belong is not used."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.captions.journal import Journal, identify_file
from access_kit.errors import CannotWrite
from access_kit.model.word import Word

WORDS = (Word('Ünï "q"', 0, 120, 0.5, "Jo"), Word("b", 130, 200))


def fill(path, key="k") -> None:
    with Journal(path, key) as journal:
        journal.add((0, 0), WORDS)
        journal.add((0, 1), ())
        journal.add((1, 0), WORDS[:1])


def test_kept_and_private(tmp_path):
    path = tmp_path / "j"
    fill(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with Journal(path, "k") as journal:
        assert journal.known == {(0, 0): WORDS, (0, 1): (), (1, 0): WORDS[:1]}
        journal.add((1, 1), ())
    with Journal(path, "k") as journal:
        assert (1, 1) in journal.known
        journal.remove()
    assert not path.exists()


def test_no_room_for_a_journal_leaves_none(tmp_path):
    resource = pytest.importorskip("resource", reason="this system limits no file sizes")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        with pytest.raises(CannotWrite), Journal(tmp_path / "j", "k"):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_another_recording_begins_anew(tmp_path):
    fill(tmp_path / "j")
    with Journal(tmp_path / "j", "other") as journal:
        assert journal.known == {}
    with Journal(tmp_path / "j", "k") as journal:
        assert journal.known == {}


@given(cut=st.integers(0, 600))
def test_any_cut_keeps_whole_lines_only(tmp_path_factory, cut):
    path = tmp_path_factory.mktemp("j") / "j"
    fill(path)
    path.write_bytes(path.read_bytes()[:cut])
    with Journal(path, "k") as journal:
        assert set(journal.known.items()) <= {((0, 0), WORDS), ((0, 1), ()), ((1, 0), WORDS[:1])}
        journal.add((5, 5), WORDS)
    with Journal(path, "k") as journal:
        assert journal.known[5, 5] == WORDS


def test_a_changed_file_has_another_identity(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"one")
    before = identify_file(path)
    path.write_bytes(b"two!")
    assert identify_file(path) != before
