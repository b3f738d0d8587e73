"""Footnotes of a Markdown file: ``[^1]`` in the text, ``[^1]: what it says`` on a line of its own.

They are taken out before the text is parsed, and come right below the block that names them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from access_kit.errors import Problem

_DEFINITION = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]{1,40})\]:[ \t]*(?P<text>.*)")
REFERENCE = re.compile(r"\[\^(?P<label>[^\]\s]{1,40})\]")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")


@dataclass
class Footnotes:
    """What each label says and on which line; ``waiting`` are those that a block has named."""

    said: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, label: str) -> int | None:
        """The number of a note that the text names now; ``None`` for a label that says nothing."""
        if label not in self.said:
            return None
        if label not in self._numbers:
            self._numbers[label] = len(self._numbers) + 1
            self.waiting.append(label)
        return self._numbers[label]

    def unnamed(self) -> list[Problem]:
        """The notes that nothing in the text names: they would be lost."""
        return [
            Problem("document.footnote-unnamed", line=line, facts={"label": label})
            for label, line in self.lines.items()
            if label not in self._numbers
        ]


def take_footnotes(lines: list[str], skipped: int) -> tuple[list[str], Footnotes]:
    """The lines with empty ones in place of the notes, and the notes."""
    notes, kept = Footnotes(), list[str]()
    fence = label = ""
    for at, line in enumerate(lines, skipped + 1):
        marks = _FENCE.match(line)
        if marks and not fence:
            fence = marks["fence"]
        elif fence and line.strip().startswith(fence):
            fence = ""
        found = None if fence else _DEFINITION.match(line)
        if found:
            label = found["label"]
            notes.said[label] = found["text"].strip()
            notes.lines[label] = at
            kept.append("")
        elif label and line.startswith(("    ", "\t")) and line.strip():
            notes.said[label] += f" {line.strip()}"
            kept.append("")
        else:
            label = label if label and not line.strip() else ""
            kept.append(line)
    return kept, notes
