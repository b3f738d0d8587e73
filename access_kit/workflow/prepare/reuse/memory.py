"""Which packets stand as an earlier run made them, and which files can be taken as they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from access_kit.model.answers import ArtefactAnswer
from access_kit.model.plan import Artefact, ArtefactState
from access_kit.notation import read_own_json
from access_kit.workflow.prepare.answer import artefacts_of_manifest
from access_kit.workflow.prepare.pack import (
    GROUP,
    PACKETS,
    RECORDS,
    SHARED_RECORD,
    OutFolder,
    packets_with_records,
    record_path,
    shared_digests,
)
from access_kit.workflow.prepare.reuse.earlier import Earlier
from access_kit.workflow.prepare.reuse.records import (
    SCHEMA,
    MadeRecord,
    PartDigests,
    read_record,
)
from access_kit.workflow.prepare.shapes import Made, RenderedFile


@dataclass(frozen=True)
class StandingPacket:
    """A packet that need not be made again, and its record."""

    made: Made
    record: MadeRecord


class Memory:
    """What earlier runs left in a session's folder. Use it inside ``OutFolder.writing``."""

    def __init__(self, out: OutFolder) -> None:
        self._out = out
        self.record = cache(self._read_record)
        self.lost = cache(self._find_lost)

    def _read_record(self, packet_id: str) -> MadeRecord | None:
        """What was written down of a packet, whether it still stands or not."""
        return read_record(record_path(self._out.path, packet_id))

    def standing(self, packet_id: str, parts: PartDigests) -> StandingPacket | None:
        """A packet in its place that was made of these very parts, every file as it was made.

        Where a format could not be made on this computer, it is tried again.
        """
        record = self.record(packet_id)
        if record is None or record.parts != parts:
            return None
        artefacts = artefacts_of_manifest(self._out.manifest(packet_id))
        if {one.file: one.sha256 for one in artefacts} != record.files:
            return None
        if self.lost(packet_id) or self._out.strangers(f"{PACKETS}/{packet_id}", record.files):
            return None
        made = Made(
            {},
            tuple(map(_artefact, artefacts)),
            sheets_of=record.sheets_of,
            problems=record.problems,
            written=record.written,
        )
        return StandingPacket(made, record)

    def _find_lost(self, packet_id: str) -> tuple[str, ...]:
        """The files of a packet that are not there as they were made."""
        record, folder = self.record(packet_id), self._out.path / PACKETS / packet_id
        files = record.files if record else {}
        return tuple(one for one in files if self._out.digest(folder / one) != files[one])

    def shared(self, parts: PartDigests) -> tuple[Made, Made] | None:
        """The group's papers and the facilitator's, where they stand as made of these parts."""
        if self.shared_parts() != parts:
            return None
        plan = self._out.plan()
        group, leader = (tuple(_entries(plan, part)) for part in ("group", "facilitator"))
        files = {self._out.path / one.file: one.sha256 for one in (*group, *leader)}
        if any(self._out.digest(path) != digest for path, digest in files.items()):
            return None
        if self._out.strangers(GROUP, [one.file.removeprefix(f"{GROUP}/") for one in group]):
            return None
        return Made({}, group), Made({}, leader)

    def shared_parts(self) -> PartDigests:
        """Of what those papers were made; empty where nobody knows."""
        told = read_own_json(self._out.path / RECORDS / SHARED_RECORD)
        known = isinstance(told, dict) and told.get("schema") == SCHEMA
        return told["parts"] if known and isinstance(told.get("parts"), dict) else {}

    def shared_digests(self) -> Mapping[str, str]:
        """Their files as the plan has them."""
        return shared_digests(self._out.plan())

    def earlier(self, program: str) -> Earlier:
        """Every file that can be taken as it is, here or where a run was cut off."""
        files: dict[str, tuple[Path, tuple[RenderedFile, ...]]] = {}
        for folder in (self._out.path, self._out.cut_off):
            for packet, path in packets_with_records(folder):
                record = read_record(path)
                for key, made in record.rendered.items() if record else ():
                    files.setdefault(key, (packet, made))
        return Earlier(program, files)


def shared_record(parts: PartDigests) -> dict[str, Any]:
    """What is written down of papers that are nobody's own; the plan has their digests."""
    return {"schema": SCHEMA, "parts": dict(parts)}


def _entries(plan: Any, part: str) -> Iterator[Artefact]:  # noqa: ANN401 (JSON)
    yield from map(_artefact, artefacts_of_manifest(plan.get(part)))


def _artefact(answer: ArtefactAnswer) -> Artefact:
    held = {one.name: getattr(answer, one.name) for one in dataclasses.fields(Artefact)}
    return Artefact(**{**held, "state": ArtefactState(answer.state)})
