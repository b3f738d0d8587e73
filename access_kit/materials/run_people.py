"""The part of the run sheet about people: who may come, what to book, what cannot be offered.

- A person who did not agree that the facilitator knows about them is listed by id, and nothing else
  about them stands anywhere: no support, no booking.
- No reason is given for anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from access_kit.i18n import Words
from access_kit.i18n.names import say_language
from access_kit.materials.blocks import bullets, heading, section
from access_kit.materials.context import SessionContext
from access_kit.materials.discreet import SETTING as WAITING
from access_kit.materials.items import Item, choose_items, load_items
from access_kit.materials.paper_facts import guest_facts
from access_kit.materials.values import say_list
from access_kit.model.document import Blocks, Inlines, Text
from access_kit.model.plan import PersonPlan
from access_kit.model.profile import GroupConsent, Profile, PronounPlace

BACK = "back"
"""The id of the items that say what to do when a person drops off."""

MOST_LEFT_OUT = 2
"""What concerns everyone but so many is said of everyone but them."""

CROWD = 6
"""From so many people on, it is."""


@dataclass(frozen=True)
class Guest:
    """Somebody who may come: ``said`` is their chosen name or id, ``plan`` only if they agreed.

    Without ``said`` it is somebody of whom nothing is told but that they come.

    ``facts`` are those of their letter: what it promises stands on the sheet. What letters of
    people who did not agree promise is set up in every session, so that it tells of nobody.
    ``pronouns`` as the person says them, with a note where others are not to hear them.
    """

    said: str
    plan: PersonPlan | None
    facts: frozenset[str] = frozenset()
    pronouns: str = ""


def read_guests(
    context: SessionContext,
    people: Iterable[tuple[Profile, PersonPlan]],
    *,
    for_another: bool = False,
) -> tuple[Guest, ...]:
    """All who may come, in the order of what they are called here.

    Two people of one name are told apart by their ids. ``for_another``: a second host, who knows
    of a person at all only where the person agreed that others know of them.
    """
    people = list(people)
    names = Counter(profile.name for profile, _ in people if profile.consent.facilitator)

    def guest(profile: Profile, plan: PersonPlan) -> Guest:
        if not _is_told(profile, for_another):
            return Guest("", None)
        said = _called(profile, is_shared=names[profile.name] > 1)
        if not profile.consent.facilitator:
            return Guest(said, None)
        pronouns = _pronouns_of(context.words, profile, for_another=for_another)
        return Guest(said, plan, guest_facts(context, profile, plan), pronouns)

    guests = (guest(profile, plan) for profile, plan in people)
    return tuple(sorted(guests, key=lambda guest: (guest.said.casefold(), guest.said)))


def _called(profile: Profile, *, is_shared: bool) -> str:
    if not profile.consent.facilitator:
        return profile.id
    return f"{profile.name} ({profile.id})" if is_shared else profile.name


def _pronouns_of(words: Words, profile: Profile, *, for_another: bool) -> str:
    """Where the person wants them: a sheet for another host is a paper, and others are a group."""
    places = profile.pronouns_in
    if PronounPlace.FACILITATOR not in places or (
        for_another and PronounPlace.PAPERS not in places
    ):
        return ""
    if PronounPlace.GROUP in places:
        return profile.pronouns
    return words.text("run.pronouns-alone", pronouns=profile.pronouns)


def _is_told(profile: Profile, for_another: bool) -> bool:
    consent = profile.consent
    of_group = consent.group is GroupConsent.ACCOMMODATION_ONLY
    return not for_another or (consent.facilitator and of_group)


def say_who(words: Words, people: Sequence[str], guests: Sequence[Guest]) -> str:
    """Names in a list; of a crowd, everyone but those who are left out, where these are few.

    Somebody of whom nothing may be said is not left out by name either.
    """
    everyone = [guest.said for guest in guests]
    left_out = [one for one in everyone if one not in people]
    all_known = all(guest.plan is not None for guest in guests)
    if not all_known or len(everyone) < CROWD or len(left_out) > MOST_LEFT_OUT:
        return say_list(people, words.formats)
    but = say_list(left_out, words.formats)
    return words.text("run.everyone-but", people=but) if but else words.text("run.everyone")


def say_people(words: Words, guests: Sequence[Guest], most: int) -> Blocks:
    """What is to be ready beside the ``most`` that page one says: a line for those who share it."""
    told = (
        (words.text(one.word, **_values_of(words, guest.plan)), guest.said)
        for guest in guests
        if guest.plan is not None
        for one in things_of(guest.facts)[most:]
    )
    lines = (
        words.inlines(
            "run.line.person",
            who=say_who(words, people, guests),
            things=_as_sentence("; ".join(things)),
        )
        for people, things in by_people(told).items()
    )
    return section(heading(words, "run.each"), bullets(lines))


def _as_sentence(said: str) -> tuple[Text, ...]:
    return (Text(said[:1].upper() + said[1:]),)


def name_of(guest: Guest) -> Inlines:
    said = f"{guest.said} ({guest.pronouns})" if guest.pronouns else guest.said
    return (Text(said, isolate=True),)


def person_items(facts: Set[str]) -> tuple[Item, ...]:
    """What the host has to have ready for a person, what matters most first."""
    return choose_items(load_items("run_sheet.toml"), facts, "person")


def things_of(facts: Set[str]) -> tuple[Item, ...]:
    """``person_items`` without what is done when the person drops off: that has its own column."""
    return tuple(item for item in person_items(facts) if item.id != BACK)


def say_things(
    words: Words, plan: PersonPlan, things: Iterable[Item], asked: str = ""
) -> tuple[Text, ...]:
    """``Types only; extra time``, after a question that is ``asked``, or that there is nothing."""
    named = _values_of(words, plan)
    said = "; ".join(filter(None, (asked, *(words.text(one.word, **named) for one in things))))
    return _as_sentence(said or words.text("run.ready-nothing"))


def _values_of(words: Words, plan: PersonPlan) -> Mapping[str, str]:
    """What a person's plan gives by number or by name."""
    numbers = {"times": "turn.extra_time", "minutes": "session.max_minutes"}
    numbers["size"] = "group.size_max"
    given = {name: plan.settings.get(setting, 0) for name, setting in numbers.items()}
    given_languages = plan.settings.get("interpreter.languages")
    languages = given_languages if isinstance(given_languages, tuple) else ()
    said = [say_language(one, words.formats) for one in languages]
    return {
        **{name: f"{one:g}" for name, one in given.items() if isinstance(one, int | float)},
        "languages": say_list(said, words.formats) if said else "",
    }


