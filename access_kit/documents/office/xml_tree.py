"""XML from an office file as a tree, read strictly: no entities, no doctype, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from access_kit.budgets import OFFICE_PART
from access_kit.errors import BadInput, Problem

_O2006 = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    f"{_O2006}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_O2006}presentationml/2006/main": "p",
    f"{_STRICT}presentationml/main": "p",
    f"{_O2006}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_O2006}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_O2006}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_O2006}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_O2006}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_O2006}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_O2006}package/2006/relationships": "rel",
    f"{_O2006}package/2006/content-types": "ct",
    f"{_O2006}markup-compatibility/2006": "mc",
    f"{_O2006}package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:oasis:names:tc:xliff:document:1.2": "xlf",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/drawing/2017/decorative": "adec",
    "urn:schemas-microsoft-com:vml": "v",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1998/Math/MathML": "math",
    f"{_ODF}xsl-fo-compatible:1.0": "fo",
    f"{_ODF}svg-compatible:1.0": "svg",
    **{f"{_ODF}{name}:1.0": name for name in ("office", "text", "table", "style", "form", "meta")},
    f"{_ODF}drawing:1.0": "draw",
    f"{_ODF}presentation:1.0": "presentation",
    f"{_ODF}manifest:1.0": "manifest",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
}
"""Short names of the namespaces that are known; a name from any other is ``?:name``."""


class XmlNode:
    """An element. ``tag`` and names of attributes are ``prefix:name``, prefixes being our own."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[XmlNode | str] = []

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def nodes(self) -> Iterator[XmlNode]:
        """The elements right below."""
        return (one for one in self.children if isinstance(one, XmlNode))

    def child(self, *path: str) -> XmlNode | None:
        """The first element at the end of ``path``, or ``None``."""
        here: XmlNode | None = self
        for tag in path:
            here = next((one for one in here.nodes() if one.tag == tag), None) if here else None
        return here

    def value(self, *path: str, name: str = "w:val") -> str:
        """An attribute of the element at ``path``; empty where there is none."""
        found = self.child(*path)
        return found.get(name) if found else ""

    def walk(self) -> Iterator[XmlNode]:
        """This element and all below it, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [one for one in reversed(node.children) if isinstance(one, XmlNode)]

    def find(self, *tags: str) -> Iterator[XmlNode]:
        return (node for node in self.walk() if node.tag in tags)

    def text(self) -> str:
        """All text below, as it stands."""
        pieces: list[str] = []
        waiting: list[XmlNode | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                pieces.append(one)
            else:
                waiting += reversed(one.children)
        return "".join(pieces)


def parse_xml(data: bytes) -> XmlNode:
    """The root of ``data``; ``BadInput`` for what is damaged, unsafe or above the budget."""
    builder = _TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.add_text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise BadInput(Problem("office.damaged")) from None
    if builder.root is None:
        raise BadInput(Problem("office.damaged"))
    return builder.root


def _refuse_doctype(*_: object) -> None:
    raise BadInput(Problem("office.damaged"))


class _TreeBuilder:
    def __init__(self) -> None:
        self.root: XmlNode | None = None
        self._open: list[XmlNode] = []
        self._parts = 0
        self._names: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._parts += 1
        if self._parts > OFFICE_PART.parts:
            raise BadInput(Problem("file.too-many-parts", facts={"most": OFFICE_PART.parts}))
        if len(self._open) >= OFFICE_PART.depth:
            raise BadInput(Problem("file.too-deep", facts={"most": OFFICE_PART.depth}))
        node = XmlNode(self._short(name), {self._short(k): v for k, v in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _: str) -> None:
        self._open.pop()

    def add_text(self, text: str) -> None:
        if self._open:
            self._open[-1].children.append(text)

    def _short(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            space, _, local = name.rpartition(" ")
            known = f"{_PREFIXES.get(space, '?')}:{local}" if space else local
            self._names[name] = known
        return known
