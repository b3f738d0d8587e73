"""A web page as a tree, read leniently: what people send is seldom well-formed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr"}
)
_CLOSED_BY = {
    "p": frozenset(
        {"p", "ul", "ol", "dl", "table", "div", "section", "h1", "h2", "h3", "h4", "h5", "h6"}
    ),
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "td": frozenset({"td", "th", "tr", "tbody"}),
    "th": frozenset({"td", "th", "tr", "tbody"}),
    "option": frozenset({"option"}),
}
"""An open element → the tags that end it where its own end is not written."""

_NOT_READ = frozenset({"script", "style", "template", "noscript", "title"})
MAX_DEPTH = 250


@dataclass
class Node:
    """An element. ``children`` are elements and strings, in order; ``line`` counts from 1."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def find(self, *tags: str) -> Iterator[Node]:
        return (node for node in self.walk() if node.tag in tags)

    @property
    def is_hidden(self) -> bool:
        return "hidden" in self.attributes or self.get("aria-hidden") == "true"

    def words(self) -> str:
        """What a reader sees or hears: text, and what pictures say."""
        return " ".join("".join(self._pieces()).split())

    def own_text(self) -> str:
        """The raw text right below, as of a title or a style sheet."""
        return "".join(child for child in self.children if isinstance(child, str))

    def _pieces(self) -> Iterator[str]:
        if self.is_hidden or self.tag in _NOT_READ:
            return
        yield self.get("aria-label") if self.get("aria-label") and self.tag == "svg" else ""
        if self.tag == "img":
            yield self.get("alt")
        if self.tag == "br":
            yield " "
        for child in self.children:
            yield from [child] if isinstance(child, str) else child._pieces()


def parse_page(text: str) -> Node:
    """The tree of a page below a nameless root; never fails."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {}, 1)
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while tag in _CLOSED_BY.get(self._open[-1].tag, frozenset()):
            self._open.pop()
        node = Node(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self._open[-1].children.append(node)
        if tag not in _VOID and len(self._open) < MAX_DEPTH:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self._open[-1].children.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
