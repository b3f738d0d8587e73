"""The drafts that ship: whole, sound, plain, and never taken for approved."""

from __future__ import annotations

import re

import pytest

from access_kit.errors import Severity
from access_kit.i18n.catalogues import DOCS, DOMAINS, WORDS, catalogue_path, locales_folder
from access_kit.i18n.message import TranslationState
from access_kit.i18n.po_reader import read_catalogue
from access_kit.localization.checks import check_catalogue
from access_kit.localization.glossary import glossary_path, read_glossary
from tests.languages.papers import BUILDERS, DRAFTED, paper
from tests.languages.spanish import inflesz
from tests.materials.reading import lines_of
from tests.materials.samples import PEOPLE

FOR_FACILITATORS = (
    "lack.", "run.", "setup.", "one.setup-", "side.", "prompt.", "switch.", "rundrop.", "own.",
    "callback.", "plan.", "withheld.", "review.", "recovery.", "letters.",
)  # fmt: skip
"""Beginnings of the keys that only whoever leads reads."""

BEYOND_THE_CORE = {"hi": ("interview.",)}

LIBRARY = ("camera-and-chat", "captions-on", "how-to-join", "when-the-call-drops")
TERMS = ("peer", "facilitator", "captions", "consent", "crisis line")


def catalogue(lang, domain):
    found, problems = read_catalogue(catalogue_path(locales_folder(), lang, domain))
    assert problems == []
    return found


def template(domain):
    return read_catalogue(locales_folder() / f"{domain}.pot")[0]


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("lang", DRAFTED)
def test_no_draft_has_an_error(lang, domain):
    glossary = read_glossary(glossary_path(locales_folder(), lang))
    found = check_catalogue(
        catalogue(lang, domain), template(domain), locale=lang, glossary=glossary, complete=False
    )
    assert [one for one in found if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("lang", DRAFTED)
def test_every_translation_is_marked_a_machine_draft(lang, domain):
    done = [one for one in catalogue(lang, domain).messages if one.target]
    assert len(done) > 60
    assert {one.state for one in done} == {TranslationState.DRAFT}
    assert all(one.is_machine and not one.is_fuzzy for one in done)


@pytest.mark.parametrize("lang", DRAFTED)
def test_everything_that_participants_read_is_drafted(lang):
    done = {one.key for one in catalogue(lang, WORDS).messages if one.target}
    wanted = {one.key for one in template(WORDS).messages} - done
    left_out = (*FOR_FACILITATORS, *BEYOND_THE_CORE.get(lang, ()))
    assert sorted(key for key in wanted if not key.startswith(left_out)) == []
    left = [one.key for one in catalogue(lang, DOCS).messages if not one.target]
    assert [key for key in left if key.startswith((*LIBRARY, "feature."))] == []
    reasons = [key for key in left if key.startswith("rule.") and key.endswith(".because")]
    assert reasons == [] or lang == "hi"


@pytest.mark.parametrize("lang", DRAFTED)
def test_no_safety_string_of_participants_is_missing(lang):
    found = check_catalogue(catalogue(lang, WORDS), template(WORDS), locale=lang)
    assert [one.where for one in found if one.code == "catalogue.safety-missing"] == []


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize("lang", DRAFTED)
def test_no_sentence_of_a_paper_is_in_english(lang, name, person):
    english = set(lines_of(paper(name, "en", person), values=False))
    own = lines_of(paper(name, lang, person), values=False)
    assert [line for line in own if line in english and len(line.split()) > 3] == []


@pytest.mark.parametrize("lang", DRAFTED)
def test_glossary_has_the_words_that_matter_and_says_its_register(lang):
    path = glossary_path(locales_folder(), lang)
    assert "Register:" in path.read_text(encoding="utf-8").splitlines()[0]
    terms = {term.source: term for term in read_glossary(path)}
    assert all(terms[source].targets for source in TERMS)


@pytest.mark.parametrize("name", ["letter", "tech-check", "consent", "group"])
def test_spanish_is_easy_to_read(name):
    """65 and more is "quite easy" on the INFLESZ scale."""
    lines = [line for person in PEOPLE for line in lines_of(paper(name, "es", person))]
    assert inflesz(lines) >= 65


def test_spanish_handouts_are_easy_to_read():
    texts = [re.sub(r"</?\d+/?>", "", m.target) for m in catalogue("es", DOCS).messages if m.target]
    assert inflesz(texts) >= 65


@pytest.mark.parametrize("lang", DRAFTED)
def test_numbers_are_western_digits(lang):
    texts = [one.target for domain in DOMAINS for one in catalogue(lang, domain).messages]
    assert not [text for text in texts if re.search("[٠-٩۰-۹०-९]", text)]
