"""The kinds of files that a handout may be written in, each with its one record.

A file is known by its content; its suffix decides only between kinds that look alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from access_kit.archives import ArchiveFault, open_archive
from access_kit.budgets import OFFICE, OFFICE_BYTES, OFFICE_RTF_BYTES
from access_kit.documents.office.pieces import Gathering, with_place
from access_kit.documents.office.settle import settle
from access_kit.errors import BadInput, MissingPart, Problem
from access_kit.files import read_bytes, require_content, shown
from access_kit.model.document import Document


@dataclass(frozen=True)
class SourceKind:
    """One kind. ``reader`` is a dotted name; ``size`` the most bytes of such a file.

    ``wants_folder``: its pictures lie beside it. ``has_no_order``: the file does not say in which
    order it is read, so that a person has to confirm it.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str
    size: int = OFFICE_BYTES
    wants_folder: bool = False
    has_no_order: bool = False


_HERE = "access_kit.documents.office"
KINDS = (
    SourceKind("docx", (".docx", ".docm"), f"{_HERE}.word_file:read_word"),
    SourceKind("odt", (".odt", ".ott"), f"{_HERE}.open_text:read_open_text"),
    SourceKind("pptx", (".pptx", ".ppsx"), f"{_HERE}.slides:read_slides", has_no_order=True),
    SourceKind("rtf", (".rtf",), f"{_HERE}.rich_text:read_rich_text", OFFICE_RTF_BYTES),
    SourceKind(
        "html",
        (".html", ".htm", ".xhtml"),
        f"{_HERE}.web_file:read_web",
        OFFICE_RTF_BYTES,
        wants_folder=True,
    ),
    SourceKind("pdf", (".pdf",), f"{_HERE}.pdf_file:read_pdf_file", has_no_order=True),
    SourceKind("txt", (".txt", ".text"), f"{_HERE}.plain_file:read_plain", OFFICE_RTF_BYTES),
)
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)
READ_ALONE = tuple(
    suffix for kind in KINDS if kind.name not in ("html", "pdf") for suffix in kind.suffixes
)
"""Suffixes of files that are handouts and nothing else; pages and PDF are papers of their own."""

_BY_NAME = {kind.name: kind for kind in KINDS}
_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE_STARTS = (b"<!doctype html", b"<html")


@dataclass(frozen=True)
class ReadSource:
    """A file as a document, what was told on the way, and which kind it was."""

    document: Document
    kind: SourceKind
    problems: tuple[Problem, ...]


def is_source(path: Path) -> bool:
    """Whether a file is read as one of these kinds, by its name."""
    return path.suffix.lower() in _BY_SUFFIX


def read_source(path: Path, *, lang: str = "") -> ReadSource:
    """The handout in ``path``; ``lang`` holds where the file names no language.

    Raises ``BadInput`` for what cannot be read, ``MissingPart`` where an extra is absent.
    """
    file = shown(path)
    data = read_bytes(path, limit=OFFICE_BYTES)
    require_content(data, file)
    try:
        kind = recognise(data, path.suffix.lower())
        if len(data) > kind.size:
            facts = {"limit_kb": kind.size // 1000}
            raise BadInput(Problem("file.too-large", facts=facts))
        gathered = _read(kind, data, path.parent)
        document = settle(gathered, file=file, stem=path.stem, lang=lang)
    except (BadInput, MissingPart) as error:
        raise type(error)(tuple(with_place(error.problems, file))) from None
    return ReadSource(document, kind, tuple(with_place(gathered.problems, file)))


def _read(kind: SourceKind, data: bytes, folder: Path) -> Gathering:
    module, _, name = kind.reader.partition(":")
    reader: Callable[..., Any] = getattr(import_module(module), name)
    found: Gathering = reader(data, folder) if kind.wants_folder else reader(data)
    return found


def recognise(data: bytes, suffix: str) -> SourceKind:
    """The kind of ``data`` by what it begins with, and by ``suffix`` where that says nothing."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04"):
        return _packed_kind(data)
    if data.startswith(_OLD_OFFICE):
        raise BadInput(Problem("office.old-or-locked"))
    if head.startswith(b"{\\rtf"):
        return _BY_NAME["rtf"]
    if b"%PDF-" in data[:1024]:
        return _BY_NAME["pdf"]
    if head.lower().startswith(_PAGE_STARTS) or suffix in _BY_NAME["html"].suffixes:
        return _BY_NAME["html"]
    kind = _BY_SUFFIX.get(suffix)
    if kind is None or kind.name != "txt":
        raise BadInput(Problem("office.damaged"))
    return kind


def _packed_kind(data: bytes) -> SourceKind:
    try:
        with open_archive(data, OFFICE) as archive:
            names = {name.casefold() for name in archive.names}
    except ArchiveFault as fault:
        codes = {"budget": "office.too-large", "encrypted": "office.locked"}
        raise BadInput(Problem(codes.get(fault.reason, "office.damaged"))) from None
    if any(name.startswith("word/") for name in names):
        return _BY_NAME["docx"]
    if any(name.startswith("ppt/") for name in names):
        return _BY_NAME["pptx"]
    if "content.xml" in names:
        return _BY_NAME["odt"]
    raise BadInput(Problem("office.not-a-text"))
