"""The folders of fonts that the user names."""

from __future__ import annotations

import os
from pathlib import Path


def font_folders() -> tuple[Path, ...]:
    """Folders of further fonts: ``ACCESS_KIT_FONTS``, separated as in PATH."""
    said = os.environ.get("ACCESS_KIT_FONTS", "")
    return tuple(Path(part) for part in said.split(os.pathsep) if part)
