"""What is written is read back the same, and what is lost is told."""

from __future__ import annotations

import random

import pytest
import webvtt as peer
from hypothesis import given, settings

from access_kit.model.cue import Captions, Cue
from access_kit.timed_text import ass, cues_json, sbv, srt, ttml, webvtt
from tests.conftest import SOAK
from tests.timed_text.strategies import some_captions

COUNT = 2_500 if SOAK else 80


def comparable(captions: Captions) -> list[tuple[object, ...]]:
    return [
        (cue.id, cue.start_ms, cue.end_ms, cue.text, dict(cue.settings), cue.speaker, cue.markup)
        for cue in captions.cues
    ]


@settings(max_examples=COUNT)
@given(some_captions())
def test_webvtt_comes_back_the_same(captions: Captions):
    written = webvtt.write(captions)
    found = webvtt.read(written.data, "x.vtt")
    assert comparable(found.captions) == comparable(captions)
    assert found.captions.regions == captions.regions
    assert found.captions.notes == captions.notes
    assert not [p for p in found.problems if p.code != "timed-text.bad-region-setting"]
    assert not written.losses


@settings(max_examples=COUNT)
@given(some_captions())
def test_json_comes_back_the_same(captions: Captions):
    found = cues_json.read(cues_json.write(captions).data, "x.json")
    assert found.captions == captions


@settings(max_examples=COUNT // 2)
@given(some_captions())
def test_webvtt_is_what_webvtt_py_reads_too(captions: Captions):
    theirs = peer.from_string(webvtt.write(captions).data.decode())
    assert [
        (caption.start_time.in_milliseconds(), caption.identifier or "") for caption in theirs
    ] == [(cue.start_ms, cue.id) for cue in captions.cues]


SAMPLE = "we meet on Thursday évening здравствуйте नमस्ते 今晚 don't [laughs] R&D a<b 50% a;b"
WORDS = SAMPLE.split()


def ordinary(dice: random.Random, count: int) -> Captions:
    cues, at = [], 0
    for number in range(1, count + 1):
        lines = [
            " ".join(dice.choices(WORDS, k=dice.randrange(1, 5)))
            for _ in range(dice.randrange(1, 3))
        ]
        length = dice.randrange(800, 6000)
        cues.append(
            Cue(
                str(number),
                at,
                at + length,
                "\n".join(lines),
                speaker=dice.choice([None, "Jo", "Member A"]),
            )
        )
        at += length + dice.choice([0, 83, 900])
    return Captions(tuple(cues), lang="en")


@pytest.mark.parametrize("form", [webvtt, ttml, cues_json])
def test_ordinary_cues_come_back_from(form, dice: random.Random):
    captions = ordinary(dice, 10_000 if SOAK else 300)
    found = form.read(form.write(captions).data, "x")
    assert comparable(found.captions) == comparable(captions)
    assert not found.problems


def test_ordinary_cues_come_back_from_srt_with_their_labels(dice: random.Random):
    captions = ordinary(dice, 10_000 if SOAK else 300)
    found = srt.read(srt.write(captions).data, "x.srt")
    assert not found.problems
    speaker = None
    for before, after in zip(captions.cues, found.captions.cues, strict=True):
        label = f"{before.speaker}: " if before.speaker not in (None, speaker) else ""
        speaker = before.speaker or speaker
        assert (after.start_ms, after.end_ms) == (before.start_ms, before.end_ms)
        assert after.text == label + before.text


RICH = Captions(
    (Cue("intro", 0, 1000, "hi", {"line": "0"}, "Jo", "<v Jo><i>hi</i></v>"),),
    styles=("::cue {}",),
    lang="en",
)
LOST = {
    webvtt: {"language"},
    cues_json: set(),
    ttml: {"styles"},
    srt: {"ids", "styles", "language"},
    sbv: {"ids", "settings", "markup", "styles", "language"},
    ass: {"ids", "styles", "language"},
}


@pytest.mark.parametrize("form", LOST)
def test_rubies_and_odd_places_are_kept_or_told(form):
    cue = Cue("", 0, 1000, "hi", {"line": "20%"}, None, "<ruby>h<rt>i</rt></ruby>")
    told = {
        problem.code.removeprefix("timed-text.lost-")
        for problem in form.write(Captions((cue,))).losses
    }
    assert told == (set() if form in (webvtt, cues_json) else {"settings", "markup"})


@pytest.mark.parametrize("form", LOST)
def test_what_a_format_cannot_hold_is_told(form):
    told = {problem.code.removeprefix("timed-text.lost-") for problem in form.write(RICH).losses}
    assert told == LOST[form]
