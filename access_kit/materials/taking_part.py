"""How somebody can take part, as a list inside a sentence: ``talk, type, or just listen``.

What stands in it is what this meeting has and the person may use; the last is always a way to be
there and do nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from access_kit.i18n import Words, list_texts
from access_kit.materials.items import Item, choose_items
from access_kit.model.document import Inlines, Text

ACTIVE = (
    Item("talk", "part.talk", needs=("speaks", "aloud"), unless=("avoids_voice",)),
    Item("type", "part.type", needs=("typed",)),
    Item("write", "part.write", needs=("written",)),
    Item("sign", "part.sign", needs=("signs", "seen")),
)
QUIET = (
    Item("be", "part.be-there", needs=("in_person",)),
    Item("listen", "part.listen", needs=("listens", "aloud"), unless=("in_person",)),
    Item("read", "part.read-along", needs=("written",), unless=("in_person",)),
    Item("be", "part.be-there"),
)
"""The first that holds closes the list."""


def say_ways(words: Words, facts: Set[str]) -> Inlines:
    """The ways of somebody of whom ``facts`` hold, joined by "or"."""
    known = facts | frozenset(_places(facts))
    items = (*choose_items(ACTIVE, known), *choose_items(QUIET, known)[:1])
    joined = list_texts([Text(words.text(one.word)) for one in items], words.formats, "or")
    return tuple(replace(one, isolate=False) for one in joined if isinstance(one, Text))


def _places(facts: Set[str]) -> Iterator[str]:
    """Whether people hear, read and see each other here, on the way that comes first."""
    by_call = bool(facts & {"by_phone", "awaits_number"}) or {"phone", "anyone"} <= facts
    in_app = "video" in facts and "calls_first" not in facts
    named = {
        "aloud": in_app or by_call or "in_person" in facts,
        "typed": in_app and "no_typing" not in facts,
        "written": bool(facts & {"writing", "by_text"})
        or ("in_person" in facts and "avoids_chat" not in facts),
        "seen": "in_person" in facts or (in_app and "without_camera" not in facts),
    }
    yield from (name for name, holds in named.items() if holds)
