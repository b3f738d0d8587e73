"""Handouts as people have them: every word of each kind comes out in order, or is told."""

from __future__ import annotations

import dataclasses

import pytest

from access_kit.documents.check_tree import plain_text, walk_blocks
from access_kit.documents.office.rich_text import read_rich_text
from access_kit.documents.office.source_kinds import read_source
from access_kit.documents.office.web_file import read_web
from access_kit.errors import BadInput
from access_kit.model.document import (
    BulletList,
    Document,
    Heading,
    Image,
    Link,
    Paragraph,
    Steps,
    Table,
    Text,
)
from tests.documents import office_files as made
from tests.documents.handout import LABELS, make
from tests.documents.words import (
    docx_words,
    epub_words,
    html_words,
    split_words,
    text_words,
    words_of,
)

IN_ORDER = split_words(" ".join(made.IN_ORDER))
FOOT = split_words(made.FOOT)
FLAT = ("txt", "pdf")
"""Kinds that don't say what is bold, a link, or in another language."""


def read(folder, name, data, lang="en"):
    (folder / "a.png").write_bytes(made.png())
    (folder / name).write_bytes(data)
    return read_source(folder / name, lang=lang)


def codes(source):
    return {one.code for one in source.problems}


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    return {kind: read(folder, f"handout.{kind}", of()) for kind, of in made.FILES.items()}


@pytest.mark.parametrize("kind", made.FILES)
def test_every_word_comes_in_order(sources, kind):
    wanted = IN_ORDER if kind == "pdf" else [*IN_ORDER, *FOOT]
    assert words_of(sources[kind].document) == wanted
    told = codes(sources[kind]) - {"office.on-every-page"}
    assert told == set()


@pytest.mark.parametrize("kind", made.FILES)
def test_every_format_says_every_word_of_it(sources, kind):
    document = dataclasses.replace(sources[kind].document, labels=LABELS)
    assert html_words(make(document, "html")) == words_of(document)
    assert epub_words(make(document, "epub")) == words_of(document)
    assert docx_words(make(document, "docx")) == words_of(document)
    linear = {"addresses": True, "headers_by_cell": True, "pictures": True}
    assert text_words(make(document, "text")) == words_of(document, **linear)


@pytest.mark.parametrize("kind", made.FILES)
def test_headings_lists_and_tables_stay_what_they_are(sources, kind):
    document = sources[kind].document
    assert document.title == made.TITLE
    assert document.lang == "en"
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    told = [(one.level, plain_text(one.content)) for one in headings]
    assert [one for one in told if one[0] == 1] == [(1, made.NEED), (1, made.WHEN)]
    bullets = next(block for block in document.blocks if isinstance(block, BulletList))
    if kind != "pdf":
        assert [plain_text(item.content) for item in bullets.items] == [made.PHONE, made.CHARGER]
        (inner,) = bullets.items[0].children
        assert plain_text(inner.items[0].content) == made.TABLET
    (steps,) = [block for block in document.blocks if isinstance(block, Steps)]
    assert [plain_text(item.content) for item in steps.items] == list(made.STEPS)
    if kind not in FLAT:
        (table,) = [block for block in document.blocks if isinstance(block, Table)]
        cells = [[plain_text(cell) for cell in row] for row in (table.header, *table.rows)]
        assert cells == [list(row) for row in made.TABLE]


@pytest.mark.parametrize("kind", [kind for kind in made.FILES if kind not in FLAT])
def test_bold_links_languages_and_pictures_are_kept(sources, kind):
    document = sources[kind].document
    inlines = [one for block in document.blocks for one in getattr(block, "content", ())]
    assert made.LEAD[1] in [one.text for one in inlines if isinstance(one, Text) and one.strong]
    assert Link(made.LINK, made.ADDRESS) in inlines
    spanish = [one.lang for one in inlines if one.text == made.SPANISH]
    assert [lang.partition("-")[0] for lang in spanish] == ["es"] or _block_lang(document) == "es"
    assert [one.alt for one in walk_blocks(document.blocks) if isinstance(one, Image)] == [made.ALT]


def _block_lang(document: Document) -> str | None:
    found = [one for one in document.blocks if isinstance(one, Paragraph)]
    return next((one.lang for one in found if plain_text(one.content) == made.SPANISH), None)


# -- what can't be kept -------------------------------------------------------------------------


def test_a_word_file_tells_what_it_leaves_out(tmp_path):
    def change(document):
        hidden = document.add_paragraph().add_run("Ring bell nine.")
        hidden.font.hidden = True
        struck = document.add_paragraph("Come on ").add_run("Tuesday")
        struck.font.strike = True
        document.add_picture(made.io.BytesIO(made.png("red")))

    source = read(tmp_path, "told.docx", made.word_file(change))
    assert {"office.hidden", "office.struck", "office.picture-without-alt"} <= codes(source)
    told = {one.code: one.facts.get("words") for one in source.problems}
    assert told["office.hidden"] == "Ring bell nine."
    assert told["office.struck"] == "Tuesday"
    assert "Tuesday" not in words_of(source.document)


