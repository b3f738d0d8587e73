"""A person's calendar, which takes the objects that are sent to it (RFC 5546)."""

from __future__ import annotations

import datetime

import icalendar

from tests.calendars.strict import read_meetings


class Held:
    """A calendar that takes objects: the newest of an entry, less the dates taken away since."""

    def __init__(self) -> None:
        self.entry = b""
        self.sequence = -1
        self.gone: set[datetime.datetime] = set()

    def take(self, data: bytes) -> None:
        events = icalendar.Calendar.from_ical(data).walk("VEVENT")
        sequence = max(int(one["sequence"]) for one in events)
        if sequence < self.sequence:
            return
        self.sequence = sequence
        if b"METHOD:PUBLISH" in data:
            self.entry, self.gone = data, set()
        else:
            [one] = events
            assert one["status"] == "CANCELLED"
            self.gone.add(one["recurrence-id"].dt.astimezone(datetime.UTC))

    def days(self, stop: datetime.datetime) -> list[datetime.datetime]:
        [meetings] = read_meetings(self.entry, stop).values()
        return [begins for begins, _ in meetings if begins not in self.gone]
