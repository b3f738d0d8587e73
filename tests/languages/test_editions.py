"""Editions: for whom they are, what is told of them, and that nothing else changes."""

import json
import re

import pytest

from access_kit.documents.check_tree import texts_in
from access_kit.materials.form_version import form_version
from access_kit.workflow.handouts.editions import split_tag
from access_kit.workflow.prepare.write import PaperWriter
from tests.languages.editions import LINES, MEETINGS, PAGES, write_meetings, write_pages
from tests.localization.made_up import person_in, plan_of, set_language, states, states_of_all
from tests.localization.shelf import approve_shipped
from tests.workflow.kits import copy_example

WHO = ("--by", "Ana Ruiz", "--qualification", "certified translator")


@pytest.fixture
def session(tmp_path):
    return copy_example(tmp_path / "kit")


def approve(run_cli, kit, *names, lang="es"):
    done = run_cli("locales", "approve", lang, *names, *WHO, "--json", cwd=kit)
    assert done.code == 0, done.stderr
    assert {one["approved"] for one in done.json["approvals"]} == {1}
    return done.json


def codes(plan):
    return [one.code for one in plan.work.problems if one.code.startswith("edition.")]


def written(plan, person, stem):
    one = person_in(plan, person)
    paper = next(paper for paper in one.papers if paper.stem == stem)
    return PaperWriter(plan).write(paper, one).document


def words_of(document):
    return " ".join((document.title, *(one.text for one in texts_in(document.blocks))))


# -- for whom -----------------------------------------------------------------------------------


def test_an_edition_goes_to_readers_of_its_language_once_somebody_approved_it(run_cli, session):
    set_language(session, "K-23", "es-MX")
    write_meetings(session.parent)
    before = states(plan_of(session), person_in(plan_of(session), "K-23"))
    assert before["good-meetings"] == ("en", "final")
    assert before["good-meetings-es-draft"] == ("es", "draft")
    assert codes(plan_of(session)) == ["edition.not-approved"]
    approve(run_cli, session.parent, "good-meetings")
    plan = plan_of(session)
    after = states(plan, person_in(plan, "K-23"))
    assert after["good-meetings"] == ("es", "final")
    assert codes(plan) == []
    assert "Decimos primero nuestro nombre" in words_of(written(plan, "K-23", "good-meetings"))
    letter = written(plan, "K-23", "letter")
    named = {(one.text, one.lang) for one in texts_in(letter.blocks)}
    assert ("Lo que ayuda en una reunión", "es") in named, "the letter names it as it is called"


def test_nobody_else_gets_anything_else(run_cli, session):
    """Every other packet is the same to the byte of its words."""
    set_language(session, "K-23", "es")

    def all_words(plan):
        writer = PaperWriter(plan)
        return {
            (person.profile.id, paper.stem): form_version(writer.write(paper, person).document)
            for person in plan.people
            if person.profile.id != "K-23"
            for paper in person.papers
        }

    before, known = all_words(plan_of(session)), states_of_all(plan_of(session))
    write_meetings(session.parent)
    write_pages(session.parent)
    approve(run_cli, session.parent, "good-meetings", *PAGES)
    assert all_words(plan_of(session)) == before
    after = states_of_all(plan_of(session))
    assert {one for one in after if after[one] != known[one]} == {"K-23"}


def test_an_edition_goes_where_the_program_has_no_words_of_its_own(run_cli, session):
    """Nobody's own leaflet waits for the program: the rest stays as it is."""
    set_language(session, "K-23", "gn")
    write_meetings(session.parent, MEETINGS.replace("lang: es", "lang: gn"), "gn")
    approve(run_cli, session.parent, "good-meetings", lang="gn")
    plan = plan_of(session)
    found = states(plan, person_in(plan, "K-23"))
    assert found["good-meetings"] == ("gn", "final")
    assert found["letter"] == ("en", "final")


def test_whoever_reads_english_better_gets_english(run_cli, session):
    set_language(session, "K-23", "en", "es")
    write_meetings(session.parent)
    approve(run_cli, session.parent, "good-meetings")
    plan = plan_of(session)
    assert states(plan, person_in(plan, "K-23"))["good-meetings"] == ("en", "final")


