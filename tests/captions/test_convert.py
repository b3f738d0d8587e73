"""Converting: any format to any other, words laid out, losses and guesses told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from access_kit.captions.convert import (
    check_output,
    format_output,
    guess_words,
    lay_out_source,
    read_source,
)
from access_kit.captions.drafts import DraftState, mark_draft_words, state_of
from access_kit.captions.layout import LAYOUTS
from access_kit.captions.transcript import make_transcript, render_transcript, transcript_words
from access_kit.documents.looks import look_for
from access_kit.errors import BadInput
from access_kit.i18n import load_words
from access_kit.model.cue import Captions, Cue
from access_kit.model.look import LookName, PaperSize
from access_kit.timed_text.formats import FORMATS, WORDS_SUFFIX
from access_kit.timed_text.webvtt import write as write_vtt
from access_kit.timed_text.words_json import format_words
from tests.captions.words import say

SUFFIXES = [".vtt", ".srt", ".ttml", ".txt", ".json", ".words.json"]
WORDS = say("Hello there, this is Jo. We meet on Thursday.", speaker="Jo")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_words_become(suffix: str, tmp_path: Path):
    path = tmp_path / "a b.words.json"
    path.write_bytes(format_words(WORDS))
    source = read_source(path)
    laid = lay_out_source(source, LAYOUTS["access"])
    data = format_output(tmp_path / f"x{suffix}", source, laid.captions).data.decode()
    for word in WORDS.words:
        assert word.text in data


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_cues_become(suffix: str, tmp_path: Path):
    captions = Captions((Cue("1", 0, 2000, "Hello\nthere", speaker="Jo"),))
    path = tmp_path / "x.vtt"
    path.write_bytes(write_vtt(captions).data)
    source = read_source(path)
    written = format_output(
        tmp_path / f"y{suffix}", source, lay_out_source(source, LAYOUTS["bbc"]).captions
    )
    assert b"Hello" in written.data
    codes = [problem.code for problem in written.losses]
    assert codes == {
        ".txt": ["timed-text.lost-times"],
        ".words.json": ["captions.times-estimated"],
    }.get(suffix, [])


def test_guessed_words_share_the_time_of_their_cue():
    words = guess_words(Captions((Cue("", 1000, 2000, "one three", speaker="Jo"),))).words
    assert [(w.text, w.start_ms, w.end_ms, w.speaker) for w in words] == [
        ("one", 1000, 1400, "Jo"),
        ("three", 1400, 2000, "Jo"),
    ]


def test_words_that_are_a_draft_make_captions_that_say_so(tmp_path: Path):
    path = tmp_path / "x.words.json"
    path.write_bytes(format_words(mark_draft_words(WORDS, DraftState("draft", engine="vosk"))))
    captions = lay_out_source(read_source(path), LAYOUTS["access"]).captions
    state = state_of(captions)
    assert state is not None
    assert state.is_draft
    assert captions.cues[0].text.startswith("[DRAFT")


def test_unknown_output_is_refused(tmp_path: Path):
    for name in ("x.html", "x.pdf", "x.vtt"):
        check_output(tmp_path / name)
    with pytest.raises(BadInput):
        check_output(tmp_path / "x.doc")
    source = read_source(write_words(tmp_path))
    with pytest.raises(BadInput):
        format_output(tmp_path / "x.html", source, Captions(()))


def test_only_suffixes_that_can_be_written_are_offered(tmp_path: Path):
    for name in ("x.doc", "x.ssa"):
        with pytest.raises(BadInput) as refused:
            check_output(tmp_path / name)
        offered = str(refused.value.problems[0].facts["known"]).split()
        assert {".vtt", ".words.json", ".pdf"} <= set(offered)
        for suffix in offered:
            check_output(tmp_path / f"x{suffix}")


@pytest.mark.parametrize("suffix", [*FORMATS, WORDS_SUFFIX])
@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_an_empty_file_is_called_empty_and_not_badly_written(
    suffix: str, data: bytes, tmp_path: Path
):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(data)
    with pytest.raises(BadInput) as refused:
        read_source(path)
    assert [problem.code for problem in refused.value.problems] == ["file.empty"]


def write_words(folder: Path) -> Path:
    path = folder / "x.words.json"
    path.write_bytes(format_words(WORDS))
    return path


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_transcript_is_set_as_a_page(form: str, tmp_path: Path):
    captions = lay_out_source(read_source(write_words(tmp_path)), LAYOUTS["access"]).captions
    page = make_transcript(captions, "Evening group", transcript_words(load_words("en")))
    data = render_transcript(
        page,
        form,
        look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER),
        datetime(2026, 11, 24, tzinfo=UTC),
    )
    assert data[:5].lower() == (b"%pdf-" if form == "pdf" else b"<!doc")
