import dataclasses
import re

from access_kit.errors import Severity
from access_kit.materials.agreement import build_consent, check_consent, missing_parts
from access_kit.materials.form_version import form_version, short_version
from access_kit.materials.items import load_items
from access_kit.materials.run_sheet import build_run_sheet
from access_kit.model.document import Callout, Heading, Paragraph, Question, Text, TickList
from access_kit.model.kit import Documents
from access_kit.model.profile import Consent, Detail
from access_kit.profiles.neutral import find_unneutral
from tests.materials.reading import lines_of, say, text_of
from tests.materials.samples import KIT, SESSION, make_profile, paper_context, session_context
from tests.materials.worlds import usual_contexts

SEEN = {
    f"cs-{name}"
    for name in [
        "what",
        "role",
        "not-crisis",
        "choice",
        "pass",
        "camera",
        "private",
        "no-promise",
        "limits",
        "who-hears",
        "platform",
        "no-record",
        "record-choice",
        "record-later",
        "captions",
        "ai",
        "chat",
        "email",
        "text",
        "mail",
        "voicemail",
        "hours",
        "boundaries",
        "emergency",
        "drop",
        "access-data",
        "keep",
        "rules",
        "safe-join",
        "withdraw",
        "complain",
        "copy",
        "sign",
    ]
}
PARTS = ["What I understand", "What I agree to", "What I confirm"]


def test_every_statement_stands_in_one_of_the_two_forms():
    both = (*load_items("consent.toml"), *load_items("consent_short.toml"))
    assert {item.id for item in both} | {"cs-sign"} == SEEN | {"cs-rights", "cs-texting"}


def test_the_parts_are_kept_apart_and_in_order():
    heads = [
        say(b.content) for b in build_consent(paper_context()).blocks if isinstance(b, Heading)
    ]
    assert [head for head in heads if head in PARTS] == PARTS
    assert heads.index("Sign") < heads.index("More about it")


def test_choices_alone_have_a_question_of_their_own_and_default_to_nothing():
    paper = build_consent(paper_context())
    choices = {b.key: b.answers for b in paper.blocks if isinstance(b, Question)}
    both = (*load_items("consent.toml"), *load_items("consent_short.toml"))
    kinds = {item.id for item in both if item.kind == "choice"}
    assert set(choices) - {"cs-sign"} <= kinds
    assert {"cs-email", "cs-text", "cs-mail", "cs-voicemail"} <= set(choices)
    assert all(choices[key] == ("No", "Yes") for key in choices if key != "cs-sign")
    assert "Not sure? Leave it blank, and we'll ask." in text_of(paper)


def test_one_signature_covers_what_is_told_and_no_line_has_a_box_of_its_own():
    paper = build_consent(paper_context())
    assert not any(isinstance(block, TickList) for block in paper.blocks)
    told = [line for line in paper.form if line.kind == "told"]
    assert [line.number for line in told] == [f"B{at}" for at in range(1, len(told) + 1)]
    assert "It isn't a release of health records." in text_of(paper)


def test_the_long_form_begins_with_the_short_one_word_for_word_and_has_its_version():
    for context in usual_contexts():
        short = build_consent(dataclasses.replace(context, detail=Detail.ESSENTIALS))
        long = build_consent(dataclasses.replace(context, detail=Detail.FULL))
        assert long.blocks[: len(short.blocks)] == short.blocks
        assert form_version(long) == form_version(short)
        asked = [line for line in short.form if line.kind != "sign"]
        assert list(long.form[: len(asked)]) == asked
        assert len(asked) <= 12


def test_being_sober_is_no_condition():
    said = {line for context in usual_contexts() for line in lines_of(build_consent(context))}
    found = find_unneutral("\n".join(sorted(said)))
    assert not {"sober", "drug", "drugs", "alcohol"} & {word.lower() for word in found}


