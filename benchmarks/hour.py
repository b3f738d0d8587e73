"""The first hour: from nothing to a packet that lies ready for one person, and what starts cost.

Ours is played at a terminal with the README's commands, ``mailmerge`` with those of its page on
PyPI up to its dry run: letter, list and server stand in files that are written in an editor, the
letter with the words that ours has. REDCap is counted from the guides that
``benchmarks/redcap_steps.toml`` names, and was not run: it makes no papers, and ends with an
invitation.

Minutes are those of the keystroke-level model (Card, Moran and Newell, 1980): 0.28 s a key, 1.1 s
to point and 1.35 s to think before each act, with what the computer takes where it was run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from access_kit.i18n import load_words
from access_kit.profiles.interview import questions_of, short_keys
from access_kit.profiles.said import say_value
from benchmarks import ROOT, Measured, compared, own_python, run_times, show
from tests.first_hour.scripts import WHOLE
from tests.first_hour.terminal import Terminal

KEY_S, POINT_S, THINK_S = 0.28, 1.1, 1.35
STEPS = ROOT / "benchmarks" / "redcap_steps.toml"
README_COMMANDS = ("start", "cd our-kit", "send groups/thursday-group.toml")
EXAMPLE = ROOT / "examples" / "evening-group"


@dataclass(frozen=True)
class FirstHour:
    """What one way takes. ``signs`` are typed; ``machine_s`` is 0 where nothing was run."""

    commands: int = 0
    answers: int = 0
    files: int = 0
    points: int = 0
    signs: int = 0
    machine_s: float = 0.0

    @property
    def minutes(self) -> float:
        acts = self.commands + self.answers + self.files + self.points
        return (self.signs * KEY_S + self.points * POINT_S + acts * THINK_S + self.machine_s) / 60


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as name:
        ours, letter = _ours(Path(name))
        theirs = (_mailmerge(Path(name), letter), _redcap(len(letter)))
    lines = [
        ("commands", "commands", "d"),
        ("answers and fields", "answers", "d"),
        ("files written in an editor", "files", "d"),
        ("places to click", "points", "d"),
        ("signs typed", "signs", "d"),
        ("minutes", "minutes", ".0f"),
    ]
    what = "beside mailmerge and REDCap"
    rows = [
        Measured(
            f"first packet, {label}, {what}",
            format(getattr(ours, name), form),
            " and ".join(format(getattr(one, name), form) for one in theirs),
        )
        for label, name, form in lines
    ]
    return [*rows, *_starts()]


def _ours(folder: Path) -> tuple[FirstHour, str]:
    """Played as in the tests; and the letter that was made."""
    (folder / "ours").mkdir()
    hand = Terminal(folder / "ours", folder / "home")
    begun = time.perf_counter()
    for command in README_COMMANDS:
        if command.startswith("cd "):
            hand.folder /= command.removeprefix("cd ")
        else:
            hand.type(command, WHOLE if command == "start" else ())
    took = time.perf_counter() - begun
    typed = [*(f"access-kit {one}" for one in README_COMMANDS), *(said for _, said in WHOLE)]
    letter = _text_of(next(hand.folder.rglob("packets/K-01/letter*.pdf")))
    hour = FirstHour(
        commands=len(README_COMMANDS),
        answers=hand.answers,
        signs=sum(len(one) + 1 for one in typed),
        machine_s=took,
    )
    return hour, letter


def _text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


CONFIG = (
    "[smtp_server]\nhost = mail.riverside.example\nport = 465\nsecurity = SSL/TLS\nusername = jo\n"
)
PEOPLE = "email,name\nsam@sam.example,Sam\n"
HEAD = "TO: {{email}}\nSUBJECT: Thursday group\nFROM: Riverside <hello@riverside.example>\n\n"
FILES = {"mailmerge_server.conf": CONFIG, "mailmerge_database.csv": PEOPLE}


def _mailmerge(folder: Path, letter: str) -> FirstHour:
    """Its own three commands: the sample, the look at one message, and the dry run of all."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    program = shutil.which("mailmerge", path=places)
    assert program, "benchmarks/requirements.txt brings it"
    work = folder / "mailmerge"
    work.mkdir()
    files = FILES | {"mailmerge_template.txt": HEAD + letter.replace("{", "(") + "\n"}
    commands = (["--sample"], ["--limit", "1"], ["--no-limit"])
    begun = time.perf_counter()
    for at, words in enumerate(commands):
        subprocess.run([program, *words], cwd=work, check=True, capture_output=True)
        if at == 0:
            for name, text in files.items():
                (work / name).write_text(text, encoding="utf-8")
    typed = sum(len(" ".join(["mailmerge", *words])) + 1 for words in commands)
    return FirstHour(
        commands=len(commands),
        files=len(files),
        signs=typed + sum(map(len, files.values())),
        machine_s=time.perf_counter() - begun,
    )


def _redcap(letter: int) -> FirstHour:
    """Counted from its steps; the invitation has as many signs as our letter."""
    questions = [one for one in questions_of(short_keys("US")) if not one.when]
    points = fields = signs = 0
    for step in tomllib.loads(STEPS.read_text(encoding="utf-8"))["step"]:
        times = len(questions) if step.get("each") else 1
        points += times * step.get("points", 0)
        fields += times * step.get("fields", 0)
        signs += step.get("signs", 0)
    words = load_words("en")
    for question in questions:
        signs += len(words.text(f"interview.{question.key}")) + len(question.key)
        kind, values = question.field.kind, question.field.values
        bare = [one == "true" if kind is bool else one for one in values]
        signs += sum(len(f"1, {say_value(question.field, one, words)}") + 1 for one in bare)
    return FirstHour(answers=fields, points=points, signs=signs + letter)


def _starts() -> list[Measured]:
    """What somebody waits for: help, the day's list, and a word finished by the shell."""
    found = run_times(
        {
            "--help": own_python("-m", "access_kit", "--help"),
            "today": own_python("-m", "access_kit", "today", "--kit", EXAMPLE, "--quiet"),
            "completion": own_python("-m", "access_kit", "completion", "bash"),
            "python": own_python("-c", "pass"),
        },
        rounds=5,
    )
    bare = found.pop("python")
    return [
        compared(f"`{name}`, seconds, beside bare Python", took, bare, "", ".2f")
        for name, took in found.items()
    ]


if __name__ == "__main__":
    show("hour", measure())
