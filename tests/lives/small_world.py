"""People, a clock, a mail server that is a list, and the parts that decide, with no files.

What people say goes into the store by the functions that ``returns`` and ``consent`` call; messages
go by the run that ``send`` calls, and ask the gate as it does. All that the world keeps for itself
is what it saw: who said what, and what the server took.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from access_kit.delivery.consent_rules import ConsentStanding, standing
from access_kit.delivery.gate import Hours, Shut, ask, hours_of, why_not
from access_kit.delivery.mail_in import read_message
from access_kit.delivery.outgoing import HandOver, HandOverVerdict, Outgoing
from access_kit.delivery.replies import Phrases
from access_kit.model.answers import ManifestForm
from access_kit.model.consent import ConsentWay
from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.model.profile import Channel, ContactWays, Profile, StatedBy
from access_kit.model.session import Facilitator, Platform, Session
from access_kit.store.sql import SqlStore
from access_kit.workflow.kept.held import MessagePlace
from access_kit.workflow.mail.hand_over import HandedOver, SendingLine, SendingRate, hand_over
from access_kit.workflow.mailed.dispatches import (
    Dispatch,
    MailStep,
    Posting,
    SendWish,
    check_all,
    posting,
    standing_of,
)
from access_kit.workflow.returns.agreements import SaidBy, give, withdraw
from access_kit.workflow.returns.reading import ReturnsDesk
from access_kit.workflow.returns.take_in import take_in
from tests.lives.judge import WAYS, Life, Word
from tests.lives.memory import memory_store

HOME = "home@mail.example"
PEOPLE = {"K-1": HOME, "K-2": "Home@Mail.example", "K-3": "other@mail.example"}
"""Two share an address, in two spellings."""

BEGIN = datetime.datetime.fromisoformat("2026-11-27T10:00:00-05:00")
ASKED_ON = datetime.date(2026, 9, 10)
SESSION = Session(
    schema="access-kit/session/1",
    id="evening-group",
    title="Evening group",
    starts=datetime.datetime(2026, 12, 3, 18),
    timezone="America/New_York",
    minutes=60,
    platform=Platform.PHONE,
    facilitator=Facilitator("Jo"),
)
QUIET = ("20:00", "08:00")

LINES = {"email": "cs-email", "sms": "cs-text", "letter": "cs-mail", "voicemail": "cs-voicemail"}
"""The line of the agreement about each way."""

NO_PHRASES = Phrases({}, {}, {}, {})
"""Names of answers: words that stop are known without any."""

BY = {
    "email": ConsentWay.EMAIL,
    "sms": ConsentWay.SMS,
    "letter": ConsentWay.LETTER,
    "call": ConsentWay.PHONE,
}

Act = Callable[[SqlStore, datetime.datetime], None]
"""Takes something that was said into a store, at a moment."""

FATES = ("taken", "taken", "taken", "busy", "refused", "no-answer", "answer-lost", "killed")
"""What a server makes of a message; at ``no-answer`` it took nothing, and nobody knows."""


class Killed(BaseException):
    """The program ends right after the last step of a message."""


@dataclass(frozen=True)
class Saying:
    """Something that somebody said: for whom it counts, and how it is taken in."""

    whose: tuple[str, ...]
    word: Word
    act: Act


@dataclass(frozen=True)
class Taken:
    """A message that the server took; ``told``: it said so."""

    key: MailKey
    told: bool


@dataclass
class SmallWorld:
    """``meanwhile`` is called while a message is on the line, with its key."""

    now: datetime.datetime = BEGIN
    lives: dict[str, Life] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    said_so: set[MailKey] = field(default_factory=set)
    resent: set[MailKey] = field(default_factory=set)
    said: list[Saying] = field(default_factory=list)
    meanwhile: Callable[[MailKey], None] = lambda key: None
    session: Session = SESSION

    def __post_init__(self) -> None:
        self.store = memory_store(lambda: self.now)
        safe = (Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.VOICEMAIL, Channel.CALL)
        for name, address in PEOPLE.items():
            ways = ContactWays(asked_on=ASKED_ON, safe=safe, email=address)
            self.store.put_profile(_person(name, ways))
            self.lives[name] = Life(name, address, safe=WAYS, asked_on=ASKED_ON)

    @property
    def present(self) -> list[str]:
        return [name for name, life in self.lives.items() if not life.erased]

    @property
    def today(self) -> datetime.date:
        return self.now.date()

    def standing(self, name: str) -> ConsentStanding:
        return standing(self.store.consents(name), today=self.today)

    def why_not(self, name: str) -> dict[str, str]:
        """What the gate says of a person's ways, the clock left aside."""
        profile, stands, today = self.store.profile(name), self.standing(name), self.today
        return {way: why_not(profile, stands, Channel(way), today=today) for way in WAYS}

    # -- what people say ------------------------------------------------------------------------

    def hear(self, saying: Saying) -> None:
        """Take something in, for the first time or again."""
        if not any(name in self.present for name in saying.whose):
            return
        saying.act(self.store, self.now)
        if saying in self.said:
            return
        self.said.append(saying)
        for name in saying.whose:
            self.lives[name].heard.append(saying.word)

    def set_safe(self, name: str, ways: frozenset[str]) -> None:
        """The person was asked today which ways are safe."""
        profile = self.store.profile(name)
        assert profile is not None
        safe = tuple(Channel(one) for one in sorted(ways))
        contact = dataclasses.replace(profile.contact, safe=safe, asked_on=self.today)
        self.store.put_profile(dataclasses.replace(profile, contact=contact))
        self.lives[name].safe, self.lives[name].asked_on = ways, self.today

    def erase(self, name: str) -> None:
        self.store.erase(name)
        self.lives[name].erased = True

    def wait(self, hours: int) -> None:
        """Time goes on; once a meeting is too near, the next one is the one that mail is about."""
        self.now += datetime.timedelta(hours=hours)
        if self.session.begins - self.now < datetime.timedelta(hours=3):
            day = self.today + datetime.timedelta(days=6)
            starts = datetime.datetime.combine(day, SESSION.starts.time())
            self.session = dataclasses.replace(SESSION, id=f"group-{day}", starts=starts)

    # -- mail -----------------------------------------------------------------------------------

    def send(self, way: str, wish: SendWish, fates: Iterator[str]) -> HandedOver:
        """A run over everyone by one way; what the server takes is looked at as it takes it."""
        self.store.settle_mail()
        hours = (
            hours_of(self.session, QUIET, self.session.send_days_before) if wish.by_server else None
        )
        chosen = [self._choose(name, way, wish, hours) for name in self.present]
        postings = [one for one in chosen if isinstance(one, Posting)]
        checked, _, _ = check_all(postings, self.now)
        if wish.resend or wish.again:
            self.resent |= {row.key for _, row in checked}
        accepted = MailState.HANDED_OVER if wish.by_server else MailState.LAID_READY

        def ask_again(one: Dispatch) -> Shut | None:
            profile = self.store.profile(one.person)
            channel = Channel(one.channel)
            return ask(profile, self.standing(one.person), channel, self.now, hours=hours)

        pace = SendingRate(0, lambda: self.now)
        server = _Server(self, fates, wish)
        return hand_over(checked, SendingLine(self.store, server, ask_again, accepted), pace)

    def _choose(
        self, name: str, way: str, wish: SendWish, hours: Hours | None
    ) -> Posting | Dispatch:
        profile = self.store.profile(name)
        start = Dispatch(name, way, MailStep.PLANNED, key=self._key(name, way))
        shut = ask(profile, self.standing(name), Channel(way), self.now, hours=hours)
        if shut is not None:
            return start.but(MailStep.NOT_REACHED, shut.reason)
        rows = [row for row in self.rows(name) if row.key[:3] == self._key(name, way)[:3]]
        stand = standing_of(start, rows, wish)
        if stand.step is not MailStep.PLANNED:
            return stand
        return posting(stand, _build, rows, "mail.example", told="", hours=hours)

    def _key(self, name: str, way: str) -> MailKey:
        return MailKey(self.session.id, name, way, "packet", "1")

    def rows(self, name: str | None = None) -> tuple[MailRow, ...]:
        return self.store.mail(person=name)

    def take(self, key: MailKey, wish: SendWish, *, told: bool) -> None:
        """The server has a message, or it lies ready: was that allowed, at this moment?"""
        life = self.lives[key.person]
        assert life.may_get(key.channel, self.today), f"{key.channel} to {key.person} after a no"
        if wish.by_server:
            assert not is_quiet(self.now), f"in quiet hours: {self.now}"
            assert key in self.resent or not any(one.key == key for one in self.taken), "twice"
            self.taken.append(Taken(key, told))


