"""The words of one paragraph, put together run by run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from access_kit.documents.check_tree import LINK_SCHEMES
from access_kit.documents.clean_text import count_unseen
from access_kit.model.document import Inline, Inlines, LineBreak, Link, Text

_SPACES = re.compile("[ \t\n\r\f\u000b\u00a0\u2028\u2029]+")
_SOFT_HYPHEN = "\u00ad"

NoteText = Callable[[str, int], None]
"""Told of each run: its text, and how many characters of it nobody can see."""


class Phrase:
    """Runs of text, links and line ends; spaces are single, and none stands at either end."""

    def __init__(self, note: NoteText) -> None:
        self._parts: list[Inline] = []
        self._note = note
        self._link = ""
        self._link_text = ""
        self._link_lang: str | None = None

    def add(self, text: str, *, strong: bool = False, lang: str | None = None) -> None:
        text = _SPACES.sub(" ", text.replace(_SOFT_HYPHEN, ""))
        if not text:
            return
        self._note(text, count_unseen(text))
        if self._link:
            self._link_text += text
            self._link_lang = self._link_lang or lang
            return
        before = self._parts[-1] if self._parts else None
        part = Text(text, strong=strong, lang=lang)
        if isinstance(before, Text) and (before.strong, before.lang) == (strong, lang):
            self._parts[-1] = replace(before, text=_join(before.text, text))
        else:
            self._parts.append(part)

    def end_line(self) -> None:
        if self._link:
            self._link_text += " "
        else:
            self._parts.append(LineBreak())

    def open_link(self, url: str) -> None:
        """What is added now is the link's text, up to ``close_link``."""
        self.close_link()
        self._link, self._link_text, self._link_lang = url.strip(), "", None

    def close_link(self) -> str:
        """End the link. Returns an address that no paper can keep; its words are kept as text."""
        url, text, lang = self._link, self._link_text, self._link_lang
        self._link = self._link_text = ""
        if not url:
            return ""
        said = text.strip()
        kept = is_kept(url)
        if not said or not kept:
            if text:
                self._parts.append(Text(text, lang=lang))
            return "" if kept or url.startswith("#") else url
        if text[0].isspace():
            self._parts.append(Text(" "))
        self._parts.append(Link(said, url, lang))
        if text[-1].isspace():
            self._parts.append(Text(" "))
        return ""

    @property
    def is_blank(self) -> bool:
        return not any(isinstance(one, Text | Link) and one.text.strip() for one in self._parts)

    def done(self) -> Inlines:
        """The content so far, trimmed."""
        self.close_link()
        return trim(tuple(self._parts))


_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def shift_digits(text: str, where: str) -> str:
    """Raised or lowered numbers as the signs for them: a square is not the number behind it.

    ``where`` begins with ``super`` or ``sub``; letters stay as they are.
    """
    table = _RAISED if where.startswith("super") else _LOWERED if where.startswith("sub") else {}
    can = all(ord(char) in table for char in text.strip())
    return text.translate(table) if table and can else text


def is_kept(url: str) -> bool:
    """Whether a link leads somewhere that a reader of a paper can go."""
    return url.lower().startswith(LINK_SCHEMES) and not any(char.isspace() for char in url)


def _join(first: str, second: str) -> str:
    return first + (second.lstrip(" ") if first.endswith(" ") else second)


def trim(content: Inlines) -> Inlines:
    """``content`` without white space and line ends at its ends, and without two spaces in one."""
    kept: list[Inline] = []
    for part in content:
        before = kept[-1] if kept else None
        if isinstance(part, LineBreak):
            if before is None:
                continue
            if isinstance(before, Text):
                kept[-1] = replace(before, text=before.text.rstrip(" "))
            kept.append(part)
            continue
        at_start = before is None or isinstance(before, LineBreak)
        ends_open = isinstance(before, Text) and before.text.endswith(" ")
        text = part.text.lstrip(" ") if at_start or ends_open else part.text
        if text:
            kept.append(replace(part, text=text))
    while kept:
        last = kept[-1]
        if isinstance(last, LineBreak) or not last.text.strip():
            kept.pop()
        else:
            kept[-1] = replace(last, text=last.text.rstrip(" "))
            break
    return tuple(kept)
