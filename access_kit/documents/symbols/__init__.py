"""Plain line pictures drawn for this project, named as in ``symbols.toml`` beside this file.

In Markdown: ``![](picture:captions)``. Lines are dark on white, so that they can be seen on paper
of any colour; nothing is told by colour alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from access_kit.documents.svg import LinePicture, clean_svg

SCHEME = "picture:"
"""How the address of such a picture begins."""

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def list_symbols() -> Mapping[str, str]:
    """Name → what it shows, in English."""
    entries = tomllib.loads((_FOLDER / "symbols.toml").read_text(encoding="utf-8"))
    return {name: str(entry["alt"]) for name, entry in entries.items()}


@lru_cache(maxsize=64)
def load_symbol(name: str) -> LinePicture:
    """The picture; ``KeyError`` for a name that is not in ``list_symbols``."""
    if name not in list_symbols():
        raise KeyError(name)
    return clean_svg((_FOLDER / f"{name}.svg").read_bytes(), name)
