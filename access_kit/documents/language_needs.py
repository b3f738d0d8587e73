"""What a language still needs before papers can be made in it: words, a calendar, fonts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from access_kit.documents.direction import has_doubtful_order
from access_kit.documents.more_fonts import choose_fonts
from access_kit.errors import MissingPart, Problem, Severity
from access_kit.i18n import Words, has_calendar, load_words
from access_kit.i18n.catalogues import Folders
from access_kit.i18n.fallback import SOURCE_LOCALE, same_language
from access_kit.i18n.locale_data import Grade, LocalePart, find_locale, grade_of, has_own
from access_kit.i18n.message import TranslationState


def language_needs(
    lang: str, *, catalogues: Folders = (), fonts: tuple[Path, ...] = ()
) -> tuple[Problem, ...]:
    """What is missing for papers in ``lang``, the worst first; only notes when nothing is.

    ``catalogues`` are folders of catalogues, ``fonts`` folders of fonts that the user named.
    """
    words = load_words(lang, catalogues)
    found = (
        *_words_needs(lang, words),
        *_calendar_needs(lang, words),
        *_font_needs(lang, words, fonts),
    )
    notes = _order_note(lang)
    return (*sorted(found, key=lambda problem: not problem.is_error), *notes)


def _words_needs(lang: str, words: Words) -> Iterator[Problem]:
    if same_language(lang, SOURCE_LOCALE):
        return
    if words.locale == SOURCE_LOCALE:
        yield Problem("language.no-words", facts={"lang": lang})
        return
    missing = sum(words.lang_of(key) is not None for key in words.messages)
    drafts = sum(one.state is not TranslationState.APPROVED for one in words.standing.values())
    total = len(words.messages)
    if missing:
        facts: dict[str, str | int] = {"lang": lang, "count": missing, "total": total}
        yield Problem("language.words-missing", Severity.WARNING, facts=facts)
    if drafts:
        facts = {"lang": lang, "count": drafts, "total": total}
        yield Problem("language.not-approved", Severity.WARNING, facts=facts)


def _calendar_needs(lang: str, words: Words) -> Iterator[Problem]:
    if grade_of(lang) is Grade.C:
        if words.locale == SOURCE_LOCALE or not has_calendar(words):
            yield Problem("locale.no-calendar", facts={"locale": lang})
        return
    lacking = [part.value for part in LocalePart if not has_own(lang, part)]
    if lacking:
        facts = {"lang": lang, "parts": ", ".join(lacking)}
        yield Problem("language.calendar-gaps", Severity.NOTE, facts=facts)


def _font_needs(lang: str, words: Words, fonts: tuple[Path, ...]) -> Iterator[Problem]:
    try:
        choose_fonts(_sample(lang, words), fonts)
    except MissingPart as error:
        yield from {str(one.facts["script"]): one for one in reversed(error.problems)}.values()


def _sample(lang: str, words: Words) -> Iterator[str]:
    """Text with the usual letters of a language: our words, and its names of days and months."""
    yield from (text for key, text in words.messages.items() if words.lang_of(key) is None)
    locale = find_locale(lang)
    if locale is not None:
        yield from locale.months["format"]["wide"].values()
        yield from locale.days["format"]["wide"].values()
        yield locale.get_display_name() or ""


def _order_note(lang: str) -> Iterator[Problem]:
    if has_doubtful_order(lang):
        yield Problem("language.read-the-page", Severity.NOTE, facts={"lang": lang})
