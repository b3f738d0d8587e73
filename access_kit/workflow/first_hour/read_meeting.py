"""Answers about a session or group, read and checked as its file will be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from access_kit.files import NO_STEM, safe_stem
from access_kit.i18n.dates import say_date, say_time, say_weekday
from access_kit.intake.reader import closest
from access_kit.intake.text_formats import FORMS
from access_kit.materials.library import list_builtin
from access_kit.model.constraint import TextFormat
from access_kit.model.session import Platform
from access_kit.workflow.first_hour.faults import unfit
from access_kit.workflow.first_hour.invitation import Invitation, read_invitation
from access_kit.workflow.first_hour.read_agency import (
    LEAST_DIGITS,
    line_of,
    name_of,
    read_number,
    require_neutral,
)
from access_kit.workflow.first_hour.spoken_times import read_minutes, read_repeats, read_start
from access_kit.workflow.first_hour.start_answers import StartAnswers

BY_LINK = ("zoom", "teams", "meet", "webex", "facetime", "doxy", "jitsi")
BY_NUMBER = ("phone", "vrs")

_SPOKEN = {
    "phone": Platform.PHONE, "telephone": Platform.PHONE, "by phone": Platform.PHONE,
    "call": Platform.PHONE, "conference call": Platform.PHONE, "phone call": Platform.PHONE,
    "text": Platform.SMS, "texts": Platform.SMS, "text messages": Platform.SMS,
    "texting": Platform.SMS, "in person": Platform.IN_PERSON, "face to face": Platform.IN_PERSON,
    "here": Platform.IN_PERSON, "on site": Platform.IN_PERSON, "google meet": Platform.MEET,
    "microsoft teams": Platform.TEAMS, "ms teams": Platform.TEAMS, "doxy me": Platform.DOXY,
    "video relay": Platform.VRS, "facebook messenger": Platform.MESSENGER,
    "whats app": Platform.WHATSAPP, "face time": Platform.FACETIME,
}  # fmt: skip
PLATFORMS: Mapping[str, Platform] = {
    **{one.value.replace("_", " "): one for one in Platform},
    **_SPOKEN,
}
NAMES = {
    "zoom": "Zoom", "teams": "Teams", "meet": "Google Meet", "webex": "Webex", "phone": "telephone",
    "sms": "text messages", "signal": "Signal", "whatsapp": "WhatsApp", "messenger": "Messenger",
    "facetime": "FaceTime", "discord": "Discord", "doxy": "doxy.me", "jitsi": "Jitsi",
    "vrs": "video relay", "in_person": "in person",
}  # fmt: skip


def read_meet(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> dict[str, str]:
    """An invitation with all that it says, or the way in a word."""
    text = "\n".join(said).strip()
    found = read_invitation(text, before.country)
    if found.link or found.number:
        platform = found.platform or (Platform.PHONE if not found.link else None)
        if platform is None:
            raise unfit("unknown-platform", value=found.link)
        return _kept(found, platform)
    word = re.sub(r"[^a-z]+", " ", line_of(said).casefold()).strip()
    word = word.removeprefix("on ").removeprefix("by ").removeprefix("via ").removeprefix("with ")
    if word not in PLATFORMS:
        raise unfit("no-platform", value=line_of(said), guess=closest(word, list(PLATFORMS)))
    return _kept(found, PLATFORMS[word])


def _kept(found: Invitation, platform: Platform) -> dict[str, str]:
    return {
        "platform": platform.value,
        "link": found.link,
        "number": found.number,
        "pin": found.pin,
        "topic": found.topic,
        "time": found.time,
        "every": found.every,
    }


def say_meet(value: Mapping[str, str]) -> str:
    """``Zoom, https://…, telephone +1 301 715 8592, code 812…``"""
    number = f"telephone {value['number']}" if value["number"] else ""
    code = f"code {value['pin']}" if value["pin"] else ""
    return ", ".join(filter(None, (NAMES[value["platform"]], value["link"], number, code)))


def read_link(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    """A link; one out of a pasted invitation too."""
    text = "\n".join(said).strip()
    found = read_invitation(text, before.country).link
    link = found or (text if "://" in text else f"https://{text}")
    if FORMS[TextFormat.URL](link) is not None or "." not in link:
        raise unfit("no-link", value=text)
    return link


def read_dial_in(
    said: Sequence[str], before: StartAnswers, now: datetime.datetime
) -> dict[str, str]:
    """``603 555 0100, code 1234#``"""
    text = line_of(said)
    number, _, code = text.partition(",")
    pin = re.sub(r"[^0-9*#]", "", code)
    return {"number": read_number(number, before.country, least=LEAST_DIGITS), "pin": pin}


def read_title(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    text = name_of(said)
    require_neutral(text)
    return text


def read_starts(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    found = read_start(line_of(said), now=now, zone=before.zone, country=before.country)
    return found.isoformat()


def say_starts(value: str) -> str:
    """``Thursday, December 3, 2026, 6:00 PM``: the day of the week shows a slip."""
    starts = datetime.datetime.fromisoformat(value)
    day = f"{say_weekday(starts.weekday(), 'en')}, {say_date(starts.date(), 'en')}"
    return f"{day}, {say_time(starts.time(), 'en')}"


def read_length(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> int:
    return read_minutes(line_of(said))


def read_how_often(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    return read_repeats(line_of(said), datetime.datetime.fromisoformat(before.said["starts"]))


def say_repeats(value: str) -> str:
    """``every week, 12 times``"""
    if not value:
        return "once"
    _, _, count = value.partition(";COUNT=")
    often = "every month" if "MONTHLY" in value else "every week"
    often = "every two weeks" if "INTERVAL=2" in value else often
    return f"{often}, {count} times" if count else often


LIST = "list"
MOST_OF_A_STEM = 40


def read_handout(said: Sequence[str], before: StartAnswers, now: datetime.datetime) -> str:
    """The name of a handout of the library: whole, or a few words that only one has."""
    text = line_of(said)
    names = [one.stem for one in list_builtin()]
    word = re.sub(r"[^a-z]+", "-", text.casefold().removesuffix(".md")).strip("-")
    if text.casefold() == LIST:
        raise unfit("handouts", names=", ".join(names))
    if text.isdecimal() and 1 <= int(text[:4]) <= len(names):
        return names[int(text[:4]) - 1]
    found = [one for one in names if one == word] or [one for one in names if word and word in one]
    if len(found) == 1:
        return found[0]
    if found:
        raise unfit("which-handout", value=text, names=", ".join(found))
    raise unfit("no-handout", value=text, guess=closest(word, names))


def file_stem(title: str) -> str:
    """A name for a file and an id, short enough for the id of a group."""
    stem = safe_stem(title)[:MOST_OF_A_STEM].strip("-")
    return "group" if stem == NO_STEM else stem


def session_values(answers: StartAnswers, handouts: Sequence[str]) -> dict[str, Any]:
    """The keys of a session's or group's file."""
    said = answers.said
    met = said["meet"]
    dial = said.get("dial_in") or {"number": met["number"], "pin": met["pin"]}
    link = said.get("link") or met["link"]
    values: dict[str, Any] = {
        "title": said["title"],
        "starts": said["starts"],
        "timezone": answers.zone,
        "minutes": said["minutes"],
        "platform": met["platform"],
        "facilitator": {"name": said["you"]},
    }
    if link:
        values["join_url"] = link
    if dial["number"]:
        values["dial_in"] = {key: one for key, one in dial.items() if one}
    if handouts:
        values["handouts"] = list(handouts)
    return values
