"""Sentences that code chooses, and no template, are said too, and are missed by their names.

What stands in ``said_in_code.toml`` is the list apart from the code: a sentence that is taken out
of a module, or that nobody reads any more, fails here.
"""

from __future__ import annotations

import ast
import dataclasses
import itertools
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from access_kit.documents.plain_words import all_words
from access_kit.i18n import When, load_words
from access_kit.materials.call_back import build_call_back
from access_kit.materials.group_notice import build_group_notice
from access_kit.materials.mail_letter import build_answers, build_message
from access_kit.materials.note import build_note
from access_kit.materials.scripted_texts import BLANK, SCRIPTS, build_script
from access_kit.materials.series_words import told_series
from access_kit.materials.values import session_values
from access_kit.model.answers.packet import ManifestForm
from access_kit.model.document import Document
from access_kit.model.past import QUIET_NOTES
from access_kit.model.plan import NotMet, PersonPlan
from access_kit.model.profile import Channel, ContactWays, Contents, Detail, EmergencyContact, Pace
from access_kit.model.session import DialIn, Platform
from access_kit.model.stated import Stated
from access_kit.model.told import told_of
from tests.burden.duties import fragments
from tests.materials.samples import (
    BASELINE,
    SESSION,
    ZONE,
    make_profile,
    paper_context,
    session_context,
)
from tests.materials.test_note import OTHER_DAY, OTHER_HOUR, note_context
from tests.materials.test_series_words import meeting
from tests.promises.said_papers import choices, not_met, own_papers, run_sheets
from tests.tools import ROOT

LISTED = tomllib.loads((Path(__file__).parent / "said_in_code.toml").read_text(encoding="utf-8"))
WORDS = load_words("en")


def in_code(module: str) -> set[str]:
    """The sentences that the code of a module names, in whole."""
    text = (ROOT / f"access_kit/materials/{module}.py").read_text(encoding="utf-8")
    found = (one.value for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Constant))
    return {one for one in found if isinstance(one, str) and one in WORDS.messages}


@pytest.mark.parametrize("module", LISTED)
def test_every_sentence_of_a_module_is_named_here(module):
    assert in_code(module) == set(LISTED[module])


@pytest.fixture(scope="module")
def texts():
    read = {build: _bare("\n".join(map(_words, build()))) for build in {*PAPERS.values()}}
    return {module: read[build] for module, build in PAPERS.items()}


def test_every_module_that_is_named_has_papers():
    assert set(LISTED) == set(PAPERS)


@pytest.mark.parametrize(
    ("module", "key"), [(module, key) for module, keys in LISTED.items() for key in keys]
)
def test_it_is_read_in_a_paper(texts, module, key):
    assert all(_bare(part) in texts[module] for part in fragments(WORDS, key))


def _words(said: Document | str) -> str:
    return said if isinstance(said, str) else f"{said.title}\n{all_words(said)}"


def _bare(text: str) -> str:
    hidden = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200b\u200e\u200f"))
    return " ".join(text.translate(hidden).split()).casefold()


# -- the papers ------------------------------------------------------------------------------------


def notes() -> Iterator[Document]:
    for brief in ("asks-for-nothing", "low-vision", "signs", "types-only", "basic-phone"):
        for changes in ((), (OTHER_DAY,), (OTHER_HOUR,)):
            yield build_note(note_context(brief, "en", *changes))
    plain = note_context("asks-for-nothing", "en")
    yield build_note(note_context("asks-for-nothing", "en", new_way=True))
    yield build_note(dataclasses.replace(plain, hears_at=0.3))
    shown = ManifestForm("consent", "1", "0" * 64, "en", ())
    for more in ({}, {"agree_again": True}, {"forms": (shown,)}):
        again = dataclasses.replace(plain.past, **more)
        yield build_note(dataclasses.replace(plain, enclosed=(), signs=True, past=again))
    for platform, dial_in, url in (
        (Platform.IN_PERSON, None, ""),
        (Platform.PHONE, DialIn("+1 603 555 0199", "4711"), ""),
        (Platform.PHONE, DialIn("+1 603 555 0199"), ""),
        (Platform.SMS, None, ""),
    ):
        yield _same_way(plain, platform=platform, dial_in=dial_in, join_url=url)
    mute = dataclasses.replace(plain.kit.agency, phone=None)
    host = dataclasses.replace(SESSION.facilitator, phone=None)
    for agency, email in ((mute, host.email), (dataclasses.replace(mute, email=None), None)):
        kit = dataclasses.replace(plain.kit, agency=agency)
        facilitator = dataclasses.replace(host, email=email)
        yield _same_way(dataclasses.replace(plain, kit=kit), facilitator=facilitator)
    before = told_series(meeting("FREQ=WEEKLY;INTERVAL=2;COUNT=6"), "K-07")
    past = dataclasses.replace(plain.past, series=before)
    yield build_note(dataclasses.replace(plain, past=past))
    lacks = (NotMet("S07", "interpreter.kinds", ("signed",), "too late", ()),)
    yield build_note(dataclasses.replace(plain, plan=PersonPlan("K-07", (), BASELINE, lacks)))
    asked = make_profile(pace=Pace(reminders=(Stated(Channel.EMAIL),)))
    past = dataclasses.replace(plain.past, silent=QUIET_NOTES)
    yield build_note(dataclasses.replace(plain, profile=asked, past=past))


def _same_way(context, **changes) -> Document:
    session = dataclasses.replace(context.session, **changes)
    past = dataclasses.replace(context.past, told=told_of(session))
    return build_note(dataclasses.replace(context, session=session, past=past))


def mails() -> Iterator[Document]:
    for detail, contents in itertools.product(Detail, Contents):
        yield build_message(paper_context(detail=detail, contents=contents))
    yield build_message(note_context("asks-for-nothing", "en"))
    yield build_answers(paper_context())


def notices() -> Iterator[Document]:
    for changes in ({}, {"recording": True}):
        yield build_group_notice(session_context(session=dataclasses.replace(SESSION, **changes)))


def scripts() -> Iterator[Document]:
    context = paper_context()
    when = When(context.when.moment, ZONE, WORDS.formats, WORDS)
    values = session_values(dataclasses.replace(context, when=when))
    values = {**values, "name": "Rosa", "way": BLANK}
    for name, facts in itertools.product(SCRIPTS, ({"no_session", "hours"}, {"app", "link"})):
        for mark in ("", "DRAFT " * 20):
            yield build_script(WORDS, name, frozenset(facts), values, mark)


def call_backs() -> Iterator[Document]:
    for safe in ((Channel.CALL,), (Channel.SMS,), (Channel.CALL, Channel.SMS)):
        contact = ContactWays(
            safe=safe,
            phone="+1 603 555 0142",
            emergency=EmergencyContact("Ana", "+1 603 555 0143"),
        )
        profile = make_profile(contact=contact)
        document = build_call_back(session_context(), [(profile, PersonPlan("K-07", (), BASELINE))])
        assert document
        yield document


PAPERS = {
    "note": notes,
    "mail_letter": mails,
    "group_notice": notices,
    "scripted_texts": scripts,
    "call_back": call_backs,
    "choice_sheet": choices,
    "run_sheet": run_sheets,
    **dict.fromkeys(("callers", "discreet", "language_help", "local_places"), not_met),
    **dict.fromkeys(
        ("agreement", "contacts", "form_version", "forms", "letter", "letter_parts",
         "letter_short", "taking_part", "tech_check", "texts", "values"),
        own_papers,
    ),
}  # fmt: skip
