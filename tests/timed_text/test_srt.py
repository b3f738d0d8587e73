"""SRT: strict writing, forgiving reading, and telling what was forgiven."""

from __future__ import annotations

import pytest

from access_kit.errors import BadInput
from access_kit.model.cue import Captions, Cue
from access_kit.timed_text import srt

TIMES = "00:00:01,000 --> 00:00:02,500"


def read(text: str):
    found = srt.read(text.encode(), "x.srt")
    return found.captions.cues, [
        (p.code.removeprefix("timed-text."), p.line) for p in found.problems
    ]


def test_strict_file_has_no_findings():
    cues, told = read(f"1\n{TIMES}\na\nb\n\n2\n00:00:03,000 --> 00:00:04,000\nc\n")
    assert [(c.id, c.start_ms, c.end_ms, c.text) for c in cues] == [
        ("1", 1000, 2500, "a\nb"),
        ("2", 3000, 4000, "c"),
    ]
    assert told == []


FORGIVEN = {
    "dots": (f"1\n{TIMES.replace(',', '.')}\na\n", [("loose-timing", 2)]),
    "no hours": ("1\n00:01,000 --> 00:02,500\na\n", [("loose-timing", 2)]),
    "short digits": ("1\n0:0:1,0 --> 0:0:2,5\na\n", [("loose-timing", 2)]),
    "no number": (f"{TIMES}\na\n", [("no-number", 1)]),
    "bom": (f"\ufeff1\n{TIMES}\na\n", []),
    "crlf": (f"1\r\n{TIMES}\r\na\r\n\r\n", []),
    "places after the times": (f"1\n{TIMES} X1:1 X2:2\na\n", [("loose-timing", 2)]),
    "text above": (f"hello\n\n1\n{TIMES}\na\n", [("text-outside-cue", 1)]),
}


@pytest.mark.parametrize("name", FORGIVEN)
def test_forgiven_and_told(name: str):
    text, expected = FORGIVEN[name]
    cues, told = read(text)
    assert [(c.start_ms, c.end_ms, c.text) for c in cues] == [(1000, 2500, "a")]
    assert told == expected


def test_blank_line_inside_a_cue_is_kept_with_it():
    cues, told = read(f"1\n{TIMES}\na\n\nb\n\n2\n00:00:03,000 --> 00:00:04,000\nc\n")
    assert [c.text for c in cues] == ["a\n\nb", "c"]
    assert told == [("blank-line-in-cue", 2)]


def test_number_as_text_stays_text():
    cues, _ = read(f"1\n{TIMES}\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nc\n")
    assert [c.text for c in cues] == ["42", "c"]


def test_a_time_line_that_cannot_be_read_is_told_and_no_word_is_lost():
    cues, told = read(f"1\n{TIMES}\na\n\n2\n00:00:x3,000 --> 00:00:04,000\nb\n")
    assert ("bad-timing", 6) in told
    assert "b" in cues[0].text


def test_an_open_tag_is_told():
    assert read(f"1\n{TIMES}\n<b>a\n")[1] == [("tag-not-closed", 3)]


def test_emphasis_is_kept_as_markup_and_fonts_go():
    cues, _ = read(f"1\n{TIMES}\n{{\\an8}}<font color=red><i>a</i></font> &amp; 1<2\n")
    assert (cues[0].text, cues[0].markup) == ("a & 1<2", "<i>a</i> &amp; 1&lt;2")


def test_end_before_start_is_told():
    assert ("end-before-start", 2) in read("1\n00:00:02,000 --> 00:00:01,000\na\n")[1]


@pytest.mark.parametrize("text", ["", "hello\n", "1\n00:00:01 - 00:00:02\n"])
def test_file_without_cues_is_refused(text: str):
    with pytest.raises(BadInput) as refused:
        read(text)
    assert refused.value.problems[0].code == "timed-text.no-cues"


def test_speakers_are_named_where_they_change():
    cues = tuple(
        Cue("", n * 1000, n * 1000 + 900, text, speaker=speaker)
        for n, (speaker, text) in enumerate(
            [("Jo", "a"), ("Jo", "b"), ("Ana", "c"), (None, "d"), ("Jo", "e")]
        )
    )
    texts = [cue.text for cue in read(srt.write(Captions(cues)).data.decode())[0]]
    assert texts == ["Jo: a", "b", "Ana: c", "d", "Jo: e"]


def test_two_voices_in_one_cue_are_both_named():
    cue = Cue("", 0, 900, "a\nb", markup="<v Jo>a</v>\n<v Ana>b</v>")
    assert read(srt.write(Captions((cue,))).data.decode())[0][0].text == "Jo: a\nAna: b"
