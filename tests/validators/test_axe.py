"""axe-core and the browser helpers, each shown to see what it is there for."""

import pytest

from tests.validators import axe

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Evening group</title>
<meta name="viewport" content="width=device-width">
<style>body{{max-width:40em}} a:focus{{outline:3px solid #000}}</style>
<main><h1>Evening group</h1><p>Welcome.</p>{inside}</main></html>"""


@pytest.fixture
def page(tmp_path):
    def write(inside, name="page.html"):
        path = tmp_path / name
        path.write_text(PAGE.format(inside=inside), encoding="utf-8")
        return path

    return write


def test_only_the_broken_pages_have_violations(page):
    good = page('<p><a href="tel:+16035550100">Call us</a></p>', "good.html")
    unnamed = page('<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>', "unnamed.html")
    pale = page('<p style="color:#767676">Pale</p>', "pale.html")
    with axe.browser():
        found = axe.violations([good, unnamed, pale])
        zoomed = axe.violations([good], zoom=4.0)
        lenient = axe.violations([pale], extra_rules=())
    assert found[good] == zoomed[good] == []
    assert [line.split(":")[0] for line in found[unnamed]] == ["image-alt"]
    assert [line.split(":")[0] for line in found[pale]] == ["color-contrast-enhanced"]
    assert lenient[pale] == []


def test_page_that_is_too_wide_names_what_makes_it_so(page):
    with axe.browser():
        assert axe.scrolls_sideways(page("<p>short</p>")) == []
        wide = axe.scrolls_sideways(page('<p id="wide" style="width:500px">long</p>'))
    assert any('id="wide"' in line for line in wide)


def test_snapshot_says_what_a_screen_reader_is_told(page):
    snapshot = axe.aria_snapshot(page('<p aria-hidden="true">ornament</p><h2>Dates</h2>'))
    assert '- heading "Dates" [level=2]' in snapshot
    assert "ornament" not in snapshot


def test_walk_follows_the_tab_key_and_sees_a_missing_mark(page):
    path = page(
        '<a href="#one">One</a> <button style="outline:none">Two</button>'
        '<label>Three <input type="checkbox"></label> <a href="#no" tabindex="-1">never</a>'
    )
    walk = axe.keyboard_walk(path)
    assert walk == ["a: One", "button: Two (no focus mark)", "input: Three"]


def test_requests_to_the_outside_are_seen(page):
    with axe.browser():
        assert axe.outside_requests(page("<p>alone</p>")) == []
        path = page('<link rel="stylesheet" href="style.css">')
        assert axe.outside_requests(path) == [path.with_name("style.css").resolve().as_uri()]


def test_words_that_need_a_script_are_not_shown_without_it(page):
    path = page('<p id="p">plain</p><script>document.getElementById("p").append(" more")</script>')
    shown = axe.shows_without_script(path)
    assert "plain" in shown
    assert "more" not in shown
