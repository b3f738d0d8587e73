"""An invitation as Zoom, Teams and the like write it, pasted whole: link, codes, number, time.

Only what stands in it is taken. Numbers that are a meeting's id are no telephone numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from access_kit.model.session import Platform
from access_kit.profiles.usual_forms import Unclear, read_phone

_HOSTS = {
    "zoom.us": Platform.ZOOM, "zoom.com": Platform.ZOOM, "zoomgov.com": Platform.ZOOM,
    "teams.microsoft.com": Platform.TEAMS, "teams.live.com": Platform.TEAMS,
    "meet.google.com": Platform.MEET, "webex.com": Platform.WEBEX,
    "facetime.apple.com": Platform.FACETIME, "doxy.me": Platform.DOXY,
    "meet.jit.si": Platform.JITSI, "8x8.vc": Platform.JITSI, "discord.gg": Platform.DISCORD,
    "discord.com": Platform.DISCORD, "chat.whatsapp.com": Platform.WHATSAPP,
    "signal.group": Platform.SIGNAL,
}  # fmt: skip
_LINK = re.compile(r"https?://[^\s<>\"'\])]{1,2000}")
_NOT_TO_JOIN = ("/u/", "dialin", "meetingoptions", "/support", "/calendar", "/ics", "usp.")
_ONE_TAP = re.compile(r"(\+\d[\d ().\-]{5,20}\d),+(\d{6,12})#(?:,+(\*?\d{1,10})#)?")
_NUMBER = re.compile(r"\+?\(?\d[\d ().\-]{6,20}\d")
_ID = re.compile(
    r"(?:meeting id|conference id|phone conference id|meeting number[^:]{0,40}|pin)"
    r"\s{0,3}[:：]?\s{0,3}([\d ]{6,20}\d)#?",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"^(?:topic|subject|thema|tema)\s*[:：]\s*(.{1,200})$", re.IGNORECASE | re.MULTILINE
)
_TIME = re.compile(r"^(?:time|when|date)\s*[:：]\s*(.{1,200})$", re.IGNORECASE | re.MULTILINE)
_EVERY = re.compile(r"^[ \t]{0,9}(every .{1,100})$", re.IGNORECASE | re.MULTILINE)
_DIALS = re.compile(r"dial|call in|phone|mobile|audio|join by", re.IGNORECASE)


@dataclass(frozen=True)
class Invitation:
    """What an invitation says; what it does not is empty."""

    platform: Platform | None = None
    link: str = ""
    number: str = ""
    pin: str = ""
    topic: str = ""
    time: str = ""
    every: str = ""


def read_invitation(text: str, country: str | None = None) -> Invitation:
    """What stands in a pasted invitation; all is empty where it is none."""
    link, platform = _link(text)
    number, pin = _dial_in(text, country)
    topic, time, every = _TOPIC.search(text), _TIME.search(text), _EVERY.search(text)
    return Invitation(
        platform=platform,
        link=link,
        number=number,
        pin=pin,
        topic=" ".join(topic[1].split()) if topic else "",
        time=" ".join(time[1].split()) if time else "",
        every=" ".join(every[1].split()) if every else "",
    )


def _link(text: str) -> tuple[str, Platform | None]:
    """The link to join, and whose it is: one of a platform that is known, before any other."""
    found = [one.rstrip(".,;") for one in _LINK.findall(text)]
    links = [one for one in found if not any(part in one.casefold() for part in _NOT_TO_JOIN)]
    for one in links:
        platform = _platform(one)
        if platform is not None:
            return one, platform
    return (links[0], None) if links else ("", None)


def _platform(link: str) -> Platform | None:
    try:
        host = (urlsplit(link).hostname or "").casefold()
    except ValueError:
        return None
    known = (one for one in _HOSTS if host == one or host.endswith(f".{one}"))
    return next((_HOSTS[one] for one in known), None)


def _dial_in(text: str, country: str | None) -> tuple[str, str]:
    """The number to dial and what to key in then: of the line that a telephone dials by itself."""
    if tap := _ONE_TAP.search(text):
        code = f"{tap[3]}#" if tap[3] else ""
        return _as_number(tap[1], country), f"{tap[2]}#{code}"
    # The last id is the one for telephones: Teams has one of each kind.
    meeting = next(reversed(list(_ID.finditer(text))), None)
    ident = meeting[1].replace(" ", "") if meeting else ""
    for line in _lines_to_dial(text):
        for one in _NUMBER.findall(line):
            digits = re.sub(r"\D", "", one)
            if digits != ident and (one.startswith(("+", "(")) or len(digits) >= _LEAST_DIGITS):
                return _as_number(one, country), f"{ident}#" if ident else ""
    return "", ""


_LEAST_DIGITS = 10


def _lines_to_dial(text: str) -> list[str]:
    """Lines from the first that speaks of a telephone on, without their ids and links."""
    lines = text.splitlines()
    at = next((at for at, line in enumerate(lines) if _DIALS.search(line)), None)
    rest = [] if at is None else lines[at:]
    return [_ID.sub(" ", _LINK.sub(" ", one)) for one in rest]


def _as_number(text: str, country: str | None) -> str:
    try:
        return read_phone(text, country)
    except Unclear:
        return ""
