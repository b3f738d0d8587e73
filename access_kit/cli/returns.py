"""``access-kit returns``: take in what people sent back."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli import returns_bounced
from access_kit.cli.custody import taken_problems
from access_kit.cli.options import Json, KitFolder, Quiet, make_app, read_now
from access_kit.cli.unlock import PassphraseFd, find_kit_here, opened_store
from access_kit.cli.words import word
from access_kit.console import Talk
from access_kit.delivery.mail_in import Incoming, read_mail, read_text_file
from access_kit.errors import AccessKitError, BadInput, CannotSend, Problem, Severity
from access_kit.files import shown
from access_kit.i18n.catalogues import kit_folders
from access_kit.model.answers import ReturnAnswer, ReturnsAnswer, to_plain
from access_kit.model.consent import ConsentWay
from access_kit.store.opening import operating_system_user
from access_kit.store.out_folders import out_folders
from access_kit.store.protocol import Store
from access_kit.workflow.custody import take_back_closed
from access_kit.workflow.returns.asked import phrases_of
from access_kit.workflow.returns.take_in import Desk, Returned, require_person, take_in

app = make_app()


@app.callback()
def returns() -> None:
    """Take in what people sent back."""


SAID = {
    "answer": "answers kept",
    "stop": "wants no more e-mail; what was queued is stopped",
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

TOLD = frozenset(("bounced", "delayed", "notice", "unknown", "unreadable", "nothing"))
"""What somebody has to do something about."""


@app.command(
    name="import",
    epilog="Example: access-kit returns import saved-mail.mbox",
)
def import_command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Saved mail: .eml or mbox; or a text.")
    ],
    person: Annotated[
        str, typer.Option(metavar="ID", help="Whose answers these are, if the mail cannot tell.")
    ] = "",
    session: Annotated[
        str, typer.Option(metavar="ID", help="With --person: the session they are about.")
    ] = "",
    way: Annotated[
        ConsentWay, typer.Option(help="With --person: how the answers came.")
    ] = ConsentWay.EMAIL,
    kit: KitFolder = None,
    passphrase_fd: PassphraseFd = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read replies and failed deliveries from saved mail, and keep what they say.

    Each message counts once, however often it is read. A message is taken for a person's own when
    it answers one of ours. Nothing that a person wrote is printed.
    """
    talk = Talk(json=json, quiet=quiet)
    folder, found = find_kit_here(kit)
    if session and not person:
        raise BadInput(Problem("returns.session-alone", where="--session"))
    with opened_store(folder, found, talk, passphrase_fd) as store:
        desk = Desk(
            store=store,
            phrases=phrases_of(kit_folders(folder)),
            now=read_now(),
            recorded_by=operating_system_user(),
            person=require_person(store, person) if person else "",
            session=session,
            way=way,
        )
        taken: list[tuple[str, int, Returned]] = []
        problems: list[Problem] = []
        for path in files:
            try:
                for number, incoming in enumerate(_read(path, desk), start=1):
                    first = take_in(desk, incoming)
                    for one in (first, *first.others):
                        taken.append((shown(path), number, one))
                        if one.person:
                            problems += _take_back(store, folder, one.person, desk.now)
                        problems += _tell(shown(path), number, one)
            except AccessKitError as error:
                problems += error.problems
    talk.tell(problems)
    for name, number, one in taken:
        who = f"{one.person}: " if one.person else ""
        talk.say(f"{name}, message {number}: {who}{SAID[one.kind]}")
    counts = Counter(one.kind for _, _, one in taken)
    talk.say(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "No mail.")
    answer = ReturnsAnswer(
        schema="access-kit/returns/1",
        messages=tuple(_answer(*one) for one in taken),
        problems=tuple(word(problem) for problem in problems),
    )
    flat = to_plain(answer)
    talk.answer(flat.pop("schema"), flat)
    if any(problem.is_error for problem in problems):
        raise typer.Exit(BadInput.exit_code)
    if counts["bounced"]:
        raise typer.Exit(CannotSend.exit_code)


def _take_back(
    store: Store, folder: Path, person: str, now: datetime.datetime
) -> Iterator[Problem]:
    """What lies ready by a way that the person closed goes away, and what cannot go is told."""
    back = take_back_closed(store, out_folders(folder), person, today=now.date())
    yield from taken_problems(person, back)


def _read(path: Path, desk: Desk) -> Iterator[Incoming]:
    """The messages of a file; with a person named, a plain text is one too."""
    if desk.person and path.suffix.lower() == ".txt":
        yield read_text_file(path)
        return
    yield from read_mail(path)


def _tell(name: str, number: int, one: Returned) -> Iterator[Problem]:
    """What somebody has to look at."""
    where = f"{number}: {one.person}" if one.person else str(number)
    codes = [one.fault or one.kind] if one.kind in TOLD else []
    codes += [f"consent-{one.consent}"] if one.consent in ("unsigned", "unsure", "older") else []
    codes += ["unclear"] if one.unclear else []
    codes += ["also-wrote"] if one.also_wrote else []
    codes += ["needs"] if "access-needs" in one.forms else []
    for code in codes:
        facts = {"numbers": ", ".join(one.unclear), "id": one.person}
        severity = Severity.NOTE if code in ("also-wrote", "needs") else Severity.WARNING
        yield Problem(f"returns.{code}", severity, file=name, where=where, facts=facts)


def _answer(name: str, number: int, one: Returned) -> ReturnAnswer:
    return ReturnAnswer(
        file=name,
        number=number,
        kind=one.kind,
        id=one.person,
        session=one.session,
        forms=one.forms,
        consent=one.consent,
        help=one.help,
        right_for_you=one.right_for_you,
        unclear=one.unclear,
        also_wrote=one.also_wrote,
    )


returns_bounced.add_commands(app)
