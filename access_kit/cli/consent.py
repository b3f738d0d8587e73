"""``access-kit consent``: write down what people agree to, take it back, show where it stands."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk, make_app, read_now
from access_kit.cli.taken_away import tell_kept, tell_taken
from access_kit.console import Talk, clean, counted
from access_kit.delivery.consent_rules import ALL, standing
from access_kit.errors import BadInput, Problem, Severity
from access_kit.materials.agreement import PARTS
from access_kit.materials.items import load_items
from access_kit.model.answers import ConsentAnswer, ConsentsAnswer
from access_kit.model.consent import ConsentAct, ConsentWay
from access_kit.model.constraint import Choice
from access_kit.model.document import Purpose
from access_kit.model.ledger import MailRow
from access_kit.model.profile import Channel
from access_kit.store.opening import operating_system_user
from access_kit.store.out_folders import out_folders
from access_kit.store.protocol import Store
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.returns.agreement_script import (
    Script,
    find_person,
    make_script,
    stands,
    until_date,
)
from access_kit.workflow.returns.agreements import give, moment_after, withdraw
from access_kit.workflow.returns.forms_shown import keep_form, shown_forms
from access_kit.workflow.returns.kept_answers import TECH_CHECK, Answers, came_back, keep_answers
from access_kit.workflow.returns.take_in import require_person
from access_kit.workflow.shut_ways import take_back_closed

app = make_app()

SIGNS = {
    ConsentWay.NAME: "sign-name",
    ConsentWay.MARK: "sign-mark",
    ConsentWay.VOICE: "sign-voice",
    ConsentWay.PHONE: "sign-phone",
}


class ConsentForm(Choice):
    """a form"""

    AGREEMENT = "agreement"
    CHECK = "check"


@app.callback()
def consent() -> None:
    """Write down what people agree to, take it back, and see where it stands."""


SessionFile = Annotated[Path, typer.Argument(metavar="SESSION", help="A session file.")]
PersonId = Annotated[str, typer.Argument(metavar="ID", help="A person's id.")]
Way = Annotated[ConsentWay, typer.Option(help="How the person said it.")]


# -- record -------------------------------------------------------------------------------------


@app.command(
    name="record",
    epilog="Example: access-kit consent record examples/evening-group/session.toml K-11",
)
def record_command(
    session_file: SessionFile,
    person: PersonId,
    door: KitDoor,
    talk: QuickTalk,
    form: Annotated[
        ConsentForm, typer.Option(help="Which form to go through.")
    ] = ConsentForm.AGREEMENT,
    way: Way = ConsentWay.PHONE,
    witness: Annotated[
        str, typer.Option(metavar="ID", help="A second listener, by id or role.")
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="The last day, if it is not until the person stops.")
    ] = "",
) -> None:
    """Go through a form with a person, line by line, and write down what they say.

    Read each line out. Type the number of the answer, or nothing to leave it open. Nothing is kept
    before the end; type stop to end it without keeping anything.
    """
    last = until_date(until)
    with door.desk(session_file, talk, needs_store=True) as desk:
        assert desk.store
        plan = desk.plan()
        found = find_person(plan, person)
        name = found.profile.id
        purpose = Purpose.CONSENT if form is ConsentForm.AGREEMENT else Purpose.TECH_CHECK
        script = make_script(plan, found, purpose)
        talk.tell(script.problems)
        answers = _go_through(script)
        if answers is None or not _confirm(form, answers):
            raise BadInput(Problem("consent.not-kept"))
        by, now, session = operating_system_user(), desk.work.now, desk.work.session.id
        stopped: tuple[MailRow, ...] = ()
        with desk.store.transaction():
            keep_form(desk.store, session, name, script.form)
            if form is ConsentForm.AGREEMENT:
                sign = SIGNS.get(way, "sign-writing")
                stopped = give(
                    *(desk.store, name, script.form, answers, way, by),
                    moment_after(desk.store, name, now),
                    sign=sign,
                    witness=witness,
                    until=last,
                )
            else:
                said = Answers(
                    form=TECH_CHECK,
                    answers=answers,
                    version=script.form.version,
                    sha256=script.form.sha256,
                    locale=script.form.locale,
                    way=way.value,
                    recorded_by=by,
                    at=now.isoformat(),
                )
                keep_answers(desk.store, session, name, said)
        talk.say(f"Recorded for {name}.")
        _tell_stopped(talk, name, stopped)
        outs = (*out_folders(desk.work.folder), desk.folder.parent)
        tell_taken(talk, name, take_back_closed(desk.store, outs, name, today=now.date()))
        _answer(talk, session, [_stand(desk, name)])


def _go_through(script: Script) -> dict[str, str] | None:
    """The answers, or ``None`` when it was stopped."""
    answers: dict[str, str] = {}
    for line, item in script.steps:
        _say(line)
        if item is None:
            continue
        labels = [label or "Yes" for label in item.labels]
        for number, label in enumerate(labels, start=1):
            _say(f"  {number}. {label}")
        while (reply := _listen()) not in ("", *map(str, range(1, len(labels) + 1))):
            if reply is None or reply.lower() == "stop":
                return None
            _say("Type the number before an answer, or nothing to go on.")
        if reply:
            answers[item.key] = item.answers[int(reply) - 1]
    return answers


def _confirm(form: ConsentForm, answers: dict[str, str]) -> bool:
    _say("")
    _say(f"Answered: {counted(len(answers), 'line')}.")
    if form is ConsentForm.AGREEMENT:
        _say("Does the person say yes to the agreement as a whole?")
    else:
        _say("Is this right?")
    _say("  1. Yes, record it")
    _say("  2. No, record nothing")
    return _listen() == "1"


def _say(text: str) -> None:
    sys.stderr.write(clean(text) + "\n")


def _listen() -> str | None:
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


# -- withdraw -----------------------------------------------------------------------------------


@app.command(name="withdraw", epilog="Example: access-kit consent withdraw K-11 --scope email")
def withdraw_command(
    person: PersonId,
    door: KitDoor,
    talk: QuickTalk,
    scope: Annotated[
        str, typer.Option(metavar="WHAT", help="all, a way such as email, or an item's id.")
    ] = ALL,
    way: Way = ConsentWay.PHONE,
) -> None:
    """Take back an agreement, or a part of it, at once: what is queued does not go.

    Nobody has to say why, and nothing asks for it.
    """
    _check_scope(scope)
    with door.store(talk) as (folder, store):
        name = require_person(store, person)
        now = read_now()
        with store.transaction():
            at = moment_after(store, name, now)
            stopped = withdraw(store, name, scope, way, operating_system_user(), at)
        back = take_back_closed(store, out_folders(folder), name, today=now.date())
        talk.say(f"Withdrawn for {name}: {scope}. {counted(len(stopped), 'message')} stopped.")
        _tell_stopped(talk, name, stopped)
        tell_taken(talk, name, back)
        if scope == ALL:
            tell_kept(talk, name, out_folders(folder))
        answer = _plain_stand(store, name)
    _answer(talk, "", [answer])


def _check_scope(scope: str) -> None:
    ways = [channel.value for channel in Channel]
    items = {item.id for item in load_items("consent.toml") if item.kind in PARTS}
    if scope not in (ALL, *ways, *items):
        facts = {"scope": scope[:40], "ways": ", ".join(ways)}
        raise BadInput(Problem("consent.unknown-scope", where="--scope", facts=facts))


def _tell_stopped(talk: Talk, person: str, stopped: Iterable[MailRow]) -> None:
    problems = []
    if any(row.key.channel == Channel.LETTER.value for row in stopped):
        problems.append(
            Problem("consent.letter-printed", Severity.WARNING, where=person, facts={"id": person})
        )
    talk.tell(problems)


# -- show and report ----------------------------------------------------------------------------


@app.command(name="show", epilog="Example: access-kit consent show K-11")
def show_command(
    person: PersonId,
    door: KitDoor,
    talk: QuickTalk,
) -> None:
    """Show every entry of a person's agreements, oldest first, and what holds now."""
    with door.store(talk) as (_, store):
        name = require_person(store, person)
        for one in sorted(store.consents(name), key=lambda one: one.given_at):
            what = one.act.value.replace("_", " ")
            has_scope = one.act in (ConsentAct.WITHDRAWN, ConsentAct.HELD)
            scope = f" ({one.scope})" if has_scope else ""
            day = one.given_at.isoformat(timespec="minutes")
            talk.say(f"{day}  {what}{scope} by {one.way.value}, written down by {one.recorded_by}")
            if one.version:
                talk.say(f"  Form version {one.version}, {one.locale or 'no language'}")
            for key, said in sorted(one.answers.items()):
                talk.say(f"  {key}: {said}")
        answer = _plain_stand(store, name)
    _say_stand(talk, answer)
    _answer(talk, "", [answer])


