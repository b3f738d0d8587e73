"""Names and titles may hold anything: it is printed literally, or refused with a message."""

from __future__ import annotations

import pytest

from access_kit.intake.template import toml_value
from tests.validators.pdf import missing_strings
from tests.workflow.kits import copy_example

SESSION_ID = "evening-group-2026-12-03"

PRINTED = [
    'O\'Neil "Jo" <b>&amp;</b>',
    '#set text(red) *not bold* $x$ `raw` _em_ @ref <lab> #read("kit.toml")',
    "{{ 7 * 7 }} {% for x in y %} {# no #}",
    "**Jo** [link](https://x.example) ![x](y.png) \\ ~~z~~ | a | b |",
    "{name} {0} %s ${HOME} {url}",
    "Zoë Nguyễn Ελένη Жанна ø ß ł",
    "Sam 🙂",
    "e\u0301lodie combining",
    "x" * 200,
]


def with_name(session, name):
    path = session.parent / "profiles" / "K-23.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f"name = {toml_value(name)}" if x.startswith("name = ") else x for x in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", PRINTED)
def test_a_name_is_printed_as_it_is(run_cli, tmp_path, name):
    session = copy_example(tmp_path / "kit")
    with_name(session, name)
    done = run_cli("prepare", session, "--out", tmp_path / "out", "--only", "K-23")
    assert done.code == 0, done.stderr
    letter = tmp_path / "out" / SESSION_ID / "packets" / "K-23" / "letter.pdf"
    missing = missing_strings(letter, [name])
    assert missing["pdfium"] == [] or missing["pdftotext"] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("\u202eevil", "profile.hidden-character"),
        ("a\u2066b", "profile.hidden-character"),
        ("a\x1b[31mb", "profile.hidden-character"),
        ("a\nb", "profile.hidden-character"),
        ("x" * 4000, "profile.too-long"),
        ("   ", "profile.empty-text"),
    ],
)
def test_a_name_that_cannot_be_seen_or_is_endless_is_refused(run_cli, tmp_path, name, code):
    session = copy_example(tmp_path / "kit")
    with_name(session, name)
    done = run_cli("prepare", session, "--out", tmp_path / "out")
    assert done.code == 2
    assert f"[{code}]" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_html_page_holds_no_tag_from_a_name(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")
    path = session.parent / "profiles" / "K-02.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    evil = "<script>alert(1)</script>\" onload='x'"
    lines = [f"name = {toml_value(evil)}" if x.startswith("name = ") else x for x in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run_cli("prepare", session, "--out", tmp_path / "out", "--only", "K-02")
    assert done.code == 0, done.stderr
    page = tmp_path / "out" / SESSION_ID / "packets" / "K-02" / "letter.html"
    assert "<script" not in page.read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page.read_text(encoding="utf-8")
