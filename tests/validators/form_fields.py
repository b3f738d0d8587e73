"""What makes the fields of a PDF usable with a screen reader and by keyboard; veraPDF asks less.

The tree is walked with pikepdf, apart from what makes the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def faults(pdf: bytes) -> list[str]:
    """What is wrong with the fields, each with the page and number of its box."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(_faults(opened))


def widgets(opened: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    for at, page in enumerate(opened.pages):
        for number, note in enumerate(page.obj.get("/Annots", ())):
            if note.get("/Subtype") == "/Widget":
                yield f"{at}.{number}", note


def _faults(opened: pikepdf.Pdf) -> Iterator[str]:
    held = dict(widgets(opened))
    heard = list(_objects(opened.Root.StructTreeRoot.K))
    parents = dict(_numbers(opened.Root.StructTreeRoot.ParentTree))
    roles = {one.objgen: role for role, one in heard}
    for where, note in held.items():
        if roles.get(note.objgen) != "/Form":
            yield f"{where}: not in a Form element"
        element = parents.get(int(note.get("/StructParent", -1)))
        if element is None or element.get("/S") != "/Form":
            yield f"{where}: the parent tree leads to no Form element"
        elif note.objgen not in [one.objgen for _, one in _objects(element.K)]:
            yield f"{where}: the parent tree leads to another element"
        if not str(note.get("/TU", "")).strip():
            yield f"{where}: has no accessible name"
        if not _has_looks(note):
            yield f"{where}: has no looks of its own"
    order = [one.objgen for _, one in heard if one.get("/Subtype") == "/Widget"]
    if order != [note.objgen for note in held.values()]:
        yield "the boxes do not stand on their pages in the order in which they are read"
    for at, page in enumerate(opened.pages):
        if "/Annots" in page.obj and page.obj.get("/Tabs") != "/S":
            yield f"{at}: the tab order is not that of the structure"
    names = [_name(note) for note in held.values()]
    fields = {(name, _field(note).objgen) for name, note in zip(names, held.values(), strict=True)}
    if len(fields) != len(set(names)):
        yield "two fields share a name"
    form = opened.Root.get("/AcroForm", {})
    if held and bool(form.get("/NeedAppearances", False)):
        yield "the file leaves its looks to the program that shows it"
    listed = [one.objgen for root in form.get("/Fields", ()) for one in _leaves(root)]
    if sorted(listed) != sorted(note.objgen for note in held.values()):
        yield "the form lists other boxes than stand on the pages"


def field_names(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {_name(note) for _, note in widgets(opened)}


def words_in_form(pdf: bytes) -> str:
    """All that the form says of itself that is not on the page: names of fields and of states."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        states = (str(one) for _, note in widgets(opened) for one in note.AP.N.keys())  # noqa: SIM118
        return "\n".join([*field_names(pdf), *states])


def _field(note: Any) -> Any:
    """What holds the answer of a box: itself, or what several boxes share."""
    return note if "/T" in note else note.Parent


def _name(note: Any) -> str:
    parts, at = [], note
    while at is not None:
        if "/T" in at:
            parts.append(str(at.T))
        at = at.get("/Parent")
    return ".".join(reversed(parts))


def _leaves(field: Any) -> Iterator[Any]:
    if "/Kids" not in field:
        yield field
    for kid in field.get("/Kids", ()):
        yield from _leaves(kid)


def _has_looks(note: Any) -> bool:
    shown = note.get("/AP", {}).get("/N")
    if isinstance(shown, pikepdf.Stream):
        return True
    states = set(shown.keys()) if shown is not None else set()
    return "/Off" in states and len(states) == 2 and bool(re.fullmatch(r"/\w+", str(note.AS)))


def _objects(kid: Any, role: str = "") -> Iterator[tuple[str, Any]]:
    """Each thing of a page that the tree names, and the role of the element that it stands in."""
    if isinstance(kid, pikepdf.Array):
        for one in kid:
            yield from _objects(one, role)
    elif isinstance(kid, pikepdf.Dictionary):
        if kid.get("/Type") == "/OBJR":
            yield role, kid.Obj
        elif kid.get("/Type") != "/MCR":
            yield from _objects(kid.get("/K", pikepdf.Array()), str(kid.S))


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    held = list(node.get("/Nums", ()))
    yield from ((int(key), value) for key, value in zip(held[::2], held[1::2], strict=True))
    for kid in node.get("/Kids", ()):
        yield from _numbers(kid)
