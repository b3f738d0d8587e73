"""What people do in a life, and what must hold of it whatever the meeting: rules for a machine."""

from __future__ import annotations

import datetime
import random
import shutil
import tempfile
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.delivery.mail_server import MailServer
from tests.lives.world import PEOPLE, STOPS, World
from tests.send.test_commands import PASSWORD, USER

person = st.sampled_from(sorted(PEOPLE))
minutes_ago = st.integers(min_value=0, max_value=600)
ways = st.sampled_from(["outbox", "smtp"])
stops = st.sampled_from([*STOPS, "sms", "letter"])


class PeopleLives(RuleBasedStateMachine):
    """``kit``, ``context`` and ``authority`` are set by ``play``."""

    kit: Path
    context: object
    authority: Path
    world_of: type[World] = World

    def set_out(self) -> None:
        """A kit and a mail server of this life's own."""
        self.folder = Path(tempfile.mkdtemp(prefix="lives-"))
        kit = Path(shutil.copytree(self.kit, self.folder / "kit"))
        self.server = MailServer(self.context, users={USER: PASSWORD})
        self.server.__enter__()
        self.world = self.world_of(kit, self.server, self.authority)
        self.first = self.world.now
        self.looked = 0

    def teardown(self) -> None:
        if hasattr(self, "server"):
            self.server.__exit__()
            shutil.rmtree(self.folder)

    def _said_at(self, name: str, ago: int) -> datetime.datetime | None:
        """A moment after everyone's first mail and not after now; ``None`` where none came."""
        if not self.world.mails.get(name):
            return None
        said = self.world.now.replace(microsecond=0) - datetime.timedelta(minutes=ago)
        return max(self.first + datetime.timedelta(seconds=1), said)

    def _perhaps_read(self, read: bool) -> None:
        if read:
            self.the_mailbox_is_read(self.world.now.minute)

    @precondition(lambda self: self.world.pile)
    @rule(seed=st.integers(min_value=0, max_value=2**16))
    def the_mailbox_is_read(self, seed: int) -> None:
        before = self._consents()
        done = self.world.take_in(random.Random(seed))
        assert done is None or done.code in (0, 5), done.stderr
        self._nobody_spoke_for_another(before)

    # -- people ---------------------------------------------------------------------------------

    @rule(name=person, ago=minutes_ago, read=st.booleans(), form=stops)
    def someone_says_stop(self, name: str, ago: int, read: bool, form: str) -> None:
        """By mail, or by the way itself that is to end."""
        if form in ("sms", "letter"):
            if name in self.world.present:
                assert self.world.stop_by(name, form).code == 0
            return
        at = self._said_at(name, ago)
        if at is not None:
            self.world.stop(name, at, form)
            self._perhaps_read(read)

    @rule(name=person, ago=minutes_ago, email=st.sampled_from([True, False, None]))
    def someone_signs(self, name: str, ago: int, email: bool | None) -> None:
        at = self._said_at(name, ago)
        if at is not None:
            self.world.agree(name, at, email=email)
            self._perhaps_read(email is not None)

    @rule(name=person, by=person, ago=minutes_ago)
    def someone_signs_for_another(self, name: str, by: str, ago: int) -> None:
        at = self._said_at(name, ago)
        if at is not None and by != name:
            self.world.forge(name, by, at)
            self._perhaps_read(True)

    @rule(name=person, scope=st.sampled_from(["email", "all"]))
    def someone_withdraws(self, name: str, scope: str) -> None:
        if name in self.world.present:
            assert self.world.withdraw(name, scope).code == 0

    @rule(name=person)
    def someone_agrees_by_telephone(self, name: str) -> None:
        if name in self.world.present:
            done = self.world.record_yes(name)
            assert done is None or done.code == 0, done.stderr

    @rule(name=person, safe=st.booleans())
    def someones_email_becomes_unsafe_or_safe(self, name: str, safe: bool) -> None:
        if name in self.world.present:
            done = self.world.set_safe(name, safe=safe)
            assert done.code == 0, done.stderr

    @rule(name=person)
    def someone_is_erased(self, name: str) -> None:
        if name in self.world.present and len(self.world.present) > 2:
            done = self.world.erase(name)
            assert done.code == 0, done.stderr

    # -- what must hold -------------------------------------------------------------------------

    @invariant()
    def nothing_lies_or_went_after_a_no(self) -> None:
        if hasattr(self, "world"):
            self.world.look()

    def _consents(self) -> dict[str, str]:
        done = self.world.run("consent", "report", self.world.meeting, "--json")
        return {one["id"]: one["state"] for one in done.json["people"]}

    def _nobody_spoke_for_another(self, before: dict[str, str]) -> None:
        after = self._consents()
        for name, state in after.items():
            life = self.world.lives[name]
            froms = [
                f"{a}{one}{z}" for one in life.addresses for a, z in (("<", ">"), ("From: ", ""))
            ]
            own = any(one.encode() in data for data in self.world.pile.values() for one in froms)
            if not own:
                assert state == before.get(name, state), f"somebody spoke for {name}"


def play(
    machine: type[PeopleLives],
    seed: int,
    *,
    kit: Path,
    context: object,
    authority: Path,
    lives: int,
    steps: int,
) -> None:
    """Play so many lives of at most so many steps, each on a copy of ``kit``.

    ``context`` is the mail server's TLS, ``authority`` the file of who vouches for it.
    """
    there = {"kit": kit, "context": context, "authority": authority}
    run_state_machine_as_test(
        hypothesis.seed(seed)(type(machine.__name__, (machine,), there)),
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            derandomize=False,
            database=None,
        ),
    )
