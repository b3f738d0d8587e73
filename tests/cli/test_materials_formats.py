"""``materials make`` in every format, and what it says when one cannot be made."""

from __future__ import annotations

import pytest

from access_kit.documents import louis
from access_kit.errors import MissingPart
from tests.tools import require


def need_liblouis():
    try:
        louis.load_louis()
    except MissingPart:
        require("liblouis", None)


def test_each_named_format_is_a_file(run_cli, tmp_path):
    done = run_cli(
        "materials",
        "make",
        "captions-on",
        "--format",
        "html,epub,text,sms",
        "--out",
        "made",
        "--json",
    )
    assert done.code == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == [
        "captions-on.epub", "captions-on.html", "captions-on.sms.txt", "captions-on.txt",
    ]  # fmt: skip


def test_braille_has_the_size_that_is_asked_for(run_cli, tmp_path):
    need_liblouis()
    options = ["--format", "braille", "--braille-page", "32x27", "--uncontracted", "--out", "made"]
    assert run_cli("materials", "make", "captions-on", *options).code == 0
    pages = (tmp_path / "made" / "captions-on.brf").read_bytes().split(b"\f")
    rows = pages[0].split(b"\r\n")
    assert (len(rows) - 1, max(map(len, rows))) == (27, 32)


@pytest.mark.parametrize("size", ["", "40", "5x5", "40x3", "400x25", "40x25x2", "ax b"])
def test_a_page_of_no_size_is_refused(run_cli, size):
    done = run_cli(
        "materials", "make", "captions-on", "--format", "text", "--braille-page", size, "--out", "m"
    )
    assert done.code == 2
    assert "[command.braille-page]" in done.stderr


def test_an_unknown_format_is_named_with_those_there_are(run_cli):
    done = run_cli("materials", "make", "captions-on", "--format", "brialle", "--out", "m")
    assert done.code == 2
    assert 'did you mean "braille"' in done.stderr


def test_letters_that_cost_more_are_a_warning(run_cli, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("---\nlang: es\n---\n# Hola\n\nLa reunión es el día 3.\n", encoding="utf-8")
    done = run_cli("materials", "make", page, "--format", "sms", "--out", "made", "--json")
    assert done.code == 0
    assert [p["code"] for p in done.json["problems"]] == ["render.costly-letters"]
