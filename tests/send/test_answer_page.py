"""The page to fill in: what people do in a browser comes back as they meant it, with no network."""

from __future__ import annotations

import pytest

from access_kit.delivery.replies import read_reply, versions_in
from access_kit.documents.html import build_page
from access_kit.documents.looks import look_for
from access_kit.i18n import When, load_words
from access_kit.i18n.catalogues import kit_folders
from access_kit.materials.agreement import build_consent
from access_kit.materials.asked import asked_form
from access_kit.materials.library import find_builtin
from access_kit.materials.mail_letter import build_answers, with_form
from access_kit.materials.questionnaire import QUESTIONNAIRE, number_questions
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.look import LookName, PaperSize
from access_kit.workflow.kept.forms_shown import phrases_of
from access_kit.workflow.prepare.answer import form_answer
from access_kit.workflow.prepare.read import read_handout
from tests.materials.samples import SESSION, paper_context
from tests.validators.axe import (
    browser,
    keyboard_walk,
    outside_requests,
    scrolls_sideways,
    use,
    violations,
)

PHRASES = phrases_of(kit_folders(None))


@pytest.fixture(scope="module", params=["en", "ar"])
def page(request, tmp_path_factory):
    """The page's file, the forms it asks, and its words."""
    words = load_words(request.param)
    when = When(SESSION.begins, SESSION.timezone, words.formats, words)
    context = paper_context(words=words, when=when)
    document = build_answers(context)
    papers = [(build_tech_check(context), ""), (build_consent(context), "")]
    if request.param == "en":
        handout, _ = read_handout(find_builtin(QUESTIONNAIRE))
        needs = number_questions(handout.document, words)
        document = with_form(document, needs)
        papers.append((needs, QUESTIONNAIRE))
    forms = [asked_form(one, handout=name) for one, name in papers]
    path = tmp_path_factory.mktemp("page") / "answers.html"
    look = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER)
    path.write_bytes(build_page(document, look))
    return path, [form_answer(one) for one in forms], words


def test_what_is_ticked_comes_back(page):
    path, forms, words = page
    yes, no = words.text("answer.yes"), words.text("answer.no")

    def fill(opened):
        def choose(key, label):
            group = opened.locator("fieldset").filter(has=opened.locator(f"input[name={key}]"))
            group.get_by_label(label, exact=True).check()

        choose("tc-power", words.text("answer.need-help"))
        choose("cs-email", yes)
        choose("cs-text", no)
        choose("cs-sign", words.text("answer.sign-name"))
        opened.locator("input[name=cs-name]").fill("Rosa")
        if words.locale == "en":
            for label in ("In large print", "As a recording"):
                opened.get_by_label(label, exact=True).check()
        opened.locator("#answers-make").click()
        return opened.locator("#answers-text").input_value()

    text = use(path, fill)
    reply = read_reply(text, forms, PHRASES)
    expected = {
        "tech_check": {"tc-power": ("need-help",)},
        "consent": {"cs-email": ("yes",), "cs-text": ("no",)},
    }
    if words.locale == "en":
        expected[QUESTIONNAIRE] = {"reading-formats": ("large_print", "audio")}
    assert reply.answers == expected, text
    assert reply.sign == "sign-name"
    assert reply.written["consent"]["cs-name"] == "Rosa"
    assert (reply.unclear, reply.also_wrote) == ((), False)
    assert next(form.version for form in forms if form.form == "consent") in versions_in(text)


def test_every_answer_can_be_given_and_is_read(page):
    """The first answer of every question, then the last: nothing on the page is lost on the way."""
    path, forms, _ = page
    for which in ("first", "last"):

        def fill(opened, which=which):
            opened.evaluate(
                """which => document.querySelectorAll('main fieldset').forEach(one => {
                     const boxes = one.querySelectorAll('input')
                     boxes[which === 'first' ? 0 : boxes.length - 1].click()
                   })""",
                which,
            )
            opened.locator("#answers-make").click()
            return opened.locator("#answers-text").input_value()

        reply = read_reply(use(path, fill), forms, PHRASES)
        at = 0 if which == "first" else -1
        for form in forms:
            asked = [i for i in form.items if i.number and (len(i.answers) > 1)]
            said = {i.key: (i.answers[: len(i.labels)][at],) for i in asked}
            assert reply.answers[form.form] == said


def test_it_works_by_keyboard_alone_and_is_plain_to_screen_readers(page):
    path, _, words = page

    def press(opened):
        opened.locator("#answers-make").focus()
        opened.keyboard.press("Enter")
        return opened.evaluate("() => document.activeElement.id"), opened.locator(
            "#answers-text"
        ).input_value()

    with browser():
        assert violations([path])[path] == []
        assert scrolls_sideways(path) == []
        assert outside_requests(path) == []
        if words.locale == "ar":
            walk = keyboard_walk(path, limit=400)
            assert not any("no focus mark" in step for step in walk)
            button = f"button: {words.text('render.answers-make')}"
            assert any(step.startswith(button) for step in walk)
        assert use(path, press) == ("answers-text", words.text("render.answers-none"))


def test_without_scripts_the_page_is_a_form_to_print(page):
    path, _, words = page
    seen = use(path, lambda one: one.locator("body").inner_text(), java_script_enabled=False)
    assert words.text("answers.title") in seen
    assert words.text("render.answers-make") not in seen
