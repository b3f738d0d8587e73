"""Notes of files with people in them that a command wrote where somebody wanted them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from access_kit.store.noted_files import NotedKind, note_file
from access_kit.workflow.keep.access import KitAccess


def note_page(access: KitAccess, page: Path) -> None:
    """A page of what is due in a kit."""
    note_file(access.kit()[0], page, access.today, NotedKind.PAGE)


def note_due(kit: Path, pages: Iterable[Path], day: datetime.date) -> None:
    """Pages of what was done over a kit: a meeting's id may name somebody."""
    for page in pages:
        note_file(kit, page, day, NotedKind.DUE)


def note_rows(access: KitAccess, rows: Path) -> None:
    """Rows of a table that were not taken, where there is a kit."""
    found = access.kit_if_any()
    if found:
        note_file(found[0], rows, access.today, NotedKind.ROWS)
