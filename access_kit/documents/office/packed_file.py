"""The parts of an office file that is a ZIP archive, and what they call each other."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from access_kit.archives import Archive, ArchiveFault, open_archive
from access_kit.budgets import OFFICE, OFFICE_PART, PICTURE_BYTES
from access_kit.documents.office.xml_tree import XmlNode, parse_xml
from access_kit.errors import BadInput, Problem


@dataclass(frozen=True)
class Relation:
    """What a part calls by an id. ``target`` is a part's name, or an address outside."""

    kind: str
    target: str
    is_outside: bool


class PackedFile:
    """An opened archive: its parts as trees, and the bytes of its pictures."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names = {name.casefold(): name for name in archive.names}

    def has(self, name: str) -> bool:
        return name.casefold() in self._names

    def tree(self, name: str) -> XmlNode | None:
        """A part as a tree; ``None`` where there is none of this name."""
        if not self.has(name):
            return None
        try:
            data = self._archive.read(self._names[name.casefold()], limit=OFFICE_PART.size)
        except ArchiveFault as fault:
            raise _refusal(fault) from None
        return parse_xml(data)

    def require(self, name: str) -> XmlNode:
        tree = self.tree(name)
        if tree is None:
            raise BadInput(Problem("office.damaged"))
        return tree

    def picture(self, name: str) -> bytes | None:
        """The bytes of a picture; ``None`` where it is missing, too large or damaged."""
        if not self.has(name):
            return None
        try:
            return self._archive.read(self._names[name.casefold()], limit=PICTURE_BYTES)
        except ArchiveFault:
            return None

    def relations(self, part: str) -> dict[str, Relation]:
        """What ``part`` calls, by id (the files of Microsoft's kind alone)."""
        folder, name = posixpath.split(part)
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for node in tree.nodes() if tree else ():
            outside = node.get("TargetMode") == "External"
            target = node.get("Target")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            found[node.get("Id")] = Relation(node.get("Type").rpartition("/")[2], target, outside)
        return found

    def main_part(self) -> str:
        """The part that the file begins with."""
        calls = self.relations("")
        return next((one.target for one in calls.values() if one.kind == "officeDocument"), "")


@contextlib.contextmanager
def open_packed(data: bytes) -> Iterator[PackedFile]:
    """The parts of ``data``; ``BadInput`` before anything unpacks, where it is no sound archive."""
    try:
        with open_archive(data, OFFICE) as archive:
            yield PackedFile(archive)
    except ArchiveFault as fault:
        raise _refusal(fault) from None


def _refusal(fault: ArchiveFault) -> BadInput:
    codes = {"budget": "office.too-large", "encrypted": "office.locked"}
    return BadInput(Problem(codes.get(fault.reason, "office.damaged")))
