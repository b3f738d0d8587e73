"""Numbers by CLDR."""

from __future__ import annotations

from access_kit.i18n.locale_data import find_locale


def say_number(value: int, locale: str) -> str:
    """``1,234`` with the language's own separator, always in Western digits.

    Phones, codes and clocks show Western digits in every country; CLDR's own choice of digits
    would mix both kinds on a page.
    """
    from babel.numbers import format_decimal

    found = find_locale(locale)
    return format_decimal(value, locale=found) if found else str(value)
