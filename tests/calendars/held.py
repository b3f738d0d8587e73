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
            return
        assert all(one["status"] == "CANCELLED" for one in events)
        if all("recurrence-id" in one for one in events):
            self.gone |= {_by_rule(one) for one in events}
        else:
            self.entry = b""

    def days(self, stop: datetime.datetime) -> list[datetime.datetime]:
        if not self.entry:
            return []
        moved = {
            _by_rule(one): one["dtstart"].dt.astimezone(datetime.UTC)
            for one in icalendar.Calendar.from_ical(self.entry).walk("VEVENT")
            if "recurrence-id" in one
        }
        gone = {moved.get(one, one) for one in self.gone}
        [meetings] = read_meetings(self.entry, stop).values()
        return [begins for begins, _ in meetings if begins not in gone]


def _by_rule(event: icalendar.Component) -> datetime.datetime:
    return event["recurrence-id"].dt.astimezone(datetime.UTC)
