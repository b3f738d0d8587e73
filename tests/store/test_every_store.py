"""What every store must do; each test runs on the vault and on a real PostgreSQL."""

import contextlib
import dataclasses
import datetime
import os
import socket
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from access_kit.errors import BadInput, CannotWrite, Refused
from access_kit.intake.template import write_template
from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
from access_kit.model.ledger import NEXT_STATES, MailKey, MailRow, MailState
from access_kit.model.profile import Profile
from access_kit.store import migrations
from access_kit.store.opening import find_people, open_store, split_url
from access_kit.store.postgres import _is_here
from access_kit.store.sql_core import LEASE_SECONDS, HeldLease
from tests.store.conftest import NOW, opening_in
from tests.strategies import canary_profile, profiles


def code_of(error) -> str:
    return error.value.problems[0].code


def consent(person: str, act=ConsentAct.GIVEN) -> ConsentRecord:
    return ConsentRecord(
        person=person,
        act=act,
        form="group-agreement",
        version="3",
        sha256="ab" * 32,
        locale="es",
        format="large_print",
        way=ConsentWay.PHONE,
        given_at=NOW,
        recorded_by="Jo",
        answers={"cs-email": "no", "cs-mail": "yes"},
        until=datetime.date(2027, 11, 22),
    )


def mail(person: str, version: str = "1", state=MailState.PLANNED) -> MailRow:
    key = MailKey("evening-group", person, "email", "packet", version)
    return MailRow(key, state, f"<{person}.{version}@kit.example>", "cd" * 32, NOW)


# -- people -------------------------------------------------------------------------------------


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(profile=profiles())
def test_any_profile_comes_back_as_it_was(store, profile):
    store.put_profile(profile)
    assert store.profile(profile.id) == profile


def test_versions_are_kept_and_the_same_profile_makes_none(store):
    first = canary_profile(7)
    second = dataclasses.replace(first, name="Rosa")
    assert [store.put_profile(first), store.put_profile(first), store.put_profile(second)] == [
        1,
        1,
        2,
    ]
    assert [entry.profile for entry in store.history(first.id)] == [first, second]
    assert {entry.by for entry in store.history(first.id)} == {"Jo"}
    assert store.profile(first.id) == second


def test_ids_are_the_same_without_regard_to_case(store):
    profile = canary_profile(7)
    store.put_profile(profile)
    assert store.profile("k-0007") == profile
    assert store.put_profile(dataclasses.replace(profile, id="k-0007", name="Ro")) == 2
    assert [person.id for person in store.people()] == ["k-0007"]


def test_an_edit_on_an_older_version_is_refused(store):
    profile = canary_profile(7)
    store.put_profile(profile, if_version=0)
    changed = dataclasses.replace(profile, name="Rosa")
    with pytest.raises(Refused) as error:
        store.put_profile(changed, if_version=0)
    assert code_of(error) == "store.changed-meanwhile"
    assert store.profile(profile.id) == profile
    assert store.put_profile(changed, if_version=1) == 2


def test_many_profiles_are_kept_all_or_none(store):
    def breaking_off():
        yield from (canary_profile(number) for number in range(1, 700))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.put_profiles(breaking_off())
    assert store.people() == []
    many = [canary_profile(number) for number in range(1, 1203)]
    assert store.put_profiles(many) == 1202
    assert store.put_profiles([*many, dataclasses.replace(many[0], name="Ro")]) == 1
    assert [profile.id for profile in store.profiles()] == [profile.id for profile in many]
    assert [p.id for p in store.profiles(["K-0009", "k-0003", "K-9999"])] == ["K-0003", "K-0009"]


def test_people_list_says_name_version_and_review(store):
    late = dataclasses.replace(canary_profile(1), review_by=datetime.date(2026, 11, 1))
    due = dataclasses.replace(canary_profile(2), review_by=datetime.date(2027, 5, 20))
    store.put_profiles([late, due, canary_profile(3)])
    people = store.people()
    assert people[0][:2] == (late.id, late.name)
    assert {person.version for person in people} == {1}
    assert [person.review_by for person in people] == [late.review_by, due.review_by, None]


def test_participants_are_found_and_unknown_ones_told(store):
    store.put_profiles([canary_profile(1), canary_profile(2)])
    people, problems = find_people(store, ["k-0002", "K-0009"], file="session.toml")
    assert [person.id for person in people] == ["K-0002"]
    assert [(p.code, p.where, p.facts["id"]) for p in problems] == [
        ("store.unknown-person", "participants[1]", "K-0009")
    ]


