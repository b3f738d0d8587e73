"""Names of languages and countries in a reader's language, by CLDR; a code without one stays."""

from __future__ import annotations

from access_kit.i18n.locale_data import find_locale


def say_language(tag: str, locale: str) -> str:
    """``Spanish`` for ``es`` in ``en``."""
    from babel import Locale, UnknownLocaleError

    around = find_locale(locale)
    bare = around.languages.get(tag.lower()) if around else None
    if bare:
        return str(bare)
    try:
        full = Locale.parse(tag, sep="-").get_display_name(around)
    except (UnknownLocaleError, ValueError):
        return tag
    return full or tag


def say_country(code: str, locale: str) -> str:
    """``United Kingdom`` for ``GB`` in ``en``."""
    around = find_locale(locale)
    return str((around.territories.get(code) if around else None) or code)
