"""What ``consent`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Doc, Schema


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
class ConsentsAnswer(Answer):
    """Agreements of a session's people, or of one person."""

    schema: Annotated[str, Schema("access-kit/consent/1")] = field(init=False)
    session: str
    people: tuple[ConsentAnswer, ...]
