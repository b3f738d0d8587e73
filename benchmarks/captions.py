"""Captions from sound: what our frame costs over the bare engine, and how well it hears.

PocketSphinx bare is one decoder in one process that is fed the same sound in one go, with the same
settings; ours reads the media file, cuts it, keeps a journal, hears it in workers and joins the
words. Each runs in a process of its own, the two at the same time on two cores, since the speed of
a machine moves by more than what is measured; of several such pairs the one in the middle counts.
Memory is the peak of all processes together. One row leaves the bare engine its own, higher limit
of states: it shows what that setting of ours saves. Word error rates are those of the clips in
``tests/data/speech``: a few seconds each, so a few points between clips or settings mean nothing.
Our settings there are wide beams, that limit, and no long quiet.

The hint holds the words of all clips. ``ACCESS_KIT_SOAK=1`` takes an hour of sound. Layout stands
beside the writers of vosk-transcriber (seven words a cue) and of Whisper (``--max_line_width 42
--max_line_count 2``), given the same words.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import ROOT, Measured

SPEECH = ROOT / "tests" / "data" / "speech"
TINY = ROOT / "tests" / "data" / "models" / "tiny-en"
LONG = os.environ.get("ACCESS_KIT_SOAK") == "1"
MINUTES = 60 if LONG else 2
PAIRS, PAIR_MINUTES = 5, 5

Run = dict[str, float]


def load(path: Path) -> bytes:
    from access_kit.captions.media import stream_sound

    return b"".join(stream_sound(path))


def clip_table() -> list[tuple[str, str, str]]:
    """(file, what is said, kind) of each clip with a transcript."""
    import re

    rows = (SPEECH / "transcripts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    table = [row.split("\t") for row in rows]
    return [(name, re.sub(r"<[^>]*>", " ", said), kind) for name, said, kind in table]


def make_long(folder: Path, minutes: float) -> Path:
    """All clips again and again, as one WAV."""
    import wave

    pause = bytes(32 * 600)
    once = b"".join(load(SPEECH / name) + pause for name, _, _ in clip_table())
    path = folder / f"{minutes}.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        left = int(minutes * 60 * 32_000)
        while left > 0:
            sound.writeframes(once[:left])
            left -= len(once)
    return path


def run_apart(task: str, *args: object) -> Run:
    """A task of this file in a process of its own: seconds, and peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks.captions", task, *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    found: Run = json.loads(done.stdout.splitlines()[-1])
    return found


def told(began: float) -> None:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"seconds": time.perf_counter() - began, "mb": (own + children) / 1024}))


def task_bare(path: str, settings: str) -> None:
    """What anyone would write: read the samples, one decoder, one utterance a piece."""
    import wave

    import pocketsphinx

    began = time.perf_counter()
    with wave.open(path) as sound:
        pcm = sound.readframes(sound.getnframes())
    decoder = pocketsphinx.Decoder(loglevel="FATAL", **json.loads(settings))
    step = 25 * 32_000
    for at in range(0, len(pcm), step):
        decoder.start_utt()
        decoder.process_raw(pcm[at : at + step], full_utt=True)
        decoder.end_utt()
        list(decoder.seg() or [])
    told(began)


def task_ours(path: str, engine: str, jobs: str) -> None:
    from access_kit.captions.engines import EngineWish, open_engine
    from access_kit.captions.journal import Journal
    from access_kit.captions.recording import Track, hear_recording

    began = time.perf_counter()
    opened = open_engine(engine, EngineWish(model=TINY if engine == "vosk" else None))
    workers = opened.start_workers(int(jobs))
    with tempfile.TemporaryDirectory() as folder, Journal(Path(folder) / "j", "k") as journal:
        hear_recording(
            [Track(Path(path))], opened, workers, journal, jobs=int(jobs), step=lambda _: None
        )
    workers.shutdown()
    told(began)


def task_align(path: str, script: str, jobs: str) -> None:
    from access_kit.captions.listen import align_file

    began = time.perf_counter()
    text = Path(script).read_text(encoding="utf-8")
    align_file(Path(path), text, lang="en", model=None, jobs=int(jobs), step=lambda _: None)
    told(began)


def task_resume(path: str) -> None:
    """A run whose pieces are all in the journal: the price of going on."""
    from access_kit.captions.engines import EngineWish, open_engine
    from access_kit.captions.journal import Journal
    from access_kit.captions.recording import Track, hear_recording

    opened = open_engine("vosk", EngineWish(model=TINY))
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):
            workers = opened.start_workers(1)
            began = time.perf_counter()
            with Journal(Path(folder) / "j", "k") as journal:
                hear_recording(
                    [Track(Path(path))], opened, workers, journal, jobs=1, step=lambda _: None
                )
            workers.shutdown()
    told(began)


TASKS: dict[str, Callable[..., None]] = {
    "bare": task_bare, "ours": task_ours, "align": task_align, "resume": task_resume,
}  # fmt: skip


def measure() -> list[Measured]:
    from benchmarks import caption_layout

    with tempfile.TemporaryDirectory() as folder:
        return [*measure_costs(Path(folder)), *caption_layout.measure(), *measure_errors()]


