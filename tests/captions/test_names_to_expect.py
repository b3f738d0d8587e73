"""What a recogniser is told unasked: names of kit and session, never a participant's."""

from __future__ import annotations

import datetime
import shutil

from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.recordings.audience import names_to_expect, recorded_people
from tests.tools import ROOT

NOW = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)


def test_names_of_kit_and_session_are_expected_and_no_participants(tmp_path):
    shutil.copytree(ROOT / "examples" / "evening-group", tmp_path / "kit")
    access = KitAccess(tmp_path / "kit", lambda: None, lambda problems: None, lambda: NOW)
    work, _ = recorded_people(access, tmp_path / "kit" / "session.toml")
    names = names_to_expect(work).split("\n")
    assert names[:3] == ["Thursday evening group", "Jo", work.kit.agency.name]
    assert all(entry.name in names for entry in work.kit.crisis)
    people = {word for one in work.profiles for word in (one.id, *one.name.split())}
    assert work.profiles
    assert not people & set(" ".join(names).split())
