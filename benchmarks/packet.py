"""Where the time of a packet goes: the example session, its steps one after another on one core.

Each number is milliseconds a person, the middle of several rounds in a warm process; the last line
is the whole command from its start, on all cores, as a person waits for it.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks import ROOT, Measured, own_python, show

NOW = "2026-11-24T09:00:00-05:00"
SESSION = ROOT / "examples" / "evening-group" / "session.toml"
MOST_SECONDS = 5
"""How long the example may take, on two cores, after set-up."""

COMMANDS = 5
"""How often the whole command is run."""

Clock = defaultdict[str, float]


def measure(*, rounds: int = 15) -> list[Measured]:
    run = [_one_round() for _ in range(rounds + 2)][2:]
    people = int(run[0].pop("people"))
    for clock in run[1:]:
        clock.pop("people")
    middle = {
        step: statistics.median(clock[step] for clock in run) * 1000 / people for step in run[0]
    }
    whole = sum(middle.values())
    rows = [
        Measured(step, f"{ms:.1f} ms", f"{ms / whole:.0%} of a packet")
        for step, ms in middle.items()
    ]
    rows.append(Measured("all of these", f"{whole:.1f} ms", f"{people} people"))
    return [*rows, _whole_command()]


def _one_round() -> Clock:
    from access_kit.workflow.prepare import set as setting
    from access_kit.workflow.prepare.pack import OutFolder
    from access_kit.workflow.prepare.plan import make_plan
    from access_kit.workflow.prepare.read import read_work

    clock: Clock = defaultdict(float)
    now = datetime.fromisoformat(NOW)
    with _timed(clock, "1 read: kit, session, profiles, handouts, rules"):
        work = read_work(SESSION, kit_folder=None, now=now)
    with _timed(clock, "2 plan: recommendations, looks, addresses"):
        plan = make_plan(work)
    maker = setting.Maker(plan)
    rendering: Clock = defaultdict(float)
    started = time.perf_counter()
    with mock.patch.object(setting, "render_files", _watched(setting.render_files, rendering)):
        packets = {p.profile.id: maker.make_packet(p, plan.carrier_of(p)) for p in plan.people}
    made = time.perf_counter() - started
    clock["3 write, 4 set: words, page counts, digests"] = made - sum(rendering.values())
    for suffix, seconds in rendering.items():
        clock[f"4 set: {suffix.upper()} files"] = seconds
    with tempfile.TemporaryDirectory() as folder:
        out = OutFolder(Path(folder) / work.session.id)
        with _timed(clock, "5 pack: write, sync, put in place"), out.writing():
            for person_id, packet in packets.items():
                out.stage_packet(person_id, packet.files)
                out.place_packet(person_id)
    clock["people"] = len(plan.people)
    return clock


@contextmanager
def _timed(clock: Clock, step: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    clock[step] += time.perf_counter() - started


def _watched(render_files: Callable[..., Any], clock: Clock) -> Callable[..., Any]:
    def timed(format_name: str, *args: Any, **kwargs: Any) -> Any:
        with _timed(clock, format_name):
            return render_files(format_name, *args, **kwargs)

    return timed


def _whole_command() -> Measured:
    turns = []
    with mock.patch.dict("os.environ", ACCESS_KIT_NOW=NOW):
        for _ in range(COMMANDS):
            with tempfile.TemporaryDirectory() as folder:  # what is there would not be made again
                command = own_python("-m", "access_kit", "prepare", SESSION, "--out", folder)
                started = time.perf_counter()
                subprocess.run([*command, "--quiet"], check=True, stdout=subprocess.DEVNULL)
                turns.append(time.perf_counter() - started)
    seconds = statistics.median(turns)
    what = "the whole command, seconds, beside what it may take"
    return Measured(what, f"{seconds:.2f}", f"{MOST_SECONDS}", seconds / MOST_SECONDS, "<= 1")


if __name__ == "__main__":
    show("packet", measure())
