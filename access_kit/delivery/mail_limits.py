"""What a message may be made of, so that reading it stays quick whoever sent it.

An answer stays far below each of these; what is above is told, and left for a person to open.
"""

from __future__ import annotations

import re

MOST_BYTES = 25 * 1024 * 1024
"""A message that is larger holds something else than answers."""

MOST_LINES = 600_000
"""25 MB of attachments, in lines of 76 characters, are 350,000."""

MOST_PARTS = 200
"""Containers and messages inside a message. A long thread of forwarded mail has some ten."""

MOST_STEPS = 4_000_000
"""Lines × containers: the work of finding where each part ends."""

MOST_HEAD_BYTES = 256 * 1024
"""All headers of a message. Mail that passed many servers bears some 20 KB."""

MOST_FIELD_BYTES = 16 * 1024
"""One field that is taken apart: addresses, and what a part is."""

MOST_TEXT = 1_000_000
"""Characters of text that are read for answers."""

MOST_PAGE = 4_000_000
"""Characters of a page (HTML) that are read for text."""

_CONTAINER = re.compile(rb"(?i)content-type[ \t]{0,9}:\s{0,9}(?:multipart|message)/")
_FIELD = re.compile(
    rb"(?im)^(content-[a-z-]{1,40}|from|reply-to|to|sender|resent-from)[ \t]{0,9}:"
    rb"[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+"
)
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")


def fault_of(data: bytes) -> str:
    """Why a message is not read: ``too-large``, ``too-deep``, ``too-long-a-head``; or nothing."""
    if len(data) > MOST_BYTES:
        return "too-large"
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MOST_LINES:
        return "too-large"
    blank = _BLANK.search(data)
    if (blank.start() if blank else len(data)) > MOST_HEAD_BYTES:
        return "too-long-a-head"
    if any(len(found[0]) > MOST_FIELD_BYTES for found in _FIELD.finditer(data)):
        return "too-long-a-head"
    parts = sum(1 for _ in _CONTAINER.finditer(data))
    if parts > MOST_PARTS or parts * lines > MOST_STEPS:
        return "too-deep"
    return ""
