"""Packets in other languages: who gets what, what is a draft, and what may go."""

import dataclasses
import html.parser
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.check_tree import plain_text
from access_kit.i18n import load_words
from access_kit.i18n.integrity import find_changes
from access_kit.i18n.po_reader import Catalogue, parse_catalogue
from access_kit.localization.po_writer import write_catalogue
from access_kit.localization.pseudo import CLOSE, OPEN, PSEUDO_LOCALE, pseudo, pseudo_catalogue
from access_kit.model.document import Purpose
from access_kit.model.plan import ArtefactState
from access_kit.workflow.prepare.answer import is_sendable
from access_kit.workflow.prepare.set import Maker
from access_kit.workflow.prepare.write import PaperWriter
from tests.localization.made_up import (
    MADE_UP,
    guests,
    made_manifest,
    not_met_in,
    person_in,
    plan_of,
    set_kit_language,
    set_language,
    states,
    states_of_all,
    told_of,
    translate_kit,
)
from tests.localization.shelf import ANA, put
from tests.workflow.kits import copy_example

WITH_DRAFTS = ("letter", "tech-check", "agreement", "things-that-help-me", "good-meetings")
"""Papers of which a draft is kept beside what goes."""


@pytest.fixture
def session(tmp_path):
    return copy_example(tmp_path / "kit")


# -- who gets what ------------------------------------------------------------------------------


def test_what_nobody_approved_stays_here_and_the_source_goes_in_its_place(session):
    """A reader of a language with a draft gets what a reader of one without any gets."""
    set_language(session, "K-23", "tlh")
    without = states(plan_of(session), person_in(plan_of(session), "K-23"))
    translate_kit(session.parent, reviewer=None)
    set_language(session, "K-23", MADE_UP)
    plan = plan_of(session)
    person = person_in(plan, "K-23")
    found = states(plan, person)
    assert {stem: one for stem, one in found.items() if one[1] == "final"} == without
    drafts = {stem for stem, one in found.items() if one == (MADE_UP, "draft")}
    assert drafts == {f"{stem}-{MADE_UP}-draft" for stem in WITH_DRAFTS}
    told = not_met_in(plan, "K-23")
    assert [one.because for one in told] == [load_words("en").text("plan.language-draft")]
    assert "interpreter" in told[0].alternatives[0]
    assert "locale.draft" in {problem.code for problem in told_of(plan).problems}
    manifest, made = made_manifest(plan, person)
    goes = [one for one in manifest["artefacts"] if "instead" not in one]
    assert {(one["locale"], one["state"]) for one in goes} == {("en", "final")}
    assert is_sendable(manifest)
    assert not any(form["locale"] == MADE_UP for form in manifest["forms"])
    kept = [name for name in made.files if name.endswith("-draft.pdf")]
    assert len(kept) == len(WITH_DRAFTS)
    assert not set(kept) & set(made.sheets_of), "a draft has no weight in an envelope"
    _, draft = PaperWriter(plan).write_both(person.papers[0], person)
    own, source = draft.document.draft_banner
    assert (own.lang, source.lang) == (MADE_UP, "en")
    assert plain_text(own.content).startswith(pseudo("Draft.")[:6])
    assert plain_text(source.content).startswith("Draft. No one has checked this translation yet.")


def test_what_was_approved_is_final_and_may_go(session):
    translate_kit(session.parent)
    set_language(session, "K-23", MADE_UP)
    plan = plan_of(session)
    person = person_in(plan, "K-23")
    assert set(states(plan, person).values()) == {(MADE_UP, "final")}
    assert not_met_in(plan, "K-23") == []
    manifest, made = made_manifest(plan, person)
    assert is_sendable(manifest)
    assert not any(b"banner" in data and b'role="note"' in data for data in made.files.values())


