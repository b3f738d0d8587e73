"""The work of ``access-kit locales export`` and ``import``: a language in one file, and back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from access_kit.budgets import PEOPLE_BYTES
from access_kit.errors import BadInput, CheckFailed, Problem
from access_kit.files import make_folder, read_bytes, refuse_existing, shown, write_atomic
from access_kit.i18n.catalogues import EVERY_DOMAIN, load_catalogue
from access_kit.i18n.fallback import canonical
from access_kit.i18n.message import Message
from access_kit.i18n.po_reader import Catalogue
from access_kit.intake.reader import unknown_word
from access_kit.localization.checks import check_changed
from access_kit.localization.interchange.rows import ExchangeRow, rows_of
from access_kit.localization.interchange.rows_back import check_rows, take_in
from access_kit.localization.interchange.table import read_csv, read_xlsx, write_csv, write_xlsx
from access_kit.localization.interchange.xliff import read_xliff, write_xliff
from access_kit.localization.po_writer import write_catalogue
from access_kit.workflow.kit_locales import (
    Home,
    all_languages,
    glossary_for,
    make_templates,
    no_such_language,
)

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
"""Signs that a page of XML or a cell cannot hold, or would give back as others."""


@dataclass(frozen=True)
class ExchangeFormat:
    """How rows are written into a file of one kind, and read from it."""

    suffixes: tuple[str, ...]
    write: Callable[[Iterable[ExchangeRow]], bytes]
    read: Callable[[bytes, str], list[ExchangeRow]]


FORMATS: Mapping[str, ExchangeFormat] = {
    "xliff": ExchangeFormat((".xlf", ".xliff"), write_xliff, read_xliff),
    "xlsx": ExchangeFormat((".xlsx",), write_xlsx, read_xlsx),
    "csv": ExchangeFormat((".csv",), write_csv, read_csv),
}


def _format_of(path: Path, name: str = "") -> ExchangeFormat:
    """The format called ``name``, else that of the file's ending."""
    if name:
        if name not in FORMATS:
            raise BadInput(unknown_word("--format", name, list(FORMATS), "a value for --format"))
        return FORMATS[name]
    suffix = path.suffix.lower()
    found = next((one for one in FORMATS.values() if suffix in one.suffixes), None)
    if found is None:
        known = ", ".join(one for each in FORMATS.values() for one in each.suffixes)
        facts = {"suffix": suffix or path.name, "known": known}
        raise BadInput(Problem("exchange.unknown-kind", file=shown(path), facts=facts))
    return found


def _catalogues(home: Home, language: str) -> dict[str, Catalogue]:
    """The catalogues of a language that lie here, by domain; ``BadInput`` where there is none."""
    found = {domain: load_catalogue(home.path(language, domain)) for domain in EVERY_DOMAIN}
    there = {domain: one for domain, one in found.items() if one is not None}
    if not there:
        if language in all_languages(home):
            raise BadInput(Problem("catalogue.not-begun", facts={"value": language}))
        raise BadInput(no_such_language(language, home))
    return there


def export_language(home: Home, language: str, out: Path, *, name: str, force: bool) -> int:
    """Write a language into ``out``; how many rows it has."""
    kind = _format_of(out, name)
    language = canonical(language)
    rows = list(rows_of(language, _catalogues(home, language)))
    unsafe = [
        row for row in rows if any(_UNSAFE.search(str(value)) for value in vars(row).values())
    ]
    if unsafe:
        raise BadInput(Problem("exchange.control-sign", where=row.context) for row in unsafe)
    refuse_existing([out], force=force)
    data = kind.write(rows)
    make_folder(out.parent, private=False)
    write_atomic(out, data, private=False)
    return len(rows)


@dataclass(frozen=True)
class ImportedLanguage:
    """What was taken from a file: messages that changed, rows left as they were, files written."""

    language: str
    changed: int
    left: int
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def import_file(home: Home, path: Path, *, now: datetime.datetime) -> ImportedLanguage:
    """Take in the whole file, or raise with everything that is wrong with it and take nothing."""
    file = shown(path)
    rows = _format_of(path).read(read_bytes(path, limit=PEOPLE_BYTES), file)
    languages = sorted({row.language for row in rows})
    if len(languages) != 1:
        facts = {"languages": ", ".join(languages) or "none"}
        raise BadInput(Problem("exchange.languages", file=file, facts=facts))
    language = canonical(languages[0])
    before = _catalogues(home, language)
    wrong = check_rows(rows, language, before, file)
    if wrong:
        raise BadInput(wrong)
    taken = take_in(rows, language, before)
    problems = _check_changed(home, language, taken.changed, before, now)
    if any(one.is_error for one in problems):
        raise CheckFailed([*problems, Problem("exchange.nothing-taken", file=file)])
    files = []
    for domain, catalogue in taken.catalogues.items():
        if catalogue != before[domain]:
            place = home.path(language, domain)
            write_atomic(place, write_catalogue(catalogue), private=False)
            files.append(place)
    count = sum(map(len, taken.changed.values()))
    return ImportedLanguage(language, count, taken.left, tuple(files), tuple(problems))


def _check_changed(
    home: Home,
    language: str,
    changed: Mapping[str, tuple[Message, ...]],
    before: Mapping[str, Catalogue],
    now: datetime.datetime,
) -> list[Problem]:
    """What the checks of catalogues find in the messages that changed."""
    if not any(changed.values()):
        return []
    templates = make_templates(home, now=now)
    glossary = glossary_for(home.folder, language)
    return [
        problem
        for domain, messages in changed.items()
        for problem in check_changed(
            before[domain].file, messages, templates[domain], locale=language, glossary=glossary
        )
    ]
