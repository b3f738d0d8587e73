"""What TTML says of looks and is kept: italics, bold, underlining, and nine places."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from access_kit.timed_text.nine_places import BELOW

TT = "{http://www.w3.org/ns/ttml}"
TTS = "{http://www.w3.org/ns/ttml#styling}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_DEEPEST = 3
_MOST_NAMED = 6
"""Styles that name other styles, and how many at once; rings of them end here."""
KEPT_LOOKS = ("fontStyle", "fontWeight", "textDecoration", "displayAlign", "textAlign")
_ROWS = {"after": 0, "center": 1, "before": 2}
_SIDES = {"start": 0, "left": 0, "center": 1, "end": 2, "right": 2}

Looks = Mapping[str, str]


@dataclass
class StyleSheet:
    """The styles and regions of a file, by id."""

    styles: dict[str, ET.Element] = field(default_factory=dict)
    regions: dict[str, ET.Element] = field(default_factory=dict)

    @classmethod
    def of(cls, root: ET.Element) -> StyleSheet:
        sheet = cls()
        for holder, tag in ((sheet.styles, "style"), (sheet.regions, "region")):
            for element in root.iterfind(f"{TT}head//{TT}{tag}"):
                if name := element.get(f"{XML}id"):
                    holder[name] = element
        return sheet

    def looks_of(self, element: ET.Element, depth: int = 0) -> Looks:
        """What is kept of an element's own looks and those of the styles that it names."""
        found: dict[str, str] = {}
        if depth < _DEEPEST:
            for name in (element.get("style") or "").split()[:_MOST_NAMED]:
                if name in self.styles:
                    found |= self.looks_of(self.styles[name], depth + 1)
        own = {name: element.get(TTS + name) for name in KEPT_LOOKS}
        return found | {name: value for name, value in own.items() if value is not None}

    def region_looks(self, name: str | None) -> Looks:
        region = self.regions.get(name or "")
        if region is None:
            return {}
        found = dict(self.looks_of(region))
        for child in region.iterfind(f"{TT}style"):
            found |= self.looks_of(child)
        return found


def emphasis_of(looks: Looks, inherited: str) -> str:
    """Some of ``biu``: what the looks switch on or off, and else what is inherited."""
    kept = []
    for sign, name, value in (
        ("b", "fontWeight", "bold"),
        ("i", "fontStyle", "italic"),
        ("u", "textDecoration", "underline"),
    ):
        given = looks.get(name)
        on = sign in inherited if given is None else value in given.split()
        if on or (sign == "i" and given == "oblique"):
            kept.append(sign)
    return "".join(kept)


def place_in(looks: Looks) -> int:
    """The place of a region whose text is aligned so."""
    row = _ROWS.get(looks.get("displayAlign", ""), 0)
    side = _SIDES.get(looks.get("textAlign", ""), 1)
    return 1 + 3 * row + side


def format_emphasis(emphasis: str) -> str:
    """Attributes for a span."""
    words = {
        "b": ' tts:fontWeight="bold"',
        "i": ' tts:fontStyle="italic"',
        "u": ' tts:textDecoration="underline"',
    }
    return "".join(words[one] for one in emphasis)


def format_regions(places: set[int]) -> Iterator[str]:
    """A region for each place: the middle below, where most cues stand, is the first."""
    rows = {value: key for key, value in _ROWS.items()}
    sides = ("start", "center", "end")
    for place in sorted(places | {BELOW}, key=lambda one: (one != BELOW, one)):
        row, side = divmod(place - 1, 3)
        yield (
            f'      <region xml:id="{region_name(place)}" tts:origin="10% 10%" '
            f'tts:extent="80% 80%" tts:displayAlign="{rows[row]}" tts:textAlign="{sides[side]}"/>'
        )


def region_name(place: int) -> str:
    return "bottom" if place == BELOW else f"place-{place}"
