"""Handouts as files: found by name, and read whatever they were written with."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from access_kit.documents.front_matter import PARTICIPANT, WAYS
from access_kit.documents.markdown import read_markdown
from access_kit.documents.office.source_kinds import SUFFIXES, is_source, read_source
from access_kit.errors import AccessKitError, Problem, Severity
from access_kit.files import read_text, shown
from access_kit.kit_files import find_kit, read_kit
from access_kit.materials.confirmed_order import is_confirmed
from access_kit.materials.library import find_builtin
from access_kit.materials.way_marks import odd_marks, ways_of_title, without_ways
from access_kit.model.document import Document
from access_kit.workflow.handouts.handout_shapes import Handout

MARKDOWN = ".md"
HANDOUT_SUFFIXES = (MARKDOWN, *SUFFIXES)


def find_handout(name: str, folders: Sequence[Path]) -> tuple[Path | None, list[Problem]]:
    """The file called ``name`` in the first of ``folders`` that has it, and what is wrong with it.

    A name without an ending is that of a handout of any kind; two of one name are an error.
    """
    plain = not name.lower().endswith(HANDOUT_SUFFIXES)
    names = (name, *(f"{name}{suffix}" for suffix in HANDOUT_SUFFIXES)) if plain else (name,)
    for folder in folders:
        there = [path for one in names if (path := folder / one).exists()]
        if len(there) > 1:
            facts = {"value": name, "files": ", ".join(one.name for one in there)}
            return there[0], [Problem("handout.named-twice", facts=facts)]
        if there:
            return there[0], []
    return None, []


def handouts_in(folder: Path) -> list[Path]:
    """Every handout of a folder: Markdown first, for of two with one name it is the one to edit."""
    found = (one for one in folder.glob("*") if one.suffix.lower() in HANDOUT_SUFFIXES)
    return sorted(found, key=lambda one: (one.suffix != MARKDOWN, one.name))


def read_handout(path: Path, *, lang: str = "") -> tuple[Handout | None, list[Problem]]:
    """A handout of any kind; ``None`` when any of its problems is an error.

    ``lang`` is the kit's language, for a file that names none.
    """
    try:
        return _read_source(path, lang) if is_source(path) else _read_markdown(path, lang)
    except AccessKitError as error:
        return None, list(error.problems)


def _read_markdown(path: Path, lang: str) -> tuple[Handout | None, list[Problem]]:
    text = read_text(path)
    file = read_markdown(text, file=shown(path), folder=path.parent, lang=lang)
    problems = list(file.problems)
    if lang and not file.front.lang:
        facts = {"lang": lang}
        problems.append(
            Problem("document.language-of-kit", Severity.NOTE, shown(path), 1, facts=facts)
        )
    if any(problem.is_error for problem in problems):
        return None, problems
    handout = _bare(
        Handout(
            path.stem,
            file.document,
            file.front.discreet,
            path.name,
            about=frozenset(file.front.about),
            is_built_in=path == find_builtin(path.stem),
            is_for_people=not file.front.who or PARTICIPANT in file.front.who,
        )
    )
    return handout, [*problems, *_told_marks(handout.document, path, text.split("\n"))]


def _read_source(path: Path, lang: str) -> tuple[Handout | None, list[Problem]]:
    source = read_source(path, lang=lang)
    problems = list(source.problems)
    if any(problem.is_error for problem in problems):
        return None, problems
    waits = source.kind.has_no_order and not is_confirmed(path, source.document)
    handout = _bare(Handout(path.stem, source.document, False, path.name, is_unconfirmed=waits))
    return handout, [*problems, *_told_marks(handout.document, path, ())]


def _bare(handout: Handout) -> Handout:
    """A handout as it is printed; what it marks for some ways is kept beside it."""
    about, title = ways_of_title(handout.document)
    marked = replace(handout.document, title=title)
    document = without_ways(marked, ())
    handout = replace(handout, document=document, about=handout.about or about)
    return handout if document == marked else replace(handout, marked=marked)


def _told_marks(document: Document, path: Path, lines: Sequence[str]) -> Iterator[Problem]:
    """What only looks like a mark; with its line in ``lines``, where the file has any."""
    for mark in odd_marks(document):
        code = "handout.mark-elsewhere" if mark.is_way else "handout.unknown-mark"
        there: list[int | None] = [at for at, line in enumerate(lines, 1) if mark.said in line]
        if mark.is_way:
            there = [at for at in there if at and not mark.ends(lines[at - 1])]
        facts = {"value": mark.said, "known": ", ".join(WAYS)}
        for at in there or [None]:
            yield Problem(code, Severity.WARNING, shown(path), at, facts=facts)


def language_of_kit(path: Path, kit_folder: Path | None = None) -> str:
    """The language of the kit that a file lies in, or of the one named; empty without a kit."""
    folder = kit_folder or find_kit(path.parent)
    kit, _ = read_kit(folder, today=datetime.date.min) if folder else (None, [])  # no day matters
    return kit.defaults.locale if kit else ""


def not_confirmed(path: Path, severity: Severity = Severity.WARNING) -> Problem:
    """That nobody has yet said that the words of a file come in the right order."""
    facts = {"path": shown(path)}
    return Problem("handout.not-confirmed", severity, shown(path), facts=facts)


def with_places(problems: Iterable[Problem], path: Path | None) -> list[Problem]:
    """Problems of what was made, with the handout's file, and the line of a letter; each once."""
    if path is None:
        return list(problems)
    lines = read_text(path).split("\n") if path.suffix.lower() == MARKDOWN else []
    placed = [_placed(one, shown(path), lines) for one in problems]
    return [one for at, one in enumerate(placed) if one not in placed[:at]]


def _placed(problem: Problem, file: str, lines: Sequence[str]) -> Problem:
    letter = str(problem.facts.get("character", ""))
    line = next((at for at, said in enumerate(lines, 1) if letter and letter in said), None)
    return replace(problem, file=problem.file or file, line=problem.line or line)