def test_a_list_that_still_names_somebody_erased_serves_the_others(store):
    store.put_profiles([canary_profile(1), canary_profile(2)])
    store.erase("K-0001")
    people, problems = find_people(store, ["k-0001", "K-0002"], file="session.toml")
    assert [person.id for person in people] == ["K-0002"]
    assert [(p.code, p.where, p.is_error) for p in problems] == [
        ("store.erased-person", "participants[0]", False)
    ]


def test_a_failed_part_takes_the_whole_change_with_it(store):
    def change() -> None:
        with store.transaction():
            store.put_profile(canary_profile(1))
            with pytest.raises(BadInput):
                store.erase("K-9999")

    with pytest.raises(RuntimeError):
        change()
    assert store.people() == []
    store.put_profile(canary_profile(2))
    assert [person.id for person in store.people()] == ["K-0002"]


# -- erasing ------------------------------------------------------------------------------------


def fill(store, person: str) -> None:
    store.put_profile(canary_profile(int(person[2:])))
    store.add_consent(consent(person))
    store.plan_mail([mail(person)])
    store.put_document("returns", f"{person}-1", b"yes", person=person)


@pytest.mark.parametrize("keep", [False, True])
def test_erasing_removes_one_person_and_nobody_else(store, keep):
    fill(store, "K-0001")
    fill(store, "K-0002")
    store.put_document("backup", "vault-1.age", b"{}")
    erased = store.erase("k-0001", keep_consents=keep)
    assert (erased.profiles, erased.mails, erased.documents) == (1, 1, 1)
    assert (erased.consents, erased.kept_consents) == ((0, 1) if keep else (1, 0))
    assert erased.backups == ("vault-1.age",)
    assert store.profile("K-0001") is None
    assert store.history("K-0001") == ()
    assert len(store.consents("K-0001")) == keep
    assert [document.key for document in store.documents("returns")] == ["K-0002-1"]
    assert [row.key.person for row in store.mail()] == ["K-0002"]
    assert store.consents("K-0002")
    assert "profile-erased" in [entry.what for entry in store.audit(whose="K-0001")]


def test_nobody_to_erase_is_said(store):
    with pytest.raises(BadInput) as error:
        store.erase("K-0404")
    assert code_of(error) == "store.unknown-person"


# -- consents, mail, documents ------------------------------------------------------------------


def test_consents_are_only_added(store):
    given, withdrawn = consent("K-0001"), consent("K-0001", ConsentAct.WITHDRAWN)
    assert [store.add_consent(given), store.add_consent(withdrawn)] == [1, 2]
    assert store.consents("k-0001") == (given, withdrawn)


def test_a_message_is_planned_once(store):
    first = store.plan_mail([mail("K-0001"), mail("K-0002")])
    store.move_mail(first[0].key, MailState.IN_FLIGHT)
    again = store.plan_mail([mail("K-0001"), mail("K-0001", "2")])
    assert [row.state for row in again] == [MailState.IN_FLIGHT, MailState.PLANNED]
    assert len(store.mail(session="evening-group")) == 3
    assert len(store.mail(person="k-0001")) == 2


def test_states_follow_each_other_as_allowed(store):
    for state in MailState:
        for after in MailState:
            row = mail("K-0001", f"{state.value}-{after.value}", state)
            store.plan_mail([row])
            if after in NEXT_STATES[state]:
                moved = store.move_mail(row.key, after, reason="why")
                assert (moved.state, moved.reason) == (after, "why")
            else:
                with pytest.raises(Refused):
                    store.move_mail(row.key, after)


def test_what_an_ended_run_left_in_flight_is_uncertain(store):
    rows = store.plan_mail([mail("K-0001"), mail("K-0002")])
    store.move_mail(rows[0].key, MailState.IN_FLIGHT)
    assert [row.key.person for row in store.settle_mail()] == ["K-0001"]
    assert [row.state for row in store.mail()] == [MailState.UNCERTAIN, MailState.PLANNED]
    assert store.mail()[0].attempts == 1
    assert store.settle_mail() == ()


def test_documents_keep_any_bytes(store):
    with store.transaction():
        for number in range(600):
            store.put_document("many", f"{number:04d}", bytes([number % 256]))
    store.put_document("one", "a", b"\0\xff", person="K-0001")
    store.put_document("one", "a", b"newer", person="K-0002")
    found = store.document("one", "a")
    assert (found.data, found.person) == (b"newer", "K-0002")
    assert len(list(store.documents("many"))) == 600
    assert list(store.documents("one", person="K-0001")) == []
    assert [store.remove_document("one", "a"), store.remove_document("one", "a")] == [True, False]
    assert store.document("one", "a") is None


