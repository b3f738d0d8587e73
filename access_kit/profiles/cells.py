"""One field as the text of a cell, for tables and for ``path=value`` on the command line.

Rules of this file:
- A list is joined with ``;``. A ``;`` or ``\\`` inside a text is written ``\\;`` or ``\\\\``.
- A wish stands before its value: ``need:20``; ``prefer`` is left away.
- An empty cell means unknown. ``prefer:`` alone is the empty choice, where there is one.
- A cell that a spreadsheet would take for a formula gets ``'`` in front; reading takes it away.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from access_kit.profiles.fields import Field

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_WISHED = re.compile(r"(need|prefer|avoid):(.*)", re.DOTALL)
_PARTS = re.compile(r"(?:[^;\\]|\\.|\\$)*", re.DOTALL)
_YES = {"true": True, "yes": True, "false": False, "no": False}


def guard(text: str) -> str:
    """``text`` so that no spreadsheet reads it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def write_cell(field: Field, raw: object) -> str:
    """The cell of a tree's value; ``None`` gives an empty cell."""
    if raw is None:
        return ""
    if field.many:
        values = raw if isinstance(raw, list) else []
        return ";".join(_escape(guard(_write_one(one))) for one in values)
    return guard(_write_one(raw))


def _write_one(raw: Any) -> str:  # noqa: ANN401 (a raw value)
    if isinstance(raw, dict):
        return f"{raw['wish']}:{_write_bare(raw['value'])}"
    return _write_bare(raw) or "prefer:"


def _write_bare(raw: Any) -> str:  # noqa: ANN401 (a raw value)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return raw.isoformat() if isinstance(raw, datetime.date) else str(raw)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;")


def read_cell(field: Field, text: str) -> Any:  # noqa: ANN401 (a raw value)
    """The tree's value of a cell, ``None`` for unknown; what misfits stays text, to be told.

    A separator too many says nothing.
    """
    text = text if field.is_free_text else text.strip()
    if not text.strip():
        return None
    if field.many:
        parts = [part for part in split_list(text) if part.strip()]
        return [_read_one(field, unguard(_unescape(part))) for part in parts] or None
    return _read_one(field, unguard(text))


def split_list(text: str) -> list[str]:
    """The parts between ``;`` that no ``\\`` stands before."""
    parts: list[str] = []
    at = 0
    while at <= len(text):
        match = _PARTS.match(text, at)
        end = match.end() if match else len(text)
        parts.append(text[at:end])
        at = end + 1
    return parts


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _read_one(field: Field, text: str) -> Any:  # noqa: ANN401 (a raw value)
    if not field.stated:
        return read_bare(field.kind, text)
    wished = _WISHED.fullmatch(text.strip())
    if wished:
        return {"value": read_bare(field.kind, wished[2].strip()), "wish": wished[1]}
    return read_bare(field.kind, text.strip())


def read_bare(kind: type, text: str) -> Any:  # noqa: ANN401 (a raw value)
    """The raw value of a text without a wish; what misfits stays text, to be told."""
    bare = text.strip()
    if kind is str:
        return text
    if kind is bool:
        return _YES.get(bare.lower(), bare)
    if kind is datetime.date:
        return _or_text(datetime.date.fromisoformat, bare)
    if kind in (int, float):
        return _number(kind, bare)
    return bare


def _number(kind: type, bare: str) -> Any:  # noqa: ANN401 (a raw value)
    if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?", bare):
        return bare
    return int(bare) if kind is int and "." not in bare else float(bare)


def _or_text(read: Any, bare: str) -> Any:  # noqa: ANN401 (a function of text)
    try:
        return read(bare)
    except ValueError:
        return bare
