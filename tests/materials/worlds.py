"""Every kind of kit, session and plan that a paper may be built for, as hypothesis strategies."""

import dataclasses
from itertools import product

from hypothesis import strategies as st

from access_kit.materials.items import load_items
from access_kit.materials.paper_facts import load_fact_rules
from access_kit.model.document import Text
from access_kit.model.kit import Agency, HelpPerson
from access_kit.model.plan import GroupPlan, PersonPlan
from access_kit.model.profile import CameraUse, Consent, Contents
from access_kit.model.session import DialIn, Facilitator, Platform
from tests.materials.samples import (
    BASELINE,
    CRISIS,
    KIT,
    PEOPLE,
    PLAN_WORDS,
    REPORTING,
    SESSION,
    make_profile,
    paper_context,
)

NAMED = sorted(
    {
        need
        for name in ("letter.toml", "tech_check.toml", "consent.toml", "run_sheet.toml")
        for one in load_items(name)
        for need in (*one.needs, *one.unless)
        if "." in need
    }
)
"""Settings that items go by under their own name."""


@st.composite
def settings(draw) -> dict:
    """Any settings that make facts hold, beside numbers for breaks."""
    chosen = {}
    for rule in draw(st.lists(st.sampled_from(load_fact_rules()), max_size=14)):
        chosen[rule.setting] = draw(st.sampled_from(rule.values)) if rule.values else True
        if rule.at_least is not None:
            chosen[rule.setting] = rule.at_least + 1
    for name in draw(st.lists(st.sampled_from(NAMED), max_size=8)):
        chosen[name] = True
    if draw(st.booleans()):
        chosen |= {
            "break.every_min": draw(st.integers(5, 60)),
            "break.minutes": draw(st.integers(2, 30)),
        }
    return chosen


@st.composite
def contexts(draw):
    """Any person's context: whatever may be missing is missing in some."""
    maybe = lambda value: draw(st.sampled_from([None, value]))  # noqa: E731
    agency = Agency(
        name="Riverside Peer Network",
        envelope_sender=("PO Box 118",),
        from_name=draw(st.sampled_from(["", "Riverside"])),
        phone=maybe("+1 603 555 0100"),
        email=maybe("hello@riverside.example"),
        tech_help=maybe(HelpPerson("Sam", "+1 603 555 0101")),
        supervisor=maybe(HelpPerson("Lee", "+1 603 555 0102", "Mon 9-17")),
    )
    session = dataclasses.replace(
        SESSION,
        minutes=draw(st.integers(5, 480)),
        platform=draw(st.sampled_from(Platform)),
        recording=draw(st.booleans()),
        join_url=draw(st.sampled_from(["", SESSION.join_url])),
        dial_in=maybe(DialIn("+1 603 555 0199", draw(st.sampled_from(["", "4711"])))),
        facilitator=Facilitator(
            "Jo",
            maybe("+1 603 555 0123"),
            maybe("jo@riverside.example"),
            draw(st.sampled_from(["", "Mon-Fri 9-17"])),
            camera=draw(st.sampled_from(CameraUse)),
        ),
    )
    return paper_context(
        kit=dataclasses.replace(KIT, agency=agency),
        session=session,
        group=GroupPlan(draw(settings()), ()),
        plan=PersonPlan("K-07", (), draw(settings())),
        contents=draw(st.sampled_from(Contents)),
        crisis=draw(st.sampled_from([(), CRISIS])),
        crisis_plan=draw(st.sampled_from([(), PLAN_WORDS])),
        reporting=draw(st.sampled_from([(), REPORTING])),
        enclosed=draw(st.sampled_from([(), (Text("Things that help me"),)])),
        profile=make_profile(consent=Consent(draw(st.booleans()), draw(st.booleans()))),
    )


def usual_contexts(**changes):
    """Each sample person on each platform, at both contents levels."""
    for person, platform, contents in product(PEOPLE, Platform, Contents):
        session = dataclasses.replace(SESSION, platform=platform)
        group = GroupPlan({**BASELINE, **PEOPLE[person]}, ())
        yield paper_context(
            person, session=session, contents=contents, **{"group": group, **changes}
        )
