"""Handouts that come with the program: Markdown files beside this one, named by their stem."""

from __future__ import annotations

from pathlib import Path

FOR_EVERYONE = frozenset({"access-needs"})
"""Papers that people get before anyone knows what size they read."""

EVERYONE_PT = 18
"""Large print (APH, ACB): nobody must read small letters to say that they need large ones."""

FOR_GROUPS = frozenset({"chat-only", "ground-rules", "taking-part", "what-others-see"})
"""Papers that speak of a group: of several people who meet, and how they are with each other."""

_FOLDER = Path(__file__).parent


def list_builtin() -> list[Path]:
    """Every built-in handout, by name."""
    return sorted(_FOLDER.glob("*.md"))


def find_builtin(name: str) -> Path | None:
    """The built-in handout called ``name``, with or without ``.md``; None when there is none."""
    stem = name.removesuffix(".md")
    return next((path for path in list_builtin() if path.stem == stem), None)
