"""Why each file was made, or was not: ``prepare --explain``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from access_kit.model.answers import MadeFileAnswer
from access_kit.workflow.prepare.reuse.records import PartDigests

SAME, NEW, LOST = "same", "new", "lost"
"""In place of what changed: the file stands as it was; there was none; it was no longer as made."""


def explain_files(
    folder: str,
    files: Mapping[str, str],
    now: PartDigests,
    earlier: PartDigests,
    digests: Mapping[str, str],
    lost: Collection[str] = (),
) -> Iterator[MadeFileAnswer]:
    """Each of ``files`` (by digest) with the names of the parts that changed since ``earlier``.

    ``digests`` are those that the files had then, ``lost`` the names of those that did not stand so
    any more; ``folder`` goes before their names, and ends in a slash unless it is empty.
    """
    changed = ",".join(name for name in now if earlier.get(name) != now[name])
    for file, digest in files.items():
        if file not in digests:
            why = NEW
        elif file in lost:
            why = LOST
        else:
            why = SAME if digests[file] == digest else changed
        yield MadeFileAnswer(f"{folder}{file}", why)
