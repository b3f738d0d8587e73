"""Captions drawn into a film: judged by the pictures that another program finds in it."""

from __future__ import annotations

import json
from itertools import pairwise

import av
import numpy as np
import pytest

from tests.captions.films import PLACE, make_film, packets
from tests.captions.reviews import run
from tests.captions.sounds import SPEECH
from tests.tools import small_disk

TALK = """WEBVTT

00:00.400 --> 00:01.200
<v Jo>Hello, everyone, and welcome
to our Thursday evening group.

00:01.400 --> 00:02.000 line:0
<v Sam>We meet at 6:30 p.m.

00:01.400 --> 00:02.000
[laughter]
"""


def pictures(path):
    """Time in milliseconds and brightness of each picture."""
    with av.open(str(path)) as container:
        return [
            (round(frame.time * 1000), frame.to_ndarray(format="gray"))
            for frame in container.decode(video=0)
        ]


def contrast_of(light, dark):
    """WCAG 2.2's contrast ratio of two greys, 0 to 255."""

    def luminance(grey):
        share = grey / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return (luminance(light) + 0.05) / (luminance(dark) + 0.05)


def boxes(shot):
    """Rows and columns of what is black, in the upper and in the lower half."""
    half, found = shot.shape[0] // 2, []
    for first in (0, half):
        rows, columns = np.nonzero(shot[first : first + half] < 40)
        found.append(
            (rows.min() + first, rows.max() + first, columns.min(), columns.max())
            if len(rows) > 200 else None
        )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def burnt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("burn")
    make_film(folder / "film.mp4", seconds=3, size=(640, 360))
    (folder / "talk.vtt").write_text(TALK)
    done = run(folder, "burn", "film.mp4", "talk.vtt", "--out", "shown.mp4", "--json")
    assert done.code == 0, done.stderr
    assert json.loads(done.stdout)["files"] == ["shown.mp4"]
    return folder


def test_each_caption_is_there_at_its_time_and_no_other(burnt):
    for at, shot in pictures(burnt / "shown.mp4"):
        above, below = boxes(shot)
        assert (below is not None) == (400 <= at < 1200 or 1400 <= at < 2000), at
        assert (above is not None) == (1400 <= at < 2000), at


def test_the_box_is_opaque_inside_what_screens_show_and_its_letters_are_at_seven_to_one(burnt):
    shots = dict(pictures(burnt / "shown.mp4"))
    shot = shots[800]
    _, (top, bottom, left, right) = boxes(shot)
    height, width = shot.shape
    assert bottom <= height * 0.955
    assert left >= width * 0.035
    assert right <= width * 0.965
    assert abs((left + right) / 2 - width / 2) <= 4, "in the middle"
    inside = shot[top + 3 : bottom - 3, left + 3 : right - 3]
    shares = [np.mean(inside < 50), np.mean(inside > 200)]
    assert shares[0] > 0.5
    assert shares[1] > 0.05
    assert np.percentile(inside, 5) < 25, "nothing of the grey shines through"
    assert contrast_of(int(np.percentile(inside, 99)), int(np.percentile(inside, 20))) >= 7


def test_letters_are_as_large_as_the_layout_asks(burnt):
    for layout, least in (("access", 0.06), ("large-print", 0.085)):
        out = f"{layout}.mp4"
        words = ("burn", "film.mp4", "talk.vtt", "--out", out, "--layout", layout, "--force")
        assert run(burnt, *words).code == 0
        _, (top, bottom, *_rest) = boxes(dict(pictures(burnt / out))[800])
        assert (bottom - top) / 2 / 360 > least, layout


def test_sound_is_copied_bit_for_bit_and_pictures_keep_their_times(burnt):
    film, shown = burnt / "film.mp4", burnt / "shown.mp4"
    assert packets(shown, "audio") == packets(film, "audio")
    times = [[at for at, _ in pictures(path)] for path in (film, shown)]
    assert times[0] == times[1]
    assert all(first < second for first, second in pairwise(times[1]))


def test_the_rest_of_the_picture_stays(burnt):
    before, after = (dict(pictures(burnt / name)) for name in ("film.mp4", "shown.mp4"))
    for at in (0, 800, 1600, 2800):
        kept = slice(120, 200)  # between the upper box and the lower
        apart = np.abs(before[at][kept].astype(int) - after[at][kept].astype(int))
        assert np.percentile(apart, 99) <= 8


