"""Kits whose plans and ledgers are written here, apart from the program: what the report reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.workflow.kits import copy_example

ENGLISH, LARGE = ("en",), ("large_print",)


@dataclass(frozen=True)
class Planned:
    """One person of a plan. ``lacks`` are settings with a value and the sentence why."""

    id: str
    reads: tuple[str, ...] = ENGLISH
    formats: tuple[str, ...] = ("print",)
    made_in: str = "en"
    lacks: tuple[tuple[str, str, str], ...] = ()
    has: tuple[tuple[str, str], ...] = ()
    is_made: bool = True

    def as_json(self) -> dict[str, Any]:
        given = [("text.languages", list(self.reads)), ("handouts.formats", list(self.formats))]
        return {
            "id": self.id,
            "recommendations": [
                {"rule": "U01", "duty": "offer", "setting": name, "value": value,
                 "because": "It helps.", "source": "own"}
                for name, value in (*given, *self.has)
            ],
            "artefacts": [{"file": "letter.pdf", "locale": self.made_in}] * self.is_made,
            "not_met": [
                {"rule": "S01", "setting": name, "value": value, "because": why, "alternatives": []}
                for name, value, why in self.lacks
            ],
            "bookings": [],
            "problems": [],
        }  # fmt: skip


@dataclass(frozen=True)
class Mailed:
    """One row of the ledger of a meeting."""

    person: str
    at: str
    channel: str = "email"
    state: str = "handed_over"
    documents: str = "packet"


@dataclass(frozen=True)
class Held:
    """A meeting with its people and its ledger."""

    id: str
    starts: str
    people: Sequence[Planned]
    mailed: Sequence[Mailed] = field(default=())


def write_kit(folder: Path, meetings: Iterable[Held]) -> Path:
    """The example's kit file, without its people and its session, and these meetings."""
    session = copy_example(folder)
    session.unlink()
    for path in (folder / "profiles").iterdir():
        path.unlink()
    for one in meetings:
        write_meeting(folder / "out" / one.id, one)
    return folder


def write_meeting(folder: Path, held: Held) -> None:
    plan = {
        "schema": "access-kit/plan/1",
        "session": {"id": held.id, "starts": held.starts, "timezone": "America/New_York",
                    "minutes": 60, "platform": "zoom"},
        "participants": [one.as_json() for one in held.people],
    }  # fmt: skip
    _write(folder / "plan.json", plan)
    rows = [
        {"session": held.id, "person": one.person, "channel": one.channel, "version": f"v{at}",
         "documents": one.documents, "state": one.state, "message_id": "", "sha256": "",
         "at": one.at, "attempts": 1, "reason": "", "told": ""}
        for at, one in enumerate(held.mailed)
    ]  # fmt: skip
    _write(folder / "outbox" / "receipts.json", {"schema": "access-kit/receipts/2", "rows": rows})


def _write(path: Path, value: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def several(count: int, first: int = 1, **settings: Any) -> list[Planned]:
    """So many people who want and get the same."""
    return [Planned(f"K-{number:03d}", **settings) for number in range(first, first + count)]
