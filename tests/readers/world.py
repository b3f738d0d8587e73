"""A folder with one sound file for each reader, made by the writers and from the samples here."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import wave
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
from PIL import Image

from access_kit.store.noted_files import SCHEMA as NOTED
from tests.captions.sounds import TINY_EN, load_clip, save_sound
from tests.conftest import command_environment
from tests.documents.filling import filling
from tests.documents.office_files import FILES as OFFICE_FILES
from tests.documents.office_files import png
from tests.send.replies import bounce_of, gmail, original, reply_to, text_of, with_file
from tests.send.vault_kit import PASSPHRASE, make_quick, make_ready, session_file
from tests.send.vault_kit import run as in_vault
from tests.tools import ROOT
from tests.workflow.kits import copy_example

SESSION = "evening-group-2026-12-03"
HANDOUTS = ROOT / "tests" / "data" / "handouts"
MAIL = ROOT / "tests" / "harms" / "data" / "mail"


def environment(world: Path, words: str = "") -> dict[str, str]:
    """What commands are tried with: a state, fonts and models of this world's own.

    On the descriptor of secrets they find ``words``, or the passphrase.
    """
    return command_environment("2026-11-27T10:00:00-05:00") | {
        "XDG_STATE_HOME": str(world / "state-home"),
        "XDG_DATA_HOME": str(world / "data-home"),
        "HOME": str(world / "home"),
        "ACCESS_KIT_FONTS": str(world / "fonts"),
        "ACCESS_KIT_MODELS": str(world / "models"),
        "ACCESS_KIT_TEST_SECRETS": f"{words or PASSPHRASE}\n" * 3,
    }


LEFT_OUT = frozenset(("receipts", "backup"))
"""Readers for whose files a small world does without."""


def make_world(world: Path, *, small: bool = False) -> Path:
    """Lay the folder. What commands of ours can write is written by them."""
    for name in ("in", "files", "home", "fonts", "models"):
        (world / name).mkdir(parents=True)
    _Maker(world, small).make()
    return world


class _Maker:
    def __init__(self, world: Path, small: bool) -> None:
        self.world = world
        self.small = small
        self.files = world / "files"

    def make(self) -> None:
        self.kits()
        self.sounds()
        self.captions()
        self.papers()
        self.people()
        self.catalogues()
        self.mail()
        self.backups()

    def run(self, *words: str | Path, ok=(0, 1)) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "access_kit", *map(str, words)],
            cwd=self.world, env=environment(self.world), capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
        assert done.returncode in ok, (words, done.stderr)

    def write(self, name: str, text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        (self.files / name).write_bytes(data)

    def kits(self) -> None:
        state = {"XDG_STATE_HOME": str(self.world / "state-home")}
        kit = make_ready(self.world / "kit")
        in_vault(kit, "send", session_file(kit), now="2026-11-27T10:00:00-05:00", env=state)
        in_vault(kit, "profile", "list", env=state)
        plain = copy_example(self.world / "plain").parent
        if not self.small:
            self.run("prepare", plain / "session.toml", "--quiet")
            self.run("send", plain / "session.toml", "--quiet", ok=(0, 6))
        noted = {"path": "today.html", "sha256": "0", "day": "2026-01-01", "kind": "page"}
        self.write("noted.json", json.dumps({"schema": NOTED, "files": [noted]}))
        for name in ("session", "kit", "resources"):
            shutil.copy(plain / f"{name}.toml", self.files)
        self.write("rules.toml", RULES)
        group = (plain / "session.toml").read_text().replace("access-kit/session/1", GROUP)
        self.write("thursday.toml", group + MEETINGS)

    def sounds(self) -> None:
        clip = load_clip(ROOT / "tests/data/speech/mfa_uhuh.flac")[:16_000]
        with wave.open(str(self.files / "short.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(16_000)
            out.writeframes(clip.astype(np.int16).tobytes())
        for name, codec in {
            "flac": "flac", "mp3": "libmp3lame", "ogg": "libopus", "mp4": "aac", "mkv": "libopus",
        }.items():  # fmt: skip
            rate = 48_000 if codec == "libopus" else 16_000
            save_sound(
                self.files / f"short.{name}", clip, codec=codec, rate=rate,
                picture=name in ("mp4", "mkv"),
            )  # fmt: skip
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
            for path in sorted(TINY_EN.rglob("*")):
                out.write(path, f"tiny/{path.relative_to(TINY_EN)}")
        self.write("tiny.zip", packed.getvalue())
        self.write("heard.journal", JOURNAL)

    def captions(self) -> None:
        self.write("talk.vtt", TALK_VTT)
        self.write("styled.vtt", STYLED_VTT)
        for suffix in ("srt", "ttml", "json", "sbv", "ass"):
            self.run("captions", "convert", "files/talk.vtt", "--out", f"files/talk.{suffix}")
        self.write("talk.txt", "Rosa: Hello, everyone.\n\nSam: Good evening. [laughs]\n")
        self.write("signs.ass", SIGNS_ASS)
        self.write("turns.txt", "Rosa Vance  0:05\nHello, everyone.\n\n[Sam] 1:02:08\nBye.\n")
        said = {"word": " Hello.", "start": 1.0, "end": 1.5, "probability": 0.9}
        segment = {"start": 1.0, "end": 1.5, "text": " Hello.", "words": [said]}
        self.write("whisper.json", json.dumps({"segments": [segment], "language": "en"}))
        heard = {"conf": 0.9, "start": 1.0, "end": 1.5, "word": "hello"}
        self.write("vosk.json", json.dumps([{"result": [heard], "text": "hello"}, {"text": ""}]))
        pieces = [{"utf8": "hello"}, {"utf8": " there", "tOffsetMs": 400}]
        event = {"tStartMs": 1000, "dDurationMs": 900, "segs": pieces}
        self.write("youtube.json", json.dumps({"wireMagic": "pb3", "events": [event]}))
        self.write("names.txt", "Rosa, Rosie = Member A\nSam = Member B\n")
        self.write("script.txt", "Opening\n\nROSA: Uh huh. We meet at 6:30.\n[door]\nuh huh\n")
        words = [
            {"text": text, "start_ms": at * 400, "end_ms": at * 400 + 300, "confidence": 0.9}
            for at, text in enumerate(
                ["hello", "everyone", "we", "meet", "at", "half", "past", "six"]
            )
        ]
        self.write("talk.words.json", json.dumps({"schema": "access-kit/words/1", "words": words}))
        unsure = [{**word, "confidence": 0.1} for word in words]
        self.write(
            "unsure.words.json", json.dumps({"schema": "access-kit/words/1", "words": unsure})
        )
        self.run("captions", "review", "files/unsure.words.json", "--media", "files/short.wav",
                 "--no-second", "--json")  # fmt: skip

    def papers(self) -> None:
        for path in HANDOUTS.iterdir():
            shutil.copy(path, self.files)
        self.run(
            "materials", "make", "files/every-block.md", "--out", "made", "--force",
            "--format", "html,pdf,epub",
        )  # fmt: skip
        for suffix, name in {"html": "page", "pdf": "paper", "epub": "book"}.items():
            (made,) = (self.world / "made").rglob(f"*.{suffix}")
            shutil.copy(made, self.files / f"{name}.{suffix}")
        for kind, of in OFFICE_FILES.items():
            self.write(f"handout.{kind}", of())
        self.write("a.png", png())
        self.run("materials", "confirm", "files/handout.pptx", "--by", "Jo")
        for tag, text in (("", "Call 555-0101."), (".es", "Llame al 555-0101.")):
            self.write(f"leaflet{tag}.md", text.encode())
        self.run("locales", "approve", "es", "files/leaflet", "--by", "Jo", "--qualification", "Q",
                 "--kit", "kit")  # fmt: skip
        picture = Image.open(HANDOUTS / "square.png").convert("RGB").resize((40, 30))
        for suffix in ("png", "jpg", "gif", "webp"):
            picture.save(self.files / f"square.{suffix}")
        self.write("square.svg", SVG)
        for suffix in ("png", "jpg", "gif", "webp", "svg"):
            self.write(f"shown-{suffix}.md", PICTURED.format(suffix=suffix))
            shutil.copy(self.files / f"square.{suffix}", self.files / f"shown.{suffix}")
        fonts = ROOT / "access_kit" / "documents" / "fonts"
        shutil.copy(
            min(fonts.glob("*.ttf"), key=lambda p: p.stat().st_size), self.files / "a-font.ttf"
        )

    def people(self) -> None:
        profiles = self.world / "plain" / "profiles"
        for name in ("K-11", "K-02"):
            shutil.copy(profiles / f"{name}.toml", self.files)
        shutil.copy(profiles / "K-11.toml", self.world / "in" / "K-11-sound.toml")
        for name in ("people.csv", "people.pnp.json"):
            self.run("profile", "export", f"files/{name}", "--from", "plain/profiles")
        self.write("K-11.interview.json", "{}")
        book = openpyxl.Workbook()
        for line in csv.reader((self.files / "people.csv").read_text("utf-8-sig").splitlines()):
            book.active.append(line)
        book.save(self.files / "people.xlsx")
        self.write("meeting.csv", "First Name,Last Name,Email\nRosa,García,rosa@mail.example\n")
        self.write("columns.toml", COLUMNS)

    def catalogues(self) -> None:
        folder = self.world / "locales"
        shutil.copytree(ROOT / "locales", folder)
        small = self.world / "small" / "es" / "LC_MESSAGES"
        small.mkdir(parents=True)
        (small / "docs.po").write_text(SMALL_CATALOGUE, encoding="utf-8")
        for kind in ("xlf", "csv", "xlsx"):
            self.run("locales", "export", "es", "--out", f"files/es.{kind}", "--locales", "small")
        self.write("es.po", (folder / "es/LC_MESSAGES/access_kit.po").read_bytes())
        self.write("glossary-es.tsv", "source\ttarget\tavoid\ncaptions\tsubtítulos\tleyendas\n")

    def mail(self) -> None:
        outbox = self.world / "kit" / "out" / SESSION / "outbox"
        eml = next(outbox.glob("K-11-*.eml")).read_bytes()
        answer = reply_to(eml, gmail(text_of(original(eml)), "A1 yes\nA2 need help"))
        self.write("answer.eml", answer)
        self.write("bounce.eml", bounce_of(eml))
        self.write("answer.emlx", b"%d\n%b<?xml version='1.0'?><plist/>\n" % (len(answer), answer))
        self.write("answers.mbox", b"From a@b Fri Nov 27 18:00:00 2026\n" + answer + b"\n")
        self.write("answer.txt", "A1 yes\nA2 need help\nSTOP\n")
        form = (outbox.parent / "packets" / "K-11" / "answers.pdf").read_bytes()
        with filling(form) as opened:
            opened.click("A1", "Yes")
            opened.type("cs-name", "Mei-Ling")
            self.write("filled.pdf", opened.saved())
        self.write("form.eml", with_file(answer, (self.files / "filled.pdf").read_bytes()))
        shutil.copy(MAIL / "split-by-photo.eml", self.files / "picture.eml")
        self.write("page.eml", PAGE_MAIL)

    def backups(self) -> None:
        words = "" if self.small else self.vault_with_backup("kept", "backup.age")
        (self.world / "recovery-words").write_text(words)
        shadow = self.world / "no-age"
        shadow.mkdir()
        (shadow / "pyrage.py").write_text("raise ImportError\n")
        self.vault_with_backup("kept-plain", "backup.zip", shadow)

    def vault_with_backup(self, name: str, backup: str, shadow: Path | None = None) -> str:
        """A kit with a vault, and a backup of it; without age where ``shadow`` hides it."""
        kit = self.world / name
        copy_example(kit)
        kit.chmod(0o700)
        shutil.rmtree(kit / "profiles")
        path = environment(self.world)["PYTHONPATH"]
        env = {"PYTHONPATH": f"{shadow}{os.pathsep}{path}"} if shadow else {}
        done = in_vault(kit, "vault", "init", "--name", "Jo", "--say-words", "--json", env=env)
        assert done.code == 0, done.stderr
        words = " ".join(done.json["recovery_words"])
        make_quick(kit / "vault.db")
        in_vault(kit, "profile", "import", self.files / "K-11.toml", env=env)
        made = in_vault(kit, "vault", "backup", self.files / backup, env=env)
        assert made.code == 0, made.stderr
        return words


SIGNS_ASS = r"""[Script Info]
; NOTE kept
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Bold, Italic, Alignment
Style: Sign,Arial,-1,-1,8

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:03.00,Sign,Rosa,0,0,0,,{\an5\fad(10,10)}Hello,\N{\i0}all.
Dialogue: 0,0:00:04.00,0:00:05.00,Sign,,0,0,0,,{\p1}m 0 0 l 1 1{\p0}Bye \{now\}.
"""
TALK_VTT = """WEBVTT

