"""Files of captions are read and written without what hears recordings: that is another extra."""

from __future__ import annotations

import subprocess
import sys

import pytest

from access_kit.workflow.parts import EXTRAS
from tests.conftest import command_environment
from tests.tools import ROOT

ZOOM = ROOT / "tests" / "timed_text" / "odd_files" / "zoom.vtt"
HEARING = sorted({*EXTRAS["captions"].modules} - {"unicode_rbnf", "webvtt"})
WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({HEARING!r}))
from access_kit.cli import main
main()
"""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", ZOOM), 0),
        (("convert", ZOOM, "--out", "made.srt"), 0),
        (("convert", ZOOM, "--out", "made.html"), 0),
        (("redact", ZOOM, "--names", "names.txt", "--out-dir", "safe"), 0),
        (("align", ZOOM, "names.txt", "--out", "made.vtt"), 3),
    ],
)
def test_what_needs_no_sound_needs_no_engine(tmp_path, words, code):
    (tmp_path / "names.txt").write_text("Rosa = Member A\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "captions", *words],
        cwd=tmp_path, env=command_environment(), capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert ("access-kit[captions]" in done.stderr) == (code == 3)
