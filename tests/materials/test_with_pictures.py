"""A paper with pictures is called that; "Easy Read" is what people who need it have tried."""

from __future__ import annotations

import re
import tomllib

import pytest

from access_kit.i18n.catalogues import DOMAINS, load_catalogue, template_path
from tests.tools import ROOT

CLAIM = re.compile(
    r"easy[ -]read\b|easy-to-read|\beasyread|lectura f[aá]cil|قراءة سهلة|القراءة السهلة|ईज़ी रीड",
    re.IGNORECASE,
)
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "access_kit/materials/library/**/*.md", "examples/**/*.md")
    for path in ROOT.glob(pattern)
)
WORDS = sorted(ROOT.glob("access_kit/problem_words/*.toml"))
CATALOGUES = sorted(ROOT.glob("locales/*/LC_MESSAGES/*.po"))


def claims(text):
    """Sentences that call something Easy Read, and do not say who has tried it."""
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    sentences = re.split(r"(?<=[.!?])\s+|\n", prose)
    return [one for one in sentences if CLAIM.search(one) and "tried" not in one]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_no_page_calls_a_paper_easy_read(page):
    assert claims(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_sentence_calls_a_paper_easy_read(domain):
    template = load_catalogue(template_path(ROOT / "locales", domain))
    assert [one.source for one in template.messages if claims(one.source)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: "-".join(path.parts[-3:]))
def test_no_translation_does(path):
    messages = load_catalogue(path).messages
    assert [one.target for one in messages if claims(one.target)] == []


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.name)
def test_no_problem_does(path):
    entries = tomllib.loads(path.read_text(encoding="utf-8")).values()
    said = [text for one in entries for text in one.values()]
    assert [text for text in said if claims(text)] == []


def test_a_paper_with_pictures_says_that_nobody_has_tried_it():
    template = load_catalogue(template_path(ROOT / "locales", "access_kit"))
    (note,) = [one.source for one in template.messages if one.key == "easy_read.untested"]
    assert "pictures" in note
    assert "tried" in note


def test_such_a_claim_is_found():
    assert claims("This is an Easy Read leaflet.") == ["This is an Easy Read leaflet."]
    assert claims("It is Easy Read only once people have tried it.") == []
