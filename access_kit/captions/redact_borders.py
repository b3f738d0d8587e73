"""Where one stretch of speech ends: no name reaches over it, whoever stands on its other side.

It ends where another speaks, where a label or a blank line stands, and with a sentence.
"""

from __future__ import annotations

import html
import re

from access_kit.i18n.language_habits import ANY, sentence_ends
from access_kit.i18n.sentence_ends import is_short_form

_LABEL = re.compile(r"^[ \t]*(?:\[[\d:.]+\][ \t]*)?[^\W\d_][^.!?:\n<>]{0,40}:\s", re.MULTILINE)
_PARTING_TAG = re.compile(
    r"</?(?:v|p|div|li|td|th|tr|dd|dt|section|article|h[1-6]|blockquote)\b", re.IGNORECASE
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")


def find_label_starts(cell: str) -> frozenset[int]:
    """The places at which a line begins with ``Name:``."""
    starts = set()
    for found in _LABEL.finditer(cell):
        inside = found.group()
        starts.add(found.start() + len(inside) - len(inside.lstrip(" \t")))
    return frozenset(starts)


def parts_speech(before: str, gap: str, after: str) -> bool:
    """Whether ``gap``, between the words ``before`` and ``after``, ends a stretch of speech."""
    if ":" in gap or _BLANK_LINE.search(gap) or _PARTING_TAG.search(gap):
        return True
    ends = [sign for sign in gap if sign in sentence_ends(ANY)]
    if not ends:
        return False
    if set(ends) <= {"."}:
        short = len(before) == 1 or is_short_form(f"{before}.", ANY)
        return after[0].isupper() and not short
    return True


def plain_letters(markup: str) -> str:
    """Markup whose letters are not written as references: a name may hide in them."""
    return _ENTITY.sub(_plain_letter, markup)


def _plain_letter(found: re.Match[str]) -> str:
    written = found.group()
    sign = html.unescape(written)
    is_letters = all(one.isalnum() or one in "'’-" for one in sign)
    return sign if sign != written and is_letters else written
