"""What a packet that says little keeps back: told, never dropped."""

from __future__ import annotations

from collections.abc import Sequence

from access_kit.i18n import Words
from access_kit.model.plan import NotMet

SETTING = "packet.contents"
RULE = "U05"
"""Papers come before the meeting, by a way that the person called safe."""


def withheld(
    words: Words, handouts: Sequence[str], *, has_lines: bool = True
) -> tuple[NotMet, ...]:
    """The papers that wait for another way: the agreement, the help lines, each of ``handouts``.

    ``has_lines``: the kit has others than those for danger, which never wait. ``handouts`` are
    the titles of those that are not marked discreet.
    """
    waiting = [("agreement", "consent")]
    waiting += [("lines", "crisis_lines")] if has_lines else []
    waiting += [("handout", title) for title in handouts]
    return tuple(_wait(words, kind, value) for kind, value in waiting)


def _wait(words: Words, kind: str, value: str) -> NotMet:
    return NotMet(
        rule=RULE,
        setting=SETTING,
        value=value,
        because=words.text(f"withheld.{kind}"),
        alternatives=(
            words.text("withheld.alternative.together"),
            words.text("withheld.alternative.hand-over"),
        ),
    )
