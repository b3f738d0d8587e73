"""The time zone of a place as people name it: a city, a country, ``Eastern``.

The zone says the country too, by the table of CLDR.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from access_kit.intake.text_formats import near_timezone
from access_kit.profiles.usual_forms import read_country
from access_kit.workflow.first_hour.faults import unfit

BY_HABIT = {
    "eastern": "America/New_York", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "central": "America/Chicago", "ct": "America/Chicago",
    "cst": "America/Chicago", "cdt": "America/Chicago", "mountain": "America/Denver",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pacific": "America/Los_Angeles", "pt": "America/Los_Angeles", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "hawaii": "Pacific/Honolulu", "alaska": "America/Anchorage",
    "arizona": "America/Phoenix",
}  # fmt: skip
"""What people in the United States call their zones."""

NOWHERE = "ZZ"
"""The country of zones in which nobody lives, such as Etc/UTC."""

MOST_OFFERED = 9

NEAR = 0.75
"""How alike a mistyped city must be: cities of the same length are not."""


@dataclass(frozen=True)
class FoundZone:
    """A zone, and the country that it lies in (ISO 3166)."""

    zone: str
    country: str


def read_zone(text: str) -> FoundZone:
    """The zone of a city, a country with one zone, or a usual name; ``BadInput`` offers others."""
    plain = _plain(text)
    bare = plain.removesuffix(" time").removesuffix(" standard").removesuffix(" daylight")
    bare = bare.removeprefix("us ").removesuffix(" (us and canada)")
    zone = BY_HABIT.get(bare) or near_timezone(text) or _cities().get(plain)
    first = _plain(text.partition(",")[0])
    zone = zone or near_timezone(first) or _cities().get(first, "")
    if zone in _territories() and "/" in zone:  # EST5EDT and its like are nobody's place
        return FoundZone(zone, _territories()[zone])
    country = read_country(text)
    zones = zones_of(country)
    if len(zones) == 1:
        return FoundZone(zones[0], country)
    if zones:
        raise unfit("which-zone", value=text, cities=", ".join(map(_city, zones[:MOST_OFFERED])))
    near = difflib.get_close_matches(first, list(_cities()), n=1, cutoff=NEAR)
    raise unfit("no-zone", value=text, guess=_city(_cities()[near[0]]) if near else "")


def zones_of(country: str) -> Sequence[str]:
    """The zones of a country (ISO 3166), those of large cities first as far as habit knows."""
    zones = sorted(zone for zone, where in _territories().items() if where == country)
    usual = [one for one in dict.fromkeys(BY_HABIT.values()) if one in zones]
    return (*usual, *(one for one in zones if one not in usual))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split()).strip(" .")


@lru_cache(maxsize=1)
def _territories() -> Mapping[str, str]:
    """The country of each zone that people live by."""
    from zoneinfo import available_timezones

    from babel.core import get_global

    known = available_timezones()
    found = {str(zone): str(where) for zone, where in get_global("zone_territories").items()}
    return {zone: where for zone, where in found.items() if zone in known and where != NOWHERE}


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, str]:
    """Zones by the city in their name, without accents and case."""
    cities = {_plain(_city(zone)): zone for zone in sorted(_territories(), reverse=True)}
    return {**cities, "kathmandu": "Asia/Kathmandu", "kolkata": "Asia/Kolkata"}
