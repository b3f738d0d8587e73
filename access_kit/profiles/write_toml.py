"""``Profile`` → the text of its TOML file, in the shape that people write."""

from __future__ import annotations

from access_kit.intake.template import toml_value
from access_kit.model.profile import Profile
from access_kit.profiles.tree import Tree, to_tree


def write_profile(profile: Profile) -> str:
    """The file of a profile; reading it gives an equal profile."""
    return write_tree(to_tree(profile))


def write_tree(tree: Tree) -> str:
    """A tree as TOML: the head, then one table a section, tables inside those on one line."""
    head = [_line(key, value) for key, value in tree.items() if not isinstance(value, dict)]
    sections = [
        "\n".join(["", f"[{key}]", *(_line(inner, raw) for inner, raw in value.items())])
        for key, value in tree.items()
        if isinstance(value, dict)
    ]
    return "\n".join([*head, *sections]) + "\n"


def _line(key: str, value: object) -> str:
    return f"{key} = {toml_value(value)}"
