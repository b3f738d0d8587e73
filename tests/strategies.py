"""Random profiles, sessions and kits for property tests, and profiles full of canaries.

Whatever is made here is valid: it has the shape and the values that the readers let through.
"""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
from functools import cache
from typing import Any

from hypothesis import strategies as st

from access_kit.model.constraint import Choice, Range, TextFormat
from access_kit.model.kit import Agency, Defaults, EnvelopeName, Kit
from access_kit.model.look import LookName, PaperSize
from access_kit.model.profile import (
    CameraUse,
    Channel,
    Consent,
    ContactWays,
    Contents,
    EmergencyContact,
    GroupConsent,
    Mode,
    PostalAddress,
    Profile,
    StatedBy,
    TalkModes,
)
from access_kit.model.session import DialIn, Facilitator, Platform, Session
from access_kit.model.stated import Stated, Wish

SPOKEN = ("en", "es", "es-MX", "fr", "ht", "ar", "zh-Hant", "vi")
SIGNED = ("ase", "bfi", "lsf", "ssp")
NEEDS = (
    "language",
    "reading",
    "hearing",
    "talk",
    "camera",
    "device",
    "connection",
    "place",
    "pace",
    "sense",
    "topic",
    "help",
    "group",
)
"""The sections of a profile that say what helps."""

WISHES = st.sampled_from(Wish)


@cache
def field_types(section: str) -> dict[str, Any]:
    """The fields of a section of needs, with their annotations; ``talk.avoid`` is merged away."""
    fields = typing.get_type_hints(section_class(section), include_extras=True)
    return {name: hint for name, hint in fields.items() if (section, name) != ("talk", "avoid")}


@cache
def section_class(section: str) -> Any:
    return typing.get_type_hints(Profile)[section]


def plain_values(hint: Any, name: str) -> st.SearchStrategy[Any]:
    """Values for the type inside a ``Stated``."""
    if typing.get_origin(hint) is typing.Annotated:
        inner, *marks = typing.get_args(hint)
        bounds = next((mark for mark in marks if isinstance(mark, Range)), None)
        if TextFormat.LANGUAGE in marks:
            return st.sampled_from(SIGNED if name == "signed" else SPOKEN)
        if inner is float and bounds:
            tenths = st.integers(int(bounds.low * 10), int(bounds.high * 10))
            return tenths.map(lambda number: number / 10)
        assert bounds
        return st.integers(int(bounds.low), min(int(bounds.high), 500))
    if isinstance(hint, type) and issubclass(hint, Choice):
        # An empty text is none: no file can say that somebody chose it.
        return st.sampled_from([one for one in hint if one.value])
    assert hint is bool
    return st.booleans()


def field_values(hint: Any, name: str, wishes: st.SearchStrategy[Wish] = WISHES) -> Any:
    """Values for one field of needs, known ones only: ``Stated``, or a tuple of them."""
    arguments = [a for a in typing.get_args(hint) if a is not types.NoneType]
    inner = arguments[0]
    if typing.get_origin(hint) is tuple:
        stated = st.builds(Stated, plain_values(typing.get_args(inner)[0], name), wishes)
        lists = st.lists(stated, min_size=1, max_size=4, unique_by=lambda one: one.value)
        return lists.map(tuple)
    return st.builds(Stated, plain_values(typing.get_args(inner)[0], name), wishes)


@cache
def sections(section: str) -> st.SearchStrategy[Any]:
    """Any section of needs; most people say little."""
    fields = {name: field_values(hint, name) for name, hint in field_types(section).items()}
    known = st.fixed_dictionaries({}, optional=fields)
    cls = section_class(section)
    return st.builds(cls) | known.map(lambda values: cls(**values))


@st.composite
def profiles(draw: st.DrawFn, ids: st.SearchStrategy[str] | None = None) -> Profile:
    """A valid profile with any needs, wishes, safe channels and consents."""
    number = draw(st.integers(1, 9999))
    safe = tuple(draw(st.lists(st.sampled_from(list(Channel)), unique=True, max_size=4)))
    needs = {section: draw(sections(section)) for section in NEEDS}
    reminders = tuple(Stated(channel, draw(WISHES)) for channel in safe if draw(st.booleans()))
    needs["pace"] = dataclasses.replace(needs["pace"], reminders=reminders)
    plain = canary_profile(number)
    return dataclasses.replace(
        plain,
        id=draw(ids) if ids is not None else plain.id,
        contact=dataclasses.replace(
            plain.contact,
            safe=safe,
            contents=draw(st.none() | st.sampled_from(list(Contents))),
            calendar=draw(st.booleans()),
        ),
        consent=Consent(
            store=draw(st.booleans()),
            facilitator=draw(st.booleans()),
            group=draw(st.sampled_from(list(GroupConsent))),
        ),
        **needs,
    )


