"""Whatever language, format or country: who is in danger finds whom to call, or no paper goes."""

import dataclasses
import itertools
import json
import random
import re

import pytest

from access_kit.materials.crisis_lines import Caller, voice_alone
from access_kit.model.kit import CrisisEntry
from tests.conftest import SEED, SOAK
from tests.harms.lives import (
    DATA,
    LINE_911,
    LINE_988,
    kit_with,
    not_met,
    packet_folder,
    person,
    set_crisis,
)
from tests.harms.reading import letters_of, read_packet
from tests.promises.odd_people import odd_person
from tests.promises.papers import lay, read

LANGUAGES = (
    "es", "es-MX", "zh-Hans", "zh-Hant", "vi", "tl", "ar", "fr", "ko", "ru", "ht", "pt-BR", "pl",
    "fa", "ur", "so", "uk", "hi", "gu", "bn", "pa", "ta", "te", "ml", "mr", "kn", "ne", "my", "km",
    "lo", "th", "hmn", "am", "ti", "om", "sw", "rw", "ln", "yo", "ig", "ha", "de", "it", "el", "he",
    "yi", "hy", "ka", "sq", "sr", "hr", "bs", "ro", "hu", "cs", "ps", "ckb", "nv", "sm", "en",
)  # fmt: skip
"""Sixty that are written in the homes of people who use services in the United States."""

FORMATS = (
    *("print", "large_print", "docx", "screen_reader_file", "text_message", "braille", "audio"),
)
CONTENTS = ("full", "discreet")
KITS = {"as-shipped": None, "languages-written": LINE_988 + LINE_911, "no-line": LINE_988}


def has_number(text: str, number: str) -> bool:
    return re.search(rf"(?<!\d){number}(?!\d)", text) is not None


def test_there_are_sixty_languages():
    assert len(set(LANGUAGES)) == 60


@pytest.mark.parametrize("reader", ["reads-spanish", "reads-vietnamese"])
@pytest.mark.parametrize("kit", ["as-shipped", "languages-written"])
def test_a_language_takes_no_line_from_a_full_packet(run_cli, tmp_path, reader, kit):
    session = kit_with(tmp_path / "kit", [DATA / "emergency" / f"{reader}.toml"], crisis=KITS[kit])
    assert run_cli("prepare", session).code == 0
    packet = read_packet(next((session.parent / "out").glob("*/packets/*")))
    for name in ("letter.pdf", "agreement.pdf", "tech-check.pdf"):
        assert has_number(packet[name], "911"), name
        assert has_number(packet[name], "988") or name == "tech-check.pdf"


def test_lines_in_the_readers_language_come_first_and_say_how_to_get_help_in_it(run_cli, tmp_path):
    crisis = LINE_911 + LINE_988
    people = [person(1, written=["vi", "es"]), person(2, written=["vi"])]
    session = kit_with(tmp_path / "kit", people, crisis=crisis)
    assert run_cli("prepare", session).code == 0
    spanish = read_packet(packet_folder(session, 1))["letter.pdf"]
    assert spanish.index("988") < spanish.index("911")
    assert "Presione 2 o envíe AYUDA" in spanish
    neither = read_packet(packet_folder(session, 2))["letter.pdf"]
    assert neither.index("911") < neither.index("988")
    assert "AYUDA" not in neither


def test_spoken_and_signed_languages_count_as_the_readers(run_cli, tmp_path):
    speaks = person(1, written=["en"]).replace("[reading]", 'spoken = ["es"]\n[reading]')
    crisis = LINE_911.replace('["en"]', '["fr"]') + LINE_988.replace('["en", "es"]', '["es"]')
    session = kit_with(tmp_path / "kit", [speaks], crisis=crisis)
    assert run_cli("prepare", session).code == 0
    letter = read_packet(packet_folder(session))["letter.pdf"]
    assert letter.index("988") < letter.index("911")


def test_a_line_of_another_country_never_stands_before_one_of_the_readers(run_cli, tmp_path):
    british = LINE_911.replace('"US"', '"GB"').replace("911", "999").replace('["en"]', "[]")
    session = kit_with(tmp_path / "kit", [person()], crisis=british + LINE_988 + LINE_911)
    assert run_cli("prepare", session).code == 0
    letter = read_packet(packet_folder(session))["letter.pdf"]
    assert letter.index("911") < letter.index("999")
    assert "United Kingdom" in letter


def test_a_discreet_packet_has_the_number_for_danger_and_names_no_crisis_line(run_cli, tmp_path):
    session = kit_with(tmp_path / "kit", [person(contents="discreet")])
    assert run_cli("prepare", session).code == 0
    packet = read_packet(packet_folder(session))
    assert has_number(packet["letter.pdf"], "911")
    for name, text in packet.items():
        assert not has_number(text, "988"), name
        assert "Lifeline" not in text, name
    assert "crisis_lines" in [one["value"] for one in not_met(session)]