@pytest.mark.parametrize(
    ("tag", "reader", "gets"),
    [
        ("zh-Hans", "zh-CN", True),
        ("zh-CN", "zh-Hans", True),
        ("zh-Hans", "zh-TW", False),
        ("pt-BR", "pt-PT", True),
        ("fil", "tl", True),
        ("es-MX", "es", False),
        ("es", "es-US", True),
        ("en-GB", "en", False),
        ("en-GB", "en-GB", True),
    ],
)
def test_readers_of_a_language_nearby_get_it_and_others_do_not(session, tag, reader, gets):
    text = MEETINGS.replace("lang: es", f"lang: {tag}")
    write_meetings(session.parent, text, tag)
    plan = plan_of(session)
    handout = next(one for one in plan.work.handouts if one.stem == "good-meetings")
    assert [one.lang for one in handout.editions] == [tag]
    assert bool(handout.edition_for(reader)) is gets


def test_a_session_that_names_an_edition_means_the_handout(run_cli, session):
    set_language(session, "K-23", "es")
    write_meetings(session.parent)
    approve(run_cli, session.parent, "good-meetings")
    text = session.read_text(encoding="utf-8")
    both = '"good-meetings.md", "good-meetings.es.md"'
    session.write_text(text.replace('"good-meetings.md"', both), encoding="utf-8")
    plan = plan_of(session)
    told = next(one for one in plan.work.problems if one.code == "session.handout-edition")
    assert told.facts["source"] == "good-meetings.md"
    assert [one.stem for one in plan.work.handouts] == ["things-that-help-me", "good-meetings"]
    assert states(plan, person_in(plan, "K-02"))["good-meetings"] == ("en", "final")


def test_a_name_with_a_dot_is_no_language(tmp_path):
    assert split_tag(tmp_path / "good-meetings.es.md") == ("good-meetings", "es")
    assert split_tag(tmp_path / "good-meetings.zh-hans.docx") == ("good-meetings", "zh-Hans")
    for name in ("leaflet.v2.md", "leaflet.doc.md", "leaflet.final.md", "leaflet.md", ".es.md"):
        assert split_tag(tmp_path / name)[1] == "", name


def test_an_edition_in_a_discreet_packet_says_itself_that_it_may_go_there(run_cli, session):
    set_language(session, "K-07", "es")
    path = write_meetings(session.parent)
    approve(run_cli, session.parent, "good-meetings")
    plan = plan_of(session)
    assert states(plan, person_in(plan, "K-07"))["good-meetings"] == ("es", "final")
    path.write_text(MEETINGS.replace("discreet: true\n", ""), encoding="utf-8")
    approve(run_cli, session.parent, "good-meetings")
    plan = plan_of(session)
    assert states(plan, person_in(plan, "K-07"))["good-meetings"] == ("en", "final")


def test_one_made_in_word_is_an_edition_too(run_cli, session):
    import docx

    set_language(session, "K-23", "es")
    made = docx.Document()
    made.add_heading("Lo que ayuda", 0)
    made.add_paragraph("Decimos primero nuestro nombre.")
    path = session.parent / "materials" / "good-meetings.es.docx"
    made.save(path)
    approve(run_cli, session.parent, "good-meetings")
    plan = plan_of(session)
    assert states(plan, person_in(plan, "K-23"))["good-meetings"] == ("es", "final")
    assert "edition.value-missing" in codes(plan), "the numbers to call are not in it"
    write_meetings(session.parent)
    done = run_cli("session", "check", session, "--json")
    assert "handout.named-twice" in {one["code"] for one in done.json["problems"]}
    assert done.code == 2


# -- approval -----------------------------------------------------------------------------------


def test_a_change_of_either_makes_it_a_draft_again(run_cli, session):
    set_language(session, "K-23", "es")
    path = write_meetings(session.parent)
    approve(run_cli, session.parent, "good-meetings")
    source = session.parent / "materials" / "good-meetings.md"
    was = source.read_text(encoding="utf-8")
    source.write_text(was.replace("five minutes", "ten minutes"), encoding="utf-8")
    plan = plan_of(session)
    assert states(plan, person_in(plan, "K-23"))["good-meetings"] == ("en", "final")
    assert codes(plan) == ["edition.changed-since"]
    source.write_text(was, encoding="utf-8")
    assert codes(plan_of(session)) == []
    path.write_text(MEETINGS.replace("tenga agua", "lleve agua"), encoding="utf-8")
    assert codes(plan_of(session)) == ["edition.changed-since"]


