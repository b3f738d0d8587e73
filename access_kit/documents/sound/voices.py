"""The seam for voices: one voice a module, one line in ``VOICES``.

To add a voice: write a module with a function ``open_voice() -> Voice`` and add its dotted name to
``VOICES``. The rules for a voice:

- It speaks the language it is asked for or raises ``MissingPart`` (``speech.no-voice``) with the
  languages it has. It never speaks one language with the sounds of another.
- Same utterances and speed: same samples, whatever was said before, from any thread.
- Text is data: no markup, no command inside it is obeyed.
- It raises only ``AccessKitError``, and prints nothing.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from access_kit.errors import MissingPart, Problem
from access_kit.i18n.fallback import fallback_chain, usual_tag
from access_kit.i18n.language_habits import own_habits


@dataclass(frozen=True)
class Utterance:
    """What is to be said; ``lang`` is BCP 47."""

    text: str
    lang: str


@dataclass(frozen=True)
class Mark:
    """From the character ``at`` of the text on, it is said after ``ms`` milliseconds."""

    at: int
    ms: int


@dataclass(frozen=True)
class Sound:
    """One utterance: 16 bit samples, one channel, little-endian; ``marks`` if the voice has any."""

    samples: bytes
    rate: int
    marks: tuple[Mark, ...] = ()

    @property
    def ms(self) -> int:
        return len(self.samples) // 2 * 1000 // self.rate


class Voice(Protocol):
    """Says utterances, each as a sound of its own; all of one call have the same rate."""

    def languages(self) -> tuple[str, ...]:
        """The languages it speaks, as BCP 47 tags, sorted."""
        ...

    def speak(self, utterances: Sequence[Utterance], speed: float) -> tuple[Sound, ...]:
        """``speed`` 1.0 is about 160 words a minute in English."""
        ...


VOICES = {
    "espeak": "access_kit.documents.sound.espeak:open_voice",
    "system": "access_kit.documents.sound.system:open_voice",
}

WORDS_A_MINUTE = 160
"""Normal speed: that of a calm talk."""


def default_voice() -> str:
    """The name of the voice for this system: its own on macOS and Windows."""
    return "espeak" if sys.platform.startswith("linux") else "system"


def open_voice(name: str = "") -> Voice:
    """A voice by its name in ``VOICES``; ``MissingPart`` when its packages are not there."""
    module, _, function = VOICES[name or default_voice()].partition(":")
    return cast(Voice, getattr(importlib.import_module(module), function)())


INVENTED = frozenset({"jbo", "lfn", "piqd", "py", "qdb", "qya", "sjn", "xex"})
"""Tags of voices for languages of books and games, and for trials; two of them are no real tag."""


def missing_package(package: str) -> MissingPart:
    return MissingPart(Problem("speech.missing-package", facts={"package": package}))


def _no_voice(lang: str, known: Iterable[str]) -> MissingPart:
    """There is no voice for ``lang``; ``known`` are the languages there are."""
    bases = sorted({one.split("-")[0] for one in known} - INVENTED)
    facts = {"language": lang, "known": ", ".join(bases) or "-"}
    return MissingPart(Problem("speech.no-voice", facts=facts))


def choose_voices(
    utterances: Iterable[Utterance], voices: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Each text with the one of ``voices`` (by language) that says it, or ``MissingPart``."""
    chosen = []
    for utterance in utterances:
        lang = choose_language(utterance.lang, voices)
        if lang is None:
            raise _no_voice(utterance.lang, voices)
        chosen.append((utterance.text, voices[lang]))
    return tuple(chosen)


def choose_language(lang: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that speaks ``lang``: the same tag, a wider one, or a region of it.

    A script is no matter of sound, and is left out, except where it names a language (``zh``).
    """
    by_name = {one.lower(): one for one in known}
    for tag in _candidates(lang):
        if tag in by_name:
            return by_name[tag]
    base = lang.lower().split("-")[0]
    regions = sorted(name for name in by_name if name.split("-")[0] == base)
    return by_name[regions[0]] if regions else None


def _candidates(lang: str) -> Iterable[str]:
    """The tag and its parents, without scripts, each with what voices for it go by."""
    parts = [part for part in lang.replace("_", "-").split("-") if len(part) != 4]
    tag = "-".join(parts)
    for one in (*fallback_chain(tag), *fallback_chain(usual_tag(tag))):
        yield from own_habits(one).voice.names
        yield one.lower()