@dataclass
class _Server:
    """Takes messages one by one; ``fates`` says what becomes of each."""

    world: SmallWorld
    fates: Iterator[str]
    wish: SendWish

    def deliver(self, message: Outgoing, before_dot: Callable[[], None]) -> HandOver:
        fate = next(self.fates)
        self.world.meanwhile(message.key)
        if fate == "busy":
            return HandOver(HandOverVerdict.LATER, "busy")
        if fate == "refused":
            return HandOver(HandOverVerdict.ADDRESS, "no-such-address")
        before_dot()
        if fate == "no-answer":
            return HandOver(HandOverVerdict.UNCERTAIN, "lost-connection")
        self.world.take(message.key, self.wish, told=fate == "taken")
        if fate == "killed":
            raise Killed
        if fate == "answer-lost":
            return HandOver(HandOverVerdict.UNCERTAIN, "lost-connection")
        return HandOver(HandOverVerdict.ACCEPTED)

    def close(self) -> None:
        """Nothing is open."""


def is_quiet(now: datetime.datetime) -> bool:
    """By the promise alone: nothing is sent between eight in the evening and eight, over there."""
    hour = now.astimezone(ZoneInfo("America/New_York")).hour
    return hour >= 20 or hour < 8


# -- ways of saying something -------------------------------------------------------------------


