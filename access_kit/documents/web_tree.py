"""A web page as a tree, read leniently: what people send is seldom well-formed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from access_kit.budgets import PAGE, PAGE_STEPS
from access_kit.errors import BadInput, Problem
from access_kit.markup import Tag, parts_of, unescape

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
_UNTOUCHED = frozenset({"script", "style"})
_RAW = _UNTOUCHED | {"title", "textarea"}
"""Elements inside which nothing is a tag; in the first two nothing is a reference either."""


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
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

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
    """The tree of a page below a nameless root; ``BadInput`` for one above the budget."""
    builder = _Builder()
    for part in parts_of(text, _RAW):
        if isinstance(part, str):
            builder.add_text(part)
        elif part.is_end:
            builder.close(part.name)
        else:
            builder.open(part)
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root = Node("", {}, 1)
        self._open = [self.root]
        self._parts = self._steps = 0

    def open(self, tag: Tag) -> None:
        while tag.name in _CLOSED_BY.get(self._open[-1].tag, frozenset()):
            self._open.pop()
        self._count()
        node = Node(tag.name, tag.attributes(), tag.line)
        self._open[-1].children.append(node)
        if tag.name not in _VOID and not tag.rest.endswith("/"):
            self._open.append(node)

    def _count(self) -> None:
        self._parts += 1
        self._steps += len(self._open)
        if len(self._open) > PAGE.depth:
            raise BadInput(Problem("file.too-deep", facts={"most": PAGE.depth}))
        if self._parts > PAGE.parts or self._steps > PAGE_STEPS:
            raise BadInput(Problem("file.too-many-parts", facts={"most": PAGE.parts}))

    def close(self, name: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == name:
                del self._open[depth:]
                return

    def add_text(self, text: str) -> None:
        here = self._open[-1]
        here.children.append(text if here.tag in _UNTOUCHED else unescape(text))