def test_a_name_that_tells_is_left_out_of_a_discreet_packet_and_its_number_is_not(
    run_cli, tmp_path
):
    crisis = LINE_911.replace("Police, fire, ambulance", "Overdose emergency")
    other = LINE_911.replace("911", "912")
    session = kit_with(tmp_path / "kit", [person(contents="discreet")], crisis=crisis + other)
    assert run_cli("prepare", session).code == 0
    letter = read_packet(packet_folder(session))["letter.pdf"]
    assert "Overdose" not in letter
    assert "the emergency number" in letter
    assert has_number(letter, "911")


def test_who_does_not_speak_finds_the_text_first_and_is_told_of_when_there_is_none(
    run_cli, tmp_path
):
    silent = person(more='[talk]\nspeech = "no"\nmodes = ["text_chat"]')
    other = LINE_911.replace("911", "112").replace("Police, fire", "Texts, fire")
    other = other.replace('call = "112"', 'text = "112"')
    session = kit_with(tmp_path / "kit", [silent], crisis=LINE_911 + other)
    assert run_cli("prepare", session).code == 0
    letter = read_packet(packet_folder(session))["letter.pdf"]
    assert letter.index("Texts, fire") < letter.index("Police, fire")
    assert "emergency.ways" not in [one["setting"] for one in not_met(session)]
    set_crisis(session.parent, LINE_911)
    assert run_cli("prepare", session).code == 0
    told = [one for one in not_met(session) if one["setting"] == "emergency.ways"]
    assert len(told) == 1
    assert len(told[0]["alternatives"]) == 2


USABLE = {
    "a line that takes texts": (LINE_911.replace('call = "911"', 'call = "911"\ntext = "911"'), ""),
    "signed video": (LINE_911 + 'signed = "https://sign.example/911"\n', ""),
    "a relay of their own": (LINE_911, '[hearing]\nrelay = "text"'),
}


@pytest.mark.parametrize("contents", CONTENTS)
@pytest.mark.parametrize("usable", USABLE)
def test_who_does_not_speak_gets_no_packet_that_knows_voice_calls_alone(
    run_cli, tmp_path, contents, usable
):
    def silent(more=""):
        return person(
            contents=contents,
            safe=["email"],
            formats=["screen_reader_file"],
            more=f'{more}\n[talk]\nspeech = "no"\nmodes = ["text_chat"]',
        )

    session = kit_with(tmp_path / "kit", [silent()], crisis=LINE_911)
    session.write_text(re.sub("handouts = .*", "", session.read_text("utf-8")), encoding="utf-8")
    made = run_cli("prepare", session)
    assert made.code == 0
    assert "L-01 does not call by voice" in made.stderr
    assert "letter.voice-only-lines" in made.stderr
    sent = run_cli("send", session, "--json", now="2026-11-27T10:00:00-05:00")
    (told,) = sent.json["messages"]
    assert (told["id"], told["why"]) == ("L-01", "voice-only-lines")
    assert not list((session.parent / "out").rglob("*.eml"))

    crisis, more = USABLE[usable]
    set_crisis(session.parent, crisis)
    (session.parent / "profiles" / "L-01.toml").write_text(silent(more), encoding="utf-8")
    made = run_cli("prepare", session)
    assert "voice-only-lines" not in made.stderr
    assert "emergency.ways" not in [one["setting"] for one in not_met(session)]
    run_cli("send", session, now="2026-11-27T10:00:00-05:00")
    assert len(list((session.parent / "out").rglob("*.eml"))) == 1


def test_who_comes_in_danger_is_called_in_the_readers_language(tmp_path):
    people = [
        odd_person("plain-phone", number, written=[lang], contents=contents)
        for number, (lang, contents) in enumerate(itertools.product(("es", "ar"), CONTENTS), 1)
    ]
    session = lay(tmp_path / "kit", people)
    told = read(session)
    said = ("en peligro", "emergencia", "في خطر", "الطوارئ")
    for who, danger in zip(told.packets, said, strict=True):
        for name in ("letter.txt", "letter-full.txt", "tech-check-full.txt", "message.txt"):
            assert "police, fire" not in told.packets[who][name], (who, name)
        assert danger in told.packets[who]["letter.txt"]
        assert "911" in told.packets[who]["letter.txt"], "the only number needs no name"
    kit = session.parent / "kit.toml"
    head, line = kit.read_text("utf-8").split("[[crisis]]", 1)[0], LINE_911.replace("911", "912")
    kit.write_text(kit.read_text("utf-8").replace(head, f"{head}{line}\n", 1), encoding="utf-8")
    told = read(session)
    for who, unnamed in zip(told.packets, 2 * ["emergencias"] + 2 * ["الطوارئ"], strict=True):
        assert "olice, fire" not in told.packets[who]["letter.txt"]
        assert unnamed in told.packets[who]["letter.txt"]
    named = 'emergency = true\nnames = { es = "policía, bomberos o ambulancia" }'
    kit.write_text(kit.read_text("utf-8").replace("emergency = true", named), encoding="utf-8")
    told = read(session)
    assert "policía, bomberos o ambulancia" in told.packets["O-001"]["letter.txt"]
    assert "policía" not in told.packets["O-003"]["letter.txt"]
    assert "police, fire, or ambulance" in told.run_sheet


