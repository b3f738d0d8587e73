"""``doctor``: what works here, and which ways to hear recordings fit this computer."""

from __future__ import annotations

from access_kit.captions.computer import HEARINGS, HearingCost, fits, memory_mb


def test_doctor_says_what_of_hearing_fits_this_computer(run_cli):
    ran = run_cli("doctor", "--json")
    assert ran.code == 0, ran.stderr
    told = {one["name"]: one for one in ran.json["hearing"]}
    assert set(told) == {one.name for one in HEARINGS}
    assert told["Whisper base"]["memory_mb"] > told["Whisper tiny"]["memory_mb"]
    assert isinstance(ran.json["aligns_without_model"], bool)
    said = run_cli("doctor").stdout
    assert all(one.name in said for one in HEARINGS)


def test_what_takes_more_than_a_quarter_of_the_memory_does_not_fit():
    large = HearingCost("large", 3_000, 2.0)
    assert fits(large, 12_000) is True
    assert fits(large, 11_999) is False
    assert fits(large, None) is None
    memory = memory_mb()
    assert memory is None or 200 < memory < 100_000_000
