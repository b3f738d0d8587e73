"""A discreet packet can lie on a kitchen table: no paper in it says that anything is hidden."""

import itertools
import re
import tomllib

import pytest

from access_kit.profiles.telling import find_telling, load_ideas
from tests.conftest import SOAK
from tests.harms.lives import DATA, kit_with, not_met, packet_folder, person
from tests.harms.reading import read_packet

TELLING = tomllib.loads((DATA / "telling.toml").read_text(encoding="utf-8"))
SENTENCES = [
    (idea, lang, sentence)
    for idea, languages in TELLING["sentences"].items()
    for lang, sentence in languages.items()
]
ASKS = """
[talk]
modes = ["sms", "text_chat"]
[topic]
heads_up = true
[device]
has = ["shared"]
[place]
private = "no"
[help]
companion = "support_person"
"""
PHONE = """
[talk]
modes = ["phone"]
[device]
has = ["basic_phone"]
[place]
private = "sometimes"
"""


def telling_words(text: str) -> list[str]:
    """What the tests' own list finds in a finished paper, in any language."""
    patterns = itertools.chain.from_iterable(TELLING["patterns"].values())
    return [found[0] for one in patterns for found in re.finditer(one, text, re.IGNORECASE)]


@pytest.mark.parametrize(("idea", "lang", "sentence"), SENTENCES)
def test_every_idea_is_found_in_every_language_that_ships(idea, lang, sentence):
    assert idea in find_telling(sentence)


def test_every_idea_of_the_program_has_a_sentence_here():
    assert set(load_ideas()) == set(TELLING["sentences"])


@pytest.mark.parametrize("line", (DATA / "telling.txt").read_text(encoding="utf-8").splitlines())
def test_the_sentences_that_told_are_found(line):
    assert line.startswith("#") or find_telling(line)
    assert line.startswith("#") or telling_words(line)


@pytest.mark.parametrize("platform", ["zoom", "sms", "signal", "in_person"])
def test_no_finished_paper_of_a_discreet_packet_tells(run_cli, tmp_path, platform):
    formats = ["print", "screen_reader_file", "text_message"] if SOAK else ["screen_reader_file"]
    people = [
        person(at, written=[lang], formats=formats, contents="discreet", safe=["email"], more=more)
        for at, (lang, more) in enumerate(itertools.product(TELLING["patterns"], (ASKS, PHONE)), 1)
    ]
    session = kit_with(tmp_path / "kit", people)
    text = session.read_text(encoding="utf-8").replace('"zoom"', f'"{platform}"')
    handouts = (
        '"good-meetings.md", "how-to-join", "join-phone", "join-text-messages", "taking-part"'
    )
    session.write_text(re.sub("handouts = .*", f"handouts = [{handouts}]", text), encoding="utf-8")
    made = run_cli("prepare", session)
    assert made.code == 0
    assert "paper.tells" not in made.stderr
    for number in range(1, len(people) + 1):
        for name, words in read_packet(packet_folder(session, number)).items():
            assert telling_words(words) == [], (number, name)


def test_a_handout_that_tells_waits_and_is_named_by_its_file(run_cli, tmp_path):
    session = kit_with(tmp_path / "kit", [person(contents="discreet"), person(2)])
    folder = session.parent / "materials"
    for name, line in (("tells", "What people say here stays here."), ("calm", "Come as you are.")):
        front = f"---\ntitle: {name.title()} page\nlang: en\ndiscreet: true\n---\n\n"
        (folder / f"{name}.md").write_text(f"{front}{line}\n", encoding="utf-8")
    text = session.read_text(encoding="utf-8")
    names = 'handouts = ["tells.md", "calm.md", "things-that-help-me.md"]'
    session.write_text(re.sub("handouts = .*", names, text), encoding="utf-8")
    made = run_cli("prepare", session)
    assert made.code == 0
    assert "handout.tells" in made.stderr
    assert "stays here" in made.stderr
    discreet, full = (read_packet(packet_folder(session, at)) for at in (1, 2))
    assert {"tells.pdf", "calm.pdf"} <= full.keys()
    assert "calm.pdf" in discreet
    assert not [name for name in discreet if name.startswith(("tells", "wellness"))]
    assert "Tells page" not in discreet["letter.pdf"]
    waiting = [one["value"] for one in not_met(session) if one["setting"] == "packet.contents"]
    assert {"tells.md", "things-that-help-me.md"} <= set(waiting)
    assert not {"calm.md"} & set(waiting)


def test_what_is_said_to_others_for_their_care_is_told_as_waiting(run_cli, tmp_path):
    reader = person(contents="discreet", more=ASKS)
    session = kit_with(tmp_path / "kit", [reader])
    assert run_cli("prepare", session).code == 0
    waiting = [one["value"] for one in not_met(session) if one["setting"] == "packet.contents"]
    assert {"private_place", "heads_up", "clear_history"} <= set(waiting)
