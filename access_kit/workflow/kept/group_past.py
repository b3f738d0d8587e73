"""A person's past in a group, drawn from what the store keeps: the ledger, forms and answers.

The ledger says which meetings there were, not the rule, which may have changed since.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from access_kit.delivery.consent_rules import FORM, standing
from access_kit.model.answers.packet import ManifestForm
from access_kit.model.consent import ConsentAct, ConsentRecord
from access_kit.model.ledger import MAILED, MailRow, is_packet
from access_kit.model.past import Past
from access_kit.model.series import Meeting, day_in_group
from access_kit.model.told import read_told
from access_kit.store.protocol import Store
from access_kit.workflow.kept.forms_shown import shown_forms
from access_kit.workflow.kept.given import GivenPapers, given_in
from access_kit.workflow.kept.kept_answers import (
    CONSENT,
    answered_by,
    heard_at,
    sessions_answered,
)
from access_kit.workflow.kept.reminders_asked import asked_at

AGREEMENT = "agreement"
"""The stem of the agreement that goes first."""


def past_of(
    store: Store,
    person: str,
    meeting: Meeting,
    at: datetime.datetime,
    agreement_days: int = 0,
) -> Past | None:
    """The past of a person before a meeting, as it was known ``at`` a moment.

    ``None`` for who was sent nothing by then. An agreement older than ``agreement_days`` is asked
    for again; 0 is never.
    """
    rows = store.mail(person=person)
    earlier = meetings_before(meeting, (row.key.session for row in rows))
    went = sorted(
        (
            row
            for row in rows
            if row.key.session in earlier
            and is_packet(row)
            and row.state in MAILED
            and row.at <= at
        ),
        key=lambda row: row.at,
    )
    if not went:
        return None
    ids = tuple(one for one in earlier if any(row.key.session == one for row in went))
    given = dict.fromkeys(ids, GivenPapers())
    for row in went:
        given[row.key.session] |= given_in(store, row.key)
    shown = {one: shown_forms(store, one, person, given[one].forms) for one in ids}
    consents = [one for one in store.consents(person) if one.given_at <= at]
    forms = tuple(_newest(shown[one] for one in reversed(ids)))
    agreement = next((one for one in forms if one.form == CONSENT), None)
    return Past(
        meetings=ids,
        handouts=frozenset(one for some in given.values() for one in some.handouts),
        told=next((read_told(row.told) for row in reversed(went) if row.told), None),
        series=next((given[one].series for one in reversed(ids) if given[one].series), ""),
        way=next((given[one].way for one in reversed(ids) if given[one].way), ""),
        agreed=frozenset(one.sha256 for one in _agreed(consents, at.date())),
        shown=frozenset(
            form.sha256
            for one in ids
            for form in shown[one]
            if form.form == CONSENT and AGREEMENT in given[one].stems
        ),
        agree_again=_must_ask(consents, went, given, at.date(), agreement_days),
        lines=_lines_of(agreement) if agreement else {},
        asked=Counter(key for some in given.values() for key in some.asked),
        answered=frozenset(answered_by(store, person, earlier, at)),
        forms=forms,
        silent=_silent(store, person, went, given, at),
        reminders_ended=have_reminders_ended(store, person, went, by=at),
        known_on=at.astimezone(meeting.begins.tzinfo).date(),
    )


def _lines_of(agreement: ManifestForm) -> dict[str, str]:
    return {item.key: item.said for item in agreement.items} | dict(agreement.parts)


def have_reminders_ended(
    store: Store, person: str, went: Iterable[MailRow], *, by: datetime.datetime
) -> bool:
    """Whether some of what went said so, and the person has not asked for them since then."""
    ended = [row.at for row in went if given_in(store, row.key).ends_reminders]
    asked = asked_at(store, person, by=by) if ended else None
    return bool(ended) and (asked is None or asked < max(ended))


def papers_went(store: Store, session: str) -> Mapping[str, datetime.datetime]:
    """When papers for a meeting surely went first, by the ids of people without case.

    What somebody says after that changes the papers of the next meeting: else these would go twice.
    """
    found: dict[str, datetime.datetime] = {}
    for row in store.mail(session=session):
        if is_packet(row) and row.state in MAILED:
            who = row.key.person.casefold()
            found[who] = min(row.at, found.get(who, row.at))
    return found


def known_meetings(store: Store, person: str, meeting: Meeting) -> tuple[str, ...]:
    """The meetings before this one for which something went, or answers came, in order."""
    named = {row.key.session for row in store.mail(person=person)}
    return meetings_before(meeting, named | set(sessions_answered(store, person)))


def meetings_before(meeting: Meeting, sessions: Iterable[str]) -> tuple[str, ...]:
    """Those of ``sessions`` that are meetings of the group before this one, the earliest first.

    One that was moved counts by the day on which it is.
    """
    series = meeting.series
    moved = {one.date: one.starts.date() for one in series.changes if one.starts}
    days = ((one, day_in_group(one, series.group)) for one in set(sessions) - {meeting.id})
    held = [(moved.get(day, day), one) for one, day in days if day is not None]
    return tuple(one for day, one in sorted(held) if day < meeting.starts.date())


def _agreed(consents: Iterable[ConsentRecord], today: datetime.date) -> tuple[ConsentRecord, ...]:
    """The agreements that still hold."""
    if not standing(consents := tuple(consents), today=today).is_given:
        return ()
    given = (one for one in consents if one.act is ConsentAct.GIVEN and one.form == FORM)
    return tuple(one for one in given if one.until is None or one.until >= today)


def _must_ask(
    consents: Sequence[ConsentRecord],
    went: Sequence[MailRow],
    given: Mapping[str, GivenPapers],
    today: datetime.date,
    days: int,
) -> bool:
    """Whether the agreement is to be asked for anew, and did not go out since that is so."""
    if not has_run_out(consents, today, days):
        return False
    ended = [one.until for one in consents if one.until is not None and one.until < today]
    asked = [one.given_at for one in consents if one.act is ConsentAct.ASKED_AGAIN]
    old = _counts_to(consents, today, days)
    day = max([*ended, *([old] if old < today else [])], default=datetime.date.min)
    return not any(
        AGREEMENT in given[row.key.session].stems
        and row.at.date() > day
        and all(row.at > one for one in asked)
        for row in went
    )


def has_run_out(consents: Sequence[ConsentRecord], today: datetime.date, days: int) -> bool:
    """Whether an agreement that was given counts no more, or somebody decided to ask again."""
    return standing(consents, today=today).asked_again or _counts_to(consents, today, days) < today


def _counts_to(consents: Sequence[ConsentRecord], today: datetime.date, days: int) -> datetime.date:
    """The last day on which the agreement counts; today, where that has no end."""
    given_at = standing(consents, today=today).given_at
    return given_at.date() + datetime.timedelta(days) if given_at and days else today


def _newest(shown: Iterable[Sequence[ManifestForm]]) -> Iterable[ManifestForm]:
    """Of each form the one that comes first."""
    found: dict[str, ManifestForm] = {}
    for forms in shown:
        for one in forms:
            found.setdefault(one.form, one)
    return found.values()


def _silent(
    store: Store,
    person: str,
    went: Sequence[MailRow],
    given: Mapping[str, GivenPapers],
    at: datetime.datetime,
) -> int:
    """How many notes went since the person's last word, each meeting's once."""
    words = (heard_at(store, person, by=at), asked_at(store, person, by=at))
    heard = max((one for one in words if one is not None), default=None)
    notes = {
        row.key.session
        for row in went
        if given[row.key.session].is_note and (heard is None or row.at > heard)
    }
    return len(notes)
