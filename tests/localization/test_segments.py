"""Documents as messages and back: nothing is lost, and no value reaches a translator."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.markdown import read_markdown
from access_kit.i18n.catalogues import DOCS
from access_kit.i18n.message import Message
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.extract import SourceDocument, extract_docs
from access_kit.localization.pseudo import pseudo
from access_kit.localization.segments import Slot, cut, fill, list_segments, map_document, plain
from access_kit.localization.translate import Translator
from access_kit.model.document import (
    Contact,
    ContactBox,
    Document,
    Heading,
    LineBreak,
    Link,
    Paragraph,
    Purpose,
    Text,
)
from tests.localization.shelf import approved, header, put
from tests.tools import ROOT

HANDOUTS = sorted((ROOT / "tests" / "data" / "handouts").glob("*.md"))
EXAMPLE = sorted((ROOT / "examples" / "evening-group").rglob("*.md"))


def read(path: Path) -> Document:
    text = path.read_text(encoding="utf-8")
    return read_markdown(text, file=path.name, folder=path.parent).document


def tagged(slot: Slot):
    return fill(cut(slot), cut(slot).text), None


@pytest.mark.parametrize("path", [*HANDOUTS, *EXAMPLE], ids=lambda path: path.stem)
def test_a_document_comes_back_word_for_word(path):
    document = read(path)
    again = map_document(document, tagged)
    assert [s.text for s in list_segments(again)] == [s.text for s in list_segments(document)]
    texts = []

    def note(slot):
        texts.append(plain(slot.content))
        return slot.content, None

    map_document(document, note)
    first, texts = texts, []
    map_document(again, note)
    assert texts == first


inlines = st.lists(
    st.one_of(
        st.builds(Text, st.text(max_size=30), strong=st.booleans(), isolate=st.booleans()),
        st.builds(Link, st.text(min_size=1, max_size=10), st.just("https://a.example/988")),
        st.just(LineBreak()),
        st.sampled_from(
            [
                Text("call +1 603 555 0102 or <1>"),
                Text("at 6:15 PM"),
                Text("see https://b.example."),
            ]
        ),
    ),
    max_size=8,
).map(tuple)


@given(inlines)
def test_words_links_and_values_survive_the_way_there_and_back(content):
    segment = cut(Slot("paragraph", content))
    back = fill(segment, segment.text)
    assert back is not None
    assert plain(back) == plain(content)
    assert [p for p in back if isinstance(p, Link)] == [p for p in content if isinstance(p, Link)]
    bold = "".join(p.text for p in content if isinstance(p, Text) and p.strong)
    assert "".join(p.text for p in back if isinstance(p, Text) and p.strong) == bold


@given(inlines, st.text(max_size=30))
def test_any_other_text_is_used_whole_or_not_at_all(content, target):
    segment = cut(Slot("paragraph", content))
    filled = fill(segment, target)
    if filled is not None:
        values = [p.text for p in segment.parts if isinstance(p, Text) and p.isolate]
        assert sorted(p.text for p in filled if isinstance(p, Text) and p.isolate) == sorted(values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Call Lee at +1 603 555 0102.", "Call Lee at <1/>."),
        ("Call 988 or 911, 24/7.", "Call <1/> or <2/>, <3/>."),
        ("Meet at 6:15 PM or 7 p.m. sharp", "Meet at <1/> or <2/> sharp"),
        ("See https://a.example/x?y=1.", "See <1/>."),
        ("Write to jo@river.example, please", "Write to <1/>, please"),
        ("In (603) 555-0101", "In <1/>"),
        ("Your code is 4711.", "Your code is <1/>."),
        ("Wait 15 minutes, from 9 to 5.", "Wait 15 minutes, from 9 to 5."),
        ("It was 2026. 3 people came.", "It was <1/>. 3 people came."),
        ("Hello {name}", "Hello {name}"),
        ("Press <1> now", "Press <1/> now"),
    ],
)
def test_values_become_tags(text, message):
    assert cut(Slot("paragraph", (Text(text),))).text == message


def test_translators_are_told_what_each_tag_is():
    content = (
        Text("Call ", strong=True),
        Text("988"),
        LineBreak(),
        Link("us", "https://a.example"),
    )
    segment = cut(Slot("paragraph", content))
    assert segment.text == "<1>Call </1><2/><3/><4>us</4>"
    assert list(segment.explain()) == [
        "<1> is bold",
        "<2/> is 988",
        "<3/> is a line end",
        "<4> is a link to https://a.example",
    ]
    assert segment.safety


def test_tags_can_move_but_not_change():
    segment = cut(Slot("paragraph", (Text("Call 988 at 6:15 PM"),)))
    assert plain(fill(segment, "<2/>: llame al <1/>")) == "6:15 PM: llame al 988"
    for wrong in ("Llame", "Llame <1/>", "<1/> <1/> <2/>", "<1/> <3/>", "911 <1/> <2/>"):
        assert fill(segment, wrong) is None


# -- whole documents ----------------------------------------------------------------------------

TOOLBOX = Document(
    "Toolbox",
    "en",
    Purpose.HANDOUT,
    (
        Heading(1, (Text("What goes in"),)),
        Paragraph((Text("Think of small things."),)),
        Paragraph((Text("Call "), Text("988", isolate=True), Text(" any time."))),
        ContactBox(
            (Text("Who helps"),), (Contact("Call Jo", "+1 603 555 0123", "tel:+16035550123"),)
        ),
    ),
)


def catalogue_of(document, *, without=(), approve=True):
    template = extract_docs([SourceDocument("toolbox", document)], ())
    messages = [
        dataclasses.replace(message, target=pseudo(message.source))
        for message in template.messages
        if message.source not in without
    ]
    if approve:
        messages = [approved(message) for message in messages]
    return Catalogue(header=header("eo"), messages=tuple(messages))


def translate(tmp_path, document=TOOLBOX, **changes):
    put(tmp_path, "eo", catalogue_of(document, **changes), DOCS)
    return Translator("eo", (tmp_path,)).translate(document, "toolbox")


def test_a_document_with_all_its_words_is_in_the_language_as_a_whole(tmp_path):
    found = translate(tmp_path)
    assert (found.document.lang, found.draft, found.other) == ("eo", False, 0)
    assert found.document.title == pseudo("Toolbox")
    assert found.document.blocks[3].contacts[0].value == "+1 603 555 0123"
    assert found.document.blocks[3].contacts[0].label == pseudo("Call Jo")


def test_a_missing_block_keeps_its_language_and_is_counted(tmp_path):
    found = translate(tmp_path, without=("Think of small things.",))
    assert found.document.lang == "eo"
    assert found.document.blocks[1] == Paragraph((Text("Think of small things."),), lang="en")
    assert found.other == 1
    assert found.draft  # one of six is more than a document may lack


@pytest.mark.parametrize("missing", ["Toolbox", "Call <1/> any time.", "Call Jo"])
def test_a_missing_title_number_or_contact_keeps_the_whole_document(tmp_path, missing):
    found = translate(tmp_path, without=(missing,))
    assert found.whole
    assert found.document is TOOLBOX


def test_all_of_a_safety_document_or_nothing(tmp_path):
    put(tmp_path, "eo", catalogue_of(TOOLBOX, without=("Think of small things.",)), DOCS)
    found = Translator("eo", (tmp_path,)).translate(TOOLBOX, "toolbox", safety=True)
    assert found.whole


def test_words_that_nobody_approved_make_a_draft(tmp_path):
    assert translate(tmp_path, approve=False).draft


def test_a_document_in_the_language_already_stays_as_it_is(tmp_path):
    own = dataclasses.replace(TOOLBOX, lang="eo")
    assert Translator("eo", (tmp_path,)).translate(own, "toolbox").document is own


def test_safety_is_marked_for_translators():
    template = extract_docs([SourceDocument("toolbox", TOOLBOX)], (("rule.X.because", "We can."),))
    marked = {message.source for message in template.messages if message.is_safety}
    assert marked == {"Call <1/> any time.", "Call Jo"}
    everything = extract_docs([SourceDocument("plan", TOOLBOX, safety=True)], ())
    assert all(message.is_safety for message in everything.messages)
    assert Message("rule.X.because", "We can.").id in {m.id for m in template.messages}