# -- audit log, counter, lease ------------------------------------------------------------------


def test_audit_log_says_who_what_whose_and_no_value(store):
    fill(store, "K-0001")
    store.note("papers-printed", "K-0001")
    entries = list(store.audit())
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [e.what for e in entries[-5:]] == [
        "profile-added",
        "consent-given",
        "mail-planned",
        "returns-kept",
        "papers-printed",
    ]
    assert {(entry.user, entry.name) for entry in entries} == {("tester", "Jo")}
    assert canary_profile(1).name not in repr(entries)
    assert store.check() == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE audit SET whose = 'K-0002' WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET at = '2025-01-01T00:00:00+00:00' WHERE number = 3",
        "DELETE FROM audit WHERE number = (SELECT MAX(number) FROM audit)",
    ],
)
def test_a_changed_log_is_noticed(store, harm):
    fill(store, "K-0001")
    store._db.begin()
    store._db.rows(harm)
    store._db.commit()
    assert [p.code for p in store.check()] in (["audit.broken"], ["audit.cut-off"])


def test_counter_counts_changes_only(store):
    before = store.counter
    store.put_profile(canary_profile(1))
    store.put_profile(canary_profile(1))
    list(store.profiles())
    assert store.counter == before + 1


def test_one_run_at_a_time(store, store_url, tmp_path):
    other = open_store(store_url, opening_in(tmp_path))
    with store.lease("send") as lease:
        with pytest.raises(Refused) as error, other.lease("send"):
            pass
        assert code_of(error) == "store.lease-held"
        assert error.value.problems[0].facts["process"] == os.getpid()
        with other.lease("something-else"):
            lease.beat()
    with other.lease("send"):
        pass
    other.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_run_that_waits_for_long_keeps_its_lease(store, store_url, tmp_path):
    with (
        contextlib.closing(open_store(store_url, opening_in(tmp_path))) as other,
        store.lease("send") as lease,
    ):
        store._db.rows("UPDATE lease SET beat = 0")
        with pytest.raises(Refused) as error, other.lease("send"):
            pass
        assert code_of(error) == "store.lease-held"
        with pytest.raises(Refused), other.bare():
            other.require_no_run()
        lease.beat()


def test_a_run_that_was_killed_holds_nothing(store, store_url, tmp_path):
    """On a server its connection is gone; of a file, its number is another process's now."""
    other = open_store(store_url, opening_in(tmp_path))
    HeldLease(other._db, "send", "token 1").take()
    other.close()
    with store.bare():
        store.require_no_run()
    with store.lease("send") as lease:
        lease.beat()


@pytest.mark.skipif(os.name == "nt", reason="asks for a process")
def test_a_lease_that_an_earlier_program_took_counts_by_its_beat(store):
    row = ("send", "unmarked", socket.gethostname(), os.getpid(), "10:00:00", time.time())
    store._db.rows("INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?)", row)
    with pytest.raises(Refused), store.lease("send"):
        pass
    store._db.rows("UPDATE lease SET beat = ?", (time.time() - LEASE_SECONDS - 1,))
    with store.lease("send"):
        pass


def test_one_sessions_run_settles_nothing_of_anothers(store):
    here, there = mail("K-0001"), mail("K-0001")
    there = dataclasses.replace(there, key=there.key._replace(session="another"))
    for row in store.plan_mail([here, there]):
        store.move_mail(row.key, MailState.IN_FLIGHT)
    assert [row.key.session for row in store.settle_mail(session="another")] == ["another"]
    assert store.mail(session="evening-group")[0].state is MailState.IN_FLIGHT


def test_the_lease_of_a_dead_run_is_taken_over(store):
    with store.lease("send") as lease:
        store._db.rows("UPDATE lease SET process = 4194305")
        with store.lease("send"), pytest.raises(Refused) as error:
            lease.beat()
        assert code_of(error) == "store.lease-lost"


