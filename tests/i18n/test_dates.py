"""Dates, times, lists and numbers: what must be refused, and what each language does with them."""

from __future__ import annotations

import dataclasses
import datetime
import unicodedata

import pytest
from babel import localedata
from hypothesis import example, given
from hypothesis import strategies as st

from access_kit.errors import BadInput
from access_kit.i18n import When, list_texts, load_words, say_date, say_list
from access_kit.i18n.dates import CALENDAR_KEYS, has_calendar, say_times
from access_kit.i18n.fallback import formats_locale
from access_kit.i18n.locale_data import Grade, LocalePart, find_locale, grade_of, has_own
from access_kit.i18n.numbers import say_number
from access_kit.materials.hours import say_hours
from access_kit.model.document import Text

SIX = datetime.datetime(2026, 12, 3, 23, tzinfo=datetime.UTC)
DRAFTED = ("es", "ar", "hi")
NO_NAMES = ("ht", "nv", "hmn", "dv", "ksw")
ENTRIES = st.lists(st.text("abc", min_size=1))
LANGUAGES = sorted(n for n in localedata.locale_identifiers() if "_" not in n and n != "root")


def when(locale, zone="America/New_York", words=None):
    return When(SIX, zone, locale, words)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        When(datetime.datetime(2026, 12, 3, 18), "America/New_York", "en")


@pytest.mark.parametrize(
    ("locale", "date", "short", "time", "zone"),
    [
        ("en", "Thursday, December 3, 2026", "Thu, Dec 3", "6:00\u00a0p.m.", "Eastern Time"),
        ("es", "jueves, 3 de diciembre de 2026", "jue, 3 dic", "18:00", "hora del Este"),
        ("ar", "الخميس، 3 ديسمبر 2026", "الخميس، 3 ديسمبر", "6:00\u00a0م",
         "التوقيت الشرقي"),
        ("hi", "गुरुवार, 3 दिसंबर 2026", "गुरु, 3 दिस॰", "6:00\u00a0pm",
         "उत्तरी अमेरिकी पूर्वी समय"),
    ],
)  # fmt: skip
def test_a_moment_is_said_in_the_language(locale, date, short, time, zone):
    one = when(locale)
    said = (one.date(), one.short_date(), one.time().replace(" ", "\u00a0"), one.zone())
    assert said == (date, short, time, zone)


def test_a_year_is_said_where_it_is_another_one():
    one = dataclasses.replace(when("en"), written=datetime.date(2026, 1, 2))
    assert one.day() == "Thursday, December 3"
    assert one.plus(60 * 24 * 35).day() == "Thursday, January 7, 2027"


@pytest.mark.parametrize(
    ("tag", "country", "said"),
    [
        ("es", "US", ("de 6:00", "7:00 p. m.")),
        ("es-419", "US", ("de 6:00", "7:00 p. m.")),
        ("es", "", ("de 18:00", "19:00")),
        ("en", "US", ("de 6:00", "7:00 p.m.")),
        ("en", "GB", ("de 18:00", "19:00")),
        ("ar", "US", ("de 6:00", "7:00 م")),
        ("hi", "US", ("de 6:00", "7:00 pm")),
        ("zh", "US", ("de 18:00", "19:00")),
        ("ht", "US", ("de 18:00", "19:00")),
    ],
)
def test_a_clock_is_that_of_the_country_where_the_language_has_one_there(tag, country, said):
    start, end = when(formats_locale(tag, country)).span(60)
    assert (f"de {start}", end.replace("\u00a0", " ")) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (6, 7, "6:00 to 7:00 a.m."),
        (11, 12, "11:00 a.m. to noon"),
        (12, 13, "noon to 1:00 p.m."),
        (11, 13, "11:00 a.m. to 1:00 p.m."),
        (18, 19, "6:00 to 7:00 p.m."),
        (22, 1, "10:00 p.m. to 1:00 a.m."),
    ],
)
def test_half_of_the_day_is_said_once_where_both_share_it(start, end, said):
    pair = say_times((datetime.time(start), datetime.time(end)), "en-US")
    assert " to ".join(pair).replace("\u00a0", " ") == said


