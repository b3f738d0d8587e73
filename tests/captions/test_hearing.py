"""The real engines: words right from every codec, none from silence, unsure ones marked."""

from __future__ import annotations

import shutil
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.captions.check_words import split_words, wer
from access_kit.captions.engines import ENGINES, EngineWish, open_engine
from access_kit.captions.hint import choose_stretches, format_arpa, read_hint
from access_kit.captions.journal import Journal
from access_kit.captions.recording import (
    Track,
    hear_pieces,
    hear_recording,
    join_speakers,
    parse_track,
)
from access_kit.captions.unsure import MARK, is_unsure, mark_unsure
from access_kit.errors import BadInput, MissingPart
from access_kit.model.word import RecordedWords, Word
from tests.captions.sounds import (
    RATE,
    SPEECH,
    TINY_EN,
    TINY_ES,
    load_clip,
    make_cough,
    make_music,
    make_noise,
    read_grid,
    save_sound,
)

SAID = {code: (SPEECH / f"tiny-{code}.txt").read_text(encoding="utf-8") for code in ("en", "es")}


@pytest.fixture(scope="module")
def vosk():
    return open_engine("vosk", EngineWish(model=TINY_EN))


def hear(engine, path) -> tuple[Word, ...]:
    workers = engine.start_workers(2)
    try:
        return hear_pieces(Track(path), engine, workers, jobs=2, step=lambda _: None)
    finally:
        workers.shutdown()


def text_of(words) -> str:
    return " ".join(word.text for word in words)


CODECS = [
    ("wav", "pcm_s16le"),
    ("mp3", "libmp3lame"),
    ("m4a", "aac"),
    ("mp4", "aac"),
    ("webm", "libopus"),
    ("ogg", "libopus"),
]


@pytest.mark.parametrize(
    ("suffix", "codec", "rate", "channels"),
    [
        (s, c, r, n)
        for s, c in CODECS
        for r, n in ((16_000, 1), (44_100, 2), (48_000, 1), (48_000, 2))
        if not (c == "libopus" and r == 44_100)
    ],
)
def test_every_codec_is_heard(tmp_path, vosk, suffix, codec, rate, channels):
    clip = load_clip(SPEECH / "tiny-en.flac")
    path = save_sound(
        tmp_path / f"a.{suffix}",
        clip,
        codec=codec,
        rate=rate,
        channels=channels,
        picture=suffix == "mp4",
    )
    assert wer(SAID["en"], text_of(hear(vosk, path))) <= 0.02


def test_spanish():
    engine = open_engine("vosk", EngineWish(model=TINY_ES))
    assert engine.lang == "es"
    assert wer(SAID["es"], text_of(hear(engine, SPEECH / "tiny-es.flac"))) <= 0.02


def test_eight_kilohertz_decodes(tmp_path, vosk):
    clip = load_clip(SPEECH / "tiny-en.flac")
    path = save_sound(tmp_path / "phone.wav", clip, codec="pcm_s16le", rate=8000)
    assert hear(vosk, path)


def test_times_are_those_of_the_sound(vosk):
    words = hear(vosk, SPEECH / "tiny-en.flac")
    loud = np.abs(load_clip(SPEECH / "tiny-en.flac").astype(int)) > 300
    first = int(np.flatnonzero(loud)[0]) * 1000 // RATE
    assert abs(words[0].start_ms - first) < 100
    assert all(a.end_ms <= b.start_ms + 1 for a, b in pairwise(words))


@pytest.mark.parametrize("name", ["zeros", "faint", "room", "loud-room"])
def test_nothing_is_heard_in_silence(tmp_path, vosk, name):
    sound = {
        "zeros": np.zeros(40 * RATE),
        "faint": make_noise(40, 2),
        "room": make_noise(40, 60),
        "loud-room": make_noise(40, 800),
    }[name]
    assert hear(vosk, save_sound(tmp_path / "a.wav", sound, codec="pcm_s16le")) == ()


def test_rough_draft_hears_nothing_in_silence(tmp_path):
    engine = open_engine("pocketsphinx", EngineWish())
    assert (
        hear(engine, save_sound(tmp_path / "a.wav", np.zeros(20 * RATE), codec="pcm_s16le")) == ()
    )


@pytest.mark.parametrize("name", ["music", "coughs"])
def test_words_invented_in_other_sounds_are_marked(tmp_path, vosk, name):
    sound = {
        "music": make_music(12),
        "coughs": np.concatenate([make_cough(3), make_noise(2, 30)] * 3),
    }
    path = save_sound(tmp_path / "a.wav", sound[name], codec="pcm_s16le")
    assert all(is_unsure(word) for word in hear(vosk, path))


