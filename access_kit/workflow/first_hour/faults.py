"""What is wrong with an answer, as an exception that the question hears."""

from __future__ import annotations

from access_kit.errors import BadInput, FactValue, Problem


def unfit(code: str, **facts: FactValue) -> BadInput:
    """An answer that cannot be taken, by the end of its code under ``start``."""
    return BadInput(Problem(f"start.{code}", facts=facts))
