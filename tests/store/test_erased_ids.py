"""The id of somebody who was erased goes to nobody else."""

from __future__ import annotations

import contextlib
import dataclasses

import pytest

from access_kit.errors import BadInput
from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
from access_kit.workflow.first_hour.start_files import new_person
from access_kit.workflow.people.erased_ids import require_unused, unused_ids
from tests.store.conftest import NOW
from tests.strategies import canary_profile

SESSION = 'schema = "access-kit/session/1"\nparticipants = ["k-02", "R-03"]\n'


def person(name):
    return dataclasses.replace(canary_profile(1), id=name)


def codes(problems):
    return [(one.code, one.facts["ids"]) for one in problems]


def test_start_gives_no_id_that_papers_or_the_log_may_speak_of(made):
    with contextlib.closing(made.open()) as store:
        assert new_person(store, made.folder) == "K-01"
        store.put_profile(person("K-01"))
        store.erase("K-01")
        assert new_person(store, made.folder) == "K-02"
        (made.folder / "evening.toml").write_text(SESSION)
        assert new_person(store, made.folder) == "K-03"
        (made.folder / "out" / "evening-2026-12-03" / "packets" / "K-03").mkdir(parents=True)
        assert new_person(store, made.folder) == "K-04"


def test_an_id_that_is_given_by_hand_is_told_or_refused(made):
    people = [person("K-07"), person("K-08"), person("k-09")]
    with contextlib.closing(made.open()) as store:
        store.put_profiles([person("K-07"), person("K-08")])
        assert require_unused(store, "K-07") == ()
        store.erase("k-07")
        assert codes(require_unused(store, "K-07")) == [("profile.id-of-erased", "K-07")]
        told = []
        assert store.put_profiles(unused_ids(people, store, told)) == 2
        assert codes(told) == [("profile.id-of-erased", "K-07")]
        assert require_unused(store, "K-07") == ()

        words = ("agreement", "1", "0" * 64, "en", "pdf")
        given = ConsentAct.GIVEN, *words, ConsentWay.PHONE, NOW, "tester"
        store.add_consent(ConsentRecord("K-08", *given))
        store.erase("K-08", keep_consents=True)
        with pytest.raises(BadInput) as raised:
            require_unused(store, "k-08")
        assert [one.code for one in raised.value.problems] == ["profile.id-kept"]
        with pytest.raises(BadInput):
            store.put_profiles(unused_ids(people, store, []))
        assert store.profile("K-08") is None
