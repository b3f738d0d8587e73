"""Where people's agreements stand, for a session or apart from any."""

from __future__ import annotations

import datetime

from access_kit.delivery.consent_rules import ALL, standing
from access_kit.model.answers import ConsentAnswer
from access_kit.model.consent import ConsentAct
from access_kit.model.document import Purpose
from access_kit.store.protocol import Store
from access_kit.workflow.agree.agreement_script import stands
from access_kit.workflow.keep.access import require_person
from access_kit.workflow.kept.forms_shown import shown_forms
from access_kit.workflow.kept.kept_answers import came_back
from access_kit.workflow.mail.desk import MailDesk


def stands_in_session(desk: MailDesk, person: str) -> ConsentAnswer:
    """By what the person was shown for this session; the desk has a store."""
    assert desk.store
    session = desk.work.session.id
    packet = next(one.packet for one in desk.recipients([person]))
    today = desk.work.now.date()
    back = came_back(desk.store, session, person, packet, today=today, earlier=desk.earlier(person))
    forms = shown_forms(desk.store, session, person)
    form = next((one for one in forms if one.form == Purpose.CONSENT.value), None)
    newest = _newest(desk.store, person)
    return stands(person, back.consent, desk.standing_of(person), *newest, form)


def whose_agreements(store: Store, person: str) -> str:
    """The id as the store has it, also of somebody erased whose agreements a law kept."""
    kept = store.consents(person)
    return kept[0].person if kept else require_person(store, person)


def stands_alone(store: Store, person: str, *, today: datetime.date) -> ConsentAnswer:
    """Apart from any session."""
    consent = standing(store.consents(person), today=today)
    state = "withdrawn" if ALL in consent.withdrawn else "given" if consent.is_given else "none"
    return stands(person, state, consent, *_newest(store, person), None)


def _newest(store: Store, person: str) -> tuple[str, str]:
    """How and by whom the newest agreement was recorded."""
    given = [one for one in store.consents(person) if one.act is ConsentAct.GIVEN]
    newest = max(given, key=lambda one: one.given_at, default=None)
    return (newest.way.value, newest.recorded_by) if newest else ("", "")
