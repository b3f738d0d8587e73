"""Lives against the gate, the consent rules and the ledger alone: many, since each is quick.

What must hold, whatever is said, in whatever order it comes in, and however often: a way is open
exactly when the judge says so, who keeps a list of their own; one person's words change nobody
else's standing, but STOP from an address that several share; what the ledger says of a message is
true by what the server took, nobody gets it twice unasked, and nothing waits behind a no.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import random
from itertools import count, cycle

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

from access_kit.delivery.consent_rules import standing
from access_kit.model.ledger import MailKey, MailState
from access_kit.store.protocol import Store
from access_kit.workflow.mailed.dispatches import SendWish
from tests.conftest import SOAK
from tests.lives.judge import ASKED, WAYS, Word, shut_ways
from tests.lives.memory import memory_store
from tests.lives.small_world import (
    BEGIN,
    FATES,
    HOME,
    LINES,
    PEOPLE,
    Killed,
    Saying,
    SmallWorld,
    agreement,
    mail,
    taking_back,
)

LIVES = 20_000 if SOAK else 60
PARTS = 10 if SOAK else 1
STEPS = 25 if SOAK else 20

person = st.sampled_from(sorted(PEOPLE))
way = st.sampled_from(sorted(WAYS))
asked = st.sampled_from(sorted(ASKED))
mailed = st.sampled_from(["email", "letter", "sms"])
ago = st.sampled_from([0, 0, 1, 2, 60, 600, 3000])
"""Minutes since something was said."""
soon = st.booleans()
"""Whether the mailbox is read at once."""
answers = st.dictionaries(asked, st.sampled_from(["yes", "no"]), max_size=3)
fates = st.lists(st.sampled_from(FATES), min_size=3, max_size=3)


class WordsAlone(RuleBasedStateMachine):
    """``pile`` is what was said and not taken in yet."""

    @initialize()
    def begin(self) -> None:
        self.world = SmallWorld()
        self.pile: list[Saying] = []
        self.numbers = count(1)
        self.before: dict[MailKey, MailState] = {}

    # -- what people say ------------------------------------------------------------------------

    def _at(self, minutes: int) -> datetime.datetime:
        return self.world.now.replace(second=0) - datetime.timedelta(minutes=minutes)

    def _later(self) -> datetime.datetime:
        """What is written down now is said now: clocks go on from one word to the next."""
        self.world.now += datetime.timedelta(seconds=1)
        return self.world.now

    @rule(name=person, minutes=ago, read=soon)
    def someone_mails_stop(self, name: str, minutes: int, read: bool) -> None:
        self._mails(name, "STOP", minutes, read, stops=True)

    @rule(name=person, minutes=ago, read=soon)
    def someone_mails_what_may_mean_stop(self, name: str, minutes: int, read: bool) -> None:
        self._mails(name, "Please stop sending me these.", minutes, read, stops=False)

    def _mails(self, name: str, text: str, minutes: int, read: bool, *, stops: bool) -> None:
        at, address = self._at(minutes), PEOPLE[name]
        word = Word(at, no=frozenset({"email"}), by="email", stops=stops)
        shares = tuple(one for one, other in PEOPLE.items() if other.lower() == address.lower())
        self._say(Saying(shares, word, mail(address, text, at, next(self.numbers))), read)

    @rule(
        name=person,
        said=answers,
        by=st.sampled_from(["email", "call", "letter", "sms"]),
        minutes=ago,
        read=soon,
        words=st.sampled_from(["1F00", "2F00"]),
        days=st.sampled_from([None, None, 0, 3]),
    )
    def someone_signs(
        self,
        name: str,
        said: dict[str, str],
        by: str,
        minutes: int,
        read: bool,
        words: str,
        days: int | None,
    ) -> None:
        at = self._at(minutes)
        until = None if days is None else at.date() + datetime.timedelta(days=days)
        word = Word(
            at,
            yes=frozenset(one for one, answer in said.items() if answer == "yes"),
            no=frozenset(one for one, answer in said.items() if answer == "no"),
            by=by,
            joins=True,
            until=until,
        )
        act = agreement(name, said, by, at, words=words, until=until)
        self._say(Saying((name,), word, act), read)

    @rule(name=person, one=asked, minutes=ago, read=soon)
    def someone_says_no_at_a_line_without_signing(
        self, name: str, one: str, minutes: int, read: bool
    ) -> None:
        at = self._at(minutes)
        word = Word(at, no=frozenset({one}), by="email")
        self._say(Saying((name,), word, taking_back(name, LINES[one], "email", at)), read)

    @rule(name=person, minutes=ago, read=soon)
    def someone_texts_stop(self, name: str, minutes: int, read: bool) -> None:
        at = self._at(minutes)
        word = Word(at, no=frozenset({"sms"}), by="sms", stops=True)
        self._say(Saying((name,), word, taking_back(name, "sms", "sms", at)), read)

    @rule(name=person, scope=st.sampled_from(["all", *sorted(WAYS)]))
    def someone_withdraws_by_telephone(self, name: str, scope: str) -> None:
        at = self._later()
        word = Word(at, no=WAYS if scope == "all" else frozenset({scope}))
        self._hear(Saying((name,), word, taking_back(name, scope, "call", at)))

    def _say(self, saying: Saying, read: bool) -> None:
        self.pile.append(saying)
        if read:
            self.the_mailbox_is_read(len(self.world.said), 1.0)

    # -- the facilitator ------------------------------------------------------------------------

    @precondition(lambda self: self.pile)
    @rule(dice=st.integers(0, 2**16), share=st.sampled_from([0.3, 1.0]))
    def the_mailbox_is_read(self, dice: int, share: float) -> None:
        """Some of what was said, in any order, and some of what was read before."""
        chance = random.Random(dice)
        read = [one for one in [*self.pile, *self.world.said] if chance.random() < share]
        chance.shuffle(read)
        for one in read:
            self._hear(one)
        self.pile = [one for one in self.pile if one not in self.world.said]

    def _hear(self, saying: Saying) -> None:
        others = [name for name in PEOPLE if name not in saying.whose]
        before = {name: self.world.standing(name) for name in others}
        self.world.hear(saying)
        after = {name: self.world.standing(name) for name in others}
        assert before == after, "one person's words changed another's standing"

    @rule(
        one=mailed,
        by_server=st.booleans(),
        fates=fates,
        wish=st.sampled_from(["", "", "", "resend", "again"]),
        meanwhile=st.sampled_from(["", "a word", "withdrawal", "erasing", "night", "night"]),
        at=st.integers(0, 2),
    )
    def the_facilitator_sends(
        self, one: str, by_server: bool, fates: list[str], wish: str, meanwhile: str, at: int
    ) -> None:
        """A run by one way; something may happen while the message number ``at`` is on the line."""
        number = count()

        def happens(key: MailKey) -> None:
            if next(number) == at:
                self._meanwhile(meanwhile, key)

        self.world.meanwhile = happens
        wanted = SendWish(by_server, resend=wish == "resend", again=wish == "again")
        try:
            self.world.send(one, wanted, cycle(fates))
        except Killed:
            self.world.store.settle_mail()

    @rule(fates=fates)
    def e_mail_goes(self, fates: list[str]) -> None:
        """What happens most often, and soon after it the same again."""
        self.the_facilitator_sends("email", True, fates, "", "", 0)

    def _meanwhile(self, what: str, key: MailKey) -> None:
        if what == "a word" and self.pile:
            self._hear(self.pile.pop(0))
        elif what == "withdrawal":
            self.someone_withdraws_by_telephone(key.person, key.channel)
        elif what == "erasing":
            self.someone_is_erased(key.person)
        elif what == "night":
            self.world.now = self.world.now.replace(hour=20)

    @rule(one=mailed)
    def what_lay_ready_is_said_to_have_gone(self, one: str) -> None:
        for row in self.world.rows():
            if row.state is MailState.LAID_READY and row.key.channel == one:
                self.world.store.move_mail(row.key, MailState.HANDED_OVER, reason="said-so")
                self.world.said_so.add(row.key)

    @rule(name=person)
    def a_message_comes_back(self, name: str) -> None:
        for row in self.world.rows(name):
            if row.state is MailState.HANDED_OVER:
                self.world.store.move_mail(row.key, MailState.CAME_BACK, reason="bounced")

    @rule(hours=st.sampled_from([1, 5, 13, 24, 24 * 7, 24 * 30]))
    def time_goes_on(self, hours: int) -> None:
        """For less than a year: of a mail older than that, nobody believes the date."""
        if (self.world.now - BEGIN).days < 300:
            self.world.wait(hours)

    @rule(name=person, safe=st.frozensets(way))
    def someone_calls_other_ways_safe(self, name: str, safe: frozenset[str]) -> None:
        if name in self.world.present:
            self.world.set_safe(name, safe)

    @precondition(lambda self: len(self.world.present) > 1)
    @rule(name=person)
    def someone_is_erased(self, name: str) -> None:
        if name in self.world.present:
            self.world.erase(name)

    # -- what must hold -------------------------------------------------------------------------

    @invariant()
    def a_way_is_open_when_the_judge_says_so(self) -> None:
        if not hasattr(self, "world"):
            return
        for name, life in self.world.lives.items():
            for one, reason in self.world.why_not(name).items():
                may = life.may_get(one, self.world.today)
                assert not (may and reason), f"{one} to {name} is shut: {reason}"
                assert may or reason, f"{one} to {name} is open after a no"

    @invariant()
    def what_the_ledger_says_is_true(self) -> None:
        if not hasattr(self, "world"):
            return
        rows = {row.key: row.state for row in self.world.rows()}
        took = {one.key for one in self.world.taken}
        told = {one.key for one in self.world.taken if one.told}
        for key, state in rows.items():
            if state in (MailState.HANDED_OVER, MailState.CAME_BACK):
                assert key in told | self.world.said_so, f"{key} is called handed over"
            elif key in took and key not in self.world.resent:
                assert state is MailState.UNCERTAIN, f"the server took {key}, {state}"
            was = self.before.get(key)
            if was in (MailState.HANDED_OVER, MailState.CAME_BACK):
                assert state in (was, MailState.CAME_BACK), f"{key} was {was}, is {state}"
        assert not [key for key in rows if self.world.lives[key.person].erased]
        self.before = rows

    @invariant()
    def nothing_waits_behind_a_no(self) -> None:
        if not hasattr(self, "world"):
            return
        for name in self.world.present:
            lasting = [dataclasses.replace(w, until=None) for w in self.world.lives[name].heard]
            shut = shut_ways(lasting, self.world.today)
            for row in self.world.rows(name):
                if row.state in (MailState.PLANNED, MailState.LAID_READY):
                    assert row.key.channel not in shut, f"{row.key} waits behind a no"

    def teardown(self) -> None:
        """Whatever was said, read in another order and twice, stands as it does now."""
        if not hasattr(self, "world"):
            return
        world, dice = self.world, random.Random(len(self.world.said))
        with contextlib.closing(world.store):
            for name in world.present:
                records = list(world.store.consents(name))
                dice.shuffle(records)
                again = standing([*records, *records[:2]], today=world.today)
                assert again == world.standing(name), "the order of entries matters"
            with contextlib.closing(memory_store(lambda: world.now)) as other:
                self._read_again_elsewhere(other, dice)

    def _read_again_elsewhere(self, other: Store, dice: random.Random) -> None:
        world = self.world
        other.put_profiles(world.store.profiles())
        said = [*world.said, *world.said[:2]]
        dice.shuffle(said)
        for one in said:
            if set(one.whose) & set(world.present):
                one.act(other, world.now)
        for name in world.present:
            stands = standing(other.consents(name), today=world.today)
            assert stands == world.standing(name), f"{name}: the order of arrival matters"


@pytest.mark.parametrize("part", range(PARTS))
def test_words_alone(part: int, seed: int) -> None:
    machine = hypothesis.seed(seed * 1000 + part)(type(f"WordsAlone{part}", (WordsAlone,), {}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=LIVES // PARTS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            derandomize=False,
            database=None,
        ),
    )


def test_the_two_that_share_an_address_are_two_spellings_of_one() -> None:
    assert len({one.lower() for one in PEOPLE.values()}) == 2
    assert sum(one.lower() == HOME for one in PEOPLE.values()) == 2
