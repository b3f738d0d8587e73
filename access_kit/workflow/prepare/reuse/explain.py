"""Why each file was made, or was not: ``prepare --explain``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from access_kit.model.answers import MadeFileAnswer
from access_kit.model.plan import Artefact
from access_kit.workflow.prepare.reuse.records import PartDigests

SAME, NEW, LOST = "same", "new", "lost"
"""In place of what changed: the file stands as it was; there was none; it was no longer as made."""


def explain_files(
    folder: str,
    files: Iterable[Artefact],
    now: PartDigests,
    earlier: PartDigests,
    digests: Mapping[str, str],
    lost: Collection[str] = (),
) -> Iterator[MadeFileAnswer]:
    """Each file with the names of the parts that changed since ``earlier``.

    ``digests`` are those that the files had then, ``lost`` the names of those that did not stand so
    any more; ``folder`` goes before their names, and ends in a slash unless it is empty.
    """
    changed = ",".join(name for name in now if earlier.get(name) != now[name])
    for one in files:
        if one.file not in digests:
            why = NEW
        elif one.file in lost:
            why = LOST
        else:
            why = SAME if digests[one.file] == one.sha256 else changed
        yield MadeFileAnswer(f"{folder}{one.file}", why)
