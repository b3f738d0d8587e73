"""Words of a script in sound: near the times that a person set, whatever lies in between."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from access_kit.captions.align import align_script, settle_claims
from access_kit.captions.align_anchors import find_anchors, share_out
from access_kit.captions.align_heard import align_heard
from access_kit.captions.pauses import cut_at_pauses
from access_kit.captions.place import Placed
from access_kit.captions.script import read_script
from access_kit.captions.workers import start_processes
from access_kit.model.word import RecordedWords, Word
from tests.captions.sounds import (
    RATE,
    SPEECH,
    load_clip,
    make_cough,
    make_laugh,
    make_noise,
    read_grid,
)

TIMES = read_grid(SPEECH / "acoustic_corpus.TextGrid")
GRID = [(text, start) for text, start, _ in TIMES]
OTHER = [
    "banana",
    "table",
    "window",
    "seven",
    "morning",
    "question",
    "river",
    "computer",
    "people",
    "never",
]
ROOM = 200


@pytest.fixture(scope="module")
def clip() -> np.ndarray:
    return load_clip(SPEECH / "acoustic_corpus.flac")


@pytest.fixture(scope="module")
def workers():
    pool = start_processes(1)
    yield pool
    pool.shutdown()


def place(workers, sound: np.ndarray, script: list[str]) -> RecordedWords:
    data = np.clip(sound, -32768, 32767).astype("<i2").tobytes()
    return align_script(
        lambda: cut_at_pauses([data]),
        read_script(" ".join(script)),
        workers,
        jobs=1,
        step=lambda _: None,
    )


def match(found: RecordedWords, script: list[str]) -> Iterator[tuple[int, int]]:
    """(index in the script, start) of each word that was found in the sound."""
    assert [word.text for word in found.words] == script
    guessed = {index for first, end in found.interpolated for index in range(first, end)}
    for index, word in enumerate(found.words):
        if index not in guessed:
            yield index, word.start_ms


def errors(found: RecordedWords, truth: list[tuple[str, int]]) -> np.ndarray:
    starts = dict(match(found, [text for text, _ in truth]))
    return np.array([abs(starts[i] - at) for i, (_, at) in enumerate(truth) if i in starts])


def test_clean_speech(workers, clip):
    found = place(workers, clip, [text for text, _ in GRID])
    wrong = errors(found, GRID)
    assert len(wrong) == len(GRID)
    assert np.median(wrong) <= 20
    assert np.percentile(wrong, 95) <= 100


def disturb(
    clip: np.ndarray, spots: dict[int, np.ndarray]
) -> tuple[np.ndarray, list[tuple[str, int]]]:
    """The clip with sounds put into some of its pauses, over the noise of a room."""
    parts, truth, last, shift = [], [], 0, 0
    for index, (text, at) in enumerate(GRID):
        if index in spots:
            cut = (TIMES[index - 1][2] + at) // 2 * RATE // 1000
            added = (
                spots[index]
                + make_noise(len(spots[index]) / RATE, ROOM, index)[: len(spots[index])]
            )
            parts += [clip[last:cut], added]
            last, shift = cut, shift + len(added) * 1000 // RATE
        truth.append((text, at + shift))
    return np.concatenate([*parts, clip[last:]]), truth


COUGH, COUGHS, LAUGH, LONG_LAUGH = make_cough(2), make_cough(3, 1), make_laugh(6), make_laugh(9, 1)
LONG_PAUSE = np.zeros(10 * RATE)
DISTURBED = {
    "one of each": {26: COUGH, 35: LAUGH, 44: LONG_PAUSE},
    "close together": {43: COUGHS, 44: LONG_LAUGH, 51: LONG_PAUSE, 57: COUGH},
    "laughs and coughs": {35: LONG_LAUGH, 38: COUGHS, 43: LAUGH, 52: COUGH},
}
"""What is put in, by the word that it comes before; each of these begins after a pause."""


@pytest.mark.soak
@pytest.mark.parametrize("name", DISTURBED)
def test_coughs_laughs_and_long_pauses_move_nothing(workers, clip, name):
    sound, truth = disturb(clip, DISTURBED[name])
    wrong = errors(place(workers, sound, [text for text, _ in GRID]), truth)
    assert len(wrong) == len(GRID)
    assert np.percentile(wrong, 95) <= 150
    assert wrong.max() <= 400


def spoil(seed: int) -> list[tuple[str, int | None]]:
    """A tenth of the script changed, added to or left out."""
    pick = np.random.default_rng(seed)
    wrong = set(pick.choice(len(GRID), round(len(GRID) / 10), replace=False).tolist())
    script: list[tuple[str, int | None]] = []
    for index, (text, at) in enumerate(GRID):
        kind = int(pick.integers(3)) if index in wrong else 3
        if kind in (0, 1):
            script.append((OTHER[int(pick.integers(len(OTHER)))], None))
        if kind in (1, 3):
            script.append((text, at))
    return script


def check_spoiled(workers, clip, seed: int) -> None:
    script = spoil(seed)
    found = place(workers, clip, [text for text, _ in script])
    starts = dict(match(found, [text for text, _ in script]))
    wrong = np.array(
        [abs(starts.get(i, math.inf) - at) for i, (_, at) in enumerate(script) if at is not None]
    )
    assert np.percentile(wrong, 95) <= 150
    assert wrong.max() <= 400


def test_a_tenth_of_the_script_wrong(workers, clip):
    check_spoiled(workers, clip, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(12))
def test_any_tenth_of_the_script_wrong(workers, clip, seed):
    check_spoiled(workers, clip, seed)


def test_what_was_not_said_and_what_is_not_in_the_script(workers, clip):
    said = [text for text, _ in GRID]
    extra = ["the", "weather", "report", "for", "tomorrow", "morning"]
    found = place(workers, clip, [*said[:20], *extra, *said[20:34], *said[38:]])
    assert any(" ".join(extra) in run for run in found.not_said)
    left_out = [w for w in found.not_in_script if 11_000 <= w.start_ms <= 13_900]
    assert left_out


@pytest.mark.soak
def test_minute_sixty_is_as_minute_one(clip):
    check_long(clip, copies=130, jobs=2)


def test_several_pieces_do_not_drift(clip):
    check_long(clip, copies=3, jobs=1)


def check_long(clip: np.ndarray, copies: int, jobs: int) -> None:
    """The clip again and again; every third time, something that is not in the script."""
    other = load_clip(SPEECH / "leopard_test.flac")
    sound, truth, at = [], [], 0
    for copy in range(copies):
        truth += [(text, start + at * 1000 // RATE) for text, start in GRID]
        sound.append(clip)
        at += len(clip)  # in samples: parts of milliseconds would add up over an hour
        if copy % 3 == 2:
            sound.append(other)
            at += len(other)
    pool = start_processes(jobs)
    data = np.concatenate(sound)
    try:
        found = place(pool, data, [text for text, _ in truth])
    finally:
        pool.shutdown()
    wrong = errors(found, truth)
    assert len(wrong) >= 0.98 * len(truth)
    first, last = wrong[: len(GRID)], wrong[-len(GRID) :]
    for part in (first, last):
        assert np.median(part) <= 20
        assert np.percentile(part, 95) <= 100
    assert abs(np.median(last) - np.median(first)) <= 50


def test_anchors_and_parts():
    script = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
    ]
    said = [["one", "two", "three", "four"], ["noise"], ["nine", "ten", "eleven", "twelve"]]
    heard = [[Word(text, n * 300, n * 300 + 200) for n, text in enumerate(row)] for row in said]
    anchors = find_anchors(script, heard)
    assert [[(one.first, one.end) for one in row] for row in anchors] == [[(0, 4)], [], [(8, 12)]]
    parts = share_out(len(script), anchors, [5.0, 5.0, 5.0])
    assert [(part.first, part.end) for part in parts] == [(0, 8), (4, 8), (4, 13)]


def test_claims_of_two_pieces_are_settled():
    def claim(*indexes):
        return [Placed(i, i * 100, i * 100 + 50) for i in indexes]

    settled = settle_claims([claim(0, 1, 2, 5), claim(3, 4, 5, 6)])
    assert [word.index for word in settled] == [0, 1, 2, 3, 4, 5, 6]


def hear_evenly(text: str) -> list[Word]:
    return [Word(word, 500 * n, 500 * n + 400, 1.0) for n, word in enumerate(text.split())]


def guesses(found: RecordedWords) -> list[str]:
    return [
        " ".join(word.text for word in found.words[first:end]) for first, end in found.interpolated
    ]


def text_of(words) -> str:
    return " ".join(word.text for word in words)


def test_script_on_heard_words():
    script = "¡Hola, bienvenidos todos! Hoy: al grupo."
    found = align_heard(hear_evenly("hola bienvenido todos eh al grupo"), read_script(script), "es")
    assert text_of(found.words) == script
    assert guesses(found) == ["Hoy:"]
    assert found.words[3].start_ms == 1500
    assert found.not_said == ()
    assert found.words[-1].start_ms == 2500


@pytest.mark.parametrize(
    ("lang", "heard", "script"),
    [
        (
            "es",
            "si necesita ayuda llame al nueve ocho ocho a las seis y media",
            "Si necesita ayuda, llame al 988 a las 6:30.",
        ),
        (
            "es",
            "traiga veinticinco dólares el veinte por ciento",
            "Traiga $25, el 20 %.",
        ),
        ("es", "llame al novecientos ochenta y ocho", "Llame al 988."),
        ("fr", "appelez le neuf huit huit à vingt et une heures", "Appelez le 988 à 21:00."),
        ("de", "rufen sie neun acht acht um sechs uhr dreißig an", "Rufen Sie 988 um 6:30 an."),
        ("vi", "gọi chín tám tám nếu cần giúp", "Gọi 988 nếu cần giúp."),
        ("hi", "मदद के लिए नौ आठ आठ पर फ़ोन करें", "मदद के लिए 988 पर फ़ोन करें।"),
        ("ar", "اتصل على تسعة ثمانية ثمانية", "اتصل على ٩٨٨"),
        ("ko", "도움 이 필요 하면 구 팔 팔 로 전화 하세요", "도움이 필요하면 988로 전화하세요."),
        (
            "ja",
            "助け が 必要 なら 九 八 八 に 電話 して ください",
            "助けが必要なら 988 に電話してください。",
        ),
        ("zh", "需要 帮助 请 打 九 八 八", "需要帮助，请打 988。"),
    ],
)
def test_numbers_and_words_of_every_language_are_found(lang, heard, script):
    found = align_heard(hear_evenly(heard), read_script(script, lang), lang)
    assert text_of(found.words).split() == script.split()
    assert found.interpolated == ()
    assert found.not_said == ()
    assert found.not_in_script == ()


def test_words_in_sound_that_nothing_explains_are_put_there():
    script = read_script("one two three four five")
    heard = hear_evenly("one two hmmmmmmmm five")
    found = align_heard(heard, script, "en")
    assert guesses(found) == ["three four"]
    assert found.words[2].start_ms == 1000
    assert found.words[3].end_ms == 1400
    assert found.not_in_script == ()


def test_words_without_room_are_kept_and_told():
    script = read_script("one two and this was never said at all three")
    found = align_heard(hear_evenly("one two three"), script, "en")
    assert found.not_said == ("and this was never said at all",)
    assert [word.start_ms for word in found.words] == sorted(w.start_ms for w in found.words)
    assert 900 <= found.words[2].start_ms <= found.words[-2].end_ms <= 1000
