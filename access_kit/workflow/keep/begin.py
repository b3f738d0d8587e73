"""A kit and a session begun, as files to fill in. Nothing is overwritten."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import make_folder, read_text, refuse_existing, shown, write_atomic
from access_kit.intake.template import write_template
from access_kit.kit_files import KIT_FILE, MATERIALS_FOLDER, PLACEHOLDERS, find_kit
from access_kit.model.kit import Kit
from access_kit.model.series import Group
from access_kit.model.session import Session
from access_kit.notation import NotParsed, parse_toml
from access_kit.session_files import parse_group, parse_session
from access_kit.workflow.keep.access import KitAccess


def begin_kit(folder: Path, *, name: str, sender: Sequence[str], locale: str) -> Path:
    """The kit's file, with the folders that its own things go into; gives the file's path."""
    path = folder / KIT_FILE
    refuse_existing([path])
    agency = {"name": name, "envelope_sender": sender or PLACEHOLDERS["envelope_sender"]}
    make_kit_folders(folder)
    write_atomic(path, kit_text({"agency": agency, "defaults": {"locale": locale}}).encode())
    return path


def make_kit_folders(folder: Path) -> None:
    """The folder of a kit, and those that its own things go into."""
    for one in (folder, folder / "profiles", folder / MATERIALS_FOLDER):
        if not one.is_dir():
            make_folder(one)


def kit_text(values: Mapping[str, Any]) -> str:
    """The text of a kit's file with these values; what has none is there to fill in."""
    defaults = {"contents": "full", **dict(values.get("defaults", {}))}
    return write_template(Kit, {"schema": "access-kit/kit/1", **values, "defaults": defaults})


@dataclass(frozen=True)
class SessionPeople:
    """Who takes part, as it was said: a folder of profiles, ids of the store, or nothing yet."""

    profiles: str = ""
    ids: str = ""


def begin_session(
    access: KitAccess,
    path: Path,
    said: Mapping[str, object],
    people: SessionPeople,
    ask_ids: Callable[[], str],
) -> list[Problem]:
    """Write a session's file; gives what to know about it. ``BadInput`` when a value is wrong.

    ``ask_ids`` is called where there is a store and nobody said who takes part.
    """
    refuse_existing([path])
    named, notes = _people(access, people, ask_ids, path.parent)
    values = {"schema": "access-kit/session/1", **said, **named}
    if said.get("starts"):
        values["starts"] = _read_start(str(said["starts"]))
    text = write_template(Session, values)
    _, problems = parse_session(text, file=shown(path), now=access.clock())
    _refuse_faults(problems)
    write_atomic(path, text.encode())
    return [*notes, *problems]


GROUPS_FOLDER = "groups"
"""Where the groups of a kit are kept."""


def begin_group(
    access: KitAccess, path: Path | None, said: Mapping[str, object], start_from: Path | None
) -> tuple[Path, list[Problem]]:
    """Write a group's file, of a session's file where one is named; gives its path.

    A group made of a session lies beside it, so that the folders that it names stay right.
    """
    old = _plain_session(start_from) if start_from else {}
    values: dict[str, object] = {**old, **{key: one for key, one in said.items() if one}}
    values["schema"] = "access-kit/group/1"
    if not values.get("repeats"):
        raise BadInput(Problem("group.no-rule", where="--repeats"))
    if not said.get("id"):
        values["id"] = _without_date(str(old.get("id", "")))
    if isinstance(values.get("starts"), str):
        values["starts"] = _read_start(str(values["starts"]))
    home = start_from.parent if start_from else _groups_folder(access)
    path = path or home / f"{values['id']}.toml"
    refuse_existing([path])
    if not values.get("participants"):
        values["profiles"] = _seen_from(path.parent, _profiles_of(access, said, old, start_from))
    text = write_template(Group, values)
    _, problems = parse_group(text, file=shown(path), now=access.clock())
    _refuse_faults(problems)
    if not path.parent.is_dir():
        make_folder(path.parent)
    write_atomic(path, text.encode())
    return path, problems


def _refuse_faults(problems: Iterable[Problem]) -> None:
    """``BadInput`` for what may not be written; the file is not there, so the key is the place."""
    problems = list(problems)
    if any(problem.is_error for problem in problems):
        raise BadInput(replace(one, file=None, line=None) for one in problems)


def _profiles_of(
    access: KitAccess, said: Mapping[str, object], old: Mapping[str, object], file: Path | None
) -> Path:
    """The folder of profiles: as the user names it from here, else that of the old file or kit."""
    if said.get("profiles"):
        return Path(str(said["profiles"]))
    home = file.parent if file else access.named or find_kit(Path.cwd()) or Path()
    return home / str(old.get("profiles") or "profiles")


def _seen_from(folder: Path, there: Path) -> str:
    """How ``there`` is named in a file of ``folder``."""
    try:
        return Path(os.path.relpath(there, folder)).as_posix()
    except ValueError:  # on another drive
        return there.as_posix()


def _plain_session(path: Path) -> dict[str, object]:
    try:
        return parse_toml(read_text(path))
    except NotParsed as error:
        code = f"toml.{error.kind}"
        raise BadInput(
            Problem(code, file=shown(path), line=error.line, facts=error.facts)
        ) from None


def _without_date(session: str) -> str:
    return re.sub(r"-\d{4}-\d{2}-\d{2}$", "", session)


def _groups_folder(access: KitAccess) -> Path:
    kit = access.named or find_kit(Path.cwd())
    return kit / GROUPS_FOLDER if kit else Path(GROUPS_FOLDER)


def _people(
    access: KitAccess, people: SessionPeople, ask_ids: Callable[[], str], folder: Path
) -> tuple[dict[str, object], list[Problem]]:
    """Ids of the store where there is one, unless a folder is named.

    ``folder`` is where the file will lie.
    """
    ids = people.ids
    if not people.profiles and not ids and access.has_store():
        ids = ask_ids()
    if ids:
        return {"participants": [one.strip() for one in ids.split(",") if one.strip()]}, []
    is_left_out = not people.profiles and access.kit_if_any() is not None
    note = Problem("session.not-in-vault", Severity.NOTE)
    profiles = _seen_from(folder, Path(people.profiles)) if people.profiles else "profiles"
    return {"profiles": profiles}, [note] if is_left_out else []


def _read_start(text: str) -> datetime.datetime | str:
    """The start as TOML wants it; text that is no time is left for the check to refuse."""
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
