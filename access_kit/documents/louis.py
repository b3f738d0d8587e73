"""The braille library liblouis, where it is installed: the one place that talks to it.

Rules of this file: the library keeps one state for the whole process, so one lock stands around
each call; its own talk on stderr is turned off, and what it says by return codes becomes an error.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache

from access_kit.errors import MissingPart, Problem

_NAMES = ("liblouis.so.20", "liblouis.so", "liblouis.20.dylib", "liblouis.dylib", "liblouis.dll")
_FOLDERS = ("", "/opt/homebrew/lib/", "/usr/local/lib/")
_ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""The letter for each pattern of six dots, U+2800 first (North American Braille ASCII)."""
_TO_ASCII = {0x2800 + dots: letter for dots, letter in enumerate(_ASCII)}
_TO_DOTS = {ord(letter): dots for dots, letter in _TO_ASCII.items()}
_DOTS_ARE_UNICODE = "unicode.dis"
"""liblouis's table by which the cells that it reads are Unicode's."""
_DROP_UNKNOWN = 128
_AS_DOTS = 4 | 64
"""Dots as Unicode's braille patterns, whatever letters a table has for them."""
_LOG_OFF = 60000
_lock = threading.Lock()


@dataclass(frozen=True)
class Louis:
    """The library and the C type of its characters (UTF-16 or UTF-32 units)."""

    library: ctypes.CDLL
    encoding: str
    bytes_each: int


@cache
def load_louis() -> Louis:
    """The library, or ``MissingPart`` that says how to get it."""
    found = ctypes.util.find_library("louis")
    names = ([found] if found else []) + [folder + name for folder in _FOLDERS for name in _NAMES]
    for name in names:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.lou_setLogLevel(_LOG_OFF)
        size = int(library.lou_charSize())
        return Louis(library, "utf-32-le" if size == 4 else "utf-16-le", size)
    raise MissingPart(Problem("render.missing-braille"))


def to_braille(text: str, table: str) -> str:
    """``text`` as braille in ASCII letters, as BRF files have it.

    A character that the table does not know is dropped: ask ``has_sign`` first. ``MissingPart``
    when there is no such table.
    """
    cells = _translate("lou_translateString", text, table, _DROP_UNKNOWN | _AS_DOTS)
    return cells.translate(_TO_ASCII)


def from_braille(cells: str, table: str) -> str:
    """What ``cells`` in ASCII letters say; ``MissingPart`` when there is no such table."""
    dots = cells.translate(_TO_DOTS)
    return _translate("lou_backTranslateString", dots, f"{_DOTS_ARE_UNICODE},{table}", 0)


def _translate(function: str, text: str, table: str, mode: int) -> str:
    louis = load_louis()
    data = text.encode(louis.encoding)
    length = ctypes.c_int(len(data) // louis.bytes_each)
    room = 8 * length.value + 64
    made = ctypes.create_string_buffer(room * louis.bytes_each)
    made_length = ctypes.c_int(room)
    with _lock:
        done = getattr(louis.library, function)(
            table.encode("ascii"), data, ctypes.byref(length), made, ctypes.byref(made_length),
            None, None, mode,
        )  # fmt: skip
    if not done:
        raise MissingPart(Problem("render.missing-braille-table", facts={"table": table}))
    return made.raw[: made_length.value * louis.bytes_each].decode(louis.encoding)


@cache
def has_sign(character: str, table: str) -> bool:
    """Whether the table can write ``character`` in six dots at all.

    Signs that only change the letter before them cannot be asked about alone: they pass.
    """
    if unicodedata.category(character)[0] in "MC":
        return True
    cells = to_braille(character, table).strip()
    return character.isspace() or (cells != "" and cells.isascii())
