"""``prepare --explain`` on a screen: a line for all files of a packet that have one reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from access_kit.console import counted
from access_kit.model.answers import MadeFileAnswer

REASONS = {
    "new": "there was none",
    "lost": "it was not as it had been made",
    "program": "this program",
    "agency": "the agency's files",
    "meeting": "the meeting",
    "person": "what the person needs",
    "handouts": "the handouts",
}
"""What a reason is called; after ``new`` and ``lost``, what changed."""

WHOLE = ("new", "lost")
SAME = "same"


def explain_lines(files: Iterable[MadeFileAnswer]) -> Iterator[str]:
    """What was made and why, folder by folder; files that stand as they were are counted."""
    folders: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in files:
        path = PurePosixPath(one.file)
        folders[path.parent.as_posix()][one.why].append(path.name)
    for folder, reasons in folders.items():
        name = "for the one who leads" if folder == "." else folder
        stand = reasons.pop(SAME, [])
        for why, names in reasons.items():
            yield f"{name}: {', '.join(names)}: {_say(why)}."
        if stand:
            yield f"{name}: {counted(len(stand), 'file')} as before."


def _say(why: str) -> str:
    if why in WHOLE:
        return REASONS[why]
    return f"changed: {', '.join(REASONS[one] for one in why.split(','))}"
