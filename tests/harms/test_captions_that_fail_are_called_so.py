"""A check says which captions nobody can follow, and a redaction leaves no name behind."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"


def test_captions_too_fast_to_read_and_an_open_tag_fail(run_cli):
    ran = run_cli("captions", "check", DATA / "soft-faults.vtt", "--json")
    assert ran.code == 1
    errors = {p["code"] for p in ran.json["problems"] if p["severity"] == "error"}
    assert errors == {"captions.much-too-fast", "timed-text.tag-not-closed"}


def test_a_name_in_a_style_or_over_two_speakers_is_gone_and_the_sentence_is_not(run_cli, tmp_path):
    files = [DATA / "style.vtt", DATA / "across-speakers.vtt"]
    names = DATA / "names.txt"
    ran = run_cli("captions", "redact", *files, "--names", names, "--out-dir", "safe")
    assert ran.code == 0, ran.stderr
    style, across = ((tmp_path / "safe" / path.name).read_text() for path in files)
    assert "aria" not in style + across
    assert "indqvist" not in style + across
    assert '::cue(v[voice="Member A"])' in style
    assert "Member A Street is closed." in across
