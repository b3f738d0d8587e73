"""A digest of values: equal values have equal digests, in every process and on every day."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from pathlib import PurePath
from zoneinfo import ZoneInfo


def digest_of(*values: object) -> str:
    """The digest of ``values``, 64 hexadecimal digits.

    Of a dataclass, the fields that count where two are compared. The order of a mapping counts, for
    papers are written in it; that of a set does not. ``TypeError`` for a value of which nothing is
    known: what is left out of a digest would be a change that nobody sees.
    """
    pieces: list[bytes] = []
    _put(values, pieces.append)
    return hashlib.sha256(b"".join(pieces)).hexdigest()


Put = Callable[[bytes], None]


def _put(value: object, put: Put) -> None:
    """Tell ``value`` piece by piece; each with its length, so that no two values read the same."""
    if type(value) is str:
        _sized(b"s", value.encode(), put)
    elif isinstance(value, Enum):
        put(b"e%s:" % type(value).__name__.encode())
        _put(value.value, put)
    elif value is None or isinstance(value, bool | int | float):
        put(b"%s;" % repr(value).encode())
    elif isinstance(value, tuple | list):
        _many(b"l", value, put)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        name, fields = _shape(type(value))
        _many(name, (getattr(value, field) for field in fields), put)
    elif isinstance(value, Mapping):
        _many(b"m", (part for item in value.items() for part in item), put)
    elif isinstance(value, frozenset | set):
        _many(b"f", sorted(map(digest_of, value)), put)
    elif isinstance(value, str):
        _sized(b"s", value.encode(), put)
    elif isinstance(value, bytes):
        _sized(b"b", value, put)
    elif isinstance(value, datetime.date | datetime.time):
        _sized(b"d", f"{value.isoformat()} {getattr(value, 'tzinfo', None)}".encode(), put)
    elif isinstance(value, datetime.timedelta | PurePath | ZoneInfo):
        _sized(b"n", f"{type(value).__name__} {value}".encode(), put)
    else:
        raise TypeError(f"no digest of {type(value).__name__}")


def _sized(kind: bytes, data: bytes, put: Put) -> None:
    put(b"%s%d:" % (kind, len(data)))
    put(data)


def _many(kind: bytes, values: Iterable[object], put: Put) -> None:
    put(kind)
    for value in values:
        _put(value, put)
    put(b".")


@cache
def _shape(kind: type) -> tuple[bytes, tuple[str, ...]]:
    """The name of a dataclass, and the fields that count where two are compared."""
    names = tuple(one.name for one in dataclasses.fields(kind) if one.compare)
    return b"c%s:" % kind.__name__.encode(), names
