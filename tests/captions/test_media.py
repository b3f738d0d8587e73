"""Sound from any file, in its place on the clock; every fault has its own code."""

from __future__ import annotations

import os
import tracemalloc

import numpy as np
import pytest

from access_kit.captions.media import BYTES_A_MS, find_limits, read_facts, stream_sound
from access_kit.errors import BadInput, Problem
from tests.captions.sounds import RATE, SPEECH, load_clip, make_noise, save_sound
from tests.tools import as_somebody_else

CODECS = [
    ("a.wav", "pcm_s16le"),
    ("a.flac", "flac"),
    ("a.mp3", "libmp3lame"),
    ("a.m4a", "aac"),
    ("a.mp4", "aac"),
    ("a.webm", "libopus"),
    ("a.ogg", "libopus"),
    ("a.mkv", "aac"),
]


def tone(seconds: float, hertz: float = 440) -> np.ndarray:
    at = np.arange(int(RATE * seconds)) / RATE
    return (8000 * np.sin(2 * np.pi * hertz * at)).astype(np.int16)


def all_of(path, **more) -> np.ndarray:
    return np.frombuffer(b"".join(stream_sound(path, **more)), "<i2")


def fault(path, **more) -> str:
    with pytest.raises(BadInput) as caught:
        all_of(path, **more)
    (problem,) = caught.value.problems
    return problem.code


@pytest.mark.parametrize(("name", "codec"), CODECS)
def test_every_container_gives_the_same_length(tmp_path, name, codec):
    rate = 48_000 if codec == "libopus" else 44_100
    path = save_sound(tmp_path / name, tone(2.0), codec=codec, rate=rate, channels=2)
    sound = all_of(path)
    assert abs(len(sound) / RATE - 2.0) < 0.08
    assert 4000 < np.abs(sound[RATE // 2 : RATE]).max() < 9000


def test_film_with_sound(tmp_path):
    path = save_sound(tmp_path / "film.mp4", tone(1.0), codec="aac", picture=True)
    assert abs(len(all_of(path)) / RATE - 1.0) < 0.08


def test_one_channel_a_speaker(tmp_path):
    both = np.stack([tone(1.0), np.zeros(RATE, np.int16)])
    path = save_sound(tmp_path / "two.wav", both, codec="pcm_s16le")
    assert np.abs(all_of(path, channel=1)).max() > 7000
    assert np.abs(all_of(path, channel=2)).max() == 0
    assert fault(path, channel=3) == "media.no-channel"


@pytest.mark.parametrize(
    "name",
    [
        "with space.wav",
        'it\'s "quoted".wav',
        "запись встречи.wav",
        "会議;$(x)`.wav",
        "-a.wav",
        "http:.wav",
        "concat:a|b.wav",
    ],
)
def test_odd_names_are_names(tmp_path, name):
    path = save_sound(tmp_path / "plain.wav", tone(0.5), codec="pcm_s16le").rename(tmp_path / name)
    assert len(all_of(path)) == RATE // 2


def test_a_late_start_keeps_its_place(tmp_path):
    import av

    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as container:
        film = container.add_stream("mpeg4", rate=5)
        film.width, film.height, film.pix_fmt = 32, 32, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for number in range(15):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            frame.pts = number
            container.mux(film.encode(frame))
        container.mux(film.encode(None))
        frame = av.AudioFrame.from_ndarray(tone(1.0)[None], "s16", "mono")
        frame.sample_rate, frame.pts = RATE, 2 * RATE
        container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    samples = all_of(path)
    first = np.flatnonzero(np.abs(samples) > 1000)[0]
    assert abs(first / RATE - 2.0) < 0.05


def test_low_rate_is_told(tmp_path):
    path = save_sound(tmp_path / "phone.wav", tone(1.0), codec="pcm_s16le", rate=8000)
    (problem,) = find_limits(path, read_facts(path))
    assert problem.code == "media.low-rate"
    assert problem.facts == {"rate_khz": 8.0}
    assert len(all_of(path)) == pytest.approx(RATE, abs=200)


def test_faults(tmp_path):
    text = tmp_path / "text-as-video.mp4"
    text.write_text("This is only text.\n" * 200)
    empty = tmp_path / "empty.wav"
    empty.touch()
    assert fault(text) == "media.not-media"
    assert fault(empty) == "media.empty"
    assert fault(tmp_path) == "file.is-folder"
    assert fault(tmp_path / "none.wav") == "file.missing"
    strange = tmp_path / "strange.wav"
    sound = save_sound(tmp_path / "plain.wav", tone(0.5), codec="pcm_s16le").read_bytes()
    strange.write_bytes(sound[:20] + b"\x99\x99" + sound[22:])  # a kind that nobody decodes
    assert fault(strange) == "media.unknown-sound"
    playlist = tmp_path / "list.m3u8"
    playlist.write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n")
    assert fault(playlist) in ("media.playlist", "media.not-media")


def test_zero_length(tmp_path):
    path = save_sound(tmp_path / "none.wav", np.zeros(1, np.int16), codec="pcm_s16le")
    header = path.read_bytes()
    at = header.index(b"data")
    path.write_bytes(b"RIFF" + at.to_bytes(4, "little") + header[8 : at + 4] + bytes(4))
    assert fault(path) in ("media.no-samples", "media.not-media")


@pytest.mark.parametrize(
    ("name", "codec"), [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.mp3", "libmp3lame"),
                        ("a.mkv", "libopus")],
)  # fmt: skip
def test_a_recording_without_its_end_comes_as_far_as_it_goes_and_is_told(tmp_path, name, codec):
    rate = 48_000 if codec == "libopus" else 16_000
    path = save_sound(tmp_path / name, make_noise(30, 2000), codec=codec, rate=rate)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3])
    told: list[Problem] = []
    seconds = len(all_of(path, tell=told.append)) / RATE
    assert 8 < seconds < 12
    assert [problem.code for problem in told] == ["media.cut-short"]
    assert abs(told[0].facts["seconds"] - seconds) <= 1
    assert fault(path) == "media.cut-short", "who needs all of it is stopped"


