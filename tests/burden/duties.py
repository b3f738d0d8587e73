"""The table of duties: read from ``duties.toml``, and written as a page: ``docs/duties.md``."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path
from typing import Any

from access_kit.i18n import Words

DATA = tomllib.loads((Path(__file__).parent / "duties.toml").read_text(encoding="utf-8"))
DUTIES: list[dict[str, Any]] = DATA["duty"]
HEAD = """# Duties and papers

Short papers must not lose what has to be said. Each mark is a test: the words are read in the
finished file, in each language that ships: print, web page, Word file, e-mail and texts. Print in
Hindi is left out, for its vowel signs are read off in another order; there the others count.

What a channel cannot carry is gone through with the person, by the way that they called safe. Legal
text is a pattern, no advice.

Written by `python -m tests.burden.duties`.
"""


def fragments(words: Words, key: str) -> list[str]:
    """The pieces of a sentence that stand in every paper that says it; none that is too short."""
    text = words.messages[key]
    pieces = [before for before, *_ in string.Formatter().parse(text.replace("**", ""))]
    bare = [re.sub("[\\u2066-\\u2069\\u200b-\\u200f]", "", one).strip() for one in pieces]
    return [piece for piece in bare if len(piece) > 4]


def as_page() -> str:
    papers: dict[str, str] = DATA["papers"]
    rows = ["| Duty | " + " | ".join(papers.values()) + " |", "|---" * (len(papers) + 1) + "|"]
    for duty in DUTIES:
        cells = ("yes" if paper in duty["in"] else "" for paper in papers)
        rows.append(f"| {duty['name']} | " + " | ".join(cells) + " |")
    return HEAD + "\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    page = Path(__file__).parents[2] / "docs" / "duties.md"
    page.write_text(as_page(), encoding="utf-8")