def test_lines_to_call_come_from_the_kit_alone():
    assert "988" in text_of(build_consent(paper_context()))
    bare = build_consent(paper_context(crisis=()))
    assert "988" not in text_of(bare)
    assert "Jo can tell me who to reach in a crisis." in text_of(bare)


def test_the_agencys_own_words_stand_in_it_one_level_deeper():
    paper = build_consent(paper_context())
    heads = {say(b.content): b.level for b in paper.blocks if isinstance(b, Heading)}
    assert heads["Things we have to report"] == 2
    assert "The host tells the agency when a child is being hurt." in text_of(paper)


def test_the_crisis_plan_stays_with_the_host():
    text = text_of(build_consent(paper_context()))
    assert "Stay with the person." not in text
    assert "Stay with the person." in text_of(build_run_sheet(session_context(), ()))


def test_a_missing_part_is_said_on_the_paper_and_to_the_operator():
    context = paper_context(reporting=(), kit=dataclasses.replace(KIT, documents=Documents()))
    paper = build_consent(context)
    box = next(block for block in paper.blocks if isinstance(block, Callout))
    assert say(box.title) == "This paper isn't ready yet"
    told = [p for p in check_consent(context) if p.code == "consent.incomplete"]
    assert [p.where for p in told] == ["documents.reporting", "documents.crisis_plan"]
    assert {p.severity for p in told} == {Severity.WARNING}


def test_a_whole_agreement_is_not_called_unready():
    assert missing_parts(paper_context()) == ()
    assert not any(isinstance(b, Callout) for b in build_consent(paper_context()).blocks)
    marked = session_context(reporting_short=session_context().reporting)
    assert [p.code for p in check_consent(marked)] == ["consent.have-it-checked"]


def test_a_recorded_session_asks_and_promises_nothing():
    recorded = dataclasses.replace(SESSION, recording=True)
    paper = build_consent(paper_context(session=recorded))
    assert "cs-record-choice" in {b.key for b in paper.blocks if isinstance(b, Question)}
    text = text_of(paper)
    assert "You may record this meeting with me in it." in text
    assert "No one may record" not in text
    assert "If you ever want to record" not in text


def test_a_session_without_recording_says_that_it_would_ask_first():
    text = text_of(build_consent(paper_context()))
    assert "If you ever want to record, you'll ask me first, and I can say no." in text
    assert "You may record this meeting with me in it." not in text


def test_who_is_not_stored_is_asked_and_not_told_that_they_are():
    text = text_of(build_consent(paper_context(profile=make_profile(consent=Consent()))))
    assert "We keep no list about you." in text
    assert "You may keep my name" in text
    assert "Your name, how to reach you" not in text


def test_the_version_is_of_the_words_and_stands_below_what_is_signed():
    paper = build_consent(paper_context(detail=Detail.ESSENTIALS))
    version = form_version(paper)
    assert re.fullmatch(r"[0-9a-f]{64}", version)
    assert say(paper.blocks[-2].content) == f"Form version: {short_version(version)}"
    other = dataclasses.replace(paper, blocks=(Paragraph((Text("More"),)), *paper.blocks))
    assert form_version(other) != version
    assert form_version(dataclasses.replace(paper, address=None, labels={})) == version


def test_people_who_are_shown_the_same_get_the_same_version():
    one = build_consent(paper_context(profile=make_profile(id="K-01", name="Ana")))
    other = build_consent(paper_context(profile=make_profile(id="K-02", name="Bo")))
    assert form_version(one) == form_version(other)
    assert form_version(one) != form_version(build_consent(paper_context("signs")))


def test_who_does_not_use_voice_can_say_yes_in_writing():
    sign = next(
        b
        for b in build_consent(paper_context("signs")).blocks
        if isinstance(b, Question) and b.key == "cs-sign"
    )
    assert sign.answers == ("My name", "A mark", "A yes in writing")


def test_no_name_or_id_of_the_person_is_printed():
    lines = lines_of(build_consent(paper_context(profile=make_profile(name="Xantippe"))))
    assert not any("Xantippe" in line or "K-07" in line for line in lines)
