"""The tags of a PDF: what its structure says to a screen reader."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from access_kit.budgets import PDF
from access_kit.errors import BadInput, Problem


@dataclass
class Element:
    """A tag. ``words`` are (page, number) of its own marked content, ``inner`` the tags below."""

    role: str
    alt: str = ""
    words: list[tuple[int, int]] = field(default_factory=list)
    inner: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for one in self.inner:
            yield from one.walk()


@dataclass(frozen=True)
class Tagged:
    """What a PDF says about itself; ``root`` is ``None`` without tags."""

    title: str
    shows_title: bool
    lang: str
    may_be_read: bool
    root: Element | None
    links_without_words: int
    pages_without_order: int


def read_tags(data: bytes) -> Tagged:
    """``BadInput`` for a file that is no PDF, is broken, or is locked by a password."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _read(pdf)
    except pikepdf.PasswordError:
        raise BadInput(Problem("check.pdf-locked")) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadInput(Problem("check.not-readable", facts={"kind": "PDF"})) from None


def _read(pdf: pikepdf.Pdf) -> Tagged:
    root: Any = pdf.Root
    marked = _flag(root.get("/MarkInfo"), "/Marked")
    tree = root.get("/StructTreeRoot")
    objects: list[Any] = [page.obj for page in pdf.pages]
    annotated = [page for page in objects if len(page.get("/Annots", []))]
    pages = {page.objgen: at for at, page in enumerate(objects)}
    links = [
        note
        for page in annotated
        for note in page["/Annots"]
        if note.get("/Subtype") == "/Link" and not str(note.get("/Contents", "")).strip()
    ]
    return Tagged(
        title=_title(pdf),
        shows_title=_flag(root.get("/ViewerPreferences"), "/DisplayDocTitle"),
        lang=str(root.get("/Lang", "")),
        may_be_read=not pdf.is_encrypted or pdf.allow.accessibility,
        root=_Reader(tree, pages).read() if marked and tree is not None else None,
        links_without_words=len(links),
        pages_without_order=sum(1 for page in annotated if page.get("/Tabs") != "/S"),
    )


def _flag(settings: Any, name: str) -> bool:  # noqa: ANN401
    return settings is not None and bool(settings.get(name, False))


def _title(pdf: pikepdf.Pdf) -> str:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as facts:
        said = str(facts.get("dc:title", "") or "")
    return said.strip() or str(pdf.docinfo.get("/Title", "")).strip()


class _Reader:
    def __init__(self, tree: Any, pages: dict[tuple[int, int], int]) -> None:  # noqa: ANN401
        self._tree = tree
        self._pages = pages
        roles = tree.get("/RoleMap")
        self._roles = {} if roles is None else {str(k): str(v) for k, v in roles.items()}
        self._left = PDF.parts

    def read(self) -> Element:
        root = Element("")
        self._kids(self._tree.get("/K"), root, -1, 0)
        return root

    def _kids(self, kids: Any, parent: Element, page: int, depth: int) -> None:  # noqa: ANN401
        self._left -= 1
        if kids is None or depth > PDF.depth or self._left < 0:
            return
        if isinstance(kids, int):
            parent.words.append((page, kids))
        elif isinstance(kids, pikepdf.Array):
            for kid in kids:
                self._kids(kid, parent, page, depth + 1)
        elif isinstance(kids, pikepdf.Dictionary):
            page = self._page_of(kids, page)
            if kids.get("/Type") == "/MCR":
                parent.words.append((page, int(kids.get("/MCID", -1))))
            elif "/S" in kids:
                alt = str(kids.get("/Alt", "")) or str(kids.get("/ActualText", ""))
                element = Element(self._role(str(kids["/S"])), alt.strip())
                parent.inner.append(element)
                self._kids(kids.get("/K"), element, page, depth + 1)

    def _page_of(self, item: Any, page: int) -> int:  # noqa: ANN401
        said = item.get("/Pg")
        return page if said is None else self._pages.get(said.objgen, page)

    def _role(self, name: str) -> str:
        for _ in range(5):
            if name not in self._roles:
                break
            name = self._roles[name]
        return name.lstrip("/")
