"""veraPDF is asked in earnest: a good file passes, each broken one fails for its own reason."""

import pikepdf
import pytest
import typst

from tests.validators.verapdf import failed_rules

GOOD = b"""
#set document(title: "Meeting paper")
#set text(lang: "en")
#title()
= Before we meet
Bring water. #link("https://peer.example/")[Our page]
#table(columns: 2, table.header([When], [What]), [18:00], [Start])
"""


@pytest.fixture(scope="module")
def good_pdf(tmp_path_factory):
    path = tmp_path_factory.mktemp("verapdf") / "good.pdf"
    typst.compile(GOOD, output=path, pdf_standards=["ua-1"])
    return path


def without_language(pdf):
    del pdf.Root.Lang


def without_shown_title(pdf):
    del pdf.Root.ViewerPreferences


def without_tags(pdf):
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def without_xmp(pdf):
    del pdf.Root.Metadata


BREAKS = {
    without_language: "7.2-34",
    without_shown_title: "7.1-10",
    without_tags: "6.2-1",
    without_xmp: "7.1-8",
}


def test_good_file_passes_and_each_break_is_found(good_pdf):
    paths = {}
    for break_it in BREAKS:
        paths[break_it] = good_pdf.with_name(f"{break_it.__name__}.pdf")
        with pikepdf.open(good_pdf) as pdf:
            break_it(pdf)
            pdf.save(paths[break_it])
    verdicts = failed_rules(good_pdf.parent)
    assert set(verdicts) == {good_pdf, *paths.values()}
    assert verdicts[good_pdf] == []
    for break_it, rule in BREAKS.items():
        found = verdicts[paths[break_it]]
        assert any(line.startswith(f"{rule}:") for line in found), found


def test_file_that_is_no_pdf_is_unreadable_not_passed(tmp_path):
    junk = tmp_path / "junk.pdf"
    junk.write_bytes(b"not a PDF at all")
    [verdict] = failed_rules([junk])[junk]
    assert verdict.startswith("unreadable: ")
