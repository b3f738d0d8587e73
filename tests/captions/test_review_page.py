"""The page of a review in a real browser: by keyboard alone, and for nobody but its reader.

One program, one browser and one recording of two minutes serve all of it. The recording is what
people said in ``tests/data/speech``, one clip after another; the words are a rough draft of
PocketSphinx, which Whisper heard a second time.
"""

from __future__ import annotations

import dataclasses
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from access_kit.captions.check_words import align_words
from access_kit.captions.convert import read_source
from access_kit.captions.drafts import DraftState, mark_draft_words
from access_kit.captions.layout_rules import find_layout
from access_kit.captions.reviewing.doubt import DOUBTFUL
from access_kit.captions.reviewing.material import find_material
from access_kit.captions.reviewing.other_hearing import compare_hearings
from access_kit.captions.reviewing.review_json import read_review, review_path, write_review
from access_kit.captions.reviewing.words_reviewed import ReviewState
from access_kit.files import file_sha256
from access_kit.model.word import RecordedWords
from access_kit.timed_text.words_json import format_words
from tests.captions.reviews import HEARD, make_draft, review, run
from tests.captions.sounds import SPEECH, load_clip, save_sound
from tests.captions.test_whisper import CLIPS, normal
from tests.conftest import NOW, command_environment
from tests.tools import BROWSERS, node_file, program, require
from tests.validators.axe import EXTRA_RULES, FLAGS, TAGS

FIRST, SECOND = "pocketsphinx", "whisper"
RATE = 16_000
LONG_MS = 120_000
REACTION_MS = 700
"""From the start of a wrong word to the key, as a person hears on."""
LAYOUT = "access"


@dataclass
class Talk:
    """Two minutes of speech: the words of each clip as heard and as said."""

    words: list[Any]
    others: list[Any]
    said: list[str]


def two_minutes(folder: Path) -> Talk:
    """``talk.flac`` and its words."""
    talk, sound, at = Talk([], [], []), [], 0
    for clip, said in CLIPS:
        samples = load_clip(SPEECH / clip)
        if at >= LONG_MS:
            break
        for words, engine in ((talk.words, FIRST), (talk.others, SECOND)):
            words += [
                dataclasses.replace(word, start_ms=word.start_ms + at, end_ms=word.end_ms + at)
                for word in HEARD[engine][clip]
            ]
        talk.said += normal(said)
        sound.append(samples)
        at += len(samples) * 1000 // RATE
    save_sound(folder / "talk.flac", np.concatenate(sound), codec="flac")
    return talk


def make_reviewed(folder: Path, talk: Talk) -> None:
    """A draft of the talk and a review that has just begun, with a second engine's ears."""
    state = DraftState("draft", engine=FIRST, rough=True)
    words = mark_draft_words(RecordedWords(tuple(talk.words), lang="en"), state)
    (folder / "talk.words.json").write_bytes(format_words(words))
    assert run(folder, "convert", "talk.words.json", "--out", "talk.vtt").code == 0
    file, layout = folder / "talk.vtt", find_layout(LAYOUT)
    material = find_material(read_source(file), layout, words)
    review = ReviewState(
        file_sha256(file),
        file_sha256(folder / "talk.flac"),
        LAYOUT,
        material.reviewed_words(compare_hearings(material.words, talk.others)),
        "en",
        FIRST,
        rough=True,
    )
    write_review(review_path(file), review)


