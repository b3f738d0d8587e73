"""Cells as people write them: telephone numbers, dates, languages, countries, addresses of mail.

A cell that can mean two things is told and never chosen: a number that reaches somebody else, or a
day that is another, is worse than none.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import getaddresses
from functools import lru_cache

from access_kit.intake.text_formats import AS_NUMBER, FORMS, MOST_DIGITS
from access_kit.model.columns import DateOrder
from access_kit.model.constraint import Choice, TextFormat
from access_kit.profiles.cells import split_list
from access_kit.profiles.fields import Field
from access_kit.profiles.language_names import find_language_tag


class Unclear(ValueError):
    """What a cell holds can mean more than one thing, or nothing. ``reason`` is a code's end."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Usual:
    """How cells are read: numbers as in ``country`` (ISO 3166), dates in ``order``, if known."""

    country: str | None = None
    order: DateOrder | None = None


def read_usual(field: Field, text: str, usual: Usual) -> str:
    """The cell as a profile writes it. ``Unclear`` where that cannot be known.

    What a profile may hold as it stands is left as it is, but a local number of a known country.
    """
    found = _as_written(field, text, usual)
    if field.form is TextFormat.PHONE:
        _require_whole(found, usual.country)
    return found


def _as_written(field: Field, text: str, usual: Usual) -> str:
    fits = field.form is not None and not field.many and FORMS[field.form](text.strip()) is None
    if fits and not (field.form is TextFormat.PHONE and usual.country and text.strip()[0] != "+"):
        return text
    if issubclass(field.kind, Choice):
        parts = split_list(text) if ";" in text or not field.many else text.split(",")
        said = [one for one in parts if one.strip()]
        return ";".join(_in_wish(one, lambda bare: read_choice(bare, field)) for one in said)
    if field.kind is bool:
        return _in_wish(text, _yes_or_no)
    if field.kind is datetime.date:
        return _in_wish(text, lambda bare: read_date(bare, usual.order))
    if field.form is TextFormat.PHONE:
        return read_phone(text, usual.country)
    if field.form is TextFormat.EMAIL:
        return read_email(text)
    if field.form is TextFormat.COUNTRY:
        return read_country(text)
    if field.form is TextFormat.LANGUAGE:
        parts = split_list(text) if ";" in text else text.split(",")
        return ";".join(_in_wish(one, find_language_tag) for one in parts if one.strip())
    return text


def _in_wish(text: str, read: Callable[[str], str]) -> str:
    wish, colon, bare = text.strip().partition(":")
    if colon and wish in ("need", "prefer", "avoid"):
        return f"{wish}:{read(bare.strip())}"
    return read(text.strip())


# -- choices ------------------------------------------------------------------------------------

CHECKED = frozenset({"1", "x", "yes", "y", "true", "checked"})
UNCHECKED = frozenset({"", "0", "no", "n", "false", "unchecked"})
"""Of a box that is not ticked: nobody said anything by it."""


def read_choice(text: str, field: Field) -> str:
    """``large_print`` for ``Large print``; what is no value of the field stays as it is."""
    known = {_bare(value): value for value in field.values if value}
    return known.get(_bare(text), text)


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _yes_or_no(text: str) -> str:
    said = text.casefold()
    if said == "unchecked":
        return ""
    return "yes" if said in CHECKED else "no" if said in UNCHECKED else text


# -- telephone ----------------------------------------------------------------------------------

_SHORT_CODE = 6


def read_phone(text: str, country: str | None) -> str:
    """The one number in ``text``, ``+1 603 555 0142`` where the country is known.

    A short code stays as it is, and so does a local number where nobody knows the country.
    """
    import phonenumbers

    plain = " ".join(unicodedata.normalize("NFKC", text).split()).removeprefix("tel:")
    if AS_NUMBER.fullmatch(plain):
        raise Unclear("phone-as-number")
    digits = [one for one in plain if one.isdigit()]
    if len(digits) <= _SHORT_CODE:
        return plain
    leniency = phonenumbers.Leniency.POSSIBLE
    found = list(phonenumbers.PhoneNumberMatcher(plain, country, leniency))
    numbers = {one.number.national_number for one in found}
    if len(numbers) > 1 or (not found and len(digits) > MOST_DIGITS):
        raise Unclear("two-phones")
    if not found and country:
        raise Unclear("phone-of-no-country")
    if not found:
        return plain
    number = found[0].number
    if number.extension:
        raise Unclear("phone-extension")
    if sum(one.isdigit() for one in found[0].raw_string) < len(digits):
        raise Unclear("two-phones")
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style)).replace("-", " ")


