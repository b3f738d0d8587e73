"""Who cannot hear has captions of what is said, whichever track or channel it is said in."""

from __future__ import annotations

from pathlib import Path

from access_kit.timed_text.formats import read_captions

DATA = Path(__file__).parent / "data"


def test_a_film_whose_first_track_hums_is_captioned_from_the_other(run_cli, tmp_path):
    script = DATA / "labels-words.txt"
    ran = run_cli("captions", "align", DATA / "two-tracks.mkv", script, "--out", "a.vtt",
                  "--jobs", "1")  # fmt: skip
    assert ran.code == 0, ran.stderr
    shown = [word for cue in read_captions(tmp_path / "a.vtt").captions.cues for word in
             cue.text.split()]  # fmt: skip
    assert shown == script.read_text().split()
    assert "of 2 sound tracks, number 2 is used" in ran.stderr


def test_a_film_whose_channels_cancel_out_is_captioned(run_cli, tmp_path):
    script = DATA / "opposed.txt"
    ran = run_cli("captions", "align", DATA / "opposed.flac", script, "--out", "a.vtt",
                  "--jobs", "1")  # fmt: skip
    assert ran.code == 0, ran.stderr
    shown = [cue.text for cue in read_captions(tmp_path / "a.vtt").captions.cues]
    assert " ".join(" ".join(shown).split()) == script.read_text().strip()
