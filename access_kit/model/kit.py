"""A kit: what an agency says once for all its sessions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.constraint import Choice, Doc, Length, Range, Schema, TextFormat
from access_kit.model.look import LookName, PaperSize
from access_kit.model.profile import CaptionLayout, Contents, Detail, Locale, OneLine


class EnvelopeName(Choice):
    """an envelope"""

    US10 = "us10"
    US9 = "us9"
    DL = "dl"
    C5 = "c5"
    FLAT = "flat"


class MailSecurity(Choice):
    """a kind of mail security"""

    TLS = "tls"
    STARTTLS = "starttls"


@dataclass(frozen=True)
class HelpPerson:
    name: OneLine
    phone: Annotated[str, TextFormat.PHONE]
    hours: Annotated[str, TextFormat.LINE, Length(0, 100)] = ""


@dataclass(frozen=True)
class Agency:
    name: Annotated[OneLine, Doc("Inside letters only.")]
    envelope_sender: Annotated[
        tuple[OneLine, ...], Length(1, 5), Doc("Neutral; the only sender on the outside.")
    ]
    from_name: Annotated[
        str, TextFormat.LINE, Length(0, 200), Doc("Neutral; the sender's name in e-mail.")
    ] = ""
    country: (
        Annotated[
            str,
            TextFormat.COUNTRY,
            Doc("Of the agency: its clock, its telephone numbers, whose lines to call come first."),
        ]
        | None
    ) = None
    phone: Annotated[str, TextFormat.PHONE] | None = None
    email: Annotated[str, TextFormat.EMAIL] | None = None
    tech_help: HelpPerson | None = None
    supervisor: HelpPerson | None = None


@dataclass(frozen=True)
class Defaults:
    locale: Locale
    contents: Contents
    paper: PaperSize = PaperSize.LETTER
    envelope: EnvelopeName = EnvelopeName.US10
    look: LookName = LookName.LARGE_PRINT_US
    caption_layout: CaptionLayout = CaptionLayout.ACCESS
    quiet_hours: Annotated[tuple[Annotated[str, TextFormat.CLOCK], ...], Length(2, 2)] = (
        "20:00",
        "08:00",
    )


@dataclass(frozen=True)
class CrisisEntry:
    """A line to call. None is built in; no text of the program names a number."""

    country: Annotated[str, TextFormat.COUNTRY]
    name: OneLine
    call: Annotated[str, TextFormat.PHONE] | None = None
    text: Annotated[str, TextFormat.PHONE] | None = None
    signed: Annotated[str, TextFormat.LINE, Length(0, 200)] = ""
    languages: tuple[Locale, ...] = ()
    hours: Annotated[str, TextFormat.LINE, Length(0, 100)] = ""
    emergency: Annotated[
        bool, Doc("The number to call when someone is in danger: never left out.")
    ] = False
    names: Annotated[
        Mapping[Locale, Annotated[str, TextFormat.LINE, Length(1, 200)]],
        Doc("By language, what the line is called in papers in it."),
    ] = field(default_factory=dict)
    keyword: Annotated[
        Mapping[Locale, Annotated[str, TextFormat.LINE, Length(1, 100)]],
        Doc("By language, what to press or text there for help in it."),
    ] = field(default_factory=dict)
    checked_on: datetime.date | None = None

    @property
    def has_way(self) -> bool:
        """Whether there is anything to dial, text or open."""
        return bool(self.call or self.text or self.signed)


@dataclass(frozen=True)
class MeasuredEnvelope:
    """An agency's own window envelope, front up, in millimetres, in place of the trade's measures.

    ``left`` and ``bottom`` are the distances of the window from these edges of the envelope.
    ``access-kit letters --calibration`` makes a sheet to measure it with.
    """

    width_mm: Annotated[float, Range(100, 400, "mm")]
    height_mm: Annotated[float, Range(80, 300, "mm")]
    window_left_mm: Annotated[float, Range(0, 300, "mm")]
    window_bottom_mm: Annotated[float, Range(0, 250, "mm")]
    window_width_mm: Annotated[float, Range(20, 200, "mm")]
    window_height_mm: Annotated[float, Range(10, 120, "mm")]


@dataclass(frozen=True)
class Documents:
    """Paths of the agency's own words, relative to the kit."""

    crisis_plan: Annotated[str, TextFormat.LINE] = ""
    reporting: Annotated[
        str,
        TextFormat.LINE,
        Doc("What stands under a heading that ends in {participants} is in every agreement."),
    ] = ""
    agreement_lines: Annotated[
        str,
        TextFormat.LINE,
        Doc("One a list item; those that end in {required} are always printed."),
    ] = ""
    crisis_short: Annotated[
        str,
        TextFormat.LINE,
        Doc("At most eight lines for every participant: what we do if worried."),
    ] = ""


