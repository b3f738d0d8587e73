"""Live captions without a browser: who reads, what is heard when, what comes by pipe."""

from __future__ import annotations

import io
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import wave
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest

from access_kit.captions.live.ear import MOST_WAITING, LiveEar
from access_kit.captions.live.hearing import HeardNews, open_live_engine
from access_kit.captions.live.pipe import read_pipe
from access_kit.captions.live.room import JOINED_WORDS, REMEMBERED_WORDS, LiveRoom
from access_kit.captions.live.room_level import RoomLevel
from access_kit.captions.live.whisper_live import count_known
from access_kit.errors import BadInput
from access_kit.model.word import Word
from tests.captions.live_parts import DeafEngine, Listener, say, served_room
from tests.captions.reviews import SAID as TALK
from tests.captions.sounds import RATE, SPEECH, TINY_EN, load_clip, make_noise
from tests.conftest import NOW, command_environment
from tests.inside import run_inside
from tests.tools import WHISPER_TINY_EN, required_speech_model
from tests.workflow.kits import copy_example

CLIP = SPEECH / "tiny-en.flac"
SAID = (SPEECH / "tiny-en.txt").read_text("utf-8")
CANARY = b"microphone"


def normal(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


# -- a room -------------------------------------------------------------------------------------


def test_everybody_gets_what_they_have_not_seen():
    with served_room() as (session, page):
        room = session.room
        room.take(HeardNews(say("one two three"), ("four",)))
        first = Listener(page.address)
        wait_for(lambda: first.words == ["one", "two", "three"])
        assert first.events[0]["open"] == ["four"]
        assert first.answer.headers["Content-Type"] == "text/event-stream"
        assert first.answer.headers["Cache-Control"] == "no-store"
        again = Listener(page.address, last="2")
        wait_for(lambda: again.words == ["three"])
        room.take(HeardNews(say("four five", 700)))
        wait_for(lambda: first.words[-1] == again.words[-1] == "five")
        assert first.events[-1]["open"] == []
        session.ear.end(5)
        room.close()
        assert first.ended.wait(5)
        assert again.ended.wait(5)
        assert first.events[-1]["over"] is True


def test_who_comes_late_gets_the_last_words_and_who_was_away_all_that_is_remembered():
    room = LiveRoom()
    room.take(HeardNews(say(" ".join(map(str, range(1000))))))
    room.close()
    joined, away, lost = (
        json.loads(list(room.stream(last))[1].partition(b"data: ")[2]) for last in ("", "900", "5")
    )
    assert [word[0] for word in joined["words"]] == [str(n) for n in range(1000)][-JOINED_WORDS:]
    assert (away["first"], len(away["words"])) == (900, 100)
    assert (lost["first"], len(lost["words"])) == (1000 - REMEMBERED_WORDS, REMEMBERED_WORDS)


def test_a_new_line_begins_after_a_silence():
    room = LiveRoom()
    room.take(HeardNews((*say("one two"), *say("three", 2_500))))
    room.close()
    told = json.loads(list(room.stream(""))[1].partition(b"data: ")[2])
    assert told["words"] == [["one", False], ["two", False], ["three", True]]


def test_a_reader_who_takes_nothing_delays_nobody(record_numbers):
    with served_room() as (session, page):
        port, token = page.port, page.token
        stuck = socket.socket()
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stuck.connect(("127.0.0.1", port))
        stuck.sendall(f"GET /{token}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        quick = Listener(page.address)
        wait_for(lambda: quick.events)  # a reader who comes in later is told the last words only
        slowest = 0.0
        for number in range(3_000):
            before = time.perf_counter()
            session.room.take(HeardNews(say(f"word{number}-{'x' * 2_000}", number * 200)))
            slowest = max(slowest, time.perf_counter() - before)
            if number % 100 == 99:
                wait_for(lambda number=number: len(quick.words) == number + 1)
        record_numbers(
            f"live: 6 MB past a reader who takes nothing, {slowest * 1000:.0f} ms at most"
        )
        assert slowest < 10, "to wait for that reader is to wait for ever"
        stuck.close()
        quick.close()


def test_no_more_readers_than_there_are_places():
    with served_room() as (_, page):
        inside = [Listener(page.address) for _ in range(16)]
        assert Listener(page.address).answer.status == 503
        for one in inside:
            one.close()


def wait_for(true, seconds=60.0):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


# -- an ear -------------------------------------------------------------------------------------


class SlowEngine(DeafEngine):
    """One piece takes until the test lets it go."""

    def __init__(self):
        super().__init__()
        self.go = threading.Semaphore(0)

    def hear(self, pcm):
        assert self.go.acquire(timeout=20)
        return super().hear(pcm)


def test_sound_is_taken_in_while_the_engine_works_and_never_without_end():
    engine = SlowEngine()
    ear = LiveEar(engine, lambda _: None, lambda: None)
    piece = bytes(MOST_WAITING // 4)
    for _ in range(4):
        before = time.perf_counter()
        ear.give(piece)
        assert time.perf_counter() - before < 1
    waits = threading.Thread(target=lambda: [ear.give(piece) for _ in range(4)])
    waits.start()
    waits.join(0.3)
    assert waits.is_alive(), "more than a few seconds are held"
    for _ in range(40):
        engine.go.release()
    waits.join(20)
    ear.end(20)
    assert sum(map(len, engine.got)) == 8 * len(piece)
    assert ear.heard == 8 * len(piece)


def test_what_an_engine_raises_ends_it_and_is_told():
    class Broken(DeafEngine):
        def hear(self, pcm):
            raise RuntimeError("broken")

    ear = LiveEar(Broken(), lambda _: None, lambda: None)
    ear.give(bytes(10))
    wait_for(lambda: ear.is_over)
    ear.give(bytes(MOST_WAITING))
    ear.give(bytes(MOST_WAITING))
    assert isinstance(ear.failed, RuntimeError)


def test_open_words_stand_when_no_sound_comes_any_more():
    class Open(DeafEngine):
        def settle(self):
            return HeardNews(say("now")) if self.got else HeardNews()

    told, silent = [], threading.Event()
    ear = LiveEar(Open(), told.append, silent.set)
    ear.give(bytes(10))
    assert silent.wait(20)
    assert [word.text for news in told for word in news.words] == ["now"]
    ear.end(5)


# -- what is heard ------------------------------------------------------------------------------


def hear_all(engine, samples: np.ndarray, step_ms: int = 200) -> tuple[list[Word], list[HeardNews]]:
    pcm, step = samples.astype("<i2").tobytes(), step_ms * 32
    news = [engine.hear(pcm[at : at + step]) for at in range(0, len(pcm), step)]
    news.append(engine.settle())
    return [word for one in news for word in one.words], news


def test_vosk_says_what_is_said_word_by_word():
    engine = open_live_engine(TINY_EN, "en")
    words, news = hear_all(engine, load_clip(CLIP))
    assert [word.text for word in words] == normal(SAID)
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(words))
    assert any(one.open for one in news)
    assert news[-1].open == ()
    again, _ = hear_all(engine, load_clip(CLIP))
    assert [word.text for word in again] == normal(SAID)
    assert again[0].start_ms >= words[-1].end_ms, "the clock runs on"


def test_whisper_says_each_word_once_and_nothing_in_an_empty_room():
    engine = open_live_engine(required_speech_model(WHISPER_TINY_EN), "en")
    quiet = make_noise(1.2, 8)
    sound = np.concatenate([quiet, load_clip(SPEECH / "leopard_test.flac"), quiet])
    words, news = hear_all(engine, sound, step_ms=600)
    text = " ".join(word.text for word in words)
    assert normal(text) == normal(TALK)
    assert sum(bool(one.words) for one in news) >= 3, "it does not wait for the end"
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(words))
    assert hear_all(engine, make_noise(8, 40), step_ms=2_000)[0] == []


def test_an_empty_room_says_nothing():
    for sound in (np.zeros(RATE * 10), make_noise(10, 30), make_noise(10, 600)):
        words, news = hear_all(open_live_engine(TINY_EN, "en"), sound)
        assert words == []
        assert not any(one.open for one in news)


def test_a_long_breathless_talk_stands_in_pieces():
    """Without a pause of half a second the engine itself would end nothing for 20 seconds."""
    clip = load_clip(CLIP)
    loud = np.abs(clip.astype(int)) > 200
    kept = np.convolve(loud, np.ones(int(RATE * 0.24)), mode="same") > 0.5
    words, news = hear_all(open_live_engine(TINY_EN, "en"), clip[kept])
    standing = [at for at, one in enumerate(news) if one.words]
    assert max(np.diff([0, *standing])) * 0.2 <= 12
    assert len(words) >= 0.9 * len(normal(SAID))


def test_the_level_of_a_room_tells_quiet_from_speech():
    level = RoomLevel()
    speech = make_noise(1, 3_000)
    level.add(make_noise(3, 30).tobytes())
    assert level.loud_ms <= 50
    level.add(speech.tobytes())
    assert level.loud_ms >= 900
    assert level.last_loud_ms == pytest.approx(4_000, abs=20)
    level.add(make_noise(1, 30).tobytes())
    assert level.quiet_ms == pytest.approx(1_000, abs=20)
    assert 4_000 <= level.quietest_ms(3_800, 4_900) <= 4_900


@pytest.mark.parametrize(
    ("known", "heard", "count"),
    [
        ("", "a b", 0),
        ("a b", "a b c", 2),
        ("a b", "A, b. c", 2),
        ("a b c", "a x c d", 3),
        ("a b c", "a b", 2),
        ("a b", "and a b c", 3),
        ("the the", "the the the", 2),
    ],
)
def test_what_stands_is_not_said_twice(known, heard, count):
    assert count_known(say(known), say(heard)) == count


# -- by pipe ------------------------------------------------------------------------------------


def as_wave(rate: int, channels: int, seconds: int = 2, width: int = 2) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        tone = np.sin(2 * np.pi * 440 * np.arange(rate * seconds) / rate) * 8_000
        sound.writeframes(np.repeat(tone.astype("<i2"), channels).tobytes())
    return stream.getvalue()


@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (48_000, 2), (44_100, 1), (8_000, 1)])
def test_a_wave_file_becomes_what_engines_hear(rate, channels):
    sound = np.frombuffer(b"".join(read_pipe(io.BytesIO(as_wave(rate, channels)))), "<i2")
    assert len(sound) == pytest.approx(2 * RATE, abs=RATE // 50)
    crossings = np.count_nonzero(np.diff(np.signbit(sound))) / 2 / (len(sound) / RATE)
    assert crossings == pytest.approx(440, abs=3)


def test_bare_samples_are_taken_as_they_are():
    data = make_noise(0.5, 100).tobytes()
    assert b"".join(read_pipe(io.BytesIO(data))) == data
    assert b"".join(read_pipe(io.BytesIO(b"\1\2\3"))) == b"\1\2"
    assert b"".join(read_pipe(io.BytesIO(b""))) == b""


@pytest.mark.parametrize(
    "data",
    [
        as_wave(16_000, 1, width=1),
        b"RIFF\0\0\0\0WAVE",
        b"RIFF\0\0\0\0WAVEdata\0\0\0\0",
        b"RIFF\0\0\0\0WAVEfmt \xff\xff\xff\xff",
        b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * 500_000,
    ],
    ids=["eight-bits", "no-head", "no-format", "endless-head", "endless-chunks"],
)
def test_another_wave_file_is_refused(data):
    with pytest.raises(BadInput):
        list(read_pipe(io.BytesIO(data)))


# -- the command --------------------------------------------------------------------------------


def start(
    folder: Path, *words: str, home: Path | None = None, model: Path = TINY_EN
) -> subprocess.Popen[bytes]:
    environment = command_environment(NOW)
    if home is not None:
        environment |= dict.fromkeys(("TMPDIR", "HOME", "XDG_CACHE_HOME"), str(home))
    return subprocess.Popen(
        [sys.executable, "-m", "access_kit", "captions", "live", "--model", str(model), *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever started the tests may have had SIGINT ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_words_by_pipe_end_with_it_and_are_kept_nowhere(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    process = start(tmp_path, "--pipe", home=home)
    address = process.stdout.readline().decode().strip()
    reader = Listener(address)
    out, err = process.communicate(load_clip(CLIP).tobytes(), timeout=300)
    assert reader.ended.wait(20)
    assert reader.words == normal(SAID)
    assert (process.returncode, err) == (0, b"")
    assert b"Showed 61 words" in out or b"Showed" in out
    assert CANARY not in out + err
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in written if CANARY in path.read_bytes()]


def test_ctrl_c_ends_it_with_zero_and_one_object(tmp_path):
    process = start(tmp_path, "--json")
    told = process.stderr.readline().decode()
    address = re.search(r"http://127\.0\.0\.1:\S+/", told)[0]
    reader = Listener(address)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    answer = json.loads(out)
    assert answer["schema"] == "access-kit/captions-live/1"
    assert (answer["words"], answer["files"]) == (0, [])
    assert reader.ended.wait(20)


def test_kept_words_are_a_draft(tmp_path):
    keep = ("--keep", "talk.vtt", "--keep", "talk.words.json", "--consent-checked-elsewhere", "Jo")
    process = start(tmp_path, "--pipe", "--json", *keep)
    out, err = process.communicate(load_clip(CLIP).tobytes(), timeout=300)
    assert process.returncode == 0, err
    answer = json.loads(out)
    assert answer["files"] == ["talk.vtt", "talk.words.json"]
    kept = json.loads((tmp_path / "talk.words.json").read_text("utf-8"))
    assert [word["text"] for word in kept["words"]] == normal(SAID)
    assert answer["words"] == len(kept["words"])
    assert "draft" in (tmp_path / "talk.vtt").read_text("utf-8")
    assert "Jo" in (tmp_path / "talk.vtt").read_text("utf-8")


def live(folder: Path, *words: object):
    told = ["captions", "live", *map(str, words)]
    return run_inside(folder, told, environment=command_environment(NOW))


def test_nothing_is_kept_without_consent(tmp_path):
    ran = live(tmp_path, "--model", TINY_EN, "--keep", "talk.vtt")
    assert ran.code == 6
    assert "captions.consent-not-checked" in ran.stderr
    kit = copy_example(tmp_path / "kit").parent
    ran = live(kit, "--model", TINY_EN, "--keep", "talk.vtt", "--session", "session.toml")
    assert ran.code == 6
    assert not list(tmp_path.rglob("talk.vtt"))


def test_what_is_there_is_not_written_over_and_a_missing_model_says_how_to_get_one(tmp_path):
    (tmp_path / "talk.vtt").write_text("WEBVTT\n")
    ran = live(tmp_path, "--model", TINY_EN, "--keep", "talk.vtt", "--own-film")
    assert ran.code == 4
    environment = command_environment(NOW) | {"ACCESS_KIT_MODELS": str(tmp_path / "none")}
    ran = run_inside(tmp_path, ["captions", "live", "--lang", "en"], environment=environment)
    assert ran.code == 3
    assert "access-kit captions models list --offered" in ran.stderr


def test_two_hours_take_no_more_memory_than_two_minutes(tmp_path, soak, record_numbers):
    """Sound by pipe, faster than it was spoken; a reader reads along."""
    clip = load_clip(CLIP).tobytes()
    process = start(tmp_path, "--pipe")
    reader = Listener(process.stdout.readline().decode().strip())
    seconds = 7_200 if soak else 240
    size = []
    for _ in range(int(seconds * RATE * 2 / len(clip))):
        process.stdin.write(clip)
        process.stdin.flush()
        size.append(resident_mb(process.pid))
        del reader.events[:-2]
    process.communicate(timeout=300)
    assert process.returncode == 0
    early = size[len(size) // 4]
    record_numbers(f"live: {seconds} s of sound, {early:.0f} MB after a quarter, {size[-1]:.0f} MB")
    assert max(size[len(size) // 4 :]) - early < 12


def resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        pytest.skip("no /proc here")
    return int(re.search(r"VmRSS:\s+(\d+)", status.read_text())[1]) / 1024


def test_a_profile_sets_size_and_colours(tmp_path):
    kit = copy_example(tmp_path / "kit").parent
    process = start(kit, "--profile", "profiles/K-07.toml")
    address = process.stdout.readline().decode().strip()
    page = urlopen(address).read().decode()
    told = json.loads(re.search(r'id="told">(.*?)</script>', page)[1])
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert told["size"] >= 56, "20 points on paper"
    assert process.returncode == 0
