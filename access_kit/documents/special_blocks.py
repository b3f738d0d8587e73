"""Fenced blocks of a Markdown file that are no code: ``contact``, ``question`` and ``write``.

The first word after the fence names the block; ``markdown`` shows each in its docstring.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from access_kit.errors import Problem, Severity
from access_kit.model.document import (
    Block,
    Contact,
    ContactBox,
    LineBreak,
    Paragraph,
    Question,
    Text,
    WriteLine,
)

BuiltBlock = tuple[Block | None, list[Problem]]
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@][^\s@.]*\.[^\s@]+")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{2,}")


def read_special_block(info: str, content: str, line: int) -> BuiltBlock:
    """The block that a fence with ``info`` stands for; a fence without a known name is code.

    Code is set as lines of text. A name that is nearly a known one is an error.
    """
    name, _, rest = info.strip().partition(" ")
    reader = _READERS.get(name)
    if reader is None:
        near = difflib.get_close_matches(name.lower(), _READERS, n=1)
        severity = Severity.ERROR if near else Severity.NOTE
        said = [text for text in content.split("\n") if text.strip()]
        parts = [part for text in said for part in (LineBreak(), Text(text.strip()))]
        block = Paragraph(tuple(parts[1:])) if said else None
        return block, [Problem("document.code-block", severity, line=line)]
    return reader(rest.strip(), content.strip().split("\n") if content.strip() else [], line)


def _read_contact(title: str, lines: list[str], line: int) -> BuiltBlock:
    problems = []
    if not title:
        problems.append(Problem("document.contact-without-title", line=line))
    contacts = []
    for at, text in enumerate(lines, line + 1):
        label, colon, value = text.partition(":")
        if not text.strip():
            continue
        if not colon or not label.strip() or not value.strip():
            problems.append(Problem("document.contact-line", line=at))
            continue
        contacts.append(Contact(label.strip(), value.strip(), contact_url(value.strip())))
    if not contacts:
        problems.append(Problem("document.block-empty", line=line, facts={"block": "contact"}))
    return ContactBox((Text(title),), tuple(contacts)), problems


def contact_url(value: str) -> str | None:
    """The link that goes with a phone number, an e-mail address or a web address."""
    if value.startswith(("https://", "http://")):
        return value
    if _EMAIL.fullmatch(value):
        return f"mailto:{value}"
    if _PHONE.fullmatch(value):
        return "tel:" + re.sub(r"[^0-9+]", "", value)
    return None


def _read_question(key: str, lines: list[str], line: int) -> BuiltBlock:
    problems = _check_key(key, "question", line)
    kind, note = None, ""
    statement, answers = [], []
    for text in (text.strip() for text in lines):
        if text.startswith("[ ]"):
            answers.append(text[3:].strip())
        elif text.startswith("kind:"):
            kind = text.removeprefix("kind:").strip()
        elif text.startswith("note:"):
            note = text.removeprefix("note:").strip()
        elif text:
            statement.append(text)
    if not answers or not all(answers) or not statement:
        problems.append(Problem("document.question-incomplete", line=line))
    content = (Text(" ".join(statement)),)
    return Question(key, content, tuple(answers), kind, (Text(note),) if note else ()), problems


def _read_write_line(key: str, lines: list[str], line: int) -> BuiltBlock:
    problems = _check_key(key, "write", line)
    label = " ".join(text.strip() for text in lines)
    if not label:
        problems.append(Problem("document.block-empty", line=line, facts={"block": "write"}))
    return WriteLine(key, label), problems


def _check_key(key: str, block: str, line: int) -> list[Problem]:
    if _KEY.fullmatch(key):
        return []
    return [Problem("document.block-key", line=line, facts={"block": block})]


_READERS: dict[str, Callable[[str, list[str], int], BuiltBlock]] = {
    "contact": _read_contact,
    "question": _read_question,
    "write": _read_write_line,
}
