"""A facilitator lays a script on a recording: no word of it may be missing from the captions.

A number to call in need is the word that matters most, and it was the first to go.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.captions.align import align_script
from access_kit.captions.align_heard import align_heard
from access_kit.captions.engines import Wish
from access_kit.captions.media import stream_sound
from access_kit.captions.pauses import cut_at_pauses
from access_kit.captions.script import read_script
from access_kit.captions.vosk_engine import open_engine
from access_kit.captions.workers import start_processes
from access_kit.timed_text.webvtt import read
from tests.captions.sounds import TINY_ES

DATA = Path(__file__).parent / "data"


@pytest.fixture
def align(run_cli, tmp_path):
    """Align a recording with a script (a file of ours, or a text), as ``out.vtt``."""

    def run(sound: str, script: str, *more):
        path = DATA / script
        if "\n" in script or " " in script:
            path = tmp_path / "script.txt"
            path.write_text(script, encoding="utf-8")
        env = {"ACCESS_KIT_MODELS": str(tmp_path / "models")}
        return run_cli("captions", "align", DATA / sound, path, "--out", "out.vtt", *more, env=env)

    return run


def shown(tmp_path: Path) -> str:
    cues = read((tmp_path / "out.vtt").read_bytes(), "out.vtt").captions.cues
    return " ".join(" ".join(cue.text.split()) for cue in cues)


def starts(tmp_path: Path) -> dict[str, int]:
    cues = read((tmp_path / "out.vtt").read_bytes(), "out.vtt").captions.cues
    return {cue.text: cue.start_ms for cue in cues}


SPANISH = "Hola, bienvenidos. Ayuda con el 988. Gracias."


def test_the_spanish_number_for_a_crisis_stays(align, tmp_path):
    ran = align("ayuda.ogg", SPANISH, "--lang", "es", "--model", TINY_ES, "--json")
    assert ran.code == 0, ran.stderr
    assert shown(tmp_path) == SPANISH
    assert ran.json["interpolated"] == ran.json["not_said"] == ran.json["not_in_script"] == []


def test_a_number_that_was_not_understood_stays_at_a_guessed_time_and_is_named(align, tmp_path):
    script = "Hola, bienvenidos. Llame al 988 a las 6:30 con $25 y 20 %. Gracias."
    ran = align("ayuda.ogg", script, "--lang", "es", "--model", TINY_ES, "--json")
    assert shown(tmp_path) == script
    named = " ".join(entry["text"] for entry in ran.json["interpolated"])
    assert "6:30 con $25 y 20 %." in named
    told = align("ayuda.ogg", script, "--lang", "es", "--model", TINY_ES, "--force")
    assert "by guess" in told.stdout
    assert "6:30" in told.stdout


@pytest.mark.parametrize(
    ("sound", "script"),
    [
        ("labels.ogg", "labels-words.txt"),
        ("opening.ogg", "opening.txt"),
        ("labels.ogg", "Welcome, everybody. Please take a seat, friends. Thank you for coming."),
    ],
)
def test_every_word_of_a_script_is_in_the_captions(align, tmp_path, sound, script):
    ran = align(sound, script, "--json")
    assert ran.code == 0, ran.stderr
    text = (DATA / script).read_text() if " " not in script else script
    assert shown(tmp_path).split() == text.split()
    assert ran.json["words"] == len(text.split())


def test_another_recordings_script_fails_and_says_where(align, tmp_path):
    ran = align("labels.ogg", "other-recording.txt")
    assert ran.code == 1
    assert "captions.script-does-not-fit" in ran.stderr
    assert "other-recording.txt, line 1" in ran.stderr
    assert "The river rose" in ran.stderr
    assert shown(tmp_path).split() == (DATA / "other-recording.txt").read_text().split()


def test_a_script_that_runs_on_fails_and_says_from_where(align, tmp_path):
    said = (DATA / "labels-words.txt").read_text().strip()
    rest = (DATA / "other-recording.txt").read_text().strip()
    ran = align("labels.ogg", f"{said}\n\n{rest}\n", "--json")
    assert ran.code == 1
    (problem,) = [p for p in ran.json["problems"] if p["severity"] == "error"]
    assert problem["code"] == "captions.script-does-not-fit"
    assert problem["line"] == 3
    assert shown(tmp_path).split() == f"{said} {rest}".split()


def test_where_no_word_is_found_nothing_is_written(align, tmp_path):
    ran = align("labels.ogg", "zzz qqq xxx", "--lang", "es", "--model", TINY_ES)
    assert ran.code == 1
    assert "captions.script-not-found" in ran.stderr
    assert not (tmp_path / "out.vtt").exists()


def test_a_script_in_another_language_is_not_taken_for_english(align, tmp_path):
    ran = align("spanish.ogg", "spanish.txt")
    assert ran.code == 2
    assert "--lang" in ran.stderr
    assert not (tmp_path / "out.vtt").exists()


def test_without_a_model_for_the_language_the_hint_leads_on(align):
    ran = align("spanish.ogg", "spanish.txt", "--lang", "es")
    assert ran.code == 3
    assert "models list --offered" in ran.stderr
    assert "captions align MEDIA SCRIPT" not in ran.stderr


POOL = """
    welcome everybody please take a seat 988 6:30 $25. 20% Dr. Rivera, (maybe) thank you for coming
    good night the river rose ¿qué? Ωμέγα 안녕 x – it's self-help
"""
WORDS = st.lists(st.sampled_from(POOL.split()), min_size=1, max_size=25)


@functools.cache
def sound_of(name: str) -> bytes:
    return b"".join(stream_sound(DATA / name))


@pytest.fixture(scope="module")
def workers():
    pool = start_processes(1)
    yield pool
    pool.shutdown()


@given(WORDS)
@settings(max_examples=15)
def test_any_script_over_real_sound_keeps_its_words_in_order(workers, words):
    script = read_script(" ".join(words))
    found = align_script(
        lambda: cut_at_pauses([sound_of("labels.ogg")]), script, workers, jobs=1,
        step=lambda _: None,
    )  # fmt: skip
    check_kept(script, words, found)


@functools.cache
def heard_in_spanish():
    return open_engine(Wish(model=TINY_ES)).hear(sound_of("ayuda.ogg"))


@given(WORDS, st.sampled_from(["es", "ko", "ja", "xx"]))
def test_any_script_on_words_that_were_heard_keeps_its_words_in_order(words, lang):
    script = read_script(" ".join(words), lang)
    check_kept(script, words, align_heard(heard_in_spanish(), script, lang, 4_000))


def check_kept(script, words, found) -> None:
    """The words of the script in order; a mark that stands before them all belongs to none."""
    text = " ".join(word.text for word in found.words).split()
    assert text == [w for i, w in enumerate(words) if w != "–" or set(words[:i]) - {"–"}]
    times = [(word.start_ms, word.end_ms) for word in found.words]
    assert times == sorted(times, key=lambda span: span[0])
    assert all(0 <= start <= end for start, end in times)
    guessed = [index for first, end in found.interpolated for index in range(first, end)]
    assert guessed == sorted(set(guessed))
    assert all(run in " ".join(word.text for word in script) for run in found.not_said)