@app.command(
    name="report",
    epilog="Example: access-kit consent report examples/evening-group/session.toml",
)
def report_command(
    session_file: SessionFile,
    door: KitDoor,
    talk: QuickTalk,
) -> None:
    """Say for each person of a session what they agreed to, and what they took back."""
    with door.desk(session_file, talk, needs_store=True) as desk:
        people = [_stand(desk, one.profile.id) for one in desk.recipients()]
        session = desk.work.session.id
    for one in people:
        _say_stand(talk, one)
    _answer(talk, session, people)


def _stand(desk: MailDesk, person: str) -> ConsentAnswer:
    assert desk.store
    session = desk.work.session.id
    packet = next(one.packet for one in desk.recipients([person]))
    back = came_back(desk.store, session, person, packet, today=desk.work.now.date())
    forms = shown_forms(desk.store, session, person)
    form = next((one for one in forms if one.form == Purpose.CONSENT.value), None)
    newest = _newest(desk.store, person)
    return stands(person, back.consent, desk.standing_of(person), *newest, form)


def _plain_stand(store: Store, person: str) -> ConsentAnswer:
    """Where an agreement stands apart from any session."""
    consent = standing(store.consents(person), today=read_now().date())
    state = "withdrawn" if ALL in consent.withdrawn else "given" if consent.is_given else "none"
    return stands(person, state, consent, *_newest(store, person), None)


def _newest(store: Store, person: str) -> tuple[str, str]:
    """How and by whom the newest agreement was recorded."""
    given = [one for one in store.consents(person) if one.act is ConsentAct.GIVEN]
    newest = max(given, key=lambda one: one.given_at, default=None)
    return (newest.way.value, newest.recorded_by) if newest else ("", "")


def _say_stand(talk: Talk, stand: ConsentAnswer) -> None:
    talk.say(f"{stand.id}: {stand.state.replace('_', ' ')}")
    if stand.given_at:
        talk.say(f"  Given {stand.given_at} by {stand.way}, form version {stand.version}")
        talk.say(f"  Yes to: {', '.join(stand.yes) or 'no choice'}")
    if stand.withdrawn:
        talk.say(f"  Taken back: {', '.join(stand.withdrawn)}")
    if stand.held:
        talk.say(f"  Held until somebody asked: {', '.join(stand.held)}")
    if stand.unclear:
        talk.say(f"  No clear answer to: {', '.join(stand.unclear)}")


def _answer(talk: Talk, session: str, people: list[ConsentAnswer]) -> None:
    talk.answer(ConsentsAnswer(session, tuple(people)))
