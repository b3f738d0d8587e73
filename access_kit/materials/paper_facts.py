"""What holds for a paper, as a set of names: the only thing that items are chosen by.

Facts about a person come from their plan's settings, through ``facts.toml``; facts about the
session come from its platform and from what the kit has. Needs in a profile are never read here:
what a person asked for was weighed when the plan was made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files

from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.first_way import CALLS, TEXTS, first_way
from access_kit.materials.known import known_facts
from access_kit.model.plan import NotMet, PersonPlan, SettingValue
from access_kit.model.profile import CameraUse, Channel, Profile
from access_kit.model.session import Platform

TYPED = frozenset(
    {
        *(Platform.ZOOM, Platform.TEAMS, Platform.MEET, Platform.WEBEX),
        *(Platform.DOXY, Platform.JITSI),
    }
)
"""Video apps in which somebody can type too; of others, nobody knows that."""

VIDEO = TYPED | {Platform.FACETIME}
MESSENGER = frozenset({Platform.SIGNAL, Platform.WHATSAPP, Platform.MESSENGER, Platform.DISCORD})
HERE = frozenset(
    {
        *("in_person", "app", "messenger", "writing"),
        *("by_phone", "awaits_number", "by_text"),
    }
)
"""The ways to take part."""

ONE_CAPTIONER = frozenset({Platform.ZOOM})
"""Where a person types captions, there are none by a computer."""

CAPTIONS_EACH = frozenset({Platform.TEAMS, Platform.MEET, Platform.FACETIME})
"""Where who wants captions turns them on, and nobody can do it for others."""

CAPTIONS_ASK = frozenset({Platform.DOXY, Platform.JITSI})
"""Where no letter can say how somebody turns captions on: nobody knows, or the server decides."""


@dataclass(frozen=True)
class FactRule:
    """``values`` empty and no bound set: any value that is not empty or false.

    ``sure``: of what is not met, only where that is known.
    """

    name: str
    setting: str
    values: tuple[SettingValue, ...] = ()
    at_least: float | None = None
    below: float | None = None
    sure: bool = False

    def holds(self, settings: Mapping[str, SettingValue]) -> bool:
        if self.setting not in settings:
            return False
        value = settings[self.setting]
        if self.at_least is not None:
            return isinstance(value, int | float) and value >= self.at_least
        if self.below is not None:
            return isinstance(value, int | float) and value < self.below
        given = value if isinstance(value, tuple) else (value,)
        return any(one in self.values for one in given) if self.values else bool(value)


@lru_cache(maxsize=2)
def load_fact_rules(part: str = "fact") -> tuple[FactRule, ...]:
    """The facts that follow from settings or, of the part ``short``, from what is not met."""
    data = tomllib.loads((files(__package__) / "facts.toml").read_text(encoding="utf-8"))
    return tuple(
        FactRule(
            entry["name"],
            entry["setting"],
            tuple(entry.get("is", ())),
            entry.get("at_least"),
            entry.get("below"),
            entry.get("sure", False),
        )
        for entry in data[part]
    )


def read_settings(settings: Mapping[str, SettingValue]) -> frozenset[str]:
    """The facts that a plan's settings stand for; one that is not empty is a fact by its name."""
    given = frozenset(name for name, value in settings.items() if value)
    return given | frozenset(rule.name for rule in load_fact_rules() if rule.holds(settings))


def read_not_met(not_met: Iterable[NotMet]) -> frozenset[str]:
    """The facts that stand for what cannot be had."""
    lost = [({one.setting: one.value}, one.unknown) for one in not_met]
    return frozenset(
        rule.name
        for rule in load_fact_rules("short")
        for missed, unknown in lost
        if rule.holds(missed) and not (rule.sure and unknown)
    )


def session_facts(context: SessionContext) -> frozenset[str]:
    """What holds for everyone in the session alike."""
    return frozenset(_session_facts(context)) | read_settings(context.group.settings)


def _session_facts(context: SessionContext) -> Iterator[str]:
    session, kit = context.session, context.kit
    platform = session.platform
    yield str(platform)
    yield "in_person" if platform is Platform.IN_PERSON else "remote"
    named = {
        "video": platform in VIDEO,
        "messenger": platform in MESSENGER,
        "app": platform in VIDEO or platform in MESSENGER,
        "writing": platform in MESSENGER or platform is Platform.SMS,
        "no_typing": platform in VIDEO - TYPED,
        "either_captions": platform in ONE_CAPTIONER,
        "captions_each": platform in CAPTIONS_EACH,
        "captions_ask": platform in CAPTIONS_ASK,
        "room_captions": platform is Platform.IN_PERSON and session.room_captions,
        "phone": platform is Platform.VRS,
        "relay": platform is Platform.VRS,
        "link": bool(session.join_url),
        "one_to_one": session.is_one_to_one,
        "dial_in": session.number is not None,
        "host_called": session.number is not None and session.dial_in is None,
        "host_phone": bool(session.facilitator.phone),
        "pin": session.dial_in is not None and bool(session.dial_in.pin),
        "recording": session.recording,
        "host_camera_off": session.facilitator.camera is CameraUse.OFF,
        "hours": bool(session.facilitator.hours),
        "report_page": bool(kit.documents.reporting),
        "reporting": bool(context.reporting),
        "reporting_short": bool(context.reporting_short),
        "crisis": bool(context.crisis),
        "agency_email": bool(kit.agency.email),
        "agency_phone": bool(kit.agency.phone),
        "agency_contact": bool(kit.agency.phone or kit.agency.email),
        "host_number": bool(session.facilitator.phone or kit.agency.phone),
        "host_email": bool(session.facilitator.email or kit.agency.email),
    }
    yield from (name for name, holds in named.items() if holds)