@dataclass
class Served:
    """A program that serves a review, and where."""

    process: subprocess.Popen[str]
    address: str
    home: Path | None = None

    @property
    def port(self) -> int:
        return int(re.findall(r":(\d+)/", self.address)[0])

    @property
    def token(self) -> str:
        return self.address.rstrip("/").rpartition("/")[2]

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> int:
        """The status of an answer, to a request with these headers and no others."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        asked.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        told = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(body))}
        for name, value in (told | {k.replace("_", "-"): v for k, v in headers.items()}).items():
            asked.putheader(name, value)
        asked.endheaders(body)
        answer = asked.getresponse()
        self.data, self.headers = answer.read(), dict(answer.getheaders())
        asked.close()
        return answer.status

    def end(self) -> tuple[int, str]:
        """Ctrl-C: the exit code, and what was said."""
        self.process.send_signal(signal.SIGINT)
        said = self.process.stdout.read()
        return self.process.wait(60), said


def serve(folder: Path, file: str = "talk.vtt", home: Path | None = None) -> Served:
    words = ("captions", "review", file, "--media", "talk.flac", "--no-second")
    environment = command_environment(NOW)
    if home is not None:
        environment |= dict.fromkeys(("TMPDIR", "HOME", "XDG_CACHE_HOME"), str(home))
    process = subprocess.Popen(
        [sys.executable, "-m", "access_kit", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever started the tests may have had SIGINT ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), process.stderr.read()
    return Served(process, address, home)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    talk = two_minutes(folder)
    make_reviewed(folder, talk)
    return folder, talk


@pytest.fixture(scope="module")
def served(place, tmp_path_factory):
    found = serve(place[0], home=tmp_path_factory.mktemp("home"))
    yield found
    if found.process.poll() is None:
        found.process.kill()
    found.process.communicate()


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    """A browser with a profile on disk, so that what it keeps can be looked at."""
    chromium = os.environ.get("ACCESS_KIT_CHROMIUM") or program(*BROWSERS)
    require("Chromium", chromium)
    from playwright.sync_api import sync_playwright

    profile = tmp_path_factory.mktemp("profile")
    with sync_playwright() as driver:
        found = driver.chromium.launch_persistent_context(
            str(profile),
            executable_path=str(chromium),
            args=FLAGS,
            viewport={"width": 1280, "height": 1024},
            reduced_motion="reduce",
        )
        found.profile = profile
        yield found
        found.close()


class Hands:
    """Keys on a page, counted one by one."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.count += len(text)
        self.page.keyboard.type(text)


# -- for nobody but its reader ------------------------------------------------------------------


def test_without_the_token_there_is_nothing(served):
    for path in ("/", "/review", "//review", "/x/review", f"/{served.token}", "/favicon.ico"):
        assert served.ask(path) == 404, path
        assert b"reader" not in served.data
    assert served.ask(f"/{served.token}/review") == 200
    assert served.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    [
        "../talk.vtt", "..%2ftalk.vtt", "%2e%2e/talk.vtt", "talk.vtt", "talk.words.json",
        "page.html", "/etc/passwd", "....//talk.flac",
        "page.js/../../talk.vtt", "talk.flac%00", "loopback.py",
    ],
)  # fmt: skip
def test_no_file_is_served_but_its_own(served, name):
    assert served.ask(f"/{served.token}/{name}") == 404
    assert b"reader" not in served.data


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1", "127.0.0.1:1", "[::1]", ""]
)
def test_a_host_that_was_bound_to_this_computer_is_another(served, host):
    """Rebinding: a stranger's name that suddenly means 127.0.0.1 sends its own name as the host."""
    assert served.ask(f"/{served.token}/review", Host=host) == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site", "Accept": "text/event-stream"},
    ],
)
def test_another_page_is_told_nothing_and_changes_nothing(served, headers):
    assert served.ask(f"/{served.token}/review", **headers) == 403
    assert "Access-Control-Allow-Origin" not in served.headers
    sent = {"Content_Type": "application/json", **headers}
    assert served.ask(f"/{served.token}/finish", "POST", b"{}", **sent) == 403
    assert served.process.poll() is None


def test_what_changes_something_comes_from_the_page_itself_as_json(served):
    own = f"http://127.0.0.1:{served.port}"
    path = f"/{served.token}/change"
    kind = "application/json"
    assert served.ask(path, "POST", b"{}", Content_Type=kind) == 403
    assert served.ask(path, "POST", b"{}", Origin=own, Content_Type="text/plain") == 415
    assert served.ask(path, "POST", b"[" * 5000, Origin=own, Content_Type=kind) == 400
    assert served.ask(path, "POST", b'{"version": 7}', Origin=own, Content_Type=kind) == 409
    assert served.ask(path, Origin=own) == 404
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        assert served.ask(path, method, Origin=own) == 501


def test_it_listens_on_this_computer_alone(served):
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("no /proc here")
    port = f":{served.port:04X}"
    rows = [row.split() for row in listening.read_text().splitlines()]
    assert [row[1] for row in rows if row[1].endswith(port) and row[3] == "0A"] == [
        f"0100007F{port}"
    ]


