"""The captions commands as people run them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from tests.captions.sounds import (
    RATE,
    SPEECH,
    TINY_EN,
    load_clip,
    save_sound,
)
from tests.conftest import command_environment
from tests.tools import ROOT

CLIP = SPEECH / "tiny-en.flac"
ENGLISH = ("--model", str(TINY_EN))


@pytest.fixture
def captions(run_cli, tmp_path):
    def run(*args, **more):
        env = {"ACCESS_KIT_MODELS": str(tmp_path / "models"), **more.pop("env", {})}
        return run_cli("captions", *args, env=env, **more)

    return run


def test_make_every_format(captions, tmp_path):
    names = ["a.vtt", "a.srt", "a.ttml", "a.txt", "a.json", "a.words.json", "a.html", "a.pdf"]
    outs = [part for name in names for part in ("--out", name)]
    ran = captions("make", CLIP, *outs, *ENGLISH, "--json")
    assert ran.code == 0, ran.stderr
    assert ran.json["files"] == names
    assert ran.json["rough"] is False
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*names, "models"])
    assert "DRAFT" in (tmp_path / "a.vtt").read_text()
    assert "hello" in (tmp_path / "a.txt").read_text().lower()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    checked = captions("check", "a.vtt")
    assert checked.code == 0, checked.stderr
    approved = captions("approve", "a.vtt", "--by", "Jo Lee", "--unreviewed")
    assert approved.code == 0
    text = (tmp_path / "a.vtt").read_text()
    assert "[DRAFT" not in text
    assert '"by": "Jo Lee"' in text


def test_without_a_model_three_ways_are_named(captions, tmp_path):
    ran = captions("make", CLIP, "--out", "a.vtt")
    assert ran.code == 3
    for way in ("models list --offered", "captions align", "--rough-draft"):
        assert way in ran.stderr
    assert not (tmp_path / "a.vtt").exists()


def test_rough_draft_is_labelled(captions, tmp_path):
    ran = captions("make", SPEECH / "test_en.flac", "--out", "a.vtt", "--rough-draft", "--json")
    assert ran.code == 0, ran.stderr
    assert ran.json["rough"] is True
    assert "captions.rough-draft" in [problem["code"] for problem in ran.json["problems"]]
    assert '"rough": "yes"' in (tmp_path / "a.vtt").read_text()


def test_align_lists_what_differs(captions, tmp_path):
    (tmp_path / "said.txt").write_text(
        "Hello everyone, and welcome.\nThe captions are ready now.\nThis was never said at all.\n"
        "Please turn your camera off.\nIs your microphone on?\n"
    )
    ran = captions("align", CLIP, "said.txt", "--out", "a.vtt", "--out", "a.words.json", "--json")
    assert ran.code == 0, ran.stderr
    assert any("This was never said" in unsaid for unsaid in ran.json["not_said"])
    assert ran.json["not_in_script"]
    text = " ".join((tmp_path / "a.vtt").read_text().split())
    assert "Hello everyone, and welcome." in text
    assert "This was never said at all." in text


def test_align_in_spanish_uses_a_model(captions, tmp_path):
    model = str(TINY_EN.with_name("tiny-es"))
    ran = captions(
        "align",
        SPEECH / "tiny-es.flac",
        SPEECH / "tiny-es.txt",
        "--lang",
        "es",
        "--model",
        model,
        "--out",
        "a.words.json",
        "--json",
    )
    assert ran.code == 0, ran.stderr
    assert ran.json["not_said"] == []
    assert ran.json["words"] == 30


def test_a_recording_without_its_end_is_captioned_as_far_as_it_goes(captions, tmp_path):
    whole = CLIP.read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[: len(whole) * 6 // 10])
    ran = captions("make", "cut.flac", "--out", "a.words.json", *ENGLISH, "--json")
    assert ran.code == 1, ran.stderr
    assert "media.cut-short" in [problem["code"] for problem in ran.json["problems"]]
    assert json.loads((tmp_path / "a.words.json").read_text())["words"]


def test_many_recordings(captions, tmp_path):
    for name in ("it's one.flac", "две.flac"):
        shutil.copy(CLIP, tmp_path / name)
    (tmp_path / "made").mkdir()
    ran = captions(
        "make", "it's one.flac", "две.flac", "--format", "vtt,txt", "--out-dir", "made", *ENGLISH
    )
    assert ran.code == 0, ran.stderr
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == [
        "it's one.txt",
        "it's one.vtt",
        "две.txt",
        "две.vtt",
    ]


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (["make", "--out", "a.vtt"], 2, "captions.media-or-tracks"),
        (["make", "x.wav", "--out", "a.vtt", *ENGLISH], 2, "file.missing"),
        (["make", ".", "--out", "a.vtt", *ENGLISH], 2, "file.is-folder"),
        (["make", "empty.mp4", "--out", "a.vtt", *ENGLISH], 2, "media.empty"),
        (["make", "text.mp4", "--out", "a.vtt", *ENGLISH], 2, "media.not-media"),
        (["make", str(CLIP), "--out", "a.doc", *ENGLISH], 2, "timed-text.unknown-format"),
        (["make", str(CLIP), "--out", "no/a.vtt", *ENGLISH], 4, "captions.no-folder"),
        (["make", str(CLIP), "--out", "there.vtt", *ENGLISH], 4, "write.exists"),
        (["make", str(CLIP), "--out", "a.vtt", "--model", "none"], 3, "captions.unknown-model"),
        (
            ["make", str(CLIP), "--out", "a.vtt", "--hint", "t.txt", *ENGLISH],
            2,
            "captions.hint-needs-rough-draft",
        ),
        (
            ["make", str(CLIP), "--out", "a.vtt", "--rough-draft", "--lang", "es"],
            3,
            "captions.english-only",
        ),
        (
            ["make", str(CLIP), str(CLIP), "--out", "a.vtt", *ENGLISH],
            2,
            "captions.many-need-folder",
        ),
        (["make", "--track", "Jo", "--out", "a.vtt", *ENGLISH], 2, "captions.bad-track"),
        (["align", str(CLIP), "empty.mp4", "--out", "a.vtt"], 2, "file.empty"),
        (["align", str(CLIP), "marks.txt", "--out", "a.vtt"], 2, "captions.empty-script"),
        (["models", "check", "none"], 3, "captions.unknown-model"),
        (["models", "add", "text.mp4"], 2, "captions.broken-archive"),
        (["redact", "there.vtt"], 2, "captions.names-or-session"),
    ],
)
def test_what_is_refused(captions, tmp_path, args, code, word):
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("only text\n" * 99)
    (tmp_path / "there.vtt").write_text("WEBVTT\n")
    (tmp_path / "marks.txt").write_text("— … !\n")
    (tmp_path / "t.txt").write_text("hint\n")
    before = sorted(path.name for path in tmp_path.iterdir())
    ran = captions(*args, "--json")
    assert (ran.code, [p["code"] for p in ran.json["problems"]]) == (code, [word]), ran.stderr
    assert ran.json["schema"] == "access-kit/problems/1"
    left = {path.name for path in tmp_path.iterdir()} - set(before) - {"models"}
    assert not left


def test_session_gives_layout_and_needs_consent(captions, tmp_path):
    session = ROOT / "examples" / "evening-group" / "session.toml"
    refused = captions("make", CLIP, "--out", "a.vtt", "--session", session, *ENGLISH)
    assert refused.code == 6
    ran = captions(
        "make",
        CLIP,
        "--out",
        "a.vtt",
        "--session",
        session,
        *ENGLISH,
        "--consent-checked-elsewhere",
        "Jo Lee",
    )
    assert ran.code == 0, ran.stderr
    assert "checked by Jo Lee" in (tmp_path / "a.vtt").read_text()


def test_redact_and_mute(captions, tmp_path):
    captions("make", CLIP, "--out", "a.vtt", "--out", "a.words.json", *ENGLISH)
    (tmp_path / "names.txt").write_text("Microphone = Member A\n")
    shutil.copy(CLIP, tmp_path / "a.flac")
    log = tmp_path / "log"
    ran = captions(
        "redact", "a.vtt", "a.words.json", "--names", "names.txt", "--mute", "a.flac", "--json"
    )
    assert ran.code == 0, ran.stderr
    assert ran.json["counts"] == {"Member A": 2}
    assert "captions.not-anonymous" in [problem["code"] for problem in ran.json["problems"]]
    for name in ("a.redacted.vtt", "a.redacted.words.json"):
        assert "microphone" not in (tmp_path / name).read_text().lower()
    muted, clip = load_clip(tmp_path / "a.muted.wav"), load_clip(CLIP)
    assert len(muted) == len(clip)
    words = json.loads((tmp_path / "a.words.json").read_text())["words"]
    (word,) = [w for w in words if "microphone" in w["text"].lower()]
    assert not muted[word["start_ms"] * 16 : word["end_ms"] * 16].any()
    assert np.array_equal(muted[:RATE], clip[:RATE])
    assert not log.exists()


def start(tmp_path, *args):
    env = command_environment() | {"ACCESS_KIT_MODELS": str(tmp_path / "models")}
    return subprocess.Popen(
        [sys.executable, "-m", "access_kit", "captions", *map(str, args)],
        cwd=tmp_path,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Whoever started the tests may have had SIGINT ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def wait_for_lines(path, count, process) -> None:
    limit = time.monotonic() + 90
    while time.monotonic() < limit and process.poll() is None:
        if path.exists() and path.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.05)
    pytest.fail(f"no {count} lines in the journal")


@pytest.fixture(scope="module")
def minutes(tmp_path_factory):
    clip = load_clip(SPEECH / "2412-153948-0000.flac")
    return save_sound(tmp_path_factory.mktemp("m") / "long.flac", np.tile(clip, 3), codec="flac")


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory, minutes) -> bytes:
    folder = tmp_path_factory.mktemp("u")
    process = start(
        folder, "make", minutes, "--out", "a.words.json", "--rough-draft", "--jobs", "2"
    )
    process.communicate(timeout=280)
    return (folder / "a.words.json").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows stops a process otherwise")
@pytest.mark.parametrize(("how", "code"), [("SIGKILL", -9), ("SIGINT", 130)])
def test_a_stopped_run_goes_on_to_the_same_bytes(captions, tmp_path, minutes, unbroken, how, code):
    args = ["make", minutes, "--out", "a.words.json", "--rough-draft", "--jobs", "1"]
    journal = tmp_path / ".a.words.json.heard"
    process = start(tmp_path, *args)
    wait_for_lines(journal, 2, process)
    process.send_signal(signal.Signals[how])
    _, told = process.communicate(timeout=60)
    assert process.returncode == code, told
    assert not (tmp_path / "a.words.json").exists()
    assert journal.stat().st_mode & 0o077 == 0
    heard = journal.read_bytes().count(b"\n")
    ran = captions(*args, timeout=280)
    assert ran.code == 0, ran.stderr
    assert heard >= 2
    assert not journal.exists()
    assert (tmp_path / "a.words.json").read_bytes() == unbroken


NO_SOCKETS = """
import socket, sys
def refuse(*args, **more):
    raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.bind = socket.create_connection = socket.getaddrinfo = refuse
