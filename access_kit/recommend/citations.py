"""Where the rules come from: one entry for each key that a rule names as its source."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

from access_kit.model.constraint import Length

Sentence = Annotated[str, Length(1, 1_000)]


@dataclass(frozen=True)
class Citation:
    """``supports`` says in one sentence what it is cited for; our own inference has no address."""

    title: Sentence
    supports: Sentence
    address: Annotated[str, Length(0, 1_000)] = ""
    read_on: datetime.date | None = None


@lru_cache(maxsize=1)
def load_citations() -> Mapping[str, Citation]:
    """Every citation by its key, from the package's own ``citations.toml``."""
    data = tomllib.loads((files(__package__) / "citations.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: Citation(**entry) for key, entry in data["citation"].items()})
