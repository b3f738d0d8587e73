"""Checks of translations: what is planted is found, what is clean is left alone.

Recall is measured for each class by itself, in every made-up language where the fault can be;
false alarms on whole clean catalogues, and on the drafts that ship.
"""

import dataclasses
from functools import cache

import pytest

from access_kit.console import word_problem
from access_kit.errors import Severity
from access_kit.i18n.catalogues import WORDS, catalogue_path, load_catalogue, locales_folder
from access_kit.i18n.message import SAFETY, Message
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.checks import check_catalogue
from access_kit.localization.checks.all_checks import CHECKS, ERRORS, check_message
from access_kit.localization.glossary import Term, glossary_path, read_glossary
from access_kit.localization.habits import habits_of
from tests.localization.corpus import EXTRA, LANGUAGES, UNSPACED, clean_catalogue, template
from tests.localization.faults import FAULTS
from tests.localization.shelf import approved, header, words_template

COUNT = 20
"""Faults planted of each class in each language."""

LEAST_RECALL = 0.95
MOST_FALSE_ALARMS = 0.03
EXPECTED = {
    "catalogue.safety-not-approved",
    "catalogue.incomplete",
    "catalogue.safety-missing",
}
"""What is true of a draft that is not finished, and no alarm about a translation."""

GLOSSARY = (Term("facilitator", ("quxfacil*",), ("quxwrong",)),)


def check_one(message, language, code):
    found = check_message("x.po", message, message, habits_of(language), GLOSSARY)
    return [problem for problem in found if problem.code == code]


@cache
def clean(language):
    return clean_catalogue(language)


@cache
def whole_template():
    return template()


@pytest.mark.parametrize("code", FAULTS)
def test_planted_faults_are_found(code, dice):
    planted, found = 0, 0
    missed = []
    for language in LANGUAGES:
        messages = list(clean(language).messages)
        dice.shuffle(messages)
        done = 0
        for message in messages:
            target = FAULTS[code](message, language)
            same = target == message.target and code != "catalogue.glossary"
            if done == COUNT or target is None or same:
                continue
            done += 1
            hit = check_one(dataclasses.replace(message, target=target), language, code)
            planted += 1
            found += bool(hit)
            missed += [] if hit else [(language, message.source, target)]
            assert all(p.line == message.target_line and p.where == message.key for p in hit)
    assert planted >= 11 or code == "catalogue.opening-sign"
    assert found >= LEAST_RECALL * planted, missed[:5]


@pytest.mark.parametrize("language", LANGUAGES)
def test_clean_catalogues_raise_no_alarm(language):
    found = check_catalogue(clean(language), whole_template(), locale=language)
    alarmed = {p.where for p in found if p.code not in EXPECTED}
    assert len(alarmed) <= MOST_FALSE_ALARMS * len(clean(language).messages), sorted(
        (p.code, p.where) for p in found
    )


@pytest.mark.parametrize("language", ["es", "ar", "hi"])
def test_the_drafts_that_ship_raise_almost_none(language):
    catalogue = load_catalogue(catalogue_path(locales_folder(), language, WORDS))
    glossary = read_glossary(glossary_path(locales_folder(), language))
    found = check_catalogue(catalogue, words_template(), locale=language, glossary=glossary)
    alarmed = {p.where for p in found if p.code not in EXPECTED}
    translated = sum(message.is_translated for message in catalogue.messages)
    assert len(alarmed) <= MOST_FALSE_ALARMS * translated
    assert [p for p in found if p.is_error and p.code not in EXPECTED] == []


# -- faults of a catalogue as a whole -----------------------------------------------------------


def findings(catalogue, code, *, language="es", complete=True):
    found = check_catalogue(catalogue, whole_template(), locale=language, complete=complete)
    return [problem for problem in found if problem.code == code]


def sample(dice, condition, count=COUNT):
    messages = [m for m in short().messages if condition(m)]
    return dice.sample(messages, min(count, len(messages)))


@cache
def short():
    """A part of a clean catalogue: what is looked at as a whole takes its time."""
    messages = clean("es").messages
    some, extra = messages[: -len(EXTRA)], messages[-len(EXTRA) :]
    return dataclasses.replace(clean("es"), messages=(*some[::8], *extra))


def spoil(message, **changes):
    messages = tuple(
        dataclasses.replace(one, **changes) if one is message else one for one in short().messages
    )
    return dataclasses.replace(short(), messages=messages)


def is_told(message, code, **changes):
    return message.key in {p.where for p in findings(spoil(message, **changes), code)}


def test_a_missing_safety_string_is_an_error(dice):
    for message in sample(dice, lambda m: m.is_safety and not m.is_for_host):
        assert is_told(message, "catalogue.safety-missing", target="")


def test_the_hosts_own_strings_may_be_missing(dice):
    for message in sample(dice, lambda m: m.is_safety and m.is_for_host, 5):
        assert not is_told(message, "catalogue.safety-missing", target="")


