"""The contents of one packet: ``manifest.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.constraint import Doc, Schema


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
    items: Annotated[
        tuple[str, ...] | None, Doc("Of a form: ids of what it asks, signature apart.")
    ] = None
    items_required: Annotated[
        tuple[str, ...] | None, Doc("Of a form: ids of the agency's own required lines.")
    ] = None
    instead: Annotated[
        str | None, Doc("Of a draft that stays here: the stem of the paper that goes instead.")
    ] = None


@dataclass(frozen=True)
class ManifestItem:
    number: Annotated[str, Doc("As printed before the statement, such as A7.")]
    key: Annotated[str, Doc("The statement's stable id.")]
    kind: str
    answers: tuple[str, ...]
    labels: Annotated[tuple[str, ...], Doc("The answers as they were shown.")]
    said: Annotated[str, Doc("A digest of what the statement says, and of what hangs on it.")] = ""


@dataclass(frozen=True)
class ManifestForm:
    """A form as it was shown, so that answers can be read against it."""

    form: Annotated[str, Doc("tech_check, consent or access-needs")]
    version: str
    sha256: str
    locale: str
    items: tuple[ManifestItem, ...]
    parts: Annotated[
        Mapping[str, str], Doc("Of what stands apart from statements, a digest of each part.")
    ] = field(default_factory=dict)


@dataclass(frozen=True)
class ManifestAnswer(Answer):
    """The contents of one packet, with digests and what makes each file accessible."""

    schema: Annotated[str, Schema("access-kit/manifest/1")] = field(init=False)
    profile: str
    session: str
    artefacts: tuple[ArtefactAnswer, ...]
    drafts: Annotated[
        tuple[ArtefactAnswer, ...],
        Doc("Drafts that stay here; in place of each, a paper of the packet goes."),
    ] = ()
    forms: tuple[ManifestForm, ...] = ()
    emergency_line: Annotated[
        bool, Doc("Whether it says whom to call in danger; a packet that does not is held.")
    ] = False
    told: Annotated[str, Doc("What it tells of the meeting: its start, and digests.")] = ""
    held: Annotated[tuple[str, ...], Doc("Codes of why it may not go, such as placeholder.")] = ()
    handouts: Annotated[
        Mapping[str, str], Doc("Of each handout that comes along, a digest of what it says.")
    ] = field(default_factory=dict)
    asked: Annotated[tuple[str, ...], Doc("The questions of the check that go out, by id.")] = ()
    note: Annotated[bool, Doc("Whether it is a note to somebody who has been there.")] = False
    series: Annotated[str, Doc("How the group goes on, as it tells: rule, hour, last day.")] = ""
    way: Annotated[str, Doc("How the person joins, as it tells: call, open, place.")] = ""
    differs: Annotated[
        Mapping[str, str],
        Doc("Dates of the group that it says are off (empty) or moved, with the new start."),
    ] = field(default_factory=dict)
    ends_reminders: Annotated[bool, Doc("Whether it says that reminders end.")] = False
