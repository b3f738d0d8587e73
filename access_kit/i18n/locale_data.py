"""How much of a locale's calendar is in its own language.

CLDR fills gaps from parents: for one language in eleven that prints "M11" for November, and French
names for Haitian Creole. Nobody would notice but the reader. So each locale has a grade:

- A: month and day names, date pattern, lists and time zones are all its own.
- B: the names are its own; some of the rest comes from the root, which has no words.
- C: month or day names are missing or another language's. Nothing is formatted with them.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from access_kit.i18n.fallback import fallback_chain

if TYPE_CHECKING:
    from babel import Locale


class Grade(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class LocalePart(StrEnum):
    """A part of a locale's data that is words or order of words."""

    MONTHS = "months"
    WEEKDAYS = "weekdays"
    DATE_PATTERN = "date pattern"
    LISTS = "lists"
    CHOICES = "lists with or"
    ZONES = "zones"


_PATHS: Mapping[LocalePart, tuple[tuple[object, ...], ...]] = {
    LocalePart.MONTHS: tuple(("months", "format", "wide", month) for month in range(1, 13)),
    LocalePart.WEEKDAYS: tuple(("days", "format", "wide", day) for day in range(7)),
    LocalePart.DATE_PATTERN: (("date_formats", "full"),),
    LocalePart.LISTS: (("list_patterns", "standard", "end"),),
    LocalePart.CHOICES: (("list_patterns", "or", "end"),),
    LocalePart.ZONES: (("zone_formats", "region"),),
}
_NEEDED = (LocalePart.MONTHS, LocalePart.WEEKDAYS)
_ALSO_KNOWN_AS = {"arb": "ar", "cmn": "zh", "prs": "fa-AF"}
"""Tags that people use for a language that CLDR has under another."""
_KEPT_UNDER = {"nb": "no", "nn": "no"}
"""Languages whose data stands, for the most part, in a file of another name."""


@cache
def find_locale(tag: str) -> Locale | None:
    """CLDR's locale for a BCP 47 tag; ``None`` for a language that CLDR does not have.

    What CLDR does not know of the tag (a variant, a region without data) is left out.
    """
    from babel import Locale, UnknownLocaleError

    parts = tag.replace("_", "-").split("-")
    parts = [*_ALSO_KNOWN_AS.get(parts[0].lower(), parts[0]).split("-"), *parts[1:]]
    for end in range(len(parts), 0, -1):
        try:
            found = Locale.parse("-".join(parts[:end]), sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        return found
    return None


def has_own(tag: str, part: LocalePart) -> bool:
    """Whether the locale, or a parent in the same language and script, has this part itself."""
    return part in _own_parts(tag)


@cache
def _own_parts(tag: str) -> frozenset[LocalePart]:
    locale = find_locale(tag)
    if locale is None:
        return frozenset()
    sources = tuple(_own_data(str(locale)))
    return frozenset(
        part
        for part, paths in _PATHS.items()
        if all(any(_holds(data, path) for data in sources) for path in paths)
    )


def grade_of(tag: str) -> Grade:
    """The grade of a locale."""
    if not all(has_own(tag, part) for part in _NEEDED):
        return Grade.C
    return Grade.A if all(has_own(tag, part) for part in LocalePart) else Grade.B


def _own_data(name: str) -> Iterator[Mapping[Any, Any]]:
    """What the data files of a locale and its parents hold before any inheritance.

    Babel's own ``load`` would keep what it read without inheritance and hand it to everyone.
    """
    from babel import localedata

    chain = fallback_chain(name.replace("_", "-"))
    for tag in (*chain, _KEPT_UNDER.get(chain[-1], chain[-1])):
        file = tag.replace("-", "_")
        if localedata.exists(file):
            data = Path(localedata.resolve_locale_filename(file)).read_bytes()
            yield pickle.loads(data)  # noqa: S301 (Babel's own data)


def _holds(data: Mapping[Any, Any], path: tuple[object, ...]) -> bool:
    found: Any = data
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found is not None
