"""People and situations for the tests of rules, written as the files are."""

from __future__ import annotations

import dataclasses
import datetime

from access_kit.model.kit import Resource
from access_kit.model.plan import PersonPlan
from access_kit.model.profile import Profile
from access_kit.model.session import DialIn, Platform, Session
from access_kit.profiles.profile_files import parse_profile
from access_kit.recommend.book import built_in_rules
from access_kit.recommend.person import recommend_person
from access_kit.recommend.situation import Situation
from access_kit.session_files import parse_session

NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
FAR = datetime.datetime(2027, 1, 14, 18, 0)
"""Far enough for every booking."""

HEAD = """
schema = "access-kit/profile/1"
id = "{id}"
name = "Rosa"
stated_by = "self"
"""
WAYS = """
[contact]
asked_on = 2026-11-20
safe = ["letter", "email", "sms", "call"]
email = "rosa@mail.example"
phone = "+1 603 555 0142"
[contact.post]
name = "Rosa M."
street = ["12 Elm St"]
city = "Exampletown"
region = "NH"
postal_code = "03755"
country = "US"
"""
SESSION = """
schema = "access-kit/session/1"
id = "evening"
title = "Thursday evening group"
starts = 2027-01-14T18:00:00
timezone = "America/New_York"
minutes = 60
platform = "zoom"
join_url = "https://meet.example/j/5550100"
dial_in = { number = "+1 603 555 0199", pin = "4711" }
profiles = "profiles"
[facilitator]
name = "Jo"
phone = "+1 603 555 0123"
languages = ["en"]
camera = "on"
"""


def person(needs: str = "", *, number: int = 7, ways: str = WAYS, consent: str = "") -> Profile:
    """The person of a profile file with these needs (TOML)."""
    text = HEAD.format(id=f"K-{number:02d}") + needs + ways + consent
    profile, problems = parse_profile(text, file="K-07.toml", today=NOW.date())
    assert profile is not None, problems
    return profile


def session(**changes: object) -> Session:
    """A Zoom meeting of an hour with a number to call, far enough for every booking."""
    read, problems = parse_session(SESSION, file="session.toml", now=NOW)
    assert read is not None, problems
    if "platform" in changes:
        changes["platform"] = Platform(str(changes["platform"]))
    if "camera" in changes or "languages" in changes:
        parts = {k: changes.pop(k) for k in ("camera", "languages") if k in changes}
        changes["facilitator"] = dataclasses.replace(read.facilitator, **parts)  # type: ignore[arg-type]
    return dataclasses.replace(read, **changes)  # type: ignore[arg-type]


def situation(resources: tuple[Resource, ...] = (), **changes: object) -> Situation:
    return Situation(now=NOW, session=session(**changes), resources=resources)


def plan_of(needs: str = "", *, ways: str = WAYS, **changes: object) -> PersonPlan:
    """The plan of a person with these needs, in the usual session with ``changes``."""
    return recommend_person(person(needs, ways=ways), situation(**changes), built_in_rules())


def fired(plan: PersonPlan) -> set[str]:
    """The rules that say anything in a plan, be it met or not."""
    return {item.rule for item in plan.recommendations} | {item.rule for item in plan.not_met}


def lost(plan: PersonPlan) -> set[tuple[str, str]]:
    return {(item.rule, item.setting) for item in plan.not_met}


NO_NUMBER: DialIn | None = None
