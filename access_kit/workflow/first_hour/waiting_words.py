"""What an agency left for later: found in its kit, asked again, and added to the kit's files.

All else that stands in ``kit.toml`` stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from access_kit.errors import BadInput
from access_kit.files import read_text
from access_kit.intake.template import toml_value
from access_kit.intake.toml_lines import find_lines
from access_kit.model.kit import Kit
from access_kit.notation import NotParsed, parse_toml
from access_kit.workflow.first_hour.zones import read_zone
from access_kit.workflow.mail.desk import files_of_sessions

CRISIS_SHORT, REPORTING = "crisis-short.md", "reporting.md"
PAPERS = {"crisis_plan": CRISIS_SHORT, "crisis_short": CRISIS_SHORT, "reporting": REPORTING}
"""The file behind each key. Until there is a longer plan for those who lead, the lines are it."""


def what_waits(kit: Kit, folder: Path) -> tuple[str, ...]:
    """The questions of which the answers are in no file of the kit yet."""
    named = {"crisis_short": kit.documents.crisis_short, "reporting": kit.documents.reporting}
    waits = [] if any(one.emergency and one.has_way for one in kit.crisis) else ["crisis"]
    waits += [key for key, at in named.items() if not at and not (folder / PAPERS[key]).exists()]
    return tuple(waits)


def with_words(text: str, papers: Mapping[str, str], crisis: list[dict[str, Any]]) -> str:
    """The kit's text with more papers named and lines to call; ``NotParsed`` where it takes none.

    A paper that is named already stays.
    """
    held = parse_toml(text)
    left = {key: name for key, name in papers.items() if not held.get("documents", {}).get(key)}
    lines = [f"{key} = {toml_value(name)}\n" for key, name in left.items()]
    head = find_lines(text).get(("documents",))
    if lines and head is not None:
        own = text.splitlines(keepends=True)
        text = "".join([*own[:head], *lines, *own[head:]])
    elif lines:
        text = f"{_ended(text)}\n[documents]\n{''.join(lines)}"
    for one in crisis:
        keys = "".join(f"{key} = {toml_value(value)}\n" for key, value in one.items() if value)
        text = f"{_ended(text)}\n[[crisis]]\n{keys}"
    parse_toml(text)
    return text


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def usual_zone(folder: Path) -> str:
    """The zone of most meetings of a kit, where it is that of a place; empty for none."""
    found = Counter(_zones_in(folder)).most_common(1)
    try:
        return found[0][0] if found and read_zone(found[0][0]).zone == found[0][0] else ""
    except BadInput:
        return ""


def _zones_in(folder: Path) -> Iterator[str]:
    for path in files_of_sessions(folder):
        try:
            yield str(parse_toml(read_text(path)).get("timezone") or "")
        except NotParsed:
            continue
