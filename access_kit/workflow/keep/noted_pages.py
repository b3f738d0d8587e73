"""Notes of files with people in them that a command wrote where somebody wanted them."""

from __future__ import annotations

from pathlib import Path

from access_kit.store.noted_files import NotedKind, note_file
from access_kit.workflow.keep.access import KitAccess


def note_page(access: KitAccess, page: Path) -> None:
    """A page of what is due in a kit."""
    note_file(access.kit()[0], page, access.today, NotedKind.PAGE)


def note_rows(access: KitAccess, rows: Path) -> None:
    """Rows of a table that were not taken, where there is a kit."""
    found = access.kit_if_any()
    if found:
        note_file(found[0], rows, access.today, NotedKind.ROWS)
