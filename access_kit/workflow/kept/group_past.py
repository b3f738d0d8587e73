"""A person's past in a group, drawn from what the store keeps: the ledger, forms and answers."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from access_kit.delivery.consent_rules import FORM, standing
from access_kit.model.answers.packet import ManifestForm
from access_kit.model.consent import ConsentAct, ConsentRecord
from access_kit.model.ledger import MAILED, MailRow, is_packet
from access_kit.model.past import Past
from access_kit.model.series import Meeting
from access_kit.model.told import read_told
from access_kit.recurrence import occurrences
from access_kit.store.protocol import Store
from access_kit.workflow.kept.forms_shown import shown_forms
from access_kit.workflow.kept.given import GivenPapers, given_for
from access_kit.workflow.kept.kept_answers import CONSENT, answered_for, heard_at

AGREEMENT = "agreement"
"""The stem of the agreement that goes first."""


def past_of(
    store: Store, person: str, meeting: Meeting, now: datetime.datetime, agreement_days: int = 0
) -> Past | None:
    """The past of a person before a meeting; ``None`` for who was sent nothing yet.

    An agreement older than ``agreement_days`` is asked for again; 0 is never.
    """
    earlier = earlier_ids(meeting)
    rows = [row for row in store.mail(person=person) if row.key.session in earlier]
    went = sorted(
        (row for row in rows if is_packet(row) and row.state in MAILED), key=lambda row: row.at
    )
    if not went:
        return None
    ids = tuple(one for one in earlier if any(row.key.session == one for row in went))
    given = {one: given_for(store, one, person) or GivenPapers() for one in ids}
    consents = store.consents(person)
    holds = _agreed(consents, now.date())
    forms = tuple(_newest(shown_forms(store, one, person) for one in reversed(ids)))
    agreement = next((one for one in forms if one.form == CONSENT), None)
    return Past(
        meetings=ids,
        handouts=frozenset(one for some in given.values() for one in some.handouts),
        told=next((read_told(row.told) for row in reversed(went) if row.told), None),
        agreed=frozenset(one.sha256 for one in holds),
        shown=frozenset(
            form.sha256
            for one in ids
            for form in shown_forms(store, one, person)
            if form.form == CONSENT and AGREEMENT in given[one].stems
        ),
        agree_again=_must_ask(consents, went, given, now.date(), agreement_days),
        lines={item.key: item.said for item in agreement.items} if agreement else {},
        asked=Counter(key for some in given.values() for key in some.asked),
        answered=frozenset(answered_for(store, person, earlier)),
        forms=forms,
        silent=_silent(store, person, went, given),
    )


def earlier_ids(meeting: Meeting) -> tuple[str, ...]:
    """The ids of the meetings of its group before this one, the earliest first."""
    group = meeting.series.group
    days = (one.day for one in occurrences(meeting.series))
    return tuple(f"{group}-{day.isoformat()}" for day in days if day < meeting.day)


def _agreed(consents: Iterable[ConsentRecord], today: datetime.date) -> tuple[ConsentRecord, ...]:
    """The agreements that still hold."""
    if not standing(consents := tuple(consents), today=today).is_given:
        return ()
    given = (one for one in consents if one.act is ConsentAct.GIVEN and one.form == FORM)
    return tuple(one for one in given if one.until is None or one.until >= today)


def _must_ask(
    consents: Sequence[ConsentRecord],
    went: Sequence[MailRow],
    given: dict[str, GivenPapers],
    today: datetime.date,
    days: int,
) -> bool:
    """Whether the agreement is to be asked for anew, and did not go out since that is so."""
    consent = standing(consents, today=today)
    ended = [one.until for one in consents if one.until is not None and one.until < today]
    asked = [one.given_at.date() for one in consents if one.act is ConsentAct.ASKED_AGAIN]
    old = consent.given_at.date() + datetime.timedelta(days) if consent.given_at and days else today
    if not consent.asked_again and old >= today:
        return False
    since = max([*ended, *asked, *([old] if old < today else [])], default=datetime.date.min)
    return not any(
        AGREEMENT in given[row.key.session].stems and row.at.date() > since for row in went
    )


def _newest(shown: Iterable[Sequence[ManifestForm]]) -> Iterable[ManifestForm]:
    """Of each form the one that comes first."""
    found: dict[str, ManifestForm] = {}
    for forms in shown:
        for one in forms:
            found.setdefault(one.form, one)
    return found.values()


def _silent(
    store: Store, person: str, went: Sequence[MailRow], given: dict[str, GivenPapers]
) -> int:
    """How many notes went since the person's last word, each meeting's once."""
    heard = heard_at(store, person)
    notes = {
        row.key.session
        for row in went
        if given[row.key.session].is_note and (heard is None or row.at > heard)
    }
    return len(notes)
