"""Words in a locale: what is used, where the rest comes from, and what stands of each."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.errors import BadInput
from access_kit.i18n import load_words
from access_kit.i18n.catalogues import DOCS
from access_kit.i18n.fallback import (
    canonical,
    fallback_chain,
    formats_locale,
    same_language,
)
from access_kit.i18n.integrity import find_changes
from access_kit.i18n.message import Message, Review, TranslationState, read_review
from access_kit.i18n.po_reader import Catalogue
from access_kit.model.document import Link, Text
from tests.localization.shelf import approved, header, put, small

JOIN = "join.type-name"
CALL = "join.call"


@pytest.mark.parametrize(
    ("tag", "chain"),
    [
        ("es-MX", ("es-MX", "es-419", "es")),
        ("es_mx", ("es-MX", "es-419", "es")),
        ("es", ("es",)),
        ("pt-AO", ("pt-AO", "pt-PT", "pt")),
        ("zh-TW", ("zh-TW", "zh-Hant")),
        ("zh-CN", ("zh-CN", "zh")),
        ("sr-Latn-RS", ("sr-Latn-RS", "sr-Latn")),
        ("ht", ("ht",)),
        ("hmn", ("hmn",)),
        ("ar-EG", ("ar-EG", "ar")),
        ("en-XA", ("en-XA", "en")),
    ],
)
def test_parents_are_those_of_cldr_in_the_same_language_and_script(tag, chain):
    assert fallback_chain(tag) == chain


@pytest.mark.parametrize(
    ("reader", "catalogue"),
    [
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("cmn", "zh-Hans"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("nb", "no"),
        ("no", "nb"),
        ("tl", "fil"),
        ("fil", "tl"),
        ("tl-PH", "fil"),
        ("iw", "he"),
        ("prs", "fa-AF"),
        ("es_US", "es"),
        ("vi-US", "vi"),
    ],
)
def test_words_are_found_up_and_across(tmp_path, reader, catalogue):
    put(tmp_path, catalogue, small({JOIN: "Qzx."}, catalogue))
    words = load_words(reader, (tmp_path,))
    assert (words.locale, words.text(JOIN)) == (catalogue, "Qzx.")
    assert same_language(reader, catalogue)


@pytest.mark.parametrize(
    ("reader", "catalogue"),
    [
        ("zh-TW", "zh-Hans"),
        ("zh-Hans", "zh-Hant"),
        ("zh", "zh-Hant"),
        ("sr-Latn-RS", "sr"),
        ("sr", "sr-Latn"),
        ("ht", "fr"),
        ("uk", "ru"),
        ("pa-PK", "pa"),
    ],
)
def test_words_never_come_from_another_script_or_language(tmp_path, reader, catalogue):
    put(tmp_path, catalogue, small({JOIN: "Qzx."}, catalogue))
    assert load_words(reader, (tmp_path,)).locale == "en"


def test_what_nobody_approved_is_as_if_it_were_not_there(tmp_path):
    for approve, found in ((True, "eo"), (False, "en")):
        put(tmp_path, "eo", small({JOIN: "Qzx."}, "eo", approve=approve))
        assert load_words("eo", (tmp_path,)).locale == "eo"
        assert load_words("eo", (tmp_path,), approved=True).locale == found


def test_the_source_is_english_and_final():
    words = load_words("en")
    assert words.locale == "en"
    assert words.text("letter.title", date="Thu, Dec 3") == "Your meeting on Thu, Dec 3"
    assert not words.standing


def test_a_language_without_a_catalogue_gets_the_source():
    assert load_words("tlh").locale == "en"


def test_words_come_from_the_locale_then_its_parents_then_the_source(tmp_path):
    put(tmp_path, "es-419", small({JOIN: "Escriba su nombre aquí."}, "es-419"))
    put(tmp_path, "es", small({JOIN: "No.", "first.change": "Hasta pronto."}, "es"))
    words = load_words("es-MX", (tmp_path,))
    assert (words.locale, words.formats) == ("es-419", "es-MX")
    assert words.inlines(JOIN) == (Text("Escriba su nombre aquí."),)
    assert words.lang_of(JOIN) is None
    assert words.inlines("first.change") == (Text("Hasta pronto.", lang="es"),)
    assert not words.is_foreign("first.change")


def test_a_sentence_from_the_source_says_so(tmp_path):
    put(tmp_path, "eo", small({JOIN: "Tajpu vian nomon."}, "eo"))
    words = load_words("eo", (tmp_path,))
    assert words.lang_of("first.change") == "en"
    assert words.is_foreign("first.change")
    (text,) = words.inlines("first.change")
    assert text.lang == "en"


def test_a_value_inside_a_foreign_sentence_carries_no_language(tmp_path):
    put(tmp_path, "eo", small({JOIN: "Tajpu vian nomon."}, "eo"))
    words = load_words("eo", (tmp_path,))
    sentence = words.inlines(CALL, number="+1 603 555 0199")
    assert [part.lang for part in sentence if part.text.startswith("+1")] == [None]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Ready to take part?", "With this letter: Ready to take part?"),
        ("From 2 to 3 p. m.", "With this letter: From 2 to 3 p. m."),
        ("هل أنت مستعد؟", "With this letter: هل أنت مستعد؟"),
        ("Things that help me", "With this letter: Things that help me."),
        ("", "With this letter: ."),
    ],
)
def test_a_value_that_ends_a_sentence_needs_no_second_stop(title, said):
    assert load_words("en").text("first.enclosed", titles=title) == said


def test_only_a_stop_that_ends_the_sentence_is_left_out(tmp_path):
    put(tmp_path, "eo", small({"letter.hello": "**{name}**. Bonan tagon .{name}.net"}, "eo"))
    said = load_words("eo", (tmp_path,)).text("letter.hello", name="Rosa M.")
    assert said == "Rosa M. Bonan tagon .Rosa M..net"


def test_the_folder_of_the_kit_wins_message_by_message(tmp_path):
    put(tmp_path, "es", small({JOIN: "Del kit."}, "es"))
    words = load_words("es", (tmp_path,))
    assert words.text(JOIN) == "Del kit."
    assert words.text("first.change") == load_words("es").text("first.change")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: dataclasses.replace(m, flags=("fuzzy",)),
        lambda m: dataclasses.replace(m, source="Dial **{number}**."),
        lambda m: dataclasses.replace(m, target="Llame al **{numero}**."),
        lambda m: dataclasses.replace(m, target="Llame al 911."),
        lambda m: dataclasses.replace(m, target=""),
    ],
    ids=["fuzzy", "stale", "placeholder", "number", "empty"],
)
def test_what_is_unsure_stale_or_altered_is_not_used(tmp_path, spoil):
    good = small({CALL: "Telefonu **{number}**."}, "eo")
    put(tmp_path, "eo", dataclasses.replace(good, messages=(spoil(good.messages[0]),)))
    words = load_words("eo", (tmp_path,))
    assert words.lang_of(CALL) == "en"


def test_a_broken_catalogue_stops_with_its_problems(tmp_path):
    put(tmp_path, "eo", Catalogue(), data=b'msgid "a"\nmsgstr "b\n')
    with pytest.raises(BadInput) as caught:
        load_words("eo", (tmp_path,))
    assert "catalogue.open-quote" in {problem.code for problem in caught.value.problems}


def test_a_changed_file_is_read_again(tmp_path):
    put(tmp_path, "eo", small({JOIN: "Unu."}, "eo"))
    assert load_words("eo", (tmp_path,)).text(JOIN) == "Unu."
    put(tmp_path, "eo", small({JOIN: "Du kaj tri."}, "eo"))
    assert load_words("eo", (tmp_path,)).text(JOIN) == "Du kaj tri."


def test_keys_that_were_said_are_noted(tmp_path):
    put(tmp_path, "eo", small({JOIN: "Tajpu."}, "eo"))
    words, asked = load_words("eo", (tmp_path,)).noting()
    words.inlines(JOIN)
    words.text("first.change")
    assert asked.keys == {JOIN, "first.change"}
    assert asked.bare == {"first.change"}


def test_sentences_of_the_rules_are_found_by_their_words(tmp_path):
    sentence = "You can join by phone."
    message = approved(Message("rule.U04.because", sentence, "Vi povas telefoni."))
    put(tmp_path, "eo", small({JOIN: "Tajpu."}, "eo"))
    put(tmp_path, "eo", Catalogue(header=header("eo"), messages=(message,)), DOCS)
    words = load_words("eo", (tmp_path,))
    assert words.say(sentence) == (Text("Vi povas telefoni."),)
    assert words.say("An agency's own sentence.") == (Text("An agency's own sentence."),)
    assert words.say("You can type.") != ()
    assert load_words("en").say(sentence) == (Text(sentence),)


# -- states -------------------------------------------------------------------------------------


def test_a_translation_is_a_draft_until_somebody_says_more():
    assert Message("a", "Hello", "Hola").state is TranslationState.DRAFT
    assert (
        Message("a", "Hello", "Hola", notes=("state: translated",)).state
        is TranslationState.TRANSLATED
    )


def test_an_approval_names_who_and_when_and_holds_for_these_very_words():
    message = approved(Message("a", "Hello", "Hola"))
    assert message.state is TranslationState.APPROVED
    assert message.review.by == "Ana Ruiz"
    for change in (
        {"target": "Buenas"},
        {"source": "Hello there"},
        {"key": "b"},
        {"notes": ("state: approved",)},
        {"notes": (message.notes[0].replace("Ana Ruiz", ""),)},
        {"notes": (message.notes[0].replace("on=2026-11-24", "on=someday"),)},
    ):
        assert dataclasses.replace(message, **change).state is TranslationState.TRANSLATED
    assert dataclasses.replace(message, flags=("fuzzy",)).state is TranslationState.DRAFT


def test_an_unknown_state_is_a_draft():
    assert read_review("final") == Review()
    assert read_review("final").unknown == "final"


@given(by=st.text(min_size=1), qualification=st.text(min_size=1))
def test_a_review_is_read_as_it_was_written(by, qualification):
    review = Review(
        TranslationState.APPROVED, " ".join(by.split()), " ".join(qualification.split()),
        datetime.date(2026, 11, 22), "0" * 16, "1" * 16,
    )  # fmt: skip
    assert read_review(review.as_note().removeprefix("state:")) == review


# -- what may not change ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [
        ("Call {name}", "Llame a {name}", ()),
        ("Call {name}", "Llame a {nombre}", ("placeholders",)),
        ("Call {name}", "Llame a {name", ("placeholders",)),
        ("Call {name}", "Llame a { name }", ("placeholders",)),
        ("Read [this]({link})", "Lea {link}", ("placeholders",)),
        ("Read [this]({link})", "Lea [esto]({link})", ()),
        ("Read <1>this</1> <2/>", "<2/> lea <1>esto</1>", ()),
        ("Read <1>this</1>", "Lea <1>esto<1>", ("tags",)),
        ("Read <1>this</1>", "Lea </1>esto<1>", ("tags",)),
        ("Read <1>a</1> <2>b</2>", "<1>a <2>b</1></2>", ("tags",)),
        ("Call <1/>", "Llame", ("tags",)),
        ("Call 988", "اتصل على ٩٨٨", ()),
        ("Call 988", "कॉल करें ९८८", ()),
        ("Call 988", "Llame al 911", ("numbers",)),
        ("Call 988", "Llame al 98 8", ("numbers",)),
        ("From 9 to 17", "De 17 a 9", ()),
        ("See https://a.example/x", "Vea https://a.example/y", ("addresses",)),
        ("Write to a@b.example", "Escriba a a@c.example", ("addresses",)),
        ("Save 5 %", "Ahorre un 5 %", ()),
        ("Hello %(name)s", "Hola %(nombre)s", ("placeholders",)),
    ],
)
def test_what_a_translation_may_not_change(source, target, kinds):
    assert find_changes(source, target) == kinds


@given(st.text())
def test_the_same_text_has_no_changes_but_what_is_broken_in_it(text):
    assert "numbers" not in find_changes(text, text)
    assert "addresses" not in find_changes(text, text)


def test_a_link_keeps_its_place(tmp_path):
    words = dataclasses.replace(load_words("en"), messages={"x": "Read [this page]({link})."})
    assert words.inlines("x", link="https://a.example") == (
        Text("Read "),
        Link("this page", "https://a.example"),
        Text("."),
    )


def test_tags_are_written_the_usual_way():
    assert [canonical(tag) for tag in ("ES", "zh_hant_tw", "sr-latn")] == [
        "es", "zh-Hant-TW", "sr-Latn",
    ]  # fmt: skip
    assert formats_locale("en-XA") == "en"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("jueves, 3 de diciembre", "Jueves, 3 de diciembre"),
        ("Thursday, December 3", "Thursday, December 3"),
        ("хамшаби", "Хамшаби"),
        ("ხუთშაბათი, 3 დეკემბერი", "ხუთშაბათი, 3 დეკემბერი"),
        ("الخميس، 3 ديسمبر", "الخميس، 3 ديسمبر"),
    ],
)
def test_a_sentence_that_begins_with_a_day_begins_as_a_sentence_does(day, said):
    words = load_words("en")
    shown = words.text("first.when", on=day, begin="6:00", end="7:00", zone="UTC")
    assert shown.startswith(said)
    assert day in words.text("unmet.what", on=day, what="a chat")
