"""A profile's file brought up to date, with the comments and the order that people gave it."""

from __future__ import annotations

import datetime

from access_kit.intake.template import toml_value
from access_kit.intake.toml_lines import find_lines
from access_kit.model.profile import Profile
from access_kit.profiles.profile_files import parse_profile
from access_kit.profiles.tree import Tree, to_tree
from access_kit.profiles.write_toml import write_profile

Key = tuple[str, ...]


def change_text(text: str, before: Profile, after: Profile) -> str:
    """The file's text for ``after``: lines that changed are replaced, all others stay.

    Where that does not give exactly ``after`` (values over several lines, dotted keys), the whole
    file is written anew.
    """
    changed = text
    old, new = _lines_of(to_tree(before)), _lines_of(to_tree(after))
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key) != new.get(key):
            changed = _change_line(changed, key, new.get(key))
    today = datetime.date.max  # dates are not judged here
    again, _ = parse_profile(changed, file="", today=today)
    return changed if again == after else write_profile(after)


def _lines_of(tree: Tree) -> dict[Key, str]:
    """Each key of the file that has a line of its own, and its value as written."""
    found: dict[Key, str] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            found |= {(name, inner): toml_value(raw) for inner, raw in value.items()}
        else:
            found[(name,)] = toml_value(value)
    return found


def _change_line(text: str, key: Key, value: str | None) -> str:
    lines = text.splitlines(keepends=True)
    places = find_lines(text)
    at = places.get(key)
    written = [] if value is None else [f"{key[-1]} = {value}\n"]
    if at is not None:
        return "".join([*lines[: at - 1], *written, *lines[at:]])
    if not written:
        return text
    head = places.get(key[:-1]) if key[:-1] else places.get(("id",))
    if head is not None:
        return "".join([*lines[:head], *written, *lines[head:]])
    gap = "" if text.endswith("\n") else "\n"
    return "".join([*lines, gap, f"\n[{key[0]}]\n", *written])
