"""The platform matrix: complete, sourced, and never guessing."""

from __future__ import annotations

import datetime

from access_kit.model.session import Platform
from access_kit.recommend.platforms import CellValue, find_stale_cells, load_platforms

MATRIX = load_platforms()
CELLS = [
    (platform, name, cell)
    for platform, column in MATRIX.columns.items()
    for name, cell in column.cells.items()
]


def test_every_platform_has_every_feature():
    assert set(MATRIX.columns) == set(Platform)
    assert len(MATRIX.features) == 11
    assert all(set(c.cells) == set(MATRIX.feature_names) for c in MATRIX.columns.values())


def test_only_what_is_unknown_goes_without_a_source():
    bare = {cell.value for _, _, cell in CELLS if not cell.source}
    assert bare == {CellValue.UNKNOWN}


def test_a_plan_or_setting_is_always_named():
    assert all(cell.note for _, _, cell in CELLS if cell.value is CellValue.PLAN)


def test_cells_grow_stale_after_180_days():
    checked = min(cell.last_checked for _, _, cell in CELLS)
    fresh = find_stale_cells(MATRIX, Platform.ZOOM, checked + datetime.timedelta(days=180))
    assert fresh == ()
    stale = find_stale_cells(MATRIX, Platform.ZOOM, checked + datetime.timedelta(days=181))
    assert stale
    assert {problem.code for problem in stale} == {"platform.stale-cell"}
    assert stale[0].facts["days"] == 181


def test_stale_cells_can_be_asked_for_by_feature():
    later = datetime.date(2028, 1, 1)
    (problem,) = find_stale_cells(MATRIX, Platform.MEET, later, ["chat"])
    assert problem.where == "meet.chat"
