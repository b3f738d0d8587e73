"""Editions: a handout or page that the agency wrote in another language, ``NAME.TAG.md`` beside it.

- Each is for readers of its language alone, in place of a translation; whoever reads another
  language gets what they would get without it.
- It is a draft until a person approved it beside its source as both are now.
- What differs from its source (numbers, times, addresses, links, parts) is told, approved or not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import lies_inside, read_text, shown
from access_kit.i18n.fallback import SOURCE_LOCALE, canonical, same_language, usual_tag
from access_kit.kit_files import MATERIALS_FOLDER, outside
from access_kit.localization.approved_editions import is_approved, read_approval, write_approval
from access_kit.localization.compare_editions import ComparedFile, compare_editions
from access_kit.localization.review import Reviewer
from access_kit.materials.discreet import find_what_tells
from access_kit.materials.library import find_builtin
from access_kit.model.document import Document
from access_kit.workflow.handouts.handout_files import (
    HANDOUT_SUFFIXES,
    MARKDOWN,
    language_of_kit,
    not_confirmed,
    read_handout,
)
from access_kit.workflow.handouts.handout_shapes import Handout, HandoutEdition

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_UNNAMED = frozenset({"mww", "ksw", "kar", "mam", "prs", "mix", "nan", "esu"})
"""Languages that people write in here, and that CLDR has no English name for."""

_UNAPPROVED = ("edition.not-approved", "edition.changed-since")
"""Of an edition that nobody approved, and of one that was approved and then changed."""


def split_tag(path: Path) -> tuple[str, str]:
    """``good-meetings.es.md`` → ``good-meetings``, ``es``; an empty tag for any other file."""
    name, dot, tag = path.stem.rpartition(".")
    if not (dot and name and _TAG.fullmatch(tag) and _is_language(tag)):
        return path.stem, ""
    return name, canonical(tag)


@cache
def _is_language(tag: str) -> bool:
    from babel.core import Locale

    language = usual_tag(tag).split("-")[0]
    return language in _UNNAMED or language in Locale.parse(SOURCE_LOCALE).languages


def source_of(path: Path) -> Path | None:
    """The file that ``path`` is an edition of: beside it, or one that comes with the program."""
    name, tag = split_tag(path)
    if not tag:
        return None
    beside = (path.with_name(f"{name}{suffix}") for suffix in HANDOUT_SUFFIXES)
    return next((one for one in beside if one.is_file()), None) or find_builtin(name)


def edition_files(name: str, folder: Path) -> list[Path]:
    """The files in ``folder`` that are editions of the handout called ``name``."""
    there = folder.iterdir() if folder.is_dir() else ()
    files = (one for one in there if one.suffix.lower() in HANDOUT_SUFFIXES and one.is_file())
    tags = ((one, *split_tag(one)) for one in files)
    return sorted(one for one, stem, tag in tags if tag and stem == name)


def read_editions(
    source: Handout,
    path: Path,
    folders: Sequence[Path] = (),
    *,
    homes: Sequence[Path] = (),
    extra: Sequence[str] = (),
) -> tuple[tuple[HandoutEdition, ...], list[Problem]]:
    """The editions of ``source``, which lies in ``path``, and what is to be told of them.

    They lie beside it; those of a handout of ours in the first of ``folders`` that has any.
    ``homes`` are the folders that each has to lie in, ``extra`` the kit's words that tell.
    """
    by_tag: dict[str, list[Path]] = defaultdict(list)
    problems: list[Problem] = []
    found: list[HandoutEdition] = []
    places = folders if source.is_built_in else (path.parent,)
    files = next(filter(None, (edition_files(source.stem, one) for one in places)), [])
    for one in files:
        if homes and not lies_inside(one, *homes):
            problems.append(outside(one))
        else:
            by_tag[split_tag(one)[1]].append(one)
    for tag, same in sorted(by_tag.items()):
        if len(same) > 1:
            names = ", ".join(one.name for one in same)
            facts = {"value": f"{source.stem}.{tag}", "files": names}
            problems.append(Problem("handout.named-twice", file=shown(same[0]), facts=facts))
            continue
        edition, told = read_edition(source, path, same[0], extra=extra)
        problems += told
        if edition:
            found.append(edition)
    return tuple(found), problems


def read_edition(
    source: Handout, path: Path, file: Path, *, extra: Sequence[str] = ()
) -> tuple[HandoutEdition | None, list[Problem]]:
    """One edition; ``None`` where it is not used, and then it is told why."""
    tag = split_tag(file)[1]
    handout, problems = read_handout(file, lang=tag)
    problems = [one for one in problems if one.code != "document.language-of-kit"]
    if handout is None:
        return None, problems
    if handout.is_unconfirmed:
        return None, [*problems, not_confirmed(file)]
    facts: dict[str, str | int] = {"lang": tag, "source": shown(path)}
    said = handout.document.lang
    # Word writes its own language into every file; only who writes Markdown says which it is.
    if canonical(source.document.lang) == tag or (
        file.suffix.lower() == MARKDOWN and not same_language(said, tag)
    ):
        facts["said"] = said
        return None, [*problems, _told("edition.other-language", file, facts)]
    document = replace(handout.document, lang=tag)
    approved = is_approved(file, source.document)
    if not approved:
        code = _UNAPPROVED[read_approval(file) is not None]
        problems.append(_told(code, file, {**facts, "name": source.stem}))
    words = find_what_tells(document, extra) if handout.discreet else ()
    if words:
        problems.append(_told("handout.tells", file, {"words": ", ".join(words)}))
    problems += compare_editions(_compared(path, source.document), _compared(file, document))
    discreet = handout.discreet and not words
    marked = replace(handout.marked, lang=tag) if handout.marked else None
    return HandoutEdition(tag, document, handout.file, discreet, approved, marked), problems


def _told(code: str, file: Path, facts: dict[str, str | int]) -> Problem:
    return Problem(code, Severity.WARNING, shown(file), facts=facts)


def _compared(path: Path, document: Document) -> ComparedFile:
    is_text = path.suffix.lower() == MARKDOWN
    lines = read_text(path).split("\n") if is_text else []
    return ComparedFile(shown(path), document, lines)


def check_editions(path: Path, lang: str) -> Iterator[Problem]:
    """What is to be told of the handout in ``path``: as an edition, or of its editions."""
    beside = source_of(path)
    source, _ = read_handout(beside or path, lang=lang)
    if source is None:
        return
    if beside is None:
        yield from read_editions(source, path)[1]
    else:
        yield from read_edition(source, beside, path)[1]


@dataclass(frozen=True)
class ReviewedEdition:
    """An edition under review; ``kept`` is the file that says who approved it."""

    path: Path
    kept: Path | None
    problems: tuple[Problem, ...]


def find_edition(name: str, lang: str, kit: Path) -> Path | None:
    """The edition in ``lang`` of a handout or page of the kit; ``name`` with an ending or not."""
    stem = Path(name).stem if name.lower().endswith(HANDOUT_SUFFIXES) else Path(name).name
    folders = (Path.cwd() / Path(name).parent, kit / MATERIALS_FOLDER, kit)
    files = (one for folder in folders for one in edition_files(stem, folder))
    return next((one for one in files if split_tag(one)[1] == canonical(lang)), None)


def review_edition(path: Path, kit: Path, reviewer: Reviewer | None) -> ReviewedEdition:
    """What is to be known before an edition is approved; with a ``reviewer``, it is approved.

    ``BadInput`` for one that is not used. What differs from its source does not stop an approval:
    a line to call in Spanish may have a number of its own. It is told here and whenever it goes.
    """
    beside = source_of(path)
    source, found = read_handout(beside, lang=language_of_kit(path, kit)) if beside else (None, [])
    if beside is None or source is None:
        raise BadInput(found or [Problem("edition.no-source", file=shown(path))])
    edition, found = read_edition(source, beside, path)
    if edition is None:
        raise BadInput(found)
    told = [one for one in found if one.code not in _UNAPPROVED]
    if reviewer is None:
        return ReviewedEdition(path, None, tuple(told))
    return ReviewedEdition(path, write_approval(path, source.document, reviewer), tuple(told))
