"""The page as browsers, checkers and screen readers meet it."""

from __future__ import annotations

import html
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from access_kit.documents.looks import colours_for
from access_kit.model.document import (
    Callout,
    Heading,
    Link,
    Paragraph,
    Question,
    Table,
    Text,
    TickList,
    WriteLine,
)
from access_kit.model.look import Contrast, LookName, PaperSize
from tests.documents.handout import (
    LANGUAGES,
    any_look,
    items,
    make,
    short_document,
    source_strings,
    standard_handout,
    words,
)
from tests.documents.test_pdf import HOSTILE
from tests.languages.papers import paper, rendered
from tests.validators.axe import (
    aria_snapshot,
    browser,
    keyboard_walk,
    outside_requests,
    scrolls_sideways,
    violations,
)
from tests.validators.pdf import squeezed


class TextOf(HTMLParser):
    """All text of a page outside its style sheet, and its tags."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self._hidden = False
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._hidden = tag == "style"

    def handle_endtag(self, tag):
        self._hidden = False

    def handle_data(self, data):
        if not self._hidden:
            self.text += data


EVERY_BLOCK = (
    *standard_handout().blocks,
    Question("q", words("Can you hear?"), ("Yes", "No"), kind="Check", note=words("Ask.")),
    Question("one", words("I agree."), ("Yes",)),
    WriteLine("w", "Your name"),
    Callout(words("Good to know"), (Paragraph(words("The door is open.")),)),
    Table((words("A"), words("B")), ((words("c"), words("d")),), caption=words("Caption")),
    Heading(2, words("Una parte en español"), lang="es"),
    Paragraph(words("اختيارك +1 603 555 0101"), lang="ar"),
)


@pytest.fixture
def save(tmp_path: Path):
    numbers = itertools.count()

    def write(data: bytes) -> Path:
        path = tmp_path / f"{next(numbers)}.html"
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def pages(save) -> list[Path]:
    """Every block in every preset and contrast, and the handout in each language."""
    banner = (Paragraph(words("Draft, not checked")),)
    full = replace(standard_handout(), blocks=EVERY_BLOCK, draft_banner=banner)
    looks = zip(LookName, itertools.cycle(PaperSize), Contrast, strict=False)
    return [
        *(save(make(full, "html", any_look(n, p, contrast=c))) for n, p, c in looks),
        save(make(full, "html", any_look(size=48))),
        *(save(make(standard_handout(lang), "html")) for lang in LANGUAGES),
    ]


def test_axe_finds_no_violation(pages):
    with browser():
        assert {path: found for path, found in violations(pages).items() if found} == {}
        assert {path: found for path, found in violations(pages[:2], zoom=4).items() if found} == {}


def test_nothing_scrolls_sideways_at_four_hundred_percent(pages, save):
    long_words = short_document(
        Paragraph(words("W" * 400)),
        Table((words("W" * 60), words("b")), ((words("c" * 90), words("d")),)),
        Question("q", words("W" * 90), ("W" * 90, "No")),
        title="W" * 60,
    )
    with browser():
        for page in (*pages, save(make(long_words, "html", any_look(size=48)))):
            assert scrolls_sideways(page) == []


def test_page_asks_nobody_for_anything(pages):
    assert [outside_requests(page) for page in pages[:2]] == [[], []]
    for page in pages:
        assert "<script" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_source_string_is_found_again(lang):
    text = squeezed(TextOf(make(standard_handout(lang), "html")).text)
    assert [string for string in source_strings(lang) if squeezed(string) not in text] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_any_kind_is_shown_as_it_is(text):
    blocks = (
        Heading(1, words(text)),
        Paragraph((Text(text, strong=True), Link(text, "https://a.example/?a=1&b=\"<'"))),
        TickList(items([text])),
        Question("q", words(text), (text,), kind=text, note=words(text)),
        WriteLine("w", text),
        Table((words(text),), ((words(text),),)),
    )
    made = make(short_document(*blocks, title=text), "html")
    page = TextOf(made)
    assert page.text.count(text) == 13
    assert "script" not in page.tags
    assert f'href="{html.escape("https://a.example/?a=1&b=")}&#34;&lt;&#39;"' in made.decode()


def test_screen_reader_is_told_the_structure(save):
    document = short_document(
        Heading(1, words("Before")),
        Question("q", words("Can you hear?"), ("Yes", "No"), kind="Check", note=words("Ask.")),
        TickList(items(["Phone is charged"])),
        WriteLine("w", "Your name"),
        Table((words("Day"),), ((words("Monday"),),), caption=words("When")),
    )
    snapshot = aria_snapshot(save(make(document, "html")))
    for line in (
        'heading "A short paper" [level=1]',
        'heading "Before" [level=2]',
        'group "Check Can you hear?"',
        'radio "Yes"',
        'checkbox "Phone is charged"',
        'textbox "Your name"',
        'table "When"',
        'columnheader "Day"',
        'link "Skip to the text"',
    ):
        assert line in snapshot


def test_language_and_direction_stand_on_the_page_and_on_what_differs():
    page = make(
        short_document(Heading(1, words("Parte"), lang="es"), EVERY_BLOCK[-1], lang="es"), "html"
    ).decode()
    assert '<html lang="es" dir="ltr">' in page
    assert re.search(r'<p id="t-2" lang="ar" dir="rtl" style="font-size: 1\.\d+em">', page)
    assert 'lang="es" dir' not in page.split("<body>")[1]
    arabic = make(standard_handout("ar"), "html").decode()
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<bdi dir="ltr">+1 603 555 0101</bdi>' in arabic


def test_letters_are_as_large_as_on_paper():
    page = make(standard_handout(), "html", any_look(size=24)).decode()
    assert "font-size: 200%" in page
    assert "font-size: 24pt" in page


def test_size_and_colours_are_chosen_by_keyboard_without_script(save):
    path = save(make(standard_handout(), "html"))
    assert not any("As sent" in stop for stop in keyboard_walk(path))
    with browser() as chromium:
        place = chromium.new_context(offline=True, java_script_enabled=False)
        page = place.new_page()
        page.goto(path.as_uri())
        page.locator(".settings summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator("#size-as-sent").evaluate("e => e === document.activeElement")
        page.keyboard.press("ArrowDown")
        assert page.locator("#size-larger").is_checked()
        page.locator("#colours-as-sent").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.locator("#light-on-dark").is_checked()
        chosen = page.locator("html").evaluate(
            "e => [getComputedStyle(e).fontSize, getComputedStyle(e).backgroundColor]"
        )
        assert chosen == ["36px", "rgb(0, 0, 0)"]  # 18 pt are 24 px, half as large again
        page.emulate_media(media="print")
        assert not page.locator(".settings").is_visible()
        place.close()


def test_a_page_is_dark_where_the_device_is_unless_somebody_asked_for_colours(save):
    asked = replace(any_look(), colours=colours_for(Contrast.DARK_ON_CREAM))
    pages = {"sent": save(make(standard_handout(), "html"))}
    pages["asked"] = save(make(standard_handout("es"), "html", asked))
    paper_of = "e => getComputedStyle(e).backgroundColor"
    with browser() as chromium:
        page = chromium.new_page(color_scheme="dark")
        page.goto(pages["sent"].as_uri())
        assert page.locator("html").evaluate(paper_of) == "rgb(16, 20, 24)"
        page.locator(".settings summary").click()
        page.locator("#dark-on-light").check()
        assert page.locator("html").evaluate(paper_of) == "rgb(255, 255, 255)"
        page.goto(pages["asked"].as_uri())
        assert page.locator("html").evaluate(paper_of) == "rgb(253, 246, 227)"
        page.close()


@pytest.mark.parametrize("lang", ["en", "es", "ar"])
def test_a_letter_opens_on_when_the_meeting_is(save, lang):
    """On a small window, before anything is scrolled: the budget of short papers is 400 px."""
    path = save(rendered(paper("letter", lang, "asks-for-nothing"), "html"))
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 500, "height": 760})
        page.goto(path.as_uri())
        assert page.locator("main h2").first.bounding_box()["y"] <= 400
        page.close()


@pytest.mark.parametrize("choice", ["size-largest", "dark-on-light", "light-on-dark"])
def test_every_choice_passes_axe_and_scrolls_nowhere(save, choice):
    made = make(standard_handout(), "html").decode()
    chosen = made.replace(f'id="{choice}"', f'id="{choice}" checked')
    chosen = chosen.replace("<details>", "<details open>")
    assert chosen != made
    page = save(chosen.encode())
    assert violations([page])[page] == []
    assert scrolls_sideways(page) == []


def test_same_input_gives_the_same_bytes():
    assert make(standard_handout(), "html") == make(standard_handout(), "html")


@pytest.mark.parametrize(("value", "most"), [("(603) 555-0123", 1), ("Riverside Peer Network", 3)])
def test_a_number_to_call_is_never_parted_at_the_end_of_a_line(save, value, most):
    """Wherever it falls in a line of a narrow window; other words may go on in the next."""
    lead = [
        "If",
        "Zoom",
        "gives",
        "you",
        "any",
        "trouble",
        "at",
        "all",
        "please",
        "call",
        "Jo",
        "at",
    ]
    said = [
        Paragraph((Text(" ".join(lead[at:]) + " "), Text(value, isolate=True)))
        for at in range(len(lead))
    ]
    path = save(make(short_document(*said), "html"))
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 360, "height": 600})
        page.goto(path.as_uri())
        lines = page.locator("bdi").evaluate_all("all => all.map(e => e.getClientRects().length)")
        page.close()
    assert len(lines) == len(lead)
    assert (max(lines) == 1) is (most == 1)
    assert max(lines) <= most