def test_a_draft_that_nothing_final_stands_in_for_holds_the_packet(session):
    """The agency's own page is in another language than all else: nothing final can be made."""
    set_language(session, "K-23", "tlh")
    page = session.parent / "reporting.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("lang: en", "lang: de"), encoding="utf-8")
    plan = plan_of(session)
    person = person_in(plan, "K-23")
    assert states(plan, person)["agreement"] == ("en", "draft")
    manifest, _ = made_manifest(plan, person)
    assert not is_sendable(manifest)


def test_nobody_else_is_touched_by_a_language(session):
    before = states_of_all(plan_of(session))
    translate_kit(session.parent, reviewer=None)
    set_language(session, "K-23", MADE_UP)
    after = states_of_all(plan_of(session))
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"K-23"}


def test_a_missing_safety_sentence_keeps_its_paper_in_the_source(session):
    translate_kit(session.parent, keep=lambda m: m.key != "first.phone-too")
    set_language(session, "K-23", MADE_UP)
    plan = plan_of(session)
    found = states(plan, person_in(plan, "K-23"))
    assert found["letter"] == ("en", "final")
    assert found["tech-check"] == (MADE_UP, "final")
    told = [p for p in told_of(plan).problems if p.code == "locale.kept"]
    assert {(p.where, p.facts["wanted"]) for p in told} == {
        ("letter", MADE_UP),
        ("letter-full", MADE_UP),
        ("message", MADE_UP),
    }
    not_met = not_met_in(plan, "K-23")
    assert [n.because for n in not_met] == [load_words("en").text("plan.language-not-made")]


def test_another_missing_sentence_is_in_the_source_and_says_so(session):
    translate_kit(session.parent, keep=lambda m: m.key != "first.expect-heading")
    set_language(session, "K-23", MADE_UP)
    plan = plan_of(session)
    person = person_in(plan, "K-23")
    assert states(plan, person)["letter"] == (MADE_UP, "final")
    told = [p for p in told_of(plan).problems if p.code == "locale.fallen-back"]
    assert [(p.where, p.facts["count"]) for p in told] == [
        ("letter", 1),
        ("letter-full", 1),
        ("message", 1),
    ]
    writer = PaperWriter(plan)
    document = writer.write(person.papers[0], person).document
    assert [t.text for t in runs(document) if t.lang == "en"] == ["What to expect"]


def runs(document):
    from access_kit.documents.check_tree import walk_blocks

    for block in walk_blocks(document.blocks):
        for content in (
            getattr(block, "content", ()),
            *(i.content for i in getattr(block, "items", ())),
        ):
            yield from (part for part in content if hasattr(part, "lang"))


def test_a_paper_that_lacks_much_is_a_draft(session):
    dice = random.Random(1)
    translate_kit(session.parent, keep=lambda m: m.is_safety or dice.random() < 0.7)
    set_language(session, "K-23", MADE_UP)
    plan = plan_of(session)
    person = person_in(plan, "K-23")
    in_language = [s for lang, s in states(plan, person).values() if lang == MADE_UP]
    assert "final" not in in_language


def test_the_agreement_is_not_half_in_another_language(session):
    """Without the agency's own words in the language, the agreement stays in the source."""
    translate_kit(session.parent, keep=lambda m: not m.key.startswith("reporting/"))
    set_language(session, "K-23", MADE_UP)
    plan = plan_of(session)
    assert states(plan, person_in(plan, "K-23"))["agreement"] == ("en", "final")


def test_a_reader_of_a_region_gets_the_words_of_the_parent(session):
    translate_kit(session.parent, "es", reviewer=ANA)
    set_language(session, "K-23", "es-MX")
    plan = plan_of(session)
    person = person_in(plan, "K-23")
    assert {lang for lang, _ in states(plan, person).values()} == {"es"}
    assert [p for p in told_of(plan).problems if p.code.startswith("locale.")] == []


