"""What the columns of other people's tables are, as somebody confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from access_kit.model.constraint import Choice, Doc, Schema


class DateOrder(Choice):
    """an order of the parts of a date"""

    MONTH_FIRST = "month-first"
    DAY_FIRST = "day-first"


@dataclass(frozen=True)
class KeptColumns:
    """``columns`` are fields of a profile by the heads of columns; an empty one is left out."""

    schema: Annotated[str, Schema("access-kit/columns/1")]
    columns: Annotated[Mapping[str, str], Doc("The field of each column, by its head.")]
