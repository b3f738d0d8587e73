import json
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from access_kit.documents.check_tree import walk_blocks
from access_kit.documents.markdown import read_markdown
from access_kit.materials.agency_words import CRISIS_LINE, fill_agency_lines
from access_kit.materials.library import EVERYONE_PT, FOR_EVERYONE, find_builtin, list_builtin
from access_kit.materials.plain.gates import check_list_length, check_reading
from access_kit.materials.plain.level import LevelVerdict
from access_kit.materials.plain.passages import longest_list, passages_of
from access_kit.materials.plain.word_swaps import check_words
from access_kit.model.document import ContactBox, Question, WriteLine
from access_kit.profiles.neutral import find_unneutral
from access_kit.profiles.profile_files import parse_profile
from tests.materials.readability import grade
from tests.materials.reading import lines_of
from tests.materials.samples import english, session_context

NEEDED = {
    *("tech-check", "taking-part", "captions-on", "hide-your-picture", "chat-only", "ground-rules"),
    *("join-zoom", "join-teams", "join-meet", "join-webex", "join-phone", "join-text-messages"),
    *("join-signal", "join-whatsapp", "meet-in-person", "privacy-at-home", "when-the-call-drops"),
    *("peer-specialist", "when-i-am-available", "help-between-meetings", "digital-checklist"),
    *("good-source", "talk-with-a-doctor", "about-captions", "access-needs", "easy-join"),
}


def read(stem):
    path = find_builtin(stem)
    assert path is not None
    return read_markdown(path.read_text("utf-8"), file=path.name, folder=path.parent)


def test_a_handout_is_found_with_or_without_its_suffix():
    path = find_builtin("how-to-join.md")
    assert path is not None
    assert find_builtin("how-to-join") == path
    assert path in list_builtin()


@pytest.mark.parametrize("name", ["", ".md", "nothing.md", "../__init__", "/etc/passwd"])
def test_any_other_name_finds_nothing(name):
    assert find_builtin(name) is None


def test_every_paper_that_was_promised_is_there():
    assert {path.stem for path in list_builtin()} >= NEEDED


PARTICIPANTS_GRADE, LEADERS_GRADE = 6, 8
EXCEPTIONS = {
    "competencies": {"words.jargon"},  # headings of the federal list, cited
    "which-law": {"reading.long-words"},  # names of laws
}


@pytest.mark.parametrize("path", list_builtin(), ids=lambda path: path.stem)
def test_each_is_sound_dated_and_easy_to_read(path):
    read = read_markdown(path.read_text("utf-8"), file=path.name, folder=path.parent)
    is_for_people = "participant" in read.front.who
    assert read.problems == ()
    assert read.front.date
    assert read.front.sources
    passages = passages_of(read.document)
    level, found = check_reading(passages, "en")
    allowed = {"reading.too-short", *EXCEPTIONS.get(path.stem, ())}
    if allowed == {"reading.too-short"}:
        assert level.verdict in (LevelVerdict.PASS, LevelVerdict.TOO_SHORT)
    found = (*found, *check_words(passages), *check_list_length(longest_list(read.document.blocks)))
    assert [p for p in found if p.code not in allowed] == []
    most = PARTICIPANTS_GRADE if is_for_people else LEADERS_GRADE
    assert grade(lines_of(read.document)) <= min(most, read.front.grade + 1)


@pytest.mark.parametrize("path", list_builtin(), ids=lambda path: path.stem)
def test_what_is_marked_discreet_says_nothing_of_why(path):
    read = read_markdown(path.read_text("utf-8"), file=path.name, folder=path.parent)
    words = find_unneutral("\n".join(lines_of(read.document)))
    assert bool(words) <= (not read.front.discreet)


def test_no_number_to_call_is_built_in():
    for path in list_builtin():
        text = path.read_text("utf-8").partition("---\n")[2].partition("---\n")[2]
        assert not any(digits in text for digits in ("988", "911", "999", "112", "741741"))


# -- the agency's own words --------------------------------------------------------------------


def test_a_kits_lines_to_call_take_the_place_of_the_empty_one():
    context = session_context()
    document = read("help-between-meetings").document
    filled = fill_agency_lines(document, english(), context.crisis)
    keys = {block.key for block in filled.blocks if isinstance(block, WriteLine)}
    assert CRISIS_LINE not in keys
    (box,) = (block for block in filled.blocks if isinstance(block, ContactBox))
    assert {contact.value for contact in box.contacts} >= {
        one.call for one in context.crisis if one.call
    }


def test_without_a_kit_the_line_stays_to_write_on():
    document = read("help-between-meetings").document
    assert fill_agency_lines(document, english(), ()) == document


# -- the questionnaire -------------------------------------------------------------------------


LISTS = {"reading.formats", "talk.modes", "device.has", "contact.safe"}


def profile_with(field, answer) -> str:
    area, _, key = field.partition(".")
    value = json.dumps([answer] if field in LISTS else answer)
    head = 'schema = "access-kit/profile/1"\nid = "K-01"\nname = "Sam"\nstated_by = "self"\n'
    ways = """
email = "sam@mail.example"
phone = "+1 603 555 0142"
[contact.post]
name = "Sam"
street = ["12 Elm St"]
city = "Exampletown"
region = "NH"
postal_code = "03755"
country = "US"
"""
    return f"{head}[{area}]\n{key} = {value}\n" + (ways if area == "contact" else "")


def test_every_answer_is_one_that_a_profile_can_take():
    table = tomllib.loads((files("access_kit.materials") / "questionnaire.toml").read_text("utf-8"))
    asked = {
        block.key: block
        for block in walk_blocks(read("access-needs").document.blocks)
        if isinstance(block, Question)
    }
    assert asked.keys() == table.keys()
    for key, entry in table.items():
        assert len(asked[key].answers) == len(entry["answers"]), key
        for answer in entry["answers"]:
            text = profile_with(entry["field"], answer)
            _, problems = parse_profile(text, file="K-01.toml", today=date(2026, 11, 22))
            assert [p for p in problems if p.is_error] == [], (key, answer)


def test_the_questionnaire_is_large_for_everyone():
    assert "access-needs" in FOR_EVERYONE
    assert EVERYONE_PT == 18