def mail(address: str, text: str, at: datetime.datetime, number: int) -> Act:
    """A message that a person writes of their own accord, as ``returns import`` takes it in."""
    head = (
        f"From: {address}\r\nTo: hello@riverside.example\r\nSubject: Re: our meeting\r\n"
        f"Date: {at.strftime('%a, %d %b %Y %H:%M:%S %z')}\r\n"
        f"Message-ID: <{number}@mail.example>\r\n"
    )

    def act(store: SqlStore, now: datetime.datetime) -> None:
        flags = f"Status: {'R' * (now.second % 3)}O\r\n"
        message = read_message(f"{flags}{head}\r\n{text}\r\n".encode())
        take_in(ReturnsDesk(store, NO_PHRASES, now, "Jo"), message, MessagePlace(Path("mail.eml")))

    return act


def agreement(
    name: str,
    answers: dict[str, str],
    by: str,
    at: datetime.datetime,
    *,
    words: str,
    until: datetime.date | None,
) -> Act:
    """A signed agreement; ``answers`` by way, ``words`` is the version that was shown."""
    form = ManifestForm("consent", words, words * 8, "en", ())
    said = {LINES[way]: answer for way, answer in answers.items()}

    def act(store: SqlStore, now: datetime.datetime) -> None:
        by_name = SaidBy(name, BY[by], "Jo", at)
        give(store, by_name, form, said, sign="sign-name", until=until)

    return act


def taking_back(name: str, scope: str, by: str, at: datetime.datetime) -> Act:
    """A no that is written down: all, a way, or the line about it."""

    def act(store: SqlStore, now: datetime.datetime) -> None:
        withdraw(store, SaidBy(name, BY[by], "Jo", at), scope)

    return act


def _build(key: MailKey, date: datetime.datetime, message_id: str) -> Outgoing:
    return Outgoing(key, "a@riverside.example", PEOPLE[key.person], message_id, b"words")


def _person(name: str, contact: ContactWays) -> Profile:
    return Profile("access-kit/profile/1", name, "Lan", StatedBy.SELF, contact=contact)