def test_a_text_line_for_help_is_a_way_in_a_full_packet_and_in_no_discreet_one():
    silent = Caller("US", voice=False)
    danger = CrisisEntry("US", "Danger", call="911", emergency=True)
    help_line = CrisisEntry("US", "Help", call="988", text="988")
    assert voice_alone((danger,), silent)
    assert not voice_alone((danger, help_line), silent)
    assert voice_alone((danger, help_line), silent, discreet=True)
    assert not voice_alone((danger,), dataclasses.replace(silent, relay=True), discreet=True)
    assert not voice_alone((danger,), Caller("US"))
    far = dataclasses.replace(danger, country="GB", text="999")
    assert voice_alone((danger, far), silent), "a text line of another country is none"
    assert not voice_alone((), silent), "another reason holds that packet"


@pytest.mark.parametrize("contents", CONTENTS)
@pytest.mark.parametrize(
    ("crisis", "country", "warning"),
    [
        ("", "US", "kit.no-crisis-entry"),
        (LINE_988, "US", "kit.no-emergency-line"),
        (LINE_911, "GB", "letter.no-emergency-line"),
    ],
)
def test_without_a_number_for_danger_the_packet_is_made_and_told_and_never_sent(
    run_cli, tmp_path, contents, crisis, country, warning
):
    reader = person(contents=contents, country=country, safe=["email"])
    session = kit_with(tmp_path / "kit", [reader], crisis=crisis)
    made = run_cli("prepare", session)
    assert made.code == 0
    assert warning in made.stderr
    sent = run_cli("send", session, "--json", now="2026-11-27T10:00:00-05:00")
    assert "no-emergency-line" in sent.stdout
    assert not list((session.parent / "out").rglob("*.eml"))
    set_crisis(session.parent, LINE_911.replace('"US"', f'"{country}"'))
    assert run_cli("prepare", session).code == 0
    run_cli("send", session, now="2026-11-27T10:00:00-05:00")
    assert len(list((session.parent / "out").rglob("*.eml"))) == 1


def test_a_packet_of_before_that_was_looked_at_does_not_go(run_cli, tmp_path):
    session = kit_with(tmp_path / "kit", [person(safe=["email"])])
    assert run_cli("prepare", session).code == 0
    manifest = packet_folder(session) / "manifest.json"
    old = json.loads(manifest.read_bytes())
    del old["emergency_line"]
    manifest.write_text(json.dumps(old), encoding="utf-8")
    run_cli("send", session, now="2026-11-27T10:00:00-05:00")
    assert not list((session.parent / "out").rglob("*.eml"))


def test_a_keyword_in_no_language_is_an_error_with_its_line(run_cli, tmp_path):
    crisis = LINE_988.replace("es = ", "not_a_language = ")
    session = kit_with(tmp_path / "kit", [person()], crisis=crisis + LINE_911)
    made = run_cli("prepare", session)
    assert made.code == 2
    assert "bad-language" in made.stderr
    assert "crisis[0].keyword" in made.stderr


def sample(kit: str) -> list[tuple[str, str, str]]:
    """Language, contents and format: in soak all with the first kit, else each pair of two.

    Eight languages stand for the sixty: each that has words, and three by seed.
    """
    if SOAK and kit == next(iter(KITS)):
        return list(itertools.product(LANGUAGES, CONTENTS, FORMATS))
    known = ["en", "es", "ar", "hi", "vi"]
    others = [one for one in LANGUAGES if one not in known]
    languages = known + random.Random(SEED).sample(others, 3)
    return [
        (lang, CONTENTS[(row + column // len(KITS)) % 2], name)
        for row, lang in enumerate(languages)
        for column, name in enumerate(FORMATS)
        if [*KITS][(row + column) % len(KITS)] == kit
    ]


@pytest.mark.parametrize("kit", [*KITS])
def test_each_packet_says_whom_to_call_in_danger_or_is_held(run_cli, tmp_path, kit):
    cases = sample(kit)
    people = [
        person(at, written=[lang], contents=contents, formats=[name])
        for at, (lang, contents, name) in enumerate(cases, start=1)
    ]
    session = kit_with(tmp_path / "kit", people, crisis=KITS[kit])
    text = session.read_text(encoding="utf-8")
    session.write_text(re.sub(r"handouts = .*", "", text), encoding="utf-8")
    assert run_cli("prepare", session, "--jobs", "2", timeout=7200).code in (0, 1)
    made = 0
    for at, case in enumerate(cases, start=1):
        folder = packet_folder(session, at)
        if not folder.is_dir():
            continue  # told by prepare: a script without a font
        made += 1
        manifest = json.loads((folder / "manifest.json").read_bytes())
        assert manifest["emergency_line"] is (kit != "no-line"), case
        if kit != "no-line":
            for name, text in letters_of(read_packet(folder)).items():
                assert has_number(text, "911"), (case, name)
    assert made > len(cases) / 2
