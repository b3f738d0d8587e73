"""Label sheets: every label on the page, none over another, one size for everyone."""

from itertools import combinations

import pytest

from access_kit.delivery.envelopes import PAPER_SIZE
from access_kit.delivery.label_sheets import LABEL_SHEETS, label_boxes, label_size
from access_kit.model.look import PaperSize

ROSA = ("Rosa M.", "12 Elm St", "Apt 4", "Exampletown, NH 03755")


@pytest.mark.parametrize("paper", PaperSize)
def test_labels_lie_on_the_page_and_apart(paper):
    width, height = PAPER_SIZE[paper]
    boxes = label_boxes(paper)
    sheet = LABEL_SHEETS[paper]
    assert len(boxes) == sheet.columns * sheet.rows
    for box in boxes:
        assert 0 < box.left < box.right < width
        assert 0 < box.top < box.bottom < height
    for one, other in combinations(boxes, 2):
        apart_across = one.right < other.left or other.right < one.left
        apart_down = one.bottom < other.top or other.bottom < one.top
        assert apart_across or apart_down


def test_all_labels_take_the_size_of_the_longest_address():
    assert label_size({"K-01": ROSA}, PaperSize.LETTER) == 12
    assert label_size({"K-01": ROSA, "K-02": ("M" * 30, *ROSA)}, PaperSize.LETTER) < 12
    assert label_size({"K-01": ROSA, "K-02": ("M" * 99, *ROSA)}, PaperSize.LETTER) is None