from access_kit.cli import main
main(sys.argv[1:])
"""


def test_no_command_opens_a_socket(tmp_path):
    env = command_environment() | {"ACCESS_KIT_MODELS": str(tmp_path / "models")}
    (tmp_path / "names.txt").write_text("Morning\n")
    for args in (
        ["make", CLIP, "--out", "a.vtt", "--out", "a.words.json", *ENGLISH],
        ["align", CLIP, SPEECH / "tiny-en.txt", "--out", "b.vtt", *ENGLISH],
        ["check", "a.vtt"],
        ["convert", "a.vtt", "--out", "c.srt"],
        ["redact", "a.vtt", "--names", "names.txt"],
        ["approve", "a.vtt", "--by", "Jo", "--unreviewed"],
        ["models", "list"],
        ["models", "add", TINY_EN],
        ["models", "check", "tiny-en"],
        ["models", "remove", "tiny-en", "--yes"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", NO_SOCKETS, "captions", *map(str, args)],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (args, done.stderr)


def test_nothing_that_was_said_is_in_a_log(captions, tmp_path):
    ran = captions("make", CLIP, "--out", "a.vtt", "--log", "log.txt", *ENGLISH)
    told = (
        ran.stdout
        + ran.stderr
        + ((tmp_path / "log.txt").read_text() if (tmp_path / "log.txt").exists() else "")
    )
    for word in ("microphone", "welcome", "morning"):
        assert word not in told.lower()


def test_models_check_measures(captions):
    ran = captions(
        "models",
        "check",
        str(TINY_EN),
        "--audio",
        CLIP,
        "--reference",
        SPEECH / "tiny-en.txt",
        "--json",
    )
    assert ran.code == 0, ran.stderr
    assert ran.json["word_error_rate"] <= 0.02
    assert ran.json["words"] == 54


def test_a_full_disk_leaves_no_half_file(captions, tmp_path):
    ran = captions("make", CLIP, "--out", "/dev/full/a.vtt", *ENGLISH)
    assert ran.code == 4