def test_a_safety_sentence_of_the_region_is_not_mixed_with_the_parents(session):
    """es-419 lacks it: the paper is in es as a whole, not in es-419 with a sentence of es."""
    translate_kit(session.parent, "es", reviewer=ANA)
    translate_kit(session.parent, "es-419", reviewer=ANA, keep=lambda m: m.key != "first.phone-too")
    set_language(session, "K-23", "es-MX")
    plan = plan_of(session)
    found = states(plan, person_in(plan, "K-23"))
    assert found["letter"] == ("es", "final")
    assert found["tech-check"] == ("es-419", "final")


def test_a_language_without_words_gets_the_kits_own_and_is_not_met(session):
    set_language(session, "K-23", "tlh")
    plan = plan_of(session)
    person = person_in(plan, "K-23")
    assert {lang for lang, _ in states(plan, person).values()} == {"en"}
    assert [n.value for n in not_met_in(plan, "K-23")] == ["tlh"]


def test_one_language_for_all_when_asked(session):
    translate_kit(session.parent)
    plan = plan_of(session, locale=MADE_UP)
    for person in plan.people:
        assert {lang for lang, _ in states(plan, person).values()} == {MADE_UP}


def test_a_dry_run_says_what_would_be_a_draft(session, run_cli):
    translate_kit(session.parent, reviewer=None)
    set_language(session, "K-23", MADE_UP)
    done = run_cli("prepare", session, "--dry-run", "--json")
    assert done.code == 0
    person = next(p for p in done.json["plan"]["participants"] if p["id"] == "K-23")
    found = {(one["locale"], one["state"], "instead" in one) for one in person["artefacts"]}
    assert found == {("en", "final", False), (MADE_UP, "draft", True)}


def test_a_broken_catalogue_of_a_language_that_is_asked_for_stops_everything(session, run_cli):
    put(session.parent / "locales", MADE_UP, Catalogue(), data=b'msgid ""\nmsgstr "x\n')
    assert run_cli("prepare", session, "--dry-run").code == 0
    set_language(session, "K-23", MADE_UP)
    done = run_cli("prepare", session, "--dry-run")
    assert done.code == 2
    assert "catalogue.open-quote" in done.stderr


def test_the_host_reads_the_other_ways_in_the_hosts_language(session):
    translate_kit(session.parent)
    set_language(session, "K-23", "tlh")
    set_kit_language(session, MADE_UP)
    plan = plan_of(session)
    made = Maker(plan).make_run_sheet(guests(plan))
    page = made.files["runsheet.html"].decode()
    assert pseudo(load_words("en").text("plan.alternative.interpreter-call")) in page
    assert {one.locale for one in made.artefacts} == {MADE_UP}
    assert {one.state for one in made.artefacts} == {ArtefactState.FINAL}


# -- nothing outside of the catalogue -----------------------------------------------------------


class Words(html.parser.HTMLParser):
    """The text of a page, and what each run of it stands in."""

    def __init__(self):
        super().__init__()
        self.runs, self.stack = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br", "input", "img", "link"):
            self.stack.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not any(tag in ("style", "script") for tag, _ in self.stack):
            self.runs.append((data, list(self.stack)))


def outside_of_brackets(page: str) -> str:
    """The text of a page without what stands in brackets and without values."""
    reader = Words()
    reader.feed(page)
    text = ""
    for data, stack in reader.runs:
        if any(tag == "bdi" for tag, _ in stack):
            data = ""
        text += data
    depth, left = 0, ""
    for char in text:
        depth += (char == OPEN) - (char == CLOSE)
        left += char if depth == 0 and char != CLOSE else ""
    return left


VALUES = (
    "https://meet.example/j/5550100", "jo@riverside.example", "hello@riverside.example",
    "(603) 555-0102", "(Mon-Fri 9-17)",
)  # fmt: skip


