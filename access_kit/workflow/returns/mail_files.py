"""Files of saved mail taken in, message by message, with what follows and what is to be told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from access_kit.delivery.form_pdf import is_pdf
from access_kit.delivery.mail_in import Incoming, read_form_file, read_mail, read_text_file
from access_kit.errors import AccessKitError, BadInput, MissingPart, Problem, Severity
from access_kit.files import read_start, shown
from access_kit.i18n.catalogues import kit_folders
from access_kit.model.answers import HeldAnswer, WordsAnswer
from access_kit.model.consent import ConsentWay
from access_kit.model.profile import Channel
from access_kit.store.opening import operating_system_user
from access_kit.store.out_folders import out_folders
from access_kit.workflow.gone_papers import taken_problems
from access_kit.workflow.keep.access import KitAccess, require_person
from access_kit.workflow.kept.forms_shown import phrases_of
from access_kit.workflow.kept.held import MessagePlace, deciding, for_anybody
from access_kit.workflow.returns.reading import ReturnsDesk
from access_kit.workflow.returns.take_in import Returned, take_in
from access_kit.workflow.shut_ways import take_back_closed

TOLD = ("bounced", "delayed", "notice", "unknown", "unreadable", "nothing", "stop", "may_stop")
"""Kinds that somebody has to hear of."""

_START = 1024
"""Bytes in which a PDF says what it is."""

NOTES = ("needs", "consent-older", "stop")


@dataclass(frozen=True)
class SaidOfMail:
    """What the user says of mail that cannot tell: whose it is, and what it is about.

    ``message`` is the number of the one message of a mailbox that is meant; 0 for all.
    """

    person: str = ""
    session: str = ""
    message: int = 0
    way: ConsentWay = ConsentWay.EMAIL


@dataclass(frozen=True)
class TakenMessage:
    """One message of a file, and what came of it. ``is_alone``: the file holds no other.

    ``lacks_part``: a PDF that is attached was not read, for want of what reads it.
    """

    file: Path
    number: int
    came: Returned
    is_alone: bool
    lacks_part: bool = False


@dataclass(frozen=True)
class TakenFiles:
    """``lacks_part``: every file that could not be read needs a part that is not installed."""

    messages: list[TakenMessage]
    problems: list[Problem]
    lacks_part: bool


def take_in_files(access: KitAccess, files: Sequence[Path], said: SaidOfMail) -> TakenFiles:
    """Every message of the files; what lies ready by a way that somebody closed goes away.

    A file that cannot be read is told, and the others are taken in.
    """
    if (said.session or said.message) and not said.person:
        raise BadInput(Problem("returns.session-alone", where="--person"))
    folder, kit = access.kit()
    taken: list[TakenMessage] = []
    problems: list[Problem] = []
    faults: list[AccessKitError] = []
    with access.store_of(folder, kit) as store:
        desk = ReturnsDesk(
            store=store,
            phrases=phrases_of(kit_folders(folder)),
            now=access.clock(),
            recorded_by=operating_system_user(),
            person=require_person(store, said.person) if said.person else "",
            session=said.session,
            way=said.way,
        )
        for path in files:
            try:
                for one in _take_file(path, desk, said.message):
                    taken.append(one)
                    for name in dict.fromkeys((one.came.person, *one.came.stopped)):
                        problems += _take_back(desk, folder, name) if name else ()
                    problems += problems_of(one)
            except AccessKitError as error:
                faults.append(error)
                problems += error.problems
    lacks_part = bool(faults) and all(isinstance(one, MissingPart) for one in faults)
    return TakenFiles(taken, problems, lacks_part)


def _take_back(desk: ReturnsDesk, folder: Path, person: str) -> Iterator[Problem]:
    """What lies ready by a way that the person closed goes away, and what cannot go is told."""
    back = take_back_closed(desk.store, out_folders(folder), person, today=desk.now.date())
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
            yield TakenMessage(path, number, one, is_alone=alone, lacks_part=incoming.lacks_part)


def _read(path: Path, desk: ReturnsDesk) -> Iterator[Incoming]:
    """The messages of a file; a form that was filled in is one, with a person named a text too."""
    if path.is_file() and is_pdf(read_start(path, _START)):
        yield read_form_file(path)
        return
    if desk.person and path.suffix.lower() == ".txt":
        yield read_text_file(path)
        return
    yield from read_mail(path)


def words_of(taken: Iterable[TakenMessage]) -> tuple[WordsAnswer, ...]:
    """What is to be read, those who ask for help first."""
    said = [one.came for one in taken if one.came.words]
    said.sort(key=lambda came: not came.asks_help)
    return tuple(
        WordsAnswer(who, came.words, came.sender if came.held or not who else None)
        for came in said
        for who in (() if came.is_guess else came.people) or ("",)
    )


def held_of(message: TakenMessage) -> Iterator[HeldAnswer]:
    """An entry for each person whose answer it may be."""
    if message.came.held:
        number = 0 if message.is_alone else message.number
        for person in message.came.people:
            command = deciding(str(message.file), person, number)
            yield HeldAnswer(
                person, shown(message.file), message.came.sender, message.came.held, command
            )


def _each_once(message: TakenMessage) -> Iterator[HeldAnswer]:
    """As ``held_of``; where it may be anybody's, one for all of them."""
    for held in held_of(message):
        if message.came.is_guess:
            yield dataclasses.replace(held, command=for_anybody(held))
            return
        yield held


def _who(came: Returned) -> str:
    """Whose a message is, or may be."""
    return came.person or ", ".join(came.people) or "somebody whom we do not know"


def problems_of(message: TakenMessage) -> Iterator[Problem]:
    """What somebody has to look at."""
    came = message.came
    where = f"{message.number}: {came.person}" if came.person else str(message.number)
    codes = [came.fault or came.kind.replace("_", "-")] if came.kind in TOLD else []
    codes += [f"consent-{came.consent}"] if came.consent in ("unsigned", "older") else []
    codes += ["unclear"] if came.unclear else []
    codes += ["help"] if came.asks_help and came.words else []
    codes += ["form-unread"] if message.lacks_part else []
    codes += ["needs"] if "access-needs" in came.forms else []
    codes += ["no-while-held"] if came.refused else []
    for code in codes:
        facts = {"numbers": ", ".join(came.unclear), "id": _who(came)}
        facts |= {"ids": ", ".join(came.stopped), "ways": ", ".join(came.refused)}
        facts |= {"scope": came.refused[0].value if came.refused else Channel.EMAIL.value}
        severity = Severity.NOTE if code in NOTES else Severity.WARNING
        yield Problem(
            f"returns.{code}", severity, file=shown(message.file), where=where, facts=facts
        )
    for held in _each_once(message):
        facts = {"command": held.command, "from": held.from_}
        yield Problem(
            f"returns.held-{held.why}", Severity.WARNING, file=held.file, where=where, facts=facts
        )
