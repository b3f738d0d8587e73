"""What lies ready beside e-mails: letters for the printer, and the table of texts.

Whose they are is read from the files alone: ids from the first sheet, numbers from the table.
"""

from __future__ import annotations

import contextlib
import csv
import datetime
import re
from functools import lru_cache
from pathlib import Path

import pypdfium2

from tests.lives.season_judge import HOURS

ID = re.compile(r"\bK-\d\d\b")
NO_MEETING = "There's no meeting on"


def letters_in(kit: Path) -> str | None:
    """The words of the letters that lie ready for the printer; ``None`` where there are none."""
    for path in (kit / "out").glob("*/letters.pdf"):
        found = path.stat()
        return "\f".join(_pages(path, found.st_mtime_ns, found.st_size))
    return None


@lru_cache(maxsize=8)
def _pages(path: Path, at: int, size: int) -> tuple[str, ...]:
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return tuple(" ".join(one.split()) for one in pages)


def people_in(letters: str) -> set[str]:
    """Who stands on the list for the printer."""
    return set(ID.findall(letters.partition("\f")[0]))


def texts_in(kit: Path) -> list[tuple[str, str]]:
    """Number and text of each row of the table."""
    rows = []
    for path in (kit / "out").glob("*/outbox/text-messages.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [(one["number"], one["text"]) for one in csv.DictReader(file)]
    return rows


def judge_hours(said: str, starts: datetime.datetime, where: str) -> None:
    """No other hour than that of the meeting is named, where one is."""
    named = {(begin, half or end) for begin, half, _, end in HOURS.findall(said)}
    hour = (f"{starts:%I:%M}".lstrip("0"), f"{starts:%p}"[0].lower())
    assert named <= {hour}, f"{named} and not {hour}: {where}"
