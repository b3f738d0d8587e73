"""A kit with a few people, a mail server, a clock, and a pile of mail that nobody has read yet."""

from __future__ import annotations

import copy
import datetime
import json
import random
import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

from tests.conftest import Ran
from tests.delivery.mail_server import MailServer
from tests.lives.judge import NONE, WAYS, Life, Word
from tests.lives.season_judge import HOURS
from tests.lives.what_lies import NO_MEETING, judge_hours, letters_in, people_in, texts_in
from tests.send.replies import chain, gmail, reply_to, text_of, tick_label
from tests.send.test_commands import PASSWORD, USER, use_server
from tests.send.test_consent import answers_to
from tests.send.vault_kit import (
    PASSPHRASE,
    SENT_AT,
    make_quick,
    must,
    run,
    send_it_all_first,
    session_file,
)
from tests.workflow.kits import copy_example

PEOPLE = {
    "K-11": "mei-ling@mail.example",
    "K-23": "tomasz@mail.example",
    "K-31": "ines@mail.example",
    "K-32": "omar@mail.example",
}
STARTS = datetime.datetime.fromisoformat("2026-12-03T18:00:00-05:00")
WORDS = "recovery-words.txt"
"""The file of the tests that holds what opens a backup."""
MAIL = frozenset({"email"})
STOPS = {
    "word": ("Re: our meeting", "", "STOP"),
    "button": ("stop", "Auto-Submitted: auto-replied\r\n", ""),
    "may": ("Re: our meeting", "", "Please stop sending me these."),
}
"""Subject, headers and words of a wish to stop by mail."""

PHONES = {name: f"015{number}" for number, name in enumerate(PEOPLE)}
"""How each person's telephone number ends."""

QUIET = (datetime.time(20), datetime.time(8))


def make_kit(folder: Path) -> Path:
    """Four people whom e-mail reaches, with packets as small as packets get."""
    session = make_people(folder, ["letter", "email"])
    send_it_all_first(folder)
    text = session.read_text(encoding="utf-8")
    text = text.replace('profiles = "profiles"', f"participants = {json.dumps(list(PEOPLE))}")
    session.write_text(text, encoding="utf-8")
    must(run(folder, "prepare", session, "--quiet", now=SENT_AT))
    return folder


def make_people(folder: Path, safe: list[str], own: Collection[str] = ("K-11", "K-23")) -> Path:
    """A kit with the people in its vault; gives the file of its session, which names nobody yet.

    Those of ``own`` are as in the example, the others as K-23 there.
    """
    session = copy_example(folder)
    profiles = folder / "profiles"
    plain = (profiles / "K-23.toml").read_text(encoding="utf-8")
    plain = plain.replace('safe = ["letter", "email"]', f"safe = {json.dumps(safe)}")
    for path in profiles.iterdir():
        if path.stem not in PEOPLE:
            path.unlink()
    for number, (name, address) in enumerate(PEOPLE.items()):
        path = profiles / f"{name}.toml"
        text = path.read_text(encoding="utf-8") if name in own else ""
        if name not in own:
            text = plain.replace("K-23", name).replace("tomasz@mail.example", address)
            text = text.replace("Tomasz", f"Person {number}")
        phone = f'\\g<1>+1 603 555 {PHONES[name]}"'
        path.write_text(re.sub(r'(?m)^(phone = ").*"$', phone, text), encoding="utf-8")
    made = must(run(folder, "vault", "init", "--name", "Jo", "--say-words", "--json"))
    (folder / WORDS).write_text(" ".join(made.json["recovery_words"]), encoding="utf-8")
    make_quick(folder / "vault.db")
    for name in PEOPLE:
        must(run(folder, "profile", "import", profiles / f"{name}.toml"))
    shutil.rmtree(profiles)
    text = session.read_text(encoding="utf-8")
    session.write_text(re.sub(r"(?m)^handouts = .*$", "", text), encoding="utf-8")
    return session