def test_words_of_people_are_not_doubted():
    from access_kit.captions.voice import find_voice

    spans = [(start, end) for _, start, end in read_grid(SPEECH / "acoustic_corpus.TextGrid")]
    voices = find_voice(load_clip(SPEECH / "acoustic_corpus.flac").tobytes(), spans)
    assert sum(voices) >= 0.9 * len(voices)


def test_marks_stand_after_runs():
    words = RecordedWords(
        tuple(
            Word(t, n, n + 1, c)
            for n, (t, c) in enumerate(
                [("a", 1.0), ("b", 0.3), ("c", 0.4), ("d", None), ("e", 0.1)]
            )
        )
    )
    assert [word.text for word in mark_unsure(words).words] == ["a", "b", "c", MARK, "d", "e", MARK]


def test_engines():
    assert set(ENGINES) == {"whisper", "vosk", "pocketsphinx"}
    with pytest.raises(BadInput):
        open_engine("ears", EngineWish())
    with pytest.raises(MissingPart):
        open_engine("vosk", EngineWish())
    with pytest.raises(MissingPart):
        open_engine("pocketsphinx", EngineWish(lang="es"))
    assert (
        open_engine("pocketsphinx", EngineWish(hint="a")).key
        != open_engine("pocketsphinx", EngineWish()).key
    )


def test_a_hint_helps():
    clip = SPEECH / "LJ001-0004.mp3"
    said = "produced the block books which were the immediate predecessors of the true printed book"
    plain = wer(said, text_of(hear(open_engine("pocketsphinx", EngineWish()), clip)))
    hint = "Books were printed from blocks of wood before there were letters of metal.\n" + said
    helped = wer(said, text_of(hear(open_engine("pocketsphinx", EngineWish(hint=hint)), clip)))
    assert helped < plain


