"""A service user's profile: what helps them take part, in their own words or chosen from lists.

Missing means unknown, never "no". There is no field for a diagnosis, a substance, a trauma, a
medicine or a legal matter, and none may be added (ISO/IEC 24751: functional, not classifying).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.constraint import (
    Choice,
    Doc,
    Length,
    Pattern,
    Private,
    Range,
    Schema,
    TextFormat,
)
from access_kit.model.look import Contrast
from access_kit.model.stated import Stated

PROFILE_ID = r"[A-Za-z][A-Za-z0-9]{0,7}-?[0-9]{1,6}"


class StatedBy(Choice):
    """a way of stating needs"""

    SELF = "self"
    WITH_SUPPORT = "with_support"
    OTHER_WITH_CONSENT = "other_with_consent"


class Interpreter(Choice):
    """a kind of interpreter"""

    NONE = "none"
    SPOKEN = "spoken"
    SIGNED = "signed"


class Bilingual(Choice):
    """a bilingual layout"""

    NONE = "none"
    SIDE_BY_SIDE = "side_by_side"
    STACKED = "stacked"


class Level(Choice):
    """a reading level"""

    STANDARD = "standard"
    PLAIN = "plain"
    EASY_READ = "easy_read"


class ReadingFormat(Choice):
    """a format"""

    PRINT = "print"
    LARGE_PRINT = "large_print"
    DOCX = "docx"
    BRAILLE = "braille"
    AUDIO = "audio"
    SCREEN_READER_FILE = "screen_reader_file"
    TEXT_MESSAGE = "text_message"


class Pictures(Choice):
    """a wish for pictures"""

    NONE = "none"
    HELPFUL = "helpful"
    NEEDED = "needed"


class CaptionKind(Choice):
    """a kind of captions"""

    NONE = "none"
    AUTO = "auto"
    HUMAN = "human"


class CaptionLayout(Choice):
    """a caption layout"""

    ACCESS = "access"
    DCMP = "dcmp"
    BBC = "bbc"
    NETFLIX = "netflix"
    LARGE_PRINT = "large-print"
    KIT = ""


class Transcript(Choice):
    """a kind of transcript"""

    NONE = "none"
    SUMMARY = "summary"
    FULL = "full"


class Relay(Choice):
    """a kind of relay"""

    NONE = "none"
    TEXT = "text"
    VIDEO = "video"
    CAPTIONED_PHONE = "captioned_phone"


class Mode(Choice):
    """a way to talk"""

    VIDEO = "video"
    VOICE = "voice"
    PHONE = "phone"
    TEXT_CHAT = "text_chat"
    SMS = "sms"
    EMAIL = "email"
    IN_PERSON = "in_person"


class Speech(Choice):
    """a way of speaking"""

    SPEAKS = "speaks"
    SOMETIMES = "sometimes"
    AAC = "aac"
    NO = "no"


class CameraUse(Choice):
    """a use of the camera"""

    ON = "on"
    OPTIONAL = "optional"
    OFF = "off"


class SeeOthers(Choice):
    """a wish about seeing others"""

    OK = "ok"
    FEWER = "fewer"
    NONE = "none"


class DeviceKind(Choice):
    """a kind of device"""

    SMARTPHONE = "smartphone"
    BASIC_PHONE = "basic_phone"
    TABLET = "tablet"
    COMPUTER = "computer"
    SHARED = "shared"
    NONE = "none"


class InputKind(Choice):
    """a way to work a device"""

    TOUCH = "touch"
    KEYBOARD = "keyboard"
    SWITCH = "switch"
    VOICE = "voice"
    MOUSE = "mouse"


class Assistive(Choice):
    """an assistive tool"""

    SCREEN_READER = "screen_reader"
    MAGNIFIER = "magnifier"
    HEARING_AID = "hearing_aid"
    AAC = "aac"
    BRAILLE_DISPLAY = "braille_display"


class Quality(Choice):
    """a quality of connection"""

    GOOD = "good"
    WEAK = "weak"
    NONE = "none"


class PrivatePlace(Choice):
    """an answer about a private place"""

    YES = "yes"
    SOMETIMES = "sometimes"
    NO = "no"


class TechHelp(Choice):
    """a kind of help with technology"""

    NONE = "none"
    STEPS_SHEET = "steps_sheet"
    PRACTICE_CALL = "practice_call"
    HELPER = "helper"


class Companion(Choice):
    """a kind of companion"""

    NONE = "none"
    SUPPORT_PERSON = "support_person"
    INTERPRETER_OWN = "interpreter_own"


class Channel(Choice):
    """a way to reach someone"""

    LETTER = "letter"
    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    VOICEMAIL = "voicemail"
    IN_PERSON = "in_person"
    THEY_CONTACT_US = "they_contact_us"


class Contents(Choice):
    """a contents level"""

    FULL = "full"
    DISCREET = "discreet"


class Detail(Choice):
    """how much goes first"""

    ESSENTIALS = "essentials"
    FULL = "full"


class GroupConsent(Choice):
    """a consent for the group"""

    NONE = "none"
    ACCOMMODATION_ONLY = "accommodation_only"


class PronounPlace(Choice):
    """a place for pronouns"""

    FACILITATOR = "facilitator"
    GROUP = "group"
    PAPERS = "papers"


Locale = Annotated[str, TextFormat.LANGUAGE]
OneLine = Annotated[str, TextFormat.LINE, Length(1, 200)]
Phone = Annotated[str, TextFormat.PHONE, Private()]


@dataclass(frozen=True)
class Language:
    """Languages as BCP 47 tags, best first."""

    written: tuple[Stated[Locale], ...] = ()
    spoken: tuple[Stated[Locale], ...] = ()
    signed: tuple[Stated[Locale], ...] = ()
    interpreter: Stated[Interpreter] | None = None
    bilingual: Stated[Bilingual] | None = None


@dataclass(frozen=True)
class Reading:
    level: Stated[Level] | None = None
    detail: Stated[Detail] | None = None
    formats: tuple[Stated[ReadingFormat], ...] = ()
    print_size_pt: Stated[Annotated[int, Range(12, 48, "pt")]] | None = None
    contrast: Stated[Contrast] | None = None
    pictures: Stated[Pictures] | None = None
    audio_speed: Stated[Annotated[float, Range(0.5, 2.0, "times normal speed")]] | None = None


@dataclass(frozen=True)
class Hearing:
    captions: Stated[CaptionKind] | None = None
    caption_layout: Stated[CaptionLayout] | None = None
    transcript: Stated[Transcript] | None = None
    relay: Stated[Relay] | None = None
    lip_reads: Stated[bool] | None = None


@dataclass(frozen=True)
class TalkModes:
    """``modes`` best first. ``avoid`` is how a file says it; reading moves it into ``modes``."""

    modes: tuple[Stated[Mode], ...] = ()
    avoid: tuple[Mode, ...] = ()
    speech: Stated[Speech] | None = None
    extra_time: Stated[Annotated[float, Range(1.0, 20.0, "times")]] | None = None

    @property
    def avoided(self) -> frozenset[Mode]:
        """The ways to talk that the person said no to, in whichever form."""
        return frozenset(self.avoid) | {one.value for one in self.modes if not one.wanted}


@dataclass(frozen=True)
class Camera:
    own: Stated[CameraUse] | None = None
    see_others: Stated[SeeOthers] | None = None


@dataclass(frozen=True)
class Device:
    has: tuple[Stated[DeviceKind], ...] = ()
    screen_in: Stated[Annotated[float, Range(1, 100, "inches")]] | None = None
    input: tuple[Stated[InputKind], ...] = ()
    assistive: tuple[Stated[Assistive], ...] = ()


@dataclass(frozen=True)
class Connection:
    quality: Stated[Quality] | None = None
    data_mb_per_session: Stated[Annotated[int, Range(0, 100_000, "MB")]] | None = None
    minutes_limited: Stated[bool] | None = None


@dataclass(frozen=True)
class Place:
    private: Stated[PrivatePlace] | None = None


@dataclass(frozen=True)
class Pace:
    max_minutes: Stated[Annotated[int, Range(10, 180, "minutes")]] | None = None
    break_every_min: Stated[Annotated[int, Range(5, 60, "minutes")]] | None = None
    break_min: Stated[Annotated[int, Range(2, 30, "minutes")]] | None = None
    reminders: tuple[Stated[Channel], ...] = ()


@dataclass(frozen=True)
class Sense:
    low_stimulus: Stated[bool] | None = None
    no_flashing: Stated[bool] | None = None
    no_sudden_sound: Stated[bool] | None = None


@dataclass(frozen=True)
class Topic:
    """Asks for a heads-up before hard topics; topics are never listed."""

    heads_up: Stated[bool] | None = None


@dataclass(frozen=True)
class Help:
    tech: Stated[TechHelp] | None = None
    digital_confidence: Stated[Annotated[int, Range(1, 4, "self-rated")]] | None = None
    companion: Stated[Companion] | None = None


@dataclass(frozen=True)
class GroupWishes:
    size_max: Stated[Annotated[int, Range(2, 30, "people")]] | None = None


@dataclass(frozen=True)
class EmergencyContact:
    """Whom to call for this person, if they named someone."""

    name: Annotated[OneLine, Private()]
    phone: Phone


@dataclass(frozen=True)
class PostalAddress:
    """As the person writes it; lines of at most 200 characters."""

    name: Annotated[OneLine, Private()]
    street: Annotated[tuple[Annotated[OneLine, Private()], ...], Length(1, 4)]
    city: Annotated[OneLine, Private()]
    country: Annotated[str, TextFormat.COUNTRY]
    region: Annotated[str, TextFormat.LINE, Length(0, 100), Private()] = ""
    postal_code: Annotated[str, TextFormat.LINE, Length(0, 20), Private()] = ""


@dataclass(frozen=True)
class ContactWays:
    """Ways that the person called safe; without one, nothing goes out."""

    asked_on: datetime.date | None = None
    safe: tuple[Channel, ...] = ()
    contents: Contents | None = None
    calendar: bool = False
    email: Annotated[str, TextFormat.EMAIL, Private()] | None = None
    phone: Phone | None = None
    emergency: EmergencyContact | None = None
    post: PostalAddress | None = None


@dataclass(frozen=True)
class Consent:
    store: bool = False
    facilitator: bool = False
    group: GroupConsent = GroupConsent.NONE


@dataclass(frozen=True)
class Profile:
    """One person's needs and stated preferences, and the safe ways to reach them."""

    schema: Annotated[str, Schema("access-kit/profile/1")]
    id: Annotated[str, Pattern(f"^{PROFILE_ID}$", "a letter, up to 7 more, digits: K-07")]
    name: Annotated[OneLine, Private(), Doc("What the person likes to be called.")]
    stated_by: StatedBy
    pronouns: Annotated[
        str, TextFormat.LINE, Length(0, 60), Private(), Doc("As the person says them.")
    ] = ""
    pronouns_in: Annotated[
        tuple[PronounPlace, ...], Doc("Where they may stand; nowhere when empty.")
    ] = ()
    review_by: datetime.date | None = None
    language: Language = field(default_factory=Language)
    reading: Reading = field(default_factory=Reading)
    hearing: Hearing = field(default_factory=Hearing)
    talk: TalkModes = field(default_factory=TalkModes)
    camera: Camera = field(default_factory=Camera)
    device: Device = field(default_factory=Device)
    connection: Connection = field(default_factory=Connection)
    place: Place = field(default_factory=Place)
    pace: Pace = field(default_factory=Pace)
    sense: Sense = field(default_factory=Sense)
    topic: Topic = field(default_factory=Topic)
    help: Help = field(default_factory=Help)
    group: GroupWishes = field(default_factory=GroupWishes)
    contact: ContactWays = field(default_factory=ContactWays)
    consent: Consent = field(default_factory=Consent)
