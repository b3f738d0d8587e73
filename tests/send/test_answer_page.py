"""The page to fill in: what people do in a browser comes back as they meant it, with no network."""

from __future__ import annotations

import dataclasses
import http.server
import re
import threading

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


def number_of(forms, key):
    return next(item.number for form in forms for item in form.items if item.key == key)


def label_of(forms, key):
    return next(item.labels[0] for form in forms for item in form.items if item.key == key)


def field(opened, forms, key, label):
    """A box of the question with this key."""
    box = opened.locator(f"input[name={number_of(forms, key)}]")
    return opened.locator("fieldset").filter(has=box).get_by_label(label, exact=True)


def test_what_is_ticked_comes_back(page):
    path, forms, words = page
    yes, no = words.text("answer.yes"), words.text("answer.no")

    def fill(opened):
        def choose(key, label):
            field(opened, forms, key, label).check()

        choose("tc-power", words.text("answer.need-help"))
        choose("cs-email", yes)
        choose("cs-text", no)
        opened.get_by_label(words.text("answer.sign-name"), exact=True).check()
        opened.get_by_label(label_of(forms, "cs-name")).fill("Rosa")
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


def test_an_answer_is_taken_back_by_mouse_and_by_key(page):
    path, forms, words = page
    yes, no = words.text("answer.yes"), words.text("answer.no")

    def press(opened):
        first, second = (field(opened, forms, key, yes) for key in ("cs-email", "cs-text"))
        first.click()
        first.click()
        by_mouse = first.is_checked()
        second.focus()
        opened.keyboard.press("Space")
        ticked = second.is_checked()
        opened.keyboard.press("Space")
        by_key = second.is_checked()
        first.click()
        field(opened, forms, "cs-email", no).click()
        other = [first.is_checked(), field(opened, forms, "cs-email", no).is_checked()]
        return by_mouse, ticked, by_key, other

    assert use(path, press) == (False, True, False, [False, True])


def test_what_is_filled_in_is_there_after_a_reload_and_gone_once_it_is_cleared(page):
    path, forms, words = page
    yes = words.text("answer.yes")

    def fill(opened):
        field(opened, forms, "cs-email", yes).check()
        opened.get_by_label(label_of(forms, "cs-name")).fill("Rosa")
        told = []
        for button in (None, "#answers-clear", "#answers-undo", "#answers-clear"):
            if button:
                opened.locator(button).click()
            opened.reload()
            told.append(
                (
                    field(opened, forms, "cs-email", yes).is_checked(),
                    opened.get_by_label(label_of(forms, "cs-name")).input_value(),
                )
            )
            if button == "#answers-clear" and len(told) == 2:
                field(opened, forms, "cs-email", yes).check()
                opened.locator("#answers-clear").click()
        return told

    told = use(path, fill)
    assert told[0] == (True, "Rosa")
    assert told[1] == (False, "")
    assert told[3] == (False, "")


def test_cleared_answers_come_back_while_the_page_is_open(page):
    path, forms, words = page
    yes = words.text("answer.yes")

    def clear(opened):
        box = field(opened, forms, "cs-email", yes)
        box.check()
        opened.locator("#answers-clear").click()
        said = opened.locator("#answers-cleared").inner_text()
        gone = box.is_checked()
        opened.locator("#answers-undo").click()
        return said, gone, box.is_checked()

    assert use(path, clear) == (words.text("render.answers-cleared"), False, True)


def test_the_text_is_copied_by_one_button(page):
    path, forms, words = page
    yes = words.text("answer.yes")

    def copy(opened):
        field(opened, forms, "cs-email", yes).check()
        opened.locator("#answers-make").click()
        opened.locator("#answers-copy").click()
        opened.wait_for_function("document.getElementById('answers-copied').textContent")
        opened.locator("#answers-copied").evaluate("e => e.dataset.done = 'yes'")
        name = opened.get_by_label(label_of(forms, "cs-name"))
        name.focus()
        opened.keyboard.press("Control+V")
        return opened.locator("#answers-copied").inner_text(), name.input_value()

    said, pasted = use(path, copy)
    assert said == words.text("render.answers-copied")
    assert number_of(forms, "cs-email") in pasted


def test_without_scripts_the_page_is_a_form_that_opens_an_e_mail(page, tmp_path):
    """What Chromium sends, with scripts off, from the form; only its address is ours."""
    path, forms, words = page
    html = path.read_text("utf-8")
    action = re.search(r'action="(mailto:[^"]+)"', html)[1]
    assert action.startswith(f"mailto:{SESSION.facilitator.email}?subject=")
    took = []

    class Taker(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            took.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        copy = tmp_path / "answers.html"
        copy.write_text(html.replace(action, f"http://127.0.0.1:{server.server_port}/"), "utf-8")

        def fill(opened):
            seen = opened.locator("body").inner_text()
            assert words.text("render.answers-make") not in seen
            assert words.text("render.answers-mail-how") in seen
            field(opened, forms, "tc-power", words.text("answer.need-help")).check()
            field(opened, forms, "cs-email", words.text("answer.yes")).check()
            field(opened, forms, "cs-text", words.text("answer.no")).check()
            opened.get_by_label(words.text("answer.sign-name"), exact=True).check()
            opened.get_by_label(label_of(forms, "cs-name")).fill("Rosa")
            opened.get_by_role("button", name=words.text("render.answers-mail")).click()
            opened.wait_for_timeout(500)

        use(copy, fill, java_script_enabled=False, offline=False)
        server.shutdown()
    (text,) = took
    reply = read_reply(text, forms, PHRASES)
    assert reply.answers == {
        "tech_check": {"tc-power": ("need-help",)},
        "consent": {"cs-email": ("yes",), "cs-text": ("no",)},
    }, text
    assert reply.sign == "sign-name"
    assert reply.written["consent"]["cs-name"] == "Rosa"
    assert (reply.unclear, reply.also_wrote) == ((), False)
    assert next(form.version for form in forms if form.form == "consent") in versions_in(text)


def test_without_scripts_and_without_an_address_the_page_is_a_form_to_print(page, tmp_path):
    _, _, words = page
    when = When(SESSION.begins, SESSION.timezone, words.formats, words)
    document = build_answers(paper_context(words=words, when=when))
    path = tmp_path / "answers.html"
    look = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER)
    path.write_bytes(build_page(dataclasses.replace(document, reply_to=""), look))
    seen = use(path, lambda one: one.locator("body").inner_text(), java_script_enabled=False)
    assert words.text("answers.title") in seen
    assert words.text("render.answers-make") not in seen
    assert words.text("render.answers-print-how") in seen
