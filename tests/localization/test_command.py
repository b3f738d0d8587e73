"""``access-kit locales`` as an agency uses it."""

import json
import re

import pytest

from access_kit.i18n.catalogues import DOCS, HELP, WORDS, load_catalogue
from access_kit.i18n.message import TranslationState
from access_kit.localization.po_writer import write_catalogue
from tests.localization.made_up import MADE_UP, templates_of, translate_kit
from tests.localization.shelf import put
from tests.validators.verapdf import failed_rules
from tests.workflow.kits import copy_example

APPROVE = ("--by", "Ana Ruiz", "--qualification", "certified translator")


@pytest.fixture
def kit(tmp_path):
    return copy_example(tmp_path / "kit").parent


def path_of(kit, language=MADE_UP, domain=WORDS):
    return kit / "locales" / language / "LC_MESSAGES" / f"{domain}.po"


def states(kit, language=MADE_UP):
    catalogue = load_catalogue(path_of(kit, language))
    return {message.key: message.state for message in catalogue.messages}


def test_from_nothing_to_an_approved_language(run_cli, kit):
    done = run_cli("locales", "extract", "--json", cwd=kit)
    assert done.code == 0, done.stderr
    assert done.json["schema"] == "access-kit/locales-extract/1"
    assert done.json["messages"] == len(templates_of(kit)[DOCS].messages)
    assert (kit / "locales" / "docs.pot").read_bytes() == write_catalogue(templates_of(kit)[DOCS])
    done = run_cli("locales", "update", MADE_UP, "--json", cwd=kit)
    assert done.code == 0
    assert len(done.json["files"]) == 3
    translate_kit(kit, reviewer=None)
    done = run_cli("locales", "check", MADE_UP, "--json", cwd=kit)
    assert [p["code"] for p in done.json["problems"] if p["severity"] == "error"] == []
    done = run_cli("locales", "approve", MADE_UP, *APPROVE, "--json", cwd=kit)
    assert done.code == 0, done.stderr
    assert set(states(kit).values()) == {TranslationState.APPROVED}
    assert (kit / done.json["approvals"][0]["file"]).read_bytes().startswith(b"%PDF")
    done = run_cli("locales", "list", MADE_UP, "--json", cwd=kit)
    words = next(one for one in done.json["catalogues"] if one["domain"] == WORDS)
    assert words["approved"] == words["translated"] == words["total"]
    assert words["safety_approved"] == words["safety"] > 100


def test_updating_keeps_an_approval(run_cli, kit):
    translate_kit(kit)
    before = states(kit)
    assert run_cli("locales", "update", cwd=kit).code == 0
    assert states(kit) == before


def test_papers_to_check_are_made_before_anyone_approves(run_cli, kit):
    translate_kit(kit, reviewer=None)
    done = run_cli("locales", "approve", MADE_UP, cwd=kit)
    assert done.code == 0, done.stderr
    assert "Give it to a person who knows both languages" in done.stdout
    assert TranslationState.APPROVED not in states(kit).values()
    papers = kit / "locales" / MADE_UP / "review.pdf"
    assert failed_rules(papers) == {papers: []}


@pytest.mark.parametrize("language", ["ar", pytest.param("es", marks=pytest.mark.soak)])
def test_the_drafts_that_ship_can_be_reviewed_side_by_side(run_cli, kit, language):
    done = run_cli("locales", "approve", language, cwd=kit)
    assert done.code == 0, done.stderr
    papers = kit / "locales" / language / "review.pdf"
    assert failed_rules(papers) == {papers: []}
    assert path_of(kit, language).is_file(), "the agency approves its own copy"


@pytest.mark.parametrize(
    ("old", "new"), [("{number}", "{numero}"), ("988", "911"), ("**{pin}**", "**1234**")]
)
def test_nothing_is_approved_while_a_check_fails(run_cli, kit, old, new):
    translate_kit(kit, reviewer=None)
    path = path_of(kit)
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    spoiled = [
        line.replace(old, new) if line.startswith("msgstr") and old in line else line
        for line in lines
    ]
    if spoiled == lines:
        spoiled = [re.sub(r'^msgstr "«', 'msgstr "«911 ', line) for line in lines]
    path.write_text("\n".join(spoiled), encoding="utf-8")
    done = run_cli("locales", "approve", MADE_UP, *APPROVE, "--json", cwd=kit)
    assert done.code == 6
    assert done.json["schema"] == "access-kit/problems/1"
    assert "catalogue.not-approved" in {problem["code"] for problem in done.json["problems"]}
    assert TranslationState.APPROVED not in states(kit).values()


