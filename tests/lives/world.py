"""A kit with a few people, a mail server, a clock, and a pile of mail that nobody has read yet."""

from __future__ import annotations

import datetime
import json
import random
import re
import shutil
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

from tests.conftest import Ran
from tests.delivery.mail_server import MailServer
from tests.lives.inside import run_inside
from tests.lives.judge import NONE, WAYS, Life, Word
from tests.send.replies import chain, gmail, reply_to, text_of, tick_label
from tests.send.test_commands import PASSWORD, USER, use_server
from tests.send.test_consent import answers_to
from tests.send.vault_kit import SENT_AT, SESSION, make_quick, must, run, session_file
from tests.workflow.kits import copy_example

PEOPLE = {
    "K-11": "mei-ling@mail.example",
    "K-23": "tomasz@mail.example",
    "K-31": "ines@mail.example",
    "K-32": "omar@mail.example",
}
STARTS = datetime.datetime.fromisoformat("2026-12-03T18:00:00-05:00")
MAIL = frozenset({"email"})
QUIET = (datetime.time(20), datetime.time(8))


def make_kit(folder: Path) -> Path:
    """Four people whom e-mail reaches, with packets as small as packets get."""
    session = copy_example(folder)
    profiles = folder / "profiles"
    plain = (profiles / "K-23.toml").read_text(encoding="utf-8")
    for path in profiles.iterdir():
        if path.stem not in PEOPLE:
            path.unlink()
    for number, (name, address) in enumerate(PEOPLE.items()):
        if name not in ("K-11", "K-23"):
            text = plain.replace("K-23", name).replace("tomasz@mail.example", address)
            text = text.replace("Tomasz", f"Person {number}").replace("0144", f"015{number}")
            (profiles / f"{name}.toml").write_text(text, encoding="utf-8")
    must(run(folder, "vault", "init", "--name", "Jo"))
    make_quick(folder / "vault.db")
    for name in PEOPLE:
        must(run(folder, "profile", "import", profiles / f"{name}.toml"))
    shutil.rmtree(profiles)
    text = session.read_text(encoding="utf-8")
    text = text.replace('profiles = "profiles"', f"participants = {json.dumps(list(PEOPLE))}")
    session.write_text(re.sub(r"(?m)^handouts = .*$", "", text), encoding="utf-8")
    must(run(folder, "prepare", session, "--quiet", now=SENT_AT))
    return folder


