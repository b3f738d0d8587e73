"""``access-kit returns``: take in what people sent back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli import returns_bounced
from access_kit.cli.door import KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import QuickTalk, make_app
from access_kit.cli.returns_answer import answer_of, say_words
from access_kit.console import problem_answers
from access_kit.errors import BadInput, CannotSend, MissingPart
from access_kit.files import shown
from access_kit.model.answers import ReturnsAnswer
from access_kit.model.consent import ConsentWay
from access_kit.workflow.returns.mail_files import (
    SaidOfMail,
    held_of,
    take_in_files,
    words_of,
)

app = make_app()


@app.callback()
def returns() -> None:
    """Take in what people sent back."""


SAID = {
    "answer": "answers kept",
    "stop": "wants no more by this way; what was queued is stopped",
    "may_stop": "may want no more by this way; it is held until somebody asks",
    "held": "held: somebody has to say whose it is, or when it was said",
    "words": "wrote words that are no known answer; they stand above",
    "bounced": "our message could not be delivered",
    "delayed": "our message is late",
    "arrived": "our message arrived, a mail system says",
    "notice": "a mail system's notice that fits nobody, or says nothing plain; read it yourself",
    "automatic": "an automatic answer; nothing kept",
    "already": "taken in before",
    "unknown": "belongs to nobody that we wrote to",
    "unreadable": "cannot be read",
    "nothing": "holds no answer that is plain; read it yourself",
}


@app.command(
    name="import",
    epilog="Example: access-kit returns import saved-mail.mbox",
)
def import_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help="Saved mail: .eml, .msg or mbox; a filled PDF; a text."
        ),
    ],
    door: KitDoor,
    talk: QuickTalk,
    person: Annotated[
        str, typer.Option(metavar="ID", help="Whose answers these are, if the mail cannot tell.")
    ] = "",
    message: Annotated[
        int, typer.Option(metavar="N", help="With --person: this message of a mailbox alone.")
    ] = 0,
    session: Annotated[
        str, typer.Option(metavar="ID", help="With --person: the session they are about.")
    ] = "",
    way: Annotated[
        ConsentWay, typer.Option(help="With --person: how the answers came.")
    ] = ConsentWay.EMAIL,
) -> None:
    """Read replies and failed deliveries from saved mail, and keep what they say.

    Each message counts once, however often it is read, by when it was said. STOP works at once. An
    answer counts that comes from the person's own address and answers one of our messages; others
    are held, and --person decides. What people wrote that is no known answer is shown first, whole.
    """
    said = SaidOfMail(person, session, message, way)
    done = take_in_files(door.access(talk), files, said)
    taken, problems = done.messages, done.problems
    words = words_of(taken)
    say_words(talk, words)
    talk.tell(problems)
    for one in taken:
        who = f"{one.came.person}: " if one.came.person else ""
        no = "; a no in it counts at once" if one.came.refused else ""
        talk.say(f"{shown(one.file)}, message {one.number}: {who}{SAID[one.came.kind]}{no}")
    counts = Counter(one.came.kind for one in taken)
    talk.say(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "No mail.")
    answer = ReturnsAnswer(
        words=words,
        held=tuple(held for one in taken for held in held_of(one)),
        messages=tuple(answer_of(one) for one in taken),
        problems=problem_answers(problems),
    )
    talk.answer(answer)
    if taken:
        say_next(talk, "returns import")
    if any(problem.is_error for problem in problems):
        raise typer.Exit(MissingPart.exit_code if done.lacks_part else BadInput.exit_code)
    if counts["bounced"]:
        raise typer.Exit(CannotSend.exit_code)


returns_bounced.add_commands(app)
