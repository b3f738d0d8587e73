"""A value with how much the person wants it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from access_kit.model.constraint import Choice

T = TypeVar("T")


class Wish(Choice):
    """a wish"""

    NEED = "need"
    PREFER = "prefer"
    AVOID = "avoid"


@dataclass(frozen=True)
class Stated(Generic[T]):
    """What a person said: a value, and whether they need, prefer or avoid it."""

    value: T
    wish: Wish = Wish.PREFER

    @property
    def wanted(self) -> bool:
        return self.wish is not Wish.AVOID
