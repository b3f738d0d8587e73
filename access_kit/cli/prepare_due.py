"""``access-kit prepare --due``: the papers of every meeting for which it is time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from access_kit.cli.due_talk import (
    end_with,
    fault_of_meeting,
    say_causes,
    tell_errors,
    write_pages,
)
from access_kit.cli.explain_lines import explain_lines
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import Problem
from access_kit.model.answers.due import GroupPapers, PrepareDueAnswer
from access_kit.workflow.week.causes import causes_of, each_once
from access_kit.workflow.week.due_meetings import DueFor, due_meetings, open_kit
from access_kit.workflow.week.due_papers import (
    MeetingPapers,
    PapersWish,
    old_papers_of,
    prepare_due,
)

if TYPE_CHECKING:
    from access_kit.cli.prepare import PrepareWish
    from access_kit.workflow.keep.access import KitAccess


def prepare_all_due(talk: Talk, access: KitAccess, wish: PrepareWish) -> None:
    """Everyone's papers of every meeting that is due, and what is to be said of them."""
    with open_kit(access, out=wish.out) as kit:
        papers = PapersWish(
            wish.options(kit.outs),
            fault_of_meeting,
            lambda total: talk.progress("Packets", total),
            wish.locale,
            wish.dry_run,
        )
        done = []
        for one in prepare_due(kit, due_meetings(kit, DueFor.PREPARE), papers):
            _say(talk, one, dry_run=wish.dry_run)
            for line in explain_lines(one.why) if wish.explain else ():
                talk.sum_up(f"  {line}")
            done.append(one)
        old = old_papers_of(kit)
        talk.tell(old, brief=not wish.verbose)
        tell_errors(talk, done, all_of_them=wish.verbose)
        say_causes(talk, done)
        unwritten = () if wish.dry_run else write_pages(talk, kit, DueFor.PREPARE, done)
        _sum_up(talk, done, dry_run=wish.dry_run)
    _answer(talk, done, (*old, *unwritten), wish)
    end_with(done, unwritten)


def _say(talk: Talk, one: MeetingPapers, *, dry_run: bool) -> None:
    """``thursday@2026-12-03: 10 packets, 7 as before, 1 failed``"""
    for person in one.made:
        name = "packet.planned" if dry_run else "packet.made"
        talk.log(name, session=one.session, id=person)
    there = len(one.made) + len(one.reused)
    parts = [counted(there, "packet")]
    parts += [f"{len(one.reused)} as before"] if one.reused else []
    parts += [f"{len(one.failed)} failed"] if one.failed else []
    is_stopped = one.code and not (there or one.failed)
    talk.sum_up(f"{one.said}: {'not prepared' if is_stopped else ', '.join(parts)}")


def _sum_up(talk: Talk, done: Sequence[MeetingPapers], *, dry_run: bool) -> None:
    talk.sum_up("")
    meetings = [one for one in done if one.is_meeting]
    if not meetings:
        talk.sum_up("No meeting is due.")
        return
    made, reused, failed = (
        sum(len(ids) for ids in found)
        for found in zip(*((one.made, one.reused, one.failed) for one in meetings), strict=True)
    )
    verb = "Would make" if dry_run else "Made"
    talk.sum_up(
        f"{verb} {counted(made, 'packet')} for {counted(len(meetings), 'meeting')}; "
        f"{reused} as before, {failed} failed."
    )
    if not dry_run:
        talk.sum_up("Next: access-kit send --due --dry-run")


def _answer(
    talk: Talk, done: Sequence[MeetingPapers], others: Sequence[Problem], wish: PrepareWish
) -> None:
    problems = each_once((*(problem for one in done for problem in one.problems), *others))
    talk.answer(
        PrepareDueAnswer(
            dry_run=wish.dry_run,
            groups=tuple(
                GroupPapers(
                    one.session,
                    one.made,
                    one.reused,
                    one.failed,
                    one.file,
                    one.code,
                    one.why if wish.explain else None,
                )
                for one in done
            ),
            causes=tuple(one.answer() for one in causes_of(done)),
            problems=problem_answers(problems),
        )
    )
