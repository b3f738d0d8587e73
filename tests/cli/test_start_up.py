"""Asking for help is quick, and needs no part that only some commands use."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.tools import ROOT

HEAVY = {
    *("typst", "jinja2", "markdown_it", "babel", "PIL", "docx", "icalendar"),
    *("av", "numpy", "pocketsphinx", "vosk", "faster_whisper", "webvtt"),
    *("sqlcipher3", "cryptography", "pyrage", "segno", "psycopg", "keyring"),
    *("pikepdf", "pypdfium2", "lameenc", "pyttsx3"),
}
LIGHT = (
    *("init", "session", "profile", "materials", "captions", "vault", "purge", "locales"),
    "doctor",
)
"""Commands that are asked for help where little is installed; the others work with papers."""

PROBE = """
import contextlib, io, json, sys
from access_kit.cli import run
told = {}
for command in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()):
        assert run([*command, "--help"]) == 0
    told[" ".join(command)] = sorted({name.partition(".")[0] for name in sys.modules})
print(json.dumps(told))
"""


def test_help_imports_no_engine_typesetter_or_database():
    commands = [[], *([name] for name in LIGHT), ["captions", "make"], ["vault", "init"]]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(commands)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for command, modules in json.loads(done.stdout).items():
        assert not HEAVY & set(modules), command
