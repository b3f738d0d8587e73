"""``help``, the manual page, and options that stand twice."""

from __future__ import annotations

import pytest

from access_kit.cli.help import help_topics
from tests.tools import ROOT
from tools.man_page import PAGE, page


def test_a_topic_is_said_with_its_commands_and_the_next_one(run_cli):
    assert "people:" in run_cli("help").stdout
    for name, about in help_topics().items():
        done = run_cli("help", name)
        assert done.code == 0, done.stderr
        assert all(f"access-kit {command}" in done.stdout for command in about["commands"])
        assert max(map(len, done.stdout.splitlines())) < 80


def test_the_help_of_a_command_is_its_own(run_cli):
    assert run_cli("help", "consent", "record").stdout == run_cli("consent", "record", "-h").stdout


@pytest.mark.parametrize(
    ("words", "near"), [(["prepre"], "prepare"), (["profile", "exprt"], "export"), (["vaul"], "va")]
)
def test_what_is_no_topic_is_told_with_a_near_one(run_cli, words, near):
    done = run_cli("help", *words)
    assert (done.code, f'did you mean "{near}' in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ("prepare", "session.toml", "--only", "K-01", "--only", "K-02"),
        ("send", "session.toml", "--via", "outbox", "--via", "smtp"),
        ("profile", "import", "people.csv", "--stated-by", "self", "--stated-by", "with_support"),
    ],
)
def test_of_two_values_none_is_dropped_in_silence(run_cli, words):
    done = run_cli(*words)
    assert done.code == 2
    assert "stands twice" in done.stderr


def test_the_manual_page_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make generate"
    assert "share/man/man1" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
