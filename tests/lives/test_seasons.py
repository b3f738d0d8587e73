"""Whole seasons of a group, played against the commands and a real mail server.

Week after week people answer, say STOP, join, leave, come once, get another address, are erased;
dates are moved and cancelled, the hour becomes another. What must hold, by the server's log, the
outbox and what people said: what holds of one meeting, for each of them; who does not come gets
nothing about it; no message tells a date that is cancelled, or an hour that is no more; first
papers come once and notes after them; no question comes more than twice; and what stands in
somebody's calendar is when their group meets.
"""

from __future__ import annotations

import datetime
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.conftest import SOAK, Ran
from tests.delivery.mail_server import MailServer
from tests.lives.judge import SAFE_DAYS
from tests.lives.people_lives import PeopleLives, person, play, ways
from tests.lives.season_judge import QUESTIONS
from tests.lives.season_world import FIRST, SeasonWorld, make_season_kit
from tests.send.test_commands import PASSWORD, USER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

LIVES = 200 if SOAK else 4
PARTS = 10 if SOAK else 2
STEPS = 20 if SOAK else 15

MOST_ASKED = 2
which = st.sampled_from([0, 0, 1])
"""The next date, or the one after it."""
goes_on = st.sampled_from(["week", "week", "smtp", "outbox", None])


class Seasons(PeopleLives):
    """A group of weeks."""

    world: SeasonWorld
    world_of = SeasonWorld

    @initialize(via=ways)
    def begin(self, via: str) -> None:
        self.set_out()
        self._send(FIRST, via, marked=True)

    def _day(self, which: int) -> datetime.date | None:
        """The date that is meant, with somebody who comes; ``None`` where there is none."""
        ahead = self.world.season.ahead(self.world.now)
        day = ahead[which] if which < len(ahead) else None
        return day if day and self.world.coming(day) else None

    # -- the clock, and the facilitator ---------------------------------------------------------

    @rule(hours=st.sampled_from([11, 24, 72]))
    def time_goes_on(self, hours: int) -> None:
        self.world.now += datetime.timedelta(hours=hours)

    @rule(via=ways)
    def another_week_goes_by(self, via: str) -> None:
        self.a_week_goes_by(via, marked=True)

    @rule()
    def two_weeks_go_by(self) -> None:
        for _ in range(2):
            self.a_week_goes_by("smtp", marked=True)

    @rule(via=ways, marked=st.booleans())
    def a_week_goes_by(self, via: str, marked: bool) -> None:
        """The morning after the next date, the one after it goes out."""
        world = self.world
        ahead = world.season.ahead(world.now)
        if ahead:
            over = world.season.starts(ahead[0]) + datetime.timedelta(days=1)
            world.now = over.replace(hour=10, minute=0)
            self.a_date_goes_out(via, 0, marked)

    @rule(via=ways, which=which, marked=st.booleans())
    def a_date_goes_out(self, via: str, which: int, marked: bool) -> None:
        day = self._day(which)
        if day is not None:
            done = self.world.prepare(day)
            assert done.code in (0, 1), done.stderr
            self._send(day, via, marked=marked)

    @rule(via=ways, which=which)
    def what_is_there_is_sent(self, via: str, which: int) -> None:
        day = self._day(which)
        if day is not None:
            self._send(day, via)

    def _send(self, day: datetime.date, via: str, *, marked: bool = False) -> None:
        """``marked``: what was laid ready is noted as sent."""
        done = self.world.do("send", day, "--via", via)
        assert done.code in (0, 5, 6), done.stderr
        self._everyone_is_accounted_for(done, day)
        self._questions_are_few()
        if via == "smtp":
            self._who_left_is_let_go(done, day)
        elif marked:
            self._mark(day)

    def _mark(self, day: datetime.date) -> None:
        done = self.world.mark_sent(day)
        assert done.code == 0, done.stderr

    @rule(via=ways)
    def the_facilitator_reminds(self, via: str) -> None:
        day = self._day(0)
        if day is not None:
            done = self.world.do("remind", day, "--via", via)
            assert done.code in (0, 5, 6), done.stderr

    @rule(which=which)
    def everything_in_the_outbox_was_sent(self, which: int) -> None:
        day = self._day(which)
        if day is not None:
            self._mark(day)

    # -- what becomes of the dates --------------------------------------------------------------

    @rule(via=ways, which=which)
    def a_date_is_cancelled(self, via: str, which: int) -> None:
        day = self._day(which)
        if day is None or len(self.world.season.ahead(self.world.now)) < 2:
            return
        knowing = [who for who in self.world.coming(day) if self.world.knows(who, day)]
        today = self.world.now.date()
        mailed = {who for who in knowing if self.world.lives[who].may_get("email", today)}
        done = self.world.cancel(day, via)
        assert done.code in (0, 5, 6), done.stderr
        told = [one for one in done.json["messages"] if one["why"] != "nothing-went"]
        assert {one["id"] for one in told} >= set(knowing), f"{day} is off, and not all are told"
        by_mail = {one["id"] for one in told if one["channel"] == "email"}
        assert by_mail >= mailed, f"{day} is off, and e-mail that is safe does not say so"

    @rule(which=which, hours=st.sampled_from([-24, -2, 1, 24]), then=goes_on)
    def a_date_is_moved(self, which: int, hours: int, then: str | None) -> None:
        day = self._day(which)
        if day is None:
            return
        season = self.world.season
        to = season.starts(day).replace(tzinfo=None) + datetime.timedelta(hours=hours)
        if to.astimezone(season.starts(day).tzinfo) > self.world.now:
            season.moved[day] = to
            self.world.write()
            self._go_on(then)

    @rule(hour=st.sampled_from([16, 17, 19]), then=goes_on)
    def the_hour_of_the_rule_changes(self, hour: int, then: str | None) -> None:
        self.world.season.hour = datetime.time(hour, 30)
        self.world.write()
        self._go_on(then)

    def _go_on(self, then: str | None) -> None:
        """What was decided goes out at once, or with the next date a week later, or not yet."""
        if then == "week":
            self.a_week_goes_by("smtp", marked=False)
        elif then:
            self.a_date_goes_out(then, 0, marked=True)

    # -- who comes ------------------------------------------------------------------------------

    @rule(
        name=person,
        which=which,
        what=st.sampled_from(["join", "leave", "leave", "guest"]),
        then=goes_on,
    )
    def somebody_comes_or_goes(self, name: str, which: int, what: str, then: str | None) -> None:
        day = self._day(which)
        if day is None or name not in self.world.present:
            return
        season = self.world.season
        is_new = not any(one[:2] == (day, name) for one in season.comings)
        if is_new and season.is_member(name, day) == (what == "leave"):
            season.comings.append((day, name, what))
            self.world.write()
            self._go_on(then)

    @rule(name=person, then=goes_on)
    def somebody_gets_another_address(self, name: str, then: str | None) -> None:
        if name in self.world.present:
            count = len(self.world.lives[name].former)
            done = self.world.change_address(name, f"{name.lower()}-{count}@mail.example")
            assert done.code == 0, done.stderr
            self._go_on(then)

    # -- what must hold -------------------------------------------------------------------------

    def _consents(self) -> dict[str, str]:
        day = self._day(0)
        if day is None:
            return {}
        self.world.day, self.world.doing = day, "report"
        return super()._consents()

    def _everyone_is_accounted_for(self, done: Ran, day: datetime.date) -> None:
        by_id: dict[str, list[dict]] = {}
        for one in done.json["messages"]:
            by_id.setdefault(one["id"], []).append(one)
        for name in self.world.coming(day):
            assert name in by_id, f"{name} comes on {day}, and is neither served nor named"
            served = {"handed_over", "laid_ready", "posted", "already"}
            for one in by_id[name]:
                assert one["state"] in served or one["why"], one

    def _who_left_is_let_go(self, done: Ran, day: datetime.date) -> None:
        """Whose calendar still shows a group that they are in no more is told, or named."""
        named = {one["id"] for one in done.json["messages"]}
        for name in self.world.still_shown(day):
            assert name in named, f"{name} left, and their calendar was not told by {day}"

    @rule(which=which)
    def the_facilitator_looks_at_the_status(self, which: int) -> None:
        """What is told as handed over came, and what came is told."""
        day = self._day(which)
        if day is None:
            return
        self.world.day, self.world.doing = day, "status"
        done = self.world.run("status", self.world.meeting, "--json")
        assert done.code == 0, done.stderr
        assert [one["id"] for one in done.json["people"]] == sorted(self.world.coming(day))
        for one in done.json["people"]:
            came = bool(self.world.got.get((one["id"], day)))
            if came or not self.world.lives[one["id"]].answered:
                assert ("email" in one["mailed"]) == came, one

    def _questions_are_few(self) -> None:
        for question in QUESTIONS:
            asked = Counter(
                who
                for (who, _), mails in self.world.got.items()
                if any(one.is_packet and one.asks(question) for one in mails)
            )
            assert all(times <= MOST_ASKED for times in asked.values()), (question, asked)


