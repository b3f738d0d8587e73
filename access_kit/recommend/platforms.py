"""The platform matrix: what each platform can do, who says so, and when that was last checked.

Unknown stays unknown: no cell is guessed. Whatever was checked more than 180 days ago is told as
stale, and keeps its value.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from access_kit.errors import Problem, Severity
from access_kit.model.constraint import Choice
from access_kit.model.session import Platform

STALE_DAYS = 180


class CellValue(Choice):
    """a value of the platform matrix"""

    YES = "yes"
    PLAN = "plan"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class PlatformKind(Choice):
    """a kind of platform"""

    VIDEO = "video"
    PHONE = "phone"
    TEXT = "text"
    IN_PERSON = "in_person"


@dataclass(frozen=True)
class Feature:
    """A row: ``sentence`` says in plain words what it means that a platform can do it.

    ``sheet``: it stands on a choice sheet for its own sake.
    """

    name: str
    sentence: str
    sheet: bool


@dataclass(frozen=True)
class Cell:
    """``evidence_date`` is that of the source itself, where it has one; ``plan`` needs ``note``."""

    value: CellValue
    note: str
    source: str
    evidence_date: datetime.date | None
    last_checked: datetime.date


@dataclass(frozen=True)
class DataUse:
    """The least that an hour takes: sound alone, every picture off. Measured, never guessed."""

    sound_mb_per_hour: float
    source: str
    evidence_date: datetime.date | None
    last_checked: datetime.date


@dataclass(frozen=True)
class PlatformLimit:
    """How many minutes or people a platform takes; ``note`` says on which plan."""

    value: int
    note: str
    source: str
    evidence_date: datetime.date | None
    last_checked: datetime.date


TRAITS = ("encryption", "stored", "ai_features", "others_see")
"""What somebody should know of a platform before they speak in it; no feature, and no rule's."""

MINUTES, GUESTS = "minutes_limit", "guest_limit"
_TOO_MUCH = {MINUTES: "platform.minutes-limit", GUESTS: "platform.guest-limit"}


@dataclass(frozen=True)
class Column:
    """One platform: what kinds of meeting it can be, its cells by feature, and its ``traits``.

    ``data`` is ``None`` where nobody measured it; ``limits`` are those that somebody knows.
    ``caption_steps`` is who says what a host does for captions.
    """

    platform: Platform
    name: str
    kinds: tuple[PlatformKind, ...]
    cells: Mapping[str, Cell]
    traits: Mapping[str, Cell]
    caption_steps: Cell
    limits: Mapping[str, PlatformLimit]
    data: DataUse | None = None

    @property
    def checked(self) -> Mapping[str, datetime.date]:
        """When each thing that stands here was last looked at, by its name."""
        dated: dict[str, Cell | PlatformLimit | DataUse] = {**self.cells, **self.traits}
        dated |= {"caption_steps": self.caption_steps, **self.limits}
        dated |= {"data": self.data} if self.data else {}
        return {name: one.last_checked for name, one in dated.items()}


@dataclass(frozen=True)
class Matrix:
    features: tuple[Feature, ...]
    columns: Mapping[Platform, Column]
    notice: str

    @property
    def feature_names(self) -> tuple[str, ...]:
        return tuple(feature.name for feature in self.features)


@lru_cache(maxsize=1)
def load_platforms() -> Matrix:
    """The matrix from the package's own ``platforms.toml``."""
    data = tomllib.loads((files(__package__) / "platforms.toml").read_text(encoding="utf-8"))
    features = tuple(Feature(name, **entry) for name, entry in data["feature"].items())
    columns = {
        Platform(name): Column(
            platform=Platform(name),
            name=entry["name"],
            kinds=tuple(PlatformKind(kind) for kind in entry["kinds"]),
            cells=MappingProxyType({f.name: _read_cell(entry[f.name]) for f in features}),
            traits=MappingProxyType({name: _read_cell(entry[name]) for name in TRAITS}),
            caption_steps=_read_cell(entry["caption_steps"]),
            limits=MappingProxyType(
                {name: _read_limit(entry[name]) for name in (MINUTES, GUESTS) if name in entry}
            ),
            data=_read_data(entry["data"]) if "data" in entry else None,
        )
        for name, entry in data["platform"].items()
    }
    return Matrix(features, MappingProxyType(columns), data["notice"])


def _read_evidence(entry: Mapping[str, object]) -> dict[str, Any]:
    """Where something was read, and when it was written and looked at."""
    dated, checked = entry["evidence_date"], entry["last_checked"]
    assert isinstance(checked, datetime.date)
    return {
        "source": str(entry["source"]),
        "evidence_date": dated if isinstance(dated, datetime.date) else None,
        "last_checked": checked,
    }


def _read_cell(entry: Mapping[str, object]) -> Cell:
    return Cell(
        value=CellValue(str(entry["value"])),
        note=str(entry["note"]),
        **_read_evidence(entry),
    )


def _read_limit(entry: Mapping[str, object]) -> PlatformLimit:
    return PlatformLimit(
        value=int(str(entry["value"])),
        note=str(entry["note"]),
        **_read_evidence(entry),
    )


def _read_data(entry: Mapping[str, object]) -> DataUse:
    return DataUse(
        sound_mb_per_hour=float(str(entry["sound_mb_per_hour"])),
        **_read_evidence(entry),
    )


def find_stale_cells(
    matrix: Matrix, platform: Platform, today: datetime.date, features: Iterable[str] | None = None
) -> tuple[Problem, ...]:
    """A warning for all of ``platform`` (or only ``features``) that was checked too long ago."""
    column = matrix.columns[platform]
    checked = column.checked
    names = checked if features is None else sorted(features)
    return tuple(
        Problem(
            "platform.stale-cell",
            Severity.WARNING,
            where=f"{platform.value}.{name}",
            facts={
                "platform": column.name,
                "feature": name,
                "checked": checked[name].isoformat(),
                "days": (today - checked[name]).days,
            },
        )
        for name in names
        if (today - checked[name]).days > STALE_DAYS
    )


def check_session(
    matrix: Matrix, platform: Platform, *, minutes: int, people: int, today: datetime.date
) -> Iterator[Problem]:
    """What a session of so many minutes and people should know of its platform."""
    column = matrix.columns[platform]
    wanted = {MINUTES: minutes, GUESTS: people}
    for name, limit in column.limits.items():
        if limit.value < wanted[name]:
            facts: dict[str, str | int] = {
                "platform": column.name,
                "limit": limit.value,
                "wanted": wanted[name],
                "note": limit.note,
            }
            yield Problem(
                _TOO_MUCH[name], Severity.WARNING, where=f"{platform.value}.{name}", facts=facts
            )
    unknown = [name for name, cell in column.traits.items() if cell.value is CellValue.UNKNOWN]
    if unknown:
        asked = ", ".join(name.replace("_", " ") for name in unknown)
        facts = {"platform": column.name, "traits": asked}
        yield Problem("platform.not-known", Severity.NOTE, where=platform.value, facts=facts)
    stale = find_stale_cells(matrix, platform, today)
    if stale:
        oldest = min(column.checked.values())
        facts = {"platform": column.name, "count": len(stale), "checked": oldest.isoformat()}
        yield Problem("platform.stale", Severity.WARNING, where=platform.value, facts=facts)
