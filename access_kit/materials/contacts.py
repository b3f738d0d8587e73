"""Boxes with ways to reach people: numbers to call, to text, addresses to write to.

A person who does not use voice is never given a call as the only way: numbers are for texting, and
e-mail stands first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from access_kit.i18n import Words
from access_kit.i18n.names import say_country, say_language
from access_kit.i18n.phones import say_phone
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.crisis_lines import NOBODY, Caller, emergency_ways, is_near, keyword_for
from access_kit.materials.hours import is_always, say_hours
from access_kit.materials.local_places import can_reach, order_places, places_of
from access_kit.model.document import Contact, ContactBox, Inlines
from access_kit.model.kit import CrisisEntry, Resource


def dial(number: str, scheme: str = "tel") -> str:
    """The link that dials or texts ``number``."""
    return f"{scheme}:" + "".join(sign for sign in number if sign in "+0123456789*#")


def write_to(address: str) -> str:
    return f"mailto:{address}"


def helpers_box(context: SessionContext, facts: Set[str]) -> tuple[ContactBox, ...]:
    """Who helps with this session: the host, and the helper for joining."""
    contacts = tuple(_helpers(context, facts))
    return (ContactBox(context.words.inlines("contact.heading"), contacts),) if contacts else ()


def _helpers(context: SessionContext, facts: Set[str]) -> Iterator[Contact]:
    words, voice = context.words, "voice" in facts
    host, agency = context.session.facilitator, context.kit.agency
    email, numbers = _email_for(host.email, facts), not _no_number(facts)
    quiet = bool(facts & {"avoids_phone", "avoids_voice"})
    if email and not voice:
        yield _email(words, host.name, email)
    if host.phone and numbers:
        key = "contact.host" if voice else "first.host-text" if quiet else "contact.host-text"
        yield _number(context, key, host.name, host.phone, host.hours, voice)
    if email and voice:
        yield _email(words, host.name, email)
    helper = agency.tech_help
    if helper and numbers:
        key = "contact.tech" if voice else "first.tech-text" if quiet else "contact.tech-text"
        yield _number(context, key, helper.name, helper.phone, helper.hours, voice)
    if not host.phone and not host.email:
        name = agency.from_name if "discreet" in facts else agency.name
        yield from agency_contacts(context, facts, name or host.name)


def _email_for(address: str | None, facts: Set[str]) -> str:
    """The address to write to; none for somebody who said no to e-mail."""
    return "" if "avoids_email" in facts else address or ""


def _no_number(facts: Set[str]) -> bool:
    """Whether somebody said no to texts, and does not use voice either."""
    return "voice" not in facts and "avoids_sms" in facts


def short_helpers_box(context: SessionContext, facts: Set[str]) -> tuple[ContactBox, ...]:
    """The same on the sheet that goes first: one line each, hours apart."""
    contacts = tuple(_short_helpers(context, facts, with_hours=not hours_of_all(context)))
    if not contacts:
        return helpers_box(context, facts)
    return (ContactBox(context.words.inlines("first.people"), contacts),)


def hours_of_all(context: SessionContext) -> str:
    """The hours of everyone who helps, where they are alike; else nothing."""
    host, helper = context.session.facilitator, context.kit.agency.tech_help
    hours = {host.hours, helper.hours if helper else host.hours}
    alike = len(hours) == 1 and bool(host.phone)
    return say_hours(context.words, hours.pop()) if alike else ""


def _short_helpers(
    context: SessionContext, facts: Set[str], *, with_hours: bool
) -> Iterator[Contact]:
    words, voice = context.words, "voice" in facts
    host, helper = context.session.facilitator, context.kit.agency.tech_help
    ending = "" if voice else "-text"
    leads, alone = f"first.host{ending}", "one.host" if voice else "one.host-text"

    def number(key: str, name: str, phone: str, hours: str) -> Contact:
        return _number(context, key, name, phone, hours if with_hours else "", voice)

    ways, numbers = [], not _no_number(facts)
    if host.phone and numbers:
        leads = alone if "one_to_one" in facts else leads
        ways.append(number(leads, host.name, host.phone, host.hours))
    email = _email_for(host.email, facts)
    if email and (not voice or facts & {"mailed", "by_text"}):
        address = Contact(words.text("first.email", name=host.name), email, write_to(email))
        ways.insert(len(ways) if voice else 0, address)
    yield from ways
    if helper and numbers and (host.phone or host.email):
        yield number(f"first.tech{ending}", helper.name, helper.phone, helper.hours)


def agency_contacts(context: SessionContext, facts: Set[str], name: str) -> Iterator[Contact]:
    """How to reach the agency; a number only for those who use voice, unless it is all there is."""
    agency, words, voice = context.kit.agency, context.words, "voice" in facts
    email = _email_for(agency.email, facts)
    if agency.phone and not _no_number(facts) and (voice or not email):
        label = words.text("contact.agency", agency=name)
        scheme = "tel" if voice else "sms"
        yield contact_by_phone(label, agency.phone, context.caller.is_in, scheme)
    if email:
        label = words.text("contact.agency-email", agency=name)
        yield Contact(label, email, write_to(email))


def _email(words: Words, name: str, address: str) -> Contact:
    return Contact(words.text("contact.host-email", name=name), address, write_to(address))


def _number(
    context: SessionContext, key: str, name: str, number: str, hours: str, voice: bool
) -> Contact:
    label = with_hours(context.words, context.words.text(key, name=name), hours)
    return contact_by_phone(label, number, context.caller.is_in, "tel" if voice else "sms")


def contact_by_phone(label: str, number: str, country: str | None, scheme: str = "tel") -> Contact:
    """A number as a reader in ``country`` writes it, and the link that dials it from anywhere."""
    return Contact(label, say_phone(number, country), dial(number, scheme))


def local_box(context: PaperContext, facts: Set[str]) -> tuple[ContactBox, ...]:
    """Places near the person that a rule of their plan calls for; not in a discreet letter.

    Their names are the agency's own words, and may say more than a discreet letter should.
    Interpreters are booked for the person, so they stand on the run sheet.
    """
    if "discreet" in facts:
        return ()
    near = order_places(places_of(context.plan.resources), context.profile)
    caller = replace(context.caller, voice="voice" in facts)
    contacts = tuple(way for one in near for way in local_contacts(one, caller))
    words = context.words
    return (ContactBox(words.inlines("contact.near"), contacts),) if contacts else ()


def local_contacts(place: Resource, caller: Caller) -> Iterator[Contact]:
    """How to reach a local place; in writing first for those who may not use voice.

    Nothing for who cannot reach it: a number alone is no way for somebody who does not call.
    """
    if not can_reach(place, caller):
        return
    call = [contact_by_phone(place.name, place.phone, caller.is_in)] if place.phone else []
    if caller.voice and call:
        yield from call
        return
    page = [Contact(place.name, place.url, place.url)] if place.url else []
    yield from [*page, *call]


def crisis_box(
    words: Words,
    entries: Iterable[CrisisEntry],
    facts: Set[str],
    caller: Caller = NOBODY,
) -> tuple[ContactBox, ...]:
    """The kit's lines to call, or nothing when the kit has none: no number is built in."""
    lines = tuple(entries)
    contacts = tuple(
        contact for entry in lines for contact in _crisis_ways(words, entry, facts, caller, lines)
    )
    discreet = "discreet" in facts
    title = words.inlines("crisis.heading-discreet" if discreet else "crisis.heading")
    return (ContactBox(title, contacts),) if contacts else ()


