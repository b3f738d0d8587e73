"""Finished PDF/UA-1 files put one behind the other, with their tags: one file for the printer.

The pages are those of the files, as they are. Their structure trees become parts of one tree, so
that the whole is tagged as its parts were; every part begins on a right-hand page. Needs the extra
``check``, whose library moves pages and tags between files.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

PDFUA = "http://www.aiim.org/pdfua/ns/id/"


def join_pdfs(
    parts: Iterable[bytes],
    *,
    title: str,
    lang: str,
    moment: datetime,
    pages_after_first: int | None = None,
) -> bytes:
    """One PDF of ``parts``, each of them made by ``pdf.render``; the same bytes for the same parts.

    A part with an odd number of pages is followed by an empty page, so that the next begins on a
    sheet of its own when both sides are printed. ``pages_after_first`` sets how many empty pages
    follow the first part.
    """
    import pikepdf

    with contextlib.ExitStack() as sources, pikepdf.new() as whole:
        tags = _Tags(whole)
        for number, data in enumerate(parts):
            # Pages are read from their file when the whole is saved, so it stays open till then.
            source = sources.enter_context(pikepdf.open(io.BytesIO(data)))
            first = len(whole.pages)
            whole.pages.extend(source.pages)
            tags.take(source, number)
            size = whole.pages[first].mediabox
            empty = (len(whole.pages) - first) % 2
            if number == 0 and pages_after_first is not None:
                empty = pages_after_first
            for _ in range(empty):
                whole.add_blank_page(page_size=(float(size[2]), float(size[3])))
        tags.put()
        _describe(whole, title, lang, moment)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True, compress_streams=True)
        return out.getvalue()


def _describe(whole: pikepdf.Pdf, title: str, lang: str, moment: datetime) -> None:
    """What PDF/UA wants the catalogue and the metadata to say."""
    import pikepdf

    root = whole.Root
    root.MarkInfo = pikepdf.Dictionary(Marked=True)
    root.Lang = lang
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    with whole.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = title
        meta["dc:language"] = [lang]
        meta["xmp:CreateDate"] = moment.isoformat()
        meta.register_xml_namespace(PDFUA, "pdfuaid")
        meta["pdfuaid:part"] = "1"


class _Tags:
    """The structure tree of the whole: the trees of its files below one document."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        import pikepdf

        self._whole = whole
        self._tree = whole.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        self._roots = pikepdf.Array()
        self._entries: list[Any] = []
        self._identifiers: list[tuple[Any, Any]] = []

    def take(self, source: pikepdf.Pdf, number: int) -> None:
        """The tags of one file; its keys move behind those that are there.

        The pages of the file are the last ones of the whole.
        """
        import pikepdf

        own = self._whole.copy_foreign(source.Root.StructTreeRoot)
        offset = len(self._entries) // 2
        for kid in own.K if isinstance(own.K, pikepdf.Array) else [own.K]:
            self._roots.append(kid)
        moved = 0
        for key, value in _numbers(own.get("/ParentTree")):
            self._entries.extend([int(key) + offset, value])
            moved = max(moved, int(key) + 1)
        for page in list(self._whole.pages)[-len(source.pages) :]:
            _shift(page.obj, "/StructParents", offset)
            for note in page.obj.get("/Annots", []):
                _shift(note, "/StructParent", offset)
        for name, value in _names(own.get("/IDTree")):
            value.ID = pikepdf.String(f"{number}.{name!s}")
            self._identifiers.append((value.ID, value))
        for name in ("/RoleMap", "/ClassMap", "/Namespaces"):
            if name in own and name not in self._tree:
                self._tree[name] = own[name]
        while len(self._entries) // 2 < offset + moved:
            self._entries.extend([len(self._entries) // 2, pikepdf.Array()])

    def put(self) -> None:
        """Close the tree, and make it that of the whole."""
        import pikepdf

        tree, kind = self._tree, pikepdf.Name.StructElem
        document = self._whole.make_indirect(
            pikepdf.Dictionary(Type=kind, S=pikepdf.Name.Document, P=tree, K=self._roots)
        )
        for element in self._roots:
            element.P = document
        tree.K = pikepdf.Array([document])
        tree.ParentTree = self._whole.make_indirect(
            pikepdf.Dictionary(Nums=pikepdf.Array(self._entries))
        )
        tree.ParentTreeNextKey = len(self._entries) // 2
        if self._identifiers:
            # An ID tree is looked up by halves, so its names stand in order.
            self._identifiers.sort(key=lambda pair: bytes(pair[0]))
            names = pikepdf.Array([value for pair in self._identifiers for value in pair])
            tree.IDTree = self._whole.make_indirect(pikepdf.Dictionary(Names=names))
        self._whole.Root.StructTreeRoot = tree


def _shift(holder: Any, key: str, by: int) -> None:  # noqa: ANN401 (an object of the library)
    if key in holder:
        holder[key] = int(holder[key]) + by


def _numbers(node: Any) -> Iterable[tuple[int, Any]]:  # noqa: ANN401 (an object of the library)
    if node is None:
        return
    held = list(node.get("/Nums", []))
    yield from zip(held[::2], held[1::2], strict=True)
    for kid in node.get("/Kids", []):
        yield from _numbers(kid)


def _names(node: Any) -> Iterable[tuple[Any, Any]]:  # noqa: ANN401 (an object of the library)
    if node is None:
        return
    held = list(node.get("/Names", []))
    yield from zip(held[::2], held[1::2], strict=True)
    for kid in node.get("/Kids", []):
        yield from _names(kid)
