"""``due.html``, ``due.csv`` and ``due.json``: the last run of each command over all that was due.

Meetings, counts and causes alone: no person is in them by name or id, and nothing that is theirs.
A meeting may be called after somebody, so all three are noted, and go when that person is erased.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from access_kit.files import make_folder, refuse_existing, write_atomic
from access_kit.i18n.dates import say_date, say_time
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.model.answers import to_plain
from access_kit.model.answers.base import schema_of
from access_kit.model.answers.due import CauseAnswer, DueAnswer, DueRunAnswer, GroupCounts
from access_kit.model.document import Block, Heading, Paragraph, Table
from access_kit.notation import read_own_json
from access_kit.store.codec import Misfit, from_text
from access_kit.store.out_folders import OUT, note_out
from access_kit.workflow.keep.noted_pages import note_due
from access_kit.workflow.seasons.own_page import plain, render_page
from access_kit.workflow.week.causes import causes_of
from access_kit.workflow.week.due_meetings import DueFor, MeetingDone

PAGE, TABLE, DATA = "due.html", "due.csv", "due.json"
HEAD = ("command", "at", "meeting", "exit_code", "what", "count")
"""The columns of the table for a spreadsheet."""

TITLES = {
    DueFor.PREPARE: "Papers that were due",
    DueFor.SEND: "Messages that were due",
    DueFor.REMIND: "Reminders that were due",
}
COUNTED = {
    "made": "Made",
    "reused": "As before",
    "failed": "Failed",
    "laid_ready": "Laid ready",
    "handed_over": "Handed over",
    "already": "Went before",
    "waits": "Waits",
    "by_hand": "By hand",
    "refused": "Does not go",
    "not_reached": "Not reached",
    "uncertain": "Uncertain",
    "came_back": "Came back",
    "taken_back": "Taken back",
}
"""What became of packets and messages, as the head of a column."""

ENDED = {
    0: "well",
    1: "some packets could not be made",
    2: "a file or a value is wrong",
    3: "a part of the program is missing",
    4: "a file could not be written",
    5: "a message did not go",
    6: "somebody has to decide first",
    70: "a mistake of the program",
    130: "stopped from outside",
}
"""What an exit code means for a meeting."""


def run_of(what: DueFor, done: Sequence[MeetingDone], now: datetime.datetime) -> DueRunAnswer:
    """A run in counts; what somebody has to see to comes first."""
    groups = [
        GroupCounts(one.said, one.code, dict(one.counts), Counter(p.code for p in one.problems))
        for one in sorted(done, key=lambda one: -one.code)
    ]
    causes = tuple(cause.answer() for cause in causes_of(done))
    return DueRunAnswer(what.value, now.isoformat(), tuple(groups), causes)


def write_due(kit: Path, run: DueRunAnswer, now: datetime.datetime) -> Path:
    """The pages with this run in place of the last of its command; gives the one to open.

    ``CannotWrite`` where a file of that name lies there that is not ours.
    """
    folder = kit / OUT
    paths = [folder / name for name in (DATA, PAGE, TABLE)]
    held = read_own_json(paths[0])
    if not _is_ours(held):
        refuse_existing(paths)
    runs = {one.command: one for one in _runs_in(held)} | {run.command: run}
    answer = DueAnswer(tuple(runs[one.value] for one in DueFor if one.value in runs))
    make_folder(folder)
    note_out(kit, folder)
    data = json.dumps(to_plain(answer), ensure_ascii=False, indent=2).encode() + b"\n"
    made = (data, build_due_page(answer, now), build_due_table(answer))
    for path, content in zip(paths, made, strict=True):
        write_atomic(path, content)
    note_due(kit, paths, now.date())
    return paths[1]


def _is_ours(held: object) -> bool:
    return isinstance(held, dict) and held.get("schema") == schema_of(DueAnswer)


def _runs_in(held: object) -> Iterator[DueRunAnswer]:
    """The runs that were there before; what cannot be read is left out."""
    runs = held.get("runs") if isinstance(held, dict) and _is_ours(held) else None
    for one in runs if isinstance(runs, list) else ():
        try:
            yield from_text(DueRunAnswer, json.dumps(one))
        except Misfit:
            continue


# -- a page ---------------------------------------------------------------------------------------


def build_due_page(answer: DueAnswer, now: datetime.datetime) -> bytes:
    """One HTML file, by the rules of all our pages."""
    blocks = [block for run in answer.runs for block in _run(run)]
    return render_page("What was due", tuple(blocks), now)


def _run(run: DueRunAnswer) -> Iterator[Block]:
    yield Heading(1, plain(TITLES[DueFor(run.command)]))
    at = datetime.datetime.fromisoformat(run.at)
    day, hour = say_date(at.date(), SOURCE_LOCALE), say_time(at.time(), SOURCE_LOCALE)
    open_ones = sum(one.code != 0 for one in run.groups)
    number = len(run.groups)
    yield _says(f"Done on {day} at {hour} – meetings: {number}, to be seen to: {open_ones}.")
    if run.groups:
        yield _meetings(run.groups)
    if run.causes:
        yield Heading(2, plain("Why, by cause"))
        yield _causes(run.causes)


def _says(text: str) -> Paragraph:
    return Paragraph(plain(text))


def _meetings(groups: Sequence[GroupCounts]) -> Table:
    held = [one for one in COUNTED if any(group.counts.get(one) for group in groups)]
    header = ("Meeting", *(COUNTED[one] for one in held), "Ended")
    rows = (
        (one.group, *(str(one.counts.get(name, 0)) for name in held), _ended(one.code))
        for one in groups
    )
    return _table("Each meeting", header, rows)


def _ended(code: int) -> str:
    return f"{code}, {ENDED[code]}" if code in ENDED else str(code)


def _causes(causes: Iterable[CauseAnswer]) -> Table:
    rows = (
        (one.message, one.severity, str(one.count), ", ".join(one.groups), one.code)
        for one in causes
    )
    return _table("Each cause once", ("What", "How grave", "Times", "Meetings", "Code"), rows)


def _table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    return Table(
        tuple(map(plain, header)),
        tuple(tuple(map(plain, row)) for row in rows),
        caption=plain(caption),
    )


# -- a spreadsheet --------------------------------------------------------------------------------


def build_due_table(answer: DueAnswer) -> bytes:
    """The counts as CSV, by their codes; a cause is a row with each meeting it was told in."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEAD)
    for run in answer.runs:
        for one in run.groups:
            for what, count in _counted(one):
                table.writerow((run.command, run.at, one.group, one.code, what, count))
    return text.getvalue().encode()


def _counted(group: GroupCounts) -> Iterator[tuple[str, int]]:
    both: tuple[Mapping[str, int], ...] = (group.counts, group.causes)
    for counts in both:
        yield from counts.items()