def _require_whole(number: str, country: str | None) -> None:
    """``Unclear`` for a short code, or the first digits of a number: nobody is reached by one."""
    import phonenumbers

    digits = sum(one.isdigit() for one in number)
    if digits > _SHORT_CODE or not digits:
        return
    try:
        said = phonenumbers.parse(number, country or "US")
    except phonenumbers.NumberParseException:
        raise Unclear("phone-too-short") from None
    whole = phonenumbers.ValidationResult.IS_POSSIBLE
    if phonenumbers.is_possible_number_with_reason(said) != whole:
        raise Unclear("phone-too-short")


# -- dates --------------------------------------------------------------------------------------

_TIME_BEHIND = re.compile(
    r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,9})?(?: ?[AaPp]\.?[Mm]\.?|Z)?$"
)
_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
_DAY, _MONTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", r"(?P<month>[A-Za-z]{3,9})\.?"
_NAMED = (
    re.compile(rf"{_DAY}[ \-]+{_MONTH},?[ \-]+(?P<year>[0-9]{{2}}|[0-9]{{4}})"),
    re.compile(rf"{_MONTH}[ \-]+{_DAY},?[ \-]+(?P<year>[0-9]{{4}})"),
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTHS_OF_A_YEAR = 12


def read_date(text: str, order: DateOrder | None) -> str:
    """The date as ``2026-11-20``; text that is none stays, to be told.

    Of ``03/12/2027`` nobody can say which is the day: ``Unclear``, unless ``order`` says it.
    """
    bare = _TIME_BEHIND.sub("", " ".join(text.removeprefix("'").split()))
    if found := _NUMBERS.fullmatch(bare):
        first, sign, second, year = int(found[1]), found[2], int(found[3]), _year(found[4])
        if sign == ".":
            order = DateOrder.DAY_FIRST
        return _date(text, year, *_month_and_day(first, second, order))
    for pattern in _NAMED:
        if found := pattern.fullmatch(bare):
            month = _MONTHS.get(found["month"].lower(), 0)
            return _date(text, _year(found["year"]), month, int(found["day"]))
    return bare


def _month_and_day(first: int, second: int, order: DateOrder | None) -> tuple[int, int]:
    by_order = (first, second) if order is DateOrder.MONTH_FIRST else (second, first)
    if order is not None:
        if by_order[0] > _MONTHS_OF_A_YEAR:
            raise Unclear("date-other-order")
        return by_order
    if first == second or first > _MONTHS_OF_A_YEAR:
        return second, first
    if second > _MONTHS_OF_A_YEAR:
        return first, second
    raise Unclear("date-order")


def _year(text: str) -> int:
    return 2000 + int(text) if len(text) == len("26") else int(text)


def _date(text: str, year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return text


# -- names of languages and countries, mail -----------------------------------------------------


def read_country(text: str) -> str:
    """``US`` for ``United States`` or ``USA``; what is no country's name stays as it is."""
    bare = " ".join(text.split())
    return _countries().get(bare.casefold().replace(".", ""), bare)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    from babel import Locale

    territories = Locale("en").territories
    names = {
        str(name).casefold(): code
        for code, name in territories.items()
        if len(code) == len("US") and code.isalpha()
    }
    short = {code.casefold(): code for code in names.values()}
    more = {"usa": "US", "united states of america": "US", "uk": "GB", "great britain": "GB"}
    return {**names, **short, **more}


def read_email(text: str) -> str:
    """The one address in ``text``, without a name around it."""
    plain = text.strip().removeprefix("mailto:")
    found = {
        address.casefold(): address
        for _, address in getaddresses([plain.replace(";", ",").replace("/", ",")])
        if "@" in address
    }
    if len(found) > 1:
        raise Unclear("two-emails")
    return next(iter(found.values()), plain)
