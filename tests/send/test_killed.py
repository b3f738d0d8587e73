"""Runs that are killed: nobody is forgotten, nobody is called mailed who was not, nobody gets two.

Against a real server behind TLS that fails at each of seven stages in five ways, and that loses
answers. At full size: 1,000 people, 500 kills a seed, five seeds, both policies.
"""

from __future__ import annotations

import collections
import contextlib
import multiprocessing
import random
import sys
import time

import pytest

from access_kit.model.ledger import MailState
from access_kit.model.record import Actor
from access_kit.store.protocol import Opening
from access_kit.store.vault import open_with_key
from tests.conftest import SEED, SOAK
from tests.delivery.conftest import context_of
from tests.delivery.mail_server import ANSWER_LOST, FAULTS, MailServer
from tests.send.child import SESSION, START, STEPS, Job, run
from tests.store.conftest import make_vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

PEOPLE = 1000 if SOAK else 20
KILLS = 500 if SOAK else 25
SEEDS = [SEED + n for n in range(5)] if SOAK else [SEED]
RUNS = multiprocessing.get_context("forkserver")
RUNS.set_forkserver_preload(["tests.send.child"])


class Sea:
    """A server in bad weather. ``lost`` counts the answers that it never gave."""

    def __init__(self, seed: int, *, stormy: bool) -> None:
        self.dice = random.Random(seed)
        self.stormy = stormy
        self.lost = 0
        self.kept = collections.Counter()

    def fault(self, stage: str, number: int) -> str | None:
        if not self.stormy:
            return None
        throw = self.dice.random()
        if stage == "rcpt" and throw < 0.10:
            return "soft"
        if stage == "rcpt" and throw < 0.12:
            return "hard"
        if stage == "dot" and throw < 0.01:
            self.lost += 1
            return ANSWER_LOST
        if stage != "auth" and throw > 0.99:
            fault = self.dice.choice(FAULTS)
            if stage in ("connect", "ehlo", "mail", "data", "dot") and fault == "hard":
                fault = "soft"
            return fault
        return None

    def keep(self, message) -> None:
        found = next(line for line in message.data.split(b"\r\n") if b"Message-ID" in line)
        self.kept[found.decode()] += 1
        assert len(message.recipients) == 1


class Voyage:
    """One ledger, one server, many runs."""

    def __init__(self, tmp_path, authority, *, people, resend, seed, stormy) -> None:
        self.sea = Sea(seed, stormy=stormy)
        self.data_key = make_vault(tmp_path).data_key
        self.tmp_path = tmp_path
        pem = tmp_path / "authority.pem"
        authority.cert_pem.write_to_path(pem)
        context = context_of(authority.issue_cert("localhost"))
        self.server = MailServer(context, faults=self.sea.fault, keep=self.sea.keep)
        self.resend = resend
        self.people = people
        self.pem = str(pem)
        self.hours = 0
        self.seen = collections.Counter()

    def job(self, step="", number=0) -> Job:
        self.hours += 2
        return Job(
            folder=str(self.tmp_path),
            data_key=self.data_key,
            state=str(self.tmp_path / "state"),
            authority=self.pem,
            port=self.server.port,
            people=self.people,
            resend=self.resend,
            hours=self.hours,
            kill_step=step,
            kill_number=number,
        )

    def start(self, job: Job):
        here, there = RUNS.Pipe()
        process = RUNS.Process(target=run, args=(job, there))
        process.start()
        there.close()
        assert here.recv() == "open"
        return process, here

    def wait_planned(self, process, here) -> None:
        """Until the ledger knows every message, or the run has ended."""
        while process.is_alive() and not here.poll(0.01):
            pass

    def end(self, process, here):
        """What the run said at its end; ``None`` when it was killed."""
        process.join(120)
        said = None
        with contextlib.suppress(EOFError):
            while (said := here.recv()) == "planned":
                said = None
        here.close()
        assert process.exitcode in (0, -9), process.exitcode
        process.close()
        return said

    def finish(self) -> None:
        """Runs without kills until nothing is left to be done."""
        for _ in range(200):
            said = self.end(*self.start(self.job()))
            if said and said[2] == 0:
                return
        raise AssertionError("the run does not come to its end")

    def check(self) -> dict[MailState, int]:
        opening = Opening(self.tmp_path, Actor("tester"), lambda what: "", lambda: START)
        store = open_with_key(self.tmp_path / "vault.db", self.data_key, opening)
        try:
            rows = store.mail(session=SESSION)
            doubts = collections.Counter(
                entry.whose for entry in store.audit() if entry.what == "mail-uncertain"
            )
        finally:
            store.close()
        assert len(rows) == self.people
        for row in rows:
            kept = self.sea.kept[f"Message-ID: {row.message_id}"]
            if row.state is MailState.HANDED_OVER:
                assert kept >= 1, "called mailed, and the server never had it"
            elif row.state is MailState.PLANNED:
                raise AssertionError("a person was forgotten")
            elif row.state is MailState.FAILED:
                assert row.reason in ("address-refused", "content-refused"), row.reason
            if self.resend:
                assert row.state is not MailState.UNCERTAIN
                assert kept <= 1 + doubts[row.key.person], "two for no doubt"
            else:
                assert kept <= 1, "nobody gets two"
        assert sum(self.sea.kept.values()) == len(self.server.accepted)
        return collections.Counter(row.state for row in rows)