def say_booking(words: Words, what: str) -> str:
    """The words of a known booking; an agency's own rule says it in its own words."""
    key = f"run.book.{what}"
    return words.text(key) if key in words else what


def say_not_met(context: SessionContext, guests: Sequence[Guest]) -> Blocks:
    """Whom to ask about which other ways; for what concerns everyone, also what is so."""
    words = context.words
    lines = (
        words.inlines("run.line.person", who=who, things=_in_one(words, said))
        for who, said in _other_ways(context, guests)
    )
    return section(heading(words, "run.not-met"), bullets(lines))


def _other_ways(
    context: SessionContext, guests: Sequence[Guest]
) -> Iterator[tuple[str, Iterable[str]]]:
    """What to ask each set of people who are asked the same.

    What the meeting lacks stands first, for whoever wants it: some said no to a way on.
    """
    words = context.words
    known = [(guest.said, guest.plan.not_met) for guest in guests if guest.plan]
    offered = {one.alternatives for _, not_met in known for one in not_met}
    shared = [one for one in context.group.not_met if one.alternatives not in offered]
    if shared:
        lines = [line for one in shared for line in (one.because, *one.alternatives)]
        yield say_everyone(context, guests, "run.whoever"), lines
    missed = [(one, who) for who, not_met in known for one in not_met]
    asked = by_people(
        (way, who) for one, who in missed if one.setting != WAITING for way in one.alternatives
    )
    waiting = by_people(
        (say_waiting(words, str(one.value)), who) for one, who in missed if one.setting == WAITING
    )
    for people in dict.fromkeys((*asked, *waiting)):
        papers = say_list(waiting.get(people, []), words.formats)
        waits = [words.text("run.waits", papers=papers)] if papers else []
        yield say_who(words, people, guests), [*asked.get(people, []), *waits]


def say_everyone(
    context: SessionContext, guests: Sequence[Guest], word: str = "run.everyone"
) -> str:
    """All who come, by ``word``; where that is one person, what they are called here."""
    alone = context.session.is_one_to_one and len(guests) == 1
    return guests[0].said if alone else context.words.text(word)


def _in_one(words: Words, lines: Iterable[str]) -> Inlines:
    said = [words.say(line) for line in dict.fromkeys(lines)]
    return tuple(part for line in said for part in (Text(" "), *line))[1:]


def by_people(told: Iterable[tuple[str, str]]) -> Mapping[tuple[str, ...], list[str]]:
    """``(thing, person)`` pairs as the things that the same people share."""
    of: dict[str, dict[str, None]] = {}
    for thing, who in told:
        of.setdefault(thing, {})[who] = None
    found: dict[tuple[str, ...], list[str]] = {}
    for thing, people in of.items():
        found.setdefault(tuple(people), []).append(thing)
    return found


def say_waiting(words: Words, paper: str) -> str:
    """A paper of ours by its word, a handout by the words of its file's name."""
    key = f"run.waits.{paper}"
    if key in words:
        return words.text(key)
    said = paper.removesuffix(".md").replace("-", " ")
    return said[:1].upper() + said[1:]
