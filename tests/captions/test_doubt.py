"""The queue of doubts holds the errors at its head: measured on what real engines heard."""

from __future__ import annotations

import pytest

from access_kit.captions.check_words import align_words
from access_kit.captions.reviewing.doubt import DOUBTFUL, measure_doubt
from access_kit.captions.reviewing.other_hearing import compare_hearings
from access_kit.model.word import Word
from tests.captions.reviews import HEARD
from tests.captions.test_whisper import CLIPS, normal

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)


def errors_at(words, said):
    """How many errors are seen when a person looks at each word: a word left out, at the one
    before it."""
    sounds = [(sound, at) for at, word in enumerate(words) for sound in normal(word.text)]
    found, last = [0] * len(words), 0
    wrong = set()
    for step in align_words(normal(said), [sound for sound, _ in sounds]):
        if step.other is None:
            found[last] += 1
            continue
        last = sounds[step.other][1]
        if not step.equal and last not in wrong:
            wrong.add(last)
            found[last] += 1
    return found


def rank(first, second, *, rough):
    """For each word of all clips: our doubt, the engine's own, and the errors at it."""
    ours, raw, errors = [], [], []
    for clip, said in CLIPS:
        words = HEARD[first][clip]
        other = compare_hearings(words, HEARD[second][clip]) if second else None
        ours += [one.chance for one in measure_doubt(words, rough=rough, other=other)]
        raw += [1 - (word.confidence or 0) for word in words]
        errors += errors_at(words, said)
    return ours, raw, errors


def held(scores, errors, share):
    """The share of the errors in the first ``share`` of the queue."""
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
    return sum(errors[at] for at in order[: round(share * len(order))]) / sum(errors)


@pytest.mark.parametrize(
    ("first", "second", "rough", "least"),
    [
        ("pocketsphinx", "whisper", True, 0.85),
        ("whisper", "pocketsphinx", False, 0.6),
        ("whisper", None, False, 0.6),
        ("pocketsphinx", None, True, 0.4),
    ],
)
def test_the_first_third_of_the_queue_holds_the_errors(first, second, rough, least, record_numbers):
    """A rough draft alone, which no other engine hears again, has too many errors for a third."""
    ours, raw, errors = rank(first, second, rough=rough)
    for name, scores in (("ours", ours), ("raw", raw)):
        told = ", ".join(f"{held(scores, errors, share):.2f}" for share in SHARES)
        record_numbers(f"{first} beside {second}, {name}: {told} of errors at {SHARES}")
    assert held(ours, errors, 0.3) >= least
    assert held(ours, errors, 0.1) >= held(raw, errors, 0.1)
    assert held(ours, errors, 0.2) >= held(raw, errors, 0.2)


def test_the_two_queues_together_beat_the_raw_confidence():
    """With a second engine, over both drafts: at each share more errors than by confidence."""
    pairs = [("pocketsphinx", "whisper", True), ("whisper", "pocketsphinx", False)]
    found = [rank(first, second, rough=rough) for first, second, rough in pairs]
    for share in SHARES[:3]:
        ours = sum(held(one[0], one[2], share) for one in found) / 2
        assert ours > sum(held(one[1], one[2], share) for one in found) / 2
        assert share < 0.3 or ours >= 0.6


def test_a_chance_is_what_it_says():
    """Of the words that are called 50 to 100 % wrong, at least half are; of those under the line
    that has to be looked at, hardly one."""
    ours, _, errors = rank("pocketsphinx", "whisper", rough=True)
    high = [error for chance, error in zip(ours, errors, strict=True) if chance >= 0.5]
    low = [error for chance, error in zip(ours, errors, strict=True) if chance < DOUBTFUL]
    assert sum(map(bool, high)) >= 0.5 * len(high)
    assert sum(map(bool, low)) <= 0.04 * len(low)


def test_figures_and_words_of_the_same_sound_are_no_difference():
    words = [Word("At", 0, 100), Word("6:30", 100, 300), Word("o'clock.", 300, 400)]
    others = [Word(text, 0, 0) for text in ["at", "six", "thirty", "o'clock"]]
    assert compare_hearings(words, others).texts == (None, None, None)


def test_what_the_other_heard_stands_at_its_word():
    words = [Word(text, at, at + 1) for at, text in enumerate(["call", "our", "diets", "tonight"])]
    others = [Word(text, 0, 0) for text in ["call", "it", "a", "good", "night"]]
    found = compare_hearings(words, others)
    assert not found.differs[0]
    said = " ".join(
        text if text is not None else words[at].text for at, text in enumerate(found.texts)
    )
    assert said.split() == ["call", "it", "a", "good", "night"]


def test_a_word_that_only_the_other_heard_is_told_at_the_one_before():
    words = [Word("come", 0, 1, 0.9), Word("home", 1, 2, 0.9)]
    found = compare_hearings(words, [Word(text, 0, 0) for text in ["come", "right", "home"]])
    assert found.missing == (True, False)
    assert found.texts[0] == "come right"


def test_words_that_a_person_wrote_are_not_doubted_but_for_a_guessed_time():
    words = [Word("one", 0, 1), Word("two", 1, 2)]
    first, second = measure_doubt(words, rough=False, guessed=frozenset({1}))
    assert first.chance < DOUBTFUL <= second.chance
    assert second.why == ("time-guessed",)
