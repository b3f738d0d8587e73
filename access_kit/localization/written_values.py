"""The values in a text as its reader takes them: numbers, times, money, telephones, addresses.

``10 p.m.`` and ``22:00`` are one time, ``1,000`` and ``1.000`` one number, ``(603) 555-0101`` and
``603-555-0101`` one telephone. Days of the week and months are values by their names, as CLDR has
them. Numbers in words are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from access_kit.i18n.integrity import ADDRESS, fold_digits

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2013": "-",
                         "\u2212": "-", "٫": ".", "٬": ","})  # fmt: skip
_MARKS = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")
_HALF = r"\s?(?P<half>[aApP])\.?\s?[mM]\b\.?"
_SIGN = r"US\$|[$€£¥₹]"
_NUMBER = (
    r"\d{1,2}(?:,\d{2}){1,6},\d{3}(?!\d)"
    r"|\d{1,3}(?:[.,'’]\d{3}){1,6}(?:[.,]\d{1,2})?(?!\d)"
    r"|\d{1,3}(?: \d{3}){1,6}(?!\d)"
    r"|\d+(?:[.,]\d+)?"
)
_VALUES = re.compile(
    rf"(?P<link>{ADDRESS.pattern}|\bwww\.[^\s<>\")\]]+)"
    r"|(?P<iso>\b\d{4}-\d{1,2}-\d{1,2}\b)"
    r"|(?P<day>\b\d{1,2}([/.])\d{1,2}\4(?:\d{4}|\d{2})\b)"
    rf"|(?P<time>\b\d{{1,2}}(?:[:.]\d{{2}})?{_HALF}|\b\d{{1,2}}:\d{{2}}\b|\b\d{{1,2}}h\d{{2}}\b)"
    r"|(?P<phone>\+\d[\d ().-]{5,20}\d|\(\d{2,5}\) ?\d[\d -]{4,12}\d"
    r"|\b\d{2,4}(?:[ -]\d{2,4}){2,4}\b"
    r"|\b\d{3}-\d{4}\b|\b\d{7,15}\b)"
    rf"|(?:(?P<before>{_SIGN}) ?)?(?P<number>{_NUMBER})(?: ?(?P<after>{_SIGN}))?"
)  # fmt: skip


class ValueKind(StrEnum):
    LINK = "link"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True)
class WrittenValue:
    """A value with what it stands for (``same`` for two that are one) and how it is written."""

    kind: ValueKind
    same: str
    written: str
    unit: str = ""

    def is_like(self, other: WrittenValue) -> bool:
        """Whether a reader of both takes them for one; ``5 dollars`` has no sign and is ``$5``."""
        if {self.kind, other.kind} == {ValueKind.NAME, ValueKind.NUMBER}:
            # Some languages number their months: "1月", "tháng 1".
            return f"month {self.same}" == other.same or f"month {other.same}" == self.same
        if self.kind is not other.kind or self.same != other.same:
            return False
        return self.unit == other.unit or not (self.unit and other.unit)


def values_in(text: str, lang: str) -> tuple[WrittenValue, ...]:
    """The values of ``text`` in their order; names of days and months last."""
    plain = _MARKS.sub("", fold_digits(text).translate(_SPACES))
    found = tuple(_value(match) for match in _VALUES.finditer(plain))
    return (*found, *_names(plain, lang))


def link_value(url: str) -> WrittenValue:
    """The address of a link; a telephone by its digits alone."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() in ("tel", "sms"):
        return WrittenValue(ValueKind.LINK, f"{scheme.lower()}:{_digits(rest)}", url)
    return WrittenValue(ValueKind.LINK, url.rstrip("/"), url)


def _value(match: re.Match[str]) -> WrittenValue:
    said = match[0].strip()
    if match["link"]:
        shorter = said.rstrip(".,;:!?")
        return link_value(shorter)
    if match["iso"] or match["day"]:
        # In which order a reader takes day and month is theirs to say: one order is one date.
        parts = (str(int(part)) for part in re.findall(r"\d+", said))
        return WrittenValue(ValueKind.DATE, "-".join(parts), said)
    if match["time"]:
        return WrittenValue(ValueKind.TIME, _clock(match), said)
    if match["phone"]:
        return WrittenValue(ValueKind.PHONE, _digits(said), said)
    unit = (match["before"] or match["after"] or "").removeprefix("US")
    return WrittenValue(ValueKind.NUMBER, _amount(match["number"]), said, unit)


def _clock(match: re.Match[str]) -> str:
    hour, minute = [int(part) for part in (*re.findall(r"\d+", match[0]), "0")[:2]]
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    return f"{hour}:{minute:02}"


def _digits(text: str) -> str:
    """With the country's 1 of North America or without, it is one number."""
    digits = re.sub(r"\D", "", text)
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def _amount(text: str) -> str:
    """``1,000.50`` and ``1.000,5`` → ``1000.5``; India groups by two: ``1,00,000``."""
    grouped = r"\d{1,3}([.,'’ ])\d{3}(?:\1\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}"
    if re.fullmatch(grouped, text):
        return re.sub(r"\D", "", text)
    whole, _, part = re.sub(r"[.,](?=\d+$)", "|", text).partition("|")
    whole, part = re.sub(r"\D", "", whole).lstrip("0") or "0", part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def _names(text: str, lang: str) -> Iterator[WrittenValue]:
    for pattern, numbers in _named(lang):
        for match in pattern.finditer(text):
            yield WrittenValue(ValueKind.NAME, numbers[match[1].lower()], match[0])


@cache
def _named(lang: str) -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """Days and months by their names; what is no word in letters (``M11``, ``11月``) is none."""
    from babel.core import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return ()
    found = []
    for kind, data in (("day", locale.days), ("month", locale.months)):
        numbers = {
            name.lower(): f"{kind} {number}"
            for use in ("format", "stand-alone")
            for number, name in data[use]["wide"].items()
            if name.isalpha() and len(name) > 2
        }
        if not numbers:
            continue
        names = sorted(numbers, key=len, reverse=True)
        # "May" and "March" are words too, where they have no capital.
        if locale.language == "en":
            names = [name.capitalize() for name in names]
        pattern = rf"(?<!\w)({'|'.join(map(re.escape, names))})s?(?!\w)"
        found.append((re.compile(pattern, 0 if locale.language == "en" else re.I), numbers))
    return tuple(found)
