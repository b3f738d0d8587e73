"""Expands calendars with recurring-ical-events, in a Python of its own: it takes older parts.

Run as ``python -S read_apart.py FOLDER``, FOLDER being where its packages lie. Each line read is
one object, ``{"ics", "from", "to"}``; each line written is ``[uid, start, end]`` of its meetings,
in UTC.
"""

import datetime
import json
import sys

sys.path.insert(0, sys.argv[1])

import icalendar
import recurring_ical_events

for line in sys.stdin:
    asked = json.loads(line)
    calendar = icalendar.Calendar.from_ical(asked["ics"])
    span = (datetime.datetime.fromisoformat(asked[one]) for one in ("from", "to"))
    found = [
        [
            one["UID"],
            *(one[x].dt.astimezone(datetime.UTC).isoformat() for x in ("DTSTART", "DTEND")),
        ]
        for one in recurring_ical_events.of(calendar).between(*span)
    ]
    sys.stdout.write(json.dumps(sorted(found)) + "\n")
    sys.stdout.flush()
