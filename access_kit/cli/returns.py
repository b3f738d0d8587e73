"""``access-kit returns``: take in what people sent back."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli import returns_bounced
from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk, make_app, read_now
from access_kit.cli.returns_answer import (
    TakenMessage,
    answer_of,
    held_of,
    say_words,
    tell,
    words_of,
)
from access_kit.cli.taken_away import taken_problems
from access_kit.console import problem_answers
from access_kit.delivery.mail_in import Incoming, read_mail, read_text_file
from access_kit.errors import AccessKitError, BadInput, CannotSend, MissingPart, Problem
from access_kit.files import shown
from access_kit.i18n.catalogues import kit_folders
from access_kit.model.answers import ReturnsAnswer
from access_kit.model.consent import ConsentWay
from access_kit.store.opening import operating_system_user
from access_kit.store.out_folders import out_folders
from access_kit.store.protocol import Store
from access_kit.workflow.returns.forms_shown import phrases_of
from access_kit.workflow.returns.held import MessagePlace
from access_kit.workflow.returns.reading import ReturnsDesk
from access_kit.workflow.returns.take_in import require_person, take_in
from access_kit.workflow.shut_ways import take_back_closed

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
        typer.Argument(metavar="FILE…", help="Saved mail: .eml, .msg or mbox; or a text."),
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
    if (session or message) and not person:
        raise BadInput(Problem("returns.session-alone", where="--person"))
    with door.store(talk) as (folder, store):
        desk = ReturnsDesk(
            store=store,
            phrases=phrases_of(kit_folders(folder)),
            now=read_now(),
            recorded_by=operating_system_user(),
            person=require_person(store, person) if person else "",
            session=session,
            way=way,
        )
        taken: list[TakenMessage] = []
        problems: list[Problem] = []
        faults: list[AccessKitError] = []
        for path in files:
            try:
                for one in _take_file(path, desk, message):
                    taken.append(one)
                    for name in dict.fromkeys((one.came.person, *one.came.stopped)):
                        problems += _take_back(store, folder, name, desk.now) if name else ()
                    problems += tell(one)
            except AccessKitError as error:
                faults.append(error)
                problems += error.problems
    words = words_of(taken)
    say_words(talk, words)
    talk.tell(problems)
    for one in taken:
        who = f"{one.came.person}: " if one.came.person else ""
        talk.say(f"{shown(one.file)}, message {one.number}: {who}{SAID[one.came.kind]}")
    counts = Counter(one.came.kind for one in taken)
    talk.say(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "No mail.")
    answer = ReturnsAnswer(
        words=words,
        held=tuple(held for one in taken for held in held_of(one)),
        messages=tuple(answer_of(one) for one in taken),
        problems=problem_answers(problems),
    )
    talk.answer(answer)
    if any(problem.is_error for problem in problems):
        lacks_part = faults and all(isinstance(one, MissingPart) for one in faults)
        raise typer.Exit(MissingPart.exit_code if lacks_part else BadInput.exit_code)
    if counts["bounced"]:
        raise typer.Exit(CannotSend.exit_code)


def _take_back(
    store: Store, folder: Path, person: str, now: datetime.datetime
) -> Iterator[Problem]:
    """What lies ready by a way that the person closed goes away, and what cannot go is told."""
    back = take_back_closed(store, out_folders(folder), person, today=now.date())
    yield from taken_problems(person, back)


def _take_file(path: Path, desk: ReturnsDesk, only: int) -> Iterator[TakenMessage]:
    """Take in the messages of a file.

    A person named is whose the only message is, or the one of the number named; of a mailbox,
    those that answer a message to the person, or bear their address.
    """
    messages = enumerate(_read(path, desk), start=1)
    first, second = next(messages, None), next(messages, None)
    alone = second is None
    for number, incoming in chain(filter(None, (first, second)), messages):
        if only and number != only:
            continue
        is_meant = alone or only or desk.may_be_of(desk.person, incoming)
        mine = desk if is_meant or not desk.person else dataclasses.replace(desk, person="")
        came = take_in(mine, incoming, MessagePlace(path, 0 if alone else number))
        for one in (came, *came.others):
            yield TakenMessage(path, number, one, is_alone=alone)


def _read(path: Path, desk: ReturnsDesk) -> Iterator[Incoming]:
    """The messages of a file; with a person named, a plain text is one too."""
    if desk.person and path.suffix.lower() == ".txt":
        yield read_text_file(path)
        return
    yield from read_mail(path)


returns_bounced.add_commands(app)
