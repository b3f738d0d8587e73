"""Captions as other programs write them become ours, and what is lost is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from access_kit.captions.convert import lay_out_source, read_own_source, read_source, tidy_source
from access_kit.captions.layout_rules import find_layout
from access_kit.errors import BadInput
from access_kit.model.cue import Cue
from access_kit.timed_text.formats import write_captions
from access_kit.workflow.recordings.finished import is_loss
from tests.captions.sounds import SPEECH
from tests.tools import ROOT

ODD = ROOT / "tests/timed_text/odd_files"


def convert(path: Path) -> tuple[list[tuple[object, ...]], list[str]]:
    """What ``captions convert`` makes: (start, end, speaker, text) of each cue, and its codes."""
    source = tidy_source(read_source(path), path.name)
    laid = lay_out_source(source, find_layout("access"))
    written = write_captions(Path("made.json"), laid.captions)
    told = [problem.code for problem in (*source.problems, *written.losses)]
    cues = json.loads(written.data)["cues"]
    return [(c["start_ms"], c["end_ms"], c["speaker"], c["text"]) for c in cues], told


def test_utf_16_is_read_in_both_orders(tmp_path: Path):
    expected = [(1000, 3000, "Jo", "Señor.")]
    assert convert(ODD / "utf16.vtt") == (expected, ["timed-text.other-encoding"])
    text = (ODD / "utf16.vtt").read_bytes().decode("utf-16")
    for encoding in ("utf-16-be", "utf-16-le"):
        for mark in ("\ufeff", ""):
            path = tmp_path / "x.vtt"
            path.write_bytes((mark + text).encode(encoding))
            assert convert(path)[0] == expected, (encoding, mark)


def test_no_letter_of_a_code_page_is_lost():
    cues, told = convert(ODD / "cp1252.srt")
    assert [text for *_, text in cues] == ["Señor, ¿ya está aquí?", "Mañana a las seis."]
    assert told == ["timed-text.other-encoding"]


def test_what_ends_before_it_starts_is_told_and_not_written():
    cues, told = convert(ODD / "backwards.srt")
    assert [text for *_, text in cues] == ["First."]
    assert told.count("timed-text.end-before-start") == 2
    assert told.count("timed-text.lost-backward-cues") == 1


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".sbv", ".ass", ".ttml", ".json"])
def test_no_format_is_written_with_a_cue_that_ends_before_it_starts(suffix: str):
    captions = read_source(ODD / "backwards.srt").captions
    assert captions is not None
    assert b"ends before" not in write_captions(Path(f"x{suffix}"), captions).data


def test_numbers_between_cues_without_blank_lines_are_no_text():
    cues, told = convert(ODD / "no-blank-lines.srt")
    assert [text for *_, text in cues] == ["One cup.", "Two cups.", "Three cups."]
    assert told == []


def test_a_number_that_is_said_stays(tmp_path: Path):
    path = tmp_path / "x.srt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:02,000\nWe are\n42\n2\n00:00:02,500 --> 00:00:03,000\n7\n3\n"
        "00:00:03,500 --> 00:00:04,000\n10\n\n4\n00:00:05,000 --> 00:00:06,000\nBye.\n"
    )
    assert [text for *_, text in convert(path)[0]] == ["We are\n42", "7", "10", "Bye."]


def test_names_of_zoom_are_speakers_and_a_rule_is_none():
    cues, _ = convert(ODD / "zoom.vtt")
    assert [(speaker, text) for *_, speaker, text in cues] == [
        ("Anna Berg", "Good evening, all."),
        ("Tom", "Thank you. At 6:30 we stop."),
        (None, "The rule: one at a time."),
    ]


def test_a_word_before_a_colon_stays_text_in_captions_of_a_film(tmp_path: Path):
    lines = ["We begin.", "Reminder: bring your cup.", "It is late.", "Well, good night.", "Bye."]
    path = tmp_path / "x.srt"
    path.write_text(
        "".join(
            f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n\n" for n, line in enumerate(lines, 1)
        )
    )
    assert [(speaker, text) for *_, speaker, text in convert(path)[0]] == [(None, s) for s in lines]


def test_lines_that_roll_come_once():
    cues, told = convert(ODD / "youtube-rolling.vtt")
    assert [text for *_, text in cues] == ["bring your cup", "and sit down"]
    assert all(end > start for start, end, *_ in cues)
    assert "timed-text.rolling-folded" in told


def test_a_refrain_is_not_taken_for_rolling(tmp_path: Path):
    path = tmp_path / "x.vtt"
    body = "".join(f"00:0{n}.000 --> 00:0{n}.900\nNo, no.\n\n" for n in range(1, 6))
    path.write_text(f"WEBVTT\n\n{body}")
    assert len(convert(path)[0]) == 5


def test_turns_of_otter_become_captions():
    cues, told = convert(ODD / "otter.txt")
    assert [(start, speaker, text) for start, _, speaker, text in cues] == [
        (5000, "Anna Berg", "Good evening, all."),
        (8000, "Tom", "Thank you. We stop at six."),
    ]
    assert told == ["timed-text.guessed-times"]


def test_text_without_times_is_still_none(tmp_path: Path):
    path = tmp_path / "x.txt"
    path.write_text("Jo: Hello.\n\nAt 6:30 we stop.\n")
    with pytest.raises(BadInput) as refused:
        read_source(path)
    assert refused.value.problems[0].code == "timed-text.no-times"


JSON = {
    "whisper": {"segments": [{"start": 1.0, "end": 3.0, "text": " Good evening."}]},
    "whisper with words": {
        "language": "en",
        "segments": [
            {
                "start": 1.0,
                "end": 3.0,
                "text": " Good evening.",
                "words": [
                    {"word": " Good", "start": 1.0, "end": 1.5, "probability": 0.9},
                    {"word": " evening.", "start": 1.6, "end": 3.0, "probability": 0.8},
                ],
            }
        ],
    },
    "whisperX, a word without times": {
        "segments": [
            {
                "start": 1.0,
                "end": 3.0,
                "text": " Good evening.",
                "words": [{"word": "Good"}, {"word": "evening.", "start": 1.6, "end": 3.0}],
            }
        ],
    },
    "whisper.cpp": {
        "result": {"language": "en"},
        "transcription": [{"offsets": {"from": 1000, "to": 3000}, "text": " Good evening."}],
    },
    "vosk": {
        "result": [
            {"conf": 0.9, "start": 1.0, "end": 1.5, "word": "Good"},
            {"conf": 0.9, "start": 1.6, "end": 3.0, "word": "evening."},
        ],
        "text": "Good evening.",
    },
    "vosk, many results": [
        {"result": [{"conf": 0.9, "start": 1.0, "end": 1.5, "word": "Good"}], "text": "Good"},
        {"text": ""},
        {"result": [{"conf": 0.9, "start": 1.6, "end": 3.0, "word": "evening."}]},
    ],
    "vosk-transcriber": {
        "schemaVersion": "2.0",
        "monologues": [
            {
                "start": 1.0,
                "end": 3.0,
                "terms": [
                    {"confidence": 0.9, "start": 1.0, "end": 1.5, "text": "Good", "type": "WORD"},
                    {"confidence": 1, "start": 1.6, "end": 3.0, "text": "evening.", "type": "WORD"},
                ],
            }
        ],
    },
    "youtube": {
        "wireMagic": "pb3",
        "events": [
            {"tStartMs": 0, "dDurationMs": 9000, "id": 1},
            {
                "tStartMs": 1000,
                "dDurationMs": 2000,
                "segs": [{"utf8": "Good"}, {"utf8": " evening.", "tOffsetMs": 600}],
            },
            {"tStartMs": 1500, "dDurationMs": 1500, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        ],
    },
    "youtube, by hand": {
        "events": [{"tStartMs": 1000, "dDurationMs": 2000, "segs": [{"utf8": "Good evening."}]}]
    },
}


@pytest.mark.parametrize("kind", JSON)
def test_json_of_recognisers_is_known_by_its_keys(kind: str, tmp_path: Path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(JSON[kind]))
    ((start, end, _, text),) = convert(path)[0]
    assert text == "Good evening."
    assert abs(start - 1000) <= 200
    assert 2900 <= end <= 4500


def test_a_file_of_another_program_is_not_written_over(tmp_path: Path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(JSON["vosk"]))
    with pytest.raises(BadInput) as refused:
        read_own_source(path)
    assert refused.value.problems[0].code == "timed-text.of-another-program"


@pytest.mark.parametrize("line", [
    "00:00:01;000 --> 00:00:03;000", "00:00:01,000 -> 00:00:03,000", "00:00:01.000 → 00:00:03.000",
    "00:00:01;00 --> 00:00:03;00",
])  # fmt: skip
def test_other_signs_in_the_times_of_srt_are_read_and_told(line: str, tmp_path: Path):
    path = tmp_path / "x.srt"
    path.write_text(f"1\n{line}\nHello.\n")
    assert convert(path) == ([(1000, 3000, None, "Hello.")], ["timed-text.loose-timing"])


def test_a_place_of_srt_is_a_setting_and_comes_back(tmp_path: Path):
    path = tmp_path / "x.srt"
    data = b"1\n00:00:01,000 --> 00:00:03,000\n{\\an8}<i>Up</i> here\n"
    path.write_bytes(data)
    captions = read_source(path).captions
    assert captions is not None
    assert dict(captions.cues[0].settings) == {"line": "0"}
    assert captions.cues[0].text == "Up here"
    again = write_captions(Path("y.srt"), captions)
    assert (again.data, again.losses) == (data, ())


@pytest.mark.parametrize("suffix", [".dfxp", ".itt", ".xml", ".imsc"])
def test_ttml_goes_by_many_names(suffix: str, tmp_path: Path):
    path = tmp_path / f"x{suffix}"
    path.write_text(
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling">'
        '<head><layout><region xml:id="r"><style tts:displayAlign="before"/></region></layout>'
        '<styling><style xml:id="s" tts:fontStyle="italic"/></styling></head><body region="r">'
        '<div><p begin="1s" end="3s">Good <span style="s">evening</span>.</p></div></body></tt>'
    )
    captions = read_source(path).captions
    assert captions is not None
    expected = Cue("", 1000, 3000, "Good evening.", {"line": "0"}, None, "Good <i>evening</i>.")
    assert captions.cues == (expected,)


ASS = r"""[Script Info]
[V4+ Styles]
Format: Name, Fontname, Italic, Alignment
Style: Sign,Arial,-1,8
Style: Default,Arial,0,2
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:04.00,0:00:05.00,Default,,0,0,0,,{\an5\fad(100,100)}Second, {\i1}here{\i0}.
Comment: 0,0:00:01.00,0:00:03.00,Default,Jo,0,0,0,,not shown
Dialogue: 0,0:00:01.00,0:00:03.00,Sign,Maria,0,0,0,,To the\Nhall
Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\p1}m 0 0 l 10 10{\p0}
Dialogue: 0,oops,0:00:03.00,Default,,0,0,0,,lost
"""


def test_ass_keeps_speakers_italics_and_places(tmp_path: Path):
    path = tmp_path / "x.ass"
    path.write_text(ASS)
    source = read_source(path)
    assert source.captions is not None
    markup = "<v Maria><i>To the\nhall</i></v>"
    first = Cue("", 1000, 3000, "To the\nhall", {"line": "0"}, "Maria", markup)
    second = Cue("", 4000, 5000, "Second, here.", {"line": "50%"}, None, "Second, <i>here</i>.")
    assert source.captions.cues == (first, second)
    told = [(problem.code, problem.line) for problem in source.problems]
    assert told == [("timed-text.bad-event", 12), ("timed-text.looks-passed-over", None)]


def test_a_time_line_of_sbv_that_cannot_be_read_is_told(tmp_path: Path):
    path = tmp_path / "x.sbv"
    path.write_text("0:00:01.000,0:00:03.000\na\n\n0:00:04.000,0:006.000\nb, at 6:30\n")
    told = [(problem.code, problem.line) for problem in read_source(path).problems]
    assert told == [("timed-text.bad-timing", 4)]


def test_what_is_only_read_is_not_written(tmp_path: Path):
    for suffix in (".ssa", ".itt"):
        with pytest.raises(BadInput) as refused:
            write_captions(tmp_path / f"x{suffix}", read_source(ODD / "plain.ass").captions)
        assert refused.value.problems[0].code == "timed-text.only-read"


def test_convert_ends_with_1_where_something_is_lost(run_cli):
    for name, code in (("backwards.srt", 1), ("cp1252.srt", 0), ("otter.txt", 0)):
        assert run_cli("captions", "convert", ODD / name, "--out", f"{name}.vtt").code == code


def test_reviewing_tells_what_is_read_by_guess_and_approving_what_goes(run_cli, tmp_path: Path):
    (tmp_path / "a.srt").write_bytes((ODD / "cp1252.srt").read_bytes())
    (tmp_path / "b.ass").write_text(ASS.replace("Dialogue: 0,oops,0:00:03.00", "Comment: 0,0,0"))
    told = []
    for name in ("a.srt", "b.ass"):
        look = ("--media", SPEECH / "tiny-en.flac", "--no-second")
        ran = run_cli("captions", "review", name, *look, "--json", cwd=tmp_path)
        told += [(problem["code"], problem["file"]) for problem in ran.json["problems"]]
        assert run_cli("captions", "review", name, *look, "--plain", cwd=tmp_path).code == 0
    assert told == [
        ("timed-text.other-encoding", "a.srt"),
        ("timed-text.looks-passed-over", "b.ass"),
    ]
    ran = run_cli("captions", "approve", "a.srt", "b.ass", "--by", "Jo", "--json", cwd=tmp_path)
    assert ran.code in (0, 6), ran.stderr
    told = [(problem["code"], problem["file"]) for problem in ran.json["problems"]]
    assert ("timed-text.lost-notes", "a.srt") in told or ran.code == 6


def test_a_look_that_srt_cannot_hold_is_a_loss_and_a_name_of_a_cue_is_none():
    cue = Cue("intro", 0, 1000, "hi", markup="<c.red>hi</c>")
    captions = read_source(ODD / "plain.sbv").captions
    assert captions is not None
    plain = write_captions(Path("x.srt"), type(captions)((Cue("intro", 0, 1000, "hi"),)))
    assert not any(map(is_loss, plain.losses))
    assert any(map(is_loss, write_captions(Path("x.srt"), type(captions)((cue,))).losses))