@pytest.fixture(scope="module")
def season_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_season_kit(tmp_path_factory.mktemp("seasons") / "kit")


def test_what_lies_for_an_earlier_date_goes_away_when_people_are_to_be_asked_again(
    season_kit, tmp_path, authority_file, server_context
):
    """Nobody says anything, and the days pass until the ways are to be asked about again."""
    kit = Path(shutil.copytree(season_kit, tmp_path / "kit"))
    with MailServer(server_context, users={USER: PASSWORD}) as server:
        world = SeasonWorld(kit, server, authority_file)
        assert world.do("send", FIRST).code == 0
        outbox = kit / "out" / f"thursday-{FIRST}" / "outbox"
        assert list(outbox.glob("*.eml"))
        world.now += datetime.timedelta(days=SAFE_DAYS)
        done = world.do("send", world.season.days[-1])
        assert "send.taken-back" in {one["code"] for one in done.json["problems"]}
        assert not list(outbox.glob("*.eml"))


@pytest.mark.parametrize("part", range(PARTS))
def test_seasons(part, seed, season_kit, authority_file, server_context):
    play(
        Seasons,
        seed * 1000 + part,
        kit=season_kit,
        context=server_context,
        authority=authority_file,
        lives=LIVES // PARTS,
        steps=STEPS,
    )
