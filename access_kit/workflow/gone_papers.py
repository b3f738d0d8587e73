"""What went away because of a no or an erasing, and what somebody has to see to, as problems."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from access_kit.errors import Problem, Severity
from access_kit.files import shown
from access_kit.model.profile import Channel
from access_kit.store.custody import Holds, papers_of
from access_kit.store.made_copies import MadeCopy
from access_kit.store.noted_files import NotedKind
from access_kit.store.person_words import Certainty, Pointer
from access_kit.store.speaking import files_speaking_of
from access_kit.store.take_back import TakenBack, TakenFile, session_folders

_AGAIN = {
    Channel.LETTER.value: "access-kit letters SESSION",
    Channel.IN_PERSON.value: "access-kit letters SESSION",
    Channel.SMS.value: "access-kit send SESSION",
    "prepare": "access-kit prepare SESSION",
    NotedKind.PAGE.value: "access-kit today --page FILE",
    NotedKind.DUE.value: "access-kit prepare --due",
}
"""What makes a file again that held others too."""


def taken_problems(person: str, back: TakenBack) -> Iterator[Problem]:
    """What went away, and as errors what could not."""
    for one in back.taken:
        facts = {
            "id": person,
            "file": shown(one.path),
            "command": _AGAIN.get(one.channel, ""),
        }
        severity = Severity.WARNING if _code(one) == "custody.shared-removed" else Severity.NOTE
        yield Problem(_code(one), severity, where=person, facts=facts)
    for path in back.unsure:
        facts = {"id": person, "file": shown(path)}
        yield Problem("custody.unsure", Severity.WARNING, where=person, facts=facts)
    for path, error in back.stuck:
        facts = {"id": person}
        if path.is_dir():
            yield Problem("custody.closed", file=shown(path), where=person, facts=facts)
        else:
            yield Problem("custody.stays", file=shown(path), where=person, facts=facts)
            yield from error.problems


def _code(taken: TakenFile) -> str:
    if taken.rewritten:
        return "custody.rewritten"
    return "custody.shared-removed" if taken.shared else "consent.outbox-removed"


def kept_papers(person: str, outs: Iterable[Path], copies: Iterable[MadeCopy]) -> Iterator[Problem]:
    """Papers that hold a person and do not lie ready: they stay until somebody erases them."""
    for folder in session_folders(outs):
        held = papers_of(folder, person)
        packets = {one.path.parent for one in held if one.holds is Holds.PACKET}
        others = [one.path for one in held if one.holds in (Holds.FACILITATOR, Holds.PLAN)]
        yield from (_kept(person, path) for path in (*sorted(packets), *sorted(others)))
    yield from (_kept(person, one.path) for one in copies if one.path.is_file())


def _kept(person: str, path: Path) -> Problem:
    return Problem("custody.kept", Severity.NOTE, shown(path), where=person, facts={"id": person})


def speaking_files(
    person: str,
    kit: Path,
    outs: Iterable[Path],
    pointers: Collection[Pointer],
    *,
    but: Iterable[Path] = (),
) -> dict[Path, Problem]:
    """Files that are not ours and speak of a person, or may, without those of ``but``."""
    known = {path.resolve() for path in but}
    found = files_speaking_of(kit, outs, pointers)
    return {
        one.path: staying(SPEAKS[one.says], person, one.path)
        for one in sorted(found, key=lambda one: -one.says)
        if one.path.resolve() not in known
    }


SPEAKS = {
    Certainty.SURELY: "custody.speaks-of",
    Certainty.MAYBE: "custody.may-speak-of",
    Certainty.UNREAD: "custody.not-read",
}


def staying(code: str, person: str, path: Path) -> Problem:
    """A file that stays and that somebody has to look into."""
    return Problem(code, Severity.WARNING, file=shown(path), where=person, facts={"id": person})