def test_a_page_of_a_stranger_reads_nothing_and_sends_nothing(served, context):
    page = context.new_page()
    page.route("https://evil.example/", lambda route: route.fulfill(body="<p>hello"))
    page.goto("https://evil.example/")
    told = page.evaluate(
        """async address => {
          const tried = []
          for (const mode of ['cors', 'no-cors']) {
            try {
              const answer = await fetch(address + 'review', { mode, credentials: 'include' })
              tried.push((await answer.text()).length)
            } catch { tried.push(0) }
          }
          tried.push(await new Promise(done => {
            const source = new EventSource(address + 'review')
            source.onerror = () => { source.close(); done(0) }
            source.onmessage = () => done(1)
          }))
          tried.push(await new Promise(done => {
            const frame = document.createElement('iframe')
            frame.onload = () => { try { done(frame.contentDocument ? 1 : 0) } catch { done(0) } }
            frame.src = address
            document.body.append(frame)
          }))
          navigator.sendBeacon(address + 'finish', new Blob(['{}'], { type: 'text/plain' }))
          return tried
        }""",
        served.address,
    )
    assert told == [0, 0, 0, 0]
    page.close()
    assert served.process.poll() is None


# -- by keyboard alone --------------------------------------------------------------------------


def find_right(talk: Talk) -> dict[tuple[int, str], str]:
    """What each heard word should be, by its start and its text; a word left out comes behind
    the one before it."""
    sounds = [(sound, at) for at, word in enumerate(talk.words) for sound in normal(word.text)]
    said: list[list[str]] = [[] for _ in talk.words]
    last, wrong = 0, set()
    for step in align_words(talk.said, [sound for sound, _ in sounds]):
        if step.other is not None:
            last = sounds[step.other][1]
        if not step.equal:
            wrong.add(last)
        if step.reference is not None:
            said[last].append(talk.said[step.reference])
    return {
        (word.start_ms, word.text): " ".join(said[at]) if at in wrong else word.text
        for at, word in enumerate(talk.words)
    }


def keys_of_plain_editing(vtt: str, corrected: dict[int, list[tuple[int, str, str]]]) -> int:
    """The fewest keys in a text editor beside a player, both without a mouse.

    A caption is played and stopped (2). Its text is reached line by line (Down), the word in it
    word by word (Control and Right), marked (1 a word), and written over.
    """
    keys, here, cue = 0, 0, -1
    for number, line in enumerate(vtt.splitlines()):
        if "-->" in line:
            keys += 2
            cue += 1
            for at, gone, come in corrected.get(cue, []):
                keys += number + 1 - here + at + len(gone.split()) + len(come)
                here = number + 1
    return keys


