"""What a run writes down of each packet that it made: of what it is, and which files came of it.

A record holds digests, ids, codes and names of files. It lies beside the packets, in a folder of
the program's own, and goes away with the person's packet. Nothing is taken from it on trust: a file
is used again only while it is, byte for byte, the one that was made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from access_kit.errors import Problem, Severity
from access_kit.materials.language_help import HelpLack, LanguageHelp
from access_kit.model.answers import to_plain
from access_kit.model.document import Purpose
from access_kit.model.plan import NotMet
from access_kit.notation import read_own_json
from access_kit.workflow.prepare.shapes import (
    Made,
    Paper,
    PaperOutcome,
    RenderedFile,
    WrittenPapers,
)

SCHEMA = "access-kit/made-from/1"

PartDigests = Mapping[str, str]
"""What decides a packet: a digest of each part of it that a person can name."""

Rendered = Mapping[str, tuple[RenderedFile, ...]]
"""Files by what decided them, where they are of one document in one format."""


@dataclass(frozen=True)
class MadeRecord:
    """One packet: what decided it (``parts``), its ``files`` by digest, and what was told of it.

    ``first_sheets`` are those that it had with the window page of its letter; ``windowless``: that
    page was left out in the end.
    """

    profile: str
    parts: PartDigests
    files: Mapping[str, str]
    rendered: Rendered
    sheets_of: Mapping[str, int] = field(default_factory=dict)
    first_sheets: int = 0
    windowless: bool = False
    problems: tuple[Problem, ...] = ()
    written: WrittenPapers = field(default_factory=WrittenPapers)


def record_of(profile: str, parts: PartDigests, made: Made) -> MadeRecord:
    """What to write down of a packet that was made just now."""
    return MadeRecord(
        profile,
        parts,
        files={one.file: one.sha256 for one in made.artefacts},
        rendered=made.rendered,
        sheets_of=made.sheets_of,
        first_sheets=made.sheets,
        problems=made.problems,
        written=dataclasses.replace(made.written, papers=tuple(map(_bare, made.written.papers))),
    )


def _bare(outcome: PaperOutcome) -> PaperOutcome:
    """Without the words of anything."""
    paper = Paper(outcome.paper.purpose, outcome.paper.stem, copy_in=outcome.paper.copy_in)
    help_ = outcome.help and LanguageHelp(outcome.help.lang, lacks=outcome.help.lacks)
    return dataclasses.replace(outcome, paper=paper, help=help_)


def record_to_plain(record: MadeRecord) -> dict[str, Any]:
    return {"schema": SCHEMA, **to_plain(record)}


def read_record(path: Path) -> MadeRecord | None:
    """The record in a file of ours; ``None`` where there is none that can be used."""
    told = read_own_json(path)
    try:
        if told.pop("schema") != SCHEMA or not _is_sound(told):
            return None
        return MadeRecord(
            **{
                **told,
                "rendered": {
                    key: tuple(map(_rendered, files)) for key, files in told["rendered"].items()
                },
                "problems": tuple(map(_problem, told["problems"])),
                "written": WrittenPapers(
                    tuple(map(_outcome, told["written"]["papers"])),
                    tuple(map(_not_met, told["written"]["not_met"])),
                ),
            }
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _is_sound(told: dict[str, Any]) -> bool:
    counts = told.get("sheets_of", {})
    return (
        all(_are(str, told[one].values()) for one in ("parts", "files"))
        and all(map(_is_name, told["files"]))
        and _are(int, (*counts.values(), told.get("first_sheets", 0)))
    )


def _are(kind: type, values: Iterable[object]) -> bool:
    return all(isinstance(one, kind) for one in values)


def _is_name(file: str) -> bool:
    """Whether it is that of a file in the packet itself."""
    return PurePath(file).name == file


def _rendered(told: dict[str, Any]) -> RenderedFile:
    if not _are(str, told.values()) or not _is_name(told["file"]):
        raise ValueError("no file of a packet")
    return RenderedFile(**told)


def _problem(told: dict[str, Any]) -> Problem:
    return Problem(**{**told, "severity": Severity(told["severity"])})


def _not_met(told: dict[str, Any]) -> NotMet:
    value, ways = told["value"], tuple(told["alternatives"])
    value = tuple(value) if isinstance(value, list) else value
    return NotMet(**{**told, "value": value, "alternatives": ways})


def _outcome(told: dict[str, Any]) -> PaperOutcome:
    paper, help_ = told["paper"], told.get("help")
    of = Paper(Purpose(paper["purpose"]), paper["stem"], copy_in=paper["copy_in"])
    lacks = (
        LanguageHelp(help_["lang"], lacks=tuple(map(HelpLack, help_["lacks"]))) if help_ else None
    )
    return PaperOutcome(**{**told, "paper": of, "help": lacks})
