"""The example: where it lies, a copy of it to look at, and what is in each of its results."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import access_kit
from access_kit.errors import BadInput, Problem
from access_kit.files import make_folder, refuse_existing_folder, shown
from access_kit.model.answers import ParticipantAnswer, PlanAnswer
from access_kit.store.out_folders import OUT

DAY = datetime.datetime.fromisoformat("2026-11-24T09:00:00-05:00")
"""The day on which the example is prepared: nine days before its meeting."""

SESSION = "session.toml"
MOST_REASONS = 3

_KINDS = {
    ".pdf": "print", ".html": "web pages", ".txt": "plain text", ".mp3": "sound",
    ".epub": "e-books", ".docx": "Word files", ".brf": "braille", ".png": "pictures",
}  # fmt: skip
"""What a kind of file is to who gets it, by its ending; others are parts of these."""


@dataclass(frozen=True)
class TourStop:
    """One result: where it lies in the session's folder, and a sentence about it."""

    name: str
    about: str


YOURS = (
    TourStop(
        "runsheet.html",
        "is yours. Page one lies open during the meeting: how to join, a row for each person with"
        " what matters most, the breaks, what to book, whom to call.",
    ),
    TourStop(
        "hand-over.html",
        "is the same for a second host, with only what people agreed that others may know.",
    ),
    TourStop("call-back.html", "has the numbers of those who may be called when a call drops."),
    TourStop("group", "is what everyone gets alike, in each of the group's languages."),
    TourStop("plan.json", "is the plan for other programs: ids and settings, and no names."),
)


def find_example() -> Path:
    """The example's folder, in an installation or beside the source; ``BadInput`` without one."""
    package = Path(access_kit.__file__).parent
    places = (package / "example", package.parent / "examples" / "evening-group")
    found = next((one for one in places if (one / SESSION).is_file()), None)
    if found is None:
        raise BadInput(Problem("file.missing", file=shown(places[-1])))
    return found


def copy_example_to(folder: Path) -> Path:
    """A copy of the example; its session's file. Nothing is overwritten."""
    refuse_existing_folder(folder)
    if not folder.parent.is_dir():
        make_folder(folder.parent)
    shutil.copytree(find_example(), folder, ignore=shutil.ignore_patterns(OUT))
    return folder / SESSION


def stops(plan: PlanAnswer, folder: Path) -> Iterator[TourStop]:
    """Each result that is there, the facilitator's first, then a packet for each person."""
    yield from (one for one in YOURS if (folder / one.name).exists())
    for one in plan.participants:
        yield TourStop(f"packets/{one.id}", _about(one))


def _about(person: ParticipantAnswer) -> str:
    """``is for K-07: print. Because: No camera at all. It uses less data.``"""
    endings = {Path(one.file).suffix for one in person.artefacts}
    kinds = [name for ending, name in _KINDS.items() if ending in endings]
    required = (one.because for one in person.recommendations if one.duty == "required")
    reasons = list(dict.fromkeys(required))[:MOST_REASONS]
    why = f" Among the reasons: {' '.join(reasons)}" if reasons else ""
    missed = next((one for one in person.not_met), None)
    other = f" Not to be had: {missed.because} Instead: {missed.alternatives[0]}" if missed else ""
    return f"is for {person.id}: {_joined(kinds)}.{why}{other}"


def _joined(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)
