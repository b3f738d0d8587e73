"""An e-book (EPUB): its package, its navigation, and every page of it."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from access_kit.archives import ArchiveFault, open_archive
from access_kit.budgets import BOOK, BOOK_PARTS, BOOK_TEXT, PAGE
from access_kit.documents.web_tree import Node, parse_page
from access_kit.errors import BadInput, Problem, Severity
from access_kit.materials.check.web import check_page, passages_in
from access_kit.materials.plain.passages import Passage

_CONTAINER = "META-INF/container.xml"
_ACCESS_TERMS = (
    "schema:accessMode",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
)
"""What EPUB Accessibility 1.1 asks of every book."""


class Book:
    """An opened e-book; ``BadInput`` when it is none."""

    def __init__(self, data: bytes) -> None:
        with _telling(), open_archive(data, BOOK) as self._archive:
            container = parse_page(self._read(_CONTAINER))
            root = next(container.find("rootfile"), None)
            self.package_path = root.get("full-path") if root else ""
            self.package = parse_page(self._read(self.package_path))
            paths = [self._path_of(item) for item in self._items(self._spine())]
            self._pages = self._parse(dict.fromkeys(paths))

    def pages(self) -> Iterator[tuple[str, Node]]:
        """Path and tree of each page, in the order of reading."""
        yield from self._pages.items()

    def _parse(self, paths: Iterable[str]) -> dict[str, Node]:
        pages, characters, parts = {}, 0, 0
        for path in paths:
            text = self._read(path)
            pages[path] = parse_page(text)
            characters += len(text)
            parts += sum(1 for _ in pages[path].walk())
            if characters > BOOK_TEXT or parts > BOOK_PARTS:
                raise ArchiveFault("budget")
        return pages

    def texts(self, name: str) -> list[str]:
        """What the package says under a name such as ``dc:title``."""
        return [text for node in self.package.find(name) if (text := node.own_text().strip())]

    def has_navigation(self) -> bool:
        items = list(self.package.find("item"))
        return any("nav" in item.get("properties").split() for item in items) or any(
            item.get("media-type") == "application/x-dtbncx+xml" for item in items
        )

    def properties(self) -> set[str]:
        return {node.get("property") or node.get("name") for node in self.package.find("meta")}

    def _spine(self) -> list[str]:
        return [node.get("idref") for node in self.package.find("itemref")]

    def _items(self, ids: list[str]) -> list[Node]:
        by_id = {item.get("id"): item for item in self.package.find("item")}
        return [by_id[one] for one in ids if one in by_id]

    def _path_of(self, item: Node) -> str:
        folder = posixpath.dirname(self.package_path)
        return posixpath.normpath(posixpath.join(folder, unquote(item.get("href"))))

    def _read(self, path: str) -> str:
        if path not in self._archive.names:
            raise ArchiveFault("damaged")
        return self._archive.read(path, limit=PAGE.size).decode("utf-8", errors="replace")


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except ArchiveFault as fault:
        if fault.reason == "budget":
            raise BadInput(Problem("check.book-too-large")) from None
        raise BadInput(Problem("check.not-readable", facts={"kind": "EPUB"})) from None


def check_book(book: Book) -> Iterator[Problem]:
    if not book.texts("dc:title"):
        yield Problem("check.no-title")
    if not book.texts("dc:language"):
        yield Problem("check.no-language")
    if not book.has_navigation():
        yield Problem("check.no-navigation")
    missing = [term for term in _ACCESS_TERMS if term not in book.properties()]
    if missing:
        facts = {"missing": ", ".join(missing)}
        yield Problem("check.no-access-metadata", Severity.WARNING, facts=facts)
    for path, page in book.pages():
        for problem in check_page(page, in_book=True):
            if problem.code != "check.no-headings":
                yield replace(problem, where=path)


def language_of_book(book: Book) -> str:
    return next(iter(book.texts("dc:language")), "")


def passages_in_book(book: Book, lang: str) -> Iterator[Passage]:
    for path, page in book.pages():
        nav = {id(node) for node in page.find("nav")}
        if not nav:
            yield from passages_in(page, lang, path)
