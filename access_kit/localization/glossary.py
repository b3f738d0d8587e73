"""An agency's own words in a language: ``glossary-<lang>.tsv`` beside the catalogues.

A head line names the columns, tabs part them. ``source`` is the English term, ``target`` how it is
said (several ways with ``|``), ``avoid`` what is not to be said; other columns are for people. A
``*`` at the end of a word stands for any ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from access_kit.budgets import GLOSSARY_TERMS
from access_kit.errors import BadInput, Problem
from access_kit.files import read_text, shown


@dataclass(frozen=True)
class Term:
    source: str
    targets: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    @cached_property
    def in_source(self) -> re.Pattern[str]:
        return _whole_words((self.source,), plural=True)

    @cached_property
    def in_target(self) -> re.Pattern[str]:
        return _whole_words(self.targets)

    @cached_property
    def avoided(self) -> re.Pattern[str]:
        return _whole_words(self.avoid)


Glossary = tuple[Term, ...]


def glossary_path(folder: Path, language: str) -> Path:
    return folder / f"glossary-{language}.tsv"


def read_glossary(path: Path) -> Glossary:
    """The terms of a file; ``BadInput`` when its head line names no ``source`` and ``target``."""
    lines = [line for line in read_text(path).split("\n") if line.strip() and line[0] != "#"]
    columns = [name.strip().lower() for name in lines[0].split("\t")] if lines else []
    if not {"source", "target"} <= set(columns):
        raise BadInput(Problem("catalogue.glossary-head", file=shown(path), line=1))
    if len(lines) > GLOSSARY_TERMS:
        facts = {"most": GLOSSARY_TERMS}
        raise BadInput(Problem("file.too-many-parts", file=shown(path), facts=facts))
    terms = []
    for line in lines[1:]:
        cells = dict(zip(columns, (cell.strip() for cell in line.split("\t")), strict=False))
        if cells.get("source"):
            targets, avoid = (_split(cells.get(name, "")) for name in ("target", "avoid"))
            terms.append(Term(cells["source"], targets, avoid))
    return tuple(terms)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in cell.split("|") if one.strip())


def _whole_words(terms: tuple[str, ...], *, plural: bool = False) -> re.Pattern[str]:
    """Any of ``terms`` as whole words; nothing at all when there are none."""
    if not terms:
        return re.compile(r"(?!)")
    ending = "(?:s|es)?" if plural else ""
    parts = (re.escape(term).replace(r"\*", r"\w*") + ending for term in terms)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
