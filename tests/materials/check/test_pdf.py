"""Each break of a sound PDF is told by its own code."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from access_kit.errors import BadInput
from access_kit.materials.check.pdf import check_pdf, passages_in_pdf
from access_kit.materials.check.pdf_tags import read_tags
from access_kit.materials.check.pdf_words import read_pages
from access_kit.materials.plain.passages import PassageKind
from tests.documents.handout import make, standard_handout

SOUND = make(standard_handout("en"))


def codes(data: bytes) -> set[str]:
    found = check_pdf(read_tags(data), read_pages(data))
    return {problem.code.removeprefix("check.") for problem in found}


def changed(change) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(SOUND)) as pdf:
        change(pdf)
        pdf.save(stream)
    return stream.getvalue()


def elements(pdf):
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]


def without_tags(pdf):
    del pdf.Root["/MarkInfo"]


def without_language(pdf):
    del pdf.Root["/Lang"]


def without_title(pdf):
    del pdf.Root["/Metadata"]
    del pdf.docinfo["/Title"]


def with_hidden_title(pdf):
    del pdf.Root["/ViewerPreferences"]


def without_alt(pdf):
    for one in elements(pdf):
        if one["/S"] == "/Figure":
            del one["/Alt"]


def with_skipped_heading(pdf):
    for one in elements(pdf):
        if one["/S"] == "/H2":
            one["/S"] = pikepdf.Name.H4


def without_table_headers(pdf):
    for one in elements(pdf):
        if one["/S"] == "/TH":
            one["/S"] = pikepdf.Name.TD


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without_tags, "not-tagged"),
        (without_language, "no-language"),
        (without_title, "no-title"),
        (with_hidden_title, "title-not-shown"),
        (without_alt, "picture-without-alt"),
        (with_skipped_heading, "heading-skipped"),
        (without_table_headers, "table-without-header"),
    ],
)
def test_each_break_is_found_and_nothing_else(change, code):
    assert codes(SOUND) == set()
    assert codes(changed(change)) == {code}


def test_a_scan_is_a_picture_without_words():
    stream = io.BytesIO()
    Pillow.new("RGB", (300, 400), "white").save(stream, "PDF")
    assert codes(stream.getvalue()) == {
        "no-title",
        "no-language",
        "not-tagged",
        "page-is-picture",
    }


def drawn(operators: str) -> bytes:
    """An untagged page with words drawn by ``operators``, in Helvetica."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 300))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj["/Contents"] = pdf.make_stream(operators.encode())
        pdf.save(stream)
    return stream.getvalue()


def test_small_and_faint_letters_are_found():
    small = drawn("BT /F1 8 Tf 20 200 Td (small words here) Tj ET")
    assert codes(small) - codes(drawn("BT /F1 14 Tf 20 200 Td (words) Tj ET")) == {"small-text"}
    faint = drawn("0.7 g BT /F1 14 Tf 20 200 Td (faint words) Tj ET")
    assert "low-contrast" in codes(faint)
    on_dark = drawn("0 g 0 0 300 300 re f 0.9 g BT /F1 14 Tf 20 200 Td (light on dark) Tj ET")
    assert "low-contrast" not in codes(on_dark)


PLACES = {
    "words-off-page": "BT /F1 14 Tf 250 200 Td (far to the right) Tj ET",
    "words-at-edge": "BT /F1 14 Tf 20 5 Td (close to the edge) Tj ET",
    "words-over-words": "BT /F1 14 Tf 20 100 Td (Page one) Tj 4 2 Td (Other words) Tj ET",
}


@pytest.mark.parametrize("code", PLACES)
def test_words_off_the_sheet_at_its_edge_or_over_others_are_found(code):
    sound = codes(drawn("BT /F1 14 Tf 20 200 Td (words) Tj 0 -20 Td (more words) Tj ET"))
    assert codes(drawn(PLACES[code])) - sound == {code}


def test_words_drawn_twice_to_be_bold_are_sound():
    twice = drawn("BT /F1 14 Tf 20 200 Td (words) Tj 0.3 0 Td (words) Tj ET")
    assert "words-over-words" not in codes(twice)


def test_blocks_come_out_one_by_one_in_order():
    document = standard_handout("en")
    passages = list(passages_in_pdf(read_tags(SOUND), read_pages(SOUND)))
    texts = [passage.text for passage in passages]
    assert texts[0] == document.title
    assert sum(passage.kind is not PassageKind.LABEL for passage in passages) >= 13 + 9 + 5
    assert len(texts) == len(set(texts))


def test_without_tags_words_are_read_but_no_sentences():
    data = changed(without_tags)
    kinds = {passage.kind for passage in passages_in_pdf(read_tags(data), read_pages(data))}
    assert kinds == {PassageKind.LABEL}


def test_a_locked_file_says_so():
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(SOUND)) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(BadInput) as caught:
        read_tags(stream.getvalue())
    assert caught.value.problems[0].code == "check.pdf-locked"


@given(st.binary(max_size=200), st.integers(0, len(SOUND)), st.booleans())
def test_a_damaged_file_is_refused_or_read_but_never_breaks_the_check(noise, place, is_cut):
    data = SOUND[:place] if is_cut else SOUND[:place] + noise + SOUND[place + len(noise) :]
    try:
        codes(data)
    except BadInput:
        return
