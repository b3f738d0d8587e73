"""A profile ⇄ its tree: plain values in the shape of its file, before any format writes them.

Rules of this file:
- A tree holds tables, lists, texts, numbers, dates and yes or no, as ``tomllib`` would give them.
- What is unknown is left out. Consents stand there always: no is said, not left open.
- A tree from outside is checked by the same reader as a file, and its faults have the same codes.
"""

from __future__ import annotations

import dataclasses
import datetime
from enum import Enum
from typing import Any

from access_kit.errors import Problem
from access_kit.intake import Intake
from access_kit.intake.reader import show_path
from access_kit.intake.toml_lines import Path
from access_kit.model.profile import Consent, Profile, TalkModes
from access_kit.model.stated import Stated, Wish
from access_kit.profiles.profile_files import read_intake

Tree = dict[str, Any]

_CACHE_SIZE = 4096


def to_tree(profile: Profile) -> Tree:
    """The tree of a profile; reading it again gives an equal profile."""
    return _table(dataclasses.replace(profile, talk=_split_avoided(profile.talk)))


def _split_avoided(talk: TalkModes) -> TalkModes:
    """Avoided modes at the end of the list stand under ``avoid``, as people write them."""
    modes = list(talk.modes)
    avoid: list[Any] = []
    while modes and not modes[-1].wanted:
        avoid.insert(0, modes.pop().value)
    return dataclasses.replace(talk, modes=tuple(modes), avoid=(*avoid, *talk.avoid))


def _table(value: Any) -> Tree:  # noqa: ANN401 (any dataclass)
    tree: Tree = {}
    for field in dataclasses.fields(value):
        inner = getattr(value, field.name)
        said = isinstance(value, Consent) or inner not in (None, False, (), "")
        plain = _plain(inner)
        if said and plain != {}:
            tree[field.name] = plain
    return tree


def _plain(value: Any) -> Any:  # noqa: ANN401 (any field)
    if isinstance(value, Stated):
        bare = _plain(value.value)
        return bare if value.wish is Wish.PREFER else {"value": bare, "wish": value.wish.value}
    if dataclasses.is_dataclass(value):
        return _table(value)
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    return value.value if isinstance(value, Enum) else value


def from_tree(
    tree: Tree, *, file: str, today: datetime.date, line: int | None = None, within: str = ""
) -> tuple[Profile | None, list[Problem]]:
    """The profile of a tree, or ``None`` with every fault; ``line`` is that of its row.

    ``within`` is the place of the tree in its file, such as ``records[2]``.
    """
    return read_intake(TreeIntake(tree, file=file, line=line, within=within), today)


class TreeIntake(Intake):
    """The reader of files, over a tree that came another way."""

    def __init__(self, tree: Tree, *, file: str, line: int | None, within: str) -> None:
        super().__init__(file, "", kind="profile")
        self.data = tree
        self._line = line
        self._within = within

    def _place(self, path: Path) -> tuple[int | None, str | None]:
        return self._line, ".".join(filter(None, (self._within, show_path(path)))) or None

    def _value(self, hint: Any, raw: object, path: Path) -> object:  # noqa: ANN401 (any annotation)
        """Sections of needs hold few different values: what was sound once is sound again."""
        if len(path) != 1 or path[0] in _PERSONAL:
            return super()._value(hint, raw, path)
        key = f"{path[0]} {raw!r}"
        known = _SOUND.get(key)
        if known is None:
            before = len(self.problems)
            known = super()._value(hint, raw, path)
            if len(self.problems) == before:
                if len(_SOUND) >= _CACHE_SIZE:
                    _SOUND.clear()
                _SOUND[key] = known
        return known


_PERSONAL = frozenset({"id", "name", "contact"})
_SOUND: dict[str, object] = {}