def test_what_was_heard_before_changes_nothing():
    from access_kit.captions.pocketsphinx_engine import dictate

    one = load_clip(SPEECH / "test_en.flac").tobytes()
    first = dictate(one)
    dictate(load_clip(SPEECH / "whisper.flac").tobytes())
    assert dictate(one) == first


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=4), st.integers(0, 2**16))
def test_the_engine_gets_what_is_loud_with_its_edges(quiet_ms, seed):
    """Bursts with quiet around them: never less than 200 ms beside a burst, never 400 in a row."""
    from access_kit.captions.pocketsphinx_engine import soften

    burst = make_noise(0.3, 3000, seed)
    room = np.zeros(RATE // 2, np.int16)
    parts = [part for ms in quiet_ms for part in (np.zeros(16 * ms, np.int16), burst)]
    sound = soften(np.concatenate([*parts, room, room]).tobytes())
    heard = np.frombuffer(sound.pcm, "<i2").reshape(-1, RATE // 100)
    assert len(heard) == len(sound.places)
    assert (np.diff(sound.places) >= 1).all()
    loud = np.abs(heard).max(axis=1) > 100
    runs = [len(run) for run in np.split(loud, np.flatnonzero(np.diff(loud)) + 1) if not run[0]]
    assert runs[0] in {20, 21}
    assert runs[-1] in {20, 21}
    assert max(runs) <= 42
    for at in range(0, len(heard), 7):
        assert sound.find_span(at, at + 1)[0] == sound.places[at] * 10


def test_a_word_does_not_reach_over_a_pause_that_was_taken_out():
    from access_kit.captions.pocketsphinx_engine import Softened

    sound = Softened(b"", np.array([0, 1, 2, 3, 4, 500, 501]))
    assert sound.find_span(1, 6) == (10, 50)
    assert sound.find_span(4, 7) == (5000, 5020)
    assert sound.find_span(6, 9) == (5010, 5020)


@pytest.mark.parametrize("pause_ms", [200, 1000, 4000])
def test_long_quiet_changes_neither_words_nor_times(pause_ms):
    from access_kit.captions.pocketsphinx_engine import dictate

    clip = load_clip(SPEECH / "goforward.flac").tobytes()
    quiet = bytes(32 * pause_ms)
    first, later = dictate(clip), dictate(quiet + clip + quiet)
    assert text_of(later) == text_of(first) == "go forward ten meters"
    for before, after in zip(first, later, strict=True):
        assert abs(after.start_ms - pause_ms - before.start_ms) <= 30
        assert abs(after.end_ms - pause_ms - before.end_ms) <= 30


def test_nothing_is_heard_in_silence_itself():
    from access_kit.captions.pocketsphinx_engine import dictate

    assert dictate(bytes(32 * 2000)) == dictate(b"") == ()


def test_vosk_hears_the_same_whatever_it_heard_before(vosk):
    """One recogniser serves many pieces; words, times and confidence must not tell."""
    one = load_clip(SPEECH / "tiny-en.flac")[: 8 * RATE + 77].tobytes()
    other = load_clip(SPEECH / "test_en.flac").tobytes()
    fresh = open_engine("vosk", EngineWish(model=TINY_EN)).hear(one)
    assert fresh
    for before in (other, one[32_001:], b"", bytes(3 * RATE)):
        vosk.hear(before)
        assert vosk.hear(one) == fresh
    assert all(0 <= word.start_ms <= word.end_ms <= len(one) // 32 for word in fresh)


def test_a_model_that_adds_noise_of_its_own_hears_the_same_each_time(tmp_path):
    model = shutil.copytree(TINY_EN, tmp_path / "dithered-en")
    conf = model / "conf" / "mfcc.conf"
    kept = [line for line in conf.read_text().split("\n") if "dither" not in line]
    conf.write_text("\n".join(kept).strip())
    before = {path: path.read_bytes() for path in model.rglob("*") if path.is_file()}
    clip = np.clip(
        load_clip(SPEECH / "tiny-en.flac")[: 20 * RATE] + make_noise(20, 150), -32768, 32767
    )
    sound = clip.astype("<i2").tobytes()
    engine = open_engine("vosk", EngineWish(model=model))
    first = engine.hear(sound)
    assert first
    assert engine.hear(sound) == first == open_engine("vosk", EngineWish(model=model)).hear(sound)
    assert {path: path.read_bytes() for path in model.rglob("*") if path.is_file()} == before


def test_hint_model():
    sentences = read_hint("The Plan. It’s ours!\n\nNo 5 here")
    assert sentences == [["the", "plan"], ["it's", "ours"], ["no", "here"]]
    arpa = format_arpa(sentences)
    assert "ngram 1=8" in arpa
    assert arpa.startswith("\\data\\")


def test_the_better_fit_wins_between_common_ends():
    from access_kit.captions.pocketsphinx_engine import Heard

    general = [
        Heard("one", 0, 20, -30, 1),
        Heard("up", 20, 40, -90, 1),
        Heard("three", 40, 60, -30, 1),
    ]
    hinted = [
        Heard("won", 0, 21, -30, 1),
        Heard("two", 21, 40, -30, 1),
        Heard("tree", 40, 60, -30, 1),
    ]
    assert [piece.word for piece in choose_stretches(general, hinted)] == ["one", "two", "three"]


def test_one_file_a_speaker(tmp_path, vosk):
    clip = load_clip(SPEECH / "tiny-en.flac")
    half = len(clip) // 2
    both = np.zeros((2, len(clip)), np.int16)
    both[0, :half], both[1, half:] = clip[:half], clip[half:]
    path = save_sound(tmp_path / "two.wav", both, codec="pcm_s16le")
    tracks = [parse_track(f"Jo={path}#1"), parse_track(f"Member A={path}#2")]
    assert [(track.speaker, track.channel) for track in tracks] == [("Jo", 1), ("Member A", 2)]
    workers = vosk.start_workers(2)
    with Journal(tmp_path / "j", "k") as journal:
        words = hear_recording(tracks, vosk, workers, journal, jobs=2, step=lambda _: None)
    workers.shutdown()
    assert {word.speaker for word in words.words} == {"Jo", "Member A"}
    assert sorted(words.words, key=lambda word: word.start_ms) == list(words.words)
    assert len(split_words(text_of(words.words))) >= len(split_words(SAID["en"])) - 2


@pytest.mark.parametrize("text", ["nothing", "=file.wav", "Jo=", " =x"])
def test_bad_tracks(text):
    with pytest.raises(BadInput):
        parse_track(text)


def test_turns_are_ordered_and_kept_whole():
    jo = [
        Word("a", 0, 100, speaker="Jo"),
        Word("b", 150, 300, speaker="Jo"),
        Word("e", 2000, 2100, speaker="Jo"),
    ]
    al = [Word("c", 120, 200, speaker="Al"), Word("d", 210, 400, speaker="Al")]
    assert [word.text for word in join_speakers([jo, al])] == ["a", "b", "c", "d", "e"]
