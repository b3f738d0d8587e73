"""What the people of a session asked for in captions, and whether a recording may be used.

Pure: people and settings in, a choice or a refusal out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access_kit.captions.layout_rules import Layout, find_layout
from access_kit.errors import Problem, Refused
from access_kit.model.profile import CaptionKind, CaptionLayout, Profile


@dataclass(frozen=True)
class CaptionNeeds:
    """``layout`` for the cues, ``print_size_pt`` for transcripts, ``lang`` of the recording."""

    layout: str
    print_size_pt: float | None
    lang: str
    people: int


def choose_captions(people: Sequence[Profile], *, default: str, lang: str) -> CaptionNeeds:
    """The layout with the shortest lines among those asked for, and the largest print.

    One file serves everyone, and lines that fit in large letters fit in small ones too.
    """
    asked = [person for person in people if _wants_captions(person)]
    wanted = [_layout(person, default) for person in asked]
    layout = min(wanted, key=lambda one: (one.max_chars, one.name)).name if wanted else default
    sizes = [size.value for person in asked if (size := person.reading.print_size_pt)]
    return CaptionNeeds(layout, max(sizes, default=None), lang, len(asked))


def _wants_captions(person: Profile) -> bool:
    said = person.hearing.captions
    return said is not None and said.wanted and said.value is not CaptionKind.NONE


def _layout(person: Profile, default: str) -> Layout:
    said = person.hearing.caption_layout
    if said is None or not said.wanted or said.value is CaptionLayout.KIT:
        return find_layout(default)
    return find_layout(said.value.value)


@dataclass(frozen=True)
class Agreed:
    """What the consent record says: ids of who has not said yes, and of who took a yes back."""

    open: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()


def require_consent(*, own_film: bool, checked_by: str, record: Agreed | None = None) -> None:
    """Refuse a recording of a session's people unless each one agreed.

    The consent record answers, or else a person who asked; what somebody took back stays so.
    """
    if own_film:
        return
    if record and record.taken_back:
        ids = ", ".join(record.taken_back)
        raise Refused(Problem("captions.consent-taken-back", facts={"ids": ids}))
    if checked_by.strip():
        return
    if record is None:
        raise Refused(Problem("captions.consent-not-checked"))
    if record.open:
        raise Refused(Problem("captions.consent-open", facts={"ids": ", ".join(record.open)}))
