"""At which weights postage grows, where that is known; ``postage.toml`` has the facts. Pure.

What a packet weighs is worked out of its sheets and an assumed envelope, so a step is as good as
one packet on a scale says it is. No price is known here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from access_kit.delivery.mailing import MailLimits, weigh
from access_kit.model.look import PaperSize

_FACTS = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class PostageSteps:
    """Steps in ``unit``s of ``grams`` for one kind of envelope, the heaviest piece last."""

    unit: str
    grams: float
    steps: tuple[float, ...]

    def step_of(self, grams: int) -> str:
        """The weight that postage is paid for, such as ``2 oz``; empty for what is too heavy."""
        step = next((one for one in self.steps if grams <= one * self.grams), None)
        return f"{step:g} {self.unit}" if step else ""


@cache
def postage_steps(country: str | None, *, flat: bool) -> PostageSteps | None:
    """The steps of mail within the country that it is posted in; None for unknown ones."""
    found = tomllib.loads(_FACTS.read_text(encoding="utf-8")).get(country or "")
    if found is None:
        return None
    return PostageSteps(found["unit"], found["grams"], tuple(found["flat" if flat else "letter"]))


def sheets_at_steps(
    steps: PostageSteps, paper: PaperSize, thickest: int, *, flat: bool
) -> dict[str, int]:
    """How many sheets go for each step, up to that of the ``thickest`` packet, in its envelope."""
    most: dict[str, int] = {}
    for sheets in range(1, thickest + 1):
        most[steps.step_of(weigh(sheets, paper, flat=flat))] = sheets
    last = steps.step_of(weigh(thickest, paper, flat=flat))
    room = MailLimits().flat if flat else MailLimits().window
    while most[last] < room and steps.step_of(weigh(most[last] + 1, paper, flat=flat)) == last:
        most[last] += 1
    return {step: sheets for step, sheets in most.items() if step}
