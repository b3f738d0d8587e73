"""Whole lives played against the commands and a real mail server.

What must hold whatever happens, in any order: nothing reaches a person and nothing lies ready for
them after a no, by the time it was said, until a later yes; nobody's answer counts for another;
everyone who should know the time of the meeting has it, stands on the list of those to be told by
hand, or is named as not reached; and the states that are told are true by the server's own log.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.conftest import SOAK, Ran
from tests.lives.people_lives import PeopleLives, play, ways
from tests.lives.what_lies import judge_hours
from tests.lives.world import make_kit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

LIVES = 1000 if SOAK else 30
PARTS = 20 if SOAK else 3
"""Each part is a test of its own, so that several are played at a time."""
STEPS = 20 if SOAK else 12


class Lives(PeopleLives):
    """One meeting, and all that is done about it."""

    @initialize(via=ways)
    def begin(self, via: str) -> None:
        self.set_out()
        self.the_facilitator_sends(via)

    # -- the clock, and the facilitator ---------------------------------------------------------

    @rule(hours=st.sampled_from([1, 4, 9, 14, 24]))
    def time_goes_on(self, hours: int) -> None:
        later = self.world.now + datetime.timedelta(hours=hours)
        if later < self.world.starts - datetime.timedelta(hours=3):
            self.world.now = later

    @precondition(lambda self: self.world.present)
    @rule(via=ways)
    def the_facilitator_sends(self, via: str) -> None:
        done = self.world.send("send", "--via", via)
        assert done.code in (0, 5, 6), done.stderr
        if not self._was_refused(done):
            self._everyone_is_accounted_for(done.json)
            self._what_is_said_by_hand_is_so(done.json)
            self.world.judge_times()

    @precondition(lambda self: self.world.present and not self.world.doubt)
    @rule(posted=st.booleans())
    def the_facilitator_prints_the_letters(self, posted: bool) -> None:
        done = self.world.send_letters()
        assert done.code in (0, 6), done.stderr
        self.world.judge_times(texts=False)
        if posted:
            done = self.world.send_letters("--mark-posted")
            assert done.code == 0, done.stderr

    @precondition(lambda self: self.world.present)
    @rule(via=ways)
    def the_facilitator_reminds(self, via: str) -> None:
        done = self.world.send("remind", "--via", via)
        assert done.code in (0, 5, 6), done.stderr

    @precondition(lambda self: self.world.present)
    @rule(via=ways)
    def the_meeting_is_called_off(self, via: str) -> None:
        done = self.world.send("send", "--cancel", "--via", via)
        assert done.code in (0, 5, 6), done.stderr
        if not self._was_refused(done):
            self.world.is_off = True
            self._everyone_who_was_told_is_told(done.json)
            self._what_is_said_by_hand_is_so(done.json)
            self.world.judge_times()

    @precondition(lambda self: self.world.present)
    @rule(minutes=st.sampled_from([30, 60, 24 * 60]))
    def the_meeting_is_moved(self, minutes: int) -> None:
        done = self.world.move(minutes)
        assert done.code in (0, 1), done.stderr
        self.world.judge_times(texts=False)

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
    @rule(via=ways, with_care=st.booleans())
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

    # -- what must hold -------------------------------------------------------------------------

    @precondition(lambda self: self.world.present and self.world.commands > self.looked)
    @rule()
    def the_facilitator_looks_at_the_status(self) -> None:
        """What is told of a message is what the server knows of it, and which time it told."""
        self.looked = self.world.commands + 1
        done = self.world.run("status", self.world.meeting, "--json")
        assert done.code == 0, done.stderr
        for one in done.json["people"]:
            life = self.world.lives[one["id"]]
            handed = [m for m in one["mail"] if m["state"] == "handed_over"]
            if self.world.is_older:
                assert bool(handed) or not life.told, one
            elif life.told or not life.answered:
                assert ("email" in one["mailed"]) == bool(life.told), one
                assert bool(handed) == bool(life.told), one

    def _everyone_is_accounted_for(self, answer: dict) -> None:
        named = {one["id"] for one in answer["messages"]}
        assert named >= set(self.world.present), "someone is neither served nor named"

    def _what_is_said_by_hand_is_so(self, answer: dict) -> None:
        """The words to say or type name the hour of the meeting, and when answers are read."""
        for one in answer["messages"]:
            if one["words"]:
                judge_hours(one["words"], self.world.starts, f"{one['id']} by {one['channel']}")
                assert "We read " in one["words"], one

    def _everyone_who_was_told_is_told(self, answer: dict) -> None:
        """Who has the meeting in hand gets the news, or stands on the list with words to say."""
        for name in self.world.present:
            life = self.world.lives[name]
            if life.told:
                lines = [one for one in answer["messages"] if one["id"] == name]
                assert lines, f"{name} has the old meeting and is not named"


@pytest.fixture(scope="module")
def lives_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_kit(tmp_path_factory.mktemp("lives") / "kit")


@pytest.mark.parametrize("part", range(PARTS))
def test_lives(part, seed, lives_kit, authority_file, server_context):
    play(
        Lives,
        seed * 1000 + part,
        kit=lives_kit,
        context=server_context,
        authority=authority_file,
        lives=LIVES // PARTS,
        steps=STEPS,
    )
