"""What several commands need to speak JSON, and the folders of fonts that the user names."""

from __future__ import annotations

import os
from pathlib import Path

from access_kit.console import problem_json
from access_kit.errors import Problem
from access_kit.model.answers import ProblemAnswer


def word(problem: Problem) -> ProblemAnswer:
    return ProblemAnswer(**problem_json(problem))  # type: ignore[arg-type]


def font_folders() -> tuple[Path, ...]:
    """Folders of further fonts: ``ACCESS_KIT_FONTS``, separated as in PATH."""
    said = os.environ.get("ACCESS_KIT_FONTS", "")
    return tuple(Path(part) for part in said.split(os.pathsep) if part)
