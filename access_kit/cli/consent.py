"""``access-kit consent``: write down what people agree to, take it back, show where it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from access_kit.cli.dialog import Dialog, Stopped
from access_kit.cli.door import KitDoor
from access_kit.cli.form_talk import FormTalk
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import QuickTalk, SessionFile, make_app, read_now
from access_kit.cli.plain_labels import say_said, say_scope, say_way
from access_kit.cli.status_lines import AGREEMENTS
from access_kit.cli.taken_away import tell_taken
from access_kit.console import Talk, counted
from access_kit.delivery.consent_rules import ALL
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.model.answers import ConsentAnswer, ConsentsAnswer
from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
from access_kit.model.constraint import Choice
from access_kit.model.document import Purpose
from access_kit.workflow.agree.agreement_script import until_date
from access_kit.workflow.agree.form_record import OpenForm, open_form, record_form
from access_kit.workflow.agree.stands import (
    stands_alone,
    stands_in_session,
    whose_agreements,
)
from access_kit.workflow.agree.withdrawal import withdraw_for
from access_kit.workflow.kept.form_draft import SaidAnswers
from access_kit.workflow.mail.desk import open_desk

app = make_app()


class ConsentForm(Choice):
    """a form"""

    AGREEMENT = "agreement"
    CHECK = "check"


@app.callback()
def consent() -> None:
    """Write down what people agree to, take it back, and see where it stands."""


PersonId = Annotated[str, typer.Argument(metavar="ID", help="A person's id.")]
Way = Annotated[ConsentWay, typer.Option(help="How the person said it.")]
WithIds = Annotated[
    bool, typer.Option("--verbose", help="Say the id of each item and the form's version too.")
]

ACTS = {
    ConsentAct.GIVEN: "agreed",
    ConsentAct.WITHDRAWN: "taken back",
    ConsentAct.HELD: "held until somebody asked",
    ConsentAct.ASKED_AGAIN: "asked again",
}


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

    Read each line out. Type the number of the answer or its first word, or nothing to leave it
    open; back for the line before. Nothing is recorded before the end, since half an agreement is
    none. Type stop to go on another day: what was said so far is kept, and counts for nothing.
    """
    last = until_date(until, read_now().date())
    purpose = Purpose.CONSENT if form is ConsentForm.AGREEMENT else Purpose.TECH_CHECK
    with open_desk(door.access(talk), session_file, needs_store=True) as desk:
        opened = open_form(desk, person, purpose)
        talk.tell(opened.problems)
        said = _go_through(opened, form)
        done = record_form(opened, said, way=way, witness=witness, until=last)
        session = desk.work.session.id
    talk.say(f"Recorded for {opened.person}.")
    talk.tell(done.problems)
    tell_taken(talk, done.taken)
    say_next(talk, "consent record", session=shown(session_file))
    _answer(talk, session, [done.stands])


QUESTIONS = {
    ConsentForm.AGREEMENT: "Does the person say yes to the agreement as a whole?",
    ConsentForm.CHECK: "Is this right?",
}


def _go_through(opened: OpenForm, form: ConsentForm) -> SaidAnswers:
    """What was said to all of it; ``BadInput`` when it was stopped, or is not to be recorded."""
    held = FormTalk(opened.script, opened.begun(), opened.keep_or_drop)
    try:
        is_right = held.hold(QUESTIONS[form])
    except (Stopped, KeyboardInterrupt) as error:
        facts = {"kept": held.is_begun and opened.draft is not None}
        stopped = Problem("consent.not-kept", facts=facts)
        if isinstance(error, KeyboardInterrupt):
            Dialog().tell_faults([stopped])
            raise
        raise BadInput(stopped) from None
    if not is_right:
        opened.drop()
        raise BadInput(Problem("consent.nothing-recorded"))
    return held.said


# -- withdraw -----------------------------------------------------------------------------------


