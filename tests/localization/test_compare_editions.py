"""Values in two languages: what is one is taken for one, and nothing else is."""

import dataclasses
import datetime

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from access_kit.localization.compare_editions import ComparedFile, compare_editions
from access_kit.localization.written_values import values_in
from access_kit.model.document import Document, Link, Paragraph, Purpose, Text

SAME = [
    ("from 10 p.m. to 7 a.m.", "de 22:00 a 7:00"),
    ("at 6:15 PM", "a las 6:15 p. m."),
    ("at 6:15 PM", "à 18h15"),
    ("(603) 555-0101", "603-555-0101"),
    ("+1 603 555 0101", "(603) 555-0101"),
    ("1,000 people", "1.000 personas"),
    ("$5.00", "5 dólares"),
    ("$1,250.50", "1.250,50 $"),
    ("call 988", "اتصل بـ ٩٨٨"),
    ("text 741741", "al 741 741"),
    ("24/7", "24/7"),
    ("on Thursday, December 3", "el jueves 3 de diciembre"),
    ("on Thursdays", "los jueves"),
    ("https://a.example/x.", "https://a.example/x"),
    ("9–5", "9-5"),
    ("You may march in", "Puede entrar"),
]
OTHER = [
    ("from 10 p.m. to 7 a.m.", "de 7 a.m. a 10 p.m."),
    ("at 6 PM", "a las 6 a.m."),
    ("(603) 555-0101", "(603) 555-0110"),
    ("+1 603 555 0101", "+52 603 555 0101"),
    ("1,000", "1.00"),
    ("1.5", "15"),
    ("$5", "5 €"),
    ("988", "911"),
    ("12/03/2026", "3/12/2026"),
    ("on Thursday", "el martes"),
    ("on December 3", "el 3 de noviembre"),
    ("https://a.example/x", "https://b.example/x"),
    ("me@a.example", "yo@a.example"),
    ("15 items, or 20", "20 cosas, o 15"),
    ("call 988 or 911", "llame al 988"),
    ("call 988", "llame al 988 o al 211"),
]


def told(source, edition, lang="es"):
    one, other = document(source, "en"), document(edition, lang)
    return compare_editions(ComparedFile("a.md", one), ComparedFile("a.es.md", other))


def document(text, lang, *more):
    blocks = tuple(Paragraph((Text(one),)) for one in (text, *more))
    return Document("Leaflet" if lang == "en" else "Hoja", lang, Purpose.HANDOUT, blocks)


@pytest.mark.parametrize(("source", "edition"), SAME)
def test_one_value_written_in_two_ways_is_one(source, edition):
    assert told(source, edition) == []


@pytest.mark.parametrize(("source", "edition"), OTHER)
def test_another_value_is_told(source, edition):
    assert len(told(source, edition)) == 1


def test_two_numbers_that_changed_places_between_paragraphs_are_told():
    first = document("Jo: 555-0101", "en", "Sam: 555-0102")
    other = document("Jo: 555-0102", "es", "Sam: 555-0101")
    found = compare_editions(ComparedFile("a.md", first), ComparedFile("a.es.md", other))
    assert [one.code for one in found] == ["edition.values", "edition.values"]


def test_where_a_link_leads_is_compared_and_not_its_words():
    def with_link(text, url, lang):
        made = document("", lang)
        return dataclasses.replace(made, blocks=(Paragraph((Link(text, url),)),))

    source = with_link("our page", "https://a.example/", "en")
    same = with_link("nuestra página", "https://a.example", "es")
    other = with_link("nuestra página", "https://a.example/es", "es")
    assert compare_editions(ComparedFile("a", source), ComparedFile("b", same)) == []
    assert len(compare_editions(ComparedFile("a", source), ComparedFile("b", other))) == 1


moments = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2027, 1, 1))
numbers = st.integers(0, 9_999_999)
LANGUAGES = ("es", "es-US", "fr", "pt-BR", "de", "ru", "ar", "hi", "vi", "ht")


def say(moment, number, lang):
    """Day, month and year in figures of the language, its clock, and a number, as CLDR has them."""
    locale = "ht" if lang == "ht" else lang.replace("-", "_")
    time = format_time(moment.time(), "H:mm", locale="en")
    if lang in ("en", "es-US"):
        time = format_time(moment.time(), "short", locale=locale)
    day = format_date(moment.date(), "d MMMM", locale="en" if lang == "ht" else locale)
    return f"{day}, {time} – {format_decimal(number, locale=locale)}"


@given(moments, numbers, st.sampled_from(LANGUAGES))
def test_what_cldr_writes_for_one_moment_and_number_is_one(moment, number, lang):
    found = told(say(moment, number, "en"), say(moment, number, lang), lang)
    assert found == [], [dict(one.facts) for one in found]


@given(moments, moments, numbers, numbers, st.sampled_from(LANGUAGES))
def test_what_cldr_writes_for_another_is_told(moment, other, number, another, lang):
    same = (moment.day, moment.hour, moment.minute, number)
    assume(same != (other.day, other.hour, other.minute, another))
    assert told(say(moment, number, "en"), say(other, another, lang), lang)


@given(st.text(max_size=60), st.sampled_from(("en", *LANGUAGES)))
def test_any_text_has_the_values_that_it_has_and_is_like_itself(text, lang):
    found = values_in(text, lang)
    assert all(one.is_like(one) for one in found)
    assert values_in(text, lang) == found
