"""The line about free help in each language: sound, a draft until somebody approves it, alone."""

from __future__ import annotations

import pytest

from access_kit.errors import Severity
from access_kit.i18n.catalogues import (
    DOMAINS,
    HELP,
    catalogue_path,
    find_languages,
    locales_folder,
    template_path,
)
from access_kit.i18n.message import TranslationState
from access_kit.i18n.po_reader import Catalogue, read_catalogue
from access_kit.localization.checks import check_catalogue
from access_kit.materials.language_help import HelpLack, find_help
from access_kit.model.kit import Resource, ResourceKind
from tests.localization.shelf import approved, header, put

LANGUAGES = find_languages(locales_folder(), (HELP,))
USUAL = (
    "es", "zh-Hans", "zh-Hant", "vi", "tl", "ko", "ru", "ar", "ht", "fr", "pt-BR", "pl", "it",
    "ja", "de", "fa", "ur", "hi", "gu", "bn", "pa", "ta", "te", "so", "am", "uk", "ne", "hmn",
    "km", "lo", "th", "my", "sw", "om", "el", "sq", "hy", "ro", "sr", "yi", "he", "tr", "rw",
)  # fmt: skip
"""Named most in the notices of US health services that help in a language is free."""


def catalogue(lang):
    found, problems = read_catalogue(catalogue_path(locales_folder(), lang, HELP))
    assert problems == []
    return found


def everyone(lang):
    names = {"phone": "+1 603 555 0115", "url": "https://interpreters.example/book"}
    return (Resource(ResourceKind.INTERPRETER, "Two Rivers", languages=(lang,), **names),)


def test_the_languages_that_are_named_most_have_the_line():
    assert set(USUAL) <= set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_has_an_error_and_none_is_approved(lang):
    template, _ = read_catalogue(template_path(locales_folder(), HELP))
    found = check_catalogue(catalogue(lang), template, locale=lang)
    told = [one for one in found if one.code != "catalogue.safety-not-approved"]
    assert [one for one in told if one.severity is Severity.ERROR] == []
    assert {one.state for one in catalogue(lang).messages} == {TranslationState.DRAFT}
    assert all(one.is_machine for one in catalogue(lang).messages)
    lacking = find_help(lang, everyone(lang), (locales_folder(),))
    assert (lacking.line, lacking.lacks) == (None, (HelpLack.NOT_APPROVED,))


def test_a_line_of_its_own_makes_no_language_of_papers():
    assert not {"vi", "zh-Hans", "km"} & set(find_languages(locales_folder(), DOMAINS))


def put_approved(folder, lang):
    messages = tuple(map(approved, catalogue(lang).messages))
    put(folder, lang, Catalogue(header=header(lang), messages=messages), HELP)


@pytest.mark.parametrize("lang", ["vi", "ar", "zh-Hans"])
def test_the_number_is_named_or_the_page_for_who_does_not_call(tmp_path, lang):
    put_approved(tmp_path, lang)
    called = find_help(lang, everyone(lang), (tmp_path,))
    assert "+1 603 555 0115" in {one.text for one in called.line.content}
    assert called.line.lang == lang
    page = find_help(lang, everyone(lang), (tmp_path,), voice=False)
    assert "https://interpreters.example/book" in {one.text for one in page.line.content}


@pytest.mark.parametrize(
    ("reader", "line", "service"), [("zh-CN", "zh-Hans", "zh"), ("fil", "tl", "fil-PH")]
)
def test_the_line_is_found_under_another_name_of_the_language(tmp_path, reader, line, service):
    put_approved(tmp_path, line)
    assert find_help(reader, everyone(service), (tmp_path,)).line.lang == line


def test_nobody_and_nothing_are_told_apart(tmp_path):
    put_approved(tmp_path, "vi")
    assert find_help("vi", everyone("ru"), (tmp_path,)).lacks == (HelpLack.NOBODY,)
    assert find_help("tlh", everyone("tlh"), (tmp_path,)).lacks == (HelpLack.NO_SENTENCE,)
    unreachable = (Resource(ResourceKind.INTERPRETER, "Two Rivers", languages=("vi",)),)
    assert find_help("vi", unreachable, (tmp_path,)).lacks == (HelpLack.NOBODY,)
