"""Files that an earlier run made: each is taken as it is where all that decides it is the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from access_kit.documents.renderers import Rendition
from access_kit.files import sha256
from access_kit.workflow.prepare.reuse.digests import digest_of
from access_kit.workflow.prepare.shapes import RenderedFile


@dataclass(frozen=True)
class Earlier:
    """Files that were made before, by what decides them, for the program that ``program`` names."""

    program: str
    files: Mapping[str, tuple[Path, tuple[RenderedFile, ...]]] = field(default_factory=dict)

    def key_of(self, *values: object) -> str:
        """The name of what is made of ``values``."""
        return digest_of(self.program, *values)

    def take(self, key: str) -> tuple[Rendition, ...] | None:
        """What was made, where every byte of it is still there."""
        if key not in self.files:
            return None
        folder, files = self.files[key]
        found = [_take(folder / one.file, one) for one in files]
        return tuple(one for one in found if one) if all(found) else None


def _take(path: Path, one: RenderedFile) -> Rendition | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if sha256(data) != one.sha256:
        return None
    return Rendition(one.suffix, one.media_type, data, one.shows, one.like)


NOTHING_EARLIER = Earlier("")


def rendered_files(names: Iterable[str], made: Iterable[Rendition]) -> tuple[RenderedFile, ...]:
    """The files of a document in one format as a record names them."""
    return tuple(
        RenderedFile(name, sha256(one.data), one.suffix, one.media_type, one.shows, one.like)
        for name, one in zip(names, made, strict=True)
    )
