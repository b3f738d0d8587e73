"""Whole lives played against the commands and a real mail server.

What must hold whatever happens, in any order: nothing reaches a person and nothing lies ready for
them after a no, by the time it was said, until a later yes; nobody's answer counts for another;
everyone who should know the time of the meeting has it, stands on the list of those to be told by
hand, or is named as not reached; and the states that are told are true by the server's own log.
"""

from __future__ import annotations

import datetime
import random
import shutil
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import SOAK, Ran
from tests.delivery.mail_server import MailServer
from tests.lives.world import PEOPLE, World, make_kit
from tests.send.test_commands import PASSWORD, USER
from tests.send.vault_kit import session_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

LIVES = 1000 if SOAK else 30
PARTS = 20 if SOAK else 2
"""Each part is a test of its own, so that several are played at a time."""
STEPS = 20 if SOAK else 12

person = st.sampled_from(sorted(PEOPLE))
minutes_ago = st.integers(min_value=0, max_value=600)


class Lives(RuleBasedStateMachine):
    """``kit``, ``context`` and ``authority`` are set by the test before it runs."""

    kit: Path
    context: object
    authority: Path

    @initialize(via=st.sampled_from(["outbox", "smtp"]))
    def begin(self, via: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lives-"))
        kit = Path(shutil.copytree(self.kit, self.folder / "kit"))
        self.server = MailServer(self.context, users={USER: PASSWORD})
        self.server.__enter__()
        self.world = World(kit, self.server, self.authority)
        self.first = self.world.now
        self.looked = 0
        self.the_facilitator_sends(via)

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

    # -- the clock, and the facilitator ---------------------------------------------------------

    @rule(hours=st.sampled_from([1, 4, 9, 14, 24]))
    def time_goes_on(self, hours: int) -> None:
        later = self.world.now + datetime.timedelta(hours=hours)
        if later < self.world.starts - datetime.timedelta(hours=3):
            self.world.now = later

    @precondition(lambda self: self.world.present)
    @rule(via=st.sampled_from(["outbox", "smtp"]))
    def the_facilitator_sends(self, via: str) -> None:
        done = self.world.send("send", "--via", via)
        assert done.code in (0, 5, 6), done.stderr
        if not self._was_refused(done):
            self._everyone_is_accounted_for(done.json)

    @precondition(lambda self: self.world.present)
    @rule(via=st.sampled_from(["outbox", "smtp"]))
    def the_facilitator_reminds(self, via: str) -> None:
        done = self.world.send("remind", "--via", via)
        assert done.code in (0, 5, 6), done.stderr

    @precondition(lambda self: self.world.present)
    @rule(via=st.sampled_from(["outbox", "smtp"]))
    def the_meeting_is_called_off(self, via: str) -> None:
        done = self.world.send("send", "--cancel", "--via", via)
        assert done.code in (0, 5, 6), done.stderr
        if not self._was_refused(done):
            self._everyone_who_was_told_is_told(done.json)

    @precondition(lambda self: self.world.present)
    @rule(minutes=st.sampled_from([30, 60, 24 * 60]))
    def the_meeting_is_moved(self, minutes: int) -> None:
        done = self.world.move(minutes)
        assert done.code in (0, 1), done.stderr

    @precondition(lambda self: self.world.pile)
    @rule(seed=st.integers(min_value=0, max_value=2**16))
    def the_mailbox_is_read(self, seed: int) -> None:
        before = self._consents()
        done = self.world.take_in(random.Random(seed))
        assert done is None or done.code in (0, 5), done.stderr
        self._nobody_spoke_for_another(before)

    # -- backups --------------------------------------------------------------------------------

    @rule()
    def the_vault_is_backed_up(self) -> None:
        done = self.world.back_up()
        assert done.code == 0, done.stderr

    @precondition(lambda self: self.world.kept)
    @rule()
    def the_vault_is_lost_and_put_back(self) -> None:
        done = self.world.put_back()
        assert done.code == 0, done.stderr
        assert done.json["newest"], "nobody is told since when words are missing"

    @precondition(lambda self: self.world.doubt and self.world.present)
    @rule(via=st.sampled_from(["outbox", "smtp"]), with_care=st.booleans())
    def the_facilitator_answers_that_it_is_older(self, via: str, with_care: bool) -> None:
        """With care: what is missing is read and written down again first."""
        if with_care:
            self.the_mailbox_is_read(self.world.now.minute)
            self.world.say_again()
        done = self.world.answer_and_send(via)
        assert done.code in (0, 5, 6), done.stderr
        self._everyone_is_accounted_for(done.json)

    def _was_refused(self, done: Ran) -> bool:
        """Whether nothing went because the vault was put back, and ``--yes`` is no answer."""
        if not self.world.doubt:
            return False
        assert done.code == 6
        assert "send.older-ledger" in done.stderr
        return True

    # -- people ---------------------------------------------------------------------------------

    @rule(name=person, ago=minutes_ago, read=st.booleans())
    def someone_says_stop(self, name: str, ago: int, read: bool) -> None:
        at = self._said_at(name, ago)
        if at is not None:
            self.world.stop(name, at)
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
            assert done.code == 0, done.stderr

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

    def _everyone_is_accounted_for(self, answer: dict) -> None:
        named = {one["id"] for one in answer["messages"]}
        assert named >= set(self.world.present), "someone is neither served nor named"

    @precondition(lambda self: self.world.present and self.world.commands > self.looked)
    @rule()
    def the_facilitator_looks_at_the_status(self) -> None:
        """What is told of a message is what the server knows of it, and which time it told."""
        self.looked = self.world.commands + 1
        done = self.world.run("status", session_file(self.world.kit), "--json")
        assert done.code == 0, done.stderr
        for one in done.json["people"]:
            life = self.world.lives[one["id"]]
            handed = [m for m in one["mail"] if m["state"] == "handed_over"]
            if self.world.is_older:
                assert bool(handed) or not life.told, one
            elif life.told or not life.answered:
                assert ("email" in one["mailed"]) == bool(life.told), one
                assert bool(handed) == bool(life.told), one

    def _everyone_who_was_told_is_told(self, answer: dict) -> None:
        """Who has the meeting in hand gets the news, or stands on the list with words to say."""
        for name in self.world.present:
            life = self.world.lives[name]
            if life.told:
                lines = [one for one in answer["messages"] if one["id"] == name]
                assert lines, f"{name} has the old meeting and is not named"

    def _consents(self) -> dict[str, str]:
        done = self.world.run("consent", "report", session_file(self.world.kit), "--json")
        return {one["id"]: one["state"] for one in done.json["people"]}

    def _nobody_spoke_for_another(self, before: dict[str, str]) -> None:
        after = self._consents()
        for name, state in after.items():
            own = any(
                data
                for data in self.world.pile.values()
                if f"<{PEOPLE[name]}>".encode() in data or f"From: {PEOPLE[name]}".encode() in data
            )
            if not own:
                assert state == before.get(name, state), f"somebody spoke for {name}"


@pytest.fixture(scope="module")
def lives_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_kit(tmp_path_factory.mktemp("lives") / "kit")


@pytest.mark.parametrize("part", range(PARTS))
def test_lives(part, seed, lives_kit, tmp_path, authority, server_context):
    pem = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(pem)
    Lives.kit, Lives.context, Lives.authority = lives_kit, server_context, pem
    machine = hypothesis.seed(seed * 1000 + part)(type(f"Lives{part}", (Lives,), {}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=LIVES // PARTS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            derandomize=False,
            database=None,
        ),
    )
