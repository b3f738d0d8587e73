"""Envelopes: the safe box and the reveal zone of each, and one size of address for everyone."""

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.envelopes import (
    ENVELOPES,
    INCH,
    LARGEST_PT,
    LINE_HEIGHT,
    PAPER_SIZE,
    POINT,
    SMALLEST_PT,
    Window,
    carrier,
    largest_size,
    reveal_box,
    safe_box,
)
from access_kit.documents.text_width import text_width_em
from access_kit.errors import Severity
from access_kit.model.document import Box
from access_kit.model.kit import EnvelopeName
from access_kit.model.look import PaperSize

US10, US9, DL = (ENVELOPES[EnvelopeName(name)] for name in ("us10", "us9", "dl"))
ROSA = ("Rosa M.", "12 Elm St", "Apt 4", "Exampletown, NH 03755")

WITH_WINDOW = [
    pytest.param(envelope, paper, id=f"{envelope.name}-{paper}")
    for envelope in ENVELOPES.values()
    if envelope.window
    for paper in envelope.folds
]


def folded(envelope, paper, first_fold, **changes):
    return dataclasses.replace(envelope, folds={paper: (first_fold,)}, **changes)


# Computed once by hand from the formula, without skew or margin, in millimetres.
COMPUTED = [
    (
        "us9-fold-3.75in",
        US9,
        PaperSize.LETTER,
        (25.4, 60.3, 123.8, 79.4),
        (12.7, 54.0, 136.5, 85.7),
    ),
    (
        "us10-equal-thirds",
        folded(US10, PaperSize.LETTER, 3.667 * INCH),
        PaperSize.LETTER,
        (25.4, 66.7, 108.0, 77.3),
        (0, 51.9, 136.5, 92.1),
    ),
    ("us10-fold-4in", US10, PaperSize.LETTER, (25.4, 66.7, 108.0, 85.7), (0, 60.3, 136.5, 92.1)),
    (
        "us10-window-higher",
        dataclasses.replace(US10, window=Window(0.875 * INCH, 0.625 * INCH, 4.5 * INCH, 28.575)),
        PaperSize.LETTER,
        (25.4, 63.5, 108.0, 82.5),
        (0, 57.1, 136.5, 88.9),
    ),
    (
        "dl-fold-99",
        folded(DL, PaperSize.A4, 99.0),
        PaperSize.A4,
        (22, 59, 98, 79),
        (10, 46, 110, 92),
    ),
    ("dl-fold-105", DL, PaperSize.A4, (22, 59, 98, 85), (10, 52, 110, 92)),
]


@pytest.mark.parametrize(
    ("envelope", "paper", "safe", "reveal"),
    [pytest.param(*row[1:], id=row[0]) for row in COMPUTED],
)
def test_boxes_are_as_computed_by_hand(envelope, paper, safe, reveal):
    assert dataclasses.astuple(safe_box(envelope, paper, skew=0)) == pytest.approx(safe, abs=0.1)
    assert dataclasses.astuple(reveal_box(envelope, paper, margin=0)) == pytest.approx(
        reveal, abs=0.1
    )


def test_us9_window_moves_around_the_place_that_koma_script_chose():
    top = US9.height - US9.window.bottom - US9.window.height
    highest = top - (US9.height - US9.folds[PaperSize.LETTER][0])
    assert (highest + top) / 2 == pytest.approx(2.1875 * INCH)


@pytest.mark.parametrize(("envelope", "paper"), WITH_WINDOW)
def test_safe_box_is_what_every_position_of_the_sheet_shows(envelope, paper):
    """Move the sheet through all its play and look: the oracle knows nothing of the formula."""
    window = envelope.window
    top = envelope.height - window.bottom - window.height
    shown = [
        Box(
            window.left - across,
            top - down,
            window.left + window.width - across,
            top + window.height - down,
        )
        for across in (0, envelope.width - PAPER_SIZE[paper][0])
        for down in (0, envelope.height - envelope.folds[paper][0])
    ]
    safe, reveal = safe_box(envelope, paper), reveal_box(envelope, paper)
    gap = envelope.clearance
    for view in shown:
        assert view.left + gap < safe.left < safe.right < view.right - gap
        assert view.top + gap < safe.top < safe.bottom < view.bottom - gap
        assert reveal.left <= max(0, view.left)
        assert reveal.top < view.top
        assert view.right < reveal.right
        assert view.bottom < reveal.bottom


