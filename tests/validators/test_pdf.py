"""The readers of PDFs find what is there and miss what is not."""

import pytest
import typst

from access_kit.model.document import Box
from tests.validators.pdf import ink_in, ink_outside, missing_strings, page_count, page_image

SOURCE = """
#set page(width: 100mm, height: 100mm, margin: 0mm)
#set text(size: 18pt)
#place(dx: 10mm, dy: 10mm, [Rosa M.])
#place(dx: 20mm, dy: 50mm, rect(width: 10mm, height: 5mm, fill: black))
#pagebreak()
#place(dx: 10mm, dy: 10mm, [第二页 · página dos])
""".encode()


@pytest.fixture(scope="module")
def two_pages(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "two.pdf"
    typst.compile(SOURCE, output=path)
    return path


def test_strings_that_are_there_are_found_and_others_named(two_pages):
    missing = missing_strings(two_pages, ["Rosa M.", "página dos", "Ana"])
    assert missing == {"pdftotext": ["Ana"], "pdfium": ["Ana"]}


def test_ink_is_counted_in_its_box_alone(two_pages):
    assert page_count(two_pages) == 2
    image = page_image(two_pages, 1, dpi=254)
    assert image.width == pytest.approx(1000, abs=2)
    block = Box(20, 50, 30, 55)
    assert ink_in(image, block) == pytest.approx(100 * 50, rel=0.05)
    assert ink_in(image, Box(20, 60, 90, 90)) == 0
    below = Box(0, 40, 100, 100)
    assert ink_outside(image, Box(19, 49, 31, 56), below) == 0
    assert ink_outside(image, Box(19, 49, 25, 56), below) > 1000
    assert ink_outside(image, Box(19, 49, 31, 56)) > 0
