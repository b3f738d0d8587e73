"""Line pictures (SVG): read strictly and written anew with nothing in them but shapes.

An SVG file is a program for a picture: it may run scripts, fetch files, name fonts that are not
there, or unfold without end. So only shapes and colours are let through, by name; whatever else a
file asks for refuses it, and is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from access_kit.budgets import DRAWING
from access_kit.errors import BadInput, Problem

MEDIA_TYPE = "image/svg+xml"

_NAMESPACE = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
)
_PAINT = frozenset({"defs", "linearGradient", "radialGradient", "stop"})
_TOLD_ELSEWHERE = frozenset({"title", "desc", "metadata"})
"""Left out without a word: what a picture shows is told by its alt text."""

_WORDS = frozenset({"text", "tspan", "textPath"})
# fmt: off
_ATTRIBUTES = frozenset(
    {
        "viewBox", "width", "height", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r",
        "rx", "ry", "fx", "fy", "points", "pathLength", "transform", "id", "fill",
        "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-linecap",
        "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset",
        "stroke-opacity", "opacity", "color", "offset", "stop-color", "stop-opacity",
        "gradientUnits", "gradientTransform", "spreadMethod", "preserveAspectRatio"
    }
)
# fmt: on
_OUTSIDE = re.compile(r"url\(\s*(?!#)|javascript:|data:|&|//|\\", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px\s*)?")


@dataclass(frozen=True)
class LinePicture:
    """A safe SVG picture and its own size in CSS pixels."""

    data: bytes
    width_px: int
    height_px: int


def looks_like_svg(data: bytes) -> bool:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<svg") or (head.startswith((b"<?xml", b"<!--")) and b"<svg" in head)


def clean_svg(data: bytes, name: str) -> LinePicture:
    """``data`` written anew with shapes and colours alone.

    Raises ``BadInput`` for a file that holds scripts, styles, links, words or entities, that is
    broken, or too large.
    """
    if len(data) > DRAWING.size:
        raise _refusal("document.svg-too-large", name)
    reader = _Reader(name)
    try:
        reader.read(data)
    except expat.ExpatError:
        raise _refusal("document.image-broken", name) from None
    return LinePicture("".join(reader.written).encode(), *reader.size)


@dataclass
class _Reader:
    name: str
    written: list[str] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)
    _open: list[str] = field(default_factory=list)
    _skipping: int = 0
    _count: int = 0

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(encoding=None, namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.ProcessingInstructionHandler = self._refuse_instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(data, True)
        if not self.written:
            raise _refusal("document.image-broken", self.name)

    def _refuse_doctype(self, *_: object) -> None:
        raise _refusal("document.svg-unsafe", self.name, part="DOCTYPE")

    def _refuse_instruction(self, target: str, _: str) -> None:
        raise _refusal("document.svg-unsafe", self.name, part=f"?{target[:40]}")

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = qualified.rpartition(" ")
        self._count += 1
        if self._count > DRAWING.parts or len(self._open) + self._skipping > DRAWING.depth:
            raise _refusal("document.svg-too-large", self.name)
        if self._skipping or tag in _TOLD_ELSEWHERE or (self._open and namespace != _NAMESPACE):
            self._skip(tag, namespace)
            return
        if not self._open:
            if tag != "svg" or namespace != _NAMESPACE:
                raise _refusal("document.image-format", self.name)
            self.size = _size(attributes, self.name)
        if tag in _WORDS:
            raise _refusal("document.svg-words", self.name)
        if tag not in _SHAPES | _PAINT:
            raise _refusal("document.svg-unsafe", self.name, part=tag[:40])
        is_root = not self._open
        self._open.append(tag)
        kept = self._attributes(attributes)
        if is_root:
            kept = {"xmlns": _NAMESPACE} | kept
        self.written.append(f"<{tag}{_written(kept)}>")
        if is_root:
            self.written.append(_white(kept, self.size))

    def _skip(self, tag: str, namespace: str) -> None:
        """Notes of a drawing program are left out; a page inside a picture is not a note."""
        if not self._skipping and namespace.endswith("/xhtml"):
            raise _refusal("document.svg-unsafe", self.name, part=tag[:40])
        self._skipping += 1

    def _end(self, _: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        self.written.append(f"</{self._open.pop()}>")

    def _attributes(self, attributes: dict[str, str]) -> dict[str, str]:
        said: dict[str, str] = {}
        for key, value in attributes.items():
            if key == "style":
                continue
            if key.startswith("on") or "href" in key.lower():
                raise _refusal("document.svg-unsafe", self.name, part=key.rpartition(" ")[2][:40])
            said[key] = value
        said |= dict(_declarations(attributes.get("style", "")))
        kept = {key: value for key, value in said.items() if key in _ATTRIBUTES}
        for key, value in kept.items():
            if _OUTSIDE.search(value):
                raise _refusal("document.svg-unsafe", self.name, part=key)
        return kept


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())


def _white(root: dict[str, str], size: tuple[int, int]) -> str:
    """White behind the shapes: transparent parts would take the colour of the page."""
    box = root.get("viewBox", "").replace(",", " ").split()
    x, y, width, height = box if len(box) == 4 else ("0", "0", *map(str, size))
    place = {"x": x, "y": y, "width": width, "height": height, "fill": "#ffffff"}
    place["stroke"] = "none"
    return f"<rect{_written(place)}></rect>"


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return [(key.strip(), value.strip()) for key, _, value in pairs]


def _size(attributes: dict[str, str], name: str) -> tuple[int, int]:
    """Width and height in pixels, from the attributes or the view box."""
    found = [_NUMBER.fullmatch(attributes.get(key, "")) for key in ("width", "height")]
    sides = [float(match[1]) for match in found if match]
    box = attributes.get("viewBox", "").replace(",", " ").split()
    if len(sides) != 2 and len(box) == 4:
        sides = [float(one[1]) for side in box[2:] if (one := _NUMBER.fullmatch(side))]
    if len(sides) != 2 or not all(1 <= side <= 20_000 for side in sides):
        raise _refusal("document.svg-without-size", name)
    return round(sides[0]), round(sides[1])


def _refusal(code: str, name: str, **facts: str) -> BadInput:
    return BadInput(Problem(code, facts={"image": name[:120], **facts}))


def draw_svg(svg: bytes, width: int, height: int) -> bytes:
    """A line picture as PNG on white, by the typesetter, one point a pixel."""
    import typst

    page = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, fit: "contain")'
    )
    inputs = {"svg": svg.decode()}
    made = typst.compile(page.encode(), format="png", ppi=72.0, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made
