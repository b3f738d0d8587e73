"""One paper in two languages: side by side or stacked, each half in its own language."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest

from access_kit.documents.bilingual import make_bilingual, unfold
from access_kit.documents.check_tree import check_tree, walk_blocks
from access_kit.documents.renderers import render_files
from access_kit.model.document import (
    ListItem,
    Pair,
    Paragraph,
    Question,
    Table,
    TickList,
    WriteLine,
)
from access_kit.model.profile import Bilingual
from tests.documents.handout import MOMENT, any_look, make, short_document, standard_handout, words
from tests.languages.papers import BUILDERS, DRAFTED, LAYOUTS, in_two, paper, rendered
from tests.materials.reading import lines_of
from tests.validators.pdf import extract_texts, page_count, squeezed

SIDE_BY_SIDE, STACKED = LAYOUTS
GIANT = any_look(size=36)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize("lang", DRAFTED)
def test_both_languages_are_there_and_the_tree_is_sound(lang, name, layout):
    both = in_two(name, lang, "en", layout)
    assert both.lang == lang
    assert list(check_tree(both)) == []
    page = squeezed(html.unescape(re.sub(r"<[^>]+>", "", rendered(both, "html").decode())))
    for language in (lang, "en"):
        lines = lines_of(paper(name, language))
        assert [line for line in lines if squeezed(line) not in page] == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["tech-check", "consent"])
def test_what_is_filled_in_stands_once_with_both_languages(name, layout):
    alone, both = paper(name, "es"), in_two(name, "es", "en", layout)

    def forms(document):
        return [b for b in walk_blocks(document.blocks) if isinstance(b, Question | WriteLine)]

    own = [block.key for block in forms(alone)]
    assert [block.key for block in both.blocks if isinstance(block, Question | WriteLine)] == own
    assert all(b.also.lang == "en" for b in both.blocks if isinstance(b, Question | WriteLine))
    ticks = [block for block in both.blocks if isinstance(block, TickList)]
    boxes = sum(len(block.items) for block in alone.blocks if isinstance(block, TickList))
    assert sum(len(block.items) for block in ticks) == boxes


def test_a_heading_stays_in_one_pair_with_what_follows():
    both = in_two("letter", "es", "en", SIDE_BY_SIDE)
    pairs = [block for block in both.blocks if isinstance(block, Pair)]
    assert len(pairs) > 10
    assert all(len(pair.first) == len(pair.second) for pair in pairs)
    assert all(block.lang == "en" for pair in pairs for block in pair.second)
    assert any(len(pair.first) > 1 for pair in pairs)


def test_values_are_said_in_each_language():
    text = " ".join(lines_of(in_two("letter", "es", "en", STACKED)))
    assert "Jueves, 3 de diciembre" in text
    assert "Thursday, December 3" in text


def test_tables_and_pictures_take_the_whole_line():
    both = make_bilingual(standard_handout("es"), standard_handout("en"), SIDE_BY_SIDE)
    assert sum(isinstance(block, Table) for block in both.blocks) == 2
    assert sum(type(block).__name__ == "Image" for block in both.blocks) == 1


def test_papers_that_differ_follow_each_other_as_wholes():
    first = short_document(Paragraph(words("uno")), Paragraph(words("dos")), lang="es")
    second = short_document(Paragraph(words("one")), lang="en")
    both = make_bilingual(first, second, SIDE_BY_SIDE)
    assert [block.lang for block in both.blocks] == ["en", None, None, "en"]


def test_items_below_items_are_joined_too():
    def nested(one, two):
        item = ListItem(words(one), (TickList((ListItem(words(two)),)),))
        return short_document(TickList((item,)), lang="es" if one == "uno" else "en")

    both = make_bilingual(nested("uno", "dos"), nested("one", "two"), STACKED)
    item = both.blocks[1].items[0]
    assert item.children[0] == Paragraph(words("one"), "en")
    assert item.children[1].items[0].children == (Paragraph(words("two"), "en"),)


@pytest.mark.parametrize(("layout", "other"), [(Bilingual.NONE, "en"), (STACKED, "es")])
def test_one_language_twice_or_no_layout_is_refused(layout, other):
    with pytest.raises(ValueError, match="bilingual"):
        make_bilingual(paper("letter", "es"), paper("letter", other), layout)


def columns_of(pdf) -> bool:
    """Whether the first heading of the second language stands right of the first's."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            text = page.get_textpage()
            found = text.get_text_range()
            ours, theirs = found.find("Qué esperar"), found.find("What to expect")
            if ours >= 0 and theirs >= 0:
                left, right = (text.get_charbox(at) for at in (ours, theirs))
                beside = right[0] > left[0] + 100 and abs(right[1] - left[1]) < 3
                text.close()
                page.close()
                return beside
            text.close()
            page.close()
    return False


def test_columns_stand_side_by_side_where_there_is_room(tmp_path):
    both = in_two("letter", "es", "en", SIDE_BY_SIDE)
    for look, beside in ((any_look(), True), (GIANT, False)):
        pdf = tmp_path / f"{beside}.pdf"
        pdf.write_bytes(make(both, "pdf", look))
        assert columns_of(pdf) is beside


def test_phone_number_is_on_one_line_in_a_narrow_column(tmp_path):
    pdf = tmp_path / "letter.pdf"
    pdf.write_bytes(rendered(in_two("letter", "es", "en", SIDE_BY_SIDE), "pdf"))
    for text in extract_texts(pdf).values():
        assert text.count("(603) 555-0199") == 2


def test_draft_banner_stands_once_on_each_page(tmp_path):
    both = in_two("letter", "es", "en", SIDE_BY_SIDE)
    banner = (Paragraph(words("Nadie lo ha revisado."), "es"), Paragraph(words("Unchecked."), "en"))
    pdf = tmp_path / "draft.pdf"
    pdf.write_bytes(rendered(dataclasses.replace(both, draft_banner=banner), "pdf"))
    for text in extract_texts(pdf).values():
        assert text.count("Nadie lo ha revisado.") == page_count(pdf)
        assert text.count("Unchecked.") == page_count(pdf)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", BUILDERS)
def test_formats_without_columns_hold_both_languages_and_each_question_once(name, layout):
    both = unfold(in_two(name, "es", "en", layout))
    assert list(check_tree(both)) == []
    blocks = list(walk_blocks(both.blocks))
    assert not any(isinstance(block, Pair) or getattr(block, "also", None) for block in blocks)
    text = render_files("text", both, any_look(), moment=MOMENT)[0].data.decode()
    for language in ("es", "en"):
        for line in lines_of(paper(name, language)):
            assert all(part in squeezed(text) for part in map(squeezed, line.split(" / ")))
