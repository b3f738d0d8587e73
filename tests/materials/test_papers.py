"""What must hold for every paper, whoever it is for and whatever a kit leaves out."""

import dataclasses

from hypothesis import given

from access_kit.documents.check_tree import check_tree
from access_kit.materials.agreement import build_consent
from access_kit.materials.call_back import build_call_back
from access_kit.materials.group_notice import build_group_notice
from access_kit.materials.letter import build_letter
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.run_sheet import build_run_sheet
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.document import ContactBox, Question
from access_kit.model.profile import Detail
from tests.materials.reading import keys_of, lines_of, text_of
from tests.materials.worlds import contexts

FOR_A_PERSON = (build_letter, build_tech_check, build_consent)


def all_papers(context):
    people = [(context.profile, context.plan)]
    yield from (build(context) for build in FOR_A_PERSON)
    yield build_group_notice(context)
    yield build_run_sheet(context, people)
    call_back = build_call_back(context, people)
    if call_back:
        yield call_back


@given(contexts())
def test_every_paper_is_a_sound_tree_without_empty_blocks(context):
    for paper in all_papers(context):
        assert list(check_tree(paper)) == []
        for block in paper.blocks:
            for name in ("items", "contacts", "rows", "answers"):
                assert getattr(block, name, True), (paper.title, block)


@given(contexts())
def test_no_statement_is_said_twice(context):
    for paper in (build_letter(context), build_tech_check(context), build_consent(context)):
        keys = keys_of(paper)
        assert len(keys) == len(set(keys))
        short = dataclasses.replace(context, detail=Detail.ESSENTIALS)
        for build in (build_letter, build_tech_check, build_consent):
            long = [line for line in lines_of(build(short)) if len(line) > 40]
            assert len(long) == len(set(long))


@given(contexts())
def test_the_same_context_gives_the_same_papers(context):
    assert list(all_papers(context)) == list(all_papers(context))


@given(contexts())
def test_numbers_of_lines_to_call_come_from_the_kit_alone(context):
    for paper in all_papers(context):
        known = {entry.call for entry in context.crisis}
        printed = {line for line in lines_of(paper) if line in ("988", "911")}
        assert printed <= known, paper.title


@given(contexts())
def test_a_paper_never_offers_voice_alone_to_who_may_not_use_it(context):
    settings = {**context.plan.settings, "contact.voice_ok": False}
    plan = dataclasses.replace(context.plan, settings=settings)
    context = dataclasses.replace(context, plan=plan)
    reachable = context.session.facilitator.phone or context.session.facilitator.email
    if not reachable and not context.kit.agency.phone and not context.kit.agency.email:
        return
    for build in FOR_A_PERSON:
        paper = build(context)
        for box in (block for block in paper.blocks if isinstance(block, ContactBox)):
            assert any(not (one.url or "").startswith("tel:") for one in box.contacts), box
        text = text_of(paper).lower()
        assert "call us." not in text
        assert "call and we will" not in text
        if "call +1" in text or "telephone" in text:
            assert "text" in text or "type" in text or "write" in text


@given(contexts())
def test_every_choice_says_no_first(context):
    paper = build_consent(context)
    choices = [
        block
        for block in paper.blocks
        if isinstance(block, Question) and block.key not in ("cs-sign",)
    ]
    no = {"cs-text": "avoids_sms", "cs-email": "avoids_email"}
    facts = person_facts(context)
    asked = {"cs-mail"} | {key for key, fact in no.items() if fact not in facts}
    assert asked <= {block.key for block in choices}
    assert all(block.answers[0] == "No" for block in choices)
