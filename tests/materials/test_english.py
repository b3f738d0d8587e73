"""English as a native editor would sign it: term list, US usage, rhythm and grade, as gates.

The rules are data (``english_rules.toml``). The catalogue is read key by key; rhythm and grade are
taken in finished papers, for they come of what stands beside what.
"""

import dataclasses
from functools import cache

import pytest

from access_kit.documents.markdown import read_markdown
from access_kit.materials.agreement import build_consent
from access_kit.materials.group_notice import build_group_notice
from access_kit.materials.letter import build_letter
from access_kit.materials.library import list_builtin
from access_kit.materials.mail_letter import build_message
from access_kit.materials.run_sheet import build_run_sheet
from access_kit.materials.tech_check import build_tech_check
from access_kit.materials.texts import build_texts
from access_kit.model.profile import Detail
from tests.materials.english import (
    DATA,
    LIMITS,
    broken_rules,
    is_excepted,
    load_rules,
    long_sentences,
    short_runs,
    stretches_of,
)
from tests.materials.readability import grade
from tests.materials.reading import lines_of
from tests.materials.test_words import catalogue, without_marks
from tests.materials.worlds import usual_contexts
from tests.tools import ROOT

PAPERS = {
    "letter": build_letter,
    "check": build_tech_check,
    "agreement": build_consent,
    "group": build_group_notice,
    "texts": build_texts,
    "e-mail": build_message,
    "run sheet": lambda context: build_run_sheet(context, [(context.profile, context.plan)]),
}
READ_BY_PARTICIPANTS = tuple(name for name in PAPERS if name != "run sheet")
LEAST_WORDS = 100
"""Below so many, no grade is steady."""


def is_for_participants(message) -> bool:
    return "host" not in message.auto_comments


def wrong_in(message):
    said = broken_rules(without_marks(message.id), for_participants=is_for_participants(message))
    return [one for one in said if not is_excepted(message.context, one.split(":")[0])]


@cache
def papers(name):
    """Each sample person's paper on each platform, short and in full, with contents full or few."""
    return tuple(
        PAPERS[name](dataclasses.replace(context, detail=detail))
        for context in usual_contexts()
        for detail in Detail
    )


def test_the_catalogue_keeps_to_the_term_list_and_to_us_usage():
    found = {message.context: wrong_in(message) for message in catalogue()}
    assert {key: said for key, said in found.items() if said} == {}


def test_no_sentence_of_the_catalogue_is_long():
    found = {m.context: long_sentences([without_marks(m.id)]) for m in catalogue()}
    assert {key: sentences for key, sentences in found.items() if sentences} == {}


def test_the_catalogue_is_at_grade_six_or_lower():
    assert grade(without_marks(message.id) for message in catalogue()) <= LIMITS["grade"]


@pytest.mark.parametrize("name", PAPERS)
def test_no_finished_paper_has_a_long_sentence(name):
    lines = {line for paper in papers(name) for line in lines_of(paper)}
    assert sorted(long_sentences(lines)) == []


@pytest.mark.parametrize("name", READ_BY_PARTICIPANTS)
def test_no_finished_paper_has_three_short_sentences_in_a_row(name):
    runs = {
        run
        for paper in papers(name)
        for stretch in stretches_of(paper)
        for run in short_runs(stretch)
    }
    assert sorted(runs) == []


@pytest.mark.parametrize("name", PAPERS)
def test_every_finished_paper_is_at_grade_six_or_lower(name):
    for paper in papers(name):
        lines = lines_of(paper, values=False)
        if sum(len(line.split()) for line in lines) >= LEAST_WORDS:
            assert grade(lines) <= LIMITS["grade"], paper.title


@pytest.mark.parametrize("name", PAPERS)
def test_dates_and_times_in_a_finished_paper_are_written_as_in_the_us(name):
    wrong = {"day-before-month", "date-in-figures", "clock"}
    rules = [one for one in load_rules() if one.name in wrong]
    assert len(rules) == len(wrong)
    lines = {line for paper in papers(name) for line in lines_of(paper)}
    assert {one.finds(line) for line in lines for one in rules} == {None}


EXAMPLE = ROOT / "examples" / "evening-group"
HANDOUTS = (*list_builtin(), *sorted(EXAMPLE.glob("materials/*.md")), *sorted(EXAMPLE.glob("*.md")))
WITH_PICTURES = ("easy-join",)
FOR_HOSTS = ("crisis-plan",)


@pytest.mark.parametrize("path", HANDOUTS, ids=lambda path: path.stem)
def test_handouts_and_what_the_example_says_keep_to_the_rules(path):
    read = read_markdown(path.read_text("utf-8"), file=path.name, folder=path.parent)
    lines = lines_of(read.document)
    is_for_leading = bool(read.front.who) and "participant" not in read.front.who
    for_participants = path.stem not in (*FOR_HOSTS, *WITH_PICTURES) and not is_for_leading
    said = {one for line in lines for one in broken_rules(line, for_participants=for_participants)}
    assert sorted(said) == []
    assert long_sentences(lines) == []


def test_the_rules_find_what_they_forbid():
    wrong = (
        "Tick the box.", "Fill it in.", "The host must tell others.", "Danger to life: call 911",
        "Call us by telephone.", "You can not come.", "My wellness toolbox", "Reply CANCEL.",
        "The meeting is on 3 December.", "We meet at 18:00.", "We meet at 6:00 PM.",
        "We meet at 6:00.", "Choose your colour.",
        "Ask for chairs, water and light.", "Come on 2026-12-03.",
    )  # fmt: skip
    assert [text for text in wrong if not broken_rules(text, for_participants=True)] == []


def test_the_gates_on_rhythm_find_what_they_forbid():
    choppy = "Come in. Sit down. Have a seat."
    assert list(short_runs(["Come in.", "Sit down.", "Have a seat."])) == [choppy]
    assert list(short_runs(["Come in.", "Sit down.", "Have a seat wherever you like it."])) == []
    assert long_sentences([" ".join(["one"] * 23)]) != []
    assert long_sentences([" ".join(["one"] * 22)]) == []


def test_an_exception_is_for_a_key_that_breaks_its_rule():
    texts = {m.context: m for m in catalogue()}
    for one in DATA["exception"]:
        message = texts[one["key"]]
        said = broken_rules(
            without_marks(message.id), for_participants=is_for_participants(message)
        )
        assert one["rule"] in [name.split(":")[0] for name in said], one["key"]
        assert one["reason"]
