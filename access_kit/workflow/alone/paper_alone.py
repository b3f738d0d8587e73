"""A paper for one person outside of a packet: in the look that their packet would have."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from access_kit.documents.looks import look_of
from access_kit.documents.renderers import FORMATS, name_of_file, render_files
from access_kit.errors import BadInput, Problem
from access_kit.files import refuse_existing, write_atomic
from access_kit.model.document import Document
from access_kit.model.kit import Kit
from access_kit.model.look import Look, LookName
from access_kit.model.plan import SettingValue
from access_kit.model.profile import Profile
from access_kit.recommend.book import load_book
from access_kit.recommend.person import recommend_person
from access_kit.recommend.situation import Situation
from access_kit.workflow.prepare.read import read_book


def look_alone(
    profile: Profile | None,
    kit: Kit | None,
    folder: Path | None,
    now: datetime.datetime,
    *,
    name: LookName | None = None,
) -> Look:
    """The look of a person's papers where there is no session; ``folder`` is the kit's."""
    settings = settings_alone(profile, kit, folder, now) if profile else {}
    return look_of(profile, kit, settings, name=name)


def settings_alone(
    profile: Profile, kit: Kit | None, folder: Path | None, now: datetime.datetime
) -> Mapping[str, SettingValue]:
    """What is recommended for a person; ``BadInput`` where the kit's rules are wrong."""
    book, problems = read_book(folder) if folder else load_book()
    if book is None:
        raise BadInput(problems)
    return recommend_person(profile, Situation(now=now, kit=kit), book).settings


def format_of_path(out: Path) -> str:
    """The format that the ending of a file's name says; ``BadInput`` names the known endings."""
    name = name_of_file(out.name)
    if name is None:
        known = ", ".join(dict.fromkeys(f".{one.suffix}" for one in FORMATS.values()))
        facts = {"value": out.name, "known": known}
        raise BadInput(Problem("command.unknown-suffix", where="--out", facts=facts))
    return name


def write_paper(
    document: Document,
    look: Look,
    format_name: str,
    out: Path,
    *,
    moment: datetime.datetime,
    fonts: tuple[Path, ...] = (),
    force: bool = False,
) -> tuple[Path, ...]:
    """Write a paper to ``out``, and beside it what else its format makes; every path."""
    stem = out.name.removesuffix(f".{FORMATS[format_name].suffix}")
    refuse_existing([out], force=force)
    made = render_files(format_name, document, look, moment=moment, fonts=fonts)
    paths = (out, *(out.with_name(f"{stem}.{one.suffix}") for one in made[1:]))
    refuse_existing(paths, force=force)
    for path, one in zip(paths, made, strict=True):
        write_atomic(path, one.data)
    return paths
