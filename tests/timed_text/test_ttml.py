"""TTML: cues in and out, times of every kind, nothing read from outside the file."""

from __future__ import annotations

import pytest

from access_kit.errors import BadInput
from access_kit.model.cue import Captions, Cue, Note
from access_kit.timed_text import ttml

NAMESPACE = "http://www.w3.org/ns/ttml"
HEAD = f'<tt xmlns="{NAMESPACE}" xmlns:ttp="{NAMESPACE}#parameter" xml:lang="en"'


def read_body(body: str, attributes: str = ""):
    return ttml.read(f"{HEAD} {attributes}><body>{body}</body></tt>".encode(), "x.ttml")


TIMES = {
    "00:00:01.500": 1500,
    "01:00:00": 3_600_000,
    "1.5s": 1500,
    "1500ms": 1500,
    "0.5m": 30_000,
    "1h": 3_600_000,
    "30f": 1200,
    "00:00:01:10": 1400,
    "20t": 2000,
}


@pytest.mark.parametrize("time", TIMES)
def test_time(time: str):
    found = read_body(
        f'<div><p begin="{time}" dur="1s">a</p></div>', 'ttp:frameRate="25" ttp:tickRate="10"'
    )
    assert [(c.start_ms, c.end_ms) for c in found.captions.cues] == [
        (TIMES[time], TIMES[time] + 1000)
    ]
    assert not found.problems


def test_times_of_parents_are_added_and_limit():
    found = read_body(
        '<div begin="10s" end="20s"><p begin="1s">a</p><p begin="2s" end="30s">b</p></div>'
    )
    assert [(c.start_ms, c.end_ms) for c in found.captions.cues] == [
        (11_000, 20_000),
        (12_000, 20_000),
    ]


def test_timed_spans_are_cues_of_their_own():
    found = read_body(
        '<div><p><span begin="1s" end="2s">a</span> <span begin="2s" end="3s">b</span></p></div>'
    )
    assert [c.text for c in found.captions.cues] == ["a", "b"]


def test_white_space_and_line_ends():
    found = read_body('<div><p begin="0s" end="1s">\n  one\n  two<br/> three <!-- x --></p></div>')
    assert found.captions.cues[0].text == "one two\nthree"


FAULTS = {
    "timed-text.bad-ttml-time": '<div><p begin="soon" end="2s">a</p></div>',
    "timed-text.no-end": '<div><p begin="1s">a</p></div>',
    "timed-text.end-before-start": '<div><p begin="3s" end="2s">a</p></div>',
    "timed-text.styling-passed-over": (
        f'<div><p begin="1s" end="2s" xmlns:s="{NAMESPACE}#styling" s:color="red">a</p></div>'
    ),
}


@pytest.mark.parametrize("code", FAULTS)
def test_fault_is_told_and_nothing_else(code: str):
    assert [p.code for p in read_body(FAULTS[code]).problems] == [code]


REFUSED = {
    "timed-text.entities-refused": f'<!DOCTYPE tt [<!ENTITY x SYSTEM "file:///etc/hosts">]>{HEAD}>&x;</tt>',
    "timed-text.bad-xml": f"{HEAD}><body>",
    "timed-text.not-ttml": "<html/>",
}


@pytest.mark.parametrize("code", REFUSED)
def test_refused(code: str):
    with pytest.raises(BadInput) as refused:
        ttml.read(REFUSED[code].encode(), "x.ttml")
    assert refused.value.problems[0].code == code


def test_speakers_notes_and_language_come_back():
    captions = Captions(
        (Cue("a", 0, 1000, "hi <there>\n& you", speaker="Jo & Co"), Cue("", 1000, 2000, "x  y")),
        notes=(Note('{"state": "draft"}'),),
        lang="es",
    )
    found = ttml.read(ttml.write(captions).data, "x.ttml").captions
    assert [(c.text, c.speaker) for c in found.cues] == [
        ("hi <there>\n& you", "Jo & Co"),
        ("x  y", None),
    ]
    assert (found.notes, found.lang, found.cues[0].id) == (captions.notes, "es", "a")


def test_what_xml_cannot_hold_becomes_a_replacement_character():
    data = ttml.write(Captions((Cue("", 0, 1000, "a\x07b"),))).data
    assert ttml.read(data, "x.ttml").captions.cues[0].text == "a\ufffdb"
