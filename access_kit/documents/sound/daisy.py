"""Renderer of talking books: DAISY 2.02 (2001), which players for blind readers play to this day.

A ZIP archive to be unpacked onto a card or a stick: ``ncc.html``, by which a player leads from
heading to heading; the text; the recording; and for each heading a file that ties the two together.
Every piece of the text is a place to go to. Names are short and lower-case, as players want them.
The metadata names no person: who made a paper stands in its text.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access_kit.documents.check_tree import plain_text, require_sound_tree
from access_kit.documents.clean_text import clean_text
from access_kit.documents.places import BODY, TITLE, DocumentPlace, find_places
from access_kit.documents.sound.mp3 import encode
from access_kit.documents.sound.spoken_document import (
    Recording,
    SpokenStretch,
    find_stretches,
    record,
)
from access_kit.documents.templates import template
from access_kit.documents.zipped import zip_files
from access_kit.model.document import Callout, ContactBox, Document, Heading
from access_kit.model.look import Look

SOUND, TEXT, CONTENTS, MASTER = "speech.mp3", "text.html", "ncc.html", "master.smil"
DEEPEST = 6


@dataclass(frozen=True)
class Section:
    """A heading and what is said up to the next; ``clips`` lie in its own file."""

    file: str
    id: str
    level: int
    title: str
    clips: tuple[SpokenStretch, ...]
    before_ms: int

    @property
    def length_ms(self) -> int:
        return self.clips[-1].end_ms - self.clips[0].start_ms


@dataclass(frozen=True)
class TextPiece:
    """A place of the document as it stands in the text; ``level`` is 0 where it is no heading."""

    id: str
    text: str
    lang: str
    level: int
    section: str


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """``document`` as a DAISY 2.02 book; see ``renderers`` for the rules.

    Spoken at ``look.speech_rate``. ``moment`` gives the date that the format asks for; ``fonts``
    change nothing.
    """
    require_sound_tree(document)
    recording = record(document, look.speech_rate)
    places = [place for place in find_places(document) if _words(place)]
    sections = tuple(_sections(places, recording))
    pieces = tuple(_pieces(places, sections))
    digest = hashlib.sha256("\n".join((document.lang, *(one.text for one in pieces))).encode())
    shared = {
        "document": document,
        "identifier": uuid.UUID(bytes=digest.digest()[:16], version=5).urn,
        "sound": SOUND,
        "text": TEXT,
        "total": _clock(sum(one.length_ms for one in sections)),
    }
    files = {
        CONTENTS: template("ncc.html.j2").render(
            **shared,
            sections=sections,
            date=moment.date().isoformat(),
            depth=max(one.level for one in sections),
            files=len(sections) + 4,
        ),
        MASTER: template("master.smil.j2").render(**shared, sections=sections),
        TEXT: template("daisy-text.html.j2").render(**shared, pieces=pieces),
        **{
            one.file: template("section.smil.j2").render(
                **shared,
                section=one,
                elapsed=_clock(one.before_ms),
                length=_clock(one.length_ms),
            )
            for one in sections
        },
    }
    named = [(name, text.encode()) for name, text in files.items()]
    return zip_files([*named, (SOUND, encode(recording))], stored=(SOUND,))


def _words(place: DocumentPlace) -> str:
    return clean_text(plain_text(place.content)).strip()


def _heading_level(place: DocumentPlace) -> int:
    """1 for the title, from 2 on for headings and boxes outside of lists; 0 for the rest."""
    if place.id == TITLE:
        return 1
    if not place.id.startswith(f"{BODY}-"):
        return 0
    match place.block:
        case Heading(level=level):
            return level + 1
        case Callout() | ContactBox() if place.id.endswith("-title"):
            return 2
        case _:
            return 0


def _sections(places: Sequence[DocumentPlace], recording: Recording) -> Iterator[Section]:
    """The recording, cut at its headings; what comes before the title belongs to the title."""
    by_id = {place.id: place for place in places}
    stretches = find_stretches(recording)
    starts = [
        number
        for number, one in enumerate(stretches)
        if one.place in by_id and _heading_level(by_id[one.place])
    ]
    depth = 0
    for number, start in enumerate(starts, 1):
        first = 0 if number == 1 else start
        end = starts[number] if number < len(starts) else len(stretches)
        heading = by_id[stretches[start].place]
        depth = min(_heading_level(heading), depth + 1, DEEPEST)  # no level is passed over
        yield Section(
            file=f"s{number:04d}.smil",
            id=heading.id,
            level=depth,
            title=_words(heading),
            clips=stretches[first:end],
            before_ms=stretches[first].start_ms - stretches[0].start_ms,
        )


def _pieces(places: Sequence[DocumentPlace], sections: Sequence[Section]) -> Iterator[TextPiece]:
    files = {clip.place: one.file for one in sections for clip in one.clips}
    levels = {one.id: one.level for one in sections}
    for place in places:
        yield TextPiece(
            place.id, _words(place), place.lang, levels.get(place.id, 0), files.get(place.id, "")
        )


def _clock(milliseconds: int) -> str:
    """``h:mm:ss.mmm``, a SMIL 1.0 clock value."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
