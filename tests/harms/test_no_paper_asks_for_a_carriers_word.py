"""Carriers keep some words of text messages for themselves: no paper asks anybody to send one.

HELP and its like are answered by the carrier, and some take a number off a list; what a person
wrote never reaches the group.
"""

import re

import pytest

from access_kit.i18n.catalogues import WORDS, load_catalogue
from tests.harms.lives import kit_with, packet_folder, person
from tests.harms.reading import read_packet
from tests.localization.shelf import approve_shipped
from tests.tools import ROOT

KEPT = re.compile(r"\b(?:HELP|YES|START|UNSTOP|CANCEL|END|QUIT|INFO|AYUDA|SÍ|FIN|CANCELAR)\b")
"""As our papers would say them: in capital letters."""

ANSWERS = {
    "en": ("READY", "NOT YET"),
    "es": ("LISTO", "TODAVÍA NO"),
    "ar": ("جاهز", "ليس بعد"),
    "hi": ("तैयार", "अभी नहीं"),
}
"""What is asked for instead, in each language that the program ships."""


def test_every_shipped_language_is_tried():
    shipped = {path.parents[1].name for path in ROOT.glob("locales/*/LC_MESSAGES/access_kit.po")}
    assert {*shipped, "en"} == ANSWERS.keys()


def test_no_paper_in_any_shipped_language_asks_for_a_word_that_carriers_keep(run_cli, tmp_path):
    people = [
        person(at, written=[lang], safe=[way], formats=["print", "screen_reader_file"])
        for at, (lang, way) in enumerate(
            [(lang, way) for lang in ANSWERS for way in ("sms", "email")], start=1
        )
    ]
    session = kit_with(tmp_path / "kit", people)
    text = session.read_text(encoding="utf-8")
    session.write_text(re.sub(r"handouts = .*", "", text), encoding="utf-8")
    for lang in ANSWERS:
        approve_shipped(session.parent, lang)
    kit = session.parent / "kit.toml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("AYUDA", "..."), encoding="utf-8")
    assert run_cli("prepare", session, timeout=600).code in (0, 1)
    for at, lang in enumerate([lang for lang in ANSWERS for _ in range(2)], start=1):
        packet = read_packet(packet_folder(session, at))
        assert {
            name: KEPT.findall(said) for name, said in packet.items() if KEPT.search(said)
        } == {}
        check = packet["tech-check.html"]
        assert all(word in check for word in ANSWERS[lang]), lang


@pytest.mark.parametrize("lang", ANSWERS)
def test_no_sentence_of_the_program_holds_such_a_word(lang):
    """Whatever paper it may stand in."""
    folder = ROOT / "locales"
    where = folder / "access_kit.pot"
    if lang != "en":
        where = folder / lang / "LC_MESSAGES" / f"{WORDS}.po"
    catalogue = load_catalogue(where)
    assert catalogue is not None
    for message in catalogue.messages:
        said = " ".join((message.source, message.target, message.plural, *message.targets))
        assert not KEPT.search(said), message.key
