"""What many people cost is worked out from what was measured, and from nothing older."""

from __future__ import annotations

import pytest

from tools.capacity import MEASURED, PAGE, build_page, read_row, unit_costs


def test_the_table_is_not_stale():
    page, measured = (one.read_text(encoding="utf-8") for one in (PAGE, MEASURED))
    assert build_page(page, measured) == page, "run: make generate"


def test_another_measurement_is_another_table():
    page, measured = (one.read_text(encoding="utf-8") for one in (PAGE, MEASURED))
    ours, first = read_row(measured, "An agency's week", r"\d+ people, nothing changed, seconds")
    slower = measured.replace(f"| {ours} | {first} |", f"| {ours} | {float(first) * 10} |")
    assert unit_costs(slower)["first"] == pytest.approx(unit_costs(measured)["first"] * 10)
    changed = build_page(page, slower)
    assert changed != page
    assert [one for one in changed.splitlines() if not one.startswith("|")] == [
        one for one in page.splitlines() if not one.startswith("|")
    ]


def test_a_line_that_is_not_there_is_no_number():
    with pytest.raises(KeyError):
        read_row(MEASURED.read_text(encoding="utf-8"), "Mail", "a letter, ms")