@st.composite
def sessions(draw: st.DrawFn, platforms: st.SearchStrategy[Platform] | None = None) -> Session:
    """A valid session on any platform, in 2026 or 2027, at a time that every zone has once."""
    platform = draw(platforms if platforms is not None else st.sampled_from(list(Platform)))
    day = draw(st.dates(datetime.date(2026, 11, 23), datetime.date(2027, 3, 1)))
    numbered = draw(st.booleans())
    return Session(
        schema="access-kit/session/1",
        id=f"session-{draw(st.integers(1, 999))}",
        title="Thursday meeting",
        starts=datetime.datetime.combine(day, datetime.time(draw(st.integers(8, 20)))),
        timezone=draw(st.sampled_from(["America/New_York", "Europe/London", "Asia/Kolkata"])),
        minutes=draw(st.integers(5, 480)),
        platform=platform,
        facilitator=Facilitator(
            name="Jo",
            phone="+1 603 555 0123",
            languages=tuple(draw(st.lists(st.sampled_from(SPOKEN), unique=True, max_size=2))),
            camera=draw(st.sampled_from(list(CameraUse))),
        ),
        join_url="https://meet.example/j/5550100",
        dial_in=DialIn("+1 603 555 0199", "4711") if numbered else None,
        recording=draw(st.booleans()),
        profiles="profiles",
    )


@st.composite
def kits(draw: st.DrawFn) -> Kit:
    """A valid kit with any look, paper, envelope and contents level."""
    return Kit(
        schema="access-kit/kit/1",
        agency=Agency(
            name="Riverside Peer Network",
            envelope_sender=("PO Box 118", "Exampletown NH 03755"),
            from_name="Riverside",
            phone="+1 603 555 0100",
            email="hello@riverside.example",
        ),
        defaults=Defaults(
            locale=draw(st.sampled_from(SPOKEN)),
            contents=draw(st.sampled_from(list(Contents))),
            paper=draw(st.sampled_from(list(PaperSize))),
            envelope=draw(st.sampled_from(list(EnvelopeName))),
            look=draw(st.sampled_from(list(LookName))),
        ),
    )


def canary_profile(number: int, *, contents: Contents | None = None) -> Profile:
    """A valid profile whose private values are all its own; ``number`` from 0 to 9999.

    Every free text holds a canary, each phone number, address and mailbox is unique and valid. No
    canary is part of another, whatever their numbers.
    """
    if not 0 <= number <= 9999:
        raise ValueError("number must have at most four digits")
    return Profile(
        schema="access-kit/profile/1",
        id=f"K-{number:04d}",
        name=f"Zuzu{number:04d}called",
        stated_by=StatedBy.SELF,
        talk=TalkModes((Stated(Mode.VOICE),)),
        contact=ContactWays(
            asked_on=datetime.date(2026, 11, 20),
            safe=(Channel.LETTER, Channel.EMAIL, Channel.SMS, Channel.CALL),
            contents=contents,
            calendar=True,
            email=f"zuzu{number:04d}mail@inbox.example",
            phone=f"+1 802 555 {number:04d}",
            emergency=EmergencyContact(f"Zuzu{number:04d}friend", f"+1 207 555 {number:04d}"),
            post=PostalAddress(
                name=f"Zuzu{number:04d}post",
                street=(f"{number:04d} Zuzu{number:04d}street St", f"Apt Zuzu{number:04d}flat"),
                city=f"Zuzu{number:04d}town",
                region="NH",
                postal_code=f"03755-{number:04d}",
                country="US",
            ),
        ),
        consent=Consent(store=True, facilitator=True, group=GroupConsent.NONE),
    )


def canaries_of(profile: Profile) -> dict[str, str]:
    """The private values of a ``canary_profile``, by the field they stand in."""
    contact = profile.contact
    assert contact.email
    assert contact.phone
    assert contact.emergency
    assert contact.post
    return {
        "name": profile.name,
        "contact.email": contact.email,
        "contact.phone": contact.phone,
        "contact.emergency.name": contact.emergency.name,
        "contact.emergency.phone": contact.emergency.phone,
        "contact.post.name": contact.post.name,
        "contact.post.street[0]": contact.post.street[0],
        "contact.post.street[1]": contact.post.street[1],
        "contact.post.city": contact.post.city,
        "contact.post.postal_code": contact.post.postal_code,
    }
