"""Which names a recogniser is told to expect: those that the agency has published, no other."""

from __future__ import annotations

import datetime

from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.recordings.hear import list_names
from tests.tools import ROOT

NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
EXAMPLE = ROOT / "examples" / "evening-group"


def test_names_of_kit_and_session_are_expected_and_no_participant_s():
    work = read_work(EXAMPLE / "session.toml", kit_folder=None, now=NOW)
    names = list_names(work)
    assert work.kit.agency.name in names
    assert work.session.facilitator.name in names
    assert all(entry.name in names for entry in work.kit.crisis)
    told = set(" ".join(names).split())
    assert work.profiles
    for person in work.profiles:
        assert person.id not in told
        assert str(person.name) not in names
        assert not any(word in told for word in str(person.name).split())
