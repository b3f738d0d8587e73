"""What ``status`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.group import MeetingLeftovers
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


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
        tuple[str, ...], Doc("Ways by which something was handed over or posted, never laid ready.")
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
        Doc(
            "The files in the session's folder that hold the person, a packet as its folder; and"
            " pages of what is due, wherever they lie."
        ),
    ] = ()


@dataclass(frozen=True)
class WordsAnswer:
    """What a person wrote that is no known answer, whole."""

    id: Annotated[str, Doc("Who may have written it; empty when nobody knows.")]
    text: str
    from_: Annotated[
        str | None, Doc("The address, where it is not sure that the person wrote from it.")
    ] = None


@dataclass(frozen=True)
class HeldAnswer:
    """An answer that waits until somebody says whose it is."""

    id: Annotated[str, Doc("Whose it may be.")]
    file: str
    from_: Annotated[str, Doc("The address that it comes from.")]
    why: Annotated[
        str,
        Doc(
            "other-address, several-senders, no-thread (answers none of our messages), "
            "no-sender (a file, which says nothing of who sent it) or date"
        ),
    ]
    command: Annotated[str, Doc("What takes it in, once it is sure.")]


@dataclass(frozen=True)
class StatusAnswer(Answer):
    """What went to whom, what came back, and what is next."""

    schema: Annotated[str, Schema("access-kit/status/1")] = field(init=False)
    session: str
    cancelled: Annotated[bool, Doc("Whether this meeting was told as cancelled.")]
    words: Annotated[
        tuple[WordsAnswer, ...],
        Doc("What people wrote and nobody had seen before; who asks for help comes first."),
    ]
    held: Annotated[tuple[HeldAnswer, ...], Doc("Answers that wait for a decision.")]
    people: tuple[PersonStatus, ...]
    left_over: Annotated[
        MeetingLeftovers | None,
        Doc("For a group: what is still to be done about its last meeting."),
    ] = None
    problems: Annotated[
        tuple[ProblemAnswer, ...], Doc("Dates for which papers went out and that are not held.")
    ] = ()
    untold: Annotated[
        tuple[MeetingLeftovers, ...],
        Doc("For a group: dates that are off, and who has still to be told."),
    ] = ()
