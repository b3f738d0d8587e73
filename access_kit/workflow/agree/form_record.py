"""A form that is gone through with a person, line by line, and what follows from their answers."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from access_kit.errors import Problem, Severity
from access_kit.model.answers import ConsentAnswer
from access_kit.model.consent import ConsentWay
from access_kit.model.document import Purpose
from access_kit.model.ledger import MailRow
from access_kit.model.profile import Channel
from access_kit.store.opening import operating_system_user
from access_kit.store.out_folders import out_folders
from access_kit.store.protocol import Store
from access_kit.workflow.agree.agreement_script import Script, find_person, make_script
from access_kit.workflow.agree.stands import stands_in_session
from access_kit.workflow.gone_papers import taken_problems
from access_kit.workflow.kept.form_draft import (
    DraftPlace,
    SaidAnswers,
    drop_draft,
    find_draft,
    has_draft,
    keep_draft,
)
from access_kit.workflow.kept.forms_shown import keep_form
from access_kit.workflow.kept.kept_answers import TECH_CHECK, Answers, find_answers, keep_answers
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
    """A form of a session in a person's words, and the ``draft`` of what is said to it.

    Of who does not want to be kept there is no draft.
    """

    desk: MailDesk
    person: str
    purpose: Purpose
    script: Script
    draft: DraftPlace | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be known before the first line is read out."""
        is_there = self.draft is not None and has_draft(self._store, self.draft)
        is_lost = is_there and self._kept() is None
        old = Problem("consent.old-draft", Severity.WARNING, where=self.person)
        return (*self.script.problems, *((old,) if is_lost else ()))

    def begun(self) -> SaidAnswers:
        """What was said before it was stopped, else nothing."""
        return self._kept() or SaidAnswers(at=next(iter(self.script.asked), ""))

    def _kept(self) -> SaidAnswers | None:
        """The draft, where all of it is an answer to this form."""
        found = find_draft(self._store, self.draft) if self.draft else None
        items = {item.key: item for _, item in self.script.steps if item is not None}
        if found is None or not items.keys() >= {*found.answers, *found.words}:
            return None
        fits = all(said in items[key].answers for key, said in found.answers.items())
        return found if fits else None

    def keep_or_drop(self, said: SaidAnswers) -> None:
        """Keep what was said so far, which counts for nothing; of nothing there is no draft."""
        if not (said.answers or said.words):
            self.drop()
        elif self.draft:
            keep_draft(self._store, self.draft, said)

    def drop(self) -> None:
        """Forget what was said so far."""
        if self.draft:
            drop_draft(self._store, self.draft)

    @property
    def _store(self) -> Store:
        assert self.desk.store
        return self.desk.store


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
    script = make_script(plan, found, purpose)
    draft = _draft_of(desk, found.profile.id, script) if found.profile.consent.store else None
    return OpenForm(desk, found.profile.id, purpose, script, draft)


def _draft_of(desk: MailDesk, person: str, script: Script) -> DraftPlace:
    """The place of a draft, which is none once the words change, or something more is said."""
    store, session, form = desk.store, desk.work.session.id, script.form
    assert store
    checked = find_answers(store, session, person, TECH_CHECK)
    marks = (form.sha256, len(store.consents(person)), checked.at if checked else "")
    stands_on = hashlib.sha256(repr(marks).encode()).hexdigest()
    return DraftPlace(session, person, form.form, stands_on)


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
        own = "\n".join(said.words[key] for key in form.script.asked if key in said.words)
        keep_said(store, Wrote(name, own, now.isoformat(), asks_help=False))
        form.drop()
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