@pytest.mark.parametrize(("envelope", "paper"), WITH_WINDOW)
def test_window_never_shows_more_than_the_top_panel(envelope, paper):
    reveal = reveal_box(envelope, paper)
    assert reveal.top > 0
    assert reveal.bottom < envelope.folds[paper][0]


@pytest.mark.parametrize(("envelope", "paper"), WITH_WINDOW)
def test_folded_sheet_fits_its_envelope(envelope, paper):
    edges = (0, *envelope.folds[paper], PAPER_SIZE[paper][1])
    panels = [low - high for high, low in pairwise(edges)]
    assert max(panels) == panels[0] < envelope.height
    assert PAPER_SIZE[paper][0] < envelope.width


@pytest.mark.parametrize(("envelope", "paper"), WITH_WINDOW)
def test_every_window_takes_an_address_of_five_lines(envelope, paper):
    made = carrier({"K-01": (*ROSA, "UNITED STATES")}, envelope, paper)
    assert not made.flats


def test_everyone_gets_one_size_and_place():
    longest = ("Bartholomew Featherstonehaugh-Cholmondeley Jr", *ROSA[1:], "UNITED STATES")
    made = carrier(
        {"K-01": ROSA, "K-02": longest, "K-03": ROSA[:3]}, EnvelopeName.US10, PaperSize.LETTER
    )
    assert {page.lines for page in made.by_id.values()} == {ROSA, longest, ROSA[:3]}
    assert len({(p.size_pt, p.safe, p.reveal, p.folds) for p in made.by_id.values()}) == 1
    (note,) = made.problems
    assert (note.code, note.severity, note.where) == (
        "delivery.address-smaller",
        Severity.NOTE,
        "K-02",
    )


def test_three_lines_are_set_in_the_usual_size_without_a_word():
    made = carrier({"K-01": ROSA[:3]}, EnvelopeName.US10, PaperSize.LETTER)
    assert made.by_id["K-01"].size_pt == LARGEST_PT
    assert made.problems == ()


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("A name", *["A line"] * 6), id="too-many-lines"),
        pytest.param(("W" * 60, "12 Elm St", "Exampletown, NH 03755"), id="too-wide"),
    ],
)
def test_one_address_that_does_not_fit_puts_everyone_in_flats(lines):
    made = carrier({"K-01": ROSA, "K-02": lines}, EnvelopeName.US10, PaperSize.LETTER)
    assert made.flats
    assert made.by_id == {}
    (note,) = made.problems
    assert (note.code, note.where) == ("delivery.flats-address", "K-02")


def test_flat_has_no_carrier_and_nothing_to_say():
    made = carrier({"K-01": ROSA}, EnvelopeName.FLAT, PaperSize.LETTER)
    assert (made.flats, made.by_id, made.problems) == (True, {}, ())


def test_paper_that_does_not_fit_when_folded_goes_in_flats():
    made = carrier({"K-01": ROSA}, EnvelopeName.US9, PaperSize.A4)
    assert made.flats
    assert [note.code for note in made.problems] == ["delivery.flats-paper"]


def test_no_address_at_all_is_no_reason_for_flats():
    assert not carrier({}, EnvelopeName.US10, PaperSize.LETTER).flats


names = st.text(st.characters(categories=["Lu", "Ll", "Zs"], max_codepoint=0x24F), min_size=1)


@given(st.lists(names, min_size=1, max_size=8))
def test_what_is_said_to_fit_fits(lines):
    safe = safe_box(US10, PaperSize.LETTER)
    size = largest_size(lines, safe)
    widest = max(map(text_width_em, lines))
    if size is None:
        size = SMALLEST_PT
        too_wide = widest * 1.02 * size * POINT > safe.width
        assert too_wide or len(lines) * LINE_HEIGHT * size * POINT > safe.height
    else:
        assert SMALLEST_PT <= size <= LARGEST_PT
        assert widest * size * POINT <= safe.width
        assert len(lines) * LINE_HEIGHT * size * POINT <= safe.height


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.lists(names, min_size=1, max_size=6)))
def test_order_of_people_changes_nothing(lines_by_id):
    turned = dict(reversed(lines_by_id.items()))
    assert carrier(lines_by_id, EnvelopeName.DL, PaperSize.A4) == carrier(
        turned, EnvelopeName.DL, PaperSize.A4
    )
