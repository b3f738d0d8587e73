"""WebVTT is read by the W3C's parsing algorithm, case by case."""

from __future__ import annotations

import pytest
import webvtt as peer

from access_kit.errors import BadInput
from access_kit.model.cue import Region
from access_kit.timed_text import webvtt
from tests.timed_text.parsing_cases import CASES, ONE, Case

OLDER = {"header-regions", "signature-invalid"}
"""Cases that the W3C's tests of today no longer hold."""


def test_each_of_the_37_tests_of_the_w3c_has_a_case():
    names = {case.name for case in CASES}
    assert len(names) == len(CASES)
    assert len(names - OLDER) == 37


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case):
    data = case.source.encode()
    if case.texts is None:
        with pytest.raises(BadInput) as refused:
            webvtt.read(data, "x.vtt")
        assert refused.value.problems[0].code == "timed-text.no-signature"
        return
    found = webvtt.read(data, "x.vtt").captions
    assert [cue.text for cue in found.cues] == case.texts
    if case.ids is not None:
        assert [cue.id for cue in found.cues] == case.ids
    if case.settings is not None:
        assert [dict(cue.settings) for cue in found.cues] == case.settings
    expected = [Region(id=name, **given) for name, given in case.regions.items()]
    assert list(found.regions) == expected
    assert list(found.styles) == case.styles


@pytest.mark.parametrize("text", ["", "W", "WEBVT", "webvtt", " WEBVTT", "\ufeff\ufeffWEBVTT"])
def test_file_without_signature_is_refused(text: str):
    with pytest.raises(BadInput):
        webvtt.read(text.encode(), "x.vtt")


def test_damaged_bytes_of_utf_8_are_replaced_and_told():
    found = webvtt.read(f"WEBVTT\n\n{ONE}\ncafé ol".encode() + b"\xe9\n", "x.vtt")
    assert found.captions.cues[0].text == "café ol\ufffd"
    assert [(p.code, p.line) for p in found.problems] == [("timed-text.not-utf-8", 4)]


FAULTS = {
    "timed-text.bad-timing": (f"00:00 --> 00:01\nx\n\n{ONE}\na\n", 3),
    "timed-text.bad-timing ": ("1\n00:01.000 -> 00:02.000\na\n", 4),
    "timed-text.end-before-start": ("00:01.000 --> 00:00.000\nx\n", 3),
    "timed-text.bad-setting": (f"{ONE} lines:1\nx\n", 3),
    "timed-text.text-outside-cue": ("nothing\nmore\n", 3),
    "timed-text.block-too-late": (f"{ONE}\nx\n\nSTYLE\n::cue {{}}\n", 6),
    "timed-text.bad-region-setting": ("REGION\nid:a\nlines:x\n", 3),
    "timed-text.nul": (f"{ONE}\nx\0\n", 4),
    "timed-text.unknown-tag": (f"{ONE}\n<x>a\n", 4),
    "timed-text.tag-not-closed": (f"{ONE}\n<i>a\n", 4),
    "timed-text.stray-end-tag": (f"{ONE}\na</i>\n", 4),
    "timed-text.tag-not-ended": (f"{ONE}\n<i>a</i\n", 4),
    "timed-text.bad-inner-time": (f"{ONE}\n<0:1>a\n", 4),
    "timed-text.bare-ampersand": (f"{ONE}\na & b\n", 4),
    "timed-text.voice-without-name": (f"{ONE}\n<v>a</v>\n", 4),
}


@pytest.mark.parametrize("code", FAULTS)
def test_fault_is_told_with_its_line_and_nothing_else(code: str):
    body, line = FAULTS[code]
    found = webvtt.read(f"WEBVTT\n\n{body}".encode(), "x.vtt")
    assert [(p.code, p.file, p.line) for p in found.problems] == [(code.strip(), "x.vtt", line)]


def test_ordinary_file_is_read_as_webvtt_py_reads_it():
    head = "WEBVTT\n\nNOTE hello\n\nSTYLE\n::cue {}\n\n"
    text = f"{head}1\n{ONE} line:0 align:start\na\nb\n\n{ONE}\nc\n"
    ours, theirs = webvtt.read(text.encode(), "x.vtt").captions, peer.from_string(text)
    assert [cue.text for cue in ours.cues] == [caption.text for caption in theirs]
    assert [cue.id or None for cue in ours.cues] == [caption.identifier for caption in theirs]
    assert list(ours.styles) == [style.text for style in theirs.styles]
    assert [note.text for note in ours.notes] == theirs.header_comments
