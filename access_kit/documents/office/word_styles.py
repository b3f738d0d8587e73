"""What the styles and numbers of a Word file say: headings, bold, languages, signs of lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from access_kit.documents.office.xml_tree import XmlNode

_OFF = ("0", "false", "off", "none")
_LONGEST_CHAIN = 20
_HEADING_NAMES = {f"heading {level}": level for level in range(1, 10)}


def is_on(node: XmlNode | None) -> bool | None:
    """A switch such as ``w:b``: on, off, or not said."""
    return None if node is None else node.get("w:val", "1").lower() not in _OFF


@dataclass(frozen=True)
class WordStyle:
    """One style. ``level`` is that of a heading, 0 that of the title, ``None`` no heading."""

    name: str = ""
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    langs: tuple[str, str, str] = ("", "", "")
    number: tuple[str, int] | None = None


def langs_of(marks: XmlNode | None) -> tuple[str, str, str]:
    """The languages that ``w:lang`` names: of Latin, East Asian and complex scripts."""
    node = marks.child("w:lang") if marks else None
    if node is None:
        return ("", "", "")
    return (node.get("w:val"), node.get("w:eastAsia"), node.get("w:bidi"))


def number_of(marks: XmlNode | None) -> tuple[str, int] | None:
    """The list and level that ``w:numPr`` names."""
    node = marks.child("w:numPr") if marks else None
    if node is None:
        return None
    level = node.value("w:ilvl")
    return (node.value("w:numId"), int(level) if level.isdecimal() else 0)


class WordStyles:
    """The styles of a file; each is asked for what it says or inherits."""

    def __init__(self, tree: XmlNode | None) -> None:
        self._nodes = {
            node.get("w:styleId"): node for node in (tree.find("w:style") if tree else ())
        }
        defaults = tree.child("w:docDefaults", "w:rPrDefault", "w:rPr") if tree else None
        self.langs = langs_of(defaults)
        self._known: dict[str, WordStyle] = {}

    def get(self, style_id: str) -> WordStyle:
        if style_id not in self._known:
            self._known[style_id] = self._read(list(self._chain(style_id)))
        return self._known[style_id]

    def _chain(self, style_id: str) -> Iterator[XmlNode]:
        for _ in range(_LONGEST_CHAIN):
            node = self._nodes.get(style_id)
            if node is None:
                return
            yield node
            style_id = node.value("w:basedOn")

    def _read(self, chain: list[XmlNode]) -> WordStyle:
        marks = [node.child("w:rPr") for node in chain]
        shapes = [node.child("w:pPr") for node in chain]
        names = [node.value("w:name").lower() for node in chain]
        langs = [langs_of(one) for one in marks]
        return WordStyle(
            name=names[0] if names else "",
            level=_level(names, shapes),
            bold=_first(is_on(one.child("w:b")) for one in marks if one),
            hidden=_first(is_on(one.child("w:vanish")) for one in marks if one),
            langs=(
                next((one[0] for one in langs if one[0]), ""),
                next((one[1] for one in langs if one[1]), ""),
                next((one[2] for one in langs if one[2]), ""),
            ),
            number=next((found for one in shapes if (found := number_of(one))), None),
        )


def _first(values: Iterator[bool | None]) -> bool | None:
    return next((one for one in values if one is not None), None)


def _level(names: list[str], shapes: list[XmlNode | None]) -> int | None:
    for name, shape in zip(names, shapes, strict=True):
        if name == "title":
            return 0
        if name in _HEADING_NAMES:
            return _HEADING_NAMES[name]
        said = shape.value("w:outlineLvl") if shape else ""
        if said.isdecimal():
            return int(said) + 1 if int(said) < 9 else None
    return None


@dataclass(frozen=True)
class NumberLevel:
    """How a level of a list is counted: ``bullet``, ``decimal`` and others, ``%1.`` around it."""

    kind: str = "decimal"
    start: int = 1
    around: str = ""


@dataclass
class WordNumbers:
    """The lists of a file, and how far each has counted."""

    tree: XmlNode | None
    _levels: dict[str, dict[int, NumberLevel]] = field(default_factory=dict)
    _of_list: dict[str, str] = field(default_factory=dict)
    _again: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for node in self.tree.nodes() if self.tree else ():
            if node.tag == "w:abstractNum":
                self._levels[node.get("w:abstractNumId")] = dict(_read_levels(node))
            elif node.tag == "w:num":
                self._of_list[node.get("w:numId")] = node.value("w:abstractNumId")
                for one in node.find("w:lvlOverride"):
                    start = one.value("w:startOverride")
                    if start.isdecimal():
                        self._again[node.get("w:numId"), _int(one.get("w:ilvl"))] = int(start)

    def level(self, list_id: str, at: int) -> NumberLevel:
        levels = self._levels.get(self._of_list.get(list_id, ""), {})
        return levels.get(at) or levels.get(0) or NumberLevel()

    def count(self, list_id: str, at: int) -> int:
        """The next number of a list on its level; deeper levels begin anew."""
        counts = self._counts.setdefault(self._of_list.get(list_id, list_id), {})
        if list_id not in self._seen:
            self._seen.add(list_id)
            for (one, level), start in self._again.items():
                if one == list_id:
                    counts[level] = start - 1
        counts[at] = counts.get(at, self.level(list_id, at).start - 1) + 1
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        return counts[at]

    def label(self, list_id: str, at: int) -> str:
        """What stands before a heading, as ``2.1``, counted on."""
        self.count(list_id, at)
        counts = self._counts[self._of_list.get(list_id, list_id)]
        text = self.level(list_id, at).around
        for level in range(9):
            said = _written(counts.get(level, 1), self.level(list_id, level).kind)
            text = text.replace(f"%{level + 1}", said)
        return text.strip()


def _read_levels(node: XmlNode) -> Iterator[tuple[int, NumberLevel]]:
    for one in node.find("w:lvl"):
        start = one.value("w:start")
        yield (
            _int(one.get("w:ilvl")),
            NumberLevel(
                one.value("w:numFmt") or "decimal",
                int(start) if start.isdecimal() else 1,
                one.value("w:lvlText"),
            ),
        )


def _int(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _written(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if kind == "lowerLetter" else letter.upper()
    return str(number)
