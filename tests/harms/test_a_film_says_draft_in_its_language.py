"""Whoever watches a Spanish film must be able to read that its captions are not checked."""

from __future__ import annotations

import json

import pytest

from tests.captions.sounds import SPEECH

ENGLISH = ("DRAFT", "a computer", "not yet checked", "draft captions")
SPANISH = "BORRADOR"


@pytest.fixture
def heard(tmp_path):
    """What an engine heard in a Spanish recording, as ``captions make`` keeps it."""
    words = [("hola", 6000, 6500), ("a", 6500, 6700), ("todos.", 6700, 7400)]
    data = {
        "schema": "access-kit/words/1",
        "lang": "es",
        "notes": ['access-kit {"state": "draft", "engine": "vosk"}'],
        "words": [{"text": text, "start_ms": a, "end_ms": b} for text, a, b in words],
    }
    path = tmp_path / "film.words.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_the_draft_of_a_spanish_film_says_so_in_spanish(run_cli, heard, tmp_path):
    outs = [tmp_path / f"film.{suffix}" for suffix in ("vtt", "srt", "ttml", "txt", "html")]
    named = [word for out in outs for word in ("--out", out)]
    assert run_cli("captions", "convert", heard, *named).code == 0
    for out in outs:
        text = out.read_text("utf-8")
        shown = text[text.index("-->") :] if out.suffix == ".vtt" else text
        assert SPANISH in shown
        assert not [word for word in ENGLISH if word in shown]
        assert "hola a todos" in text


def test_approving_it_takes_the_spanish_words_away(run_cli, heard, tmp_path):
    """Formats that keep nothing but words: the others are in ``tests/captions/test_drafts.py``."""
    outs = [tmp_path / f"film.{suffix}" for suffix in ("srt", "txt", "html")]
    named = [word for out in outs for word in ("--out", out)]
    assert run_cli("captions", "convert", heard, *named).code == 0
    look = ("--media", SPEECH / "tiny-es.flac", "--no-second", "--plain")
    assert run_cli("captions", "review", heard, *look).code == 0
    kept = json.loads(heard.with_name("film.words.json.review.json").read_text("utf-8"))
    kept["heard"] = [{"start_ms": 0, "end_ms": 9000}]
    heard.with_name("film.words.json.review.json").write_text(json.dumps(kept), "utf-8")
    assert run_cli("captions", "approve", heard, "--by", "Ana Ruiz").code == 0
    for out in outs:
        text = out.read_text("utf-8")
        assert SPANISH not in text
        assert "hola a todos" in text


def test_a_film_that_became_subrip_still_says_it_in_spanish(run_cli, heard, tmp_path):
    first, page = tmp_path / "film.srt", tmp_path / "film.txt"
    assert run_cli("captions", "convert", heard, "--out", first).code == 0
    assert run_cli("captions", "convert", first, "--out", page).code == 0
    assert page.read_text("utf-8").startswith(SPANISH)


def test_a_name_that_is_taken_out_is_replaced_in_spanish(run_cli, heard, tmp_path):
    (tmp_path / "names.txt").write_text("Todos\n", "utf-8")
    film = tmp_path / "film.vtt"
    assert run_cli("captions", "convert", heard, "--out", film).code == 0
    names = ("--names", tmp_path / "names.txt", "--out-dir", tmp_path / "safe")
    assert run_cli("captions", "redact", film, *names).code == 0
    text = (tmp_path / "safe" / "film.vtt").read_text("utf-8")
    assert "Participante A" in text
    assert "Member" not in text