NOTE lang: en

00:00:01.000 --> 00:00:03.000
<v Rosa>Hello, <i>everyone</i>.

00:00:03.500 --> 00:00:06.000 line:10%
<v Sam>Good evening. We meet
at 6:30.
"""
STYLED_VTT = """WEBVTT - a talk

STYLE
::cue(.loud) { color: red }

REGION
id:one
width:40%
lines:3
regionanchor:0%,100%
viewportanchor:10%,90%
scroll:up

one
00:01.000 --> 00:02.000 region:one align:start position:10%,line-left size:50%
<c.loud.x>Hi</c> <lang es>hola</lang> <ruby>a<rt>b</rt></ruby> <00:01.500>&amp;&lrm;

00:02.000 --> 00:05.000 vertical:rl
<b><u>deep</u></b>
"""
SVG = """<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">
<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
<g transform="translate(1 2)"><path d="M1 1 L9 9 Z" fill="url(#g)"/><circle r="3"/></g></svg>
"""
SMALL_CATALOGUE = """msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#. mt: some-engine 2026-11-22
#. state: draft
msgctxt "leaflet/paragraph"
msgid "Call <1/>."
msgstr "Llame al <1/>."

msgctxt "leaflet/heading"
msgid "Help"
msgstr ""
"""
PICTURED = "---\nlang: en\ntitle: A picture\n---\n\nOne sentence.\n\n![A square](shown.{suffix})\n"
PAGE_MAIL = """From: mei-ling@mail.example
Subject: Re: papers
Message-ID: <p1@mail.example>
Date: Fri, 27 Nov 2026 12:00:00 -0500
MIME-Version: 1.0
Content-Type: text/html; charset=iso-8859-1

<html><head><style>p {}</style></head><body><p>A1 yes<br>A2 need&nbsp;help</p>
<blockquote type=cite><p>On Friday somebody wrote:</p></blockquote></body></html>
"""
JOURNAL = (
    json.dumps({"schema": "access-kit/journal/1", "key": "0" * 64})
    + "\n"
    + json.dumps({"track": 0, "piece": 0, "words": [["uh", 0, 300, 0.9, None]]})
    + "\n"
)
COLUMNS = """schema = "access-kit/columns/1"

[columns]
"First Name" = "name"
"Last Name" = "last_name"
Email = "contact.email"
"""
GROUP = 'access-kit/group/1"\nrepeats = "FREQ=WEEKLY;COUNT=12'
MEETINGS = """
[[meeting]]
date = 2026-12-10
starts = 2026-12-11T17:30:00
join = ["K-11"]
"""
RULES = """schema = "access-kit/rules/1"
"""
