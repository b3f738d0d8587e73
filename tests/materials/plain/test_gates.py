"""Reading levels, long sentences, hard and hurting words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.errors import Severity
from access_kit.materials.plain.gates import check_list_length, check_reading
from access_kit.materials.plain.level import LevelVerdict, measure_level
from access_kit.materials.plain.passages import Passage, PassageKind, mask_values, passages_of
from access_kit.materials.plain.sentences import split_sentences, suggest_cut, words_of
from access_kit.materials.plain.word_swaps import check_words, find_words, swaps_of
from access_kit.model.document import (
    BulletList,
    Document,
    Heading,
    Link,
    ListItem,
    Paragraph,
    Purpose,
    Text,
)

EASY = "We meet on Monday. You can come late. We wait for you. " * 10
HARD = (
    "Participants are encouraged to communicate individual accessibility requirements to the "
    "organization's administrative representatives considerably before the scheduled session, "
    "because appropriate arrangements necessitate substantial coordination. "
) * 8
SPANISH = "Nos vemos el lunes. Usted puede llegar tarde. Le esperamos con gusto aquí. " * 10


def passages(text, lang="en", kind=PassageKind.PARAGRAPH):
    return (Passage(text, kind, lang),)


def codes(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("text", "lang", "verdict"),
    [
        (EASY, "en", LevelVerdict.PASS),
        (HARD, "en-US", LevelVerdict.FAIL),
        (SPANISH, "es-MX", LevelVerdict.PASS),
        ("Two words.", "en", LevelVerdict.TOO_SHORT),
        ("word " * 300, "en", LevelVerdict.TOO_SHORT),
        (EASY, "ar", LevelVerdict.NOT_CALIBRATED),
        ("", "en", LevelVerdict.TOO_SHORT),
    ],
)
def test_a_number_is_given_only_where_it_holds(text, lang, verdict):
    level = measure_level(passages(text, lang), lang)
    assert level.verdict is verdict
    assert (level.value is None) == (
        verdict in (LevelVerdict.TOO_SHORT, LevelVerdict.NOT_CALIBRATED)
    )


def test_a_list_is_not_one_long_sentence():
    items = tuple(ListItem((Text(f"bring thing number {word}"),)) for word in ("a", "b") * 15)
    document = Document("List", "en", Purpose.HANDOUT, (BulletList(items),))
    level, found = check_reading(passages_of(document), "en")
    assert level.sentences == 30
    assert codes(found) == []


def test_headings_and_values_count_for_nothing():
    blocks = (
        Heading(1, (Text("Comprehensive organizational responsibilities"),)),
        Paragraph((Text("Call "), Text("Bartholomew", isolate=True), Text(" at +1 603 555 0142."))),
        Paragraph((Link("Open Zoom", "https://a.example"),)),
    )
    level = measure_level(passages_of(Document("T", "en", Purpose.HANDOUT, blocks)), "en")
    assert level.words == 3  # Call, at, Open


def test_the_three_worst_sentences_are_told_with_a_cut():
    long = "You can come to the meeting by phone on any day because it is open to all of us here. "
    level, found = check_reading(passages(long * 5), "en")
    told = [problem for problem in found if problem.code == "reading.long-sentence"]
    assert len(told) == 3
    assert told[0].facts["length"] == 20
    assert told[0].facts["before"] == "because it is"
    rest = next(p for p in found if p.code == "reading.more-long-sentences")
    assert rest.facts["count"] == 2
    assert all(problem.severity is Severity.WARNING for problem in told)
    assert level.mean_sentence == 20


def test_what_is_too_long_in_easy_read_is_an_error():
    text = "We meet on Monday at six in the big room on the left beside the old post office."
    assert codes(check_reading(passages(text), "en")[1]) == [
        "reading.too-short",
        "reading.long-sentence",
    ]
    assert check_reading(passages(text), "en", easy_read=True)[1][1].is_error


def test_long_blocks_and_lists_are_told():
    assert "reading.long-block" in codes(check_reading(passages("Yes. " * 5), "en")[1])
    assert codes(check_list_length(8)) == ["reading.long-list"]
    assert codes(check_list_length(7)) == []


def test_languages_without_spaces_are_counted_by_letters():
    found = check_reading(passages("我" * 41 + "。", "zh"), "zh")[1]
    assert "reading.long-sentence" in codes(found)
    assert "reading.long-sentence" not in codes(
        check_reading(passages("我" * 40 + "。", "zh"), "zh")[1]
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Come at 6 p.m. on Monday.", 1),
        ("Ask Dr. Lee, e.g. by phone.", 1),
        ("It ends at 6 p.m.", 1),
        ("Your PIN: 4711. Say it.", 2),
        ("¿Qué? ¡Sí!", 2),
        ("好。很好。", 2),
        ("...", 0),
    ],
)
def test_sentences(text, count):
    assert len(split_sentences(text)) == count


@given(st.text(max_size=200))
def test_no_word_is_lost_between_sentences(text):
    joined = [word for sentence in split_sentences(text) for word in words_of(sentence)]
    assert joined == words_of(text)


@given(st.text(max_size=200), st.sampled_from(["en", "es", "ar"]))
def test_a_cut_stands_in_the_sentence(text, lang):
    cut = suggest_cut(text, lang)
    assert cut.split() == [] or cut.split()[0] in text


def test_values_are_masked():
    masked = mask_values("Call +1 603 555 0142 at 6:30 or write a@b.example on Zoom, code 4711#")
    assert words_of(masked) == ["Call", "at", "or", "write", "on", "code"]


def test_words_have_a_swap_and_are_counted():
    text = "We utilize it, we utilized it. The addict suffers from it. Clean up. Select one."
    found = {p.facts["word"]: p for p in check_words(passages(text))}
    assert found["utilize"].facts["swap"] == "use"
    assert found["utilized"].code == "words.jargon"
    assert found["addict"].code == found["suffers from"].code == "words.stigma"
    assert "clean" not in found
    assert set(found) == {"utilize", "utilized", "addict", "suffers from", "select"}


def test_spanish_words_are_judged_by_the_spanish_list():
    found = find_words("Debe utilizar la plataforma.", "es", "jargon")
    assert {word: swap for word, (swap, _) in found.items()} == {
        "utilizar": "usar",
        "plataforma": "aplicación",
    }
    assert find_words("Debe utilizar esto.", "fr", "jargon") == {}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("area", ["jargon", "stigma"])
def test_every_entry_finds_itself(lang, area):
    for entry, swap in swaps_of(lang, area).items():
        word = entry.replace("*", "")
        assert swap in {one for one, _ in find_words(word, lang, area).values()}, entry


def test_short_forms_are_told_unless_they_are_spelt_out():
    text = "Ask for CART. American Sign Language (ASL) is here; ASL helps. Watch TV. OK."
    assert [p.facts["word"] for p in check_words(passages(text))] == ["CART"]


def test_capitals_are_told():
    assert codes(check_words(passages("Please READ THIS PAGE now."))) == ["words.capitals"]