@pytest.mark.parametrize(
    ("name", "sound", "out", "code"),
    [
        ("film.mkv", "libopus", "shown.mkv", 0),
        ("film.mkv", "libopus", "shown.mp4", 0),
        ("film.mov", "pcm_s16le", "shown.mkv", 0),
        ("film.mov", "pcm_s16le", "shown.mov", 0),
        ("film.mkv", "libopus", "shown.mov", 4),
    ],
)
def test_a_container_that_cannot_hold_the_sound_is_named(tmp_path, name, sound, out, code):
    film = make_film(tmp_path / name, sound=sound, seconds=1)
    (tmp_path / "talk.vtt").write_text(TALK)
    done = run(tmp_path, "burn", name, "talk.vtt", "--out", out)
    assert done.code == code, done.stderr
    if code:
        assert "film.cannot-hold" in done.stderr
        assert not (tmp_path / out).exists()
    else:
        assert b"".join(packets(tmp_path / out, "audio")) == b"".join(packets(film, "audio"))
        assert PLACE.encode() not in (tmp_path / out).read_bytes()
    assert not list(tmp_path.glob(".*.part"))


def test_every_sound_track_goes_along(tmp_path):
    film = make_film(tmp_path / "two.mkv", sound="libopus", seconds=1, tracks=2)
    (tmp_path / "talk.vtt").write_text(TALK)
    assert run(tmp_path, "burn", "two.mkv", "talk.vtt", "--out", "shown.mkv").code == 0
    first, second = (packets(film, "audio", track) for track in (0, 1))
    assert first != second
    assert packets(tmp_path / "shown.mkv", "audio", 0) == first
    assert packets(tmp_path / "shown.mkv", "audio", 1) == second


def test_letters_of_other_scripts_are_drawn_or_named(tmp_path):
    make_film(tmp_path / "film.mp4", seconds=1)
    cue = "WEBVTT\n\n00:00.000 --> 00:00.900\n"
    (tmp_path / "ar.vtt").write_text(f"{cue}مرحبا بالجميع في Zoom\n")
    assert run(tmp_path, "burn", "film.mp4", "ar.vtt", "--out", "ar.mp4").code == 0
    assert boxes(pictures(tmp_path / "ar.mp4")[10][1])[1] is not None
    (tmp_path / "xx.vtt").write_text(f"{cue}Hello \U00012000\n")
    done = run(tmp_path, "burn", "film.mp4", "xx.vtt", "--out", "xx.mp4")
    assert done.code == 3
    assert "font.missing-glyph" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("burn", "film.mp4", "talk.vtt", "--out", "shown.webm"), 2, "film.suffix"),
        (("burn", "film.mp4", "talk.vtt", "--out", "film.mp4"), 2, "captions.same-file"),
        (("burn", "talk.vtt", "talk.vtt", "--out", "shown.mp4"), 2, "media.not-media"),
        (("burn", "film.mp4", "none.vtt", "--out", "shown.mp4"), 2, "file.missing"),
        (("burn", "film.mp4", "empty.vtt", "--out", "shown.mp4"), 2, "film.no-captions"),
        (("burn", "sound.flac", "talk.vtt", "--out", "shown.mp4"), 2, "film.no-picture"),
    ],
)
def test_what_cannot_be_burnt_is_told(tmp_path, words, code, told):
    make_film(tmp_path / "film.mp4", seconds=1)
    (tmp_path / "sound.flac").write_bytes((SPEECH / "mfa_uhuh.flac").read_bytes())
    (tmp_path / "talk.vtt").write_text(TALK)
    (tmp_path / "empty.vtt").write_text("WEBVTT\n")
    before = (tmp_path / "film.mp4").read_bytes()
    done = run(tmp_path, *words)
    assert (done.code, told in done.stderr) == (code, True), done.stderr
    assert (tmp_path / "film.mp4").read_bytes() == before


def test_a_film_whose_end_is_missing_goes_as_far_as_it_goes_and_says_so(tmp_path):
    film = make_film(tmp_path / "film.mkv", sound="libopus", seconds=6)
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    (tmp_path / "talk.vtt").write_text(TALK)
    page = ("convert", "talk.vtt", "--media", "film.mkv", "--page", "p")
    for words in (("burn", "film.mkv", "talk.vtt", "--out", "shown.mkv"), page):
        done = run(tmp_path, *words)
        assert done.code == 1
        assert "media.cut-short" in done.stderr
    assert 1_000 < pictures(tmp_path / "shown.mkv")[-1][0] < 5_000
    assert (tmp_path / "p" / "index.html").exists()


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    make_film(tmp_path / "film.mp4", seconds=2)
    (tmp_path / "talk.vtt").write_text(TALK)
    page = ("convert", "talk.vtt", "--media", "film.mp4", "--page", "small/p")
    with small_disk(tmp_path / "small", kilobytes=16) as place:
        for words in (("burn", "film.mp4", "talk.vtt", "--out", "small/shown.mp4"), page):
            done = run(tmp_path, *words)
            assert (done.code, "write.disk-full" in done.stderr) == (4, True), done.stderr
        assert [path for path in place.rglob("*") if path.is_file()] == []
