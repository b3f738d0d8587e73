"""Whom a voice call suits: no page offers one as the only way to somebody who may not use it."""

from __future__ import annotations

from typing import Any

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


def is_voice_ok(profile: Profile) -> bool:
    """Whether a voice call may stand alone as a way for this person.

    Wherever anything they said hints that it may not (signs, captions, a relay, an aid to speak,
    speaking only at times, ways to talk without a voice among them), it may not: another way costs
    nothing to print, and nobody has to say why they use it. Who named calling among their ways
    may be called, whatever they need in order to hear.
    """
    hearing, talk, language = profile.hearing, profile.talk, profile.language
    wanted = {mode.value for mode in talk.modes if mode.wanted}
    needs_to_hear = (
        _wants(hearing.captions, CaptionKind.AUTO, CaptionKind.HUMAN),
        _wants(hearing.lip_reads, True),
        any(_wants(tool, Assistive.HEARING_AID) for tool in profile.device.assistive),
    )
    hints = (
        _wants(talk.speech, Speech.SOMETIMES, Speech.AAC, Speech.NO),
        _wants(hearing.relay, Relay.TEXT, Relay.VIDEO, Relay.CAPTIONED_PHONE),
        _wants(language.interpreter, Interpreter.SIGNED),
        any(tag.wanted for tag in language.signed),
        any(_wants(tool, Assistive.AAC) for tool in profile.device.assistive),
        bool(talk.avoided & {Mode.VOICE, Mode.PHONE}),
        bool(wanted) and not wanted & _BY_VOICE,
        any(needs_to_hear) and Mode.PHONE not in wanted,
    )
    return not any(hints)


def _wants(stated: Stated[Any] | None, *values: object) -> bool:
    return stated is not None and stated.wanted and stated.value in values
