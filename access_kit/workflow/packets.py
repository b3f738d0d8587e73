"""Packets as ``prepare`` left them: read back, and held against their manifests before they go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from access_kit.documents.renderers import FORMATS
from access_kit.errors import BadInput, Problem
from access_kit.files import sha256, shown
from access_kit.model.answers import ArtefactAnswer
from access_kit.model.document import Purpose
from access_kit.model.told import ToldDigests, read_told
from access_kit.notation import read_own_json
from access_kit.workflow.prepare.answer import (
    artefacts_of_manifest,
    has_emergency_line,
    is_sendable,
    stem_of,
)
from access_kit.workflow.prepare.pack import MANIFEST, PACKETS
from access_kit.workflow.prepare.plan import NOTE
from access_kit.workflow.prepare.shapes import ON_REQUEST

FIRST = frozenset({Purpose.LETTER.value, NOTE})
"""Kinds of the paper that lies on top, with the address where there is one."""


@dataclass(frozen=True)
class Packet:
    """One person's packet on disk; ``manifest`` is its JSON."""

    folder: Path
    manifest: Any
    artefacts: tuple[ArtefactAnswer, ...]

    @property
    def person(self) -> str:
        return str(self.manifest["profile"])

    @property
    def session(self) -> str:
        return str(self.manifest["session"])

    @property
    def is_final(self) -> bool:
        """Whether nothing that goes is a draft."""
        return is_sendable(self.manifest)

    @property
    def has_emergency_line(self) -> bool:
        """Whether its reader is told whom to call in danger."""
        return has_emergency_line(self.manifest)

    @property
    def told(self) -> ToldDigests | None:
        """What it tells of the meeting; ``None`` where an older program made it."""
        return read_told(str(self.manifest.get("told", "")))

    @property
    def held(self) -> frozenset[str]:
        """Why the gate holds it, as ``prepare`` found: codes of ``gate.PAPER_FAULTS``."""
        return frozenset(str(one) for one in self.manifest.get("held", ()))

    @property
    def goes(self) -> tuple[ArtefactAnswer, ...]:
        """What is sent: no draft, and the long papers wait until somebody asks for them."""
        going = (one for one in self.artefacts if not one.instead)
        return tuple(one for one in going if stem_of(one.file) not in ON_REQUEST)

    def of_kind(self, *kinds: str) -> tuple[ArtefactAnswer, ...]:
        """What is sent of these kinds."""
        return tuple(one for one in self.goes if one.kind in kinds)

    @property
    def printed(self) -> tuple[ArtefactAnswer, ...]:
        """The papers in the order in which they lie in the envelope: what says when first.

        What is filled in on a screen is none of them.
        """
        pdfs = (one for one in self.goes if one.media_type == "application/pdf")
        found = [one for one in pdfs if one.kind != Purpose.ANSWERS.value]
        return tuple(sorted(found, key=lambda one: one.kind not in FIRST))

    @property
    def by_hand(self) -> tuple[str, ...]:
        """Files that somebody adds to the paper: braille, sound, pictures."""
        return tuple(one.file for one in self.goes if is_by_hand(one.kind, one.media_type))

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def changed(self) -> Iterator[str]:
        """Files that are not as they were made."""
        for one in self.artefacts:
            try:
                same = sha256(self.read(one.file)) == one.sha256
            except OSError:
                same = False
            if not same:
                yield one.file


def is_by_hand(kind: str, media_type: str) -> bool:
    """Whether a file is added to the paper by hand; the words beside a recording are not."""
    kinds = {one.kind for one in FORMATS.values() if one.by_hand}
    return kind in kinds and media_type != "text/vtt"


def read_packet(folder: Path) -> Packet | None:
    """The packet in ``folder``; ``None`` when there is none of ours."""
    manifest = read_own_json(folder / MANIFEST)
    artefacts = artefacts_of_manifest(manifest)
    if not artefacts or not isinstance(manifest.get("profile"), str):
        return None
    return Packet(folder, manifest, artefacts)


def packet_of(session_folder: Path, person: str) -> Packet | None:
    packet = read_packet(session_folder / PACKETS / person)
    return packet if packet and packet.person.casefold() == person.casefold() else None


def require_packet(folder: Path) -> Packet:
    """The packet that the user named, or ``BadInput``."""
    packet = read_packet(folder)
    if packet is None:
        raise BadInput(Problem("send.no-packet", file=shown(folder)))
    return packet