def everyone_facts(context: SessionContext) -> frozenset[str]:
    """What holds for papers that everyone gets alike: each way to take part stands in them."""
    facts = session_facts(context)
    by_phone = {"by_phone"} if "dial_in" in facts and facts & {"video", "phone"} else set()
    typed = {"type_too"} if "no_typing" not in facts else set()
    return facts | by_phone | typed | {"full", "anyone", "speaks", "listens"}


def person_facts(context: PaperContext) -> frozenset[str]:
    """What holds for one person: their plan's settings, in this session."""
    plan = context.plan
    facts = frozenset(_session_facts(context)) | read_settings(plan.settings)
    if "phone_only" in facts:
        facts -= {"video", "app"}
    facts = _without_avoided(facts)
    first = first_way(context.profile, facts | frozenset(_person_facts(context, facts)))
    if first == TEXTS:
        facts = facts - {"video", "app"} | {TEXTS}
    facts |= frozenset(_person_facts(context, facts))
    facts |= _known(context, facts) | ({CALLS} if first == CALLS else set())
    facts |= {"texting"} if _is_texted(context, facts) else set()
    facts = _without_unused(facts)
    here = facts & HERE
    return facts | read_not_met(plan.not_met) | (frozenset() if here else {"no_live_way"})


def guest_facts(context: SessionContext, profile: Profile, plan: PersonPlan) -> frozenset[str]:
    """What holds for the letter of somebody who may come: the host has to know what it says."""
    shared = {field.name: getattr(context, field.name) for field in fields(SessionContext)}
    contents = profile.contact.contents or context.kit.defaults.contents
    return person_facts(PaperContext(**shared, profile=profile, plan=plan, contents=contents))


def _is_texted(context: PaperContext, facts: Set[str]) -> bool:
    """Whether texts are how two people meet, or write to each other between meetings."""
    contact = context.profile.contact
    between = Channel.SMS in contact.safe and bool(contact.phone)
    texts = between or {"by_text", "host_number"} <= facts
    return "one_to_one" in facts and ("writing" in facts or (texts and "avoids_sms" not in facts))


def _known(context: PaperContext, facts: frozenset[str]) -> frozenset[str]:
    """What need not be asked, and which way to join comes first."""
    known = known_facts(context.profile)
    if "avoids_sms" in facts:
        known -= {"asks_text"}
    if "by_phone" in facts and TEXTS not in facts and _calls_first(facts | known):
        known |= {CALLS}
    known |= {"large"} if context.is_large else frozenset()
    known |= {"giant"} if context.is_giant else frozenset()
    return known | ({"answered_before"} if context.answered else frozenset())


def _calls_first(facts: Set[str]) -> bool:
    """Whether the telephone is the first way of somebody who can join by it."""
    if facts & {"phone_only", "phone", "asks_phone", "data.by_phone"}:
        return True
    return {"avoids_video", "voice"} <= facts and "chat_first" not in facts


def _without_unused(facts: frozenset[str]) -> frozenset[str]:
    """``facts`` without the ways to reach somebody that the person said no to."""
    if "avoids_email" in facts:
        facts -= {"host_email", "agency_email", "mailed", "asks_email"}
    if "voice" not in facts and "avoids_sms" in facts:
        facts -= {"host_number"}
    return facts


def _without_avoided(facts: frozenset[str]) -> frozenset[str]:
    """``facts`` without the ways to take part to which the person said no.

    A video app stays for who types or only talks in it.
    """
    if "avoids_video" in facts and "video" in facts and not facts & {"chat_way", "voice_way"}:
        called = "dial_in" in facts and not facts & {"avoids_phone", "avoids_voice"}
        if called or "avoids_voice" in facts:
            facts -= {"video", "app"}
    if "avoids_chat" in facts and "messenger" in facts:
        facts -= {"messenger", "writing", "app"}
    if "avoids_sms" in facts and "sms" in facts:
        facts -= {"sms", "writing"}
    if "avoids_in_person" in facts:
        facts -= {"in_person"}
    return facts


def _person_facts(context: PaperContext, facts: Set[str]) -> Iterator[str]:
    voice = "no_voice" not in facts
    speaks, listens = voice or "speaks" in facts, voice or "listens" in facts
    calls = bool(facts & {"phone", "phone_only", "calls_in"}) and "avoids_phone" not in facts
    calls = calls and ("avoids_voice" not in facts or "relay" in facts)
    calls = calls and (speaks or listens or "relay" in facts)
    by_phone = calls and "dial_in" in facts
    awaits = calls and "phone" in facts and "dial_in" not in facts
    own = context.profile.contact
    texted = Channel.SMS in own.safe and bool(own.phone) and "avoids_sms" not in facts
    elsewhere = bool(facts & {"in_person", "app", "writing"})
    can_type = not facts & {"avoids_chat", "no_typing"}
    mails = "host_email" in facts and "avoids_email" not in facts
    texts = "remote" in facts and not {"avoids_sms", "avoids_chat"} <= facts
    texts = texts and (mails or ("host_number" in facts and "avoids_sms" not in facts))
    named = {
        str(context.contents): True,
        "voice": voice,
        "speaks": speaks,
        "listens": listens,
        "by_phone": by_phone and not facts & {"in_person", "writing"},
        "awaits_number": awaits,
        "by_text": texts
        and not (elsewhere or (awaits and voice))
        and (TEXTS in facts or not (voice and by_phone)),
        "texted": texted,
        "called": voice and not texted and bool(own.phone) and Channel.CALL in own.safe,
        "no_typing": "avoids_chat" in facts,
        "type_too": can_type and ("chat_first" in facts or not voice),
        "stores": context.profile.consent.store,
    }
    yield from (name for name, holds in named.items() if holds)
