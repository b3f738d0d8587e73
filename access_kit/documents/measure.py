"""What can be read off a finished PDF of ours without a PDF library."""

from __future__ import annotations

import re

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TABLE = re.compile(rb"xref\s+0 \d+\s*\n")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_COUNT = re.compile(rb"/Count (\d+)")
_ENTRY_BYTES = 20


def count_pages(pdf: bytes) -> int:
    """Number of pages of a PDF that ``pdf.render`` made: table → catalogue → page tree.

    Follows the file's own table of objects, so that no text of a document can be taken for one.
    ``ValueError`` for a file of another make, whose table or objects are packed.
    """
    start, end = find_catalogue(pdf)
    start, end = _find_object(pdf, _number(_PAGES, pdf[start:end]))
    return _number(_COUNT, pdf[start:end])


def find_catalogue(pdf: bytes) -> tuple[int, int]:
    """Where the catalogue object of such a PDF begins and ends."""
    return _find_object(pdf, _number(_ROOT, pdf[max(0, pdf.rfind(b"trailer")) :]))


def _find_object(pdf: bytes, number: int) -> tuple[int, int]:
    table = _TABLE.match(pdf, _number(_START, pdf[-64:]))
    if table is None:
        raise ValueError("this PDF has no plain table of objects")
    at = table.end() + _ENTRY_BYTES * number
    start = int(pdf[at : at + 10])
    return start, pdf.index(b"endobj", start)


def _number(pattern: re.Pattern[bytes], data: bytes) -> int:
    found = pattern.search(data)
    if found is None:
        raise ValueError("this PDF is of another make")
    return int(found[1])
