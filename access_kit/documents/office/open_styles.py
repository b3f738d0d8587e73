"""What the styles of an OpenDocument file say: bold, languages, hidden words, lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from access_kit.documents.office.xml_tree import XmlNode

_LONGEST_CHAIN = 20
_BOLD = ("bold", "600", "700", "800", "900")


@dataclass(frozen=True)
class OpenTextStyle:
    """What a style says or inherits; ``None`` and empty where it says nothing."""

    bold: bool | None = None
    lang: str = ""
    hidden: bool = False
    struck: bool = False
    is_title: bool = False


class OpenStyles:
    """The styles of both parts of a file that hold any."""

    def __init__(self, trees: Sequence[XmlNode]) -> None:
        self._styles: dict[tuple[str, str], XmlNode] = {}
        self._lists: dict[str, XmlNode] = {}
        self.lang = ""
        for tree in trees:
            for node in tree.walk():
                if node.tag == "style:style":
                    self._styles[node.get("style:family"), node.get("style:name")] = node
                elif node.tag == "text:list-style":
                    self._lists[node.get("style:name")] = node
                elif node.tag == "style:default-style" and node.get("style:family") == "paragraph":
                    self.lang = self.lang or _language(node.child("style:text-properties"))
        self._known: dict[tuple[str, str], OpenTextStyle] = {}

    def paragraph(self, name: str) -> OpenTextStyle:
        return self._style("paragraph", name)

    def text(self, name: str) -> OpenTextStyle:
        return self._style("text", name)

    def _style(self, family: str, name: str) -> OpenTextStyle:
        key = (family, name)
        if key not in self._known:
            found = _read_style(list(self._chain(family, name)))
            self._known[key] = replace(found, is_title=found.is_title or name == "Title")
        return self._known[key]

    def _chain(self, family: str, name: str) -> Iterator[XmlNode]:
        for _ in range(_LONGEST_CHAIN):
            node = self._styles.get((family, name))
            if node is None:
                return
            yield node
            name = node.get("style:parent-style-name")

    def is_numbered(self, name: str, level: int) -> bool:
        found = self._level(name, level)
        return (
            found is not None
            and found.tag == "text:list-level-style-number"
            and (found.get("style:num-format") != "")
        )

    def start(self, name: str, level: int) -> int:
        found = self._level(name, level)
        said = found.get("text:start-value") if found else ""
        return int(said) if said.isdecimal() else 1

    def _level(self, name: str, level: int) -> XmlNode | None:
        node = self._lists.get(name)
        wanted = str(level + 1)
        levels = node.nodes() if node else ()
        return next((one for one in levels if one.get("text:level") == wanted), None)


def _read_style(chain: list[XmlNode]) -> OpenTextStyle:
    marks = [found for one in chain if (found := one.child("style:text-properties"))]
    weight = next((said for one in marks if (said := one.get("fo:font-weight"))), "")
    struck = next((said for one in marks if (said := one.get("style:text-line-through-style"))), "")
    return OpenTextStyle(
        bold=weight in _BOLD if weight else None,
        lang=next((said for one in marks if (said := _language(one))), ""),
        hidden=any(one.get("text:display") == "none" for one in marks[:1]),
        struck=struck not in ("", "none"),
        is_title=any(one.get("style:name") == "Title" for one in chain),
    )


def _language(marks: XmlNode | None) -> str:
    if marks is None:
        return ""
    lang, country = marks.get("fo:language"), marks.get("fo:country")
    if lang in ("", "none", "zxx"):
        return ""
    return f"{lang}-{country}" if country not in ("", "none") else lang
