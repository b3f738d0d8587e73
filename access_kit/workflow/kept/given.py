"""What went to a person for each meeting: which handouts, which papers, which questions.

It is kept when the papers are handed over or laid ready; the ledger says whether they went.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

from access_kit.errors import BadInput, Problem
from access_kit.store.protocol import Store
from access_kit.workflow.packets import Packet
from access_kit.workflow.prepare.answer import stem_of

KIND = "given"


@dataclass(frozen=True)
class GivenPapers:
    """``handouts`` are digests of what they say, ``stems`` the papers, ``asked`` questions."""

    handouts: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    is_note: bool = False


def keep_given(store: Store, packet: Packet) -> None:
    """Keep what a packet holds, in place of what an earlier one for this meeting held."""
    manifest = packet.manifest
    given = GivenPapers(
        handouts=tuple(manifest.get("handouts", {}).values()),
        stems=tuple(sorted({stem_of(one.file) for one in packet.goes})),
        asked=tuple(manifest.get("asked", ())),
        is_note=bool(manifest.get("note", False)),
    )
    data = json.dumps(dataclasses.asdict(given)).encode()
    store.put_document(KIND, _key(packet.session, packet.person), data, person=packet.person)


def given_for(store: Store, session: str, person: str) -> GivenPapers | None:
    """What was given for a meeting, as far as it was kept."""
    kept = store.document(KIND, _key(session, person))
    if kept is None:
        return None
    try:
        said = json.loads(kept.data)
        return GivenPapers(
            tuple(said["handouts"]), tuple(said["stems"]), tuple(said["asked"]), said["is_note"]
        )
    except (ValueError, TypeError, KeyError):
        raise BadInput(Problem("store.damaged", where=person)) from None


def _key(session: str, person: str) -> str:
    return f"{session}/{person.casefold()}"
