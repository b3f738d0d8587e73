"""The kit's lines to call in the order in which one reader can use them; none is left out.

Order, never choice: a line in another language is better than none, and so is the number to call
in danger, whatever its language.

1. The reader's country, then the agency's, then any other, which is named.
2. For a reader who may not use voice, a line that is texted or signed before one that is called.
3. A line in a language that the reader reads, speaks or signs.
4. As the kit has them.

A discreet packet has the numbers for danger alone: the name of a crisis line tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access_kit.i18n.fallback import same_language
from access_kit.model.kit import CrisisEntry
from access_kit.model.profile import Profile


@dataclass(frozen=True)
class Caller:
    """What decides of a reader. ``country`` is ``None`` where nobody knows it.

    ``languages`` are all that the reader reads, speaks or signs, best first; none: unknown.
    ``voice``: whether a voice call may be their only way; ``relay``: whether they call by a relay.
    """

    country: str | None = None
    home: str | None = None
    languages: tuple[str, ...] = ()
    voice: bool = True
    relay: bool = False

    @property
    def is_in(self) -> str | None:
        """The country where the reader is, as far as that is known."""
        return self.country or self.home


NOBODY = Caller()
"""A reader of whom nothing is known."""


def languages_of(profile: Profile) -> tuple[str, ...]:
    """All languages that a person reads, speaks or signs, best first."""
    own = profile.language
    stated = (*own.written, *own.spoken, *own.signed)
    return tuple(dict.fromkeys(one.value for one in stated if one.wanted))


def order_lines(
    entries: Iterable[CrisisEntry], caller: Caller, *, discreet: bool = False
) -> tuple[CrisisEntry, ...]:
    """``entries`` as ``caller`` can use them; of a discreet packet those for danger alone."""
    shown = (entry for entry in entries if entry.emergency or not discreet)
    return tuple(sorted(shown, key=lambda entry: _rank(entry, caller)))


def emergency_ways(
    entries: Iterable[CrisisEntry], caller: Caller | None = None
) -> tuple[CrisisEntry, ...]:
    """The lines for danger that can be reached; with ``caller``, those of the caller's country."""
    return tuple(
        entry
        for entry in entries
        if entry.emergency and entry.has_way and (caller is None or is_near(entry, caller))
    )


def is_near(entry: CrisisEntry, caller: Caller) -> bool:
    """Whether a line is one of the country where the caller is, as far as that is known."""
    return caller.is_in is None or entry.country == caller.is_in


def needs_no_voice(entry: CrisisEntry) -> bool:
    """Whether a line can be texted or signed to."""
    return bool(entry.text or entry.signed)


def can_use(entry: CrisisEntry, caller: Caller) -> bool:
    """Whether a line is more than a voice call for who may not use voice. A relay takes calls."""
    return caller.voice or needs_no_voice(entry) or (caller.relay and bool(entry.call))


def voice_alone(entries: Iterable[CrisisEntry], caller: Caller, *, discreet: bool = False) -> bool:
    """Whether each line that a packet names where its reader is takes nothing but their voice.

    In a full packet a line for help that is texted is a way as well.
    """
    lines = order_lines(entries, caller, discreet=discreet)
    near = [one for one in lines if one.has_way and is_near(one, caller)]
    return bool(near) and not any(can_use(one, caller) for one in near)


def keyword_for(entry: CrisisEntry, languages: Iterable[str]) -> tuple[str, str] | None:
    """The language, and what to press or text for help in it, of the first that has one."""
    for wanted in languages:
        exact = entry.keyword.get(wanted)
        if exact:
            return wanted, exact
        for tag, keyword in entry.keyword.items():
            if same_language(tag, wanted):
                return tag, keyword
    return None


def speaks(entry: CrisisEntry, languages: Iterable[str]) -> bool:
    """Whether a line serves one of ``languages``; one that names none serves every language."""
    named = (*entry.languages, *entry.keyword)
    wanted = tuple(languages)
    if not entry.languages or not wanted:
        return True
    return any(same_language(one, other) for one in named for other in wanted)


def _rank(entry: CrisisEntry, caller: Caller) -> tuple[int, bool, bool]:
    countries = [one for one in (caller.country, caller.home) if one]
    place = countries.index(entry.country) if entry.country in countries else len(countries)
    mute = not caller.voice and not needs_no_voice(entry)
    return place, mute, not speaks(entry, caller.languages)
