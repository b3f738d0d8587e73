"""Every page in every drafted language, alone and beside English, before the outside judges."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from access_kit.documents.direction import direction
from access_kit.i18n.scripts import script_of
from access_kit.localization.habits import script_name
from tests.languages.papers import BUILDERS, DRAFTED, LAYOUTS, in_two, paper, rendered
from tests.validators.axe import violations
from tests.validators.verapdf import failed_rules

NAMES = {"Latn": "LATIN", "Arab": "ARABIC", "Deva": "DEVANAGARI"}
VOID = {"meta", "link", "br", "img", "input", "hr"}
WITHOUT_WORDS = {"style", "title", "bdi", "a"}


def documents():
    for lang in DRAFTED:
        for name in BUILDERS:
            yield f"{lang}-{name}", paper(name, lang)
            for layout in LAYOUTS:
                yield f"{lang}-{name}-{layout.value}", in_two(name, lang, "en", layout)
    yield "en-letter-ar", in_two("letter", "en", "ar", LAYOUTS[0])


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    for name, document in documents():
        for suffix in ("pdf", "html"):
            (folder / f"{name}.{suffix}").write_bytes(rendered(document, suffix))
    return folder


def test_no_pdf_breaks_a_rule_of_pdf_ua_1(pages):
    verdicts = failed_rules(pages)
    assert len(verdicts) > 35
    assert {path.name: rules for path, rules in verdicts.items() if rules} == {}


def test_no_web_page_has_a_violation(pages, soak):
    found = sorted(pages.glob("*.html"))
    chosen = found if soak else [path for path in found if "letter" in path.name]
    assert {path.name: v for path, v in violations(chosen).items() if v} == {}


class Languages(HTMLParser):
    """Gathers each text with the language and direction that it stands in."""

    def __init__(self):
        super().__init__()
        self.open = [("", "", "")]
        self.texts = []

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        given, (_, lang, way) = dict(attrs), self.open[-1]
        assert ("lang" in given) <= ("dir" in given), (tag, given)
        self.open.append((tag, given.get("lang", lang), given.get("dir", way)))

    def handle_startendtag(self, tag, attrs):
        """One that closes itself holds no words."""

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if not {tag for tag, _, _ in self.open} & WITHOUT_WORDS:
            self.texts.append((data, *self.open[-1][1:]))


def own_words(text: str) -> str:
    """``text`` without what stands isolated in it: numbers, names, addresses."""
    kept, depth = "", 0
    for char in text:
        depth += (char in "\u2066\u2067\u2068") - (char == "\u2069")
        kept += char if not depth else ""
    return kept


def test_language_and_direction_are_right_at_each_block(pages):
    seen = 0
    for path in pages.glob("*.html"):
        page = Languages()
        page.feed(path.read_text(encoding="utf-8"))
        for text, lang, way in page.texts:
            letters = [name for name in map(script_name, own_words(text)) if name]
            if len(letters) < 4:
                continue
            assert way == direction(lang), (path.name, text)
            expected = NAMES[script_of(lang)]
            share = letters.count(expected) / len(letters)
            if script_of(lang) != "Latn":
                assert share > 0.2, (path.name, lang, text)
            else:
                assert share == 1, (path.name, lang, text)
            seen += 1
    assert seen > 2000
