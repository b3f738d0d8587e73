"""E-books as EPUBCheck, DAISY Ace and reading systems meet them."""

from __future__ import annotations

import dataclasses
import io
import re
import wave
import zipfile
from xml.etree import ElementTree

import pytest

from access_kit.documents.check_tree import plain_text
from access_kit.documents.epub import build_epub
from access_kit.documents.narration import Clip, Narration
from access_kit.documents.pdf import find_print_pages
from access_kit.documents.places import find_places
from access_kit.model.document import Heading, Paragraph
from tests.documents.handout import (
    LANGUAGES,
    MOMENT,
    any_look,
    make,
    short_document,
    standard_handout,
    words,
)
from tests.documents.test_html import EVERY_BLOCK
from tests.documents.test_pdf import HOSTILE
from tests.validators.epub import ace_failures, epubcheck_messages
from tests.validators.pdf import poppler_text

BANNER = (Paragraph(words("Draft, not checked")),)


def every_block(lang="en"):
    return dataclasses.replace(
        standard_handout(lang),
        blocks=(*standard_handout(lang).blocks, *EVERY_BLOCK[-7:]),
        draft_banner=BANNER,
    )


def parts_of(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def read_along(lang="en") -> bytes:
    """A book with a clip of a tenth of a second for each of its pieces."""
    document = standard_handout(lang)
    places = [place.id for place in find_places(document)]
    sound = io.BytesIO()
    with wave.open(sound, "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(8000)
        stream.writeframes(b"\0\0" * 800 * len(places))
    clips = tuple(Clip(place, n * 100, n * 100 + 100) for n, place in enumerate(places))
    speech = Narration(sound.getvalue(), clips, "audio/wav", "speech.wav")
    return build_epub(document, any_look(), moment=MOMENT, speech=speech)


@pytest.fixture
def save(tmp_path):
    def write(name: str, data: bytes):
        path = tmp_path / f"{name}.epub"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("twin", [False, True], ids=["every block", "with printed twin"])
def test_no_checker_finds_anything(save, twin):
    """The handouts that are built in stand before the same judges in test_library_formats."""
    document = standard_handout() if twin else every_block()
    if twin:
        pages = find_print_pages(document, any_look())
        document = dataclasses.replace(document, print_pages=pages)
    book = save("judged", make(document, "epub"))
    assert epubcheck_messages(book) == []
    assert ace_failures(book) == []


@pytest.mark.parametrize("size", [14, 24, 40])
def test_pages_of_the_book_are_those_of_its_printed_twin(tmp_path, size):
    look = any_look(size=size)
    document = standard_handout()
    pages = find_print_pages(document, look)
    book = dataclasses.replace(document, print_pages=pages)
    text = parts_of(make(book, "epub", look))["book/text.xhtml"].decode()
    printed = tmp_path / "twin.pdf"
    printed.write_bytes(make(document, "pdf", look))
    sheets = poppler_text(printed).split("\f")
    assert re.findall(r'id="page-(\d+)"', text) == [str(n + 1) for n in range(max(pages))]
    for block, page in zip(document.blocks, pages, strict=True):
        if isinstance(block, Heading):
            assert plain_text(block.content) in " ".join(sheets[page - 1].split())


def test_a_book_without_a_printed_twin_has_no_pages():
    parts = parts_of(make(standard_handout(), "epub"))
    assert not any(b"page-list" in data or b"pagebreak" in data for data in parts.values())


def test_a_book_that_is_read_along_is_sound_too(save):
    # WAV is no core type of EPUB; everything else about the overlay is judged.
    book = save("along", read_along())
    assert [m for m in epubcheck_messages(book) if "MED-" not in m and "RSC-032" not in m] == []
    parts = parts_of(read_along())
    smil = parts["book/read-along.smil"].decode()
    text = parts["book/text.xhtml"].decode()
    spoken = re.findall(r'src="text.xhtml#([^"]+)"', smil)
    assert spoken == [place.id for place in find_places(standard_handout())]
    assert [one for one in spoken if f'id="{one}"' not in text] == []
    opf = parts["book/package.opf"].decode()
    assert "synchronizedAudioText" in opf
    assert '<meta property="media:duration">0:00:04.' in opf


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_place_has_its_id_in_page_and_book(lang):
    document = every_block(lang)
    page = make(document, "html").decode()
    text = parts_of(make(document, "epub"))["book/text.xhtml"].decode()
    for where in (page, text):
        ids = re.findall(r' id="([^"]+)"', where)
        assert len(ids) == len(set(ids))
        assert {place.id for place in find_places(document)} <= set(ids)


def test_the_media_type_comes_first_and_unpacked():
    book = make(standard_handout(), "epub")
    assert book[30:58] == b"mimetypeapplication/epub+zip"


def test_contents_follow_the_headings():
    contents = parts_of(make(standard_handout(), "epub"))["book/contents.xhtml"].decode()
    links = re.findall(r">([^<]+)</a>", contents)
    assert links[:3] == ["Getting ready for our group", "What we will do", "Before the day"]
    assert links[-1] == "People who help"
    assert contents.count("<ol>") == 5


def test_language_and_direction_stand_in_every_part():
    parts = parts_of(make(standard_handout("ar"), "epub"))
    for name in ("text", "contents"):
        assert b'lang="ar" xml:lang="ar" dir="rtl"' in parts[f"book/{name}.xhtml"]
    opf = parts["book/package.opf"].decode()
    assert "<dc:language>ar</dc:language>" in opf
    assert 'page-progression-direction="rtl"' in opf
    assert 'xml:lang="en"' in opf, "our own English summary says what it is"


def test_no_conformance_is_claimed():
    opf = parts_of(make(standard_handout(), "epub"))["book/package.opf"].decode()
    assert "conformsTo" not in opf
    assert "certified" not in opf


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_any_kind_is_shown_as_it_is(text):
    parts = parts_of(make(short_document(Paragraph(words(text)), title=text), "epub"))
    for name in ("text.xhtml", "contents.xhtml", "package.opf"):
        ElementTree.fromstring(parts[f"book/{name}"])
    page = ElementTree.fromstring(parts["book/text.xhtml"])
    assert "".join(page.itertext()).count(text) == 3