def test_no_time_holds_a_space_that_text_messages_lack():
    for locale in LANGUAGES:
        assert "\u202f" not in "".join(when(f"{locale}-US").span(60)), locale


@pytest.mark.parametrize(
    ("hours", "english", "spanish"),
    [
        (
            "Mon-Fri 9-17",
            "Monday to Friday, 9 to 5",
            "de lunes a viernes, de 9:00 a. m. a 5:00 p. m.",
        ),
        ("Sat 8-12", "Saturday, 8 a.m. to noon", "sábado, de 8:00 a. m. a 12:00 p. m."),
        ("Mon 7-19", "Monday, 7 a.m. to 7 p.m.", "lunes, de 7:00 a. m. a 7:00 p. m."),
        ("Mon 9:30-17", "Monday, 9:30 a.m. to 5 p.m.", "lunes, de 9:30 a. m. a 5:00 p. m."),
        ("24/7", "day or night", "día y noche"),
        ("by appointment", "by appointment", "by appointment"),
    ],
)
def test_hours_of_an_office_are_said_in_words(hours, english, spanish):
    said = [say_hours(load_words(lang, country="US"), hours) for lang in ("en", "es")]
    assert [one.replace("\u00a0", " ") for one in said] == [english, spanish]


@pytest.mark.parametrize("locale", NO_NAMES)
def test_a_language_without_names_of_months_is_refused(locale):
    """Haitian Creole would get French names, Navajo "M12"."""
    assert grade_of(locale) is Grade.C
    for say in (when(locale).date, when(locale).short_date, lambda: say_date(SIX.date(), locale)):
        with pytest.raises(BadInput) as caught:
            say()
        assert [problem.code for problem in caught.value.problems] == ["locale.no-calendar"]
    assert when(locale).time() == "18:00"
    assert when(locale).zone() == "New York"
    assert say_list(["A", "B", "C"], locale).translate({0x2068: None, 0x2069: None}) == "A, B, C"


class HaitianWords:
    """A catalogue of an agency with the names that CLDR lacks."""

    locale = "ht"
    said = dict.fromkeys(CALENDAR_KEYS, "?") | {
        "calendar.date": "{weekday} {day} {month} {year}",
        "calendar.short-date": "{weekday} {day} {month}",
        "calendar.month-12": "desanm",
        "calendar.day-4": "jedi",
    }

    def text(self, key, /, **values):
        return self.said[key].format(**values)

    def lang_of(self, key):
        return None if key in self.said else "en"


def test_names_of_the_catalogue_serve_where_cldr_has_none():
    one = when("ht", words=HaitianWords())
    assert (one.date(), one.short_date()) == ("jedi 3 desanm 2026", "jedi 3 desanm")
    assert one.plus(60 * 24).date().startswith("? 4")


def test_a_catalogue_that_lacks_one_name_does_not_serve():
    class Lacking(HaitianWords):
        said = {k: v for k, v in HaitianWords.said.items() if k != "calendar.month-7"}  # noqa: RUF012

    assert not has_calendar(Lacking())
    with pytest.raises(BadInput):
        when("ht", words=Lacking()).date()


@pytest.mark.parametrize("locale", DRAFTED)
def test_drafted_names_of_months_and_days_are_those_of_cldr(locale):
    words, cldr = load_words(locale), find_locale(locale)
    months = [words.text(f"calendar.month-{number}") for number in range(1, 13)]
    assert months == [cldr.months["format"]["wide"][number] for number in range(1, 13)]
    days = [words.text(f"calendar.day-{number}") for number in range(1, 8)]
    assert days == [cldr.days["format"]["wide"][number] for number in range(7)]


def test_no_language_of_cldr_prints_a_number_for_a_name(soak):
    """The root says "M12" for December and 1 to 7 for days."""
    for locale in LANGUAGES if soak else LANGUAGES[::8]:
        if grade_of(locale) is Grade.C:
            continue
        one = when(locale)
        for said in (one.date(), one.short_date(), say_date(SIX.date(), locale)):
            assert "M12" not in said, locale
            assert any(char.isalpha() for char in said), locale
        assert one.time(), locale
        assert one.zone(), locale


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Madrid", "Asia/Kolkata", "UTC"])
@pytest.mark.parametrize("locale", ["en", "es", "ar", "hi", "lo", "nv", "sr-Latn", "pa-Arab"])
def test_every_zone_has_a_name(locale, zone):
    assert when(locale, zone).zone().strip()