def test_a_recording_whose_table_of_contents_is_missing_is_refused(tmp_path):
    path = save_sound(tmp_path / "a.mp4", make_noise(30, 2000), codec="aac")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    assert fault(path, tell=lambda _: None) == "media.truncated"


def test_no_sound_track(tmp_path):
    import av

    path = tmp_path / "mute.mp4"
    with av.open(str(path), "w") as container:
        film = container.add_stream("mpeg4", rate=5)
        film.width, film.height, film.pix_fmt = 32, 32, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        container.mux(film.encode(frame))
        container.mux(film.encode(None))
    assert fault(path) == "media.no-sound-track"


def test_locked(tmp_path):
    """A sample entry ``enca`` with protection boxes, as copy protection writes it."""
    path = save_sound(tmp_path / "locked.m4a", tone(1.0), codec="aac")
    data = path.read_bytes()
    at = data.index(b"mp4a")
    size = int.from_bytes(data[at - 4 : at], "big")
    scheme = b"\x00\x00\x00\x0cfrmamp4a" + b"\x00\x00\x00\x14schm\0\0\0\0cenc\0\x01\0\0"
    sinf = (8 + len(scheme)).to_bytes(4, "big") + b"sinf" + scheme
    grown = bytearray(data)
    grown[at : at + 4] = b"enca"
    grown[at - 4 : at] = (size + len(sinf)).to_bytes(4, "big")
    grown[at - 4 + size : at - 4 + size] = sinf
    for box in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"):
        where = grown.index(box) - 4
        old = int.from_bytes(grown[where : where + 4], "big")
        grown[where : where + 4] = (old + len(sinf)).to_bytes(4, "big")
    path.write_bytes(bytes(grown))
    assert fault(path) == "media.locked"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_no_permission(tmp_path):
    path = save_sound(tmp_path / "a.wav", tone(0.2), codec="pcm_s16le")
    path.chmod(0)
    with as_somebody_else():
        assert fault(path) == "file.no-permission"


def test_nothing_is_held_whole(tmp_path):
    path = save_sound(tmp_path / "long.wav", make_noise(600, 500), codec="pcm_s16le")
    tracemalloc.start()
    total = sum(len(piece) for piece in stream_sound(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 600_000 * BYTES_A_MS
    assert peak < 2_000_000


def test_real_clips_decode_as_they_are():
    clip = SPEECH / "leopard_test.flac"
    assert np.array_equal(all_of(clip), load_clip(clip))


def test_locked_matroska_and_one_that_only_holds_the_same_bytes(tmp_path):
    path = save_sound(tmp_path / "a.webm", tone(1.0), codec="libopus", rate=48_000)
    data = path.read_bytes()
    encryption = b"\x50\x35\x83\x47\xe1\x81\x05"[:6] + b"\x05"
    encoding = b"\x62\x40" + bytes([0x80 | len(encryption)]) + encryption
    encodings = b"\x6d\x80" + bytes([0x80 | len(encoding)]) + encoding
    cluster = data.index(b"\x1f\x43\xb6\x75")
    (tmp_path / "after.webm").write_bytes(data + encodings)
    assert len(all_of(tmp_path / "after.webm")) > RATE // 2
    path.write_bytes(data[:cluster] + encodings + data[cluster:])
    assert fault(path) == "media.locked"
