"""The first sheet of a workbook (XLSX), held against its budget before it is unpacked."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from access_kit.archives import ArchiveFault, open_archive
from access_kit.budgets import SHEET, SHEET_ROWS
from access_kit.errors import BadInput, MissingPart, Problem

_DAMAGES = (KeyError, ValueError, TypeError, OSError, SyntaxError)
"""What the library raises on what is no workbook."""


def load_openpyxl(file: str = "") -> Any:  # noqa: ANN401 (a module)
    """The library; ``MissingPart`` without the extra ``office``."""
    try:
        import openpyxl
    except ImportError:
        facts = {"extra": "office"}
        raise MissingPart(Problem("extra.missing", file=file or None, facts=facts)) from None
    return openpyxl


def read_first_sheet(data: bytes, file: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Each row with its line, from 1; a formula gives what it gave last.

    ``BadInput`` when it is no workbook, or larger than one is.
    """
    openpyxl = load_openpyxl(file)
    damaged = BadInput(Problem("sheet.damaged", file=file))
    try:
        with open_archive(data, SHEET):
            pass
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (ArchiveFault, zipfile.BadZipFile, *_DAMAGES):
        raise damaged from None
    try:
        if not book.worksheets:
            raise damaged
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            if line > SHEET_ROWS:
                facts = {"limit": SHEET_ROWS}
                raise BadInput(Problem("sheet.too-many-rows", file=file, facts=facts))
            yield line, cells
    except _DAMAGES:
        raise damaged from None
    finally:
        book.close()
