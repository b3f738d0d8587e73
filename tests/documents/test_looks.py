from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.contrast import contrast_ratio
from access_kit.documents.looks import GUIDELINES, colours_for, look_for
from access_kit.documents.pdf import POINTS_PER_MM, measure_page
from access_kit.model.look import Contrast, LookName, PaperSize


@pytest.mark.parametrize("contrast", Contrast)
def test_every_colour_has_contrast_seven_to_one(contrast):
    colours = colours_for(contrast)
    for name in ("ink", "link", "rule"):
        assert contrast_ratio(getattr(colours, name), colours.paper) >= 7, name


def test_contrast_formula_agrees_with_known_pairs():
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast_ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast_ratio("#ff0000", "#0000ff") == pytest.approx(2.15, abs=0.01)


@pytest.mark.parametrize("name", LookName)
def test_preset_is_no_smaller_than_clear_print_and_names_its_sources(name):
    assert look_for(name, paper=PaperSize.A4).body_pt >= 14
    rules = {guideline.rule for guideline in GUIDELINES[name]}
    assert {"body", "line spacing", "margins", "line length", "contrast"} <= rules
    assert all(guideline.source for guideline in GUIDELINES[name])


@pytest.mark.parametrize(
    ("name", "size", "large", "body"),
    [
        (LookName.CLEAR_PRINT, None, False, 14),
        (LookName.CLEAR_PRINT, None, True, 18),
        (LookName.GIANT, None, True, 28),
        (LookName.GIANT, 13, True, 13),
        (LookName.CLEAR_PRINT, 48, False, 48),
    ],
)
def test_body_size_follows_the_person_then_large_print_then_the_preset(name, size, large, body):
    look = look_for(name, paper=PaperSize.A4, print_size_pt=size, large_print=large)
    assert look.body_pt == body


@given(
    st.sampled_from(LookName),
    st.sampled_from(PaperSize),
    st.floats(12, 48),
)
def test_headings_never_fall_below_the_body_and_lines_stay_short(name, paper, size):
    look = look_for(name, paper=paper, print_size_pt=size)
    title, sizes = look.title_pt, look.heading_pt
    assert title >= sizes[0] >= sizes[1] >= sizes[2] >= round(size, 1) - 0.05
    page = measure_page(look)
    assert page.line_pt <= 6 * 72 + 0.1 or size >= 22
    width = {PaperSize.LETTER: 215.9, PaperSize.A4: 210.0}[paper] * POINTS_PER_MM
    assert page.line_pt + page.near_pt + page.far_pt == pytest.approx(width, abs=0.1)


@pytest.mark.parametrize("size", [11, 49])
def test_size_outside_what_can_be_asked_for_is_refused(size):
    with pytest.raises(ValueError, match="outside"):
        look_for(LookName.GIANT, paper=PaperSize.A4, print_size_pt=size)
