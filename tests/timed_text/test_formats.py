"""The seam: every format by its suffix, and the words for every problem."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module, resources
from pathlib import Path

import pytest

import access_kit
from access_kit.budgets import CUE_CHARACTERS
from access_kit.errors import BadInput
from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.formats import FORMATS, KNOWN_UNREAD, find_format, read_captions
from access_kit.timed_text.paragraphs import group_paragraphs

CUES = Captions((Cue("1", 0, 1000, "Hello."), Cue("2", 3000, 4000, "there", speaker="Jo")))


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_reads_what_it_writes(suffix: str, tmp_path: Path):
    path = tmp_path / f"a b'c{suffix}"
    path.write_bytes(find_format(path).write(CUES).data)
    if suffix == ".txt":
        assert path.read_text() == "Hello.\n\nJo: there\n"
        with pytest.raises(BadInput):
            read_captions(path)
    else:
        assert len(read_captions(path).captions.cues) == 2


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("data", [b"", b" \n\n", b"hello\n", b"\xff\xfe", b"{}", b"[]", b"\xe9"])
def test_a_file_that_is_none_of_its_kind_is_refused(suffix: str, data: bytes, tmp_path: Path):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(data)
    if (suffix, data) == (".json", b"[]"):
        assert read_captions(path).captions.cues == (), "a recogniser that heard nothing"
        return
    with pytest.raises(BadInput):
        read_captions(path)


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".sbv"])
@pytest.mark.parametrize("line", ["字" * 99, "ab " * 33], ids=["no space", "spaces"])
def test_a_cue_that_is_too_long_is_told_and_its_beginning_kept(
    suffix: str, line: str, tmp_path: Path
):
    path = tmp_path / f"x{suffix}"
    said = "\n".join([line.strip()] * 210)
    path.write_bytes(find_format(path).write(Captions((Cue("1", 0, 1000, said),))).data)
    found = read_captions(path)
    assert [problem.code for problem in found.problems] == ["timed-text.cue-too-long"]
    (cue,) = found.captions.cues
    assert CUE_CHARACTERS - 9 < len(cue.text) <= CUE_CHARACTERS
    assert said.startswith(cue.text)


def test_unknown_suffix_is_refused_with_the_known_ones(tmp_path: Path):
    with pytest.raises(BadInput) as refused:
        read_captions(tmp_path / "x.doc")
    assert ".vtt" in str(refused.value.problems[0].facts["known"])


def test_a_known_format_that_is_not_read_is_told_with_what_to_do(run_cli, tmp_path: Path):
    for suffix in sorted(KNOWN_UNREAD):
        with pytest.raises(BadInput) as refused:
            read_captions(tmp_path / f"x{suffix}")
        assert refused.value.problems[0].code == "timed-text.format-not-read"
    (tmp_path / "talk.scc").write_text("Scenarist_SCC V1.0\n")
    ran = run_cli("captions", "convert", "talk.scc", "--out", "talk.vtt", cwd=tmp_path)
    assert ran.code == 2
    assert "Subtitle Edit" in ran.stderr


def test_every_code_has_words():
    folder = Path(access_kit.__file__).parent
    rooms = [folder / "timed_text", folder / "captions"]
    used = set()
    for file in (file for room in rooms for file in room.rglob("*.py")):
        used |= set(re.findall(r'"((?:timed-text|layout)\.[a-z0-9-]+)"', file.read_text()))
    words: set[str] = set()
    for area in ("timed_text", "captions_text"):
        text = resources.files("access_kit.problem_words").joinpath(f"{area}.toml").read_text()
        words |= set(tomllib.loads(text))
    assert used - words == set()


def test_reading_a_format_imports_no_other():
    assert set(FORMATS.values()) == {import_module(name).__name__ for name in FORMATS.values()}


def test_paragraphs_hold_every_word_once_and_divide_turns_at_pauses():
    cues = [
        Cue("", 0, 1000, "One two", speaker="Jo"),
        Cue("", 1000, 2000, "three.", speaker="Jo"),
        Cue("", 4000, 5000, "Four", speaker="Jo"),
        Cue("", 5000, 6000, "five", speaker="Ana"),
    ]
    found = group_paragraphs(cues)
    assert [(p.speaker, p.start_ms, p.text) for p in found] == [
        ("Jo", 0, "One two three."),
        ("Jo", 4000, "Four"),
        ("Ana", 5000, "five"),
    ]
