"""What a mail of a group says, read from its bytes alone, and what must be true of it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from email import message_from_bytes, policy

import icalendar
import pypdfium2

from tests.calendars.held import Held

LONG_DATE = re.compile(
    r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, ([A-Z][a-z]+) (\d{1,2})(?:, (\d{4}))?"
)
HOURS = re.compile(r"\b(\d{1,2}:\d\d)(?: ([ap])\.m\.)? to (\d{1,2}:\d\d) ([ap])\.m\.")
DEADLINE = re.compile(rf"\bby {LONG_DATE.pattern}")
OTHER_DATE = re.compile(
    rf"Instead of {LONG_DATE.pattern}, we meet on {LONG_DATE.pattern} at .*?m\."
    rf"|On {LONG_DATE.pattern} we meet at .*?m\., not at .*?m\.|, instead of {LONG_DATE.pattern}"
)
AGAIN = (
    *("We meet again on", "We have a new time:"),
    *("This time we meet on", "This time the hour is different:"),
)
FIRST_TIME = "We're glad you're coming"
QUESTIONS = ("I opened the link, and it works", "I can hear, and others can hear me")
"""Two of the questions that everybody is asked."""


@dataclass(frozen=True)
class Mail:
    """``text`` is the body, ``papers`` the words of what is printed, by name."""

    subject: str
    text: str
    papers: dict[str, str]
    calendar: bytes = b""

    @property
    def is_cancelled(self) -> bool:
        return self.subject.startswith("No meeting on ")

    @property
    def is_leaving(self) -> bool:
        """Whether it takes a whole series out of a calendar."""
        return b"METHOD:CANCEL" in self.calendar and not self.is_cancelled

    @property
    def is_note(self) -> bool:
        return any(words in self.text for words in AGAIN)

    @property
    def is_first(self) -> bool:
        return FIRST_TIME in self.text

    @property
    def is_packet(self) -> bool:
        return self.is_note or self.is_first

    def asks(self, question: str) -> bool:
        return any(question in words for words in (self.text, *self.papers.values()))


def read_mail(data: bytes) -> Mail:
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(("plain",))
    text = " ".join(body.get_content().split()) if body is not None else ""
    papers, calendar = {}, b""
    for part in message.walk():
        if part.get_content_type() == "application/pdf":
            papers[part.get_filename() or ""] = _words(part.get_payload(decode=True))
        elif part.get_content_type() == "text/calendar":
            calendar = part.get_payload(decode=True)
    return Mail(str(message["Subject"]), text, papers, calendar)


def _words(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def judge_packet(mail: Mail, starts: datetime.datetime, where: str, *, is_first: bool) -> None:
    """The date and hour are those of now; the first papers come once, and a note after them."""
    _judge_times(mail, starts, where, must=True)
    if is_first:
        assert mail.is_first, f"who comes for the first time got a note: {where}"
    else:
        assert mail.is_note, f"who was there before got the first papers again: {where}"
        again = {"letter.pdf", "tech-check.pdf"} & mail.papers.keys()
        assert not again, f"{again} came again: {where}"


def judge_notice(mail: Mail, starts: datetime.datetime, where: str) -> None:
    """A reminder, or that there is no meeting: of this date."""
    _judge_times(mail, starts, where, must=not mail.is_cancelled)
    assert f"{starts:%b} {starts.day}" in mail.subject, f"{mail.subject}: {where}"


def _judge_times(mail: Mail, starts: datetime.datetime, where: str, *, must: bool) -> None:
    for name, text in (("body", mail.text), *mail.papers.items()):
        text = DEADLINE.sub("", OTHER_DATE.sub("", text))
        dates = {f"{month} {day}" for _, month, day, _ in LONG_DATE.findall(text)}
        assert dates <= {f"{starts:%B} {starts.day}"}, f"{name} names {dates}: {where}"
        hours = {(begin, half or end) for begin, half, _, end in HOURS.findall(text)}
        hour = (f"{starts:%I:%M}".lstrip("0"), f"{starts:%p}"[0].lower())
        assert hours <= {hour}, f"{name} names {hours} and not {hour}: {where}"
        if must and name == "body":
            assert dates, f"no date: {where}"
            assert hours, f"no hour: {where}"


class Calendar:
    """Somebody's calendar: each entry that came, by its id."""

    def __init__(self) -> None:
        self.entries: dict[str, Held] = {}

    def take(self, data: bytes) -> None:
        data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        [uid] = {str(one["uid"]) for one in icalendar.Calendar.from_ical(data).walk("VEVENT")}
        self.entries.setdefault(uid, Held()).take(data)

    def starts(self, now: datetime.datetime) -> set[datetime.datetime]:
        """When something stands in it after now."""
        stop = now + datetime.timedelta(days=400)
        days = [day for one in self.entries.values() for day in one.days(stop) if day > now]
        assert len(days) == len(set(days)), "one meeting stands in a calendar twice"
        return set(days)
