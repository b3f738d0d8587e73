"""What was made for a session, found again: its folder, or what one person gets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.session_files import read_session
from access_kit.store.out_folders import out_folders
from access_kit.workflow.prepare.pack import PACKETS
from access_kit.workflow.prepare.read import locate_kit

RUN_SHEET = "runsheet.html"


@dataclass(frozen=True)
class MadePapers:
    """``folder`` holds what was made; ``first`` is the file of it to look at first."""

    folder: Path
    first: Path


def made_for(
    session_file: Path, person: str, *, kit_folder: Path | None, now: datetime.datetime
) -> MadePapers:
    """What ``prepare`` made, for everyone or for one person; ``BadInput`` where nothing was."""
    kit = locate_kit(session_file.parent, kit_folder)
    session, problems = read_session(session_file, now=now)
    if session is None:
        raise BadInput(problems)
    places = [one / session.id for one in out_folders(kit)]
    folder = next((one for one in places if one.is_dir()), None)
    if folder is None:
        raise BadInput(Problem("letters.not-prepared", file=shown(places[0])))
    if not person:
        sheet = folder / RUN_SHEET
        return MadePapers(folder, sheet if sheet.is_file() else folder)
    packets = sorted(one for one in (folder / PACKETS).glob("*") if one.is_dir())
    for packet in packets:
        if packet.name.casefold() == person.casefold():
            return MadePapers(packet, packet)
    facts = {"value": person, "known": ", ".join(one.name for one in packets)}
    raise BadInput(Problem("command.unknown-id", where="ID", facts=facts))
