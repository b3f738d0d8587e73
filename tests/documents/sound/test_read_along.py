"""The e-book and the page that are read along: every clip has its words, and judges are content."""

import io
import json
import re
import zipfile

import pytest

from access_kit.documents.renderers import render_files
from access_kit.documents.sound.spoken_document import find_stretches
from tests.conftest import SOAK
from tests.documents.handout import MOMENT, any_look, standard_handout
from tests.documents.sound.samples import recorded
from tests.documents.words import epub_words, html_words, words_of
from tests.validators import axe
from tests.validators.epub import ace_failures, epubcheck_messages

JUDGED = ("en", "es", "ar") if SOAK else ("en", "ar")


HEAR = """seconds => {
  const player = document.querySelector(".player audio");
  Object.defineProperty(player, "currentTime", { get: () => seconds, configurable: true });
  player.dispatchEvent(new Event("timeupdate"));
  return [...document.querySelectorAll(".spoken")].map(one => one.id);
}"""
"""The page at some moment of the recording: the ids of what it marks."""


def made(lang):
    book, page = render_files("read-along", standard_handout(lang), any_look(), moment=MOMENT)
    assert (book.suffix, page.suffix) == ("read-along.epub", "read-along.html")
    return book.data, page.data


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_clips_follow_each_other_and_name_words_of_the_book(lang):
    book, _ = made(lang)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        text = archive.read("book/text.xhtml").decode()
        smil = archive.read("book/read-along.smil").decode()
        sound = archive.read("book/speech.mp3")
    assert sound.startswith(b"ID3")
    clips = re.findall(
        r'#([^"]+)"/><audio src="speech.mp3" clipBegin="([\d.]+)s" clipEnd="([\d.]+)s"', smil
    )
    places = [place for place, _, _ in clips]
    assert places == [one.place for one in find_stretches(recorded(lang))]
    at = [text.index(f'id="{place}"') for place in places]
    assert at == sorted(at)
    times = [float(time) for _, *both in clips for time in both]
    assert times == sorted(times)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_words_are_those_of_the_document(lang):
    book, page = made(lang)
    assert epub_words(book) == html_words(page) == words_of(standard_handout(lang))


def test_judges_of_e_books_are_content(tmp_path):
    for lang in JUDGED:
        path = tmp_path / f"{lang}.epub"
        path.write_bytes(made(lang)[0])
        assert epubcheck_messages(path) == []
        assert ace_failures(path) == []


def test_page_can_be_heard_and_read_and_marks_what_is_heard(tmp_path):
    pages = []
    for lang in JUDGED:
        path = tmp_path / f"{lang}.html"
        path.write_bytes(made(lang)[1])
        pages.append(path)
    with axe.browser():
        assert axe.violations(pages) == {page: [] for page in pages}
        assert axe.outside_requests(pages[0]) == []
        text = axe.shows_without_script(pages[0])
    assert "Getting ready for our group" in text


def test_page_names_the_player_and_knows_every_time():
    _, page = made("en")
    text = page.decode()
    assert 'aria-label="Listen to this page"' in text
    times = json.loads(re.search(r"\}\)\((\[\[.*?\]\])\);", text)[1])
    assert [place for place, _, _ in times] == [one.place for one in find_stretches(recorded("en"))]
    assert all(f'id="{place}"' in text for place, _, _ in times)


def test_words_are_marked_while_they_are_heard(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(made("en")[1])
    stretches = find_stretches(recorded("en"))
    with axe.browser() as chromium:
        page = chromium.new_page()
        page.goto(path.as_uri())
        marked = [page.evaluate(HEAR, one.start_ms / 1000 + 0.05) for one in stretches]
        page.close()
    assert marked == [[one.place] for one in stretches]


def test_same_document_is_the_same_bytes():
    assert made("en") == made("en")
