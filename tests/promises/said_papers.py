"""Papers that between them say what code chooses, each built of a context and nothing else."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

from access_kit.errors import Problem, Severity
from access_kit.i18n import When, load_words
from access_kit.materials.agreement import build_consent
from access_kit.materials.callers import emergency_not_met
from access_kit.materials.choice_sheet import WayToMeet, build_choice_sheet
from access_kit.materials.crisis_lines import Caller
from access_kit.materials.discreet import withheld
from access_kit.materials.items import load_items
from access_kit.materials.language_help import (
    LEFT_OUT,
    HelpLack,
    LanguageHelp,
    help_left_out,
    help_not_met,
)
from access_kit.materials.letter import build_letter
from access_kit.materials.local_places import places_not_met
from access_kit.materials.run_sheet import build_hand_over, build_run_sheet
from access_kit.materials.tech_check import build_tech_check
from access_kit.materials.texts import as_texts, build_texts
from access_kit.model.answers.packet import ManifestForm
from access_kit.model.document import Document, Text
from access_kit.model.kit import CrisisEntry, Documents, Resource, ResourceKind
from access_kit.model.past import QUIET_NOTES, Past
from access_kit.model.plan import GroupPlan, LocalHelp, NotMet, PersonPlan
from access_kit.model.profile import (
    Channel,
    ContactWays,
    Contents,
    Detail,
    Device,
    DeviceKind,
    Pace,
)
from access_kit.model.session import DialIn, Platform, SessionKind
from access_kit.model.stated import Stated
from access_kit.model.told import told_of
from tests.materials.samples import (
    BASELINE,
    KIT,
    PEOPLE,
    PLAN_WORDS,
    REPORTING,
    SESSION,
    ZONE,
    make_profile,
    paper_context,
    session_context,
)
from tests.materials.test_note import note_context

WORDS = load_words("en")
OWN = {"crisis_short": PLAN_WORDS, "reporting_short": REPORTING}
FORMS = (build_letter, build_tech_check, build_consent)
TITLES = tuple(Text(f"A paper with many words in its title, number {at}") for at in range(9))
TEXTED = ContactWays(safe=(Channel.SMS,), phone="+1 603 555 0142")
MAILED = ContactWays(safe=(Channel.EMAIL,), email="rosa@mail.example")
NO_WAY = ContactWays(safe=(Channel.LETTER,))
ELSEWHERE = (
    (Platform.ZOOM, None, ""),
    (Platform.IN_PERSON, None, ""),
    (Platform.PHONE, DialIn("+1 603 555 0199"), ""),
    (Platform.PHONE, None, ""),
    (Platform.SMS, None, ""),
    (Platform.SIGNAL, None, "https://meet.example/g"),
    (Platform.ZOOM, None, f"https://meet.example/{'j' * 150}"),
)
LACKS = (
    ("captions.live", "human"), ("captions.live", "auto"), ("chat.first", True),
    ("data.fits", True), ("lips.seen", True), ("signed.followed", True),
    ("interpreter.kinds", ("signed",)), ("device.loan", True), ("transcript", "full"),
    ("print.pictures", "needed"), ("join.ways", ("video",)),
)  # fmt: skip
LINES = (
    CrisisEntry("US", "911", text="911", emergency=True),
    CrisisEntry("US", "Line", call="988", signed="https://sign.example", keyword={"es": "Press 2"}),
)


def own_papers() -> Iterator[Document]:
    """The letter, the check, the agreement and the texts of people who differ."""
    for person in PEOPLE:
        yield from (build(paper_context(person, **OWN)) for build in FORMS)
    for detail, contents in itertools.product(Detail, Contents):
        context = paper_context("types-only", detail=detail, contents=contents, **OWN)
        yield from (build(context) for build in FORMS)
    sessions = [SESSION, dataclasses.replace(SESSION, kind=SessionKind.ONE_TO_ONE)]
    sessions += [
        dataclasses.replace(SESSION, platform=platform, dial_in=dial_in, join_url=url)
        for platform, dial_in, url in ELSEWHERE
    ]
    for session, contact in itertools.product(sessions, (make_profile().contact, TEXTED, MAILED)):
        for person in ("asks-for-nothing", "signs"):
            short = {"detail": Detail.ESSENTIALS, "profile": make_profile(contact=contact)}
            context = paper_context(person, session=session, **short)
            yield from (build(context) for build in (build_letter, build_tech_check, build_texts))
    yield from _rare()
    yield from _unmet()
    yield from _again()
    yield as_texts(build_letter(paper_context()), WORDS)


def _rare() -> Iterator[Document]:
    """Of what a session, a kit or somebody lacks, and of what comes along."""
    none = make_profile(contact=NO_WAY, device=Device(has=(Stated(DeviceKind.NONE),)))
    no_phone = {"profile": none, "detail": Detail.ESSENTIALS}
    hours = dataclasses.replace(SESSION.facilitator, hours="")
    silent = dataclasses.replace(SESSION, facilitator=hours)
    by = When(session_context().when.moment, ZONE, WORDS.formats, WORDS).before(2)
    near = Resource(ResourceKind.WARMLINE, "Warmline", "+1 603 555 0150")
    helped = PersonPlan("K-07", (), BASELINE, resources=(LocalHelp("D02", near),))
    talks = {"join.avoided": ("video",), "join.ways": ("voice",), "join.dial_in": False}
    ill = dataclasses.replace(KIT, documents=Documents())
    unreached = dataclasses.replace(
        SESSION, facilitator=dataclasses.replace(hours, phone=None, hours="")
    )
    mute = dataclasses.replace(KIT, agency=dataclasses.replace(KIT.agency, phone=None))
    room = dataclasses.replace(SESSION, platform=Platform.IN_PERSON, dial_in=None)
    by_text = dataclasses.replace(SESSION, platform=Platform.SMS, dial_in=None, join_url="")
    caller = Caller("US", "US", ("es",))
    for contents in Contents:
        for context in (
            paper_context(**no_phone, contents=contents),
            paper_context("signs", session=silent, contents=contents),
            paper_context("signs", session=unreached, kit=mute, contents=contents),
            paper_context(detail=Detail.ESSENTIALS, enclosed=TITLES, answer_by=by, body_pt=40.0),
            paper_context(detail=Detail.ESSENTIALS, enclosed=TITLES, answer_by=by),
            paper_context(plan=helped),
            paper_context(settings=talks),
            paper_context(group=GroupPlan({**BASELINE, "break.every_min": 30}, ())),
            paper_context(session=room),
            paper_context(session=by_text, settings={"join.avoided": ("phone",)}),
            paper_context(kit=ill),
            paper_context(crisis=LINES, caller=caller, contents=contents),
        ):
            yield from (build(context) for build in (*FORMS, build_texts))


def _unmet() -> Iterator[Document]:
    lost = tuple(NotMet("S01", setting, value, "", ("A.", "B.")) for setting, value in LACKS)
    for few in (lost[:3], lost[3:6], lost[6:9], lost[9:], lost):
        plan = PersonPlan("K-07", (), BASELINE, few)
        context = paper_context("low-vision", detail=Detail.ESSENTIALS, enclosed=TITLES, plan=plan)
        yield build_letter(context)
        yield build_texts(context)
        note = dataclasses.replace(note_context("asks-for-nothing", "en"), plan=plan, crisis=())
        yield build_texts(note)


def _again() -> Iterator[Document]:
    """For somebody who has been there: texts of a note, and an agreement with other lines."""
    context = note_context("asks-for-nothing", "en")
    yield build_texts(dataclasses.replace(context, crisis=()))
    for dial_in in (DialIn("+1 603 555 0199", "4711"), DialIn("+1 603 555 0199")):
        session = dataclasses.replace(context.session, platform=Platform.PHONE, dial_in=dial_in)
        told = dataclasses.replace(context.past, told=told_of(session))
        yield build_texts(dataclasses.replace(context, session=session, past=told))
    reminded = make_profile(pace=Pace(reminders=(Stated(Channel.SMS),)))
    quiet = dataclasses.replace(context.past, silent=QUIET_NOTES)
    yield build_texts(dataclasses.replace(context, profile=reminded, past=quiet))
    shown = ManifestForm("consent", "1", "0" * 64, "en", ())
    lines = {item.id: "0" * 16 for item in load_items("consent_short.toml")}
    yield build_consent(paper_context(past=Past(lines=lines, forms=(shown,))))


def not_met() -> Iterator[str]:
    """What is told to the host of lines to call, places, language help and what waits."""
    place = LocalHelp("D02", Resource(ResourceKind.LIBRARY, "Library", "+1 603 555 0150"))
    mute = Caller("US", "US", ("en",), voice=False)
    voice = CrisisEntry("US", "911", call="911", emergency=True)
    told = [
        *emergency_not_met(mute, dataclasses.replace(KIT, crisis=(voice,)), WORDS),
        *places_not_met([place], mute, WORDS),
        *help_not_met(LanguageHelp("vi", lacks=tuple(HelpLack)), WORDS),
        *help_left_out([Problem(LEFT_OUT, Severity.WARNING, facts={"lang": "vi"})], WORDS),
        *withheld(WORDS, ["a.md"], care=["x"]),
    ]
    for one in told:
        yield from (one.because, *one.alternatives)


def choices() -> Iterator[Document]:
    ways = (WayToMeet("zoom", "Zoom", ("yes",)), WayToMeet("phone", "Phone", ("no",)))
    yield build_choice_sheet(WORDS, ("You can type.",), ways)


def run_sheets() -> Iterator[Document]:
    """The host's parts about danger: with the agency's plan and lines, and without."""
    alone = dataclasses.replace(KIT, agency=dataclasses.replace(KIT.agency, supervisor=None))
    person = (make_profile(), PersonPlan("K-07", (), BASELINE))
    for changes in ({}, {"crisis_plan": (), "crisis": ()}, {"crisis_plan": (), "kit": alone}):
        yield build_run_sheet(session_context(**changes), [person])
    yield build_hand_over(session_context(), [person])
