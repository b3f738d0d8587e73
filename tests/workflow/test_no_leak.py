"""What is private stays where its owner expects it; what everyone gets points at nobody."""

from __future__ import annotations

import json

import pytest

from tests.validators.canary import canaries_in_text, find_canaries
from tests.workflow.kits import canaries_of, copy_example, large_kit

SESSION_ID = "evening-group-2026-12-03"


@pytest.fixture(scope="module")
def people(soak):
    return 300 if soak else 24


def allowed(name: str, person: str, canary: str, own, agreed: bool) -> bool:
    """Where a person's own words may stand: their packet; for the facilitator, as they agreed."""
    if name.startswith(f"packets/{person}/"):
        return canary in (own.name, own.post_name, own.street, own.city)
    if name.startswith(("runsheet.", "hand-over.")):
        return agreed and canary == own.name
    if name.startswith("call-back."):
        return agreed and canary in (own.name, own.phone, own.emergency_name, own.emergency_phone)
    return False


def test_no_canary_is_found_where_it_does_not_belong(run_cli, tmp_path, people, dice):
    session = large_kit(tmp_path / "kit", people, dice)
    log = tmp_path / "log"
    done = run_cli(
        "prepare", session, "--out", tmp_path / "out", "--log", log, "--plain", timeout=900
    )
    assert done.code == 0, done.stderr[-2000:]
    owners = {}
    for number in range(people):
        own = canaries_of(number)
        text = (session.parent / "profiles" / f"K-{number:03d}.toml").read_text()
        for canary in own.all():
            owners[canary] = (f"K-{number:03d}", own, "facilitator = true" in text)
    assert canaries_in_text(done.stdout + done.stderr + log.read_text(), owners) == []
    root = tmp_path / "out" / SESSION_ID
    leaks, seen = [], set()
    for sighting in find_canaries(root, owners):
        person, own, agreed = owners[sighting.canary]
        name = sighting.path.relative_to(root).as_posix()
        if allowed(name, person, sighting.canary, own, agreed):
            seen.add(sighting.canary)
        else:
            leaks.append((name, sighting.place, sighting.canary))
    assert leaks == []
    names = {own.name for _, own, _ in owners.values()}
    assert names <= seen, "the search finds each name in its own packet, so it can find leaks"


def test_the_plan_holds_no_name_address_or_number(run_cli, tmp_path, dice):
    session = large_kit(tmp_path / "kit", 5, dice)
    done = run_cli("prepare", session, "--out", tmp_path / "out", "--dry-run", "--json")
    assert done.code == 0
    canaries = [canary for number in range(5) for canary in canaries_of(number).all()]
    assert canaries_in_text(done.stdout, canaries) == []


def test_group_files_do_not_change_with_a_member_whom_the_baseline_covers(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")

    def group(name: str) -> dict[str, bytes]:
        assert run_cli("prepare", session, "--out", tmp_path / name).code == 0
        folder = tmp_path / name / SESSION_ID / "group"
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}

    before = group("before")
    assert before
    (session.parent / "profiles" / "K-99.toml").write_text(
        'schema = "access-kit/profile/1"\nid = "K-99"\nname = "Kim"\nstated_by = "self"\n'
        '[reading]\nprint_size_pt = 16\nformats = ["print"]\n[camera]\nown = "optional"\n'
        '[pace]\nmax_minutes = 90\nbreak_every_min = 30\n[hearing]\ncaptions = "auto"\n'
        '[contact]\nasked_on = 2026-11-20\nsafe = ["in_person"]\n[consent]\nstore = true\n'
    )
    assert group("after") == before


def test_group_files_name_no_id_and_no_count(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")
    assert run_cli("prepare", session, "--out", tmp_path / "out").code == 0
    folder = tmp_path / "out" / SESSION_ID
    ids = [
        person["id"] for person in json.loads((folder / "plan.json").read_text())["participants"]
    ]
    assert find_canaries(folder / "group", ids) == []
