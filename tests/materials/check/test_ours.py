"""What we make passes our own checks, in every language; so their warnings mean something."""

from __future__ import annotations

import pypdfium2
import pytest

from access_kit.workflow.alone.check_files import check_file
from tests.documents.handout import any_look, make, standard_handout

PAGE_NUMBER = ["Page", "1", "of", "3"]
ABOUT_WORDS = ("reading.", "words.")


@pytest.mark.parametrize("lang", ["en", "es", "ar", "hi"])
@pytest.mark.parametrize(
    ("format_name", "suffix"), [("pdf", "pdf"), ("html", "html"), ("epub", "epub")]
)
def test_a_rendition_of_ours_has_no_findings(tmp_path, lang, format_name, suffix):
    path = tmp_path / f"paper.{suffix}"
    path.write_bytes(make(standard_handout(lang), format_name, any_look()))
    checked = check_file(path)
    assert [p for p in checked.problems if not p.code.startswith(ABOUT_WORDS)] == []
    assert checked.level is not None
    assert checked.level.lang == lang


def test_every_format_counts_the_same_words(tmp_path):
    """Page numbers aside, which only print has."""
    counts = {}
    for suffix in ("pdf", "html", "epub"):
        path = tmp_path / f"paper.{suffix}"
        path.write_bytes(make(standard_handout("en"), suffix, any_look()))
        level = check_file(path).level
        assert level is not None
        numbers = len(PAGE_NUMBER) * len(pypdfium2.PdfDocument(path)) if suffix == "pdf" else 0
        counts[suffix] = level.words - numbers
    least, most = min(counts.values()), max(counts.values())
    assert most <= least * 1.1, counts
