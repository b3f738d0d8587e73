"""Whisper behind our seam: few words wrong, none where nobody spoke, and no network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from access_kit.captions.check_words import align_words, split_words
from access_kit.captions.engines import EngineWish, open_engine
from access_kit.captions.model_shapes import engine_of, language_of
from access_kit.captions.recording import Track, hear_pieces
from access_kit.captions.spoken_numbers import say_number, spell_digits
from access_kit.captions.unsure import is_unsure
from access_kit.model.word import Word
from tests.captions.sounds import (
    RATE,
    SPEECH,
    load_clip,
    make_cough,
    make_laugh,
    make_music,
    make_noise,
    read_grid,
    save_sound,
)
from tests.conftest import command_environment
from tests.tools import WHISPER_TINY_EN, require, required_speech_model


def has_whisper() -> bool:
    import importlib.util

    return importlib.util.find_spec("faster_whisper") is not None


@pytest.fixture(scope="module")
def model() -> Path:
    require("faster-whisper", has_whisper())
    return required_speech_model(WHISPER_TINY_EN)


@pytest.fixture(scope="module")
def whisper(model):
    return open_engine("whisper", EngineWish(model=model))


def hear(engine, path) -> tuple[Word, ...]:
    workers = engine.start_workers(1)
    try:
        return hear_pieces(Track(path), engine, workers, jobs=1, step=lambda _: None)
    finally:
        workers.shutdown()


def normal(text: str) -> list[str]:
    """One form for what was said and what was heard.

    Numbers are words, long ones digit by digit; Mr. is mister.
    """
    plain = re.sub(r"<[^>]*>|\[[^\]]*\]", "", unicodedata.normalize("NFKC", text).lower())
    for sign, word in {
        "%": " percent ",
        "=": " equals ",
        "×": " times ",
        "-": " ",
        "/": " ",
    }.items():
        plain = plain.replace(sign, word)

    def say(found: re.Match[str]) -> str:
        digits = found[1].replace(",", "")
        long = len(digits) > 4
        words = spell_digits(digits) if long else say_number(digits, ordinal=bool(found[2]))
        return f" {' '.join(words)} "

    said = re.sub(r"(\d[\d,]*)(st|nd|rd|th)?\b", say, plain)
    return ["mister" if word == "mr" else word for word in split_words(said)]


CLIPS = [
    line.split("\t")[:2]
    for line in (SPEECH / "transcripts.tsv").read_text(encoding="utf-8").splitlines()
    if line.split("\t")[0] in {path.name for path in SPEECH.iterdir()}
]


def count_wrong_words(engine) -> tuple[int, int]:
    """(wrong words, words) of the clips."""
    wrong = total = 0
    for name, said in CLIPS:
        words = hear(engine, SPEECH / name)
        reference = normal(said)
        heard = normal(" ".join(word.text for word in words))
        wrong += sum(not step.equal for step in align_words(reference, heard))
        total += len(reference)
        assert [word.start_ms for word in words] == sorted(word.start_ms for word in words)
    return wrong, total


def test_few_words_of_the_clips_are_wrong(whisper, record_numbers):
    wrong, total = count_wrong_words(whisper)
    record_numbers(f"Whisper tiny.en: {wrong} of {total} words wrong")
    assert wrong <= 0.11 * total


def test_words_stand_at_their_times(whisper):
    check_times(whisper)


def check_times(whisper) -> None:
    """Heard by Whisper, timed by our aligner, beside times set by a person."""
    truth = read_grid(SPEECH / "acoustic_corpus.TextGrid")
    words = hear(whisper, SPEECH / "acoustic_corpus.flac")
    heard = [(word, part) for word in words for part in split_words(word.text)[:1]]
    steps = align_words([text for text, _, _ in truth], [part for _, part in heard])
    off = [
        abs(heard[step.other][0].start_ms - truth[step.reference][1])
        for step in steps
        if step.equal and step.other is not None and step.reference is not None
    ]
    assert len(off) >= 45
    assert np.median(off) <= 20
    assert np.percentile(off, 95) <= 150


NOBODY = {
    "room": lambda: make_noise(15, 60),
    "loud room": lambda: make_noise(15, 800, 1),
    "music": lambda: make_music(12),
    "coughs": lambda: np.concatenate([make_cough(3), make_noise(2, 30)] * 3),
    "laughter": lambda: np.concatenate([make_laugh(5), make_noise(3, 40)] * 2),
    "knocks": lambda: np.concatenate([make_noise(0.05, 6000), make_noise(1.5, 40)] * 6),
}


@pytest.mark.parametrize("name", NOBODY)
def test_nothing_is_written_where_nobody_spoke(tmp_path, whisper, name):
    sound = np.clip(NOBODY[name](), -32768, 32767).astype(np.int16)
    assert hear(whisper, save_sound(tmp_path / "a.wav", sound, codec="pcm_s16le")) == ()


def test_a_sentence_invented_after_speech_is_marked_or_gone(tmp_path, whisper):
    speech = load_clip(SPEECH / "test_en.flac")
    sound = np.concatenate([speech, make_music(8)])
    words = hear(whisper, save_sound(tmp_path / "a.wav", sound, codec="pcm_s16le"))
    end = len(speech) * 1000 // RATE
    assert all(is_unsure(word) for word in words if word.start_ms > end)
    assert len([word for word in words if word.start_ms <= end]) >= 7


def test_the_same_sound_gives_the_same_words(whisper, model):
    one = load_clip(SPEECH / "test_en.flac").tobytes()
    first = whisper.hear(one)
    whisper.hear(load_clip(SPEECH / "whisper.flac").tobytes())
    assert whisper.hear(one) == first == open_engine("whisper", EngineWish(model=model)).hear(one)


def test_the_language_is_the_models(model, tmp_path):
    assert engine_of(model) == "whisper"
    assert language_of(model) == "en"
    many = tmp_path / "whisper-base"
    many.mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (many / name).write_bytes(b"")
    assert engine_of(many) is None
    (many / "vocabulary.txt").write_text("a\n" * 51_865)
    assert engine_of(many) == "whisper"
    assert language_of(many) is None


def test_it_is_added_chosen_before_vosk_and_named(run_cli, tmp_path, model):
    from tests.captions.sounds import TINY_EN

    env = {"ACCESS_KIT_MODELS": str(tmp_path / "models")}
    for folder, name in ((model, "whisper-tiny.en"), (TINY_EN, "vosk-en")):
        added = run_cli("captions", "models", "add", folder, "--name", name, env=env, timeout=300)
        assert added.code == 0, added.stderr
    (tmp_path / "names.txt").write_text("Platforms of the station.")
    ran = run_cli(
        "captions", "make", SPEECH / "test_en.flac", "--own-film", "--lang", "en", "--out",
        "a.vtt", "--hint", "names.txt", "--json", env=env, timeout=300,
    )  # fmt: skip
    assert ran.code == 0, ran.stderr
    assert ran.json["engine"] == "whisper"
    assert ran.json["model"] == "whisper-tiny.en"
    text = " ".join((tmp_path / "a.vtt").read_text().split())
    assert "Today, only Platforms 1 and 3 are used." in text  # the hint's capital is kept
    assert '"engine": "whisper"' in text


GUARD = """
import sys
def guard(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__",):
        print("NETWORK", event, args, file=sys.stderr)
        sys.exit(99)
sys.addaudithook(guard)
from access_kit.cli import main
sys.argv = ["access-kit", *sys.argv[1:]]
main()
"""


def test_no_socket_is_opened(tmp_path, model):
    folder = shutil.copytree(model, tmp_path / "tiny.en", symlinks=False)
    command = [
        sys.executable, "-c", GUARD, "captions", "make", str(SPEECH / "test_en.flac"),
        "--own-film", "--model", str(folder), "--out", "a.words.json", "--jobs", "1",
    ]  # fmt: skip
    ran = subprocess.run(
        command,
        cwd=tmp_path,
        env=command_environment() | {"ACCESS_KIT_MODELS": str(tmp_path / "models")},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "NETWORK" not in ran.stderr
    assert json.loads((tmp_path / "a.words.json").read_text(encoding="utf-8"))["words"]
