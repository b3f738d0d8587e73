"""Pronouns stand where the person said yes to them, and nowhere else."""

from __future__ import annotations

import pytest

from tests.workflow.kits import copy_example

WORDS, ALONE = "xe/xem", "not in front of others"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Makes the papers of K-07, who says their pronouns; what was made, as text."""
    folder = tmp_path_factory.mktemp("pronouns")

    def make(run_cli, places):
        session = copy_example(folder / f"kit-{len(list(folder.iterdir()))}")
        kit = session.parent
        profile = kit / "profiles" / "K-07.toml"
        edits = [f"pronouns={WORDS}", f"pronouns_in={','.join(places)}", "consent.facilitator=yes"]
        edits.append("consent.group=accommodation_only")
        edited = run_cli("profile", "edit", profile, *edits, cwd=kit)
        assert edited.code == 0, edited.stderr
        only = session.read_text("utf-8")
        session.write_text(only.replace('"good-meetings.md"', ""), "utf-8")
        done = run_cli("prepare", session, "--quiet", cwd=kit)
        assert done.code == 0, done.stderr
        return {path.name: path.read_text("utf-8") for path in kit.glob("out/**/*.html")}

    return make


def test_nowhere_until_they_say_where(run_cli, made):
    pages = made(run_cli, ())
    assert not [name for name, text in pages.items() if WORDS in text]


def test_to_the_one_who_leads_and_not_before_others(run_cli, made):
    pages = made(run_cli, ("facilitator",))
    holds = {name for name, text in pages.items() if WORDS in text}
    assert holds == {"runsheet.html"}
    assert f"{WORDS}, {ALONE}" in pages["runsheet.html"]


def test_before_others_and_in_papers_too(run_cli, made):
    pages = made(run_cli, ("facilitator", "group", "papers"))
    holds = {name for name, text in pages.items() if WORDS in text}
    assert holds == {"runsheet.html", "hand-over.html"}
    assert ALONE not in pages["runsheet.html"]