def test_two_minutes_are_corrected_with_a_quarter_of_the_keys(
    place, served, context, record_numbers
):
    folder, talk = place
    right = find_right(talk)
    vtt = (folder / "talk.vtt").read_text()
    page = context.pages[0]
    page.goto(served.address)
    page.wait_for_function("document.getElementById('text').value !== ''")
    assert page.evaluate("document.activeElement.id") == "text"
    hands, done = Hands(page), set()
    for _ in range(len(talk.words)):
        item = page.evaluate(
            """() => ({ open: findItems().length, other: otherOf(state.item),
                words: state.words.slice(state.item.first, state.item.end) })"""
        )
        if not item["open"]:
            break
        words = item["words"]
        done |= {word["start_ms"] for word in words}
        now = " ".join(word["text"] for word in words)
        wanted = " ".join(
            right.get((word["start_ms"], word["text"]), word["text"]) for word in words
        )
        if wanted != now:
            same = normal(item["other"]) == normal(wanted)
            if same:
                hands.press("F4")
                continue
            hands.write(wanted or " ")
        hands.press("Enter")
    queue_keys = hands.count
    assert page.evaluate("findItems().length") == 0
    left = [
        word
        for word in page.evaluate("state.words")
        if word["start_ms"] not in done
        and right.get((word["start_ms"], word["text"]), word["text"]) != word["text"]
    ]
    for word in left:  # what no engine doubted: found by listening on
        wanted = right[(word["start_ms"], word["text"])]
        hands.press("F9")
        page.evaluate("ms => { sound.currentTime = ms / 1000 }", word["start_ms"] + REACTION_MS)
        hands.press("F9")
        # Control and an arrow for each word that the mark is off, and Shift over the right one:
        # systems differ in where they stop, so the keys are counted and the place is set.
        off, *span = page.evaluate(
            """([start, word]) => {
              const [first] = cueOf(state.item.first)
              const at = state.words.findIndex(one => one.start_ms === start && one.text === word)
              const before = state.words.slice(first, at).map(one => one.text + ' ').join('').length
              return [Math.abs(at - state.item.first), before, before + word.length]
            }""",
            [word["start_ms"], word["text"]],
        )
        hands.count += off + 1 if off else 0
        page.evaluate("([from, to]) => text.setSelectionRange(from, to)", span)
        hands.write(wanted)
        hands.press("Enter")
    page.evaluate("sending")
    kept = read_review(review_path(folder / "talk.vtt"))
    errors = [
        s
        for s in align_words(talk.said, normal(" ".join(w.text for w in kept.words)))
        if not s.equal
    ]
    assert not errors
    assert not kept.unseen
    corrected: dict[int, list[tuple[int, str, str]]] = {}
    material = find_material(read_source(folder / "talk.vtt"), find_layout(LAYOUT))
    places: dict[int, int] = {}
    for word, cue in zip(talk.words, material.cues, strict=True):
        at = places[cue] = places.get(cue, -1) + 1
        come = right[(word.start_ms, word.text)]
        if come != word.text:
            corrected.setdefault(cue + 1, []).append((at, word.text, come))
    plain = keys_of_plain_editing(vtt, corrected)
    record_numbers(
        f"two minutes, {len(talk.words)} words, {sum(map(len, corrected.values()))} corrections:"
        f" {hands.count} keys ({queue_keys} in the queue), {plain} in a text editor,"
        f" {sum(w.is_doubtful for w in kept.words)} words doubtful from {DOUBTFUL}"
    )
    assert hands.count <= 0.25 * plain


def test_the_files_say_what_was_corrected_and_pass_every_check(place, served, context):
    """Ctrl-C ends it with 0; nothing was kept by the browser, nor in temporary files."""
    folder, _ = place
    page = context.pages[0]
    page.goto("about:blank")
    code, said = served.end()
    assert code == 0
    assert "Wrote talk.vtt" in said
    checked = run(folder, "check", "talk.vtt", "--json").json["problems"]
    hard = {one["code"] for one in checked if one["severity"] == "error"}
    assert hard <= {"captions.much-too-fast"}, "one of the speakers says that he talks fast"
    assert "Quilter" in (folder / "talk.vtt").read_text()
    ran = run(folder, "approve", "talk.vtt", "--by", "Jo Lee")
    assert ran.code == 0, ran.stderr
    assert served.home is not None
    assert not [one for one in served.home.rglob("*") if one.is_file()]
    telling = (b"Dashwood", b"antecedents", b"Quilter")
    kept = [
        one
        for one in Path(context.profile).rglob("*")
        if one.is_file() and any(word in one.read_bytes() for word in telling)
    ]
    assert not kept


# -- the page offline, and for everybody --------------------------------------------------------


