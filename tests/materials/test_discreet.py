"""What is opened and lies on a kitchen table: time, joining and access, nothing else."""

import datetime
import html
import io
import re

import pytest

from access_kit.documents.looks import look_for
from access_kit.documents.renderers import renderer_for
from access_kit.materials.discreet import withheld
from access_kit.materials.letter import build_letter
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.look import LookName, PaperSize
from access_kit.model.profile import Contents, Detail
from access_kit.model.session import Platform
from access_kit.profiles.neutral import find_unneutral
from tests.materials.reading import lines_of, text_of
from tests.materials.samples import PEOPLE, english, paper_context
from tests.materials.worlds import usual_contexts

MOMENT = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
LOOK = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER)
BUILDERS = (build_letter, build_tech_check)
NOT_IN_IT = ("Riverside Peer Network", "Thursday evening group", "988", "Lifeline")


def rendered(document, suffix: str) -> str:
    data = renderer_for(suffix)(document, LOOK, moment=MOMENT)
    if suffix == "html":
        return html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", data.decode(), flags=re.S))
    import pypdfium2

    with pypdfium2.PdfDocument(io.BytesIO(data)) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_rendered_papers_hold_no_word_that_is_not_neutral(person, suffix):
    for build in BUILDERS:
        text = rendered(build(paper_context(person, contents=Contents.DISCREET)), suffix)
        assert find_unneutral(text) == []
        assert not [word for word in NOT_IN_IT if word in text]
        assert "PO Box 118" in text or build is build_letter


def test_no_plan_on_any_platform_brings_one_in():
    discreet = (context for context in usual_contexts() if context.is_discreet)
    papers = (build(context) for context in discreet for build in BUILDERS)
    text = "\n".join(sorted({line for paper in papers for line in lines_of(paper)}))
    assert find_unneutral(text) == []
    assert not [word for word in NOT_IN_IT if word in text]


def test_a_discreet_letter_is_signed_with_the_neutral_name():
    context = paper_context(contents=Contents.DISCREET, detail=Detail.ESSENTIALS)
    text = text_of(build_letter(context))
    assert text.rstrip().endswith("Jo, Riverside")
    assert text.startswith("Your meeting on Thursday, December 3")


def test_a_discreet_letter_still_says_when_and_how():
    text = text_of(build_letter(paper_context(contents=Contents.DISCREET)))
    for word in ("6:00 to 7:00\xa0p.m.", "https://meet.example", "(603) 555-0199", "4711", "Jo"):
        assert word in text


def test_what_waits_is_told_with_two_other_ways():
    told = withheld(english(), ["Things that help me"])
    assert [one.value for one in told] == ["consent", "crisis_lines", "Things that help me"]
    assert all(len(one.alternatives) == 2 for one in told)
    for one in told[:2]:
        assert find_unneutral(" ".join((one.because, *one.alternatives))) == []
    assert [one.value for one in withheld(english(), [], has_lines=False)] == ["consent"]


def test_the_number_for_danger_stands_in_it_under_neutral_words():
    text = text_of(build_letter(paper_context(contents=Contents.DISCREET)))
    assert "In an emergency" in text
    assert "Call or text\n911" in text
    assert "Danger" not in text
    assert "right now" not in text


def test_every_platform_is_tried():
    assert {context.session.platform for context in usual_contexts()} == set(Platform)