@given(st.sampled_from(LANGUAGES), st.datetimes(timezones=st.just(datetime.UTC)))
@example("bo", datetime.datetime(2026, 12, 31, tzinfo=datetime.UTC))
@example("dz", datetime.datetime(2026, 1, 4, tzinfo=datetime.UTC))
def test_numbers_in_dates_are_western_digits(locale, moment):
    one = When(moment.replace(year=2028), "America/Chicago", locale)
    said = [one.time()]
    said += [one.date(), one.short_date()] if grade_of(locale) is not Grade.C else []
    for text in said:
        assert not [c for c in text if unicodedata.category(c) == "Nd" and not c.isascii()], text


def test_most_languages_have_their_own_calendar():
    grades = [grade_of(locale) for locale in LANGUAGES]
    assert grades.count(Grade.A) > 100
    assert 20 < grades.count(Grade.C) < 40


def test_babel_keeps_its_own_data_whole():
    """Reading what a locale has by itself must not change what Babel hands out afterwards."""
    for locale in ("es", "es-MX", "hi"):
        has_own(locale, LocalePart.LISTS)
        assert find_locale(locale).character_order == "left-to-right"


@pytest.mark.parametrize(
    ("entries", "word", "said"),
    [
        (["iglesia", "isla"], "and", "iglesia e isla"),
        (["Ana", "Hilda"], "and", "Ana e Hilda"),
        (["padres", "hijas", "Íñigo"], "and", "padres, hijas e Íñigo"),
        (["cobre", "hierro"], "and", "cobre y hierro"),
        (["agua", "hielo"], "and", "agua y hielo"),
        (["sol", "luna"], "and", "sol y luna"),
        (["siete", "ocho"], "or", "siete u ocho"),
        (["7", "8"], "or", "7 u 8"),
        (["10:00", "11:00"], "or", "10:00 u 11:00"),
        (["110", "118"], "or", "110 o 118"),
        (["casa", "hotel"], "or", "casa u hotel"),
        (["sol", "luna"], "or", "sol o luna"),
        (["18:15", "18:35", "18:55"], "and", "18:15, 18:35 y 18:55"),
        (["una"], "and", "una"),
        ([], "and", ""),
    ],
)
def test_spanish_and_and_or_sound_right(entries, word, said):
    assert say_list(entries, "es", word) == said


def test_hebrew_joins_a_foreign_word_by_a_hyphen():
    bare = say_list(["Ana", "Lee"], "he").translate({0x2068: None, 0x2069: None})
    assert bare == "Ana ו-Lee"
    assert "ו-" not in say_list(["לחם", "מים"], "he")


def test_entries_of_a_right_to_left_list_keep_their_places():
    assert say_list(["My list", "6:20 م"], "ar") == "\u2068My list\u2069 و\u20686:20 م\u2069"
    assert say_list(["Ana", "سارة"], "en") == "Ana and \u2068سارة\u2069"


@given(ENTRIES, st.sampled_from(LANGUAGES))
def test_a_list_of_texts_says_the_same_and_each_keeps_its_language(entries, locale):
    bare = {0x2068: None, 0x2069: None}
    pieces = list_texts([Text(entry, lang="eo") for entry in entries], locale)
    said = "".join(piece.text for piece in pieces)
    assert said.translate(bare) == say_list(entries, locale).translate(bare)
    assert [piece.text for piece in pieces if piece.isolate and piece.lang == "eo"] == entries
    assert all(piece.isolate == (piece.lang == "eo") for piece in pieces)


@given(ENTRIES, st.sampled_from(LANGUAGES), st.sampled_from(("and", "or")))
def test_a_list_holds_its_entries_in_order(entries, locale, word):
    said, at = say_list(entries, locale, word), 0
    for entry in entries:
        at = said.index(entry, at) + len(entry)


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "1,234"), ("ar", "1,234"), ("ar-EG", "1,234"), ("hi", "1,234"), ("hmn", "1234")],
)
def test_numbers_are_western_digits_with_one_kind_of_separator(locale, said):
    assert say_number(1234, locale) == said
