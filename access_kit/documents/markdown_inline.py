"""The words inside a Markdown block: text, bold, links, values, line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from access_kit.documents.bare_addresses import link_addresses
from access_kit.documents.check_tree import LINK_SCHEMES
from access_kit.documents.markdown_dialect import find_dialect
from access_kit.documents.markdown_notes import REFERENCE, Footnotes
from access_kit.errors import Problem, Severity
from access_kit.model.document import Inline, LineBreak, Link, Text

_LINE_END = re.compile(r"<br ?/?>", re.IGNORECASE)


def read_inlines(
    tokens: Sequence[Token], line: int, problems: list[Problem], notes: Footnotes | None = None
) -> tuple[Inline, ...]:
    """The inline content of one block that starts at ``line``; faults go to ``problems``."""
    return _InlineReader(line, problems, notes or Footnotes()).read(tokens)


class _InlineReader:
    def __init__(self, line: int, problems: list[Problem], notes: Footnotes) -> None:
        self._line = line
        self._problems = problems
        self._notes = notes
        self._at_start = True
        self._parts: list[Inline] = []
        self._strong = 0
        self._link: str | None = None
        self._link_text = ""

    def read(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        for token in _joined(tokens):
            self._take(token)
            if token.type not in ("em_open", "strong_open"):
                self._at_start = token.type in ("softbreak", "hardbreak")
        return tuple(self._parts)

    def _tell(self, code: str, severity: Severity = Severity.ERROR, **facts: str) -> None:
        problem = Problem(code, severity, line=self._line, facts=facts)
        if problem not in self._problems:
            self._problems.append(problem)

    def _take(self, token: Token) -> None:
        match token.type:
            case "text":
                self._add_words(token.content)
            case "text_special":
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
            case "s_open":
                self._tell("document.struck")
            case "html_inline" if _LINE_END.fullmatch(token.content):
                self._parts.append(LineBreak())
            case "html_inline":
                self._tell("document.html")
            case _:
                pass

    def _add_words(self, text: str) -> None:
        """Words as they were written: notes and bare addresses lead somewhere, signs are told."""
        if sign := find_dialect(text, at_start=self._at_start):
            self._tell("document.dialect", sign=sign)
        text = REFERENCE.sub(self._number_of, text)
        if self._link is not None:
            self._add(text)
            return
        for part in link_addresses(Text(text)):
            if isinstance(part, Link):
                self._parts.append(part)
            else:
                self._add(part.text)

    def _number_of(self, found: re.Match[str]) -> str:
        number = self._notes.number(found["label"])
        if number is None:
            self._tell("document.footnote-missing", label=found["label"])
        return f"[{number or found['label']}]"

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


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with words beside each other as one; a sign after a backslash stays apart."""
    waiting: Token | None = None
    for token in tokens:
        if token.type == "text":
            said = token.content if waiting is None else waiting.content + token.content
            waiting = token.copy(content=said)
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        yield token
    if waiting is not None:
        yield waiting


def _same_style(first: Text, second: Text) -> bool:
    return (first.strong, first.isolate) == (second.strong, second.isolate)