def test_without_a_name_nothing_is_approved_and_a_form_of_an_approval_is_none(run_cli, session):
    path = write_meetings(session.parent)
    done = run_cli("locales", "approve", "es", "good-meetings", "--json", cwd=session.parent)
    assert done.code == 0
    assert done.json["approvals"][0]["approved"] == 0
    kept = path.with_name(path.name + ".approved.json")
    assert not kept.exists()
    approve(run_cli, session.parent, "good-meetings")
    whole = json.loads(kept.read_text(encoding="utf-8"))
    assert whole["by"] == "Ana Ruiz"
    for key in whole:
        kept.write_text(json.dumps({**whole, key: ""}), encoding="utf-8")
        assert set(codes(plan_of(session))) & {"edition.not-approved", "edition.changed-since"}, key


def test_an_edition_that_is_not_there_is_told(run_cli, session):
    done = run_cli("locales", "approve", "es", "good-meetings", "--json", cwd=session.parent)
    assert done.code == 2
    assert [one["code"] for one in done.json["problems"]] == ["edition.none"]


def test_one_in_another_language_than_its_name_says_is_not_used(session):
    write_meetings(session.parent, MEETINGS.replace("lang: es", "lang: en"))
    plan = plan_of(session)
    assert codes(plan) == ["edition.other-language"]
    assert not any(one.editions for one in plan.work.handouts)


# -- the agency's own pages -----------------------------------------------------------------------


def test_an_agreement_in_spanish_holds_the_agencys_own_spanish_words(run_cli, session):
    set_language(session, "K-23", "es")
    approve_shipped(session.parent, "es")
    kept = states(plan_of(session), person_in(plan_of(session), "K-23"))
    assert kept["agreement"] == ("en", "final"), "today: English, for the agency's pages are"
    write_pages(session.parent)
    approve(run_cli, session.parent, *PAGES)
    plan = plan_of(session)
    found = states(plan, person_in(plan, "K-23"))
    assert found["agreement"] == found["agreement-full"] == ("es", "final")
    said = words_of(written(plan, "K-23", "agreement"))
    for part in ("¿está a salvo ahora", "su lugar es gratis", "Un tribunal nos ordena"):
        assert part in said
    assert "{" not in said
    assert states(plan, person_in(plan, "K-02"))["agreement"] == ("en", "final")
    assert "your place is free" in words_of(written(plan, "K-02", "agreement"))


def test_pages_that_nobody_approved_stay_here(session):
    set_language(session, "K-23", "es")
    approve_shipped(session.parent, "es")
    write_pages(session.parent)
    found = states(plan_of(session), person_in(plan_of(session), "K-23"))
    assert found["agreement"] == ("en", "final")
    assert found["agreement-es-draft"] == ("es", "draft")


@pytest.mark.parametrize(
    "text", [LINES.replace(" {required}", ""), LINES + "- Otra línea. {required}\n"]
)
def test_a_page_that_would_have_others_sign_something_else_is_not_used(run_cli, session, text):
    set_language(session, "K-23", "es")
    write_pages(session.parent)
    (session.parent / "agreement-lines.es.md").write_text(text, encoding="utf-8")
    plan = plan_of(session)
    assert "edition.other-marks" in codes(plan)
    assert "required" not in plan.work.own_editions
    assert "crisis_short" in plan.work.own_editions


# -- what is told ---------------------------------------------------------------------------------

