"""Writes the table of docs/capacity.md: what very many people cost, from what was measured of few.

``python -m tools.capacity``. The unit costs stand in docs/performance.md, with their dates and the
machine; nothing here is measured, and what lies far outside is a guess that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from access_kit.model.kit import Smtp

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "docs" / "performance.md"
PAGE = ROOT / "docs" / "capacity.md"
SIZES = (100, 10_000, 1_000_000)
SHEETS = 4
"""Of one letter and its papers; the example's first packets have two to four."""


def read_row(text: str, section: str, what: str) -> tuple[str, str]:
    """The two measured cells of a line of performance.md. ``KeyError`` where there is none."""
    part = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    for line in part[1].splitlines() if part else ():
        cells = [one.strip() for one in line.strip("|").split("|")]
        if len(cells) > 2 and re.fullmatch(what, cells[0]):
            return cells[1], cells[2]
    raise KeyError(f"{section}: {what}")


def unit_costs(text: str) -> Mapping[str, float]:
    """Seconds and megabytes a person, and seconds a message."""
    week = "An agency's week"
    people = int(re.search(r"\| (\d+) people, nothing changed, seconds", text)[1])  # type: ignore[index]
    again, first = map(float, read_row(text, week, r"\d+ people, nothing changed, seconds"))
    number, _ = read_row(text, week, "another telephone number, seconds")
    _, there = map(float, read_row(text, week, r"\d+ people, nothing changed, MB written"))
    message, _ = read_row(text, "Mail", "a message, ms, beside bare smtplib.*")
    listed, _ = read_row(text, "The vault", "List 50,000 people")
    return {
        "first": first / people,
        "again": again / people,
        "number": float(number) / people,
        "disk": there / people,
        "message": float(message) / 1000,
        "list": float(listed.removesuffix(" s")) / 50_000,
    }


def build_table(text: str) -> str:
    """The table, from the text of performance.md."""
    cost = unit_costs(text)
    rows = {
        "All papers for the first time, core hours": lambda n: _hours(n * cost["first"]),
        "The next day, nothing changed, core hours": lambda n: _hours(n * cost["again"]),
        "Another telephone number of the agency, core hours": lambda n: _hours(n * cost["number"]),
        "Papers on the disk, GB": lambda n: _number(n * cost["disk"] / 1000),
        "An e-mail each, hours of one sender's work": lambda n: _hours(n * cost["message"]),
        f"An e-mail each at {_rate()} a minute, hours": lambda n: _hours(n * 60 / _rate()),
        f"A letter each of {SHEETS} sheets, boxes of 2,500": lambda n: _number(n * SHEETS / 2500),
        "Listing everyone in the vault, seconds": lambda n: _number(n * cost["list"]),
    }
    head = "| What | " + " | ".join(f"{size:,} people" for size in SIZES) + " |"
    lines = [head, "|---|" + "---|" * len(SIZES)]
    for what, of in rows.items():
        lines.append(f"| {what} | {' | '.join(map(of, SIZES))} |")
    return "\n".join(lines) + "\n"


def build_page(page: str, measured: str) -> str:
    """The page with its table written anew; what a person wrote around it stays."""
    return re.sub(r"(?m)(^\|.*\n)+", lambda _: build_table(measured), page, count=1)


def _rate() -> int:
    """Messages a minute that a kit sends, unless it says otherwise."""
    return int(Smtp.__dataclass_fields__["per_minute"].default)


def _hours(seconds: float) -> str:
    return _number(seconds / 3600)


def _number(value: float) -> str:
    """Two digits that count: more would be made up."""
    if value >= 100:
        return f"{float(f'{value:.2g}'):,.0f}"
    return f"{value:.2g}"


if __name__ == "__main__":
    page, measured = (one.read_text(encoding="utf-8") for one in (PAGE, MEASURED))
    PAGE.write_text(build_page(page, measured), encoding="utf-8")
