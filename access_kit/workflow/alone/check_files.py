"""One file looked at: what keeps readers out of it, and how hard its words are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.budgets import BOOK_BYTES, PAGE, PDF
from access_kit.documents.check_tree import walk_blocks
from access_kit.documents.office.source_kinds import READ_ALONE, is_source
from access_kit.errors import BadInput, Problem
from access_kit.files import decode_text, read_bytes, shown
from access_kit.materials.check.tree_words import check_tree_words
from access_kit.materials.plain.gates import check_list_length, check_reading
from access_kit.materials.plain.level import ReadingLevel
from access_kit.materials.plain.passages import Passage, longest_list, passages_of
from access_kit.materials.plain.word_swaps import check_words
from access_kit.model.document import Document, Image
from access_kit.workflow.handouts.editions import check_editions
from access_kit.workflow.handouts.handout_files import language_of_kit, read_handout


@dataclass(frozen=True)
class CheckedFile:
    """What was found in one file. ``level`` is ``None`` when its words could not be read."""

    file: str
    kind: str
    level: ReadingLevel | None
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)


def check_all(paths: Iterable[Path], *, easy_read: bool = False) -> list[CheckedFile]:
    """Findings of each file; ``BadInput`` with all of them where any file cannot be read."""
    results: list[CheckedFile] = []
    refused: list[Problem] = []
    for path in paths:
        try:
            results.append(check_file(path, easy_read=easy_read))
        except BadInput as error:
            refused += error.problems
    if refused:
        raise BadInput([*refused, *(told for one in results for told in one.problems)])
    return results


def check_file(path: Path, *, easy_read: bool = False) -> CheckedFile:
    """Findings of one file, by its suffix.

    Raises ``BadInput`` for a file that cannot be read at all and ``ModuleNotFoundError`` for the
    absent extra that reads PDF.
    """
    suffix = path.suffix.lower()
    if suffix not in _CHECKS:
        facts = {"suffix": suffix or path.name, "known": ", ".join(_CHECKS)}
        raise BadInput(Problem("check.unknown-kind", file=shown(path), facts=facts))
    try:
        checked = _CHECKS[suffix](path, easy_read)
    except BadInput as error:
        told = (replace(problem, file=problem.file or shown(path)) for problem in error.problems)
        raise BadInput(tuple(told)) from None
    named = (
        problem if problem.code.startswith("edition.") else replace(problem, file=shown(path))
        for problem in checked.problems
    )
    return replace(checked, problems=tuple(named))


def _check_handout(path: Path, easy_read: bool) -> CheckedFile:
    kind = path.suffix.lower().removeprefix(".").replace("md", "markdown")
    handout, problems = read_handout(path, lang=language_of_kit(path))
    # A problem with a line is about something that the handout names, such as a picture.
    codes = ("file.", "office.") if handout is None else ("file.",)
    unreadable = [one for one in problems if one.code.startswith(codes) and one.line is None]
    if any(one.is_error for one in unreadable):
        raise BadInput(unreadable)
    if handout is None:
        return CheckedFile(shown(path), kind, None, tuple(problems))
    document = handout.document
    found = [
        *problems,
        *_check_pictures(document),
        *check_tree_words(document),
        *check_list_length(longest_list(document.blocks)),
        *check_editions(path, language_of_kit(path)),
    ]
    if easy_read:
        from access_kit.materials.easy_read_line import check_easy_read

        found += check_easy_read(document)
    read = _read(kind, path, passages_of(document), document.lang, found, easy_read)
    if is_source(path):
        return read
    lines = decode_text(read_bytes(path), shown(path)).split("\n")
    return replace(read, problems=tuple(_with_line(problem, lines) for problem in read.problems))


def _check_pictures(document: Document) -> Iterable[Problem]:
    from access_kit.materials.check.picture import check_picture

    for block in walk_blocks(document.blocks):
        if isinstance(block, Image):
            yield from check_picture(block)


def _with_line(problem: Problem, lines: Sequence[str]) -> Problem:
    """The problem with the line on which its sentence or word stands, where it can be found."""
    keys = ("sentence", "start", "word", "words", "alt")
    said = next((found for key in keys if (found := problem.facts.get(key))), None)
    if problem.line is not None or not isinstance(said, str):
        return problem
    start = " ".join(said.removesuffix(" …").split()[:4]).lower()
    for number, line in enumerate(lines, 1):
        if start in line.replace("**", "").replace("`", "").lower():
            return replace(problem, line=number)
    return problem


def _check_web(path: Path, easy_read: bool) -> CheckedFile:
    from access_kit.documents.web_tree import parse_page
    from access_kit.materials.check.web import check_page, language_of, passages_in

    page = parse_page(decode_text(read_bytes(path, limit=PAGE.size), shown(path)))
    lang = language_of(page)
    passages = tuple(passages_in(page, lang))
    return _read("html", path, passages, lang, check_page(page), easy_read)


def _check_book(path: Path, easy_read: bool) -> CheckedFile:
    from access_kit.materials.check.ebook import (
        Book,
        check_book,
        language_of_book,
        passages_in_book,
    )

    book = Book(read_bytes(path, limit=BOOK_BYTES))
    lang = language_of_book(book)
    passages = tuple(passages_in_book(book, lang))
    return _read("epub", path, passages, lang, check_book(book), easy_read)


def _check_pdf(path: Path, easy_read: bool) -> CheckedFile:
    from access_kit.materials.check.pdf import check_pdf, passages_in_pdf
    from access_kit.materials.check.pdf_tags import read_tags
    from access_kit.materials.check.pdf_words import read_pages

    data = read_bytes(path, limit=PDF.size)
    tagged, pages = read_tags(data), read_pages(data)
    passages = tuple(passages_in_pdf(tagged, pages))
    return _read("pdf", path, passages, tagged.lang, check_pdf(tagged, pages), easy_read)


def _read(
    kind: str,
    path: Path,
    passages: tuple[Passage, ...],
    lang: str,
    found: Iterable[Problem],
    easy_read: bool,
) -> CheckedFile:
    problems = list(found)
    if not lang:
        return CheckedFile(shown(path), kind, None, (*problems, *check_words(passages)))
    level, hard = check_reading(passages, lang, easy_read=easy_read)
    words = check_words(passages)
    return CheckedFile(shown(path), kind, level, tuple(_once([*problems, *hard, *words])))


def _once(problems: Iterable[Problem]) -> Iterable[Problem]:
    """Each finding once: the same fault on the same line says nothing new."""
    told = set()
    for problem in problems:
        key = (problem.code, problem.line, problem.where, tuple(problem.facts.items()))
        if key not in told or (problem.is_error and problem.line is None):
            told.add(key)
            yield problem


_CHECKS: dict[str, Callable[[Path, bool], CheckedFile]] = {
    ".md": _check_handout,
    **dict.fromkeys(READ_ALONE, _check_handout),
    ".html": _check_web,
    ".htm": _check_web,
    ".xhtml": _check_web,
    ".epub": _check_book,
    ".pdf": _check_pdf,
}
