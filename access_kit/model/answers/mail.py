"""What ``send``, ``remind`` and ``letters`` answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema


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
        Doc(
            "What the person was told otherwise: day, hour, length, platform, way_to_join, number, "
            "code."
        ),
    ] = ()
    number: Annotated[str, Doc("By call or text: the number to take.")] = ""
    words: Annotated[str, Doc("By call or text: what to say or write.")] = ""


@dataclass(frozen=True)
class SendAnswer(Answer):
    """What ``send`` handed over or laid ready, or would with ``--dry-run``; everyone is in it."""

    schema: Annotated[str, Schema("access-kit/send/1")] = field(init=False)
    dry_run: bool
    via: str
    session: str
    cancelled: Annotated[bool, Doc("Whether this meeting was told as cancelled.")]
    messages: tuple[DispatchAnswer, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class PackedAnswer:
    id: str
    page: Annotated[int, Doc("On which page of letters.pdf it begins.")]
    sheets: int
    grams: Annotated[int, Doc("With its envelope; an assumption, weigh one packet.")]
    by_hand: Annotated[tuple[str, ...], Doc("Files to add by hand: braille, sound, pictures.")]
    postage: Annotated[
        str,
        Doc(
            "The step of weight that postage is paid for, such as 2 oz, by the same assumption; "
            "empty where the steps of the country are not known."
        ),
    ] = ""


@dataclass(frozen=True)
class PickUpAnswer:
    """A packet that waits until the person comes for it."""

    id: str
    sheets: int
    by_hand: Annotated[tuple[str, ...], Doc("Files to add by hand: braille, sound, pictures.")]


@dataclass(frozen=True)
class LettersAnswer(Answer):
    """A mailing as it goes to the printer, or what was noted as posted."""

    schema: Annotated[str, Schema("access-kit/letters/1")] = field(init=False)
    session: str
    folder: str
    files: tuple[str, ...]
    flats: bool
    letters: tuple[PackedAnswer, ...]
    pick_up: Annotated[tuple[PickUpAnswer, ...], Doc("Packets in pick-up.pdf.")]
    posted: tuple[str, ...]
    problems: tuple[ProblemAnswer, ...]
