"""The agency's own words inside a paper of ours."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from access_kit.i18n import Words
from access_kit.materials.contacts import crisis_box
from access_kit.materials.crisis_lines import NOBODY, Caller
from access_kit.model.document import Block, Blocks, Document, Heading, WriteLine
from access_kit.model.kit import CrisisEntry

DEEPEST = 3
"""The deepest level of heading that a look sets apart."""


CRISIS_LINE = "agency-crisis"
"""Key of a line in a handout that the agency's own entries take the place of."""


def fill_agency_lines(
    document: Document,
    words: Words,
    entries: Iterable[CrisisEntry],
    facts: frozenset[str] = frozenset({"voice"}),
    caller: Caller = NOBODY,
) -> Document:
    """``document`` with the kit's lines to call where it leaves room for them.

    Without entries there stays a line to write on: no number is built in. The agency's plan is for
    those who host a meeting, and is put into no handout.
    """
    boxes = crisis_box(words, entries, facts, caller)
    blocks: Blocks = ()
    for block in document.blocks:
        is_place = isinstance(block, WriteLine) and block.key == CRISIS_LINE
        blocks = (*blocks, *(boxes if is_place and boxes else (block,)))
    return dataclasses.replace(document, blocks=blocks)


PLAN_LINE = "agency-plan-"
"""How keys of lines begin that a part of the agency's plan takes the place of (``marks``)."""


def fill_plan(document: Document, parts: Mapping[str, Blocks]) -> tuple[Document, tuple[str, ...]]:
    """``document`` with the agency's own plan where it leaves room for it, and what is missing.

    The program writes no step for a crisis: a script without the agency's plan is not made.
    """
    blocks: list[Block] = []
    missing: list[str] = []
    for block in document.blocks:
        is_place = isinstance(block, WriteLine) and block.key.startswith(PLAN_LINE)
        part = block.key.removeprefix(PLAN_LINE) if isinstance(block, WriteLine) else ""
        if is_place and part not in parts:
            missing.append(part)
        level = next((b.level for b in reversed(blocks) if isinstance(b, Heading)), 1)
        blocks += lowered(parts[part], level) if is_place and part in parts else (block,)
    return dataclasses.replace(document, blocks=tuple(blocks)), tuple(missing)


def under(head: Heading, blocks: Blocks) -> Blocks:
    """``blocks`` below ``head``: their headings go deeper, so that the outline stays whole."""
    return (head, *lowered(blocks, head.level))


def lowered(blocks: Blocks, level: int) -> Blocks:
    """``blocks`` below a heading of ``level``."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    by = level + 1 - min(levels) if levels else 0
    return tuple(_deeper(block, by) if isinstance(block, Heading) else block for block in blocks)


def _deeper(block: Heading, by: int) -> Heading:
    return dataclasses.replace(block, level=min(block.level + by, DEEPEST))
