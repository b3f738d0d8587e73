"""A session: when, where, how to join, who leads it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from access_kit.model.constraint import Choice, Doc, Length, Pattern, Range, Schema, TextFormat
from access_kit.model.profile import CameraUse, Locale, OneLine

SESSION_ID = r"[a-z0-9][a-z0-9-]{0,62}"


class Platform(Choice):
    """a platform"""

    ZOOM = "zoom"
    TEAMS = "teams"
    MEET = "meet"
    WEBEX = "webex"
    PHONE = "phone"
    SMS = "sms"
    SIGNAL = "signal"
    WHATSAPP = "whatsapp"
    MESSENGER = "messenger"
    FACETIME = "facetime"
    DISCORD = "discord"
    DOXY = "doxy"
    JITSI = "jitsi"
    VRS = "vrs"
    IN_PERSON = "in_person"


class SessionKind(Choice):
    """a kind of session"""

    GROUP = "group"
    ONE_TO_ONE = "one_to_one"


@dataclass(frozen=True)
class DialIn:
    number: Annotated[str, TextFormat.PHONE]
    pin: Annotated[str, Pattern(r"^[0-9*#]{0,20}$", "digits, * and # only")] = ""


@dataclass(frozen=True)
class Facilitator:
    name: OneLine
    phone: Annotated[str, TextFormat.PHONE] | None = None
    email: Annotated[str, TextFormat.EMAIL] | None = None
    hours: Annotated[str, TextFormat.LINE, Length(0, 100)] = ""
    languages: Annotated[tuple[Locale, ...], Doc("Empty: the kit's language.")] = ()
    camera: CameraUse = CameraUse.OPTIONAL


@dataclass(frozen=True)
class Session:
    """``starts`` is local to ``timezone``; ``minutes`` is the planned length."""

    schema: Annotated[str, Schema("access-kit/session/1")]
    id: Annotated[str, Pattern(f"^{SESSION_ID}$", "small letters (a to z), digits and hyphens")]
    title: Annotated[OneLine, Doc("People see it: keep it neutral.")]
    starts: datetime.datetime
    timezone: Annotated[str, TextFormat.TIMEZONE]
    minutes: Annotated[int, Range(5, 480, "minutes")]
    platform: Platform
    facilitator: Facilitator
    kind: Annotated[
        SessionKind, Doc("One to one is two people: the one who leads and one more.")
    ] = SessionKind.GROUP
    join_url: Annotated[str, TextFormat.URL] = ""
    dial_in: DialIn | None = None
    recording: bool = False
    room_captions: Annotated[
        bool,
        Doc("In person: captions are shown in the room, as by `captions live` or by a captioner."),
    ] = False
    send_days_before: Annotated[int, Range(0, 60, "days")] = 7
    remind_days_before: Annotated[int, Range(0, 60, "days")] = 2
    handouts: tuple[OneLine, ...] = ()
    profiles: Annotated[str, TextFormat.LINE, Doc("A folder of profile files.")] = ""
    participants: Annotated[tuple[OneLine, ...], Doc("Ids from the kit's store.")] = ()

    @property
    def is_one_to_one(self) -> bool:
        return self.kind is SessionKind.ONE_TO_ONE

    @property
    def number(self) -> str | None:
        """What people call to take part: the dial-in or, of two people, who leads."""
        if self.dial_in is not None:
            return self.dial_in.number
        return self.facilitator.phone if self.is_one_to_one else None

    @property
    def begins(self) -> datetime.datetime:
        """The start as a moment, in the session's zone."""
        return self.starts.replace(tzinfo=ZoneInfo(self.timezone))

    @property
    def ends(self) -> datetime.datetime:
        length = datetime.timedelta(minutes=self.minutes)
        return (self.begins.astimezone(datetime.UTC) + length).astimezone(ZoneInfo(self.timezone))