@app.command(name="withdraw", epilog="Example: access-kit consent withdraw K-11 --scope email")
def withdraw_command(
    person: PersonId,
    door: KitDoor,
    talk: QuickTalk,
    scope: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="all, a way such as email, or an item's id (consent show --verbose names them).",
        ),
    ] = ALL,
    way: Way = ConsentWay.PHONE,
) -> None:
    """Take back an agreement, or a part of it, at once: what is queued does not go.

    Nobody has to say why, and nothing asks for it.
    """
    done = withdraw_for(door.access(talk), person, scope, way)
    stopped = counted(done.stopped, "message")
    talk.say(f"Taken back for {done.person}: {say_scope(done.scope)}. {stopped} stopped.")
    talk.tell(done.problems)
    tell_taken(talk, done.taken)
    for kept in done.kept:
        talk.tell([kept])
    say_next(talk, "consent withdraw", person=done.person)
    _answer(talk, "", [done.stands])


# -- show and report ----------------------------------------------------------------------------


@app.command(name="show", epilog="Example: access-kit consent show K-11")
def show_command(
    person: PersonId,
    door: KitDoor,
    talk: QuickTalk,
    verbose: WithIds = False,
) -> None:
    """Show every entry of a person's agreements, oldest first, and what holds now."""
    with door.access(talk).store() as store:
        name = whose_agreements(store, person)
        for one in sorted(store.consents(name), key=lambda one: one.given_at):
            _say_entry(talk, one, with_ids=verbose)
        answer = stands_alone(store, name, today=read_now().date())
    _say_stand(talk, answer, with_ids=verbose)
    _answer(talk, "", [answer])


def _say_entry(talk: Talk, record: ConsentRecord, *, with_ids: bool) -> None:
    has_scope = record.act in (ConsentAct.WITHDRAWN, ConsentAct.HELD)
    scope = f": {say_scope(record.scope)}" if has_scope else ""
    day = f"{record.given_at:%Y-%m-%d %H:%M}"
    how = f"by {say_way(record.way.value)}, written down by {record.recorded_by}"
    talk.say(f"{day}: {ACTS[record.act]}{scope}, {how}")
    if record.version and with_ids:
        talk.say(f"  Form version {record.version}, {record.locale or 'no language'}")
    for key, said in sorted(record.answers.items()):
        talk.say(f"  {_named(key, with_ids)}: {say_said(said)}")


@app.command(
    name="report",
    epilog="Example: access-kit consent report examples/evening-group/session.toml",
)
def report_command(
    session_file: SessionFile,
    door: KitDoor,
    talk: QuickTalk,
    verbose: WithIds = False,
) -> None:
    """Say for each person of a session what they agreed to, and what they took back."""
    with open_desk(door.access(talk), session_file, needs_store=True) as desk:
        people = [stands_in_session(desk, one.profile.id) for one in desk.recipients()]
        session = desk.work.session.id
    for one in people:
        _say_stand(talk, one, with_ids=verbose)
    _answer(talk, session, people)


def _say_stand(talk: Talk, stand: ConsentAnswer, *, with_ids: bool) -> None:
    said = AGREEMENTS[stand.state] if stand.state != "none" else "no agreement yet"
    talk.say(f"{stand.id}: {said}")
    if stand.given_at:
        version = f", form version {stand.version}" if with_ids else ""
        given = stand.given_at[:16].replace("T", " ")
        talk.say(f"  Given {given} by {say_way(stand.way)}{version}")
    for label, keys in (
        ("Yes to", stand.yes or (("no choice",) if stand.given_at else ())),
        ("Taken back", stand.withdrawn),
        ("Held until somebody asked", stand.held),
        ("No clear answer to", stand.unclear),
    ):
        if keys:
            talk.say(f"  {label}: {', '.join(_named(key, with_ids) for key in keys)}")


def _named(key: str, with_ids: bool) -> str:
    said = say_scope(key)
    return f"{said} [{key}]" if with_ids and said != key else said


def _answer(talk: Talk, session: str, people: list[ConsentAnswer]) -> None:
    talk.answer(ConsentsAnswer(session, tuple(people)))
