"""Whom each person could call in danger, and what is told where that is nobody."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from access_kit.i18n import Words
from access_kit.i18n.fallback import same_language
from access_kit.materials.crisis_lines import (
    Caller,
    can_use,
    emergency_ways,
    languages_of,
    order_lines,
)
from access_kit.model.kit import CrisisEntry, Kit
from access_kit.model.plan import NotMet, SettingValue
from access_kit.model.profile import Contents, Profile
from access_kit.profiles.neutral import find_unneutral

RULE = "U10"
"""Everyone can get back to somebody."""

SETTING = "emergency.ways"


def caller_of(profile: Profile, settings: Mapping[str, SettingValue], kit: Kit) -> Caller:
    """What decides which line to call comes first for a person."""
    post = profile.contact.post
    return Caller(
        country=post.country if post else None,
        home=kit.home_country,
        languages=languages_of(profile),
        voice=bool(settings.get("contact.voice_ok", True)),
        relay=bool(settings.get("contact.relay")),
    )


def lines_for(
    caller: Caller, kit: Kit, contents: Contents, words: Words
) -> tuple[CrisisEntry, ...]:
    """The lines of a person's packet, by the names that they have in its language.

    In a discreet one a line has its name only where that is neutral.
    """
    discreet = contents is Contents.DISCREET
    unnamed = words.text("crisis.unnamed")

    def named(entry: CrisisEntry) -> CrisisEntry:
        name = name_in(entry, words.locale, kit.defaults.locale)
        if name is None or (discreet and find_unneutral(name, kit.neutral_words)):
            name = unnamed
        return dataclasses.replace(entry, name=name)

    return tuple(map(named, order_lines(kit.crisis, caller, discreet=discreet)))


def name_in(entry: CrisisEntry, locale: str, home: str) -> str | None:
    """What a line is called in a paper of ``locale``; ``None``: the kit has no name in it.

    ``home`` is the kit's own language. A line for help has a name of its own, that stays; who
    comes in danger is said in the reader's language or not at all.
    """
    own = next((name for tag, name in entry.names.items() if same_language(tag, locale)), None)
    if own or (entry.emergency and not same_language(locale, home)):
        return own
    return entry.name


def emergency_not_met(caller: Caller, kit: Kit, words: Words) -> Iterator[NotMet]:
    """Where nobody can be reached without a voice in danger, by a person who may not use theirs."""
    lines = emergency_ways(kit.crisis, caller)
    if lines and not any(can_use(one, caller) for one in lines):
        ways = ("plan.alternative.emergency-text", "plan.alternative.emergency-relay")
        yield NotMet(
            rule=RULE,
            setting=SETTING,
            value="text",
            because=words.text("plan.emergency-voice"),
            alternatives=tuple(words.text(way) for way in ways),
        )
