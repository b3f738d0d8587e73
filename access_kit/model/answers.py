"""What the program answers in JSON: plan.json, manifest.json, and each ``--json``.

These classes are the shape of the contract; their JSON Schemas ship with the package.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

from access_kit.model.constraint import Doc, Schema

Value = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True)
class ProblemAnswer:
    code: str
    severity: str
    file: str | None
    line: int | None
    where: str | None
    message: str
    hint: str


@dataclass(frozen=True)
class RecommendationAnswer:
    rule: str
    duty: str
    setting: str
    value: Value
    because: Annotated[str, Doc("A neutral sentence.")]
    source: Annotated[str, Doc("A citation key.")]


@dataclass(frozen=True)
class NotMetAnswer:
    rule: str
    setting: str
    value: Value
    because: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class BookingAnswer:
    rule: str
    what: str
    book_by: str
    late: bool


@dataclass(frozen=True)
class ArtefactAnswer:
    file: Annotated[str, Doc("Relative to the packet, or to the session's folder.")]
    kind: str
    media_type: str
    locale: str
    sha256: str
    state: Annotated[str, Doc("final or draft")]
    accessibility: Annotated[
        Mapping[str, str | tuple[str, ...]], Doc("schema.org accessibility terms")
    ]


@dataclass(frozen=True)
class SessionAnswer:
    id: str
    starts: Annotated[str, Doc("ISO 8601 with offset")]
    timezone: str
    minutes: int
    platform: str


@dataclass(frozen=True)
class ParticipantAnswer:
    id: str
    recommendations: tuple[RecommendationAnswer, ...]
    artefacts: tuple[ArtefactAnswer, ...]
    not_met: tuple[NotMetAnswer, ...]
    bookings: tuple[BookingAnswer, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class GroupAnswer:
    settings: Mapping[str, Value]
    recommendations: tuple[RecommendationAnswer, ...]
    not_met: tuple[NotMetAnswer, ...]
    artefacts: tuple[ArtefactAnswer, ...]


@dataclass(frozen=True)
class FacilitatorAnswer:
    artefacts: tuple[ArtefactAnswer, ...]


@dataclass(frozen=True)
class MailingAnswer:
    envelope: Annotated[str, Doc("One envelope for everyone.")]
    sheets: Annotated[Mapping[str, int], Doc("Sheets of each packet, printed on both sides.")]


@dataclass(frozen=True)
class PlanAnswer:
    """What was planned and made, by id: no name, address or number."""

    schema: Annotated[str, Schema("access-kit/plan/1")]
    session: SessionAnswer
    participants: tuple[ParticipantAnswer, ...]
    group: GroupAnswer
    facilitator: FacilitatorAnswer
    mailing: MailingAnswer
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class AskedAnswer:
    number: Annotated[str, Doc("As printed before the statement, such as A7.")]
    key: Annotated[str, Doc("The statement's stable id.")]
    kind: str
    answers: tuple[str, ...]
    labels: Annotated[tuple[str, ...], Doc("The answers as they were shown.")]


@dataclass(frozen=True)
class FormAnswer:
    """A form as it was shown, so that answers can be read against it."""

    form: Annotated[str, Doc("tech_check, consent or access-needs")]
    version: str
    sha256: str
    locale: str
    items: tuple[AskedAnswer, ...]


@dataclass(frozen=True)
class ManifestAnswer:
    """The contents of one packet, with digests and what makes each file accessible."""

    schema: Annotated[str, Schema("access-kit/manifest/1")]
    profile: str
    session: str
    artefacts: tuple[ArtefactAnswer, ...]
    forms: tuple[FormAnswer, ...] = ()
    emergency_line: Annotated[
        bool, Doc("Whether it says whom to call in danger; a packet that does not is held.")
    ] = False
    told: Annotated[str, Doc("What it tells of the meeting: its start, and digests.")] = ""
    held: Annotated[tuple[str, ...], Doc("Codes of why it may not go, such as draft.")] = ()


@dataclass(frozen=True)
class ChangedAnswer:
    """Whose papers now tell another meeting than those before."""

    id: str
    what: Annotated[
        tuple[str, ...], Doc("day, hour, platform, way_to_join, number, code: what changed.")
    ]


@dataclass(frozen=True)
class PrepareAnswer:
    """What ``prepare`` did, or would do with ``--dry-run``."""

    schema: Annotated[str, Schema("access-kit/prepare/1")]
    dry_run: bool
    folder: str
    made: Annotated[tuple[str, ...], Doc("Ids whose packet was made, or would be.")]
    failed: Annotated[tuple[str, ...], Doc("Ids whose packet could not be made.")]
    changed: tuple[ChangedAnswer, ...]
    plan: PlanAnswer
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class DispatchAnswer:
    """One person, one way."""

    id: str
    channel: Annotated[str, Doc("Empty when the person cannot be reached.")]
    state: Annotated[
        str,
        Doc(
            "planned (what would go), laid_ready, handed_over, posted, already, waits, by_hand "
            "(for a person to do), refused, not_reached, taken_back, came_back, uncertain or failed"
        ),
    ]
    why: Annotated[str, Doc("A stable code; empty where there is nothing to say.")]
    until: Annotated[str, Doc("When to try again, ISO 8601; empty when nothing is waited for.")]
    left_out: Annotated[tuple[str, ...], Doc("Files that are too large to go along.")]
    changed: Annotated[
        tuple[str, ...],
        Doc("What the person was told otherwise: day, hour, platform, way_to_join, number, code."),
    ] = ()
    number: Annotated[str, Doc("By call or text: the number to take.")] = ""
    words: Annotated[str, Doc("By call or text: what to say or write.")] = ""


@dataclass(frozen=True)
class SendAnswer:
    """What ``send`` handed over or laid ready, or would with ``--dry-run``; everyone is in it."""

    schema: Annotated[str, Schema("access-kit/send/1")]
    dry_run: bool
    via: str
    session: str
    cancelled: Annotated[bool, Doc("Whether this meeting was told as cancelled.")]
    messages: tuple[DispatchAnswer, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class MailStatus:
    """One message to a person, and how far it got."""

    channel: str
    state: Annotated[
        str,
        Doc("laid_ready, handed_over, posted, came_back, failed, uncertain or taken_back"),
    ]
    at: Annotated[str, Doc("ISO 8601 with offset")]
    told: Annotated[str, Doc("The start of the meeting that it told, ISO 8601 with offset.")]
    what: Annotated[str, Doc("packet, reminder, cancel or change")]


@dataclass(frozen=True)
class PersonStatus:
    id: str
    mailed: Annotated[
        tuple[str, ...], Doc("Ways by which papers were handed over or posted, never laid ready.")
    ]
    uncertain: Annotated[tuple[str, ...], Doc("Ways of which nobody knows if they arrived.")]
    failed: Annotated[tuple[str, ...], Doc("Ways that failed or came back, with a reason's code.")]
    mail: tuple[MailStatus, ...]
    changed: Annotated[
        tuple[str, ...],
        Doc("What the person has, or may have, as it was: day, hour, platform, and so on."),
    ]
    tech_check: Annotated[str, Doc("none, waiting or answered")]
    consent: Annotated[str, Doc("none, waiting, unsigned, given, ask_again or withdrawn")]
    open: Annotated[tuple[str, ...], Doc("Ids of items with which the person wants help.")]
    right_for_you: Annotated[tuple[str, ...], Doc("What the person wants to be different.")]
    next: Annotated[str, Doc("A code of what to do next.")]
    files: Annotated[
        tuple[str, ...],
        Doc("The files in the session's folder that hold the person; a packet as its folder."),
    ] = ()


@dataclass(frozen=True)
class WordsAnswer:
    """What a person wrote that is no known answer, whole."""

    id: Annotated[str, Doc("Who may have written it; empty when nobody knows.")]
    text: str


@dataclass(frozen=True)
class StatusAnswer:
    """What went to whom, what came back, and what is next."""

    schema: Annotated[str, Schema("access-kit/status/1")]
    session: str
    cancelled: Annotated[bool, Doc("Whether this meeting was told as cancelled.")]
    words: Annotated[
        tuple[WordsAnswer, ...],
        Doc("What people wrote and nobody has seen yet; who asks for help comes first."),
    ]
    people: tuple[PersonStatus, ...]


@dataclass(frozen=True)
class PackedAnswer:
    id: str
    page: Annotated[int, Doc("On which page of letters.pdf it begins.")]
    sheets: int
    grams: Annotated[int, Doc("With its envelope; an assumption, weigh one packet.")]
    by_hand: Annotated[tuple[str, ...], Doc("Files to add by hand: braille, sound, pictures.")]


@dataclass(frozen=True)
class LettersAnswer:
    """A mailing as it goes to the printer, or what was noted as posted."""

    schema: Annotated[str, Schema("access-kit/letters/1")]
    session: str
    folder: str
    files: tuple[str, ...]
    flats: bool
    letters: tuple[PackedAnswer, ...]
    posted: tuple[str, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ReturnAnswer:
    """What came of one message that came back."""

    file: str
    number: Annotated[int, Doc("Which message of the file, from 1.")]
    kind: Annotated[
        str,
        Doc(
            "answer, stop, may_stop, held, words, bounced (did not arrive), delayed, arrived, "
            "notice (of a mail system, and fits nobody), automatic, already, unknown, unreadable "
            "or nothing"
        ),
    ]
    id: str
    session: str
    forms: Annotated[tuple[str, ...], Doc("Forms of which answers were kept.")]
    consent: Annotated[str, Doc("Empty, given, unsigned or older.")]
    help: Annotated[tuple[str, ...], Doc("Ids of items with which the person wants help.")]
    right_for_you: Annotated[tuple[str, ...], Doc("What the person wants to be different.")]
    unclear: Annotated[tuple[str, ...], Doc("Numbers whose answer cannot be told.")]
    also_wrote: Annotated[bool, Doc("There are words that answer nothing: read them.")]
    stopped: Annotated[
        tuple[str, ...], Doc("Ids for whom a way was stopped, or held until somebody asked.")
    ]


@dataclass(frozen=True)
class HeldAnswer:
    """An answer that waits until somebody says whose it is."""

    file: str
    from_: Annotated[str, Doc("The address that it comes from.")]
    why: Annotated[
        str,
        Doc("other-address, several-senders, no-thread (answers none of our messages) or date"),
    ]
    command: Annotated[str, Doc("What takes it in, once it is sure.")]


@dataclass(frozen=True)
class ReturnsAnswer:
    """What ``returns import`` took in."""

    schema: Annotated[str, Schema("access-kit/returns/1")]
    words: Annotated[tuple[WordsAnswer, ...], Doc("Who asks for help comes first.")]
    held: tuple[HeldAnswer, ...]
    messages: tuple[ReturnAnswer, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class BouncedAnswer:
    """What ``returns bounced`` wrote down."""

    schema: Annotated[str, Schema("access-kit/bounced/1")]
    id: str
    session: str
    channel: str
    state: Annotated[str, Doc("came_back")]


@dataclass(frozen=True)
class ConsentAnswer:
    """Where a person's agreement stands."""

    id: str
    state: Annotated[str, Doc("none, waiting, unsigned, given, ask_again or withdrawn")]
    version: str
    given_at: str
    way: str
    recorded_by: str
    yes: Annotated[tuple[str, ...], Doc("Ids of the choices with a yes that holds.")]
    withdrawn: Annotated[tuple[str, ...], Doc("What was taken back: all, ways, items.")]
    held: Annotated[tuple[str, ...], Doc("Ways that wait until somebody asked.")]
    unclear: Annotated[
        tuple[str, ...],
        Doc("Ids of what was shown and has no clear answer: not said yes to, or left alone."),
    ]


@dataclass(frozen=True)
class ConsentsAnswer:
    """Agreements of a session's people, or of one person."""

    schema: Annotated[str, Schema("access-kit/consent/1")]
    session: str
    people: tuple[ConsentAnswer, ...]


@dataclass(frozen=True)
class RecommendAnswer:
    """What would help a person, or each person of a session and the group."""

    schema: Annotated[str, Schema("access-kit/recommend/1")]
    participants: tuple[ParticipantAnswer, ...]
    group: GroupAnswer | None
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ProblemsAnswer:
    """A command that failed."""

    schema: Annotated[str, Schema("access-kit/problems/1")]
    problems: tuple[ProblemAnswer, ...]


def to_plain(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """A frozen answer as plain JSON values."""
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {f.name.rstrip("_"): to_plain(getattr(value, f.name)) for f in fields}
    if isinstance(value, Mapping):
        return {str(key): to_plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(element) for element in value]
    return value.value if isinstance(value, Enum) else value