@pytest.fixture
def voyage(tmp_path, authority, monkeypatch):
    made = []

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def make(**more):
        one = Voyage(tmp_path, authority, **more)
        one.server.__enter__()
        made.append(one)
        return one

    yield make
    for one in made:
        one.server.__exit__()


@pytest.mark.parametrize("resend", [False, True], ids=["hold", "resend"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_of_a_message(step, resend, voyage, dice):
    people = 20
    number = 1 if step == "greeted" else dice.randint(1, people)
    one = voyage(people=people, resend=resend, seed=SEED, stormy=False)
    number = 0 if step == "greeted" else number
    said = one.end(*one.start(one.job(step, number)))
    assert said is None, "the run came to its end"
    one.finish()
    states = one.check()
    in_doubt = step in ("in-flight", "dot", "answered")
    assert states[MailState.HANDED_OVER] == people - (in_doubt and not resend)
    assert states[MailState.UNCERTAIN] == (in_doubt and not resend)
    twice = sum(count > 1 for count in one.sea.kept.values())
    assert twice == (resend and step in ("dot", "answered")) or (step == "dot" and twice <= 1)


@pytest.mark.parametrize("resend", [False, True], ids=["hold", "resend"])
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(7200)
def test_killed_at_any_time_in_bad_weather(seed, resend, voyage, record_numbers):
    dice = random.Random(seed)
    one = voyage(people=PEOPLE, resend=resend, seed=seed, stormy=True)
    killed = 0
    for _ in range(KILLS * 3):
        process, here = one.start(one.job())
        if dice.random() < 0.8:
            one.wait_planned(process, here)
        # So that the kills are spread over all of the messages.
        left = max(1, PEOPLE - len(one.sea.kept))
        time.sleep(dice.uniform(0, 0.02 * left / max(1, KILLS - killed)))
        process.kill()
        killed += one.end(process, here) is None
        if killed == KILLS:
            break
    one.finish()
    states = one.check()
    extra = sum(one.sea.kept.values()) - len(one.sea.kept)
    told = {state.value: count for state, count in states.items()}
    record_numbers(
        f"seed {seed}, {'resend' if resend else 'hold'}: {PEOPLE} people, {killed} kills, "
        f"{one.sea.lost} answers lost by the server, {extra} messages twice, {told}"
    )
    assert killed >= (KILLS * 9 // 10 if SOAK else 5)
