"""The report as a page: judged in a browser, read without colour, and held against its answer."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import pytest

from tests.report.plans import LARGE, Held, Mailed, several, write_kit
from tests.validators import axe

AFTER = "2026-12-20T12:00:00-05:00"
STARTS = {"2026-10": "2026-10-08T18:00:00-04:00", "2026-11": "2026-11-05T18:00:00-05:00",
          "2026-12": "2026-12-03T18:00:00-05:00"}  # fmt: skip
LACK = ("captions.live", "human", "There is too little time left to book this.")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    from tests.conftest import command_environment
    from tests.inside import run_inside

    people = [
        *several(40),
        *several(25, 101, reads=("es",), made_in="es", formats=LARGE),
        *several(9, 201, lacks=(LACK,)),
    ]
    meetings = [
        Held(
            f"a-{month}", starts, people[at:], [Mailed(one.id, starts) for one in people[at * 6 :]]
        )
        for at, (month, starts) in enumerate(STARTS.items())
    ]
    kit = write_kit(tmp_path_factory.mktemp("report") / "kit", meetings)
    words = ["report", "--page", "report.html", "--json"]
    done = run_inside(kit, words, environment=command_environment(AFTER))
    assert done.code == 0, done.stderr
    return kit / "report.html", done.json


@pytest.fixture(scope="module")
def tree(page):
    return page[0].read_text(encoding="utf-8")


def test_axe_finds_nothing_at_100_and_400_percent(page):
    with axe.browser():
        assert axe.violations([page[0]]) == {page[0]: []}
        assert axe.violations([page[0]], zoom=4.0) == {page[0]: []}
        assert axe.scrolls_sideways(page[0]) == []
        assert axe.outside_requests(page[0]) in ([], [page[0].as_uri()])


def pictures(html):
    return re.findall(r'<img [^>]*src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', html)


def test_the_bars_differ_without_colour_and_hold_no_more_than_shapes_and_words(tree):
    drawn = [base64.b64decode(data) for data, _ in pictures(tree)]
    assert len(drawn) >= 8
    for data in drawn:
        root = ElementTree.fromstring(data)
        assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
            *("svg", "defs", "pattern", "rect", "text")
        }
        fills = {one.get("fill") for one in root.iter() if one.get("fill")}
        assert fills <= {"#000", "#fff", "none", "url(#lines)"}, "black and white alone"
        key = [one.get("fill") for one in root.iter(f"{SVG}rect") if one.get("width") == "16"]
        assert len(key) == len(set(key)) == 3
        assert int(root.get("width")) <= 320
        texts = list(root.iter(f"{SVG}text"))
        assert all(int(one.get("font-size")) >= 14 for one in texts)
        assert max(len(one.text or "") for one in texts) <= 40, "or it would run out of the drawing"


def test_bars_lie_inside_the_drawing_and_none_over_another(tree):
    for data, _ in pictures(tree):
        root = ElementTree.fromstring(base64.b64decode(data))
        height, room = int(root.get("height")), {}
        for one in list(root.iter(f"{SVG}rect"))[3:]:
            left, top, width = (int(one.get(name)) for name in ("x", "y", "width"))
            assert left > 0
            assert left + width < 320
            assert top + int(one.get("height")) < height
            if one.get("fill") != "none":
                assert left >= room.get(top, 0)
                room[top] = left + width


def test_each_plot_has_its_numbers_in_words_and_a_table_beside_it(page, tree):
    parts = re.split(r"<h2", tree)
    plotted = [part for part in parts if "<img" in part]
    assert len(plotted) == len(pictures(tree))
    for part in plotted:
        assert part.index("<img") < part.index("<table")
        [(_, alt)] = pictures(part)
        table = part[part.index("<table") :]
        in_alt = {one for one in re.findall(r"(\d+)\b(?! days)", alt) if len(one) < 4}
        in_table = set(re.findall(r">(\d+)<", table))
        assert in_alt
        assert in_alt <= in_table


def test_the_page_says_every_number_of_the_answer(page, tree):
    text = " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", tree, flags=re.S).split())
    rows = [
        [one["of"], one["yes"], one["no"]] for month in page[1]["months"] for one in month["counts"]
    ]
    for row in rows:
        said = " ".join("not shown" if one is None else str(one) for one in row)
        assert said in text, row
    for month in page[1]["months"]:
        for cause in month["causes"]:
            assert f"captions {cause['because']} {cause['people']}" in text
    assert "Who came." in text
    for step in ("Ask", "Record", "Flag", "Share", "Meet", "Review"):
        assert f"{step}: " in text


def test_a_page_is_for_its_owner_and_is_the_same_again(page, run_cli):
    kit = page[0].parent
    assert not page[0].stat().st_mode & 0o077
    first = page[0].read_bytes()
    assert run_cli("report", "--page", "report.html", "--force", cwd=kit, now=AFTER).code == 0
    assert page[0].read_bytes() == first