def test_writers_take_turns(store_url, tmp_path):
    def write(start: int) -> None:
        mine = open_store(store_url, opening_in(tmp_path))
        for number in range(start, start + 20):
            mine.put_profile(canary_profile(number))
        mine.close()

    threads = [threading.Thread(target=write, args=(start,)) for start in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = open_store(store_url, opening_in(tmp_path))
    assert len(store.people()) == 60
    assert store.check() == []
    store.close()


# -- forward ------------------------------------------------------------------------------------


def test_tables_go_forward_with_a_copy_kept_before(store_url, tmp_path, monkeypatch):
    store = open_store(store_url, opening_in(tmp_path))
    fill(store, "K-0001")
    store.close()
    step = ("ALTER TABLE person ADD COLUMN pronoun TEXT",)
    steps = [*migrations.MIGRATIONS, step]
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    monkeypatch.setattr("access_kit.store.database.MIGRATIONS", steps)
    store = open_store(store_url, opening_in(tmp_path))
    assert store.profile("K-0001") == canary_profile(1)
    assert store._db.rows("SELECT pronoun FROM person") == [(None,)]
    assert store.check() == []
    if store_url == "vault.db":
        assert (tmp_path / f"vault.before-{len(steps)}.db").stat().st_mode & 0o777 == 0o600
    else:
        assert store._db.rows(f"SELECT COUNT(*) FROM access_kit_before_{len(steps)}.person") == [
            (1,)
        ]
    store.close()


def test_a_step_that_fails_changes_nothing(store_url, tmp_path, monkeypatch):
    store = open_store(store_url, opening_in(tmp_path))
    fill(store, "K-0001")
    store.close()
    steps = [
        *migrations.MIGRATIONS,
        ("ALTER TABLE person ADD COLUMN new TEXT", "DROP TABLE missing"),
    ]
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", steps)
        patch.setattr("access_kit.store.database.MIGRATIONS", steps)
        with pytest.raises(Exception):  # noqa: B017, PT011 (each database has its own)
            open_store(store_url, opening_in(tmp_path))
    store = open_store(store_url, opening_in(tmp_path))
    assert store.profile("K-0001") == canary_profile(1)
    assert store.check() == []
    store.close()


def test_a_store_of_a_newer_program_is_left_alone(store):
    store._db.rows("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(BadInput) as error:
        type(store)(store._db, store._opening)
    assert code_of(error) == "store.newer"


# -- which store it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("vault.db", ("vault", "vault.db")),
        ("people/vault.db", ("vault", "people/vault.db")),
        ("C:\\\\kit\\\\vault.db", ("vault", "C:\\\\kit\\\\vault.db")),
        ("folder:profiles", ("folder", "profiles")),
        ("postgresql://kit@db/kit", ("postgresql", "postgresql://kit@db/kit")),
        ("postgres://kit@db/kit", ("postgresql", "postgres://kit@db/kit")),
    ],
)
def test_a_url_says_which_store_it_is(url, expected):
    assert split_url(url) == expected


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://db/kit", "store.unknown-scheme"),
        ("postgresql://kit:secret@db/kit", "store.password-in-url"),
        ("postgresql://db/kit?password=secret", "store.password-in-url"),
    ],
)
def test_a_url_that_will_not_do_is_told(url, code, tmp_path):
    with pytest.raises(BadInput) as error:
        open_store(url, opening_in(tmp_path))
    assert code_of(error) == code
    assert "secret" not in repr(error.value.problems)


def test_a_server_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CannotWrite) as error:
        open_store(f"postgresql://kit@/kit?host={tmp_path}", opening_in(tmp_path))
    assert code_of(error) == "store.server-unreachable"


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("postgresql://kit@/kit?host=/run/postgresql", True),
        ("postgresql://localhost/kit", True),
        ("postgresql://db.example/kit", False),
        ("postgresql://kit@/kit?host=db.example", False),
        ("postgresql://localhost,db.example/kit", False),
        ("postgresql://localhost/kit?hostaddr=192.0.2.1", False),
    ],
)
def test_only_a_server_on_this_computer_need_not_prove_who_it_is(url, here):
    assert _is_here(url) is here


# -- the folder ---------------------------------------------------------------------------------


def test_a_folder_is_read_the_same_way_and_never_written(tmp_path):
    folder = tmp_path / "profiles"
    folder.mkdir()
    values = {"schema": "access-kit/profile/1", "id": "K-07", "name": "Rosa", "stated_by": "self"}
    (folder / "K-07.toml").write_text(write_template(Profile, values))
    store = open_store("folder:profiles", opening_in(tmp_path))
    assert store.profile("k-07").name == "Rosa"
    assert [person.id for person in store.people()] == ["K-07"]
    assert len(store.history("K-07")) == 1
    assert [p.id for p in store.profiles(["K-07"])] == ["K-07"]
    for write in (
        lambda: store.put_profile(canary_profile(1)),
        lambda: store.erase("K-07"),
        lambda: store.note("seen"),
        lambda: store.lease("send"),
        lambda: store.transaction().__enter__(),
    ):
        with pytest.raises(Refused) as error:
            write()
        assert code_of(error) == "store.read-only"
