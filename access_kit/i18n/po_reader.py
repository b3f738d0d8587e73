"""A strict reader of PO files.

What a lenient reader repairs in silence can ship a wrong sentence: an unterminated quote loses a
letter, the second of two translations vanishes, a file without a header counts as unsure as a
whole. Here every such thing is a Problem with its line: an error, and the file is not used, or a
warning, and what was meant is read.

Only what the format itself says is judged here; ``localization`` judges the translations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from access_kit.budgets import CATALOGUE
from access_kit.errors import AccessKitError, FactValue, Problem, Severity
from access_kit.files import decode_text, read_bytes, require_lines, shown
from access_kit.i18n.message import Message

_BOM = b"\xef\xbb\xbf"
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(?=")')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "v": "\v"}
_PLURALS = re.compile(r"nplurals\s*=\s*(\w+)\s*;\s*plural\s*=\s*([^;]+);?")
_COUNTS = frozenset("123456")
"""How many forms of plural a language can have."""
_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}


@dataclass(frozen=True)
class Catalogue:
    """A PO file as it was read. ``obsolete`` are messages that the sources no longer have."""

    file: str = ""
    header: Mapping[str, str] = field(default_factory=dict)
    head_remarks: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    obsolete: tuple[Message, ...] = ()

    @property
    def language(self) -> str:
        return self.header.get("Language", "").replace("_", "-")

    @property
    def plural_count(self) -> int:
        """How many plural forms the header announces; 0 when it announces none."""
        found = _PLURALS.search(self.header.get("Plural-Forms", ""))
        return int(found[1]) if found and found[1] in _COUNTS else 0

    def by_id(self) -> dict[tuple[str, str], Message]:
        return {message.id: message for message in self.messages}


def read_catalogue(path: Path) -> tuple[Catalogue | None, list[Problem]]:
    """The catalogue in ``path``; ``None`` when any of the problems is an error."""
    try:
        data = read_bytes(path, limit=CATALOGUE.size)
        return parse_catalogue(data, file=shown(path), is_template=path.suffix == ".pot")
    except AccessKitError as error:
        return None, list(error.problems)


def parse_catalogue(
    data: bytes, *, file: str, is_template: bool = False
) -> tuple[Catalogue | None, list[Problem]]:
    """The catalogue in ``data``, and what is wrong with it; never raises."""
    try:
        text = decode_text(data, file)
        require_lines(text, CATALOGUE, file)
    except AccessKitError as error:
        return None, list(error.problems)
    reader = _Reader(file)
    if data.startswith(_BOM):
        reader.tell("catalogue.bom", 1, Severity.WARNING)
    reader.read(text)
    return reader.finish(is_template=is_template), reader.problems


class _Entry:
    """A message that is being read."""

    __slots__ = (
        "fields", "flags", "last", "line", "lines", "notes", "obsolete", "places", "previous",
        "remarks",
    )  # fmt: skip

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.last = ""
        self.line = 0
        self.notes: list[str] = []
        self.remarks: list[str] = []
        self.places: list[str] = []
        self.flags: list[str] = []
        self.previous: list[str] = []
        self.obsolete = False

    @property
    def has_target(self) -> bool:
        return self.last.startswith("msgstr")


class _Reader:
    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._entries: list[_Entry] = []
        self._entry = _Entry()

    def tell(
        self,
        code: str,
        line: int,
        severity: Severity = Severity.ERROR,
        where: str | None = None,
        **facts: FactValue,
    ) -> None:
        self.problems.append(Problem(code, severity, self._file, line, where, facts))

    # -- lines ----------------------------------------------------------------------------------

    def read(self, text: str) -> None:
        for number, raw in enumerate(text.split("\n"), 1):
            line = raw.strip()
            if not line:
                if self._entry.has_target:
                    self._close()
            elif line[0] == '"':
                self._continue(line, number)
            elif line[0] == "#":
                self._comment(line, number)
            else:
                self._keyword(line, number)
        if self._entry.fields:
            self._close()

    def _comment(self, line: str, number: int) -> None:
        kind, said = line[1:2], line[2:].strip()
        if kind == "~":
            if said.startswith("|"):
                return
            self._obsolete(said, number)
            return
        if self._entry.has_target:
            self._close()
        entry = self._entry
        if kind == ".":
            entry.notes.append(said)
        elif kind == ",":
            entry.flags += [flag.strip() for flag in said.split(",") if flag.strip()]
        elif kind == ":":
            entry.places += said.split()
        elif kind == "|":
            entry.previous.append(said)
        else:
            entry.remarks.append(line[1:].strip())

    def _obsolete(self, said: str, number: int) -> None:
        if self._entry.fields and not self._entry.obsolete:
            self._close()
        self._entry.obsolete = True
        if said.startswith('"'):
            self._continue(said, number)
        elif said.startswith("#"):
            self._comment(said, number)
        elif said:
            self._keyword(said, number)

    def _keyword(self, line: str, number: int) -> None:
        found = _KEYWORD.match(line)
        if found is None:
            code = "catalogue.no-quote" if line.startswith("msg") else "catalogue.not-a-line"
            self.tell(code, number, text=line[:40])
            return
        name = found[1]
        if self._begins_next(name):
            self._close()
        entry = self._entry
        kind = "msgstr" if name.startswith("msgstr") else name
        if name in entry.fields or (
            entry.last and _ORDER[kind] < _ORDER[entry.last.partition("[")[0]]
        ):
            self.tell("catalogue.out-of-order", number, word=name)
        entry.line = entry.line or number
        entry.last = name
        entry.lines[name] = number
        entry.fields[name] = self._string(line[found.end() :], number)

    def _begins_next(self, name: str) -> bool:
        """A translation is over where the next message begins, also without an empty line."""
        return self._entry.has_target and name in ("msgctxt", "msgid")

    def _continue(self, line: str, number: int) -> None:
        entry = self._entry
        if not entry.last:
            self.tell("catalogue.stray-text", number, text=line[:40])
            return
        entry.fields[entry.last] += self._string(line, number)

    def _string(self, quoted: str, number: int) -> str:
        found = _STRING.match(quoted)
        if found is None:
            self.tell("catalogue.open-quote", number, text=quoted[:40])
            return ""
        if found.end() != len(quoted):
            self.tell("catalogue.after-quote", number, text=quoted[found.end() :][:40].strip())
        text = found[1]
        return self._unescape(text, number) if "\\" in text else text

    def _unescape(self, text: str, number: int) -> str:
        unknown = sorted({sign for sign in _ESCAPE.findall(text) if sign not in _ESCAPED})
        for sign in unknown:
            self.tell("catalogue.bad-escape", number, sign=f"\\{sign}")
        return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[0]), text)

    def _close(self) -> None:
        entry, self._entry = self._entry, _Entry()
        if "msgid" not in entry.fields:
            self.tell("catalogue.no-source", entry.line)
        elif not entry.has_target:
            self.tell("catalogue.no-translation", entry.line)
        else:
            self._entries.append(entry)

    # -- the whole file -------------------------------------------------------------------------

    def finish(self, *, is_template: bool) -> Catalogue | None:
        head = next((e for e in self._entries if not e.fields["msgid"] and not e.obsolete), None)
        header = self._read_header(head, is_template=is_template)
        entries = [entry for entry in self._entries if entry is not head]
        catalogue = Catalogue(
            self._file,
            header,
            tuple(head.remarks) if head else (),
            tuple(self._messages(e for e in entries if not e.obsolete)),
            tuple(_message(e) for e in entries if e.obsolete),
        )
        if not is_template:
            self._check_plurals(entries, catalogue)
        return None if any(problem.is_error for problem in self.problems) else catalogue

    def _messages(self, entries: Iterator[_Entry]) -> Iterator[Message]:
        seen: dict[tuple[str, str], _Entry] = {}
        for entry in entries:
            key, source = entry.fields.get("msgctxt", ""), entry.fields["msgid"]
            before = seen.setdefault((key, source), entry)
            if before is entry:
                yield _message(entry)
                continue
            targets = [{k: v for k, v in e.fields.items() if "str" in k} for e in (before, entry)]
            same = targets[0] == targets[1]
            code = "catalogue.twice-same" if same else "catalogue.twice"
            severity = Severity.WARNING if same else Severity.ERROR
            self.tell(code, entry.line, severity, key or None, first=before.line)

    def _read_header(self, head: _Entry | None, *, is_template: bool) -> dict[str, str]:
        if head is None:
            self.tell("catalogue.no-header", 1)
            return {}
        lines = head.fields.get("msgstr", "").split("\n")
        header = {}
        for line in lines:
            name, colon, value = line.partition(":")
            if colon:
                header[name.strip()] = value.strip()
        if not header:
            self.tell("catalogue.no-header", head.line)
            return {}
        self._check_header(header, head.line, is_template=is_template)
        return header

    def _check_header(self, header: dict[str, str], line: int, *, is_template: bool) -> None:
        content = header.get("Content-Type", "")
        charset = content.partition("charset=")[2].strip().lower()
        if charset == "charset" or "nplurals=INTEGER" in header.get("Plural-Forms", ""):
            self.tell("catalogue.template-header", line)
        elif charset and charset not in ("utf-8", "utf8", "us-ascii", "ascii"):
            self.tell("catalogue.charset", line, charset=charset)
        if not is_template and not header.get("Language"):
            self.tell("catalogue.no-language", line, Severity.WARNING)
        plurals = header.get("Plural-Forms", "")
        if plurals and "INTEGER" not in plurals:
            found = _PLURALS.search(plurals)
            if not found or found[1] not in _COUNTS:
                self.tell("catalogue.bad-plural-header", line, text=plurals[:60])

    def _check_plurals(self, entries: list[_Entry], catalogue: Catalogue) -> None:
        count = catalogue.plural_count
        for entry in entries:
            if entry.obsolete:
                continue
            forms = [name for name in entry.fields if name.startswith("msgstr[")]
            where = entry.fields.get("msgctxt") or None
            if "msgid_plural" not in entry.fields:
                if forms:
                    self.tell("catalogue.plural-unasked", entry.lines[forms[0]], where=where)
                continue
            if not count:
                self.tell("catalogue.no-plural-header", entry.line, where=where)
                continue
            wanted = [f"msgstr[{number}]" for number in range(count)]
            filled = [name for name in forms if entry.fields[name]]
            missing = [name for name in wanted if not entry.fields.get(name)]
            extra = [name for name in forms if name not in wanted]
            if missing and filled:
                self.tell("catalogue.plural-missing", entry.line, where=where, form=missing[0])
            if extra:
                self.tell(
                    "catalogue.plural-extra",
                    entry.lines[extra[0]],
                    where=where,
                    form=extra[0],
                    count=count,
                )


def _message(entry: _Entry) -> Message:
    fields = entry.fields
    targets = tuple(text for name, text in fields.items() if name.startswith("msgstr["))
    target_line = next((at for name, at in entry.lines.items() if name.startswith("msgstr")), 0)
    return Message(
        fields.get("msgctxt", ""),
        fields["msgid"],
        fields.get("msgstr", targets[0] if targets else ""),
        entry.line,
        target_line,
        fields.get("msgid_plural", ""),
        targets,
        tuple(entry.notes),
        tuple(entry.remarks),
        tuple(entry.places),
        tuple(entry.flags),
        "\n".join(entry.previous),
    )
