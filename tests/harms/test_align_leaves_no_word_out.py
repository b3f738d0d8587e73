"""A facilitator lays a script on a recording: no word of it may be missing from the captions.

A number to call in need is the word that matters most, and it was the first to go.
"""

from __future__ import annotations

from pathlib import Path

import pytest

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
    ran = align("spanish.ogg", "Goedenavond allemaal. Wij beginnen om 6:30 met de kennismaking.")
    assert ran.code == 2
    assert "captions.script-language-unknown" in ran.stderr
    assert "--lang" in ran.stderr
    assert not (tmp_path / "out.vtt").exists()


def test_a_language_that_its_small_words_tell_needs_neither_option_nor_model(align, tmp_path):
    ran = align("spanish.ogg", "spanish.txt", "--json")
    assert ran.code == 0, ran.stderr
    assert (ran.json["lang"], ran.json["engine"]) == ("es", "espeak-ng")
    assert shown(tmp_path).split() == (DATA / "spanish.txt").read_text().split()
    assert ran.json["not_said"] == []


def test_what_was_done_and_how_good_it_is_known_to_be_is_said(align):
    told = align("spanish.ogg", "spanish.txt", "--lang", "es").stdout
    assert "espeak-ng" in told
    assert "0.3 seconds" in told


def test_without_a_voice_or_a_model_for_the_language_the_hint_leads_on(align):
    ran = align("spanish.ogg", "spanish.txt", "--lang", "xx")
    assert ran.code == 3
    assert "models list --offered" in ran.stderr
    assert "captions align MEDIA SCRIPT" not in ran.stderr


def cues(tmp_path: Path) -> list[tuple[str | None, str]]:
    found = read((tmp_path / "out.vtt").read_bytes(), "out.vtt").captions.cues
    return [(cue.speaker, " ".join(cue.text.split())) for cue in found]


def test_labels_as_people_write_them_cost_no_word(align, tmp_path):
    ran = align("talk.ogg", "talk-names.txt", "--json")
    assert ran.code == 0, ran.stderr
    assert cues(tmp_path) == [
        ("jo", "How was your week?"),
        ("SAM ODE", "It was long."),
        ("jo", "I am glad you came."),
        ("SAM ODE", "So am I."),
        ("jo", "The bus was late again."),
        ("SAM ODE", "Take your time."),
    ]
    assert ran.json["interpolated"] == []


def test_sounds_of_the_script_stay_for_those_who_do_not_hear_them(align, tmp_path):
    ran = align("labels.ogg", "labels.txt", "--json")
    assert ran.code == 0, ran.stderr
    text = shown(tmp_path)
    for sound in ("[door slams]", "[laughter]", "(audience applauds)"):
        assert sound in text
    assert ran.json["interpolated"] == ran.json["not_said"] == []


def test_signs_of_the_page_are_no_captions_and_its_shape_stays(align, tmp_path):
    ran = align("script.ogg", "headings-bullets.txt", "--json")
    assert ran.code == 0, ran.stderr
    assert shown(tmp_path) == (
        "Welcome to the reading group. If you need help, call 988. We meet at 6:30. The hall is on"
        " the 2nd floor. Bring $25. [music] (applause) Dr. Rivera will join us in the spring. See"
        " you then."
    )
    # A heading says the first word too: where the two stand is worked out, and marked so.
    assert {one["text"] for one in ran.json["interpolated"]} <= {"Welcome"}
    assert sorted(ran.json["not_said"]) == ["The hall", "Welcome"]
    starts = [text.split()[0] for _, text in cues(tmp_path)]
    assert {"Welcome", "If", "The", "Bring", "Dr."} <= set(starts)