@dataclass(frozen=True)
class Papers:
    """How much goes first, and how much of it an e-mail carries."""

    detail: Annotated[Detail, Doc("A profile's reading.detail wins.")] = Detail.ESSENTIALS
    mail_limit_mb: Annotated[
        int, Range(1, 25, "MB"), Doc("Attachments of one e-mail, what matters most first.")
    ] = 10
    fillable_pdf: Annotated[
        bool,
        Doc("A PDF to fill out on a screen goes beside the page: more to read."),
    ] = False


@dataclass(frozen=True)
class Retention:
    out_days: Annotated[int, Range(0, 3650, "days")] = 30
    agreement_days: Annotated[
        int,
        Range(0, 3650, "days"),
        Doc("After so many days an agreement is asked for again; 0: when its words change."),
    ] = 365


@dataclass(frozen=True)
class StoreUrl:
    """``operator`` is the name under which this kit's user stands in the audit log."""

    url: Annotated[str, TextFormat.LINE] = "vault.db"
    operator: Annotated[str, TextFormat.LINE, Length(0, 100)] = ""


@dataclass(frozen=True)
class Smtp:
    """The mail server; the password is never in a file."""

    host: OneLine
    port: Annotated[int, Range(1, 65535)] = 465
    security: MailSecurity = MailSecurity.TLS
    user: Annotated[str, TextFormat.LINE] = ""
    per_minute: Annotated[int, Range(1, 10_000, "messages a minute")] = 30


@dataclass(frozen=True)
class Kit:
    schema: Annotated[str, Schema("access-kit/kit/1")]
    agency: Agency
    defaults: Defaults
    crisis: tuple[CrisisEntry, ...] = ()
    envelope: MeasuredEnvelope | None = None
    papers: Papers = field(default_factory=Papers)
    documents: Documents = field(default_factory=Documents)
    retention: Retention = field(default_factory=Retention)
    store: StoreUrl = field(default_factory=StoreUrl)
    smtp: Smtp | None = None
    neutral_words: Annotated[
        tuple[OneLine, ...], Doc("More words that may not stand in a discreet packet.")
    ] = ()

    @property
    def home_country(self) -> str | None:
        """The agency's country; unsaid, that of the kit's first line to call, if any."""
        first = next((entry.country for entry in self.crisis), None)
        return self.agency.country or first


class ResourceKind(Choice):
    """a kind of resource"""

    DEVICE_LOAN = "device_loan"
    PHONE_PROGRAMME = "phone_programme"
    RELAY = "relay"
    LIBRARY = "library"
    WARMLINE = "warmline"
    INTERPRETER = "interpreter"
    TRANSPORT = "transport"


@dataclass(frozen=True)
class Resource:
    """A local place or line that can help."""

    kind: ResourceKind
    name: OneLine
    phone: Annotated[str, TextFormat.PHONE] | None = None
    url: Annotated[str, TextFormat.URL] = ""
    area: Annotated[str, TextFormat.LINE, Length(0, 200)] = ""
    languages: tuple[Locale, ...] = ()
    checked_on: datetime.date | None = None


@dataclass(frozen=True)
class Resources:
    schema: Annotated[str, Schema("access-kit/resources/1")]
    resource: tuple[Resource, ...] = ()
