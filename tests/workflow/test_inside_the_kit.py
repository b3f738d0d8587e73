"""What a kit names lies inside the kit, links followed: no file from elsewhere ends in papers."""

from __future__ import annotations

import os

import pytest

from access_kit.errors import AccessKitError
from access_kit.store.folder import open_store
from tests.store.conftest import opening_in
from tests.workflow.kits import copy_example

SECRET = "Zuzusecret stands in nobody's papers"


@pytest.fixture
def kit(tmp_path):
    folder = tmp_path / "kit"
    copy_example(folder)
    return folder


@pytest.fixture
def elsewhere(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "notes.md").write_text(f"# Notes\n\n{SECRET}.\n", encoding="utf-8")
    return folder


def swap(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def refused(run_cli, kit) -> list[str]:
    """The places that are refused for what they name; nothing is made."""
    done = run_cli("prepare", kit / "session.toml", "--json", now="2026-11-27T10:00:00-05:00")
    assert done.code == 2, done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert not list((kit / "out").rglob("*.pdf"))
    lines = done.stderr.splitlines()
    return [line for line in lines if "[kit.outside]" in line]


def absolute_handout(kit, elsewhere):
    swap(kit / "session.toml", "handouts = [", f'handouts = ["{elsewhere / "notes.md"}", ')


def handout_above(kit, elsewhere):
    swap(kit / "session.toml", "handouts = [", 'handouts = ["../elsewhere/notes.md", ')


def linked_handout(kit, elsewhere):
    (kit / "materials" / "linked.md").symlink_to(elsewhere / "notes.md")
    swap(kit / "session.toml", "handouts = [", 'handouts = ["linked.md", ')


def linked_folder(kit, elsewhere):
    (kit / "more").symlink_to(elsewhere)
    swap(kit / "session.toml", "handouts = [", 'handouts = ["more/notes.md", ')


def crisis_plan(kit, elsewhere):
    swap(kit / "kit.toml", '"crisis-plan.md"', f'"{elsewhere / "notes.md"}"')


def linked_reporting(kit, elsewhere):
    (kit / "reporting.md").unlink()
    (kit / "reporting.md").symlink_to(elsewhere / "notes.md")


def absolute_profiles(kit, elsewhere):
    (kit / "profiles").rename(elsewhere / "profiles")
    swap(kit / "session.toml", 'profiles = "profiles"', f'profiles = "{elsewhere / "profiles"}"')


def linked_profile(kit, elsewhere):
    (kit / "profiles" / "K-11.toml").rename(elsewhere / "K-11.toml")
    (kit / "profiles" / "K-11.toml").symlink_to(elsewhere / "K-11.toml")


def linked_resources(kit, elsewhere):
    (kit / "resources.toml").rename(elsewhere / "resources.toml")
    (kit / "resources.toml").symlink_to(elsewhere / "resources.toml")


WAYS = (
    absolute_handout,
    handout_above,
    linked_handout,
    linked_folder,
    crisis_plan,
    linked_reporting,
    absolute_profiles,
    linked_profile,
    linked_resources,
)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("way", WAYS)
def test_a_file_from_outside_is_refused_by_name(run_cli, kit, elsewhere, way):
    way(kit, elsewhere)
    assert len(refused(run_cli, kit)) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_all_that_is_outside_is_told_at_once(run_cli, kit, elsewhere):
    for way in (absolute_handout, crisis_plan, linked_reporting, linked_profile, linked_resources):
        way(kit, elsewhere)
    assert len(refused(run_cli, kit)) == 5


def test_a_store_of_profiles_lies_in_the_kit_too(kit, elsewhere):
    (kit / "profiles").rename(elsewhere / "profiles")
    with pytest.raises(AccessKitError) as error:
        open_store(str(elsewhere / "profiles"), opening_in(kit))
    assert [problem.code for problem in error.value.problems] == ["kit.outside"]
