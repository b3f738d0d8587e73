"""A group that goes on for weeks, its file as somebody writes it, and what each person holds of it.

Which dates there are, when they are and who comes is kept here apart from the program, by what was
decided: the file is written out of it, and what people get is held against it.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.conftest import Ran
from tests.lives.answer_page import answer_page, fill_in
from tests.lives.judge import Life
from tests.lives.season_judge import Calendar, Mail, judge_notice, judge_packet, read_mail
from tests.lives.world import World, make_people
from tests.send.vault_kit import PASSPHRASE, SENT_AT, must, run

GROUP = "groups/thursday.toml"
ZONE = ZoneInfo("America/New_York")
FIRST = datetime.date(2026, 12, 3)
WEEKS = 12
MEMBERS = ("K-11", "K-23", "K-31")
LENGTH = datetime.timedelta(minutes=60)
SENT_ON = datetime.datetime.fromisoformat(SENT_AT).date()
MOST_NOTES = 3
"""After so many notes without a word, reminders end."""


def make_season_kit(folder: Path) -> Path:
    """Four people in a vault, three of whom are in a group that meets every Thursday.

    The papers of its first date are made.
    """
    session = make_people(folder, ["email", "call"], own=("K-23",))
    text = session.read_text(encoding="utf-8").replace("session/1", "group/1")
    text = text.replace('id = "evening-group-2026-12-03"', 'id = "thursday"')
    text = text.replace("minutes = 60", f'minutes = 60\nrepeats = "FREQ=WEEKLY;COUNT={WEEKS}"')
    text = text.replace('profiles = "profiles"', f"participants = {json.dumps(MEMBERS)}")
    (folder / GROUP).parent.mkdir()
    (folder / GROUP).write_text(text, encoding="utf-8")
    session.unlink()
    must(run(folder, "prepare", f"{GROUP}@{FIRST}", "--quiet", now=SENT_AT))
    return folder


@dataclass
class Season:
    """``hour`` is when meetings begin by the rule; ``moved`` those that begin at another time.

    ``comings`` says, in order, who comes from a date on (``join``), no longer (``leave``), or on
    that date alone (``guest``).
    """

    hour: datetime.time = datetime.time(18)
    moved: dict[datetime.date, datetime.datetime] = field(default_factory=dict)
    cancelled: set[datetime.date] = field(default_factory=set)
    comings: list[tuple[datetime.date, str, str]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    @property
    def days(self) -> list[datetime.date]:
        return [FIRST + datetime.timedelta(weeks=week) for week in range(WEEKS)]

    def starts(self, day: datetime.date) -> datetime.datetime:
        local = self.moved.get(day) or datetime.datetime.combine(day, self.hour)
        return local.replace(tzinfo=ZONE)

    def held(self) -> list[datetime.date]:
        return [day for day in self.days if day not in self.cancelled]

    def ahead(self, now: datetime.datetime) -> list[datetime.date]:
        """The dates of which something is still to come, the next one first."""
        return [day for day in self.held() if self.starts(day) + LENGTH > now]

    def is_member(self, person: str, day: datetime.date) -> bool:
        here = person in MEMBERS
        for since, who, what in sorted(self.comings, key=lambda one: one[0]):
            if who == person and since <= day and what != "guest":
                here = what == "join"
        return here and person not in self.gone

    def is_guest(self, person: str, day: datetime.date) -> bool:
        return (day, person, "guest") in self.comings and person not in self.gone

    def comes(self, person: str, day: datetime.date) -> bool:
        return self.is_member(person, day) or self.is_guest(person, day)

    def write(self, path: Path) -> None:
        """The group's file as it is decided now."""
        text = path.read_text(encoding="utf-8").split("\n[[meeting]]")[0].rstrip() + "\n"
        lines = []
        for line in text.splitlines():
            if line.startswith("starts = "):
                line = f"starts = {datetime.datetime.combine(FIRST, self.hour).isoformat()}"
            elif line.startswith("participants = "):
                named = [one for one in MEMBERS if one not in self.gone]
                line = f"participants = {json.dumps(named)}"
            lines.append(line)
        for day in self.days:
            lines += self._differs(day)
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")

    def _differs(self, day: datetime.date) -> list[str]:
        said = []
        if day in self.cancelled:
            said.append("cancelled = true")
        if day in self.moved:
            said.append(f"starts = {self.moved[day].isoformat()}")
        for what in ("join", "leave", "guest"):
            who = [p for d, p, w in self.comings if (d, w) == (day, what) and p not in self.gone]
            if who:
                said.append(f"{what} = {json.dumps(who)}")
        return ["", "[[meeting]]", f"date = {day.isoformat()}", *said] if said else []


