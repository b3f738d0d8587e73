"""A reply as lines: which are the person's own, which are quoted, which a machine set there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from access_kit.delivery.word_lists import word_lists


@dataclass
class ReplyLine:
    """A line without its marks of quotation; ``depth`` counts them. ``used``: it was an answer."""

    text: str
    depth: int
    used: bool = False

    @property
    def quoted(self) -> bool:
        return self.depth > 0

    @property
    def is_empty(self) -> bool:
        return not self.text.strip()


LONGEST_HEAD = 400
"""Characters: a line that is longer is no head of an original."""

_QUOTE = re.compile(r"^(?:\s{0,3}[>|›»][ \u00a0]?)+")
LONGEST_TITLE = 61
"""Characters between the dashes of a line such as "--- Original message ---"."""

_RULE = re.compile(r"[-_=*]{8,}")
_HAS_ADDRESS = re.compile(r"[\w.+-]@[\w.-]")
_HAS_DATE = re.compile(r".{0,40}(?:\d{4}|\d\d?[./-]\d\d?[./-]\d\d).{0,160}")
_DATED = re.compile(r"\d{4}|\d\d?[./]\d\d?[./]\d\d|@")
_SIGNATURE = re.compile(r"^\s*--\s?$")


def split_lines(text: str) -> Iterator[ReplyLine]:
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        found = _QUOTE.match(raw)
        depth = sum(sign in ">|›»" for sign in found.group()) if found else 0
        yield ReplyLine(raw[found.end() :] if found else raw, depth)


def own_lines(lines: Sequence[ReplyLine]) -> Iterator[ReplyLine]:
    """The lines that are surely the person's own: not quoted, and above an original in full.

    Empty lines are given too: they stand between what was said and what was said next.
    """
    for at, line in enumerate(lines):
        bare = line.text.strip()
        if line.quoted:
            continue
        if not bare or len(bare) > LONGEST_HEAD:
            yield line
            continue
        if _is_divider(bare) or _SIGNATURE.match(line.text):
            return
        rest = [one for one in lines[at + 1 : at + 6] if not one.is_empty]
        joined = f"{bare} {rest[0].text.strip()}" if rest and _DATED.search(bare) else ""
        if _says_who_wrote(bare) or (joined and not rest[0].quoted and _says_who_wrote(joined)):
            if not any(one.quoted for one in rest):
                return
            continue
        if (
            at
            and _DATED.search(lines[at - 1].text)
            and _says_who_wrote(f"{lines[at - 1].text} {bare}")
        ):
            continue
        yield line


def _is_divider(text: str) -> bool:
    bare = text.strip()
    return bool(
        _RULE.fullmatch(bare) or _is_title_in_dashes(bare) or word_lists().heads.fullmatch(text)
    )


def _is_title_in_dashes(bare: str) -> bool:
    if not (bare.startswith("--") and bare.endswith("--")):
        return False
    return len(bare[2:-2].lstrip()) >= 4 and len(bare.strip("-").strip()) <= LONGEST_TITLE


def _says_who_wrote(text: str) -> bool:
    """Whether a line introduces an original: it ends in a colon, and holds an address or a day."""
    head = text.rstrip()
    if not head.endswith((":", "：")):
        return False
    found = _HAS_ADDRESS.search(head, 1, len(head) - 1) if not text[0].isspace() else None
    return bool(found or _HAS_DATE.fullmatch(head[:-1]))


def is_signature(text: str) -> bool:
    """Whether a telephone or program set this line below what was written."""
    return bool(word_lists().signature.fullmatch(text.strip()))


def without_signature(text: str) -> str:
    """A line without a telephone's signature that was glued to its end."""
    for at in range(1, min(len(text), 40)):
        if word_lists().glued.fullmatch(text[at:]):
            return text[:at]
    return text


def is_saying(text: str) -> bool:
    """Whether a line holds words, and not signs or a telephone's signature alone."""
    return not is_signature(text) and len(re.sub(r"[\W\d_]", "", text)) >= 2
