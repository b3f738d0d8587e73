"""The handout as e-book, web page and braille, beside the programs that are used for these.

Pandoc and file2brl do one document a start, so ours is measured both ways: started anew for each
document, as they are, and in a process that goes on, as ``prepare`` does it. They get the handout
as a page of HTML, with the same words and picture. ``lou_translate`` only turns words into cells,
with neither lines nor pages, in one process for all: what it saves is the layout.

A full packet is the handout in every format that a person may ask for, each in processor time, the
middle of several rounds in a warm process.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import Measured, compared, own_python, rates, run_times, show
from benchmarks.audio import processor_seconds
from benchmarks.sample import sample_document, sample_look

MOMENT = datetime(2026, 11, 24, 14, tzinfo=UTC)
SUFFIX = {"epub": "epub", "html": "html", "braille": "brf"}
BRAILLE_TABLE = "en-ueb-g2.ctb"
FULL_PACKET = ("pdf", "html", "epub", "text", "sms", "braille", "card", "audio")
MOST_SECONDS = 1.5


def our_maker(format_name: str) -> Callable[[int], bytes]:
    from access_kit.documents.renderers import render_files

    look = sample_look()

    def make(number: int) -> bytes:
        document = sample_document(number)
        return render_files(format_name, document, look, moment=MOMENT)[0].data

    return make


def peer_command(format_name: str, source: Path, target: Path) -> list[str | Path]:
    """How the peer makes the same kind of file, from a page of HTML."""
    if format_name == "braille":
        tables = (f"literaryTextTable={BRAILLE_TABLE}", "mathexprTable=en-ueb-math.ctb")
        chosen = [part for table in tables for part in ("-C", table)]
        return ["file2brl", "-w", source.parent, "-t", *chosen, source, target]
    options = {"epub": ["-t", "epub3"], "html": ["-t", "html5", "-s", "--self-contained"]}
    return ["pandoc", "-f", "html", *options[format_name], source, "-o", target]


def peer_maker(format_name: str, folder: Path) -> Callable[[int], bytes]:
    from benchmarks.peers import as_html

    def make(number: int) -> bytes:
        source, target = folder / f"{number}.html", folder / f"{number}-made.{SUFFIX[format_name]}"
        source.write_text(as_html(sample_document(number)), encoding="utf-8")
        _run(peer_command(format_name, source, target), folder)
        data = target.read_bytes()
        source.unlink()
        target.unlink()
        return data

    return make


def _run(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode()[-300:]}")


def measure_format(format_name: str, peer: str, folder: Path) -> list[Measured]:
    """Documents a second: in a process that goes on, and with a start for each."""
    theirs = peer_maker(format_name, folder)
    theirs(0)
    found = rates({"ours": our_maker(format_name), "theirs": theirs}, rounds=9)
    what = f"{format_name}, documents a second"
    rows = [compared(f"{what}, beside {peer}", found["ours"], found["theirs"], ">= 1", ".1f")]
    target = folder / f"ours.{SUFFIX[format_name]}"
    command = own_python("-m", "benchmarks.formats", "--once", format_name, target)
    starts = run_times({"ours": command, "theirs": _started(format_name, folder)}, rounds=9)
    ours, beside = ([1 / seconds for seconds in starts[name]] for name in ("ours", "theirs"))
    rows.append(compared(f"{what}, a start for each, beside {peer}", ours, beside, "", ".1f"))
    return rows


def _started(format_name: str, folder: Path) -> list[str | Path]:
    from benchmarks.peers import as_html

    source = folder / "started.html"
    source.write_text(as_html(sample_document(0)), encoding="utf-8")
    return peer_command(format_name, source, folder / f"started-made.{SUFFIX[format_name]}")


def measure_cells(folder: Path) -> Measured:
    """Handouts a second beside the bare translation of their words."""
    from access_kit.documents.linear import lines_of

    words = folder / "words.txt"
    handouts = 200
    lines = [line.text for number in range(handouts) for line in lines_of(sample_document(number))]
    words.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["lou_translate", "--forward", f"en-us-brf.dis,{BRAILLE_TABLE}"]

    def translate_all() -> None:
        with words.open("rb") as stream:
            subprocess.run(command, stdin=stream, stdout=subprocess.DEVNULL, check=True)

    found = rates({"ours": our_maker("braille"), "theirs": lambda _: translate_all()}, rounds=5)
    theirs = [rate * handouts for rate in found["theirs"]]
    what = "braille, handouts a second, beside lou_translate, which sets no pages"
    return compared(what, found["ours"], theirs, "", ".0f")


def measure_judged(folder: Path) -> list[Measured]:
    """What EPUBCheck and Ace find wrong with ours and Pandoc's, where they are installed."""
    from tests.tools import jars, node_file
    from tests.validators.epub import ace_failures, epubcheck_messages

    books = {"ours": our_maker("epub"), "theirs": peer_maker("epub", folder)}
    found: dict[str, list[str]] = {"EPUBCheck": [], "Ace": []}
    for name, make in books.items():
        path = folder / f"{name}.epub"
        path.write_bytes(make(0))
        if jars("epubcheck"):
            found["EPUBCheck"].append(str(len(epubcheck_messages(path))))
        if node_file("@daisy/ace/bin/ace-puppeteer.js"):
            found["Ace"].append(str(len(ace_failures(path))))
    return [
        Measured(f"epub, findings of {judge}, beside pandoc", *counts)
        for judge, counts in found.items()
        if counts
    ]


def measure_full_packet(*, rounds: int = 7) -> list[Measured]:
    """The handout in all of ``FULL_PACKET``: where the time of the processor goes."""
    from access_kit.documents.sound.spoken_document import record

    makers = {name: our_maker(name) for name in FULL_PACKET}
    turns = [
        {name: processor_seconds(lambda m=make, n=turn: m(n)) for name, make in makers.items()}
        for turn in range(rounds + 1)
    ][1:]
    whole = statistics.median(sum(turn.values()) for turn in turns)
    rows = []
    for name in FULL_PACKET:
        seconds = statistics.median(turn[name] for turn in turns)
        share = f"{seconds / whole:.0%} of a full packet"
        rows.append(Measured(f"full packet, {name}", f"{seconds * 1000:.0f} ms", share))
    minutes = record(sample_document(0)).ms / 60_000
    what = f"full packet with {minutes:.1f} minutes of sound, one core, beside what it may take"
    ratio = whole / MOST_SECONDS
    return [*rows, Measured(what, f"{whole:.2f} s", f"{MOST_SECONDS} s", ratio, "<= 1")]


def measure() -> list[Measured]:
    rows: list[Measured] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for format_name, peer in (("epub", "pandoc"), ("html", "pandoc"), ("braille", "file2brl")):
            if shutil.which(peer):
                rows += measure_format(format_name, peer, folder)
            else:
                rows.append(Measured(f"{format_name}, beside {peer}", "", "not installed"))
        if shutil.which("lou_translate"):
            rows.append(measure_cells(folder))
        if shutil.which("pandoc"):
            rows += measure_judged(folder)
    return [*rows, *measure_full_packet()]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        Path(sys.argv[3]).write_bytes(our_maker(sys.argv[2])(0))
    else:
        show("formats", measure())
