"""Whom a voice call suits, and how somebody takes part by themselves: two things.

Who wants captions may not hear a call, and talks all the same. No page offers a call as the only
way to somebody who may not use it, and none takes a voice away from who has one.
"""

from __future__ import annotations

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


class OwnTurn(Choice):
    """a way to take part by oneself"""

    LISTEN = "listen"
    SPEAK = "speak"
    SIGN = "sign"


def is_voice_ok(profile: Profile) -> bool:
    """Whether a voice call may stand alone as a way for this person.

    Wherever anything they said hints that it may not (signs, captions, a relay, an aid to speak,
    speaking only at times, ways to talk without a voice among them), it may not: another way costs
    nothing to print, and nobody has to say why they use it. Who named calling among their ways
    may be called, whatever they need in order to hear.
    """
    hints = (
        not _may_speak(profile),
        _wants(profile.talk.speech, Speech.SOMETIMES),
        _has_relay(profile),
        _signs(profile),
        bool(profile.talk.avoided & {Mode.VOICE, Mode.PHONE}),
        _reads_along(profile) and Mode.PHONE not in _wanted(profile),
    )
    return not any(hints)


def own_turns(profile: Profile) -> tuple[OwnTurn, ...]:
    """How this person takes part by themselves, as far as nothing that they said speaks against it.

    What they read or type with stands nowhere here: that is up to where people meet.
    """
    found = {
        OwnTurn.LISTEN: not (_reads_along(profile) or _signs(profile) or _has_relay(profile)),
        OwnTurn.SPEAK: _may_speak(profile),
        OwnTurn.SIGN: _signs(profile),
    }
    return tuple(turn for turn, holds in found.items() if holds)


def _may_speak(profile: Profile) -> bool:
    """Who signs or has a relay speak for them talks too where they named talking by voice."""
    wanted, talk = _wanted(profile), profile.talk
    if Mode.VOICE in talk.avoided or _wants(talk.speech, Speech.AAC, Speech.NO):
        return False
    if any(_wants(tool, Assistive.AAC) for tool in profile.device.assistive):
        return False
    if _signs(profile) or _wants(profile.hearing.relay, Relay.TEXT, Relay.VIDEO):
        return Mode.VOICE in wanted or _wants(talk.speech, Speech.SPEAKS, Speech.SOMETIMES)
    return not wanted or bool(wanted & _BY_VOICE)


def _reads_along(profile: Profile) -> bool:
    """Whether they need more than their ears to follow what is said."""
    hearing = profile.hearing
    return (
        _wants(hearing.captions, CaptionKind.AUTO, CaptionKind.HUMAN)
        or _wants(hearing.lip_reads, True)
        or any(_wants(tool, Assistive.HEARING_AID) for tool in profile.device.assistive)
    )


def _signs(profile: Profile) -> bool:
    language = profile.language
    return any(tag.wanted for tag in language.signed) or _wants(
        language.interpreter, Interpreter.SIGNED
    )


def _has_relay(profile: Profile) -> bool:
    return _wants(profile.hearing.relay, Relay.TEXT, Relay.VIDEO, Relay.CAPTIONED_PHONE)


def _wanted(profile: Profile) -> frozenset[Mode]:
    return frozenset(mode.value for mode in profile.talk.modes if mode.wanted)


def _wants(stated: Stated[Any] | None, *values: object) -> bool:
    return stated is not None and stated.wanted and stated.value in values
