"""A page (HTML) that came by mail, as lines of text."""

from __future__ import annotations

import re

from access_kit.markup import parts_of, unescape

_BLOCKS = re.compile(
    r"address|article|blockquote|body|br|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6r]|header"
    r"|legend|li|main|ol|p|pre|section|table|tbody|td|th|tr|ul"
)
_UNSEEN = frozenset(("script", "style", "title", "template"))
"""What is not shown, up to its own end or to the beginning of the body."""
_MOST_QUOTED = 5

_CHECKED = re.compile(r"(?i)(?<![\w-])checked(?![\w-])")
_META_CHARSET = re.compile(rb"(?i)<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w:.-]{1,40})")


def page_to_text(page: str) -> str:
    """The words of a page, a block a line; what is quoted begins with ``>``."""
    lines = _Lines()
    for part in parts_of(page):
        if isinstance(part, str):
            lines.add_text(part)
        else:
            lines.add_tag(part.name, part.is_end, part.rest)
    return "\n".join(line.rstrip() for line in lines.finish())


def charset_of_page(data: bytes) -> str:
    """The character set that a page names in itself, or nothing."""
    found = _META_CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else ""


class _Lines:
    """Lines as they are put together: words in pieces, joined once."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.pieces: list[str] = []
        self.quoted = 0
        self.unseen = ""

    def add_tag(self, name: str, is_end: bool, rest: str) -> None:
        if self.unseen:
            if name == "body" or (is_end and name == self.unseen):
                self.unseen = ""
        elif name in _UNSEEN:
            self.unseen = "" if is_end else name
        elif _BLOCKS.fullmatch(name):
            self._end_line()
            if name == "blockquote":
                self.quoted = max(0, self.quoted - 1) if is_end else self.quoted + 1
            if name == "hr":
                self.pieces.append("________________")
                self._end_line()
        elif name == "input" and not is_end and _CHECKED.search(rest):
            self.pieces.append("[x] ")

    def add_text(self, text: str) -> None:
        if text and not self.unseen:
            self.pieces.append(re.sub(r"\s+", " ", unescape(text)))

    def finish(self) -> list[str]:
        self._end_line()
        return self.done

    def _end_line(self) -> None:
        text = "".join(self.pieces)
        self.pieces = []
        if text.strip():
            self.done.append("> " * min(self.quoted, _MOST_QUOTED) + text)
