"""``access-kit captions review | approve``: captions gone through by ear, and signed off."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.captions_shared import LayoutName, announce
from access_kit.cli.dialog import Dialog, Stopped, WantsBack, count_of
from access_kit.cli.options import (
    PAGE_ENDINGS,
    Force,
    QuickTalk,
    SlowTalk,
    read_now,
    require_free,
)
from access_kit.cli.users_fonts import font_folders
from access_kit.console import Talk, counted, problem_answers
from access_kit.errors import Problem
from access_kit.files import shown
from access_kit.model.answers.captions import (
    CaptionsApproveAnswer,
    CaptionsReviewAnswer,
    DoubtAnswer,
)

if TYPE_CHECKING:
    from access_kit.workflow.recordings.review_captions import CaptionReview, ReviewedFiles


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the group."""
    app.command(epilog="Example: access-kit captions review meeting.vtt --media meeting.m4a")(
        review
    )
    app.command(epilog="Example: access-kit captions approve meeting.vtt --by 'Jo Lee'")(approve)


def review(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Captions, or .words.json.")],
    media: Annotated[Path, typer.Option(metavar="M", help="The recording that they are of.")],
    talk: SlowTalk,
    page: Annotated[
        Path | None,
        typer.Option("--file", metavar="PAGE", help="Write a page for a computer without us."),
    ] = None,
    layout: LayoutName = None,
    no_second: Annotated[
        bool, typer.Option("--no-second", help="Do not hear the recording a second time.")
    ] = False,
    force: Force = False,
) -> None:
    """Go through captions by ear, the words most likely wrong first.

    A page opens, on this computer alone; --plain asks in the terminal instead: an empty line means
    right, other words take the place of these, "all" before them puts them everywhere, "-" takes
    them out, "Jo:" says who speaks, "back" undoes, "stop" ends. What you did is kept in
    FILE.review.json at once. At the end, or with Ctrl-C, the captions are laid out again.
    """
    from access_kit.workflow.recordings.audience import SaidOfOutputs
    from access_kit.workflow.recordings.review_captions import ReviewWish, open_review

    if page is not None:
        require_free(page, "--file", PAGE_ENDINGS, force=force)
    told: list[Problem] = []
    wish = ReviewWish(
        file, media, SaidOfOutputs(read_now(), font_folders(), layout), second=not no_second
    )
    begun = open_review(
        wish, lambda seconds: talk.progress("Seconds heard again", seconds), told.append
    )
    talk.tell(told)
    if talk.as_json:
        talk.answer(_answer(begun, told))
    elif page is not None:
        from access_kit.workflow.recordings.review_page import write_page

        write_page(begun, page)
        talk.sum_up(f"Wrote {shown(page)}")
        talk.say(f"It saves {begun.path.name}: put that beside {shown(file)}, and review again.")
    elif talk.plain:
        _tell_written(talk, _ask_through(begun), begun)
    else:
        from access_kit.workflow.recordings.review_page import serve_review

        written = serve_review(begun, lambda address: _announce(talk, address))
        _tell_written(talk, written, begun)


def _answer(begun: CaptionReview, told: list[Problem]) -> CaptionsReviewAnswer:
    words, place = begun.state.words, begun.places()
    return CaptionsReviewAnswer(
        review=shown(begun.path),
        queue=tuple(
            DoubtAnswer(
                place[at],
                words[at].text,
                words[at].start_ms,
                words[at].chance,
                words[at].why,
                words[at].seen,
            )
            for at in begun.queue()
        ),
        doubtful=sum(word.is_doubtful for word in words),
        problems=problem_answers(told),
    )


def _announce(talk: Talk, address: str) -> None:
    announce(talk, address)
    if sys.stdout.isatty():
        talk.say("The page opens in your browser. Ctrl-C here ends it; all is kept.")


def _ask_through(begun: CaptionReview) -> ReviewedFiles:
    """The queue in the terminal, one line an item."""
    dialog, done, total = Dialog(), 0, len(begun.items())
    dialog.tell(f"{counted(total, 'place')} to look at. An empty line means right.")
    while item := next(iter(begun.items()), None):
        words = begun.state.words[item.start : item.stop]
        said = " ".join(word.text for word in words)
        other = " ".join(word.other for word in words if word.other is not None)
        heard = f" Another engine heard: {other or 'nothing'}." if begun.differs(item) else ""
        dialog.tell(f"{said}? {begun.clock(item)}, {count_of(done + 1, total)}.{heard}")
        dialog.tell(f"In: {begun.context(item)}")
        try:
            begun.say(item, dialog.listen())
        except WantsBack:
            done -= begun.undo()
            continue
        except Stopped:
            break
        done += 1
    return begun.write()


def _tell_written(talk: Talk, written: ReviewedFiles, begun: CaptionReview) -> None:
    talk.tell(written.problems)
    for path in written.files:
        talk.sum_up(f"Wrote {shown(path)}")
    if left := len(begun.state.unseen):
        talk.say(f"{counted(left, 'doubtful word')} nobody has looked at yet: review again.")
    else:
        talk.say(
            f"Reviewed. To sign off: access-kit captions approve {shown(begun.wish.file)} --by"
        )


def approve(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Captions or words.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who checked them.")],
    talk: QuickTalk,
    unreviewed: Annotated[
        bool,
        typer.Option("--unreviewed", help="Though nobody reviewed them; the file says so."),
    ] = False,
) -> None:
    """Say that a person has checked captions: they are a draft no longer.

    Exit code 6 without a review: see captions review. Every doubtful word has to be looked at, what
    captions check calls an error mended, and a text that stands as the engine wrote it heard whole.
    The drafts of the same recording beside the file are made again.
    """
    from access_kit.workflow.recordings.approval import approve_files

    done = approve_files(files, by, read_now(), font_folders(), unreviewed=unreviewed)
    problems = [problem for one in done for problem in one.problems]
    talk.tell(problems)
    for one in done:
        talk.say(f"Approved {shown(one.file)}")
        for path in one.sisters:
            talk.say(f"Made again {shown(path)}")
    talk.answer(
        CaptionsApproveAnswer(
            files=tuple(shown(one.file) for one in done),
            by=by,
            problems=problem_answers(problems),
            unreviewed=unreviewed,
            sisters=tuple(shown(path) for one in done for path in one.sisters),
        )
    )