@dataclass
class World:
    """``starts`` is when the meeting begins now, ``mails`` what left or lay ready, by person.

    ``kept`` is the newest backup, with everyone as the judge saw them then. ``doubt``: the vault
    was put back, and nobody has answered yet; ``lost`` is what people said in the meantime that no
    mail can bring back. ``is_older``: the ledger does not know all that went. ``commands`` counts
    what was run.
    """

    kit: Path
    server: MailServer
    authority: Path
    now: datetime.datetime = field(default_factory=lambda: datetime.datetime.fromisoformat(SENT_AT))
    starts: datetime.datetime = STARTS
    lives: dict[str, Life] = field(default_factory=dict)
    pile: dict[str, bytes] = field(default_factory=dict)
    mails: dict[str, list[bytes]] = field(default_factory=dict)
    kept: tuple[Path, dict[str, Life]] | None = None
    is_off: bool = False
    doubt: bool = False
    is_older: bool = False
    lost: list[tuple[str, Word]] = field(default_factory=list)
    commands: int = 0
    _lying: frozenset[str] = frozenset()
    _to: dict[bytes, str] = field(default_factory=dict)
    _accepted: int = 0
    _count: int = 0

    def __post_init__(self) -> None:
        use_server(self.kit, self.server.port)
        self.lives = {name: Life(name, address) for name, address in PEOPLE.items()}
        self.lives["K-11"].safe |= {"sms"}

    @property
    def meeting(self) -> Path:
        """What the commands are given."""
        return session_file(self.kit)

    @property
    def present(self) -> list[str]:
        return [name for name, life in self.lives.items() if not life.erased]

    def run(self, *words: object, stdin: str = "", secret: str = PASSPHRASE) -> Ran:
        env = {"SSL_CERT_FILE": str(self.authority), "ACCESS_KIT_SMTP_PASSWORD": PASSWORD}
        now = self.now.isoformat()
        self.commands += 1
        done = run(self.kit, *words, now=now, stdin=stdin, env=env, secret=secret, inside=True)
        assert done.code != 70, done.stderr
        self.look()
        return done

    # -- what left, or lies ready ---------------------------------------------------------------

    def look(self) -> None:
        """Everything that reached someone since the last look was allowed, and so is what lies."""
        came = self.server.accepted[self._accepted :]
        lying = {path.name: path for path in (self.kit / "out").glob("*/outbox/*.eml")}
        if self.doubt:
            assert not came, "mail went from a vault that was put back, and nobody was asked"
            assert self._lying >= lying.keys(), "mail lies ready from a vault that was put back"
            return
        self._lying = frozenset(lying)
        for one in came:
            for address in one.recipients:
                life = self._whose(address)
                assert life.may_get("email", self.now.date()), (
                    f"{life.id} got mail after a no, at {self.now}"
                )
                assert not self._is_quiet(), f"mail in quiet hours: {self.now}"
                life.told.append((self.now, one.data.decode("utf-8", "replace")))
                self.mails.setdefault(life.id, []).append(one.data)
                self.judge_mail(life, one.data)
        self._accepted = len(self.server.accepted)
        for path in lying.values():
            data = path.read_bytes()
            life = self._whose(self._address_of(data))
            assert life.may_get("email", self.lies_since()), (
                f"mail to {life.id} lies ready after a no, at {self.now}"
            )
            if data not in self.mails.setdefault(life.id, []):
                self.mails[life.id].append(data)
            self.judge_lying(life, path, data)
        self._judge_print_and_texts()

    def _judge_print_and_texts(self) -> None:
        """Letters and texts that lie ready are of nobody who said no to them."""
        for name in people_in(letters_in(self.kit) or ""):
            assert self.lives[name].may_get("letter", self.lies_since()), (
                f"a letter to {name} lies ready after a no, at {self.now}"
            )
        for number, _ in texts_in(self.kit):
            [life] = [one for one in self.lives.values() if number.endswith(PHONES[one.id])]
            assert life.may_get("sms", self.lies_since()), (
                f"a text to {life.id} lies ready after a no, at {self.now}"
            )

    def judge_times(self, *, texts: bool = True) -> None:
        """What lies ready says of the meeting what is so; not known where a backup was put back."""
        if self.is_older:
            return
        where = f"at {self.now}"
        letters, rows = letters_in(self.kit), texts_in(self.kit) if texts else []
        if self.is_off:
            assert letters is None or NO_MEETING in letters, f"letters of no meeting {where}"
            assert not any(HOURS.search(text) for _, text in rows), f"texts of no meeting {where}"
            return
        for said in (letters or "", *(text for _, text in rows)):
            judge_hours(said, self.starts, where)

    def lies_since(self) -> datetime.date:
        """The day by which what lies ready must be allowed."""
        return self.now.date()

    def judge_mail(self, life: Life, data: bytes) -> None:
        """What else must be true of a mail that a server took for a person."""

    def judge_lying(self, life: Life, path: Path, data: bytes) -> None:
        """What else must be true of one that lies ready."""

    def _address_of(self, data: bytes) -> str:
        if data not in self._to:
            message = message_from_bytes(data, policy=policy.default)
            self._to[data] = message["To"].addresses[0].addr_spec
        return self._to[data]

    def _whose(self, address: str) -> Life:
        found = [life for life in self.lives.values() if life.address == address]
        assert found, f"mail to {address}, which is nobody's now, at {self.now}"
        return found[0]

    def _is_quiet(self) -> bool:
        clock = self.now.time()
        return clock >= QUIET[0] or clock < QUIET[1]

    # -- what people do -------------------------------------------------------------------------

    def stop(self, person: str, at: datetime.datetime, form: str = "word") -> None:
        """A wish to stop by mail: the word, the button of a mail program, or what may mean it."""
        life = self.lives[person]
        subject, headers, said = STOPS[form]
        data = (
            f"From: {life.id} <{life.address}>\r\nTo: hello@riverside.example\r\n"
            f"Subject: {subject}\r\nDate: {_mail_date(at)}\r\n{headers}"
            f"Message-ID: <stop{self._next()}@mail.example>\r\n\r\n{said}\r\n"
        ).encode()
        self._lay(person, data, Word(at, no=MAIL, by="email", stops=form != "may"))

    def stop_by(self, person: str, way: str) -> Ran:
        """STOP that was texted, or stands in a letter; the facilitator writes it down."""
        self._moment_later()
        word = Word(self.now, no=frozenset({way}), by=way, stops=True)
        self.lives[person].heard.append(word)
        return self.run("consent", "withdraw", person, "--scope", way, "--way", way, "--json")

    def agree(self, person: str, at: datetime.datetime, *, email: bool | None) -> bool:
        """A signed agreement, with a yes, a no or nothing at the line about e-mail."""
        ours = self._with_agreement(person)
        if ours is None:
            return False
        data = reply_to(ours, self._sign(ours, email), date=_mail_date(at))
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
        lines = self._sign(ours, True)
        data = reply_to(ours, lines, sender=self.lives[by].address, date=_mail_date(at))
        self._lay(person, _with_id(data, self._next()), None, own=False)
        return True

    def _with_agreement(self, person: str) -> bytes | None:
        """The newest mail of ours that can be signed; whoever got one of us got one that can."""
        mails = self.mails.get(person, [])
        found = next((one for one in reversed(mails) if self._can_be_signed(one)), None)
        assert found or not mails, f"{person} got nothing to sign"
        return found

    def _can_be_signed(self, ours: bytes) -> bool:
        return b"e-mail me" in _body(ours)

    def _sign(self, ours: bytes, email: bool | None) -> str:
        """What is written below the quoted mail, in it."""
        return gmail(_signed(ours, email), "")

    def _lay(self, person: str, data: bytes, word: Word | None, *, own: bool = True) -> None:
        name = f"mail-{self._next():03}.eml"
        self.pile[name] = data
        if own:
            self.lives[person].mailed[name] = word

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

    def record_yes(self, person: str) -> Ran | None:
        """The agreement gone through by telephone, with a yes to e-mail; ``None``: not now."""
        self._moment_later()
        words = ("consent", "record", self.meeting, person)
        whole = self.run(*words, stdin="\n" * 120)
        wanted = {"You may e-mail me": "2", "My name": "1", "Joining is my choice": "1"}
        done = self.run(*words, "--json", stdin=answers_to(whole.stderr, wanted))
        if done.code == 0:
            self.lives[person].heard.append(Word(self.now, yes=MAIL, joins=True))
        return done

    def _moment_later(self) -> None:
        """What the facilitator writes down is said at half a second, and a mail at a whole one."""
        self.now = self.now.replace(microsecond=0) + datetime.timedelta(seconds=1.5)

    def set_safe(self, person: str, *, safe: bool) -> Ran:
        ways = ("email", "letter") if safe else ("letter", "sms")
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
        self.is_off = False
        local = self.starts.strftime("%Y-%m-%dT%H:%M:%S")
        self._edit(r"(?m)^starts = .*$", f"starts = {local}")
        return self.run("prepare", self.meeting, "--jobs", "1", "--json")

    def change_address(self, person: str, address: str) -> Ran:
        life = self.lives[person]
        life.former.append(life.address)
        life.address = address
        return self.run("profile", "edit", person, f"contact.email={address}")

    def send(self, command: str, *words: str) -> Ran:
        return self.run(command, self.meeting, *words, "--yes", "--json")

    def send_letters(self, *words: str) -> Ran:
        return self.run("letters", self.meeting, *words, "--json")

    # -- backups --------------------------------------------------------------------------------

    def back_up(self) -> Ran:
        path = self.kit / "backups" / f"backup-{self._next()}.age"
        path.parent.mkdir(exist_ok=True)
        self.kept = (path, copy.deepcopy(self.lives))
        return self.run("vault", "backup", path, "--json")

    def put_back(self) -> Ran:
        """The vault is lost, and the newest backup takes its place."""
        assert self.kept is not None
        path, before = self.kept
        for lost in self.kit.glob("vault.db*"):
            lost.unlink()
        self.doubt = self.is_older = True
        self.lost = [
            (name, word)
            for name, life in self.lives.items()
            for word in life.forget_since(before[name])
        ]
        words = (self.kit / WORDS).read_text(encoding="utf-8")
        return self.run("vault", "restore", path, "--json", secret=words)

    def say_again(self) -> None:
        """The facilitator writes down once more what was said to them since the backup."""
        for name, word in self.lost:
            if name in self.present:
                if word.joins:
                    self.record_yes(name)
                else:
                    self.withdraw(name, "all" if word.no == WAYS else "email")
        self.lost = []

    def answer_and_send(self, via: str) -> Ran:
        """The question is answered: from now on this vault counts."""
        self.doubt = False
        words = ("send", self.meeting, "--via", via, "--json")
        return self.run(*words, stdin="y\ny\n")

    def _edit(self, pattern: str, new: str) -> None:
        path = self.meeting
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
