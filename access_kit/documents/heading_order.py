"""Headings in order: the first is of level 1, and none is more than a level below its last."""

from __future__ import annotations

from dataclasses import replace

from access_kit.model.document import Block, Blocks, Heading

LOWEST = 5


def put_in_order(
    blocks: Blocks, *, highest: int | None = None
) -> tuple[Blocks, tuple[Heading, ...]]:
    """The blocks with levels that can be walked, and the headings, as they were, that jumped.

    ``highest`` is the level of a heading right below the title; else that of the highest there is.
    Headings that were beside each other stay so: after levels 1 and 4, a second 4 is no deeper.
    """
    levels = [one.level for one in blocks if isinstance(one, Heading)]
    first = highest or min(levels, default=1)
    above: list[int] = []
    settled: list[Block] = []
    jumped: list[Heading] = []
    for block in blocks:
        if not isinstance(block, Heading):
            settled.append(block)
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        level = min(len(above), LOWEST)
        if level != block.level - first + 1:
            jumped.append(block)
        settled.append(replace(block, level=level))
    return tuple(settled), tuple(jumped)
