"""recurring-ical-events as a judge: what meetings another program finds in a calendar."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

from tests.tools import TOOLS, require

READER = Path(__file__).with_name("read_apart.py")
Found = set[tuple[str, datetime.datetime, datetime.datetime]]
"""Meetings: the id of the entry, start and end in UTC."""


class Judge:
    """The reader, running; it is asked about one calendar after the other."""

    def __init__(self) -> None:
        folder = TOOLS / "calendar"
        require("recurring-ical-events", (folder / "recurring_ical_events").is_dir())
        self._process = subprocess.Popen(
            [sys.executable, "-S", str(READER), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._asked = 0

    def read(
        self, data: bytes, start: datetime.datetime, stop: datetime.datetime, *, by_name: bool
    ) -> Found:
        """The meetings between two moments; zones by their names, or as the calendar writes them.

        A zone that is told by a name that nobody knows can only be read as it is written.
        """
        self._asked += 1
        text = data.decode()
        for key in set() if by_name else zone_keys(text):
            text = text.replace(f"TZID={key}:", f"TZID=Unknown-{self._asked}:")
            text = text.replace(f"TZID:{key}\r\n", f"TZID:Unknown-{self._asked}\r\n")
        asked = {"ics": text, "from": start.isoformat(), "to": stop.isoformat()}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        rows = json.loads(self._process.stdout.readline())
        moment = datetime.datetime.fromisoformat
        found = [(uid, moment(begins), moment(ends)) for uid, begins, ends in rows]
        assert len(found) == len(set(found)), "a meeting stands there twice"
        return set(found)

    def close(self) -> None:
        self._process.communicate()


def zone_keys(text: str) -> set[str]:
    return {line.removeprefix("TZID:") for line in text.split("\r\n") if line.startswith("TZID:")}
