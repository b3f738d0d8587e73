"""Catalogues brought up to their templates: nothing approved is lost, nothing unsure is used."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from access_kit.i18n.catalogues import DOCS, load_catalogue, locales_folder, template_path
from access_kit.i18n.integrity import find_changes
from access_kit.i18n.message import SAFETY, Message, TranslationState
from access_kit.i18n.po_reader import Catalogue, parse_catalogue
from access_kit.localization.po_writer import write_catalogue
from access_kit.localization.update import update_catalogue
from access_kit.workflow.kit_locales import Home, make_templates
from tests.localization.shelf import NOW, approved, header, words_template

CALL_988 = "Call 988 at any time, day or night"
CALL_911 = "Call 911 at any time, day or night"


def update(template, current=(), others=()):
    return update_catalogue(
        Catalogue(messages=tuple(template)),
        Catalogue(header=header("es"), messages=tuple(current)),
        language="es",
        now=NOW,
        others=[Catalogue(messages=tuple(others))],
    )


def test_what_is_the_same_keeps_its_words_state_and_remarks():
    old = dataclasses.replace(approved(Message("a", "Hello", "Hola")), remarks=("kept",))
    (message,) = update([Message("a", "Hello", notes=("Greeting.",))], [old]).messages
    assert (message.target, message.state) == ("Hola", TranslationState.APPROVED)
    assert message.notes[0] == "Greeting."
    assert message.remarks == ("kept",)


def test_a_machine_draft_stays_marked():
    old = Message("a", "Hello", "Hola", notes=("mt: engine 2026", "state: draft"))
    (message,) = update([Message("a", "Hello")], [old]).messages
    assert message.is_machine
    new = Message("a", "Hello there")
    (message,) = update([new], [dataclasses.replace(old, source="Hello, there")]).messages
    assert message.is_fuzzy
    assert message.is_machine


def test_a_small_change_leaves_a_fuzzy_hint_that_is_never_used():
    old = Message("a", "You can leave at any time", "Puede irse")
    made = update([Message("a", "You can leave any time")], [old])
    (message,) = made.messages
    assert message.target == "Puede irse"
    assert message.is_fuzzy
    assert not message.is_translated
    assert message.previous == 'msgid "You can leave at any time"'
    assert [one.source for one in made.obsolete] == ["You can leave at any time"]


def test_911_is_never_a_hint_for_988():
    for notes in ((), (SAFETY,)):
        (message,) = update(
            [Message("a", CALL_988, notes=notes)], [Message("a", CALL_911, "Llame al 911")]
        ).messages
        assert message.target == ""


def test_a_safety_string_gets_no_hint_at_all():
    new = Message("a", "You may stop any time", notes=(SAFETY,))
    (message,) = update([new], [Message("a", "You can stop any time", "Puede parar")]).messages
    assert message.target == ""


def test_what_the_template_lost_waits_at_the_end_and_comes_back():
    gone = update([Message("b", "Bye")], [approved(Message("a", "Hello", "Hola"))])
    assert [one.key for one in gone.obsolete] == ["a"]
    read, problems = parse_catalogue(write_catalogue(gone), file="es.po")
    assert problems == []
    back = update_catalogue(
        Catalogue(messages=(Message("a", "Hello"),)), read, language="es", now=NOW
    )
    assert back.messages[0].state is TranslationState.APPROVED
    assert back.obsolete == ()


def test_another_catalogue_lends_only_what_is_exactly_the_same():
    lent = [Message("a", "Hello", "Hola"), Message("b", "Bye now", "Adiós")]
    made = update([Message("a", "Hello"), Message("b", "Bye")], others=lent)
    assert [message.target for message in made.messages] == ["Hola", ""]


def test_an_own_translation_goes_before_a_lent_one():
    made = update(
        [Message("a", "Hello")], [Message("a", "Hello", "Buenas")], [Message("a", "Hello", "Hola")]
    )
    assert made.messages[0].target == "Buenas"


def test_a_new_catalogue_has_a_header_and_every_message():
    made = update_catalogue(words_template(), None, language="ru", now=NOW)
    assert made.header["Language"] == "ru"
    assert "nplurals=3" in made.header["Plural-Forms"]
    read, problems = parse_catalogue(write_catalogue(made), file="ru.po")
    assert problems == []
    assert len(read.messages) == len(words_template().messages)


def test_updating_twice_changes_nothing():
    template = words_template()
    once = update_catalogue(template, None, language="es", now=NOW)
    again, _ = parse_catalogue(write_catalogue(once), file="es.po")
    twice = update_catalogue(template, again, language="es", now=NOW)
    assert write_catalogue(twice) == write_catalogue(once)


sources = st.sampled_from(
    [CALL_988, CALL_911, "Call {name} at 9", "Call {host} at 9", "Come at 6:15", "Come at 6:16"]
)


@given(sources, sources, st.booleans())
def test_a_hint_never_differs_in_a_number_or_a_name(old, new, safety):
    message = Message("a", new, notes=(SAFETY,) if safety else ())
    (made,) = update([message], [Message("a", old, old)]).messages
    if made.target and old != new:
        assert made.is_fuzzy
        assert not safety
        assert not find_changes(old, new)


# -- the program's own templates ----------------------------------------------------------------


def test_the_template_of_documents_is_as_the_documents_are():
    from access_kit.workflow.kit_locales import Home, make_templates

    made = make_templates(Home(locales_folder()), now=NOW)[DOCS]
    kept = template_path(locales_folder(), DOCS).read_bytes()
    assert kept == write_catalogue(made), "run: access-kit locales extract --locales locales"


def test_messages_with_names_say_so_to_gettext():
    made = update_catalogue(words_template(), None, language="es", now=NOW)
    for message in made.messages:
        assert ("python-brace-format" in message.flags) == ("{" in message.source), message.key


COUNTED = ("form.number", "render.")
"""Here a number counts lines or pages; it is nothing to call or to type in."""


def test_every_number_time_and_right_is_marked_as_safety():
    """Crisis lines, consent, numbers and times: by what their messages hold."""
    values = ("{number}", "{pin}", "{link}", "{start}", "{end}", "{time}", "{host_number}")
    for message in words_template().messages:
        begins = message.key.startswith(("crisis.", "consent.", "cs.", "stop."))
        if begins or any(value in message.source for value in values):
            assert message.is_safety or message.key.startswith(COUNTED), message.key


def test_catalogues_that_ship_have_no_approval():
    folder = locales_folder()
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        catalogue = load_catalogue(path)
        assert all(
            message.state.rank < TranslationState.REVIEWED.rank for message in catalogue.messages
        )
        translated = [message for message in catalogue.messages if message.target]
        assert all(message.is_machine for message in translated)


def test_the_template_of_documents_is_not_stale():
    template = make_templates(Home(locales_folder()), now=NOW)[DOCS]
    written = template_path(locales_folder(), DOCS).read_bytes()
    assert write_catalogue(template) == written, "run: make generate"
