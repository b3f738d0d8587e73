"""The track with speech is heard, whichever it is, and channels that cancel out are not lost."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from access_kit.captions.listen import find_works
from access_kit.captions.media import RATE, stream_sound
from access_kit.captions.sound_tracks import choose_sound, stream_speech
from access_kit.errors import BadInput
from tests.captions.sounds import load_clip, make_noise, save_sound
from tests.tools import ROOT

CLIP = ROOT / "tests/data/speech/LJ001-0004.mp3"
SECONDS = 4


def speech() -> np.ndarray:
    return load_clip(CLIP)[: RATE * SECONDS]


def hum() -> np.ndarray:
    at = np.arange(RATE * SECONDS) / RATE
    return (6000 * np.sin(2 * np.pi * 120 * at)).astype(np.int16)


def save_tracks(path: Path, *tracks: np.ndarray, default: int | None = None) -> Path:
    """A film's sound with a track for each of these, uncompressed."""
    with av.open(str(path), "w") as container:
        streams = [container.add_stream("pcm_s16le", rate=RATE, layout="mono") for _ in tracks]
        for number, stream in enumerate(streams):
            stream.disposition = av.stream.Disposition.default if number == default else 0
        for stream, samples in zip(streams, tracks, strict=True):
            frame = av.AudioFrame.from_ndarray(
                samples.astype(np.int16).reshape(1, -1), "s16", "mono"
            )
            frame.sample_rate = RATE
            for packet in (*stream.encode(frame), *stream.encode(None)):
                container.mux(packet)
    return path


@pytest.mark.parametrize("first", ["hum", "noise", "silence"])
def test_speech_in_a_later_track_is_found_and_said(tmp_path: Path, first: str):
    other = {"hum": hum(), "noise": make_noise(SECONDS, 2000), "silence": np.zeros(RATE * SECONDS)}
    path = save_tracks(tmp_path / "a.mkv", other[first], speech())
    chosen = choose_sound(path)
    assert (chosen.track, chosen.count) == (2, 2)
    (problem,) = chosen.tell(path)
    assert (problem.code, dict(problem.facts)) == ("media.track-chosen", {"track": 2, "count": 2})
    heard = np.frombuffer(b"".join(stream_speech(path)), "<i2")
    assert np.corrcoef(heard[: RATE * 3], speech()[: RATE * 3])[0, 1] > 0.99


@pytest.mark.parametrize("default", [0, 1])
def test_of_two_tracks_of_speech_the_files_own_default_is_taken(tmp_path: Path, default: int):
    path = save_tracks(tmp_path / "a.mkv", speech(), speech(), default=default)
    assert choose_sound(path).track == default + 1


def test_one_track_is_no_choice_and_nothing_is_said(tmp_path: Path):
    path = save_tracks(tmp_path / "a.mkv", hum())
    assert choose_sound(path).track == 1
    assert choose_sound(path).tell(path) == ()


def test_a_track_that_is_named_is_taken_and_one_that_is_not_there_is_told(tmp_path: Path):
    path = save_tracks(tmp_path / "a.mkv", hum(), speech())
    named = np.frombuffer(b"".join(stream_speech(path, track=1)), "<i2")
    assert np.corrcoef(named[: RATE * 3], hum()[: RATE * 3])[0, 1] > 0.99
    with pytest.raises(BadInput) as refused:
        list(stream_speech(path, track=3))
    assert refused.value.problems[0].code == "media.no-track"


def test_a_number_for_track_is_a_sound_track_and_a_name_a_speaker(tmp_path: Path):
    out = tmp_path / "a.vtt"
    (work,) = find_works([tmp_path / "a.mkv"], ["2"], [out], None, None)
    assert work.tracks[0].sound == 2
    (work,) = find_works([], ["Jo=a.mkv#2"], [out], None, None)
    assert (work.tracks[0].speaker, work.tracks[0].channel, work.tracks[0].sound) == ("Jo", 2, None)


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mka"])
def test_channels_that_are_each_other_turned_over_are_heard(tmp_path: Path, name: str):
    codec = {"a.wav": "pcm_s16le", "a.flac": "flac", "a.mka": "pcm_f32le"}[name]
    both = np.stack([speech(), -speech()])
    path = save_sound(tmp_path / name, both, codec=codec)
    heard = np.frombuffer(b"".join(stream_sound(path)), "<i2")
    assert np.corrcoef(heard[: RATE * 3], speech()[: RATE * 3])[0, 1] > 0.95


def test_ordinary_stereo_is_mixed_as_before(tmp_path: Path):
    left, right = speech(), np.roll(speech(), 4000)
    path = save_sound(tmp_path / "a.wav", np.stack([left, right]), codec="pcm_s16le")
    heard = np.frombuffer(b"".join(stream_sound(path)), "<i2")
    mixed = (left.astype(float) + right) / 2
    assert np.corrcoef(heard[: RATE * 3], mixed[: RATE * 3])[0, 1] > 0.99
