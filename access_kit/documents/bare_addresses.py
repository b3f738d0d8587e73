"""Addresses of web and mail that stand bare in a text, as links that can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from access_kit.model.document import Link, Text

_ADDRESS = re.compile(
    r"(?<![\w@/.])(?:https?://[^\s<>\"“”]{1,500}|www\.[^\s<>\"“”]{1,500}"
    r"|[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
)
_END = ".,;:!?)]}'’»…"
_PAIRS = {")": "(", "]": "["}


def link_addresses(text: Text) -> Iterator[Text | Link]:
    """``text`` in parts: what leads somewhere is a link with its own address as words."""
    at = 0
    for found in _ADDRESS.finditer(text.text):
        said = _without_end(found[0])
        if "@" in said and said.partition("@")[2].count(".") == 0:
            continue
        if found.start() > at:
            yield replace(text, text=text.text[at : found.start()])
        yield Link(said, _url_of(said), text.lang)
        at = found.start() + len(said)
    if at < len(text.text):
        yield replace(text, text=text.text[at:])


def _without_end(said: str) -> str:
    """The address without the punctuation of the sentence around it."""
    while said and said[-1] in _END:
        opening = _PAIRS.get(said[-1])
        if opening and said.count(opening) >= said.count(said[-1]):
            break
        said = said[:-1]
    return said


def _url_of(said: str) -> str:
    if said.startswith("www."):
        return f"https://{said}"
    return said if said.startswith("http") else f"mailto:{said}"
