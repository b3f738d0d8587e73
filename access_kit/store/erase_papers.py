"""Erasing goes through the papers too: no file of ours below ``out`` holds the person afterwards.

- What is the person's alone is removed: the packet, the messages; changed files of ours with it.
- What can be written again without the person is: the plan, the receipts, tables of rows.
- What holds several people and cannot be cut is removed, and told with what makes it again.
- What is not ours stays and is named, and so is every file in the kit that speaks of the person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from access_kit.errors import AccessKitError
from access_kit.files import telling_write_errors, write_atomic
from access_kit.notation import read_own_json
from access_kit.store.custody import PLAN, FileInCustody, Holds, files_of, others_in
from access_kit.store.laid_ready import patiently
from access_kit.store.person_words import word_of
from access_kit.store.purge import remove_empty
from access_kit.store.take_back import EVERY_WAY, TakenBack, TakenFile, session_folders, take_back

PREPARE = "prepare"
"""In place of a way: what ``prepare`` makes again."""


@dataclass(frozen=True)
class PapersErased:
    """``back``: what went and what could not. ``foreign``: not ours, beside the person's papers."""

    back: TakenBack
    foreign: tuple[Path, ...] = ()


def erase_papers(
    outs: Iterable[Path], person: str, *, message_ids: Collection[str] = ()
) -> PapersErased:
    """Take a person out of every file of ours below ``outs``."""
    outs = tuple(outs)
    back = take_back(outs, person, EVERY_WAY, message_ids=message_ids)
    taken, stuck = list(back.taken), list(back.stuck)
    foreign: list[Path] = []
    for folder in session_folders(outs):
        try:
            with telling_write_errors(folder), patiently(folder, ".lock"):
                ours = files_of(folder)
                theirs = [one for one in ours.values() if one.has(person)]
                for path, step in _steps(folder, theirs, person):
                    try:
                        with telling_write_errors(path):
                            taken += step()
                    except AccessKitError as error:
                        stuck.append((path, error))
                if theirs or _was_here(folder, person, taken):
                    foreign += others_in(folder, ours)
            remove_empty(folder)
        except AccessKitError as error:
            stuck.append((folder, error))
    return PapersErased(TakenBack(tuple(taken), tuple(stuck), back.unsure), tuple(foreign))


def files_beside(outs: Iterable[Path], person: str) -> Iterator[Path]:
    """Files that are not ours and lie in a session's folder that has papers of a person."""
    for folder in session_folders(outs):
        ours = files_of(folder)
        if any(one.has(person) for one in ours.values()):
            yield from others_in(folder, ours)


def _was_here(folder: Path, person: str, taken: Iterable[TakenFile]) -> bool:
    return any(one.path.is_relative_to(folder) for one in taken)


def _steps(
    folder: Path, theirs: Iterable[FileInCustody], person: str
) -> Iterator[tuple[Path, Callable[[], list[TakenFile]]]]:
    """What is done to each file, the plan last: it says what else there is."""
    theirs = list(theirs)
    shared = [one.path for one in theirs if one.holds is Holds.FACILITATOR]
    for one in theirs:
        if one.holds in (Holds.PACKET, Holds.RECORD, Holds.LEFTOVER):
            yield one.path, partial(_remove, one.path, "", shared=False)
        elif one.holds is Holds.FACILITATOR:
            yield one.path, partial(_remove, one.path, PREPARE, shared=len(one.people) > 1)
        elif one.holds is Holds.RECEIPTS:
            yield one.path, partial(_rewrite, one.path, partial(_without_receipts, person=person))
    if any(one.holds is Holds.PLAN for one in theirs):
        removed = frozenset(path.relative_to(folder).as_posix() for path in shared)
        path = folder / PLAN
        yield path, partial(_rewrite, path, partial(_without_person, person=person, gone=removed))


def _remove(path: Path, channel: str, *, shared: bool) -> list[TakenFile]:
    path.unlink(missing_ok=True)
    return [TakenFile(path, channel, shared=shared)]


def _rewrite(path: Path, change: Callable[[Any], Any]) -> list[TakenFile]:
    changed = change(read_own_json(path))
    write_atomic(path, (json.dumps(changed, ensure_ascii=False, indent=2) + "\n").encode())
    return [TakenFile(path, "", rewritten=True)]


def _without_receipts(held: Any, *, person: str) -> Any:  # noqa: ANN401 (JSON)
    rows = [one for one in held["rows"] if not _is(one["person"], person)]
    return {**held, "rows": rows}


def _without_person(plan: Any, *, person: str, gone: Collection[str]) -> Any:  # noqa: ANN401 (JSON)
    """The plan without a participant, and without the files that named them."""
    left = dict(plan)
    left["participants"] = [one for one in plan["participants"] if not _is(one["id"], person)]
    left["problems"] = [one for one in plan.get("problems", ()) if not _names(one, person)]
    facilitator = dict(plan.get("facilitator") or {})
    if "artefacts" in facilitator:
        facilitator["artefacts"] = [
            one for one in facilitator["artefacts"] if one.get("file") not in gone
        ]
        left["facilitator"] = facilitator
    mailing = dict(plan.get("mailing") or {})
    if isinstance(mailing.get("sheets"), dict):
        sheets = {who: count for who, count in mailing["sheets"].items() if not _is(who, person)}
        left["mailing"] = {**mailing, "sheets": sheets}
    return left


def _names(entry: Any, person: str) -> bool:  # noqa: ANN401 (JSON)
    return bool(word_of(person).search(json.dumps(entry, ensure_ascii=False)))


def _is(value: Any, person: str) -> bool:  # noqa: ANN401 (JSON)
    return str(value).casefold() == person.casefold()
