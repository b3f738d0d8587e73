"""The platform matrix: complete, sourced, and never guessing."""

from __future__ import annotations

import datetime
import tomllib
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from access_kit.model.session import Platform
from access_kit.recommend.citations import load_citations
from access_kit.recommend.platforms import (
    CellValue,
    check_session,
    find_stale_cells,
    load_platforms,
)

DATA = tomllib.loads((files("access_kit.recommend") / "platforms.toml").read_text("utf-8"))
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


ENTRIES = {
    (platform, name): entry
    for platform, column in DATA["platform"].items()
    for name, entry in column.items()
    if isinstance(entry, dict)
}
"""Every cell as the file has it, read here by itself."""


def is_deep(address):
    """Whether a link leads to a page, not to a front page."""
    parts = urlsplit(address)
    page = parts.path.strip("/") or parts.query
    return parts.scheme == "https" and "." in parts.netloc and bool(page)


def test_the_platforms_that_people_use_are_there():
    wanted = {
        *("zoom", "teams", "meet", "webex", "phone", "sms", "signal", "whatsapp", "messenger"),
        *("facetime", "discord", "doxy", "jitsi", "vrs", "in_person"),
    }
    assert set(DATA["platform"]) == wanted
    assert "skype" not in (files("access_kit.recommend") / "platforms.toml").read_text().lower()


@pytest.mark.parametrize("where", ENTRIES, ids="-".join)
def test_each_cell_is_unknown_or_has_a_page_and_two_dates(where):
    entry, citations = ENTRIES[where], load_citations()
    assert isinstance(entry["last_checked"], datetime.date)
    assert entry["last_checked"] <= datetime.date(2026, 12, 31)
    dated = entry["evidence_date"]
    assert dated == "unknown" or (isinstance(dated, datetime.date) and dated.year >= 2015)
    assert dated == "unknown" or dated <= entry["last_checked"]
    if entry.get("value") == "unknown" and not entry["source"]:
        return
    assert entry["source"] == "own" or is_deep(citations[entry["source"]].address)


def test_no_citation_leads_to_a_front_page():
    bare = {key: one.address for key, one in load_citations().items() if one.address}
    assert {key: address for key, address in bare.items() if not is_deep(address)} == {}


def test_only_what_is_unknown_goes_without_a_source():
    bare = {cell.value for _, _, cell in CELLS if not cell.source}
    assert bare == {CellValue.UNKNOWN}


def codes(platform, **about):
    today = about.pop("today", datetime.date(2026, 12, 1))
    found = check_session(MATRIX, platform, **{"minutes": 30, "people": 5, **about}, today=today)
    return {problem.code for problem in found}


def test_a_meeting_longer_or_larger_than_a_free_plan_is_told():
    assert codes(Platform.ZOOM, minutes=40) == {"platform.not-known"}
    assert codes(Platform.ZOOM, minutes=41) == {"platform.not-known", "platform.minutes-limit"}
    assert "platform.guest-limit" in codes(Platform.SIGNAL, people=41)
    assert codes(Platform.IN_PERSON, minutes=480, people=500) == set()


def test_what_is_stale_is_told_once_and_kept():
    later = datetime.date(2027, 12, 1)
    assert "platform.stale" in codes(Platform.ZOOM, today=later)
    assert MATRIX.columns[Platform.ZOOM].cells["chat"].value is CellValue.YES


def test_a_plan_or_setting_is_always_named():
    assert all(cell.note for _, _, cell in CELLS if cell.value is CellValue.PLAN)


def test_cells_grow_stale_after_180_days():
    zoom = MATRIX.columns[Platform.ZOOM].cells.values()
    checked = min(cell.last_checked for cell in zoom)
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
