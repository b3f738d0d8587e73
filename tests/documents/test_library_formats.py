"""Every built-in handout in every format and drafted language, before the judges of each format.

Four of them every day, all of them in the long run.
"""

from __future__ import annotations

import dataclasses
import io
from functools import cache

import pytest
from PIL import Image

from access_kit.documents.renderers import FORMATS, render_files
from access_kit.i18n.catalogues import kit_folders
from access_kit.materials.library import list_builtin
from access_kit.workflow.prepare.languages import Scribe, Written
from access_kit.workflow.prepare.read import read_handout
from tests.documents.handout import MOMENT, any_look, make
from tests.documents.sound.samples import decoded
from tests.documents.test_round_trip import LINEAR, need_liblouis
from tests.documents.words import epub_words, html_words, text_words, words_of
from tests.validators.axe import violations
from tests.validators.epub import ace_failures, epubcheck_messages
from tests.validators.verapdf import failed_rules

LANGUAGES = ("en", "es", "ar")
EVERY_DAY = {("chat-only", "es"), ("access-needs", "ar")}
HANDOUTS = [
    pytest.param(path.stem, lang, marks=() if (path.stem, lang) in EVERY_DAY else pytest.mark.soak)
    for path in list_builtin()
    for lang in LANGUAGES
]


@cache
def scribe() -> Scribe:
    return Scribe(kit_folders(None))


def written(name: str, lang: str) -> Written:
    path = next(path for path in list_builtin() if path.stem == name)
    handout, problems = read_handout(path)
    assert handout is not None
    assert problems == []
    return scribe().write_handout(handout.document, name, lang)


def test_every_day_four_are_judged():
    assert sum(not param.marks for param in HANDOUTS) == len(EVERY_DAY) == 2


@pytest.mark.parametrize(("name", "lang"), HANDOUTS)
def test_no_judge_finds_anything_in_any_format(name, lang, tmp_path):
    need_liblouis()
    paper = written(name, lang)
    assert (paper.document.lang, paper.other) == (lang, 0)
    assert paper.draft == (lang != "en")
    document = paper.document

    made = {}
    for chosen in FORMATS:
        for file in render_files(chosen, document, any_look(), moment=MOMENT):
            assert file.data
            made[file.suffix] = file.data
            (tmp_path / f"paper.{file.suffix}").write_bytes(file.data)

    assert failed_rules(tmp_path) == {tmp_path / "paper.pdf": []}
    pages = sorted(tmp_path.glob("*.html"))
    assert {path: found for path, found in violations(pages).items() if found} == {}
    for book in sorted(tmp_path.glob("*.epub")):
        assert epubcheck_messages(book) == []
        assert ace_failures(book) == []

    assert bool(document.draft_banner) == paper.draft
    bare = dataclasses.replace(document, draft_banner=())  # it stands above the title
    assert html_words(make(bare, "html")) == words_of(bare)
    assert epub_words(make(bare, "epub")) == words_of(bare)
    assert text_words(make(bare, "text")) == words_of(bare, **LINEAR)
    samples, _ = decoded(made["mp3"])
    assert len(samples) > 22_050 * 2 * 10, "ten seconds at least"
    cards = [data for suffix, data in made.items() if suffix.endswith(".png")]
    assert cards
    assert {Image.open(io.BytesIO(card)).size for card in cards} == {(1080, 1350)}
    assert made["brf"].isascii()
