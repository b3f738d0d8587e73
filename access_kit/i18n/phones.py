"""Telephone numbers as people write them; links to dial hold them as they are."""

from __future__ import annotations

from functools import cache


@cache
def say_phone(number: str, country: str | None) -> str:
    """``number`` for a reader in ``country``: ``(603) 555-0123`` in the United States.

    Abroad, or where nobody knows the country, it stays as the agency wrote it: ``+1 603 555 0123``.
    So does a short number, which is dialed as it is, and one that cannot be right.
    """
    import phonenumbers

    if not number.startswith("+") or country is None:
        return number
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(parsed):
        return number
    if parsed.country_code != phonenumbers.country_code_for_region(country.upper()):
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))
