"""Ids for people who come without one of ours."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

NEW_IDS = "P-"
_NEW_ID = re.compile(r"[Pp]-([0-9]{1,6})")


def new_ids(known: Iterable[str]) -> Iterator[str]:
    """Ids that nobody has: the next numbers after those given before."""
    numbers = [int(found[1]) for one in known if (found := _NEW_ID.fullmatch(one))]
    return (f"{NEW_IDS}{number:02}" for number in itertools.count(max(numbers, default=0) + 1))
