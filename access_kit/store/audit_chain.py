"""The audit log's chain: each entry's digest covers the one before it.

Whoever changes, removes or reorders an entry breaks every digest after it. Who cuts off the end is
found by the number and digest that ``last_use`` remembers outside the store.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from access_kit.errors import Problem
from access_kit.model.record import AuditEntry

START = ""
"""The digest before the first entry."""


def chain_digest(before: str, parts: tuple[int, str, str, str, str, str]) -> str:
    """The digest of an entry: number, moment, user, name, what, whose."""
    text = json.dumps([before, *parts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_chain(entries: Iterable[AuditEntry], *, head: tuple[int, str]) -> list[Problem]:
    """What breaks the chain that should end at ``head`` (number and digest)."""
    before, number = START, 0
    for entry in entries:
        parts = (
            entry.number,
            entry.at.isoformat(),
            entry.user,
            entry.name,
            entry.what,
            entry.whose,
        )
        if entry.number != number + 1 or entry.digest != chain_digest(before, parts):
            return [Problem("audit.broken", facts={"number": number + 1})]
        before, number = entry.digest, entry.number
    if (number, before) != head:
        return [Problem("audit.cut-off", facts={"number": number, "expected": head[0]})]
    return []
