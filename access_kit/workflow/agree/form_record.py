"""A form that is gone through with a person, line by line, and what follows from their answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access_kit.errors import Problem, Severity
from access_kit.model.answers import ConsentAnswer
from access_kit.model.consent import ConsentWay
from access_kit.model.document import Purpose
from access_kit.model.ledger import MailRow
from access_kit.model.profile import Channel
from access_kit.store.opening import operating_system_user
from access_kit.store.out_folders import out_folders
from access_kit.workflow.agree.agreement_script import Script, find_person, make_script
from access_kit.workflow.agree.stands import stands_in_session
from access_kit.workflow.gone_papers import taken_problems
from access_kit.workflow.kept.forms_shown import keep_form
from access_kit.workflow.kept.kept_answers import TECH_CHECK, Answers, keep_answers
from access_kit.workflow.kept.kept_words import Wrote, keep_said
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.returns.agreements import SaidBy, give, moment_after
from access_kit.workflow.shut_ways import take_back_closed

SIGNS = {
    ConsentWay.NAME: "sign-name",
    ConsentWay.MARK: "sign-mark",
    ConsentWay.VOICE: "sign-voice",
    ConsentWay.PHONE: "sign-phone",
}
"""How it was signed; any other way is in writing."""


@dataclass(frozen=True)
class OpenForm:
    """A form of a session in a person's words. Nothing of it is kept yet."""

    desk: MailDesk
    person: str
    purpose: Purpose
    script: Script


@dataclass(frozen=True)
class RecordedForm:
    """What followed: messages stopped, files taken back (errors are what could not go)."""

    problems: tuple[Problem, ...]
    taken: tuple[Problem, ...]
    stands: ConsentAnswer


def open_form(desk: MailDesk, person: str, purpose: Purpose) -> OpenForm:
    """``BadInput`` for somebody who is not of the session."""
    plan = desk.plan()
    found = find_person(plan, person)
    return OpenForm(desk, found.profile.id, purpose, make_script(plan, found, purpose))


@dataclass(frozen=True)
class SaidAnswers:
    """What a person said to a form: answers by the item's key, and ``words`` of their own."""

    answers: Mapping[str, str]
    words: str = ""


def record_form(
    form: OpenForm,
    said: SaidAnswers,
    *,
    way: ConsentWay,
    witness: str = "",
    until: datetime.date | None = None,
) -> RecordedForm:
    """Keep the answers with the form as it was shown, and take back what a no has closed."""
    desk, name, shown = form.desk, form.person, form.script.form
    store = desk.store
    assert store
    by, now, session = operating_system_user(), desk.work.now, desk.work.session.id
    stopped: tuple[MailRow, ...] = ()
    with store.transaction():
        keep_form(store, session, name, shown)
        if form.purpose is Purpose.CONSENT:
            said_by = SaidBy(name, way, by, moment_after(store, name, now), witness)
            sign = SIGNS.get(way, "sign-writing")
            stopped = give(store, said_by, shown, said.answers, sign=sign, until=until)
        else:
            checked = Answers(
                form=TECH_CHECK,
                answers=dict(said.answers),
                version=shown.version,
                sha256=shown.sha256,
                locale=shown.locale,
                way=way.value,
                recorded_by=by,
                at=now.isoformat(),
            )
            keep_answers(store, session, name, checked)
        keep_said(store, Wrote(name, said.words, now.isoformat(), asks_help=False))
    outs = (*out_folders(desk.work.folder), desk.folder.parent)
    back = take_back_closed(store, outs, name, today=now.date())
    taken = tuple(taken_problems(name, back))
    return RecordedForm(printed_letters(name, stopped), taken, stands_in_session(desk, name))


def printed_letters(person: str, stopped: Iterable[MailRow]) -> tuple[Problem, ...]:
    """A letter that was stopped may be printed: whoever has it must not post it."""
    if not any(row.key.channel == Channel.LETTER.value for row in stopped):
        return ()
    facts = {"id": person}
    return (Problem("consent.letter-printed", Severity.WARNING, where=person, facts=facts),)