def test_fuzzy_is_an_error_in_safety_and_a_warning_elsewhere(dice):
    for message in sample(dice, lambda m: m.is_safety):
        assert is_told(message, "catalogue.safety-fuzzy", flags=("fuzzy",))
    for message in sample(dice, lambda m: not m.is_safety):
        assert is_told(message, "catalogue.fuzzy", flags=("fuzzy",))


def test_another_source_is_stale_and_another_key_unknown(dice):
    for message in sample(dice, lambda m: m.key in {w.key for w in words_template().messages}):
        assert is_told(message, "catalogue.stale", source=message.source + " again")
    extra = Message("no.such", "Nothing", "Nada", line=9, target_line=9)
    more = dataclasses.replace(short(), messages=(*short().messages, extra))
    assert [p.where for p in findings(more, "catalogue.unknown")] == ["no.such"]


def test_words_changed_after_approval_are_told(dice):
    for message in sample(dice, lambda m: len(m.target) > 5):
        note = approved(message).notes
        assert is_told(message, "catalogue.changed-since", notes=note, target=message.target[::-1])
        assert not is_told(message, "catalogue.changed-since", notes=note)


def test_an_unknown_state_is_told(dice):
    for message in sample(dice, lambda m: True, 5):
        assert is_told(message, "catalogue.unknown-state", notes=("state: done",))


def test_unapproved_safety_strings_are_counted():
    (problem,) = findings(clean("es"), "catalogue.safety-not-approved")
    wanted = {m.id for m in whole_template().messages if m.is_safety}
    assert problem.facts["count"] == sum(m.id in wanted for m in clean("es").messages)
    done = dataclasses.replace(clean("es"), messages=tuple(map(approved, clean("es").messages)))
    assert findings(done, "catalogue.safety-not-approved") == []


def test_one_source_said_in_two_ways_and_two_in_one(dice):
    sources = [m.source.casefold() for m in short().messages]
    for message in sample(dice, lambda m: sources.count(m.source.casefold()) > 1):
        assert findings(
            spoil(message, target="Otra cosa muy distinta"), "catalogue.two-translations"
        )
    first, *others = sample(dice, lambda m: sources.count(m.source.casefold()) == 1)
    for message in others:
        assert findings(spoil(message, target=first.target), "catalogue.two-sources")


@pytest.mark.parametrize(
    ("language", "usual", "rare"),
    [
        ("es", "Usted puede venir", "Tú puedes venir"),
        ("fr", "Vous venez", "Tu viens"),
        ("de", "Wir sehen Ihnen zu", "Wir sehen dir zu"),
    ],
)
def test_two_forms_of_address_are_told_where_the_rarer_stands(language, usual, rare):
    said = [usual, usual, rare]
    messages = tuple(
        Message(f"m.{at}", f"You can come {at}", text, line=at, target_line=at)
        for at, text in enumerate(said, 1)
    )
    catalogue = Catalogue("x.po", header(language), (), messages)
    found = findings(catalogue, "catalogue.register", language=language)
    assert [p.where for p in found] == ["m.3"]


def test_a_header_of_another_language_is_an_error():
    wrong = dataclasses.replace(clean("es"), header=header("fr"))
    assert findings(wrong, "catalogue.other-language")[0].is_error


def test_each_plural_form_is_checked_and_the_singular_may_leave_out_its_number():
    message = Message(
        "x", "1 cup for {name}", "Una taza para {name}", 3, 4, "{n} cups for {name}",
        ("Una taza para {name}", "{n} tazas para {nombre}"),
    )  # fmt: skip
    found = findings(Catalogue("x.po", header("es"), (), (message,)), "catalogue.placeholders")
    assert len(found) == 1


def test_errors_are_errors_and_each_code_has_words():
    assert all(CHECKS[code][0] is Severity.ERROR for code in ERRORS)
    for code in CHECKS:
        (problem, *_) = plant_one(code)
        worded = word_problem(problem)
        assert worded.message != code
        assert worded.hint


def plant_one(code):
    for language in LANGUAGES:
        for message in clean(language).messages:
            target = FAULTS[code](message, language)
            if target is not None and (target != message.target or code == "catalogue.glossary"):
                hit = check_one(dataclasses.replace(message, target=target), language, code)
                if hit:
                    return hit
    raise AssertionError(code)


def test_forbidden_words_of_the_glossary_are_told():
    message = Message("x", "The facilitator waits.", "El quxwrong y el quxfacilitador.", 1, 1)
    found = check_catalogue(
        Catalogue("x.po", header("es"), (), (message,)),
        whole_template(), locale="es", glossary=GLOSSARY, complete=False,
    )  # fmt: skip
    assert [dict(p.facts)["word"] for p in found if p.code == "catalogue.glossary"] == ["quxwrong"]


def test_a_glossary_without_columns_is_refused(tmp_path):
    from access_kit.errors import BadInput

    path = tmp_path / "glossary-es.tsv"
    path.write_text("facilitator\tfacilitadora\n")
    with pytest.raises(BadInput):
        read_glossary(path)


def test_extra_messages_and_languages_are_of_every_kind():
    assert {m.key for m in EXTRA} <= {m.key for m in clean("es").messages}
    assert set(UNSPACED) < set(LANGUAGES)
    assert any(SAFETY in m.notes for m in EXTRA)
