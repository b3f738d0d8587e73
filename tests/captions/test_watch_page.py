"""A recording with its captions as a folder, in a real browser, opened from the disk."""

from __future__ import annotations

import re
import shutil

import av
import pytest

from access_kit.captions.film import read_film
from access_kit.captions.watch_folder import plan_folder
from tests.captions.films import PLACE, make_film, packets
from tests.captions.reviews import make_draft, run
from tests.captions.sounds import SPEECH
from tests.validators.axe import (
    outside_requests,
    scrolls_sideways,
    shows_without_script,
    use,
    violations,
)

TALK = """WEBVTT

00:00.200 --> 00:01.500
<v Jo>Hello, everyone &amp; <i>welcome</i>.

00:01.600 --> 00:02.500
<v Sam>Good evening. &lt;/script&gt;&lt;script&gt;document.title = "taken"&lt;/script&gt;

00:02.600 --> 00:03.900 line:0
<v Sam>We meet at 6:30.
[laughter]

00:04.000 --> 00:05.900
<v Jo>Ready?
"""
KINDS = {
    "telephone": ("film.mp4", {}),
    "meeting": ("film.mkv", {"sound": "libopus"}),
    "camera": ("film.mov", {"sound": "pcm_s16le"}),
    "old": ("film.avi", {"picture": "mpeg4", "sound": "libmp3lame"}),
    "browser": ("film.webm", {"picture": "libvpx-vp9", "sound": "libopus"}),
    "studio": ("film.mov", {"pixels": "yuv422p"}),
    "odd": ("film.mp4", {"size": (318, 178)}),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watch")
    make_film(folder / "film.mp4")
    (folder / "talk.vtt").write_text(TALK)
    done = run(folder, "convert", "talk.vtt", "--media", "film.mp4", "--page", "page")
    assert done.code == 0, done.stderr
    return folder / "page" / "index.html"


def played(page, seconds=1.0):
    """Wait until so much has been played, and stop; the error of the player, if there is one."""
    page.wait_for_function(
        "seconds => { const f = document.getElementById('film');"
        " if (f.error || f.currentTime >= seconds) { f.pause(); return true } }",
        arg=seconds, timeout=30_000, polling=20,
    )  # fmt: skip
    return page.evaluate("(f => f.error && f.error.message)(document.getElementById('film'))")


def seek(page, seconds):
    page.evaluate(
        "at => new Promise(done => { const f = document.getElementById('film');"
        " f.addEventListener('seeked', done, { once: true }); f.currentTime = at })", seconds,
    )  # fmt: skip
    return page.locator("#now").inner_text()


def test_captions_stand_below_the_film_at_their_times(made):
    def look(page):
        page.wait_for_function("document.getElementById('film').readyState > 0")
        texts = [seek(page, at) for at in (0.1, 0.3, 1.55, 1.7, 3.0, 3.95, 5.0)]
        heard = page.locator(".piece.now").all_inner_texts()
        return texts, heard, page.title()

    texts, heard, title = use(made, look)
    assert texts[0] == texts[2] == texts[5] == ""
    assert texts[1] == "Jo: Hello, everyone & welcome."
    assert "</script><script>" in texts[3]
    assert texts[4].split("\n") == ["We meet at 6:30.", "[laughter]"]
    assert texts[6] == "Jo: Ready?"
    assert heard == ["Ready?"]
    assert title == "talk"


def test_the_transcript_plays_from_where_a_key_is_pressed(made):
    def press(page):
        page.get_by_role("button", name="Play from 00:04").focus()
        page.keyboard.press("Enter")
        fault = played(page, 4.1)
        return fault, page.locator("#now").inner_text(), page.locator(".piece.now").inner_text()

    assert use(made, press) == (None, "Jo: Ready?", "Ready?")


def test_what_was_said_last_is_heard_again(made):
    def press(page):
        page.wait_for_function("document.getElementById('film').readyState > 0")
        seek(page, 3.2)
        page.evaluate(
            "document.getElementById('film').addEventListener('seeking',"
            " event => { window.went = event.target.currentTime }, { once: true })"
        )
        page.get_by_role("button", name="Hear that again").click()
        page.wait_for_function("() => window.went !== undefined", polling=20)
        return page.evaluate("window.went")

    assert 2.5 < use(made, press) < 2.9


def test_captions_stand_on_the_picture_or_nowhere_where_that_is_chosen(made):
    def choose(page):
        told = {}
        for name in ("On the picture", "Off", "Below"):
            page.get_by_label(name, exact=True).check()
            told[name] = page.evaluate(
                "[document.getElementById('film').textTracks[0].mode,"
                " document.getElementById('now').hidden,"
                " document.getElementById('film').textTracks.length]"
            )
        return told

    assert use(made, choose) == {
        "On the picture": ["showing", True, 1],
        "Off": ["hidden", True, 1],
        "Below": ["hidden", False, 1],
    }


def test_a_caption_on_the_picture_is_text_and_no_markup(made):
    texts = use(made, lambda page: page.evaluate(
        "[...document.getElementById('film').textTracks[0].cues]"
        ".map(cue => cue.getCueAsHTML().textContent)"
    ))  # fmt: skip
    assert texts[0] == "Jo: Hello, everyone & welcome."
    assert 'document.title = "taken"' in texts[1]


def test_the_transcript_follows_in_a_box_of_its_own_and_stops_where_that_is_unchecked(
    tmp_path, made
):
    shutil.copy(made.parent / "film.mp4", tmp_path / "film.mp4")
    cues = [f"00:{n / 10:06.3f} --> 00:{(n + 1) / 10:06.3f}\n<v {'AB'[n % 2]}>Line {n} is said."
            for n in range(55)]  # fmt: skip
    (tmp_path / "long.vtt").write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n")
    assert run(tmp_path, "convert", "long.vtt", "--media", "film.mp4", "--page", "p").code == 0

    def watch(page):
        page.wait_for_function("document.getElementById('film').readyState > 0")
        tops = []
        for at, follows in ((5.05, True), (0.25, False)):
            page.locator("#follow").set_checked(follows)
            seek(page, at)
            page.wait_for_timeout(300)
            tops.append(page.evaluate("document.getElementById('lines').scrollTop"))
        whole = page.evaluate("document.documentElement.scrollTop")
        return tops, whole

    (there, stayed), whole = use(tmp_path / "p" / "index.html", watch)
    assert there > 200
    assert stayed == there
    assert whole == 0


def test_size_and_colours_are_chosen_and_captions_grow_with_them(made):
    def grow(page):
        size = "parseFloat(getComputedStyle(document.getElementById('now')).fontSize)"
        before = page.evaluate(size)
        page.locator(".settings summary").click()
        page.get_by_label("Largest").check()
        page.get_by_label("White on black").check()
        colour = page.evaluate("getComputedStyle(document.getElementById('now')).backgroundColor")
        return page.evaluate(size) / before, colour

    factor, colour = use(made, grow)
    assert factor == pytest.approx(2.0)
    assert colour == "rgb(255, 255, 255)"


def test_judges_find_nothing(made):
    assert violations([made]) == {made: []}
    assert violations([made], zoom=4.0) == {made: []}
    assert scrolls_sideways(made) == []
    for scheme in ("dark", "light"):
        words = use(made, lambda page: page.locator("#now").is_visible(), color_scheme=scheme)
        assert words


def test_all_of_it_is_reached_by_keyboard_and_shows_where_one_is(made):
    """The browser's own player holds several stops; each of ours shows that it has the focus."""

    def walk(page):
        page.evaluate("document.activeElement.blur()")
        stops = []
        for _ in range(40):
            page.keyboard.press("Tab")
            stop = page.evaluate(
                "(e => [e.tagName, e.id || e.getAttribute('aria-label') || e.innerText,"
                " getComputedStyle(e).outlineStyle])(document.activeElement)"
            )
            if stop[0] == "BODY":
                return stops
            stops.append(stop)
        raise AssertionError(f"the focus never leaves: {stops}")

    stops = use(made, walk)
    names = {name for _, name, _ in stops}
    assert {"film", "again", "way-under", "Play from 00:00", "Play from 00:04"} <= names
    assert [stop for stop in stops if stop[0] != "VIDEO" and stop[2] == "none"] == []


def test_without_scripts_the_words_and_the_player_are_there(made):
    words = shows_without_script(made)
    assert "Good evening." in words
    assert "Hear that again" not in words


def test_it_asks_for_what_lies_beside_it_and_no_more(made):
    asked = [address for address in outside_requests(made) if "index.html" not in address]
    assert {address.rpartition("/")[2] for address in asked} <= {"film.mp4", "captions.vtt"}
    assert all(address.startswith(made.parent.as_uri()) for address in asked)


@pytest.mark.parametrize("kind", KINDS)
def test_films_as_people_have_them_play_and_say_nothing_of_a_place(tmp_path, kind):
    name, how = KINDS[kind]
    film = make_film(tmp_path / name, seconds=2, **how)
    (tmp_path / "talk.vtt").write_text(TALK)
    done = run(tmp_path, "convert", "talk.vtt", "--media", name, "--page", "p", "--json")
    assert done.code in (0, 1), done.stderr
    made = next(path for path in (tmp_path / "p").iterdir() if path.stem == "film")

    def look(page):
        page.evaluate("document.getElementById('film').muted = true")
        page.evaluate("document.getElementById('film').play()")
        fault = played(page, 0.5)
        size = "(f => [f.videoWidth, f.videoHeight])(document.getElementById('film'))"
        return fault, page.evaluate(size)

    assert use(tmp_path / "p" / "index.html", look) == (None, [*how.get("size", (320, 180))])
    data = made.read_bytes()
    assert PLACE.encode() not in data
    assert b"CANARY" not in data
    if kind in ("telephone", "meeting", "browser"):
        assert packets(made, "video") == packets(film, "video"), "copied, not set anew"
        assert packets(made, "audio") == packets(film, "audio")


def test_a_film_that_a_telephone_turned_is_shown_upright(tmp_path):
    film = make_film(tmp_path / "lying.mp4", seconds=1, size=(320, 180))
    data = bytearray(film.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # ISO/IEC 14496-12, 8.3.2: the matrix of a track's head
    quarter = (0, 1 << 16, 0, -(1 << 16) & 0xFFFFFFFF, 0, 0, 180 << 16, 0, 1 << 30)
    data[at : at + 36] = b"".join(value.to_bytes(4, "big") for value in quarter)
    film.write_bytes(data)
    assert read_film(film).turned == 270
    (tmp_path / "talk.vtt").write_text(TALK)
    assert run(tmp_path, "convert", "talk.vtt", "--media", "lying.mp4", "--page", "p").code == 0
    with av.open(str(tmp_path / "p" / "film.mp4")) as container:
        shot = next(container.decode(video=0)).to_ndarray(format="gray")
    assert shot.shape == (320, 180)
    assert shot[:30, 150:170].max() > 200, "the square that was at the left is at the top, right"


@pytest.mark.parametrize("name", ["mfa_uhuh.flac", "sound.mp3", "sound.wav"])
def test_sound_alone_has_a_page_too(tmp_path, name):
    if name.endswith("flac"):
        shutil.copy(SPEECH / name, tmp_path)
    else:
        with (
            av.open(str(SPEECH / "mfa_uhuh.flac")) as source,
            av.open(str(tmp_path / name), "w") as out,
        ):
            voice = out.add_stream(
                "libmp3lame" if name.endswith("mp3") else "pcm_s16le", rate=16_000
            )
            for frame in source.decode(audio=0):
                out.mux(voice.encode(frame))
            out.mux(voice.encode(None))
    (tmp_path / "talk.vtt").write_text(TALK)
    assert run(tmp_path, "convert", "talk.vtt", "--media", name, "--page", "p").code == 0

    def look(page):
        page.evaluate("document.getElementById('film').play()")
        return played(page, 0.3), page.locator("input[name=way]").count()

    assert use(tmp_path / "p" / "index.html", look) == (None, 2)


def test_a_draft_says_so_above_the_film_and_in_its_captions(tmp_path):
    make_draft(tmp_path, "talk.vtt")
    assert run(tmp_path, "convert", "talk.vtt", "--media", "talk.flac", "--page", "p").code == 0
    words = shows_without_script(tmp_path / "p" / "index.html")
    assert "DRAFT: made by a computer" in words
    assert (
        "not checked yet" in (tmp_path / "p" / "captions.vtt").read_text()
        or "DRAFT" in (tmp_path / "p" / "captions.vtt").read_text()
    )


def test_a_page_in_arabic_reads_from_the_right(tmp_path):
    make_film(tmp_path / "film.mp4", seconds=2)
    (tmp_path / "talk.vtt").write_text(
        "WEBVTT\nLanguage: ar\n\n00:00.200 --> 00:01.500\n<v سام>مرحبا بالجميع 6:30.\n"
    )
    assert run(tmp_path, "convert", "talk.vtt", "--media", "film.mp4", "--page", "p").code == 0
    page = tmp_path / "p" / "index.html"
    html = page.read_text()
    assert '<html lang="ar" dir="rtl">' in html
    assert violations([page]) == {page: []}
    assert "ما يُقال" in shows_without_script(page)


def test_nothing_that_is_there_is_written_over_unasked(tmp_path, made):
    shutil.copytree(made.parent, tmp_path / "page")
    shutil.copy(made.parent.parent / "film.mp4", tmp_path)
    (tmp_path / "talk.vtt").write_text(TALK)
    words = ("convert", "talk.vtt", "--media", "film.mp4", "--page", "page")
    done = run(tmp_path, *words)
    assert done.code == 4
    assert "index.html" in done.stderr
    (tmp_path / "page" / "mine.txt").write_text("kept")
    assert run(tmp_path, *words, "--force").code == 0
    assert (tmp_path / "page" / "mine.txt").read_text() == "kept"


@pytest.mark.parametrize("words", [("--media", "film.mp4"), ("--page", "p")])
def test_film_and_folder_go_together(tmp_path, words):
    (tmp_path / "talk.vtt").write_text(TALK)
    done = run(tmp_path, "convert", "talk.vtt", *words)
    assert done.code == 2
    assert "captions.page-and-media" in done.stderr


def test_a_film_that_breaks_off_leaves_nothing_behind(tmp_path):
    film = make_film(tmp_path / "film.mkv", seconds=3)
    data = film.read_bytes()
    film.write_bytes(b"\x1aE\xdf\xa3" + data[4:60])
    (tmp_path / "talk.vtt").write_text(TALK)
    done = run(tmp_path, "convert", "talk.vtt", "--media", "film.mkv", "--page", "p")
    assert done.code == 2
    assert not list((tmp_path).rglob("*.part"))
    assert not re.search("Traceback", done.stderr)


def test_the_one_sound_track_with_speech_is_taken(tmp_path):
    film = make_film(tmp_path / "film.mp4", seconds=1)
    planned = plan_folder(tmp_path / "p", film, 1, force=False)
    assert planned.plan.track == 1
