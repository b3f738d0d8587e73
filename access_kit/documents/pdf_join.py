"""Finished PDF/UA-1 files put one behind the other, with their tags: one file for the printer.

The pages are those of the files, as they are. Their structure trees become parts of one tree, so
that the whole is tagged as its parts were; every part begins on a right-hand page. Needs the extra
``check``, whose library moves pages and tags between files.
"""

from __future__ import annotations

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

    whole = pikepdf.new()
    roots = pikepdf.Array()
    tree = whole.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    entries: list[Any] = []
    identifiers: list[Any] = []
    sources = []
    for number, data in enumerate(parts):
        source = pikepdf.open(io.BytesIO(data))
        sources.append(source)  # pages are read from it when the whole is saved
        first = len(whole.pages)
        whole.pages.extend(source.pages)
        _take_tags(whole, source, tree, roots, entries, identifiers, number)
        size = whole.pages[first].mediabox
        empty = (len(whole.pages) - first) % 2
        if number == 0 and pages_after_first is not None:
            empty = pages_after_first
        for _ in range(empty):
            whole.add_blank_page(page_size=(float(size[2]), float(size[3])))
    document = whole.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=tree, K=roots)
    )
    for element in roots:
        element.P = document
    tree.K = pikepdf.Array([document])
    tree.ParentTree = whole.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(entries)))
    tree.ParentTreeNextKey = len(entries) // 2
    if identifiers:
        identifiers.sort(key=lambda one: bytes(one[0]))
        names = pikepdf.Array([value for pair in identifiers for value in pair])
        tree.IDTree = whole.make_indirect(pikepdf.Dictionary(Names=names))
    root = whole.Root
    root.StructTreeRoot = tree
    root.MarkInfo = pikepdf.Dictionary(Marked=True)
    root.Lang = lang
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    with whole.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = title
        meta["dc:language"] = [lang]
        meta["xmp:CreateDate"] = moment.isoformat()
        meta.register_xml_namespace(PDFUA, "pdfuaid")
        meta["pdfuaid:part"] = "1"
    out = io.BytesIO()
    whole.save(out, deterministic_id=True, compress_streams=True)
    for source in sources:
        source.close()
    return out.getvalue()


def _take_tags(
    whole: pikepdf.Pdf,
    source: pikepdf.Pdf,
    tree: Any,  # noqa: ANN401 (an object of the library)
    roots: pikepdf.Array,
    entries: list[Any],
    identifiers: list[Any],
    number: int,
) -> None:
    """The tags of one file, below the whole's; its keys move behind those that are there."""
    import pikepdf

    own = whole.copy_foreign(source.Root.StructTreeRoot)
    offset = len(entries) // 2
    kids = own.K if isinstance(own.K, pikepdf.Array) else [own.K]
    for kid in kids:
        roots.append(kid)
    moved = 0
    for key, value in _numbers(own.get("/ParentTree")):
        entries.extend([int(key) + offset, value])
        moved = max(moved, int(key) + 1)
    for page in list(whole.pages)[-len(source.pages) :]:
        _shift(page.obj, "/StructParents", offset)
        for note in page.obj.get("/Annots", []):
            _shift(note, "/StructParent", offset)
    for name, value in _names(own.get("/IDTree")):
        new = pikepdf.String(f"{number}.{name!s}")
        value.ID = new
        identifiers.append((new, value))
    for name in ("/RoleMap", "/ClassMap", "/Namespaces"):
        if name in own and name not in tree:
            tree[name] = own[name]
    while len(entries) // 2 < offset + moved:
        entries.extend([len(entries) // 2, pikepdf.Array()])


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