@dataclass
class SeasonWorld(World):
    """``day`` is the date that a command is about, ``doing`` the command.

    ``got`` are the mails that surely came, by person and date; ``first_due`` says of each packet
    whether it was made for somebody who had got nothing before; ``noted`` is when a note came, and
    ``calendars`` hold what came.
    """

    season: Season = field(default_factory=Season)
    day: datetime.date = FIRST
    doing: str = ""
    sent_on: datetime.date = SENT_ON
    got: dict[tuple[str, datetime.date], list[Mail]] = field(default_factory=dict)
    first_due: dict[tuple[str, datetime.date], bool] = field(default_factory=dict)
    noted: dict[tuple[str, datetime.date], datetime.datetime] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.first_due = {(one, FIRST): True for one in MEMBERS}

    @property
    def meeting(self) -> Path:
        return self.kit / GROUP.replace(".toml", f".toml@{self.day.isoformat()}")

    @property
    def next(self) -> datetime.date | None:
        return next(iter(self.season.ahead(self.now)), None)

    def coming(self, day: datetime.date) -> list[str]:
        return [one for one in self.present if self.season.comes(one, day)]

    def was_there(self, person: str, day: datetime.date) -> bool:
        """Whether papers of an earlier date surely came to somebody."""
        return any(
            who == person and at < day and any(one.is_packet for one in mails)
            for (who, at), mails in self.got.items()
        )

    def knows(self, person: str, day: datetime.date) -> bool:
        """Whether mail of this date came to somebody, or papers that tell them of every date."""
        if self.got.get((person, day)):
            return True
        return self.season.is_member(person, day) and any(
            who == person and self.season.is_member(who, at) and any(m.is_packet for m in mails)
            for (who, at), mails in self.got.items()
        )

    def still_shown(self, day: datetime.date) -> list[str]:
        """Who is in the group no more by a date, was told nothing of it, and whose calendar shows
        it; those who may be e-mailed.
        """
        season, found = self.season, []
        days = [one for one in season.ahead(self.now) if one <= day]
        for name, calendar in self.calendars.items():
            life = self.lives[name]
            once = {season.starts(one) for one in season.days if season.is_guest(name, one)}
            is_in = any(season.is_member(name, one) for one in days) or season.comes(name, day)
            told = any(read_mail(one).is_leaving for one in self.mails[name])
            may = life.may_get("email", self.now.date())
            if may and not is_in and not told and calendar.starts(self.now) - once:
                found.append(name)
        return found

    # -- what people do -------------------------------------------------------------------------

    def _can_be_signed(self, ours: bytes) -> bool:
        return "Form version:" in answer_page(ours)

    def _sign(self, ours: bytes, email: bool | None) -> str:
        return fill_in(answer_page(ours))

    def agree(self, person: str, at: datetime.datetime, *, email: bool | None) -> bool:
        """The short agreement asks nothing about e-mail."""
        return super().agree(person, at, email=None)

    # -- what the facilitator does --------------------------------------------------------------

    def write(self) -> None:
        self.season.write(self.kit / GROUP)

    def run(self, *words: object, stdin: str = "", secret: str = PASSPHRASE) -> Ran:
        if self.doing.startswith(("send", "remind")):
            self.sent_on = self.now.date()
        done = super().run(*words, stdin=stdin, secret=secret)
        self.doing = ""
        return done

    def prepare(self, day: datetime.date) -> Ran:
        self.day, self.doing = day, "prepare"
        done = self.run("prepare", self.meeting, "--jobs", "1", "--json")
        if done.code in (0, 1):
            for one in self.coming(day):
                # What went once goes again as it was, whatever came of earlier dates since.
                if not any(mail.is_packet for mail in self.got.get((one, day), [])):
                    self.first_due[one, day] = not self.was_there(one, day)
        return done

    def do(self, command: str, day: datetime.date, *words: str) -> Ran:
        self.day, self.doing = day, " ".join((command, *words))
        return self.send(command, *words)

    def cancel(self, day: datetime.date, via: str) -> Ran:
        self.season.cancelled.add(day)
        done = self.do("send", day, "--cancel", "--via", via)
        if f"date = {day}\ncancelled = true" not in (self.kit / GROUP).read_text("utf-8"):
            self.season.cancelled.discard(day)
        return done

    def mark_sent(self, day: datetime.date) -> Ran:
        """Everything in the outbox of a date was sent by the facilitator's own program."""
        folder = self.kit / "out" / f"thursday-{day}" / "outbox"
        lying = {path: path.read_bytes() for path in folder.glob("*.eml")}
        self.day, self.doing = day, "mark"
        done = self.run("send", self.meeting, "--mark-sent", "--json")
        for path, data in lying.items():
            if not path.exists():
                life = self._whose(self._address_of(data))
                if life.id in {one["id"] for one in done.json["messages"]}:
                    self._came(life, read_mail(data), day)
        return done

    def erase(self, person: str) -> Ran:
        self.lives[person].erased = True
        self.season.gone.add(person)
        done = self.run("profile", "erase", person, "--yes", "--json")
        self.write()
        return done

    def record_yes(self, person: str) -> Ran | None:
        """Gone through on a date that the person comes to."""
        day = next(
            (one for one in self.season.ahead(self.now) if self.season.comes(person, one)), None
        )
        if day is None:
            return None
        self.day, self.doing = day, "record"
        return super().record_yes(person)

    # -- what they get --------------------------------------------------------------------------

    def lies_since(self) -> datetime.date:
        """The day of the last sending: while days only pass, no command can take anything away."""
        return self.sent_on

    def judge_mail(self, life: Life, data: bytes) -> None:
        mail = read_mail(data)
        self._judge(life, mail, self.day)
        if self.doing.startswith("remind"):
            many = self._unanswered(life, self.day)
            assert many < MOST_NOTES, f"{life.id} is reminded of {self.day} after {many} notes"
        self._came(life, mail, self.day)

    def judge_lying(self, life: Life, path: Path, data: bytes) -> None:
        """What lies ready for the date that a sending was about is true when it ends."""
        about = path.parent.parent.name.removeprefix("thursday-")
        if self.doing.startswith(("send", "remind")) and about == self.day.isoformat():
            self._judge(life, read_mail(data), self.day)

    def _judge(self, life: Life, mail: Mail, day: datetime.date) -> None:
        where = f"{life.id}, {day}, {self.now:%m-%d %H:%M}, {self.doing}"
        if mail.is_leaving:
            still = [one for one in self.season.ahead(self.now) if one <= day]
            stays = [one for one in still if self.season.is_member(life.id, one)]
            assert not stays, f"taken out of the group that they are in: {where}"
            return
        assert self.season.comes(life.id, day), f"does not come, and gets mail: {where}"
        starts = self.season.starts(day)
        if day in self.season.cancelled:
            assert mail.is_cancelled, f"a date that is cancelled is told as held: {where}"
            judge_notice(mail, starts, where)
            return
        assert not mail.is_cancelled, f"a date that is held is told as cancelled: {where}"
        if mail.is_packet:
            is_first = self.first_due[life.id, day]
            judge_packet(mail, starts, where, is_first=is_first)
        else:
            judge_notice(mail, starts, where)

    def _unanswered(self, life: Life, day: datetime.date) -> int:
        """How many notes of earlier dates came to somebody since their last word."""
        last = max((word.at for word in life.heard), default=None)
        since = [
            at
            for (who, earlier), at in self.noted.items()
            if who == life.id and earlier < day and (last is None or at > last)
        ]
        return len(since)

    def _came(self, life: Life, mail: Mail, day: datetime.date) -> None:
        self.got.setdefault((life.id, day), []).append(mail)
        if mail.is_note:
            self.noted[life.id, day] = self.now
        if mail.calendar:
            calendar = self.calendars.setdefault(life.id, Calendar())
            calendar.take(mail.calendar)
            if mail.is_packet:
                self._judge_calendar(life, calendar, day)
            elif mail.is_cancelled:
                shown = calendar.starts(self.now)
                assert self.season.starts(day) not in shown, f"{life.id}: {day} is still shown"

    def _judge_calendar(self, life: Life, calendar: Calendar, day: datetime.date) -> None:
        """What somebody's calendar shows from now on is when the group meets."""
        shown = calendar.starts(self.now)
        dates = self.season.ahead(self.now)
        if not self.season.is_member(life.id, day):
            dates = [one for one in dates if self.season.is_guest(life.id, one) and one == day]
        expected = {self.season.starts(one) for one in dates}
        expected = {one for one in expected if one > self.now}
        assert shown == expected, (
            f"{life.id}'s calendar at {self.now} shows {sorted(shown ^ expected)} wrong"
        )