def test_an_approval_names_a_person_and_a_qualification(run_cli, kit):
    done = run_cli("locales", "approve", "es", "--by", "Ana Ruiz", cwd=kit)
    assert done.code == 2
    assert "command.approve-who" in done.stderr


def test_the_line_about_help_is_approved_alone(run_cli, kit):
    """It is one sentence: no catalogue of thousands has to be done first."""
    done = run_cli("locales", "approve", "vi", "km", HELP, *APPROVE, "--json", cwd=kit)
    assert done.code == 0, done.stderr
    assert [one["approved"] for one in done.json["approvals"]] == [3, 3]
    papers = [kit / one["file"] for one in done.json["approvals"]]
    assert papers[0].read_bytes().startswith(b"%PDF")
    assert 'lang="km"' in papers[1].read_text(encoding="utf-8"), "a web page, where no font has it"
    found = load_catalogue(path_of(kit, "vi", HELP))
    assert {one.state for one in found.messages} == {TranslationState.APPROVED}
    assert not path_of(kit, "vi").exists()
    assert run_cli("locales", "update", cwd=kit).code == 0
    assert not path_of(kit, "vi").exists(), "nobody asked for papers in it"
    for arguments in ((HELP,), ("vi",), ("tlh", HELP)):
        assert run_cli("locales", "approve", *arguments, *APPROVE, cwd=kit).code == 2


def test_check_tells_errors_with_their_lines(run_cli, kit):
    translate_kit(kit, reviewer=None)
    path = path_of(kit)
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("msgstr") and "{pin}" in line)
    lines[at] = lines[at].replace("{pin}", "")
    path.write_text("\n".join(lines), encoding="utf-8")
    done = run_cli("locales", "check", MADE_UP, "--json", cwd=kit)
    assert done.code == 1
    found = [p for p in done.json["problems"] if p["code"] == "catalogue.placeholders"]
    assert [(p["line"], p["where"]) for p in found] == [(at + 1, "first.phone-pin")]
    assert found[0]["hint"]


def test_a_broken_catalogue_is_told_by_check_and_stops_update(run_cli, kit):
    put(kit / "locales", MADE_UP, None, data=b'msgid ""\nmsgstr "x\n')
    assert run_cli("locales", "check", MADE_UP, cwd=kit).code == 1
    assert run_cli("locales", "update", MADE_UP, cwd=kit).code == 2


def test_an_unknown_language_is_named(run_cli, kit):
    for command in (("check",), ("approve",)):
        done = run_cli("locales", *command, "tlh", cwd=kit)
        assert done.code == 2
        assert "catalogue.no-such-language" in done.stderr


def test_without_a_kit_the_programs_own_languages_are_listed(run_cli, tmp_path):
    done = run_cli("locales", "list", "--json", cwd=tmp_path)
    assert done.code == 0
    listed = {one["language"] for one in done.json["catalogues"]}
    assert {"ar", "es", "hi"} <= listed
    assert all(one["approved"] == 0 for one in done.json["catalogues"])
    assert run_cli("locales", "check", cwd=tmp_path).code in (0, 1)
    assert run_cli("locales", "update", "es", cwd=tmp_path).code == 2


def test_an_unapproved_language_is_prepared_as_a_draft_and_an_approved_one_as_final(run_cli, kit):
    translate_kit(kit, reviewer=None)
    for step, state in (("update", "draft"), ("approve", "final")):
        who = APPROVE if step == "approve" else ()
        assert run_cli("locales", step, MADE_UP, *who, cwd=kit).code == 0
        options = ("--locale", MADE_UP, "--only", "K-23", "--force", "--quiet")
        done = run_cli("prepare", kit / "session.toml", *options, cwd=kit)
        assert done.code == 0, done.stderr
        (manifest,) = (kit / "out").glob("*/packets/K-23/manifest.json")
        made = json.loads(manifest.read_text(encoding="utf-8"))
        found = (*made["artefacts"], *made["drafts"])
        states_in = {one["state"] for one in found if one["locale"] == MADE_UP}
        assert states_in == {state}
