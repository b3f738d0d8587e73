"""Drafts to review, made of what engines heard once: no test hears anything again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from access_kit.captions.drafts import DraftState, mark_draft_words
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text.words_json import format_words
from tests.captions.sounds import DATA, SPEECH
from tests.conftest import NOW, Ran, command_environment
from tests.inside import run_inside

HEARD = {
    engine: {clip: tuple(Word(*row) for row in rows) for clip, rows in clips.items()}
    for engine, clips in json.loads((DATA / "review" / "heard.json").read_text("utf-8")).items()
}
CLIP = "leopard_test.flac"
SAID = "Mr. Quilter is the apostle of the middle classes, and we are glad to welcome his gospel."


def run(folder: Path, *words: object, stdin: str = "") -> Ran:
    """A captions command in ``folder``."""
    environment = command_environment(NOW)
    told = ["captions", *map(str, words)]
    return run_inside(folder, told, environment=environment, stdin=stdin)


def make_draft(folder: Path, *outputs: str, engine: str = "pocketsphinx", clip: str = CLIP) -> Path:
    """``talk.words.json`` with the recording ``talk.flac``, and files made of it."""
    shutil.copy(SPEECH / clip, folder / "talk.flac")
    words = RecordedWords(HEARD[engine][clip], lang="en")
    draft = mark_draft_words(words, DraftState("draft", engine=engine))
    (folder / "talk.words.json").write_bytes(format_words(draft))
    outs = [part for name in outputs for part in ("--out", name)]
    if outs:
        assert run(folder, "convert", "talk.words.json", *outs).code == 0
    return folder / "talk.words.json"


def review(folder: Path, file: str, *more: str, stdin: str = "") -> Ran:
    """``captions review`` without a second hearing, in the terminal unless asked otherwise."""
    way = more or ("--plain",)
    return run(folder, "review", file, "--media", "talk.flac", "--no-second", *way, stdin=stdin)
