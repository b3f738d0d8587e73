"""The handouts that a session names: found, read, and fit for this kit and this meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from access_kit.errors import Problem, Severity
from access_kit.files import lies_inside, shown
from access_kit.intake.reader import closest
from access_kit.kit_files import MATERIALS_FOLDER, outside
from access_kit.materials.discreet import find_what_tells
from access_kit.materials.library import FOR_GROUPS, find_builtin, list_builtin
from access_kit.model.kit import Kit
from access_kit.model.session import Session
from access_kit.workflow.handouts.editions import read_editions, source_of, split_tag
from access_kit.workflow.handouts.handout_files import (
    find_handout,
    handouts_in,
    not_confirmed,
    read_handout,
)
from access_kit.workflow.handouts.handout_shapes import Handout
from access_kit.workflow.handouts.handout_ways import offers_of


def read_session_handouts(
    names: Sequence[str],
    session_file: Path,
    folder: Path,
    kit: Kit | None,
    session: Session | None,
) -> tuple[tuple[Handout, ...], list[Problem]]:
    """Each handout of ``names``, from beside the session, the kit in ``folder``, or the library.

    ``kit`` and ``session`` are ``None`` where they cannot be read: then the mistakes of handouts
    are told all the same.
    """
    locale, extra = (kit.defaults.locale, kit.neutral_words) if kit else ("", ())
    handouts, problems = _read_handouts(names, session_file, folder, locale, extra)
    problems += _check_spoken_to(session, session_file, handouts)
    handouts, found = _hold_back(handouts, extra)
    problems += found
    if kit and session:
        handouts = tuple(offers_of(one, kit, session) for one in handouts)
    return handouts, problems


def _read_handouts(
    names: Sequence[str], session_file: Path, folder: Path, locale: str, extra: Sequence[str]
) -> tuple[tuple[Handout, ...], list[Problem]]:
    handouts: list[Handout] = []
    problems: list[Problem] = []
    read: list[Path] = []
    homes, folders = (session_file.parent, folder), (session_file.parent, folder / MATERIALS_FOLDER)
    for index, name in enumerate(names):
        where = f"handouts[{index}]"
        path, found = find_handout(name, folders)
        problems += found
        if path and not lies_inside(path, *homes):
            problems.append(outside(path, named_in=session_file, where=where))
            continue
        path = path or find_builtin(name)
        if path is None:
            there = [one.stem for one in handouts_in(folder / MATERIALS_FOLDER)]
            near = closest(Path(name).stem, [*there, *(one.stem for one in list_builtin())])
            facts = {"value": name, "guess": near}
            file = shown(session_file)
            problems.append(Problem("session.missing-handout", file=file, where=where, facts=facts))
            continue
        # Who names an edition means the handout: a reader of another language cannot read it.
        source = source_of(path)
        if source:
            facts = {"value": name, "source": source.name, "lang": split_tag(path)[1]}
            code, file = "session.handout-edition", shown(session_file)
            problems.append(Problem(code, Severity.WARNING, file, where=where, facts=facts))
            path = source
        if path in read:
            continue
        read.append(path)
        handout, found = read_handout(path, lang=locale)
        problems += found
        if handout and handout.is_for_people and not handout.is_unconfirmed:
            editions, found = read_editions(handout, path, folders, homes=homes, extra=extra)
            problems += found
            handout = replace(handout, editions=editions)
        if handout and not handout.is_for_people:
            code, file, facts = "session.handout-for-leader", shown(session_file), {"value": name}
            problems.append(Problem(code, file=file, where=where, facts=facts))
        elif handout and handout.is_unconfirmed:
            problems.append(not_confirmed(path))
        elif handout:
            handouts.append(handout)
    return tuple(handouts), problems


def _check_spoken_to(
    session: Session | None, session_file: Path, handouts: Iterable[Handout]
) -> Iterable[Problem]:
    """Handouts of ours that speak of a group, where two people meet."""
    for index, one in enumerate(handouts if session and session.is_one_to_one else ()):
        if one.is_built_in and one.stem in FOR_GROUPS:
            facts = {"value": one.file}
            file, where = shown(session_file), f"handouts[{index}]"
            yield Problem("session.handout-for-groups", Severity.WARNING, file, None, where, facts)


def _hold_back(
    handouts: Iterable[Handout], extra: Sequence[str]
) -> tuple[tuple[Handout, ...], list[Problem]]:
    """No handout is discreet that tells, whatever its front matter says."""
    kept: list[Handout] = []
    problems: list[Problem] = []
    for one in handouts:
        words = find_what_tells(one.document, extra) if one.discreet else ()
        kept.append(replace(one, discreet=one.discreet and not words))
        if words:
            facts = {"words": ", ".join(words)}
            problems.append(Problem("handout.tells", Severity.WARNING, one.file, facts=facts))
    return tuple(kept), problems
