"""The judge of offers finds what is planted, and leaves alone what offers nothing."""

import itertools
import tomllib

import pytest

from tests.harms.lives import person
from tests.promises.judge import HERE, WAYS, offers
from tests.promises.papers import make

PLANTED = tomllib.loads((HERE / "planted.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "es", "ar", "hi")
LEFT_ALONE = [one for said in PLANTED["left_alone"].values() for one in said]


def test_each_way_has_a_planted_sentence_in_each_language_that_ships():
    assert set(PLANTED["found"]) == set(WAYS)
    assert all(set(said) == set(LANGUAGES) for said in PLANTED["found"].values())


@pytest.mark.parametrize(("way", "lang"), list(itertools.product(PLANTED["found"], LANGUAGES)))
def test_a_planted_offer_is_found(way, lang):
    assert offers(f"Hello. {PLANTED['found'][way][lang]} Bye.", way)


@pytest.mark.parametrize(
    "sentence", [one for said in PLANTED["left_alone"].values() for one in said]
)
def test_what_offers_nothing_is_left_alone(sentence):
    assert {way for way in WAYS if offers(sentence, way)} == set()


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """People who said no to nothing, in each language, by video and in a room."""

    def read(platform):
        people = [
            person(at, written=[lang], formats=["screen_reader_file", "text_message"],
                   safe=["email", "letter", "sms"])
            for at, lang in enumerate(LANGUAGES, 1)
        ]  # fmt: skip
        at = tmp_path_factory.mktemp(platform) / "kit"
        return make(at, people, platform=f'"{platform}"').packets

    return {"zoom": read("zoom"), "in_person": read("in_person")}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("platform", "ways"),
    [
        ("zoom", {"video", "voice", "phone", "text_chat", "sms", "email", "captions"}),
        ("in_person", {"voice", "phone", "sms", "email", "in_person"}),
    ],
)
def test_the_judge_sees_the_offers_in_the_papers_of_who_said_no_to_nothing(
    plain, platform, lang, ways
):
    packet = plain[platform][f"L-{LANGUAGES.index(lang) + 1:02}"]
    assert {way for way in WAYS for text in packet.values() if offers(text, way)} >= ways
