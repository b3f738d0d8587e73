"""Pages (HTML) as tags and texts. One pass, whatever a page holds.

Python's own parser reads some pages in time that grows with the square of their length; this one
looks at each sign a few times at most, keeps no tree, and never goes deeper.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][^\s<>/\"'=]{0,60})"
    r"(?P<rest>(?:[^<>\"']++|\"(?:[^\"<]*+|[^\"]{0,100}+)\"|'(?:[^'<]*+|[^']{0,100}+)'|[\"'])*+)>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"(?P<two>[^\"]*+)\"|'(?P<one>[^']*+)'"
    r"|(?P<bare>[^\s\"'<>]++)))?"
)
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9A-Fa-f]{8,}+;?")
_HIDDEN = (("<!--", "-->"), ("<!", ">"), ("<?", ">"))


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag. ``rest`` is what stands in it after its name; ``line`` counts from 1."""

    name: str
    rest: str
    is_end: bool
    line: int

    def attributes(self) -> dict[str, str]:
        """Names in small letters, each with its value; the first of a name counts."""
        found: dict[str, str] = {}
        for one in _ATTRIBUTE.finditer(self.rest):
            value = one["two"] or one["one"] or one["bare"] or ""
            found.setdefault(one["name"].lower(), unescape(value))
        return found


def parts_of(page: str, raw: frozenset[str] = frozenset()) -> Iterator[Tag | str]:
    """Tags and raw texts in order, without comments, declarations and instructions.

    Inside an element of ``raw`` everything up to its end tag is text.
    """
    page = _without_hidden(page)
    at, line = 0, 1
    while found := _TAG.search(page, at):
        if found.start() > at:
            yield page[at : found.start()]
        line += page.count("\n", at, found.start())
        tag = Tag(found["name"].lower(), found["rest"], bool(found["end"]), line)
        yield tag
        line += found["rest"].count("\n")
        at = found.end()
        if tag.name in raw and not tag.is_end and not tag.rest.endswith("/"):
            end = re.compile(rf"</{re.escape(tag.name)}\b", re.IGNORECASE).search(page, at)
            stop = end.start() if end else len(page)
            if stop > at:
                yield page[at:stop]
            line += page.count("\n", at, stop)
            at = stop
    if at < len(page):
        yield page[at:]


def unescape(text: str) -> str:
    """``text`` with its references resolved; a number that is far too long is no character."""
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text))


def _without_hidden(page: str) -> str:
    """The page without what is hidden in it, line ends kept; an open one ends nowhere."""
    for start, end in _HIDDEN:
        if start in page:
            page = "".join(_outside(page, start, end))
    return page


def _outside(page: str, start: str, end: str) -> Iterator[str]:
    at = 0
    while (found := page.find(start, at)) >= 0:
        yield page[at:found]
        closed = page.find(end, found + len(start))
        if closed < 0:
            at = found + len(start)
            break
        yield "\n" * page.count("\n", found, closed)
        at = closed + len(end)
    yield page[at:]
