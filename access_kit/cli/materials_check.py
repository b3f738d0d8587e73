"""``access-kit materials check`` and ``preview``: looking at what was made, ours or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.handout_wish import HandoutWish
from access_kit.cli.options import PICTURE_ENDINGS, Force, QuickTalk, require_free
from access_kit.console import counted, problem_answers
from access_kit.errors import CheckFailed, Problem
from access_kit.files import shown
from access_kit.model.answers.materials import (
    MaterialsCheckAnswer,
    MaterialsPreviewAnswer,
    ReadingAnswer,
    UnreadAnswer,
)

if TYPE_CHECKING:
    from access_kit.materials.plain.level import ReadingLevel

CHECK_EXAMPLE = "Example: access-kit materials check materials/things-that-help-me.md leaflet.pdf"
PREVIEW_EXAMPLE = "Example: access-kit materials preview how-to-join --look giant --out pages.png"


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Handouts, PDF, HTML or EPUB files.")
    ],
    talk: QuickTalk,
    easy_read: Annotated[
        bool, typer.Option("--with-pictures", help="Hold them to short sentences with pictures.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 for warnings too.")] = False,
) -> None:
    """Check files: can everyone read them, and are they easy? Exit code 1 when one needs work.

    No finding is no proof: a program sees tags, titles, pictures, links, colours and long
    sentences. Whether people understand, only they can say.
    """
    from access_kit.workflow.alone.check_files import check_all

    results = check_all(files, easy_read=easy_read)
    problems = [problem for result in results for problem in result.problems]
    talk.tell(problems)
    for result in results:
        if result.level and result.level.value is not None:
            level = result.level
            talk.say(f"{result.file}: {level.measure} {level.value}, {level.words} words")
    if not problems:
        talk.say(f"Nothing to mend in {counted(len(files), 'file')}.")
    talk.answer(
        MaterialsCheckAnswer(
            files=tuple(map(shown, files)),
            reading=tuple(_reading(one.file, one.kind, one.level) for one in results),
            problems=problem_answers(problems),
        )
    )
    if any(problem.is_error or (strict and _is_warning(problem)) for problem in problems):
        raise typer.Exit(CheckFailed.exit_code)


def _is_warning(problem: Problem) -> bool:
    return problem.severity.value == "warning"


def _reading(file: str, kind: str, level: ReadingLevel | None) -> ReadingAnswer | UnreadAnswer:
    if level is None:
        return UnreadAnswer(file, kind, language="", verdict="not_read")
    share = level.long_word_share
    return ReadingAnswer(
        file=file,
        kind=kind,
        language=level.lang,
        measure=level.measure,
        value=level.value,
        verdict=level.verdict.value,
        words=level.words,
        sentences=level.sentences,
        words_a_sentence=level.mean_sentence,
        long_words_percent=None if share is None else round(100 * share, 1),
    )


def preview(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A handout, or any PDF file.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The PNG file to write.")],
    wish: HandoutWish,
    talk: QuickTalk,
    force: Force = False,
) -> None:
    """See the printed pages side by side, as one picture."""
    from access_kit.workflow.alone.handout import render_handout
    from access_kit.workflow.alone.preview import write_picture

    require_free(out, "--out", PICTURE_ENDINGS, force=force)
    order = wish.order(name)
    problems = write_picture(out, name, lambda: render_handout(order))
    talk.tell(problems)
    talk.sum_up(f"Wrote {shown(out)}")
    talk.answer(MaterialsPreviewAnswer(shown(out), problem_answers(problems)))
