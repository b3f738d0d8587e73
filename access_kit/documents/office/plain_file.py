"""Plain text as pieces: empty lines part paragraphs, signs at the start of a line make lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from access_kit.budgets import HANDWRITTEN
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.errors import Severity
from access_kit.files import require_lines
from access_kit.model.document import Heading, Inlines, Paragraph
from access_kit.timed_text.decoding import decode_leniently

_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•‣◦▪·–—o][ \t]+)(?P<rest>\S.*)")
_NUMBERED = re.compile(r"(?P<indent>[ \t]*)(?P<number>[0-9]{1,4})[.)][ \t]+(?P<rest>\S.*)")
_BOX = re.compile(r"(?P<indent>[ \t]*)(?P<rest>(?:☐|☑|□|❏|\[[ xX]?\])[ \t]*\S.*)")
_RULE = re.compile(r"[ \t]*([-=_*~#])(?:[ \t]?\1){2,}[ \t]*")
_MOST_OF_A_LINE = 100
_LONGEST_TITLE = 80


def read_plain(data: bytes) -> Gathering:
    """All pieces of the text, in whatever set of characters it is."""
    text, problems = decode_leniently(data, "")
    require_lines(text, HANDWRITTEN, "")
    gathered = Gathering()
    codes = {one.code for one in problems}
    if "timed-text.other-encoding" in codes:
        encoding = next(
            str(p.facts.get("encoding", ""))
            for p in problems
            if p.code == "timed-text.other-encoding"
        )
        gathered.tell("office.other-encoding", severity=Severity.NOTE, encoding=encoding)
    if codes - {"timed-text.other-encoding"}:
        gathered.tell("office.unreadable-characters")
    reader = _PlainReader(gathered, text.expandtabs(4).split("\n"))
    gathered.pieces += reader.read()
    return gathered


class _PlainReader:
    def __init__(self, gathered: Gathering, lines: list[str]) -> None:
        self._gathered = gathered
        self._lines = lines
        lengths = [len(line.rstrip()) for line in lines if line.strip()]
        self._width = min(max(lengths, default=0), _MOST_OF_A_LINE)

    def read(self) -> Iterator[OfficePiece]:
        block: list[str] = []
        is_first = True
        for line in [*self._lines, ""]:
            if line.strip():
                block.append(line.rstrip())
            elif block:
                if is_first and self._is_title(block):
                    yield Heading(0, self._words(block))
                else:
                    yield from self._block(block)
                block, is_first = [], False

    def _is_title(self, lines: list[str]) -> bool:
        """A short line alone at the top, which is no sentence and no list, names the text."""
        line = lines[0].strip()
        is_short = len(lines) == 1 and len(line) <= _LONGEST_TITLE
        return is_short and line[-1] not in ".!?:;,。" and not self._sign(line)

    def _block(self, lines: list[str]) -> Iterator[OfficePiece]:
        """Lines without an empty one between them: a heading with its rule, then text and lists."""
        if len(lines) == 1 and _RULE.fullmatch(lines[0]):
            return
        if len(lines) >= 2 and (rule := _RULE.fullmatch(lines[1])) and rule[1] in "=-":
            yield Heading(1 if rule[1] == "=" else 2, self._words(lines[:1]))
            yield from self._block(lines[2:]) if lines[2:] else ()
            return
        waiting: list[str] = []
        for line in lines:
            if _RULE.fullmatch(line):
                continue
            if waiting and self._sign(line):
                yield self._piece(waiting)
                waiting = []
            waiting.append(line)
        if waiting:
            yield self._piece(waiting)

    def _sign(self, line: str) -> re.Match[str] | None:
        return _BOX.fullmatch(line) or _BULLET.fullmatch(line) or _NUMBERED.fullmatch(line)

    def _piece(self, lines: list[str]) -> OfficePiece:
        sign = self._sign(lines[0])
        if sign is None:
            return Paragraph(self._words(lines))
        level = len(sign["indent"]) // 2
        number = sign.groupdict().get("number")
        content = self._words([sign["rest"], *lines[1:]])
        return Entry(level, content, int(number) if number else None)

    def _words(self, lines: list[str]) -> Inlines:
        """Lines as one text; a line that ended before it was full ends there."""
        phrase = self._gathered.phrase()
        for at, line in enumerate(lines):
            if at:
                before = lines[at - 1].rstrip()
                first = line.split()[0] if line.split() else ""
                full = len(before) + 1 + len(first) > self._width
                phrase.add(" ") if full else phrase.end_line()
            phrase.add(line.strip())
        return phrase.done()
