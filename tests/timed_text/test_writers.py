"""Each writer loses what its table says and no more: written, read again, compared sign by sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.model.cue import Captions, Cue
from access_kit.timed_text import ass, sbv, srt, ttml, webvtt
from access_kit.timed_text.emphasis import mark_up, runs_of
from access_kit.timed_text.nine_places import place_of, settings_at
from access_kit.timed_text.webvtt_text import Run
from tests.conftest import SOAK
from tests.timed_text.strategies import NAMES, some_cues

COUNT = 1_000 if SOAK else 40
NO_XML = {*map(chr, range(9)), "\x0b", "\x0c", *map(chr, range(14, 32)), "\ufffe", "\uffff"}
TRICKS = ["<i>", "</b>", "{\\an8}", "{x}", "\\N", "&amp;", "00:00:01,000 --> 00:00:02,000",
          "0:00:01.000,0:00:02.000", "12", "\n", "a, b", "Jo: hi", " "]  # fmt: skip
EMPHASIS = st.sampled_from(["", "b", "i", "u", "bi", "biu"])
WORDS = st.sampled_from(TRICKS) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\u2060"), max_size=12
)


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    cue = draw(some_cues())
    speaker = draw(st.none() | NAMES.filter(lambda name: "\u2060" not in name))
    runs = draw(st.lists(st.builds(Run, WORDS, st.none(), EMPHASIS), max_size=4))
    text, markup = mark_up(runs, speaker)
    place = draw(st.sampled_from([2, 2, 8, 5, 7, 9, 1]))
    return replace(
        cue, text=text, markup=markup, speaker=speaker, settings=settings_at(place), id=""
    )


CAPTIONS = st.lists(cues(), max_size=6).map(lambda found: Captions(tuple(found)))
Signs = list[tuple[str, str]]


def signs(cue: Cue) -> Signs:
    """Every sign with its emphasis; a line end has none."""
    return [(c, "" if c == "\n" else run.emphasis) for run in runs_of(cue) for c in run.text]


def without_blank_lines(found: Signs) -> Signs:
    lines: list[Signs] = [[]]
    for sign in found:
        if sign[0] == "\n":
            lines.append([])
        else:
            lines[-1].append((" ", sign[1]) if sign[0] == "\r" else sign)
    kept = [line for line in lines if "".join(c for c, _ in line).strip()]
    return [sign for line in kept for sign in (("\n", ""), *line)][1:]


def labelled(captions: Captions) -> list[Signs]:
    """What a format shows that has no place for speakers: ``Name:`` where they change."""
    done, before = [], None
    for cue in captions.cues:
        names = cue.speaker and cue.speaker != before and cue.text.strip()
        label = [(c, "") for c in f"{cue.speaker}: "] if names else []
        done.append(without_blank_lines(label + signs(cue)))
        before = (cue.speaker if cue.text else None) or cue.speaker or before
    return done


@settings(max_examples=COUNT)
@given(CAPTIONS)
def test_srt_keeps_times_emphasis_places_and_names(captions: Captions):
    found = read_again(srt, captions)
    assert [signs(cue) for cue in found] == labelled(captions)
    assert stands(found) == stands(captions.cues)


@settings(max_examples=COUNT)
@given(CAPTIONS)
def test_sbv_keeps_times_and_names(captions: Captions):
    found = read_again(sbv, captions)
    assert [cue.text for cue in found] == ["".join(c for c, _ in one) for one in labelled(captions)]
    assert [times for _, *times in stands(found)] == [times for _, *times in stands(captions.cues)]


@settings(max_examples=COUNT)
@given(CAPTIONS)
def test_ass_keeps_all_but_thousandths_and_commas_of_names(captions: Captions):
    shown = sorted(
        (cue for cue in captions.cues if cue.text.strip()),
        key=lambda cue: (cue.start_ms + 5) // 10,
    )
    kept = Captions(tuple(shown))
    found = read_again(ass, kept)
    assert [cue.speaker for cue in found] == [
        cue.speaker and cue.speaker.replace(",", ";") for cue in shown
    ]
    assert [signs(cue) for cue in found] == [
        [(" " if c == "\r" else c, emphasis) for c, emphasis in signs(cue)] for cue in shown
    ]
    assert [place for place, *_ in stands(found)] == [place for place, *_ in stands(shown)]
    for before, after in zip(shown, found, strict=True):
        assert abs(before.start_ms - after.start_ms) <= 5
        assert abs(before.end_ms - after.end_ms) <= 10
        assert after.end_ms > after.start_ms


@settings(max_examples=COUNT)
@given(CAPTIONS)
def test_ttml_keeps_all_but_signs_that_xml_has_not(captions: Captions):
    found = read_again(ttml, captions)
    assert [signs(cue) for cue in found] == [
        [("\ufffd" if c in NO_XML else c, emphasis) for c, emphasis in signs(cue)]
        for cue in captions.cues
    ]
    assert stands(found) == stands(captions.cues)


@settings(max_examples=COUNT)
@given(CAPTIONS)
def test_webvtt_keeps_all(captions: Captions):
    found = read_again(webvtt, captions)
    assert [signs(cue) for cue in found] == [signs(cue) for cue in captions.cues]
    assert [cue.speaker for cue in found] == [cue.speaker for cue in captions.cues]
    assert stands(found) == stands(captions.cues)


def read_again(form, captions: Captions) -> tuple[Cue, ...]:
    if not captions.cues:
        return ()
    return form.read(form.write(captions).data, "x").captions.cues


def stands(cues: Iterable[Cue]) -> list[tuple[int | None, int, int]]:
    """Where each cue stands on the picture, and from when to when."""
    return [(place_of(cue.settings), cue.start_ms, cue.end_ms) for cue in cues]


@pytest.mark.parametrize("form", [srt, sbv, ass, ttml, webvtt])
def test_writing_what_was_read_changes_nothing_more(form):
    captions = Captions((Cue("", 1000, 2000, "<i> & {\\an8} \\N 12\n00:01 -> 00:02"),))
    once = form.write(captions).data
    assert form.write(form.read(once, "x").captions).data == once
