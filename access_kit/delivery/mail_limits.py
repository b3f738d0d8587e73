"""Whether a message keeps to the budgets of mail, so that reading it stays quick whoever sent it.

An answer stays far below each of them; what is above is told, and left for a person to open.
"""

from __future__ import annotations

import re

from access_kit.budgets import (
    MAIL_BYTES,
    MAIL_FIELD_BYTES,
    MAIL_HEAD_BYTES,
    MAIL_LINES,
    MAIL_PARTS,
    MAIL_STEPS,
)

_CONTAINER = re.compile(rb"(?i)content-type[ \t]{0,9}:\s{0,9}(?:multipart|message)/")
_FIELD = re.compile(
    rb"(?im)^(content-[a-z-]{1,40}|from|reply-to|to|sender|resent-from)[ \t]{0,9}:"
    rb"[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+"
)
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")


def fault_of(data: bytes) -> str:
    """Why a message is not read: ``too-large``, ``too-deep``, ``too-long-a-head``; or nothing."""
    if len(data) > MAIL_BYTES:
        return "too-large"
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MAIL_LINES:
        return "too-large"
    blank = _BLANK.search(data)
    if (blank.start() if blank else len(data)) > MAIL_HEAD_BYTES:
        return "too-long-a-head"
    if any(len(found[0]) > MAIL_FIELD_BYTES for found in _FIELD.finditer(data)):
        return "too-long-a-head"
    parts = sum(1 for _ in _CONTAINER.finditer(data))
    if parts > MAIL_PARTS or parts * lines > MAIL_STEPS:
        return "too-deep"
    return ""
