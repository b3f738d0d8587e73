"""The ten themes of digital peer support, and the handouts that serve each.

Source: Collins-Pisano and others, JMIR Ment Health 2021;8(12):e30221 (CC BY 4.0), Tables 1 to 3,
told in our own words in ``themes.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from access_kit.documents.front_matter import PARTICIPANT, READERS, read_front_matter
from access_kit.materials.library import list_builtin


@dataclass(frozen=True)
class ThemeItem:
    """A handout that serves a theme: its name, for whom it is, and where it is from."""

    name: str
    title: str
    who: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def is_for_leading(self) -> bool:
        """Whether it is for the one who leads, or who stands behind them."""
        return self.who != (PARTICIPANT,)


@dataclass(frozen=True)
class SeenInWork:
    """A line of Table 2 or 3, and the handouts that help with it."""

    theme: int
    what: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """One of the ten."""

    number: int
    title: str
    items: tuple[ThemeItem, ...]
    seen: tuple[SeenInWork, ...]
    recommended: tuple[SeenInWork, ...]


@lru_cache(maxsize=1)
def load_themes() -> tuple[Theme, ...]:
    """All ten, by number; the handouts for the one who leads stand first."""
    text = (files(__package__) / "themes.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    served = _served()
    return tuple(
        Theme(
            one["number"],
            one["title"],
            served.get(one["number"], ()),
            _lines(data["seen"], one["number"]),
            _lines(data["recommended"], one["number"]),
        )
        for one in data["theme"]
    )


def _lines(rows: list[dict[str, object]], number: int) -> tuple[SeenInWork, ...]:
    return tuple(
        SeenInWork(number, str(row["what"]), tuple(map(str, row["items"])))  # type: ignore[call-overload]
        for row in rows
        if row["theme"] == number
    )


def _served() -> dict[int, tuple[ThemeItem, ...]]:
    """The handouts of each theme, by what their own front matter says."""
    found: dict[int, list[ThemeItem]] = {}
    for path in list_builtin():
        front, _, _ = read_front_matter(path.read_text(encoding="utf-8"))
        who = tuple(one for one in READERS if one in front.who)
        item = ThemeItem(path.stem, front.title or path.stem, who, front.sources)
        for number in front.theme:
            found.setdefault(number, []).append(item)
    return {
        number: tuple(sorted(items, key=lambda one: not one.is_for_leading))
        for number, items in found.items()
    }
