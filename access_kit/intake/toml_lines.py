"""Where each key of a TOML file stands: key path → line, counted from 1.

``tomllib`` gives values without places. The text handed in here has already been parsed by it, so
this scanner may be lenient: it only follows keys, brackets and strings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)+")
_INLINE_SPACE = re.compile(r"[ \t]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")


@dataclass
class _Scanner:
    text: str
    at: int = 0
    lines: dict[Path, int] = field(default_factory=dict)
    tables: dict[Path, int] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ends = [at for at, character in enumerate(self.text) if character == "\n"]

    def line(self) -> int:
        return bisect_left(self.ends, self.at) + 1

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def key(self) -> Path:
        """A possibly dotted key."""
        parts: list[str | int] = []
        while True:
            self.skip(_INLINE_SPACE)
            match = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            if not match:
                return tuple(parts)
            parts.append(_unquote(match.group()))
            self.at = match.end()
            self.skip(_INLINE_SPACE)
            if self.peek() != ".":
                return tuple(parts)
            self.at += 1

    def note(self, path: Path) -> None:
        for depth in range(1, len(path) + 1):
            self.lines.setdefault(path[:depth], self.line())

    def value(self, path: Path) -> None:
        self.skip(_SPACE)
        match = _STRING.match(self.text, self.at)
        if match:
            self.at = match.end()
        elif self.peek() == "[":
            self._sequence(path, "]")
        elif self.peek() == "{":
            self._sequence(path, "}")
        else:
            match = _SCALAR.match(self.text, self.at)
            self.at = match.end() if match else self.at + 1

    def _sequence(self, path: Path, end: str) -> None:
        self.at += 1
        count = 0
        while self.at < len(self.text):
            self.skip(_SPACE)
            if self.peek() == end:
                self.at += 1
                return
            if self.peek() == ",":
                self.at += 1
                continue
            if end == "]":
                inner: Path = (*path, count)
                self.note(inner)
            else:
                start = self.line()
                inner = (*path, *self.key())
                self.lines.setdefault(inner, start)
                self.skip(_INLINE_SPACE)
                self.at += 1
            self.value(inner)
            count += 1

    def header(self) -> Path:
        doubled = self.text.startswith("[[", self.at)
        self.at += 2 if doubled else 1
        written = self.key()
        if not written:
            return ()
        path = self._resolve(written[:-1])
        if doubled:
            index = self.tables.get((*path, written[-1]), -1) + 1
            self.tables[(*path, written[-1])] = index
            path = (*path, written[-1], index)
        else:
            path = (*path, written[-1])
        self.note(path)
        self.skip(_INLINE_SPACE)
        self.at += 2 if doubled else 1
        return path

    def _resolve(self, written: Path) -> Path:
        """Dotted headers below an array of tables mean its last entry."""
        path: Path = ()
        for part in written:
            path = (*path, part)
            if path in self.tables:
                path = (*path, self.tables[path])
        return path

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while True:
            self.skip(_SPACE)
            if self.at >= len(self.text):
                return self.lines
            if self.peek() == "[":
                table = self.header()
                continue
            start, key = self.at, self.key()
            self.note((*table, *key))
            self.skip(_INLINE_SPACE)
            self.at += 1
            self.value((*table, *key))
            if self.at == start:  # nothing we know: step on, never loop
                self.at += 1


def _unquote(key: str) -> str:
    if key[0] in "\"'":
        import tomllib

        return next(iter(tomllib.loads(f"{key} = 0")))
    return key


def find_lines(text: str) -> dict[Path, int]:
    """Key path → line for every key, header and list element of a valid TOML text."""
    return _Scanner(text).scan()
