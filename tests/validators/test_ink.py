"""The judge of ink finds each fault in a page that was set for that, and nothing in a sound one."""

from __future__ import annotations

import pytest
import typst

from tests.validators.ink import faults, parted_numbers, read_sheets, text_area

AREA = text_area(body_pt=18)
PAGE = """
#set document(title: "A page")
#set page(width: 612pt, height: 792pt, margin: (left: 72pt, right: 108pt, y: 72pt),
  footer: [Page 1])
#set text(size: 18pt, font: "Libertinus Serif")
#let box-of(..lines) = block(width: 100%, inset: (left: 14pt), outset: (left: -2pt),
  stroke: (left: 4pt), lines.pos().join(parbreak()))
"""
SOUND = """
= A heading
Some words. #box-of([Who helps], [988]) #line(length: 100%)
#table(columns: (1fr, 1fr), stroke: (bottom: 1pt), table.header([A], [B]), [c], [d])
"""
BROKEN = {
    "words left of the sheet": ("#place(dx: -150pt)[Draft]", "outside"),
    "words right of the text": ("#place(dx: 420pt)[Draft]", "outside"),
    "words below the text": ("#place(dy: 650pt)[Draft]", "outside"),
    "words below the sheet": ("#place(dy: 760pt)[Another language]", "outside"),
    "words above the text": ("#place(dy: -40pt)[Draft]", "outside"),
    "line into the margin": ("#place(dx: -20pt, line(length: 100%))", "outside"),
    "box into the margin": ("#place(dx: -8pt, rect(width: 40pt, fill: black))", "outside"),
    "picture into the margin": (
        '#place(dx: 400pt, image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"90\\" '
        'height=\\"90\\"><circle r=\\"40\\" cx=\\"45\\" cy=\\"45\\"/></svg>"), format: "svg", '
        'alt: "A dot"))',
        "outside",
    ),
    "words over words": ("First words #place(dx: 4pt, dy: -14pt)[Other words]", "overlap"),
    "words over a line": ("#place(dy: 5pt, line(length: 100%, stroke: 3pt))Words", "overlap"),
    "words over the page number": ("#place(dy: 672pt)[Page of words]", "overlap"),
    "banner not whole": ("", "banner"),
    "heading alone": ("Words\n\n= Alone\n#pagebreak()\nMore words", "heading-alone"),
    "box alone": ("Words\n#pagebreak()\n#box-of([Who helps], [988])\nJo", "box-alone"),
    "box parted": ("#v(600pt)\n#box-of([Who helps], [988], [911])", "box-parted"),
}  # fmt: skip


def sheets_of(source):
    return read_sheets(typst.compile((PAGE + source).encode(), format="pdf"))


def test_sound_page_is_not_blamed():
    assert faults(sheets_of(SOUND), AREA, banner=["Some words."]) == []


@pytest.mark.parametrize("name", BROKEN)
def test_broken_page_is_caught(name):
    source, kind = BROKEN[name]
    banner = ["Not checked"] if kind == "banner" else []
    assert kind in {one.kind for one in faults(sheets_of(source), AREA, banner=banner)}


def test_page_for_an_envelope_may_hold_fold_marks():
    source = "#place(dx: -60pt, line(length: 10pt))#pagebreak()Words"
    assert faults(sheets_of(source), AREA, address=True) == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Call +1 603 555 0199. Then", True),
        ("Call +1 603 555\n0199.", True),
        ("Call +1-603-555-\n0199", True),
        ("Call +1 603 555.\n0199", False),
        ("Call +1 603 555,\n0199", False),
    ],
)
def test_number_with_a_sign_inside_is_not_whole(text, whole):
    assert (parted_numbers(text, ["+1 603 555 0199"]) == []) is whole
