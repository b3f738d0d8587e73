"""Laying out captions: time for 10,000 words, and what a checker finds beside two other writers.

The same words for all three, with a speaker's rhythm and the pauses of their punctuation. The two
writers beside ours are those of the programs themselves: vosk-transcriber's SRT, seven words a cue,
and Whisper's with ``--max_line_width 42 --max_line_count 2``, which fills two lines. Each is given
the words as its own recogniser would give them, a result ended by a silence, and its file is read
as anyone's. Clips of real speech with their word times come from ``tests/data/speech``.

``python -m benchmarks.caption_layout``
"""

from __future__ import annotations

import importlib.util
import io
import json
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace

from access_kit.captions.check_cues import check_captions
from access_kit.captions.layout import LAYOUTS, lay_out
from access_kit.captions.layout_rules import Layout
from access_kit.model.cue import Captions
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text import srt
from benchmarks import ROOT, SEED, Measured, show

COUNT = 10_000
RESULT_PAUSE_MS = 500
"""A recogniser of speech ends a result at about this silence."""


def speak(count: int, *, marks: bool) -> RecordedWords:
    """So many words of the example's handouts, said at an ordinary pace."""
    text = " ".join(file.read_text() for file in sorted((ROOT / "examples").rglob("*.md")))
    tokens = re.findall(r"[A-Za-z][A-Za-z']*[.,;:?!]?", text)
    dice = random.Random(SEED)
    words: list[Word] = []
    at = 0
    for number in range(count):
        token = tokens[number % len(tokens)]
        length = round((90 + 48 * len(token)) * dice.uniform(0.8, 1.2))
        shown = token if marks else token.strip(".,;:?!").lower()
        words.append(Word(shown, at, at + length))
        pause = {".": 700, "?": 700, "!": 700, ",": 250, ";": 400, ":": 400}.get(token[-1], 0)
        at += length + round(pause * dice.uniform(0.5, 1.6))
    return RecordedWords(tuple(words), lang="en")


def read_clips() -> list[RecordedWords]:
    """Clips of real speech with their word times, where there are any."""
    folder = Path(__file__).parents[1] / "tests" / "data" / "speech"
    clips = []
    for file in sorted(folder.glob("*.TextGrid")):
        tier = file.read_text().split('"IntervalTier"')[1]
        found = re.findall(r'^([\d.]+)\n([\d.]+)\n"(\S+)"$', tier, re.MULTILINE)
        clips.append([Word(t, round(float(a) * 1000), round(float(b) * 1000)) for a, b, t in found])
    for file in sorted(folder.glob("*.json")):
        words = [w for w in json.loads(file.read_text())["w"] if not w["t"].startswith("<")]
        clips.append(
            [
                Word(w["t"].split("(")[0], round(w["b"] * 1000), round((w["b"] + w["d"]) * 1000))
                for w in words
            ]
        )
    return [RecordedWords(tuple(clip), lang="en") for clip in clips]


def find_results(words: RecordedWords) -> list[list[Word]]:
    """The words as a recogniser gives them: a new result after each silence."""
    results: list[list[Word]] = [[]]
    for word in words.words:
        last = results[-1][-1] if results[-1] else None
        if last and word.start_ms - last.end_ms > RESULT_PAUSE_MS:
            results.append([])
        results[-1].append(word)
    return results


def write_as_vosk_transcriber(words: RecordedWords, _: Layout) -> Captions:
    from vosk.transcriber.transcriber import Transcriber

    results = [
        {
            "result": [
                {"word": w.text, "start": w.start_ms / 1000, "end": w.end_ms / 1000} for w in r
            ]
        }
        for r in find_results(words)
    ]
    asked = SimpleNamespace(args=SimpleNamespace(output_type="srt"))
    made: str = Transcriber.format_result(asked, results)
    return srt.read(made.encode(), "vosk-transcriber.srt").captions


def write_as_whisper(words: RecordedWords, _: Layout) -> Captions:
    segments = [
        {
            "start": r[0].start_ms / 1000,
            "words": [
                {"word": f" {w.text}", "start": w.start_ms / 1000, "end": w.end_ms / 1000}
                for w in r
            ],
        }
        for r in find_results(words)
    ]
    made = io.StringIO()
    writer = load_whisper_writers().WriteSRT("")
    writer.write_result({"segments": segments}, made, max_line_width=42, max_line_count=2)
    return srt.read(made.getvalue().encode(), "whisper.srt").captions


@cache
def load_whisper_writers() -> ModuleType:
    """Whisper's writers alone: the package itself would need torch."""
    package = importlib.util.find_spec("whisper")
    assert package, "make bench installs openai-whisper"
    assert package.origin
    path = Path(package.origin).with_name("utils.py")
    spec = importlib.util.spec_from_file_location("whisper_writers", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_ours(words: RecordedWords, layout: Layout) -> Captions:
    return lay_out(words, layout).captions


WRITERS: dict[str, Callable[[RecordedWords, Layout], Captions]] = {
    "ours": write_ours,
    "vosk-transcriber": write_as_vosk_transcriber,
    "Whisper, 42 by 2": write_as_whisper,
}


def count_findings(
    words: list[RecordedWords], layout: Layout
) -> Iterator[tuple[str, float, float]]:
    """(writer, hard, soft) findings per 100 cues."""
    for name, write in WRITERS.items():
        cues = hard = soft = 0
        for clip in words:
            captions = write(clip, layout)
            found = check_captions(captions, layout)
            cues += len(captions.cues)
            hard += sum(problem.is_error for problem in found)
            soft += sum(not problem.is_error for problem in found)
        yield name, 100 * hard / cues, 100 * soft / cues


def time_layout(words: RecordedWords, layout: Layout) -> float:
    """Processor seconds: one core does the work, whatever else runs beside it."""
    turns = []
    for _ in range(5):
        started = time.process_time()
        lay_out(words, layout)
        turns.append(time.process_time() - started)
    return statistics.median(turns)


def measure() -> list[Measured]:
    spoken = speak(COUNT, marks=True)
    rows = []
    for layout in LAYOUTS.values():
        seconds = time_layout(spoken, layout)
        what = f"laying out {COUNT:,} words, {layout.name}, processor seconds (beside: the goal)"
        rows.append(Measured(what, f"{seconds:.2f}", "1.00", seconds, "<= 1"))
    samples = {"with marks": [spoken], "bare words": [speak(COUNT, marks=False)]}
    clips = read_clips()
    if clips:
        samples["clips of real speech"] = clips
    for sample, words in samples.items():
        for layout in (LAYOUTS["access"], LAYOUTS["netflix"]):
            rows += list(compare(sample, words, layout))
    return rows


def compare(sample: str, words: list[RecordedWords], layout: Layout) -> Iterator[Measured]:
    found = list(count_findings(words, layout))
    ours = found[0]
    for name, hard, soft in found[1:]:
        what = f"findings per 100 cues (hard + soft), {sample}, {layout.name}, beside {name}"
        total, theirs = ours[1] + ours[2], hard + soft
        yield Measured(
            what,
            f"{ours[1]:.1f} + {ours[2]:.1f}",
            f"{hard:.1f} + {soft:.1f}",
            total / theirs if theirs else None,
            "<= 0.5",
        )


if __name__ == "__main__":
    show("caption_layout", measure())
