"""The page of live captions in a real browser: lines that stay, sound that arrives, and strangers.

One browser with a profile on disk serves all of it. Its microphone is a file of noise that is never
the same twice, so that what arrives can be found in it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from access_kit.captions.live.hearing import HeardNews
from access_kit.captions.live.live_page import COLOURS, STATES
from access_kit.documents.contrast import contrast_ratio
from access_kit.documents.looks import colours_for
from tests.captions.live_parts import DeafEngine, say, served_room
from tests.captions.sounds import RATE, make_noise, save_sound
from tests.captions.test_live import CANARY, CLIP, SAID, load_clip, normal, start, wait_for
from tests.captions.test_review_page import Served, axe
from tests.tools import BROWSERS, program, require
from tests.validators.axe import FLAGS

SPEECH = [
    "we",
    "are",
    "glad",
    "that",
    "you",
    "are",
    "here",
    "today",
    "and",
    "you",
    "can",
    "speak",
    "or",
    "be",
    "silent",
    "as",
    "you",
    "like",
    "and",
    "nobody",
    "will",
    "ask",
    "you",
    "why",
    "or",
    "write",
    "down",
    "what",
    "you",
    "say",
    "unless",
    "you",
    "want",
    "it",
]
RECORD = """() => {
  window.seen = []
  const look = () => {
    const frame = document.getElementById('lines').getBoundingClientRect()
    const lines = [...document.querySelectorAll('.line')].map(line => {
      if (!line.number) line.number = window.lines = (window.lines || 0) + 1
      const words = [...line.children].filter(word => word.className !== 'open').map(word => {
        const box = word.getBoundingClientRect()
        return [word.textContent, box.left - frame.left, box.width]
      })
      return [line.number, line.getBoundingClientRect().top - frame.top, words]
    })
    window.seen.push(lines.filter(line => line[2].length))
  }
  const all = { childList: true, subtree: true, attributes: true }
  new MutationObserver(look).observe(document.getElementById('lines'), all)
  const everyFrame = () => { look(); requestAnimationFrame(everyFrame) }
  everyFrame()
}"""


@pytest.fixture(scope="module")
def noise(tmp_path_factory) -> Path:
    """What the microphone hears."""
    file = tmp_path_factory.mktemp("noise") / "noise.wav"
    return save_sound(file, make_noise(120, 4_000, seed=7), codec="pcm_s16le")


def open_browser(driver: Any, profile: Path, sound: Path) -> Any:
    chromium = os.environ.get("ACCESS_KIT_CHROMIUM") or program(*BROWSERS)
    require("Chromium", chromium)
    return driver.chromium.launch_persistent_context(
        str(profile),
        executable_path=str(chromium),
        args=[
            *FLAGS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={sound}",
            "--autoplay-policy=user-gesture-required",
        ],
        viewport={"width": 1280, "height": 1024},
    )


@pytest.fixture(scope="module")
def driver():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def context(driver, tmp_path_factory, noise):
    found = open_browser(driver, tmp_path_factory.mktemp("profile"), noise)
    found.set_default_timeout(90_000)
    yield found
    found.close()


@pytest.fixture
def room():
    engine = DeafEngine()
    with served_room(engine) as (session, page):
        session.engine, session.page = engine, page
        yield session


@pytest.fixture
def page(room, context):
    found = context.new_page()
    found.goto(room.page.address)
    until(found, "view.known >= 0")
    found.evaluate("document.querySelector('details').open = true")
    yield found
    found.close()


def until(page: Any, true: str) -> None:
    """Asked from outside again and again: the page itself evaluates nothing."""
    wait_for(lambda: page.evaluate(true), 90)


def shown(page: Any) -> str:
    """All words in the lines, open ones too."""
    texts = "[...document.querySelectorAll('.line > span')].map(word => word.textContent.trim())"
    return " ".join(page.evaluate(texts))


def speak(room: Any, page: Any, words: list[str], size: int = 6) -> None:
    """Words as an engine gives them: open and unsure, then standing in handfuls."""
    for first in range(0, len(words), size):
        handful = words[first : first + size]
        for count in range(1, len(handful) + 1):
            heard = [*handful[: count - 1], handful[count - 1][::-1]]
            room.room.take(HeardNews((), tuple(heard)))
            page.wait_for_timeout(5)
        room.room.take(HeardNews(say(" ".join(handful), first * 200)))
    until(page, f"view.known === {room.room.count} && !view.open.length")


# -- lines --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [1, 3])
def test_no_line_that_stands_moves(room, page, lines, record_numbers):
    """Every frame: words in their place to the pixel, lines up by whole heights alone."""
    page.select_option("#count", str(lines))
    page.evaluate(RECORD)
    speak(room, page, SPEECH * 4, size=6 if lines > 1 else 1)
    height = page.evaluate("view.line")
    frames = page.evaluate("window.seen")
    before: dict[int, tuple[float, list]] = {}
    scrolled = 0
    for frame in frames:
        for number, top, words in frame:
            if number in before:
                old_top, old_words = before[number]
                assert words[: len(old_words)] == old_words
                assert top <= old_top
                assert (old_top - top) % height == 0
                scrolled += top < old_top
            before[number] = (top, words)
    text = [word[0].strip() for number in sorted(before) for word in before[number][1]]
    left = iter(SPEECH * 4)
    assert all(word in left for word in text), "each word stands once, and in order"
    if lines > 1:  # of several words at once, one line may hold the last alone
        assert text == SPEECH * 4
    record_numbers(f"live: {lines} lines, {len(frames)} looks, {scrolled} times up, none moved")
    assert len(before) > 2 * lines
    assert page.evaluate("document.querySelectorAll('.line').length") <= lines + 2
    assert page.evaluate("document.getElementById('log').children.length") <= 50


def test_what_stands_last_is_in_sight_whatever_is_open(room, page):
    seen = """() => {
      const frame = document.getElementById('lines').getBoundingClientRect()
      const words = [...document.querySelectorAll('.line > span')]
      const box = words[words.length - 1].getBoundingClientRect()
      return box.top >= frame.top && box.bottom <= frame.bottom + 1 && box.right <= frame.right + 1
    }"""
    for lines in ("1", "2", "4"):
        page.select_option("#count", lines)
        for count in (1, 40, 3, 90, 0):
            room.room.take(HeardNews((), tuple((SPEECH * 3)[:count])))
            until(page, f"view.open.length === {count}")
            assert count == 0 or page.evaluate(seen)
        speak(room, page, SPEECH)
        assert page.evaluate(seen)


def test_open_words_are_known_without_colour_and_readable(room, page):
    room.room.take(HeardNews(say("this stands"), ("this", "changes")))
    until(page, "view.open.length === 2")
    style = """open => {
      const one = getComputedStyle(document.querySelector(open ? '.line .open' : '.line > span'))
      return [one.color, one.textDecorationLine, one.textDecorationStyle]
    }"""
    standing, still_open = page.evaluate(style, False), page.evaluate(style, True)
    assert standing[0] == still_open[0]
    assert (standing[1], still_open[1:]) == ("none", ["underline", "dotted"])
    for one in COLOURS.values():
        colours = colours_for(one)
        assert contrast_ratio(colours.ink, colours.paper) >= 7


def test_a_word_wider_than_a_line_is_cut_and_nothing_is_lost(room, page):
    page.set_viewport_size({"width": 320, "height": 256})
    page.select_option("#size", "128")
    word = "incomprehensibilities"
    room.room.take(HeardNews(say(f"a {word}")))
    until(page, "view.known === 2")
    page.select_option("#count", "4")
    page.select_option("#size", "24")
    assert shown(page) in f"a {word}"
    page.set_viewport_size({"width": 1280, "height": 1024})


def test_screen_readers_get_what_stands_and_each_word_once(room, page):
    assert page.get_attribute("#log", "role") == "log"
    assert page.get_attribute("#lines", "aria-hidden") == "true"
    speak(room, page, SPEECH)
    assert page.inner_text("#log").split() == SPEECH


# -- streams that break -------------------------------------------------------------------------


def test_a_stream_that_broke_goes_on_where_it_was(room, context):
    whole, asked = room.room.stream, []

    def broken(last: str):
        asked.append(last)
        for number, piece in enumerate(whole(last)):
            yield piece
            if number == 3:
                raise ConnectionResetError

    room.page.doors.streams["events"] = broken
    page = context.new_page()
    page.goto(room.page.address)
    for at, word in enumerate(SPEECH):
        room.room.take(HeardNews(say(word, at * 200)))
        page.wait_for_timeout(100)
    until(page, f"view.known === {len(SPEECH)}")
    assert page.inner_text("#log").split() == SPEECH
    assert shown(page).split() == SPEECH[-len(shown(page).split()) :]
    assert len([last for last in asked if last]) >= 2
    wait_for(lambda: page.inner_text("#fault") == "")
    page.close()


def test_the_end_is_told(context):
    page = context.new_page()
    with served_room() as (session, served):
        page.goto(served.address)
        until(page, "view.known >= 0")
        session.room.close()
        until(page, "view.state === 'over'")
        assert page.inner_text("#state") == "The captions have ended."
    page.close()


# -- sound --------------------------------------------------------------------------------------


def arrived(room: Any) -> np.ndarray:
    return np.frombuffer(b"".join(room.engine.got), "<i2").astype(float)


def find_in(noise: np.ndarray, piece: np.ndarray) -> tuple[int, float]:
    """Where a piece lies in the noise, and how alike they are (1: the same)."""
    size = 1 << (len(noise) + len(piece)).bit_length()
    product = np.fft.irfft(np.fft.rfft(noise, size) * np.conj(np.fft.rfft(piece, size)))
    at = int(np.argmax(product[: len(noise)]))
    there = noise[at : at + len(piece)]
    length = min(len(there), len(piece))
    return at, float(np.corrcoef(there[:length], piece[:length])[0, 1])


def test_sound_arrives_whole_and_in_order(room, page, noise):
    page.click("#microphone")
    wait_for(lambda: len(arrived(room)) >= 4 * RATE, 60)
    assert page.inner_text("#state") == "Listening."
    assert page.get_attribute("#microphone", "aria-pressed") == "true"
    sound, file = arrived(room)[RATE : 4 * RATE], load_clip(noise).astype(float)
    places = [find_in(file, sound[at : at + RATE // 2]) for at in range(0, len(sound), RATE // 2)]
    assert min(alike for _, alike in places) > 0.6, places
    steps = np.diff([at for at, _ in places])
    assert all(abs(step - RATE // 2) <= RATE // 100 for step in steps), places


def test_a_pause_is_a_pause_and_it_goes_on(room, page):
    page.click("#microphone")
    wait_for(lambda: len(arrived(room)) >= RATE, 60)
    page.click("#pause")
    until(page, "view.state === 'paused'")
    page.wait_for_timeout(500)
    before = len(arrived(room))
    page.wait_for_timeout(4_500)
    assert len(arrived(room)) == before
    assert page.inner_text("#pause") == "Go on"
    page.click("#pause")
    wait_for(lambda: len(arrived(room)) > before + RATE, 60)
    assert page.inner_text("#state") == "Listening."


def test_an_unplugged_microphone_is_told_and_the_new_one_taken(room, page):
    page.click("#microphone")
    wait_for(lambda: len(arrived(room)) >= RATE, 60)
    page.evaluate(
        """() => {
          const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
          window.there = false
          navigator.mediaDevices.getUserMedia = wish => window.there ? ask(wish)
            : Promise.reject(new DOMException('', 'NotFoundError'))
          const [track] = ear.stream.getAudioTracks()
          track.stop()
          track.dispatchEvent(new Event('ended'))
        }"""
    )
    until(page, "view.state === 'gone'")
    assert page.inner_text("#fault").startswith("The microphone is gone. Plug one in")
    page.wait_for_timeout(2_000)
    before = len(arrived(room))
    page.evaluate("window.there = true")
    page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    wait_for(lambda: len(arrived(room)) > before + RATE, 60)
    assert page.inner_text("#fault") == ""
    assert page.inner_text("#state") == "Listening."


@pytest.mark.parametrize("way", ["suspend", "end"])
def test_it_goes_on_after_sleep(room, page, way):
    """A computer that sleeps suspends the sound, or ends it without a word."""
    page.click("#microphone")
    wait_for(lambda: len(arrived(room)) >= RATE, 60)
    if way == "suspend":
        page.evaluate("ear.context.suspend()")
    else:
        page.evaluate("ear.stream.getAudioTracks()[0].stop(), ear.context.suspend()")
    before = len(arrived(room))
    wait_for(lambda: len(arrived(room)) > before + 2 * RATE, 90)
    assert page.inner_text("#fault") == ""


def test_two_pages_do_not_speak_at_once(room, page, context):
    page.click("#microphone")
    wait_for(lambda: len(arrived(room)) >= RATE, 60)
    other = context.new_page()
    other.goto(room.page.address)
    until(other, "view.known >= 0")
    other.click("#microphone")
    until(page, "document.getElementById('fault').textContent !== ''")
    assert page.inner_text("#fault") == "Another page listens now."
    assert page.get_attribute("#microphone", "aria-pressed") == "false"
    other.close()


# -- strangers ----------------------------------------------------------------------------------


def asking(room: Any) -> Served:
    return Served(None, room.page.address)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "events", "sound", "state", "live.js"])
def test_without_the_token_and_for_another_host_there_is_nothing(room, name):
    ask = asking(room)
    own = {"Origin": room.page.origin}
    for method in ("GET", "POST"):
        assert ask.ask(f"/{name}", method, **own) == 404
        assert ask.ask(f"/{'x' * 43}/{name}", method, **own) == 404
        for host in ("evil.example", f"localhost:{room.page.port}", "127.0.0.1"):
            assert ask.ask(f"/{ask.token}/{name}", method, Host=host, **own) == 403
        for origin in ("https://evil.example", "null"):
            assert ask.ask(f"/{ask.token}/{name}", method, Origin=origin) == 403
        assert ask.ask(f"/{ask.token}/{name}", method, Sec_Fetch_Site="cross-site", **own) == 403


def test_sound_comes_from_the_page_itself_and_is_small(room):
    ask, own = asking(room), {"Origin": room.page.origin}
    path = f"/{ask.token}/sound?source=a&rate=16000"
    kind = {"Content_Type": "application/octet-stream"}
    assert ask.ask(path, "POST", b"1234", **kind) == 403
    assert ask.ask(path, "POST", b"1234", **own, Content_Type="text/plain") == 415
    assert ask.ask(path, "POST", bytes(200_001), **own, **kind) == 413
    assert ask.ask(path, "POST", b"1234", **own, **kind) == 409, "nobody said that it listens"
    said = {**own, "Content_Type": "application/json"}
    state = f"/{ask.token}/state"
    assert ask.ask(state, "POST", b'{"state": "over", "source": "a"}', **said) == 400
    assert ask.ask(state, "POST", b'{"state": "listening", "source": "a"}', **said) == 200
    assert ask.ask(path, "POST", b"1234", **own, **kind) == 200
    for bad in ("rate=1", "rate=x", "rate=16000000", ""):
        assert ask.ask(f"/{ask.token}/sound?source=a&{bad}", "POST", b"12", **own, **kind) == 400
    wait_for(lambda: room.engine.got == [b"1234"])


def test_a_page_of_a_stranger_hears_and_says_nothing(room, context):
    page = context.new_page()
    page.route("https://evil.example/", lambda route: route.fulfill(body="<p>hello"))
    page.goto("https://evil.example/")
    room.room.take(HeardNews(say("a secret")))
    told = page.evaluate(
        """async address => {
          const tried = []
          for (const mode of ['cors', 'no-cors']) {
            try {
              const answer = await fetch(address, { mode })
              tried.push((await answer.text()).length)
            } catch { tried.push(0) }
          }
          tried.push(await new Promise(done => {
            const source = new EventSource(address + 'events', { withCredentials: true })
            source.onerror = () => { source.close(); done(0) }
            source.onmessage = () => done(1)
          }))
          const send = (name, text, type) => {
            navigator.sendBeacon(address + name, new Blob([text], { type }))
          }
          for (const type of ['text/plain', 'application/octet-stream']) {
            send('sound?source=a&rate=16000', '12', type)
          }
          send('state', '{"state":"listening","source":"a"}', 'text/plain')
          return tried
        }""",
        room.page.address,
    )
    assert told == [0, 0, 0]
    page.close()
    assert room.engine.got == []
    assert room.room.state == "waiting"


def test_it_listens_on_this_computer_alone(room):
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("no /proc here")
    port = f":{room.page.port:04X}"
    rows = [row.split() for row in listening.read_text().splitlines()]
    assert [row[1] for row in rows if row[1].endswith(port) and row[3] == "0A"] == [
        f"0100007F{port}"
    ]


# -- nothing is kept ----------------------------------------------------------------------------


def test_after_a_session_nothing_that_was_said_lies_anywhere(driver, tmp_path, noise):
    """A real engine, a real browser with a profile of its own; then every file is looked at."""
    home, profile = tmp_path / "home", tmp_path / "profile"
    home.mkdir()
    browser = open_browser(driver, profile, noise)
    with start(tmp_path, "--pipe", home=home) as process:
        page = browser.new_page()
        page.goto(process.stdout.readline().decode().strip())
        until(page, "view.known >= 0")
        out, err = process.communicate(load_clip(CLIP).tobytes(), timeout=300)
    until(page, "view.state === 'over'")
    assert normal(page.inner_text("#log")) == normal(SAID)
    browser.close()
    assert CANARY not in out + err
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert len([one for one in files if profile in one.parents]) > 10
    told = (CANARY, CANARY.decode().encode("utf-16-le"), b"turn your camera")
    assert not [one for one in files if any(word in one.read_bytes() for word in told)]


# -- for everybody ------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", COLOURS)
def test_axe_finds_nothing(room, page, colour):
    room.room.take(HeardNews(say("this stands"), ("this", "changes")))
    page.select_option("#colours", colour)
    until(page, "view.known === 2")
    assert axe(page) == []


def test_at_400_percent_nothing_runs_out_and_in_forced_colours_all_is_seen(room, page):
    page.set_viewport_size({"width": 320, "height": 256})
    page.emulate_media(forced_colors="active")
    speak(room, page, SPEECH[:8])
    room.room.take(HeardNews((), ("open",)))
    until(page, "view.open.length === 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    line = "getComputedStyle(document.querySelector('.line .open')).textDecorationLine"
    assert page.evaluate(line) == "underline"
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 1024})


def test_everything_goes_by_keyboard_and_nothing_moves_by_itself(room, page):
    page.evaluate("document.querySelector('details').open = false")
    names = []
    for _ in range(9):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.id || document.activeElement.localName"))
        if names[-1] == "summary":
            page.keyboard.press("Enter")
    wanted = ["microphone", "computer", "summary", "size", "count", "colours"]
    assert [name for name in names if name in wanted][: len(wanted)] == wanted
    page.focus("#size")
    page.keyboard.press("End")
    assert page.evaluate("getComputedStyle(document.getElementById('lines')).fontSize") == "128px"
    moving = """[...document.querySelectorAll('*')].filter(one => {
      const style = getComputedStyle(one)
      return style.animationName !== 'none' || style.transitionDuration !== '0s'
    }).length"""
    assert page.evaluate(moving) == 0


def test_every_state_has_words(page):
    says = page.evaluate("says")
    assert all(says[state] for state in STATES)


def test_it_speaks_the_language_of_the_room(context):
    page = context.new_page()
    with served_room(DeafEngine(lang="ar")) as (session, served):
        page.goto(served.address)
        until(page, "view.known >= 0")
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
            "ar",
            "rtl",
        ]
        page.evaluate(RECORD)
        for at in range(12):
            session.room.take(HeardNews(say("كلمة تقال", at * 400)))
        until(page, "view.known === 24")
        places = page.evaluate("window.seen")[-1][0][2]
        assert [at for _, at, _ in places] == sorted((at for _, at, _ in places), reverse=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
