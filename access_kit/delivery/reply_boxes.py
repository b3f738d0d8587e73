"""A box in a line of a reply, and what stands in it: a tick, nothing, or something else.

Only what the lists know is a tick or nothing; anything else is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from access_kit.delivery.word_lists import spoken, word_lists

TICKED, EMPTY, DOUBTED = "ticked", "empty", "doubted"

MOST_INSIDE = 80
"""Characters between two brackets that are still taken for a box."""


class ReplyBox(NamedTuple):
    """``mark`` is one of the three above; ``label`` is what stands behind the box."""

    mark: str
    label: str


def read_box(text: str, answers: Mapping[str, str]) -> ReplyBox | None:
    """The box at the start of a line, if there is one; ``answers`` are words that mean yes or no.

    A tick behind the label counts for an empty box.
    """
    found = _box().match(text)
    if not found:
        return None
    if found["bare"]:
        mark = TICKED
    elif found["inside"] is not None:
        mark = _mark(found["inside"], answers)
    else:
        mark = _mark(found["round"] if found["round"] is not None else found["sign"], answers)
    label = found["rest"]
    end = tick_at_end(label)
    if mark == EMPTY and end:
        return ReplyBox(TICKED, end)
    return ReplyBox(mark, label)


def tick_at_end(text: str) -> str:
    """What stands before a tick at the end of a line; empty without one."""
    found = _end().match(text)
    return found["rest"] if found else ""


def _mark(inside: str, answers: Mapping[str, str]) -> str:
    lists = word_lists()
    bare = inside.strip("\u00a0\ufe0f \t").casefold()
    if bare in lists.ticks:
        return TICKED
    if bare in lists.empty:
        return EMPTY
    said = spoken(bare)
    if said in lists.ticks or said in lists.yes or answers.get(said) == "yes":
        return TICKED
    return DOUBTED


@lru_cache(maxsize=1)
def _signs() -> tuple[str, str]:
    """Letters that tick, and signs that are a whole box; each as a class of signs."""
    lists = word_lists()
    letters = "".join(one for one in lists.ticks if one.isalpha() or one == "×")
    signs = "".join({*lists.ticks, *(one for one in lists.empty if one and ord(one) > 0x2500)})
    signs = "".join(one for one in signs if one not in letters)
    return letters + letters.upper(), signs + "✗✘⊠▣◼❌❎"


@lru_cache(maxsize=1)
def _box() -> re.Pattern[str]:
    letters, signs = _signs()
    return re.compile(
        rf"^[\s\u00a0]*(?:[-•*–][\s\u00a0]+)?(?:"
        rf"[\[【](?P<inside>[^\[\]【】]{{0,{MOST_INSIDE}}})[\]】]"
        rf"|\((?P<round>[\s\u00a0]*(?:[^()\s][\s\u00a0]*)?)\)"
        rf"|(?P<sign>[{signs}])\ufe0f?"
        rf"|\[?(?P<bare>[{letters}✓✔])\]?(?=[\s\u00a0]))[\s\u00a0]*(?P<rest>.*)$"
    )


@lru_cache(maxsize=1)
def _end() -> re.Pattern[str]:
    letters, _ = _signs()
    ticks = "".join(one for one in word_lists().ticks if one not in letters)
    return re.compile(
        rf"^(?P<rest>.*?\S)[\s\u00a0]*(?:[\[(][\s\u00a0]*[{letters}{ticks}][\s\u00a0]*[\])]"
        rf"|[\s\u00a0][{letters}]|[{ticks}]\ufe0f?)[\s\u00a0]*$"
    )