def test_an_open_document_tells_comments_deletions_and_hidden_words(tmp_path):
    more = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Old hour</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Seen<office:annotation><text:p>Ask Jo</text:p></office:annotation>"
        '<text:span text:style-name="H"> unseen</text:span>'
        '<text:note text:note-class="footnote"><text:note-body><text:p>By the river.</text:p>'
        "</text:note-body></text:note></text:p>"
    )
    source = read(tmp_path, "told.odt", made.open_text(more))
    told = {one.code: one.facts.get("words") for one in source.problems}
    assert told["office.comments"] == "Ask Jo"
    assert told["office.deleted"] == "Old hour"
    assert told["office.hidden"] == "unseen"
    assert words_of(source.document)[-8:] == [*split_words("Seen 1 1 By the river"), *FOOT][-8:]


def test_slides_tell_what_is_hidden_and_what_is_for_the_speaker(tmp_path):
    data = made.slides(hidden="Budget of next year", notes="Smile at Ana")
    source = read(tmp_path, "talk.pptx", data)
    told = {one.code: one.facts.get("words") for one in source.problems}
    assert told["office.hidden-slide"] == "Budget of next year"
    assert told["office.speaker-notes"] == "Smile at Ana"


def test_a_page_tells_fields_films_and_hidden_words(tmp_path):
    more = (
        '<form><input name="a"><button>Send</button></form><iframe title="A map"></iframe>'
        "<p hidden>Not yet</p><p>Come <s>Monday</s> <del>or</del> Friday</p>"
        '<p><input type="checkbox"> I come</p><a href="javascript:x()">here</a>'
    )
    source = read(tmp_path, "page.html", made.web_page(more))
    assert {
        "office.fields", "office.embedded-page", "office.hidden", "office.struck",
        "office.link-not-kept",
    } <= codes(source)  # fmt: skip
    assert words_of(source.document)[-5:] == split_words("Come Friday I come here")


def test_a_grid_without_headings_becomes_lines_and_is_told(tmp_path):
    more = "<table><tr><td>Monday<td>nine<tr><td><td>ten<tr><td>Friday<td>one</table>"
    page = f"<html lang=en><h1>Hours</h1>{more.replace('Monday', '')}</html>".encode()
    source = read(tmp_path, "grid.html", page)
    assert "office.table-as-lines" in codes(source)
    assert words_of(source.document) == split_words("Hours nine ten Friday one")


def test_what_an_arabic_page_says_is_in_arabic(tmp_path):
    page = '<html lang="ar"><h1>اجتماع</h1><p>الساعة السادسة <span lang="en">Zoom</span></p></html>'
    source = read(tmp_path, "ar.html", page.encode())
    assert source.document.lang == "ar"
    (paragraph,) = source.document.blocks
    assert [one.lang for one in paragraph.content] == [None, "en"]


def test_text_in_an_old_code_page_is_read_and_told(tmp_path):
    source = read(tmp_path, "old.txt", "Mañana a las seis. Café y té.\n".encode("cp1252"))
    assert split_words("Mañana a las seis Café y té") == words_of(source.document)[1:]
    assert "office.other-encoding" in codes(source)


def test_lines_that_a_program_broke_are_joined_and_those_of_an_address_are_not(tmp_path):
    text = (
        "Our house\n\nThe door is on the left side of the house, behind the tall old\n"
        "trees, and it is open from five.\n\n12 Mill Road\nExampletown\nNH 03755\n"
    )
    source = read(tmp_path, "house.txt", text.encode())
    first, second = source.document.blocks
    assert plain_text(first.content).endswith("the tall old trees, and it is open from five.")
    assert len(first.content) == 1
    assert len(second.content) == 5


# -- what is refused ----------------------------------------------------------------------------

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("scan.pdf", made.scan, "office.scan"),
        ("old.docx", lambda: OLD_WORD, "office.old-or-locked"),
        ("none.docx", lambda: b"PK\x03\x04 and no more", "office.damaged"),
        ("sheet.docx", lambda: made.packed({"xl/workbook.xml": "<a/>"}), "office.not-a-text"),
        ("bomb.docx", lambda: made.packed({"word/document.xml": b" " * 60_000_000}),
         "office.too-large"),
        ("entity.odt", lambda: made.packed({"content.xml": f"{DOCTYPE}<x>&a;</x>"}),
         "office.damaged"),
        ("deep.odt", lambda: made.packed({"content.xml": "<a>" * 9_000}), "file.too-deep"),
        ("empty.html", lambda: b"<html lang=en><p> </p></html>", "office.no-words"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_what_it_is(tmp_path, name, data, code):
    with pytest.raises(BadInput) as refused:
        read(tmp_path, name, data())
    assert code in [one.code for one in refused.value.problems]


def test_a_file_is_known_by_its_content(tmp_path):
    """A Word file that somebody called a text is read as what it is."""
    source = read(tmp_path, "called.txt", made.word_file())
    assert source.kind.name == "docx"
    assert words_of(source.document) == [*IN_ORDER, *FOOT]


@pytest.mark.parametrize("page", ["255", "99999", "-1", "932", "65001"])
def test_a_code_page_that_nobody_knows_is_read_as_western(page):
    data = made.rich_text().replace(rb"\ansicpg1252", rb"\ansicpg" + page.encode())
    assert read_rich_text(data).pieces
    assert read_rich_text(rb"{\rtf1\ansi\ansicpg" + page.encode() + rb" caf\'e9\par}").pieces


@pytest.mark.parametrize("name", ["undefined", "hex", "idna", "no-such-set", "utf-7"])
def test_a_page_in_a_character_set_that_is_none_is_read_as_western(tmp_path, name):
    data = f'<meta charset="{name}"><p>caf'.encode() + b"\xe9 and tea</p>"
    assert "tea" in repr(read_web(data, tmp_path).pieces)