def _crisis_ways(
    words: Words,
    entry: CrisisEntry,
    facts: Set[str],
    caller: Caller,
    lines: tuple[CrisisEntry, ...],
) -> Iterator[Contact]:
    """The ways of one line of ``lines``; a call is never the first for who may not use voice."""
    voice = "voice" in facts
    in_danger = entry.emergency and "discreet" not in facts
    kind = "crisis.emergency" if in_danger else "crisis.line"
    name = entry.name
    if not is_near(entry, caller):
        country = say_country(entry.country, words.formats)
        name = words.text("crisis.in-country", name=name, country=country)
    elif _needs_no_name(entry, lines):
        kind = "crisis.danger" if in_danger else "crisis.number"

    def way(key: str, value: str, url: str | None) -> Contact:
        hours = "" if entry.emergency and is_always(entry.hours) else entry.hours
        label = with_hours(words, words.text(key, name=name), hours)
        runs_on = key in RUN_ON and not hours
        return Contact(label, say_phone(value, caller.is_in), url, runs_on)

    if entry.call and entry.call == entry.text:
        scheme = "tel" if voice else "sms"
        yield way(f"{kind}-both", entry.call, dial(entry.call, scheme))
    else:
        call = f"{kind}-call-relay" if "relay" in facts and not voice else f"{kind}-call"
        ways = [
            way(key, number, dial(number, scheme))
            for key, number, scheme in (
                (call, entry.call, "tel"),
                (f"{kind}-text", entry.text, "sms"),
            )
            if number
        ]
        yield from ways if voice else reversed(ways)
    if entry.signed:
        url = entry.signed if entry.signed.startswith("https://") else None
        yield way("crisis.line-signed", entry.signed, url)
    keyword = keyword_for(entry, caller.languages)
    if keyword:
        language = say_language(keyword[0], words.formats)
        yield Contact(words.text("crisis.in-language", language=language), keyword[1])


