"""The facts that conditions may ask for: those of a profile, and those of the situation.

A fact of a profile is named as in the file (``reading.print_size_pt``). The names, kinds and
allowed values come from the model, so that a new field is a new fact.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from access_kit.model.constraint import Choice
from access_kit.model.kit import ResourceKind
from access_kit.model.profile import CameraUse, Channel, Contents, Mode, Profile, Relay
from access_kit.model.session import Platform, Session
from access_kit.model.shape import Shape, ShapeKind, fields_of
from access_kit.model.stated import Stated, Wish
from access_kit.recommend.conditions import WANTED, Fact, Facts, Scalar
from access_kit.recommend.platforms import CellValue, Column, Matrix, PlatformKind
from access_kit.recommend.situation import Situation
from access_kit.recommend.voice_calls import OwnTurn, is_voice_ok, own_turns

SECTIONS = (
    "language",
    "reading",
    "hearing",
    "talk",
    "camera",
    "device",
    "connection",
    "place",
    "pace",
    "sense",
    "topic",
    "help",
    "group",
)
"""The parts of a profile that say what helps; contact and consent are not among them."""


@dataclass(frozen=True)
class FactKind:
    """What a fact may hold: ``type`` is bool, float or str; ``values`` are the allowed texts."""

    type: type
    values: tuple[str, ...] = ()


def _kind_of(shape: Shape) -> FactKind:
    """The kind behind ``Stated[…] | None`` or ``tuple[Stated[…], ...]``."""
    core = shape.core
    if core.kind is ShapeKind.CHOICE:
        return _choices(core.cls)
    return FactKind(float if core.cls in (int, float) else core.cls)


def _choices(cls: type[Choice]) -> FactKind:
    return FactKind(str, tuple(member.value for member in cls))


@lru_cache(maxsize=4)
def fact_kinds(features: tuple[str, ...]) -> Mapping[str, FactKind]:
    """Every fact by name; ``features`` are the rows of the platform matrix."""
    kinds: dict[str, FactKind] = {}
    sections = {one.name: one.shape.cls for one in fields_of(Profile)}
    for section in SECTIONS:
        for one in fields_of(sections[section]):
            kinds[f"{section}.{one.name}"] = _kind_of(one.shape)
    kinds |= {
        "contact.safe": _choices(Channel),
        "contact.contents": _choices(Contents),
        "reach.voice_ok": FactKind(bool),
        "reach.own_turns": _choices(OwnTurn),
        "reach.live_ways": _choices(Mode),
        "session.platform": _choices(Platform),
        "session.minutes": FactKind(float),
        "session.recording": FactKind(bool),
        "session.room_captions": FactKind(bool),
        "session.written": FactKind(bool),
        "session.dial_in": FactKind(bool),
        "session.data_mb": FactKind(float),
        "session.modes": _choices(Mode),
        "facilitator.camera": _choices(CameraUse),
        "facilitator.languages": FactKind(str),
        "kit.look_pt": FactKind(float),
        "resources.kind": _choices(ResourceKind),
        "platform.kind": _choices(PlatformKind),
    }
    kinds |= {f"platform.{feature}": _choices(CellValue) for feature in features}
    return types.MappingProxyType(kinds)


def profile_facts(profile: Profile) -> dict[str, tuple[Fact, ...]]:
    """What a person stated, and what follows from it alone."""
    facts = {
        f"{section}.{field.name}": tuple(_stated(getattr(getattr(profile, section), field.name)))
        for section in SECTIONS
        for field in dataclasses.fields(getattr(profile, section))
    }
    avoided = tuple(Fact(mode.value, Wish.AVOID) for mode in profile.talk.avoid)
    facts["talk.modes"] = (*facts["talk.modes"], *avoided)
    facts["contact.safe"] = _plain(profile.contact.safe)
    facts["contact.contents"] = _plain(
        [profile.contact.contents] if profile.contact.contents else []
    )
    facts["reach.voice_ok"] = (Fact(is_voice_ok(profile)),)
    facts["reach.own_turns"] = _plain(own_turns(profile))
    return {name: found for name, found in facts.items() if found}


def anyone_facts() -> dict[str, tuple[Fact, ...]]:
    """The facts of nobody in particular: what holds for any session follows from them."""
    return {"contact.safe": _plain(Channel), "reach.voice_ok": (Fact(True),)}


def situation_facts(situation: Situation, matrix: Matrix) -> dict[str, tuple[Fact, ...]]:
    """What is known of the session, its platform, the facilitator, the kit and the place."""
    facts: dict[str, tuple[Fact, ...]] = {
        "facilitator.languages": _plain(situation.facilitator_languages),
        "resources.kind": _plain(sorted({r.kind.value for r in situation.resources})),
    }
    if situation.look_pt is not None:
        facts["kit.look_pt"] = (Fact(situation.look_pt),)
    session = situation.session
    if session is None:
        return facts
    column = matrix.columns[session.platform]
    facts |= {
        "session.platform": _plain([session.platform]),
        "session.minutes": _plain([session.minutes]),
        "session.recording": _plain([session.recording]),
        "session.room_captions": _plain([session.room_captions]),
        "session.written": _plain([PlatformKind.TEXT in column.kinds]),
        "session.dial_in": _plain([session.number is not None]),
        "session.modes": _plain(_modes_of(session, column)),
        "facilitator.camera": _plain([session.facilitator.camera]),
        "platform.kind": _plain(column.kinds),
    }
    if column.data:
        facts["session.data_mb"] = _plain([column.data.sound_mb_per_hour * session.minutes / 60])
    facts |= {f"platform.{name}": _plain([cell.value]) for name, cell in column.cells.items()}
    return facts


_MODES_BY_KIND = {
    PlatformKind.VIDEO: (Mode.VIDEO, Mode.VOICE),
    PlatformKind.PHONE: (Mode.PHONE, Mode.VOICE),
    PlatformKind.TEXT: (),
    PlatformKind.IN_PERSON: (Mode.IN_PERSON, Mode.VOICE),
}


def _modes_of(session: Session, column: Column) -> list[Mode]:
    """The ways to talk that this session has, as far as anyone knows."""
    modes = {mode for kind in column.kinds for mode in _MODES_BY_KIND[kind]}
    if session.number is not None:
        modes.add(Mode.PHONE)
    if session.is_one_to_one and session.facilitator.phone:
        modes.add(Mode.SMS)
    if session.platform is Platform.SMS:
        modes |= {Mode.SMS, Mode.TEXT_CHAT}  # to write is to write
    elif column.cells["chat"].value in (CellValue.YES, CellValue.PLAN):
        modes.add(Mode.TEXT_CHAT)
    return sorted(modes)


def gather_facts(profile: Profile, situation: Situation, matrix: Matrix) -> Facts:
    facts = profile_facts(profile) | situation_facts(situation, matrix)
    if situation.session is not None:
        facts["reach.live_ways"] = _plain(_live_ways(facts))
    return facts


_ALONE = {
    PlatformKind.PHONE: (Mode.PHONE, Mode.VOICE),
    PlatformKind.IN_PERSON: (Mode.IN_PERSON, Mode.VOICE),
}
"""Kinds of meeting with a way without which there is no other, and what goes with it."""


def _live_ways(facts: Facts) -> list[str]:
    """The ways to take part that this session has, and to which the person did not say no.

    On the telephone one speaks, unless somebody else does so by a relay.
    """
    no = {str(one.value) for one in facts.get("talk.modes", ()) if one.wish is Wish.AVOID}
    stated, platform = facts.get("hearing.relay", ()), facts["session.platform"][0].value
    relay = any(one.wish in WANTED and one.value != Relay.NONE for one in stated)
    relay = relay or platform == Platform.VRS
    if Mode.VOICE in no and not relay:
        no.add(Mode.PHONE)
    if Mode.SMS in no and platform == Platform.SMS:
        no.add(Mode.TEXT_CHAT)
    for kind, (way, with_it) in _ALONE.items():
        if way in no and {one.value for one in facts["platform.kind"]} == {kind.value}:
            no.add(with_it)
    return [str(one.value) for one in facts.get("session.modes", ()) if str(one.value) not in no]


def _stated(value: object) -> Iterator[Fact]:
    values = value if isinstance(value, tuple) else (value,)
    for one in values:
        if isinstance(one, Stated):
            yield Fact(_bare(one.value), one.wish)


def _bare(value: Any) -> Scalar:  # noqa: ANN401 (any value of a profile)
    return str(value.value) if isinstance(value, Enum) else typing.cast(Scalar, value)


def _plain(values: Iterable[object]) -> tuple[Fact, ...]:
    return tuple(Fact(_bare(value)) for value in values)