@pytest.fixture(scope="module")
def offline(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offline")
    make_draft(folder, "talk.vtt", "talk.srt")
    assert review(folder, "talk.vtt", "--file", "page.html").code == 0
    return folder


def axe(page: Any) -> list[str]:
    script = node_file("axe-core/axe.min.js")
    require("axe-core", script)
    page.evaluate(Path(script).read_text("utf-8"))
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": True} for rule in EXTRA_RULES},
    }
    report = page.evaluate("options => axe.run(document, options)", options)
    assert report["passes"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in report["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(offline, context, scheme):
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto((offline / "page.html").as_uri())
    assert axe(page) == []
    page.close()


def test_at_400_percent_nothing_runs_out_and_in_forced_colours_all_is_seen(offline, context):
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 256})
    page.emulate_media(forced_colors="active")
    page.goto((offline / "page.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    border = "getComputedStyle(document.querySelector('[aria-current=true]')).borderTopWidth"
    assert page.evaluate(border) == "4px"
    page.close()


def test_every_action_has_a_name_and_is_reached_by_the_tab_key(offline, context):
    page = context.new_page()
    page.goto((offline / "page.html").as_uri())
    wanted = page.evaluate(
        "[...document.querySelectorAll('button:enabled, textarea, input, audio')].length"
    )
    page.evaluate("document.activeElement.blur()")
    reached, unmarked = set(), []
    for _ in range(3 * wanted):
        page.keyboard.press("Tab")
        at, name, mark = page.evaluate(
            """() => {
              const one = document.activeElement
              const all = [...document.querySelectorAll('*')]
              const label = one.labels?.[0]?.innerText
              const name = one.getAttribute('aria-label') || label || one.innerText
              const own = one.tagName === 'AUDIO' ? 'its own' : getComputedStyle(one).outlineStyle
              return [all.indexOf(one), name, own]
            }"""
        )
        if at in reached and len(reached) >= wanted:
            break
        reached.add(at)
        if not name or mark == "none":
            unmarked.append((at, name, mark))
    assert len(reached) >= wanted
    body = page.evaluate("[...document.querySelectorAll('*')].indexOf(document.body)")
    assert [one for one in unmarked if one[0] != body] == []
    page.close()


def test_the_offline_page_asks_for_nothing_and_saves_by_download(offline, context):
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url.partition(":")[0]))
    page.goto((offline / "page.html").as_uri())
    page.keyboard.type("the apostle")
    page.keyboard.press("Enter")
    while page.evaluate("findItems().length"):
        page.keyboard.press("Enter")
    with page.expect_download() as waited:
        page.click("#finish")
    name = waited.value.suggested_filename
    assert name == "talk.vtt.review.json"
    assert set(asked) <= {"file", "data", "blob"}
    assert asked.count("file") == 1
    waited.value.save_as(offline / name)
    page.close()
    ran = review(offline, "talk.vtt")
    assert ran.code == 0, ran.stderr
    assert "the apostle" in " ".join((offline / "talk.vtt").read_text().split())
    assert "the apostle" in " ".join((offline / "talk.srt").read_text().split())


def test_labels_speakers_cuts_and_moves_can_be_undone(offline, context):
    page = context.new_page()
    page.goto((offline / "page.html").as_uri())
    before = page.evaluate("JSON.stringify(state.words)")
    text = "state.words.map(word => word.text).join(' ')"
    page.keyboard.press("Home")
    page.keyboard.press("Alt+KeyL")
    page.keyboard.type("door slams")
    page.keyboard.press("Enter")
    assert "[door slams]" in page.evaluate(text)
    page.keyboard.press("Alt+KeyU")
    assert page.evaluate("JSON.stringify(state.words)") == before
    page.evaluate("open(0)")
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+ArrowLeft")
    page.keyboard.press("Alt+KeyT")
    cues = "new Set(state.words.map(word => word.cue)).size"
    count = page.evaluate(cues)
    page.evaluate("open(0)")
    page.keyboard.press("Alt+KeyJ")
    assert page.evaluate(cues) == count - 1
    page.fill("#speaker", "Jo Lee")
    page.press("#speaker", "Enter")
    assert page.evaluate("state.words.every(word => word.speaker === 'Jo Lee')")
    page.fill("#shift", "-0.5")
    page.click("#move")
    moved = page.evaluate("state.words.map(word => word.start_ms)")
    assert moved == [max(0, word["start_ms"] - 500) for word in json.loads(before)]
    for _ in range(4):
        page.keyboard.press("Alt+KeyU")
    assert page.evaluate("JSON.stringify(state.words)") == before
    page.close()


def test_a_word_is_put_right_wherever_it_stands(offline, context):
    page = context.new_page()
    page.goto((offline / "page.html").as_uri())
    page.evaluate(
        """() => {
          change([{ at: 0, removed: 0, words: ['Diets,', 'diets', 'diets.'].map((text, n) => (
            { text, start_ms: n, end_ms: n + 1, cue: 90 + n, chance: 0.9 })) }])
          show({ first: 0, end: 1 })
        }"""
    )
    page.keyboard.type("rights,")
    page.keyboard.press("F8")
    said = page.evaluate("state.words.slice(0, 3).map(word => word.text + !!word.seen)")
    assert said == ["rights,true", "rightstrue", "rights.true"]
    page.close()