RUN_ON = frozenset({"crisis.danger-call", "crisis.danger-both", "crisis.danger-text"})
"""Sentences that the number ends."""


def _needs_no_name(entry: CrisisEntry, lines: tuple[CrisisEntry, ...]) -> bool:
    """Whether the number says which line it is: a name that begins with it would say it twice, and
    the only number for danger in a country needs none.
    """
    if entry.emergency:
        return [one.country for one in lines if one.emergency].count(entry.country) == 1
    ways = {way for way in (entry.call, entry.text) if way}
    return len(ways) == 1 and entry.name.split()[:1] == list(ways)


def with_hours(words: Words, label: str, hours: str) -> str:
    """``label``, and when somebody answers where that is known."""
    said = say_hours(words, hours)
    return words.text("contact.hours", label=label, hours=said) if hours else label


DANGER_DISCREET = {
    "call": "text.danger-plain",
    "text": "text.danger-plain-text",
    "both": "text.danger-plain-both",
}


def danger_line(context: PaperContext, facts: Set[str]) -> Iterator[Inlines]:
    """One sentence with the number for danger where the reader is, if the kit has one."""
    lines = emergency_ways(context.crisis, context.caller)
    for danger in [one for one in lines if one.call or one.text][:1]:
        yield from say_way(context, danger, "text.danger", facts)


def say_way(
    context: PaperContext, entry: CrisisEntry, key: str, facts: Set[str]
) -> Iterator[Inlines]:
    """The way that this reader uses, in the sentence ``key``; nothing where the line has none."""
    words = context.words
    texted = entry.text and (not entry.call or "voice" not in facts)
    way = entry.text if texted else entry.call
    if not way:
        return
    way = say_phone(way, context.caller.is_in)
    kind = "both" if entry.call == entry.text else "text" if texted else "call"
    if key == "text.danger" and "discreet" in facts:
        yield words.inlines(DANGER_DISCREET[kind], way=way)
    elif key == "text.danger":
        yield words.inlines(f"{key}-{kind}", way=way)
    else:
        yield words.inlines(f"{key}-text" if texted else f"{key}-call", way=way)
