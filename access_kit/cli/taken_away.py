"""Telling what lay ready and went away, and what a person has to see to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.console import Talk, counted
from access_kit.errors import CannotWrite, Problem, Severity
from access_kit.files import shown
from access_kit.model.profile import Channel, Profile
from access_kit.store.take_back import TakenBack, TakenFile

_AGAIN = {
    Channel.LETTER.value: "access-kit letters SESSION",
    Channel.SMS.value: "access-kit send SESSION",
    "prepare": "access-kit prepare SESSION",
}
"""What makes a file again that held others too."""


def tell_taken(talk: Talk, person: str, back: TakenBack) -> list[Problem]:
    """Tell it, and give it for an answer. ``CannotWrite`` when something could not go."""
    problems = list(taken_problems(person, back))
    faults = [problem for problem in problems if problem.is_error]
    talk.tell(problem for problem in problems if not problem.is_error)
    if faults:
        raise CannotWrite(faults)
    return problems


@dataclass(frozen=True)
class ErasureTold:
    """What became of a person's papers: files as they are shown, and every problem told.

    ``staying`` hold the person and are not ours to change.
    """

    removed: tuple[str, ...]
    rewritten: tuple[str, ...]
    staying: tuple[str, ...]
    problems: tuple[Problem, ...]


def erase_everywhere(
    talk: Talk, kit: Path, person: str, profile: Profile | None, message_ids: Collection[str]
) -> ErasureTold:
    """Take a person out of all papers of the kit, and say what became of each."""
    from access_kit.store.erase_papers import erase_papers, files_speaking_of
    from access_kit.store.out_folders import missing_outs, out_folders

    outs = out_folders(kit)
    done = erase_papers(outs, person, message_ids=message_ids)
    speaking = files_speaking_of(kit, outs, person, profile)
    foreign = [path for path in done.foreign if path not in speaking]
    gone = [one.path for one in done.back.taken if not one.rewritten]
    if gone:
        talk.say(f"Took away {counted(len(gone), 'file')} of papers.")
    problems = [
        *(_stays("custody.speaks-of", person, path) for path in speaking),
        *(_stays("custody.foreign", person, path) for path in foreign),
        *(_stays("custody.out-missing", person, path) for path in missing_outs(kit)),
    ]
    talk.tell(problems)
    told = tell_taken(talk, person, _without_own(done.back))
    return ErasureTold(
        removed=tuple(map(shown, gone)),
        rewritten=tuple(shown(one.path) for one in done.back.taken if one.rewritten),
        staying=tuple(map(shown, (*speaking, *foreign))),
        problems=(*problems, *told),
    )


def tell_kept(talk: Talk, person: str, outs: Iterable[Path]) -> None:
    """Papers that hold a person and do not lie ready: they stay until somebody erases them."""
    from access_kit.store.custody import Holds, papers_of
    from access_kit.store.take_back import session_folders

    for folder in session_folders(outs):
        held = papers_of(folder, person)
        packets = {one.path.parent for one in held if one.holds is Holds.PACKET}
        others = [one.path for one in held if one.holds in (Holds.FACILITATOR, Holds.PLAN)]
        for path in (*sorted(packets), *sorted(others)):
            facts = {"id": person}
            talk.tell(
                [Problem("custody.kept", Severity.NOTE, shown(path), where=person, facts=facts)]
            )


def _without_own(back: TakenBack) -> TakenBack:
    """What is worth a line each: what others were in, and what could not go."""
    taken = tuple(one for one in back.taken if one.shared and not one.rewritten)
    return TakenBack(taken, back.stuck, back.unsure)


def _stays(code: str, person: str, path: Path) -> Problem:
    return Problem(code, Severity.WARNING, file=shown(path), where=person, facts={"id": person})


def taken_problems(person: str, back: TakenBack) -> Iterator[Problem]:
    """What went away, and as errors what could not."""
    for one in back.taken:
        facts = {"id": person, "file": shown(one.path), "command": _AGAIN.get(one.channel, "")}
        severity = Severity.WARNING if _code(one) == "custody.shared-removed" else Severity.NOTE
        yield Problem(_code(one), severity, where=person, facts=facts)
    for path in back.unsure:
        yield _unsure(person, path)
    for path, error in back.stuck:
        yield Problem("custody.stays", file=shown(path), where=person, facts={"id": person})
        yield from error.problems


def _code(taken: TakenFile) -> str:
    if taken.rewritten:
        return "custody.rewritten"
    return "custody.shared-removed" if taken.shared else "consent.outbox-removed"


def _unsure(person: str, path: Path) -> Problem:
    facts = {"id": person, "file": shown(path)}
    return Problem("custody.unsure", Severity.WARNING, where=person, facts=facts)
