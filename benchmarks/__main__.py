"""Everything in one run, or the parts that are named; each writes its own section.

``python -m benchmarks`` or ``python -m benchmarks catalogue crowd``; ``docs/performance.md`` keeps
the sections of the parts that did not run.
"""

from __future__ import annotations

import importlib
import re
import sys

import benchmarks
from benchmarks import ROOT, as_table, circumstances

PAGE = ROOT / "docs" / "performance.md"
HEAD = """# Performance

Written by `make bench`; each ratio is ours to theirs, measured in one run on one machine.
"""
TITLES = {
    "handout": "One handout",
    "formats": "Other formats",
    "audio": "Sound",
    "cards": "Picture cards",
    "startup": "Starting up",
    "hour": "The first hour",
    "packet": "A packet, step by step",
    "catalogue": "Reading a catalogue",
    "crowd": "A thousand people",
    "week": "An agency's week",
    "burden": "What a person has to read",
    "season": "Twelve weeks of a group",
    "mail": "Mail",
    "vault": "The vault",
    "proof": "What the proof of a vault costs",
    "captions": "Captions",
    "alignment": "Alignment",
}
"""Each module, with the title of its section, in their order on the page."""

LAST = "How it is measured"


def main(names: list[str]) -> None:
    sections = _read()
    for name in names or TITLES:
        sections[TITLES[name]] = _section(name)
        print(f"## {TITLES[name]}\n\n{sections[TITLES[name]]}\n")
    sections[LAST] = str(benchmarks.__doc__).split("Rules of this folder:\n")[1].strip()
    order = [*TITLES.values(), *(set(sections) - {*TITLES.values(), LAST}), LAST]
    parts = [f"## {title}\n\n{sections[title]}\n" for title in order if title in sections]
    PAGE.write_text("\n".join([HEAD, *parts]), encoding="utf-8")


def _read() -> dict[str, str]:
    """The sections that are there, by title."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    found = re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return {title: body.strip() for title, body in found}


def _section(name: str) -> str:
    module = importlib.import_module(f"benchmarks.{name}")
    said = str(module.__doc__).split("\n\n``python")[0].strip()
    rows = as_table(module.measure())
    return "\n".join([said, "", *circumstances(f"make bench PART={name}"), "", rows])


main(sys.argv[1:])
