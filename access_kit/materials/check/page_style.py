"""What the style of a page says about letters: size, colour on colour, justified lines.

Only what stands together is judged: a colour and its background in one rule or one ``style``.
What a browser would work out from many rules is left to tools that run one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from access_kit.documents.contrast import contrast_ratio
from access_kit.documents.web_tree import Node
from access_kit.errors import FactValue, Problem, Severity

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3 (AA)."""

LEAST_PX = 12.0
_RULE = re.compile(r"\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\b", re.IGNORECASE)
_RGB = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)", re.IGNORECASE)
_NAMED = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "yellow": "#ffff00", "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0",
    "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3", "orange": "#ffa500", "navy": "#000080",
    "purple": "#800080", "maroon": "#800000", "teal": "#008080", "lime": "#00ff00",
}  # fmt: skip
_SIZE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(px|pt)")
_PX = {"px": 1.0, "pt": 96 / 72}


def check_style(page: Node) -> Iterator[Problem]:
    """Findings of every rule of the page's own style, each once."""
    told = set()
    for line, declarations in _all_rules(page):
        for problem in _check_rule(declarations, line):
            key = (problem.code, tuple(problem.facts.items()))
            if key not in told:
                told.add(key)
                yield problem


def _all_rules(page: Node) -> Iterator[tuple[int, dict[str, str]]]:
    for node in page.walk():
        if node.tag == "style":
            for body in _RULE.findall(_COMMENT.sub("", node.own_text())):
                yield node.line, _declarations(body)
        elif node.get("style"):
            yield node.line, _declarations(node.get("style"))


def _declarations(body: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in body.split(";") if ":" in part)
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}


def _check_rule(declarations: dict[str, str], line: int) -> Iterator[Problem]:
    ink, paper = _colour(declarations.get("color", "")), None
    for name in ("background-color", "background"):
        paper = paper or _colour(declarations.get(name, ""))
    if ink and paper and contrast_ratio(ink, paper) < LEAST_CONTRAST:
        ratio = round(contrast_ratio(ink, paper), 1)
        facts: dict[str, FactValue] = {
            "ink": ink,
            "paper": paper,
            "ratio": ratio,
            "least": LEAST_CONTRAST,
        }
        yield Problem("check.low-contrast", line=line, facts=facts)
    size = _SIZE.fullmatch(declarations.get("font-size", ""))
    if size and 1 < float(size[1]) * _PX[size[2]] < LEAST_PX:
        px = round(float(size[1]) * _PX[size[2]], 1)
        facts_size: dict[str, FactValue] = {"size": px, "unit": "px", "least": LEAST_PX}
        yield Problem("check.small-text", Severity.WARNING, line=line, facts=facts_size)
    if declarations.get("text-align") == "justify":
        yield Problem("check.justified", Severity.WARNING, line=line)


def _colour(value: str) -> str | None:
    """``#rrggbb`` of a colour that stands alone; ``None`` for what cannot be told from here."""
    if found := _HEX.fullmatch(value):
        digits = found[1].lower()
        return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
    if found := _RGB.fullmatch(value):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups())
    return _NAMED.get(value)