def measure_costs(folder: Path) -> list[Measured]:
    from access_kit.captions.pocketsphinx_engine import DICTATION

    path = make_long(folder, MINUTES)
    script = folder / "script.txt"
    said = "\n".join(text for _, text, _ in clip_table())
    seconds = sum(len(load(SPEECH / name)) / 32_000 + 0.6 for name, _, _ in clip_table())
    script.write_text("\n".join([said] * max(1, round(MINUTES * 60 / seconds))), encoding="utf-8")
    short = make_long(folder, PAIR_MINUTES)
    pairs = [run_pair(short, DICTATION) for _ in range(PAIRS)]
    without_limit = {name: value for name, value in DICTATION.items() if name != "maxhmmpf"}
    free = [run_pair(short, without_limit) for _ in range(PAIRS)]
    bare, beside = run_pair(path, DICTATION)
    one, two = (run_apart("ours", path, "pocketsphinx", jobs) for jobs in (1, 2))
    tiny = run_apart("ours", path, "vosk", 1)
    align, resume = run_apart("align", path, script, 1), run_apart("resume", path)
    extra = beside["mb"] - bare["mb"]
    sound, less = f"{MINUTES} minutes of sound", f"{PAIR_MINUTES} minutes of sound"
    return [
        compare(f"{less}, seconds, beside bare PocketSphinx", pairs, "<= 1.05"),
        compare(f"{less}, seconds, beside bare PocketSphinx with its own limit of states", free),
        compare(f"{sound}, seconds, beside bare PocketSphinx", [(bare, beside)], "<= 1.05"),
        Measured(f"{sound}, memory, MB more than bare PocketSphinx, beside 100", f"{extra:.0f}",
                 "100", extra / 100, "<= 1"),
        Measured(f"{sound}, one job's seconds beside two jobs'", f"{one['seconds']:.1f}",
                 f"{two['seconds']:.1f}", one["seconds"] / two["seconds"], ">= 1.6"),
        Measured("tiny Vosk model, ms a minute of sound", f"{tiny['seconds'] / MINUTES * 1000:.0f}",
                 ""),
        Measured("alignment, seconds a minute of sound", f"{align['seconds'] / MINUTES:.2f}", ""),
        Measured("going on where all is heard, ms a minute of sound",
                 f"{resume['seconds'] / MINUTES * 1000:.0f}", ""),
    ]  # fmt: skip


def run_pair(path: Path, settings: Mapping[str, float]) -> tuple[Run, Run]:
    """The bare engine with these settings, and ours at the same time."""
    with ThreadPoolExecutor(2) as both:
        bare = both.submit(run_apart, "bare", path, json.dumps(dict(settings)))
        ours = both.submit(run_apart, "ours", path, "pocketsphinx", 1)
        return bare.result(), ours.result()


def compare(what: str, pairs: list[tuple[Run, Run]], goal: str = "") -> Measured:
    """The pair with the middle ratio; how far the ratios lie apart is said where there are more."""
    seconds = sorted(((bare["seconds"], ours["seconds"]) for bare, ours in pairs), key=ratio_of)
    if len(pairs) > 1:
        least, most = ratio_of(seconds[0]), ratio_of(seconds[-1])
        what += f", middle of {len(pairs)} pairs ({least:.2f} to {most:.2f})"
    bare, ours = seconds[len(seconds) // 2]
    return Measured(what, f"{ours:.1f}", f"{bare:.1f}", ours / bare, goal)


def ratio_of(pair: tuple[float, float]) -> float:
    return pair[1] / pair[0]


def measure_errors() -> list[Measured]:
    """Word error rates of each clip: the engine's own settings beside ours, and with a hint."""
    from access_kit.captions import pocketsphinx_engine as engine
    from access_kit.captions.check_words import wer
    from access_kit.captions.script import read_script
    from tests.captions.sounds import make_noise

    clips = clip_table()
    spoken = {
        name: " ".join(heard for word in read_script(said) for heard in word.spoken)
        for name, said, _ in clips
    }
    hint = "\n".join(spoken.values())
    plain = engine.make_decoder()

    def hear_plain(pcm: bytes) -> str:
        return " ".join(piece.word for piece in engine.decode(plain, pcm) or () if piece.is_word)

    def hear_ours(pcm: bytes, hint: str = "") -> str:
        return " ".join(word.text for word in engine.dictate(pcm, hint=hint))

    rows = []
    for name, _, kind in clips:
        pcm = load(SPEECH / name)
        ours, bare = (wer(spoken[name], hear(pcm)) for hear in (hear_ours, hear_plain))
        hinted = wer(spoken[name], hear_ours(pcm, hint))
        what = f"words wrong, {name} ({kind}): our settings beside the engine's own"
        rows.append(Measured(what, f"{ours:.0%}", f"{bare:.0%}"))
        rows.append(Measured(f"words wrong, {name}: with --hint", f"{hinted:.0%}", ""))
    for seconds in (0, 4):
        room = make_noise(seconds, 30).tobytes()
        sounds = {name: room + load(SPEECH / name) + room for name in spoken}
        ours, bare = (
            wer(hint, "\n".join(hear(pcm) for pcm in sounds.values()))
            for hear in (hear_ours, hear_plain)
        )
        what = f"words wrong, all clips, {seconds} s of an empty room before and after"
        rows.append(Measured(what, f"{ours:.0%}", f"{bare:.0%}"))
    return rows


if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
