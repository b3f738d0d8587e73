"""The words inside a Markdown block: text, bold, links, values, line ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from access_kit.documents.check_tree import LINK_SCHEMES
from access_kit.errors import Problem, Severity
from access_kit.model.document import Inline, LineBreak, Link, Text


def read_inlines(tokens: Sequence[Token], line: int, problems: list[Problem]) -> tuple[Inline, ...]:
    """The inline content of one block that starts at ``line``; faults go to ``problems``."""
    return _InlineReader(line, problems).read(tokens)


class _InlineReader:
    def __init__(self, line: int, problems: list[Problem]) -> None:
        self._line = line
        self._problems = problems
        self._parts: list[Inline] = []
        self._strong = 0
        self._link: str | None = None
        self._link_text = ""

    def read(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        for token in tokens:
            self._take(token)
        return tuple(self._parts)

    def _tell(self, code: str, severity: Severity = Severity.ERROR, **facts: str) -> None:
        problem = Problem(code, severity, line=self._line, facts=facts)
        if problem not in self._problems:
            self._problems.append(problem)

    def _take(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._add(token.content)
            case "code_inline":
                self._add(token.content, isolate=True)
            case "softbreak":
                self._line += 1
                self._add(" ")
            case "hardbreak":
                self._line += 1
                self._parts.append(LineBreak())
            case "strong_open":
                self._strong += 1
            case "strong_close":
                self._strong -= 1
            case "em_open":
                self._tell("document.italics", Severity.WARNING)
            case "link_open":
                self._open_link(token)
            case "link_close":
                self._close_link()
            case "image":
                self._tell("document.image-in-text")
            case "html_inline":
                self._tell("document.html")
            case _:
                pass

    def _add(self, text: str, *, isolate: bool = False) -> None:
        if self._link is not None:
            self._link_text += text
        elif text:
            part = Text(text, strong=self._strong > 0, isolate=isolate)
            before = self._parts[-1] if self._parts else None
            if isinstance(before, Text) and not isolate and _same_style(before, part):
                part = replace(part, text=before.text + text)
                self._parts.pop()
            self._parts.append(part)

    def _open_link(self, token: Token) -> None:
        self._link = str(token.attrGet("href") or "")
        self._link_text = ""
        if token.attrGet("title"):
            self._tell("document.link-title", Severity.WARNING)

    def _close_link(self) -> None:
        url, text = self._link or "", self._link_text
        self._link = None
        if not url.lower().startswith(LINK_SCHEMES):
            self._tell("document.link-scheme", scheme=url.split(":")[0][:20])
        elif not text.strip():
            self._tell("document.link-without-text")
        else:
            self._parts.append(Link(text, url))
            return
        self._add(text)


def _same_style(first: Text, second: Text) -> bool:
    return (first.strong, first.isolate) == (second.strong, second.isolate)
