"""Ways to reach people: no page offers voice as the only way to somebody who may not use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from access_kit.model.constraint import Choice
from access_kit.model.profile import (
    Assistive,
    CaptionKind,
    Interpreter,
    Mode,
    Profile,
    Relay,
    Speech,
)
from access_kit.model.stated import Stated

_BY_VOICE = frozenset({Mode.VIDEO, Mode.VOICE, Mode.PHONE, Mode.IN_PERSON})


class WayKind(Choice):
    """a way to reach somebody"""

    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    RELAY = "relay"


_MODES = {WayKind.CALL: (Mode.PHONE, Mode.VOICE), WayKind.TEXT: (Mode.SMS,)} | {
    WayKind.EMAIL: (Mode.EMAIL,),
    WayKind.RELAY: (Mode.PHONE,),
}
_USUAL_ORDER = (WayKind.CALL, WayKind.TEXT, WayKind.EMAIL, WayKind.RELAY, WayKind.LETTER)
_WITHOUT_VOICE = (WayKind.TEXT, WayKind.EMAIL, WayKind.RELAY, WayKind.LETTER, WayKind.CALL)


@dataclass(frozen=True)
class Way:
    """``value`` is what to dial or write to; a letter's is the sender's own address, so empty."""

    kind: WayKind
    value: str = ""

    @property
    def needs_voice(self) -> bool:
        return self.kind is WayKind.CALL


def is_voice_ok(profile: Profile) -> bool:
    """Whether a voice call may stand alone as a way for this person.

    Wherever anything they said hints that it may not (signs, captions, a relay, an aid to speak,
    speaking only at times, ways to talk without a voice among them), it may not: another way costs
    nothing to print, and nobody has to say why they use it.
    """
    hearing, talk, language = profile.hearing, profile.talk, profile.language
    avoided = {mode.value for mode in talk.modes if not mode.wanted} | set(talk.avoid)
    wanted = {mode.value for mode in talk.modes if mode.wanted}
    hints = (
        _wants(talk.speech, Speech.SOMETIMES, Speech.AAC, Speech.NO),
        _wants(hearing.captions, CaptionKind.AUTO, CaptionKind.HUMAN),
        _wants(hearing.relay, Relay.TEXT, Relay.VIDEO, Relay.CAPTIONED_PHONE),
        _wants(hearing.lip_reads, True),
        _wants(language.interpreter, Interpreter.SIGNED),
        any(tag.wanted for tag in language.signed),
        any(
            _wants(tool, Assistive.AAC, Assistive.HEARING_AID) for tool in profile.device.assistive
        ),
        bool(avoided & {Mode.VOICE, Mode.PHONE}),
        bool(wanted) and not wanted & _BY_VOICE,
    )
    return not any(hints)


def ways_to_reach(
    profile: Profile,
    *,
    call: str | None = None,
    text: str | None = None,
    email: str | None = None,
    relay: str | None = None,
    letter: bool = True,
) -> tuple[Way, ...]:
    """The ways at hand in the order that suits this person; what they avoid is left out.

    Pass what the agency has: ``call`` a number that answers, ``text`` one that takes text
    messages, ``relay`` a relay's number or address, ``letter`` whether a letter back is possible.
    For a person whose ``contact.voice_ok`` is false, a call comes last unless they named it among
    their ways to talk, and ``offers_only_voice`` tells when nothing else is there.
    """
    at_hand = {
        WayKind.CALL: call,
        WayKind.TEXT: text,
        WayKind.EMAIL: email,
        WayKind.RELAY: relay if _uses_relay(profile) else None,
        WayKind.LETTER: "" if letter else None,
    }
    avoided = {mode.value for mode in profile.talk.modes if not mode.wanted}
    avoided |= set(profile.talk.avoid)
    order = _USUAL_ORDER if is_voice_ok(profile) else _WITHOUT_VOICE
    preferred = [mode.value for mode in profile.talk.modes if mode.wanted]
    ways = [
        Way(kind, value or "")
        for kind, value in at_hand.items()
        if value is not None and not avoided.intersection(_MODES.get(kind, ()))
    ]
    return tuple(sorted(ways, key=lambda way: (_preference(way, preferred), order.index(way.kind))))


def offers_only_voice(ways: Iterable[Way]) -> bool:
    """Whether every way (or none at all) needs a voice."""
    return all(way.needs_voice for way in ways)


def _preference(way: Way, preferred: Sequence[Mode]) -> int:
    places = [preferred.index(m) for m in _MODES.get(way.kind, ()) if m in preferred]
    return min(places, default=len(preferred))


def _uses_relay(profile: Profile) -> bool:
    return _wants(profile.hearing.relay, Relay.TEXT, Relay.VIDEO, Relay.CAPTIONED_PHONE)


def _wants(stated: Stated[Any] | None, *values: object) -> bool:
    return stated is not None and stated.wanted and stated.value in values
