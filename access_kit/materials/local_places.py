"""Local places for one person: which come first, and by which way this person reaches each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from access_kit.i18n import Words
from access_kit.i18n.fallback import same_language
from access_kit.materials.crisis_lines import Caller, languages_of
from access_kit.model.kit import Resource, ResourceKind
from access_kit.model.plan import Booking, LocalHelp, NotMet, PersonPlan, SettingValue
from access_kit.model.profile import PostalAddress, Profile

SETTING = "local.ways"

_BOOKED_AT = {
    "device_loan": ResourceKind.DEVICE_LOAN,
    "signed_interpreter": ResourceKind.INTERPRETER,
    "spoken_interpreter": ResourceKind.INTERPRETER,
}


def can_reach(place: Resource, caller: Caller) -> bool:
    """Whether a place is more than a voice call for who may not use voice. A relay takes calls."""
    return bool(place.url) or (bool(place.phone) and (caller.voice or caller.relay))


def places_of(helps: Iterable[LocalHelp]) -> tuple[Resource, ...]:
    """The places that a plan calls for, each once; interpreters are booked for the person."""
    found = (one.resource for one in helps)
    return tuple(dict.fromkeys(one for one in found if one.kind is not ResourceKind.INTERPRETER))


def place_to_book(plan: PersonPlan, booking: Booking) -> Resource | None:
    """Whom to call for a booking: of the places that its rule calls for, the first that does it."""
    kind = _BOOKED_AT.get(booking.what)
    needed = plan.settings.get("interpreter.languages", ())
    for one in plan.resources:
        place = one.resource
        if one.rule != booking.rule or place.kind is not kind or not place.phone:
            continue
        if kind is not ResourceKind.INTERPRETER or _serves(place, _tags(needed)):
            return place
    return None


def order_places(places: Iterable[Resource], profile: Profile) -> tuple[Resource, ...]:
    """Those that serve a language of the person first, then those near them; else as in the file.

    One that names no language serves every language, and one without an area every place.
    """
    languages, post = languages_of(profile), profile.contact.post
    return tuple(
        sorted(places, key=lambda one: (not _serves(one, languages), _distance(one.area, post)))
    )


def _serves(place: Resource, languages: Sequence[str]) -> bool:
    if not place.languages or not languages:
        return True
    return any(same_language(one, other) for one in place.languages for other in languages)


def _tags(languages: SettingValue) -> tuple[str, ...]:
    return languages if isinstance(languages, tuple) else ()


def _distance(area: str, post: PostalAddress | None) -> int:
    """How far an area in words is from an address: its town, its region, everywhere, elsewhere."""
    if post is None or not area:
        return 2
    said = area.casefold()
    if post.city and _names(said, post.city):
        return 0
    return 1 if post.region and _names(said, post.region) else 3


def _names(said: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", said))


def places_not_met(helps: Iterable[LocalHelp], caller: Caller, words: Words) -> Iterator[NotMet]:
    """Places that a plan calls for and that take nothing but the voice of who may not use it."""
    rules: dict[str, bool] = {}
    for one in helps:
        if places_of([one]):
            rules[one.rule] = rules.get(one.rule, False) or can_reach(one.resource, caller)
    ways = ("plan.alternative.call-for-them", "plan.alternative.emergency-relay")
    for rule in (rule for rule, reached in rules.items() if not reached):
        yield NotMet(
            rule=rule,
            setting=SETTING,
            value="text",
            because=words.text("plan.local-voice"),
            alternatives=tuple(words.text(way) for way in ways),
        )