def test_a_packet_in_the_made_up_language_shows_no_other_letter(session):
    translate_kit(session.parent, PSEUDO_LOCALE)
    set_kit_language(session, PSEUDO_LOCALE)
    plan = plan_of(session, locale=PSEUDO_LOCALE)
    maker = Maker(plan)
    pages = dict(maker.make_group().files) | dict(maker.make_run_sheet(guests(plan)).files)
    for person in plan.people:
        web = dataclasses.replace(person, formats=("html",))
        made = maker.make_packet(web, None)
        pages |= {f"{person.profile.id}/{name}": data for name, data in made.files.items()}
        assert {one.locale for one in made.artefacts} == {PSEUDO_LOCALE}
        assert {one.state for one in made.artefacts} == {ArtefactState.FINAL}
    named = {person.profile.name for person in plan.people} | {"Jo", "Sam", "Lee"}
    named |= {entry.name for entry in plan.work.resources} | {plan.work.kit.agency.name}
    named |= {handout.document.title for handout in plan.work.handouts}
    for name, data in pages.items():
        if name.endswith(".html"):
            left = outside_of_brackets(data.decode())
            for value in sorted((*VALUES, *named), key=len, reverse=True):
                left = left.replace(value, "")
            left = re.sub(r"\b[A-C]\d+\.", "", left)  # the number of a line to write on
            assert not re.search(r"[^\W\d_]", left), (name, left.split())


def test_every_purpose_is_tried_in_the_made_up_language(session):
    plan = plan_of(session)
    purposes = {paper.purpose for person in plan.people for paper in person.papers}
    assert purposes == {
        Purpose.LETTER,
        Purpose.TECH_CHECK,
        Purpose.CONSENT,
        Purpose.HANDOUT,
        Purpose.EMAIL,
        Purpose.ANSWERS,
        Purpose.TEXTS,
    }


# -- may it go ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "manifest",
    [
        None,
        {},
        [],
        {"schema": "access-kit/manifest/1", "artefacts": []},
        {"schema": "access-kit/plan/1", "artefacts": [{"state": "final"}]},
        {"schema": "access-kit/manifest/1", "artefacts": [{"state": "final"}]},
    ],
)
def test_what_is_no_manifest_of_ours_may_not_go(manifest):
    assert not is_sendable(manifest)


@given(st.lists(st.sampled_from(["final", "draft", "approved", ""]), min_size=1, max_size=6))
def test_a_packet_goes_only_when_all_of_it_is_final(found):
    artefacts = [
        {
            "file": "letter.pdf", "kind": "letter", "media_type": "application/pdf",
            "locale": "es", "sha256": "", "state": state, "accessibility": {},
        }
        for state in found
    ]  # fmt: skip
    manifest = {"schema": "access-kit/manifest/1", "artefacts": artefacts}
    assert is_sendable(manifest) == (set(found) == {"final"})


def test_pseudo_words_keep_what_must_stay():
    text = "Call **{number}** or [write]({link}) <1>now</1> <2/>"
    assert find_changes(text, pseudo(text)) == ()
    assert pseudo("{number}") == "{number}"
    data = write_catalogue(pseudo_catalogue(Catalogue()))
    assert parse_catalogue(data, file="x.po")[1] == []


@pytest.mark.parametrize("reviewer", [None, ANA])
def test_what_is_foreseen_is_what_is_made(session, reviewer):
    translate_kit(session.parent, reviewer=reviewer)
    set_language(session, "K-23", MADE_UP, "en")
    plan = plan_of(session)
    for person in plan.people:
        web = dataclasses.replace(person, formats=("html",))
        foreseen = Maker(plan).foresee(web)
        made = Maker(plan).make_packet(web, None)
        stated = {(one.file.split(".")[0], one.locale, one.state) for one in made.artefacts}
        papers = {(one.paper.stem, one.lang, one.state) for one in foreseen.papers}
        assert papers == {one for one in stated if one[0] != "meeting"}
        assert [one.paper.stem for one in made.written.papers] == [
            one.paper.stem for one in foreseen.papers
        ]
        assert made.written.not_met == foreseen.not_met
