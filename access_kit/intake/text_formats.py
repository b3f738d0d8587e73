"""Checks of text that need more than a pattern: languages, zones, addresses, clocks.

Each returns ``None`` when the text has the form, else the code suffix of what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from access_kit.model.constraint import TextFormat

# Babel reads tags too, and takes "english" for one: the form of BCP 47 is asked for here.
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DIALLED = re.compile(r"[+(]?[0-9][0-9 ().\-/]{0,30}")
_LEAST_DIGITS, _LOCAL_DIGITS = 2, 7
MOST_DIGITS = 15
"""Of a telephone number, by ITU-T E.164."""
AS_NUMBER = re.compile(r"[0-9]{7,}\.[0-9]+|[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
"""What a spreadsheet makes of a number to call: ``16035550142.0``, ``1.60356E+10``."""
_COUNTRY = re.compile(r"[A-Z]{2}")
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def hidden_characters(text: str) -> list[str]:
    """Control and direction-override characters, and half surrogate pairs, as ``U+XXXX``."""
    return [
        f"U+{ord(c):04X}"
        for c in dict.fromkeys(text)
        if unicodedata.category(c) in ("Cc", "Cs") or c in _DIRECTION_MARKS or c in "\u2028\u2029"
    ]


def _line(text: str) -> str | None:
    return "hidden-character" if hidden_characters(text) else None


def _language(text: str) -> str | None:
    return None if _LANGUAGE.fullmatch(text) else "bad-language"


def _timezone(text: str) -> str | None:
    return None if text in _zones() else "unknown-timezone"


NO_ZONE = "Factory"
"""What a computer is set to before anybody says where it stands."""


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Every IANA zone, by the list of tzdata: a computer's own files hold more than zones."""
    text = files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(text.split()) - {NO_ZONE}


_NO_PLACE = re.compile(
    r"(?:Etc/)?(?:GMT(?:[+-]?[0-9]{1,2})?|UTC|UCT|Universal|Zulu|Greenwich)|EST|MST|HST"
)


def is_no_place(zone: str) -> bool:
    """Whether a zone is one offset all year, and the clock of no place where people meet."""
    return _NO_PLACE.fullmatch(zone) is not None


def near_timezone(text: str) -> str:
    """The zone that somebody may have meant: by its name written otherwise, or by its city."""
    from zoneinfo import available_timezones

    wanted = re.sub(r"[^a-z]+", "_", text.strip().lower()).strip("_")
    zones = sorted(one for one in available_timezones() if "/" in one)
    plain = {re.sub(r"[^a-z]+", "_", one.lower()): one for one in zones}
    cities = {name.rpartition("/")[2].lower(): name for name in reversed(zones)}
    return plain.get(wanted) or cities.get(wanted, "")


def _email(text: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return "bad-email"
    return None


def _phone(text: str) -> str | None:
    if not _DIALLED.fullmatch(text):
        return "bad-phone"
    if sum(sign.isdigit() for sign in text) < _LEAST_DIGITS:
        return "bad-phone"
    if not text.startswith("+"):
        return "bad-phone" if _is_no_number(text) else None  # else dialled as it is written
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return "bad-phone"
    return None if phonenumbers.is_possible_number(parsed) else "bad-phone"


def _is_no_number(text: str) -> bool:
    """Whether a local number is two of them, too long for one, or what a spreadsheet made of it."""
    parts = [sum(one.isdigit() for one in part) for part in text.split("/")]
    two = len(parts) > 1 and min(parts) >= _LOCAL_DIGITS
    return two or sum(parts) > MOST_DIGITS or AS_NUMBER.fullmatch(text) is not None


def _country(text: str) -> str | None:
    return None if _COUNTRY.fullmatch(text) else "bad-country"


def _clock(text: str) -> str | None:
    return None if _CLOCK.fullmatch(text) else "bad-clock"


def _url(text: str) -> str | None:
    if not text:
        return None
    try:
        parts = urlsplit(text)
        ok = parts.scheme in ("https", "http") and bool(parts.hostname) and " " not in text
        ok = ok and not hidden_characters(text) and parts.port != 0
    except ValueError:
        ok = False
    return None if ok else "bad-url"


def _rrule(text: str) -> str | None:
    """A rule of RFC 5545, 3.3.10, without the name of its property in front."""
    if not text:
        return None
    from access_kit.recurrence import rule_fault

    return rule_fault(text)


FORMS: dict[TextFormat, Callable[[str], str | None]] = {
    TextFormat.LANGUAGE: _language,
    TextFormat.TIMEZONE: _timezone,
    TextFormat.EMAIL: _email,
    TextFormat.PHONE: _phone,
    TextFormat.COUNTRY: _country,
    TextFormat.CLOCK: _clock,
    TextFormat.URL: _url,
    TextFormat.RRULE: _rrule,
    TextFormat.LINE: _line,
}
