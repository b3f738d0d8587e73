"""The kit and its resources: found, read, and checked against the clock.

Each reader returns the value, or ``None`` when any of it is wrong, and every Problem it found.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from access_kit.errors import AccessKitError, Problem, Severity
from access_kit.files import lies_inside, read_text, shown
from access_kit.intake import Intake
from access_kit.model.kit import Kit, Resource, Resources

KIT_FILE = "kit.toml"
RESOURCES_FILE = "resources.toml"
RULES_FILE = "rules.toml"
MATERIALS_FOLDER = "materials"

PLACEHOLDERS: Mapping[str, str | tuple[str, ...]] = MappingProxyType(
    {"name": "Your agency", "envelope_sender": ("PO Box 0", "Your town")}
)
"""What a fresh kit has under ``agency`` until somebody fills it in. Nothing goes out with it."""

STALE_DAYS = 180
"""A number to call that nobody checked for longer than this is told as stale."""


def find_kit(start: Path) -> Path | None:
    """The nearest folder with a ``kit.toml``, from ``start`` upward."""
    start = start.absolute()
    return next((f for f in (start, *start.parents) if (f / KIT_FILE).is_file()), None)


def _open(path: Path, kind: str) -> tuple[Intake | None, list[Problem]]:
    try:
        text = read_text(path)
    except AccessKitError as error:
        return None, list(error.problems)
    intake = Intake(shown(path), text, kind=kind)
    return intake, intake.problems


def read_kit(folder: Path, *, today: datetime.date) -> tuple[Kit | None, list[Problem]]:
    intake, problems = _open(folder / KIT_FILE, "kit")
    kit = intake.read(Kit) if intake else None
    if kit is None or intake is None:
        return None, problems
    _check_crisis(kit, intake, today)
    for key in placeholders_in(kit):
        intake.tell("placeholder", ("agency", key), Severity.WARNING)
    for key, name in dataclasses.asdict(kit.documents).items():
        if name and not lies_inside(folder / name, folder):
            intake.tell("outside", ("documents", key), value=name)
        elif name and not (folder / name).is_file():
            intake.tell("missing-document", ("documents", key), value=name)
    if kit.defaults.quiet_hours[0] == kit.defaults.quiet_hours[1]:
        intake.tell("empty-quiet-hours", ("defaults", "quiet_hours"))
    return (kit if intake.ok else None), problems


def placeholders_in(kit: Kit) -> tuple[str, ...]:
    """The keys under ``agency`` that are still to be filled in.

    A line of an address counts as much as all of it, a name whatever its case.
    """
    lines = {*map(_plain, PLACEHOLDERS["envelope_sender"])}
    found = {
        "name": _plain(kit.agency.name) == _plain(str(PLACEHOLDERS["name"])),
        "envelope_sender": any(_plain(line) in lines for line in kit.agency.envelope_sender),
    }
    return tuple(key for key, is_one in found.items() if is_one)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _check_crisis(kit: Kit, intake: Intake, today: datetime.date) -> None:
    if not kit.crisis:
        intake.tell("no-crisis-entry", ("crisis",), Severity.WARNING)
    elif not any(entry.emergency and entry.has_way for entry in kit.crisis):
        intake.tell("no-emergency-line", ("crisis",), Severity.WARNING)
    for index, entry in enumerate(kit.crisis):
        where = ("crisis", index)
        if not entry.has_way:
            intake.tell("crisis-without-number", where)
        if entry.checked_on is None:
            intake.tell("crisis-not-checked", where, Severity.WARNING)
        elif entry.checked_on > today:
            value = entry.checked_on.isoformat()
            intake.tell("date-in-future", (*where, "checked_on"), Severity.WARNING, value=value)
        elif (today - entry.checked_on).days > STALE_DAYS:
            days = (today - entry.checked_on).days
            intake.tell("crisis-stale", (*where, "checked_on"), Severity.WARNING, days=days)


def read_resources(
    folder: Path, *, today: datetime.date
) -> tuple[tuple[Resource, ...], list[Problem]]:
    """The local places and lines beside the kit; there need not be any."""
    path = folder / RESOURCES_FILE
    if not path.exists():
        return (), []
    if not lies_inside(path, folder):
        return (), [outside(path)]
    intake, problems = _open(path, "resources")
    resources = intake.read(Resources) if intake else None
    if resources is None or intake is None:
        return (), problems
    for index, entry in enumerate(resources.resource):
        where = ("resource", index)
        if not (entry.phone or entry.url):
            intake.tell("without-a-way", where)
        if entry.checked_on and (today - entry.checked_on).days > STALE_DAYS:
            days = (today - entry.checked_on).days
            intake.tell("stale", (*where, "checked_on"), Severity.WARNING, days=days)
    return resources.resource, problems


def outside(path: Path, *, named_in: Path | None = None, where: str | None = None) -> Problem:
    """The refusal of a file from outside the kit: its words could end in anybody's papers."""
    file = shown(named_in or path)
    return Problem("kit.outside", file=file, where=where, facts={"value": shown(path)})