@dataclass
class World:
    """``starts`` is when the meeting begins now; ``seen`` are mails that left, by person."""

    kit: Path
    server: MailServer
    authority: Path
    now: datetime.datetime = field(default_factory=lambda: datetime.datetime.fromisoformat(SENT_AT))
    starts: datetime.datetime = STARTS
    lives: dict[str, Life] = field(default_factory=dict)
    pile: dict[str, bytes] = field(default_factory=dict)
    mails: dict[str, list[bytes]] = field(default_factory=dict)
    cancelled: bool = False
    _accepted: int = 0
    _count: int = 0

    def __post_init__(self) -> None:
        use_server(self.kit, self.server.port)
        self.lives = {name: Life(name, address) for name, address in PEOPLE.items()}

    @property
    def present(self) -> list[str]:
        return [name for name, life in self.lives.items() if not life.erased]

    def run(self, *words: object, stdin: str = "") -> Ran:
        env = {"SSL_CERT_FILE": str(self.authority), "ACCESS_KIT_SMTP_PASSWORD": PASSWORD}
        done = run_inside(self.kit, *words, now=self.now.isoformat(), stdin=stdin, env=env)
        assert done.code != 70, done.stderr
        self.look()
        return done

    # -- what left, or lies ready ---------------------------------------------------------------

    def look(self) -> None:
        """Everything that reached someone since the last look was allowed, and so is what lies."""
        for one in self.server.accepted[self._accepted :]:
            for address in one.recipients:
                life = self._whose(address)
                assert life.may_get("email", self.now.date()), (
                    f"{life.id} got mail after a no, at {self.now}"
                )
                assert not self._is_quiet(), f"mail in quiet hours: {self.now}"
                life.told.append((self.now, one.data.decode("utf-8", "replace")))
                self.mails.setdefault(life.id, []).append(one.data)
        self._accepted = len(self.server.accepted)
        for path in (self.kit / "out" / SESSION / "outbox").glob("*.eml"):
            data = path.read_bytes()
            message = message_from_bytes(data, policy=policy.default)
            life = self._whose(message["To"].addresses[0].addr_spec)
            assert life.may_get("email", self.now.date()), (
                f"mail to {life.id} lies ready after a no, at {self.now}"
            )
            if data not in self.mails.setdefault(life.id, []):
                self.mails[life.id].append(data)

    def _whose(self, address: str) -> Life:
        return next(life for life in self.lives.values() if life.address == address)

    def _is_quiet(self) -> bool:
        clock = self.now.time()
        return clock >= QUIET[0] or clock < QUIET[1]

    # -- what people do -------------------------------------------------------------------------

    def stop(self, person: str, at: datetime.datetime) -> None:
        life = self.lives[person]
        data = (
            f"From: {life.id} <{life.address}>\r\nTo: hello@riverside.example\r\n"
            f"Subject: Re: our meeting\r\nDate: {_mail_date(at)}\r\n"
            f"Message-ID: <stop{self._next()}@mail.example>\r\n\r\nSTOP\r\n"
        ).encode()
        self._lay(person, data, Word(at, no=MAIL, by="email", stops=True))

    def agree(self, person: str, at: datetime.datetime, *, email: bool | None) -> bool:
        """A signed agreement, with a yes, a no or nothing at the line about e-mail."""
        ours = self._with_agreement(person)
        if ours is None:
            return False
        data = reply_to(ours, gmail(_signed(ours, email), ""), date=_mail_date(at))
        word = Word(
            at,
            yes=MAIL if email else NONE,
            no=MAIL if email is False else NONE,
            by="email",
            joins=True,
        )
        self._lay(person, _with_id(data, self._next()), word)
        return True

    def forge(self, person: str, by: str, at: datetime.datetime) -> bool:
        """An agreement to ``person``'s mail that ``by`` sends from their own address."""
        ours = self._with_agreement(person)
        if ours is None:
            return False
        lines = gmail(_signed(ours, True), "")
        data = reply_to(ours, lines, sender=self.lives[by].address, date=_mail_date(at))
        self._lay(person, _with_id(data, self._next()), None, own=False)
        return True

    def _with_agreement(self, person: str) -> bytes | None:
        mails = self.mails.get(person, [])
        return next((one for one in reversed(mails) if b"e-mail me" in _body(one)), None)

    def _lay(self, person: str, data: bytes, word: Word | None, *, own: bool = True) -> None:
        name = f"mail-{self._next():03}.eml"
        self.pile[name] = data
        if own:
            self.lives[person].unheard[name] = word

    def _next(self) -> int:
        self._count += 1
        return self._count

    # -- what the facilitator does --------------------------------------------------------------

    def take_in(self, dice: random.Random) -> Ran | None:
        """The whole mailbox again, in any order, each with flags of another mail program."""
        if not self.pile:
            return None
        names = list(self.pile)
        dice.shuffle(names)
        for name in names:
            flags = dice.choice([b"", b"Status: RO\r\n", b"X-Keywords: seen\r\n"])
            (self.kit / name).write_bytes(flags + self.pile[name])
        for life in self.lives.values():
            for name in names:
                life.hear(name)
        done = self.run("returns", "import", *names, "--json")
        for name in names:
            (self.kit / name).unlink()
        return done

    def withdraw(self, person: str, scope: str) -> Ran:
        self._moment_later()
        self.lives[person].heard.append(Word(self.now, no=WAYS if scope == "all" else {scope}))
        return self.run("consent", "withdraw", person, "--scope", scope, "--json")

    def record_yes(self, person: str) -> Ran:
        """The agreement gone through by telephone, with a yes to e-mail."""
        self._moment_later()
        words = ("consent", "record", session_file(self.kit), person)
        whole = self.run(*words, stdin="\n" * 120)
        wanted = {"You may e-mail me": "2", "My name": "1", "I choose to join": "1"}
        done = self.run(*words, "--json", stdin=answers_to(whole.stderr, wanted))
        if done.code == 0:
            self.lives[person].heard.append(Word(self.now, yes=MAIL, joins=True))
        return done

    def _moment_later(self) -> None:
        """What the facilitator writes down comes one after the other: clocks go on meanwhile."""
        self.now += datetime.timedelta(seconds=1)

    def set_safe(self, person: str, *, safe: bool) -> Ran:
        ways = ("email", "letter") if safe else ("letter",)
        self.lives[person].safe = frozenset(ways)
        self.lives[person].asked_on = self.now.date()
        return self.run(
            *(
                "profile",
                "edit",
                person,
                f"contact.safe={', '.join(ways)}",
                "pace.reminders=letter",
            ),
            f"contact.asked_on={self.now.date()}",
        )

    def erase(self, person: str) -> Ran:
        self.lives[person].erased = True
        done = self.run("profile", "erase", person, "--yes", "--json")
        self._edit(r"(?m)^participants = .*$", f"participants = {json.dumps(self.present)}")
        return done

    def move(self, minutes: int) -> Ran:
        self.starts += datetime.timedelta(minutes=minutes)
        local = self.starts.strftime("%Y-%m-%dT%H:%M:%S")
        self._edit(r"(?m)^starts = .*$", f"starts = {local}")
        return self.run("prepare", session_file(self.kit), "--json")

    def send(self, command: str, *words: str) -> Ran:
        return self.run(command, session_file(self.kit), *words, "--yes", "--json")

    def _edit(self, pattern: str, new: str) -> None:
        path = session_file(self.kit)
        path.write_text(re.sub(pattern, new, path.read_text(encoding="utf-8")), encoding="utf-8")


def _body(data: bytes) -> bytes:
    body = message_from_bytes(data, policy=policy.default).get_body(("plain",))
    return body.get_content().encode() if body is not None else b""


def _signed(ours: bytes, email: bool | None) -> list[str]:
    """The lines of a mail of ours, signed, with an answer at the line about e-mail."""
    lines = text_of(message_from_bytes(ours, policy=policy.default))
    done = chain(tick_label("My name"))(lines)
    if email is None:
        return done
    answer = "Yes" if email else "No"
    at = next(n for n, line in enumerate(done) if "You may e-mail me" in line)
    box = next(n for n in range(at, len(done)) if done[n] == f"[ ] {answer}")
    return [*done[:box], f"[x] {answer}", *done[box + 1 :]]


def _with_id(data: bytes, number: int) -> bytes:
    return re.sub(
        rb"(?m)^Message-ID: .*$", f"Message-ID: <m{number}@mail.example>\r".encode(), data
    )


def _mail_date(at: datetime.datetime) -> str:
    return at.strftime("%a, %d %b %Y %H:%M:%S %z")


__all__ = ["PEOPLE", "STARTS", "USER", "World", "make_kit"]
