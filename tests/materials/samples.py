"""Contexts to build papers from: a kit, a session and people whose plans differ."""

import datetime
from zoneinfo import ZoneInfo

from access_kit.i18n import When, Words, load_words
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.crisis_lines import Caller, order_lines
from access_kit.model.document import Heading, ListItem, Paragraph, Steps, Text
from access_kit.model.kit import (
    Agency,
    CrisisEntry,
    Defaults,
    Documents,
    HelpPerson,
    Kit,
    Resource,
    ResourceKind,
)
from access_kit.model.plan import GroupPlan, PersonPlan
from access_kit.model.profile import (
    Channel,
    Consent,
    ContactWays,
    Contents,
    Detail,
    Profile,
    StatedBy,
)
from access_kit.model.session import DialIn, Facilitator, Platform, Session

STARTS = datetime.datetime(2026, 12, 3, 18, 0)
ZONE = "America/New_York"

KIT = Kit(
    schema="access-kit/kit/1",
    agency=Agency(
        name="Riverside Peer Network",
        envelope_sender=("PO Box 118", "Exampletown NH 03755"),
        from_name="Riverside",
        phone="+1 603 555 0100",
        email="hello@riverside.example",
        tech_help=HelpPerson("Sam", "+1 603 555 0101", "Mon-Fri 9-17"),
        supervisor=HelpPerson("Lee", "+1 603 555 0102"),
    ),
    defaults=Defaults(locale="en", contents=Contents.FULL),
    documents=Documents(crisis_plan="crisis-plan.md"),
)
CRISIS = (
    CrisisEntry("US", "Example Lifeline", call="988", text="988", hours="24/7"),
    CrisisEntry("US", "911", call="911", text="911", emergency=True),
)
SESSION = Session(
    schema="access-kit/session/1",
    id="evening-group-2026-12-03",
    title="Thursday evening group",
    starts=STARTS,
    timezone=ZONE,
    minutes=60,
    platform=Platform.ZOOM,
    facilitator=Facilitator(
        "Jo", "+1 603 555 0123", "jo@riverside.example", "Mon-Fri 9-17", ("en",)
    ),
    join_url="https://meet.example/j/5550100",
    dial_in=DialIn("+1 603 555 0199", "4711"),
)
BASELINE = {
    "break.every_min": 25,
    "break.minutes": 5,
    "break.step_out": True,
    "captions.live": "auto",
    "captions.on_by_default": True,
    "camera.own": "optional",
    "contact.voice_ok": True,
    "handouts.before": True,
    "helpers.may_be_present": True,
    "join.dial_in": True,
    "join.ways": ("phone",),
    "print.size_pt": 18,
    "privacy.check": True,
    "privacy.stop_word": True,
    "text.level": "plain",
}
PEOPLE = {
    "asks-for-nothing": {},
    "low-vision": {"print.size_pt": 20, "data.low_plan": True, "backup.we_call": True,
                   "session.leave_early": True, "session.summary": True},
    "screen-reader": {"chat.read_aloud": True, "slides.read_aloud": True, "input.keys_only": True},
    "signs": {
        "contact.voice_ok": False,
        "turn.own": ("sign",),
        "captions.live": "human",
        "interpreter.kinds": ("signed",),
        "interpreter.in_view": True,
        "contact.relay": ("video",),
        "camera.facilitator": "on",
        "speech.one_at_a_time": True,
        "backup.we_text": True,
    },
    "types-only": {
        "contact.voice_ok": False,
        "turn.own": ("listen",),
        "camera.own": "off",
        "camera.no_preview": True,
        "chat.first": True,
        "speech.not_needed": True,
        "turn.wait": True,
        "turn.chat": True,
        "help.ways": ("practice_call",),
        "backup.we_text": True,
        "topic.heads_up": True,
    },
    "basic-phone": {"packet.printed": True, "device.loan": True, "text.level": "easy_read",
                    "call.we_call": True, "help.ways": ("practice_call", "steps_sheet")},
}  # fmt: skip
PLAN_WORDS = (
    Heading(1, (Text("What we do"),)),
    Steps((ListItem((Text("Stay with the person."),)), ListItem((Text("Call the supervisor."),)))),
)
REPORTING = (Paragraph((Text("The host tells the agency when a child is being hurt."),)),)


class EnglishWords(Words):
    """The English words, named shortly where a failing test shows its context."""

    def __repr__(self) -> str:
        return "english()"

    def _repr_pretty_(self, printer, cycle) -> None:
        printer.text("english()")


def english() -> Words:
    words = load_words("en")
    return EnglishWords(words.locale, words.messages)


def session_context(**changes) -> SessionContext:
    """The group's context with some of its parts replaced."""
    return SessionContext(**{**_shared(), **changes})


def paper_context(person: str = "asks-for-nothing", **changes) -> PaperContext:
    """One person's context; ``settings`` among the changes go on top of the person's.

    Papers are in their long form, which holds the short one too, unless ``detail`` says otherwise.
    """
    settings = {**BASELINE, **PEOPLE[person], **changes.pop("settings", {})}
    personal = {
        "profile": make_profile(),
        "plan": PersonPlan("K-07", (), settings),
        "contents": Contents.FULL,
        "detail": Detail.FULL,
    }
    known = {**_shared(), **personal, **changes}
    discreet = known["contents"] is Contents.DISCREET
    known["crisis"] = order_lines(known["crisis"], known["caller"], discreet=discreet)
    return PaperContext(**known)


def make_profile(**changes) -> Profile:
    profile = {
        "schema": "access-kit/profile/1",
        "id": "K-07",
        "name": "Rosa",
        "stated_by": StatedBy.SELF,
        "contact": ContactWays(safe=(Channel.LETTER, Channel.CALL), phone="+1 603 555 0142"),
        "consent": Consent(store=True, facilitator=True),
    }
    return Profile(**{**profile, **changes})


def _shared() -> dict:
    start = STARTS.replace(tzinfo=ZoneInfo(ZONE))
    return {
        "kit": KIT,
        "session": SESSION,
        "group": GroupPlan(BASELINE, ()),
        "words": english(),
        "when": When(start, ZONE, "en"),
        "crisis": CRISIS,
        "caller": Caller("US", "US", ("en",)),
        "resources": (Resource(ResourceKind.WARMLINE, "Example Warmline", "+1 603 555 0150"),),
        "crisis_plan": PLAN_WORDS,
        "reporting": REPORTING,
    }