DIFFERENCES = [
    ("555-0101", "555-0102", "edition.values", ("(603) 555-0101", "(603) 555-0102")),
    ("de 9 a 5: (603) 555-0123", "de 9 a 5: (603) 555-0124", "edition.values", ("0123", "0124")),
    ("lunes a viernes, de 9 a 5: (603) 555-0123", "lunes a viernes, de 5 a 9: (603) 555-0123",
     "edition.value-order", ("5, 9",)),
    ("lunes a viernes, de 9 a 5: (603) 555-0101", "lunes a jueves, de 9 a 5: (603) 555-0101",
     "edition.values", ("Friday", "jueves")),
    ("Descansar |", "Descansar 10 minutos |", "edition.value-added", ("10",)),
    ("- Puede pasar, o solo escuchar.\n", "", "edition.structure", ("list items",)),
    ("## Maneras de participar\n\n", "", "edition.structure", ("headings",)),
]  # fmt: skip


@pytest.mark.parametrize(("was", "now", "code", "said"), DIFFERENCES)
def test_what_differs_is_told_with_both_places_approved_or_not(
    run_cli, session, was, now, code, said
):
    assert was in MEETINGS
    text = MEETINGS.replace(was, now, 1)
    write_meetings(session.parent, text)
    approve(run_cli, session.parent, "good-meetings")
    for command in (
        ("materials", "check", "materials/good-meetings.md"),
        ("materials", "check", "materials/good-meetings.es.md"),
        ("session", "check", session.name),
        ("prepare", session.name, "--dry-run"),
        ("locales", "approve", "es", "good-meetings"),
        ("materials", "make", "good-meetings", "--locale", "es", "--format", "text", "--out", "o",
         "--force"),
    ):  # fmt: skip
        done = run_cli(*command, "--json", cwd=session.parent)
        found = [one for one in done.json["problems"] if one["code"] == code]
        assert found, command
        assert {one["severity"] for one in found} == {"warning"}
        assert found[0]["file"].endswith("good-meetings.es.md")
        assert "good-meetings.md" in found[0]["message"]
        assert all(part in found[0]["message"] for part in said), found[0]["message"]
    if code != "edition.structure":
        assert re.search(r"good-meetings.md, line \d+", found[0]["message"])
        assert found[0]["line"]
    plain = run_cli("prepare", session.name, "--dry-run", cwd=session.parent)
    assert f"[{code}]" in plain.stderr or code == "edition.structure"


def test_an_edition_that_is_made_by_its_name_is_that_edition(run_cli, session):
    write_meetings(session.parent)
    make = ("materials", "make", "good-meetings.es.md", "--format", "text", "--out", "o")
    done = run_cli(*make, cwd=session.parent)
    assert done.code == 0, done.stderr
    text = (session.parent / "o" / "good-meetings.txt").read_text(encoding="utf-8")
    assert "Decimos primero nuestro nombre" in text
    assert "Borrador" in text
    assert "machine" not in text


def test_one_beside_a_handout_of_ours_goes_in_its_place(run_cli, session):
    set_language(session, "K-23", "gn")
    text = session.read_text(encoding="utf-8")
    session.write_text(text.replace("things-that-help-me.md", "how-to-join"), encoding="utf-8")
    path = session.parent / "materials" / "how-to-join.gn.md"
    path.write_text("---\ntitle: Mba'éicha\nlang: gn\n---\n\nEpe'a.\n", encoding="utf-8")
    approve(run_cli, session.parent, "how-to-join", lang="gn")
    plan = plan_of(session)
    assert states(plan, person_in(plan, "K-23"))["how-to-join"] == ("gn", "final")


def test_a_kept_edition_adds_nothing_to_the_template(run_cli, session):
    assert run_cli("locales", "extract", cwd=session.parent).code == 0
    pot = session.parent / "locales" / "docs.pot"
    before = pot.read_bytes()
    write_meetings(session.parent)
    assert run_cli("locales", "extract", cwd=session.parent).code == 0
    assert pot.read_bytes() == before


def test_somebody_who_has_been_there_gets_an_edition_once_it_is_approved(run_cli, session):
    write_meetings(session.parent)
    handout = next(one for one in plan_of(session).work.handouts if one.stem == "good-meetings")
    draft = handout.digest_for("es")
    assert draft == handout.digest_for("en")
    approve(run_cli, session.parent, "good-meetings")
    handout = next(one for one in plan_of(session).work.handouts if one.stem == "good-meetings")
    assert handout.digest_for("en") == draft
    assert handout.digest_for("es-MX") != draft
