"""Agreements as they are given, taken back and held: the one home of what changes them.

Entries are only added, each with the moment at which it was said. What is queued by a way that does
not hold any more stops in the same transaction.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from access_kit.delivery.consent_rules import may_use, standing
from access_kit.model.answers import ManifestForm
from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
from access_kit.model.ledger import SAID_YES_AGAIN, MailRow, MailState
from access_kit.model.profile import Channel
from access_kit.store.protocol import Store
from access_kit.workflow.kept.kept_answers import CONSENT

STOPPED = "stopped-by-withdrawal"
WAITING = (MailState.PLANNED, MailState.LAID_READY)
"""What did not go yet, and is stopped by a no."""


@dataclass(frozen=True)
class SaidBy:
    """Whose word it is, by which way it came, who wrote it down, and when it was said.

    ``witness`` is a second listener, by id or role.
    """

    person: str
    way: ConsentWay
    recorded_by: str
    at: datetime.datetime
    witness: str = ""


def give(
    store: Store,
    by: SaidBy,
    form: ManifestForm,
    answers: Mapping[str, str],
    *,
    sign: str = "",
    until: datetime.date | None = None,
) -> tuple[MailRow, ...]:
    """Record an agreement as it was given; a choice that was left alone is not answered.

    Gives the messages that were stopped because a way is not agreed to.
    """
    given = dict(answers)
    if sign:
        given["cs-sign"] = sign
    record = ConsentRecord(
        person=by.person,
        act=ConsentAct.GIVEN,
        form=CONSENT,
        version=form.version,
        sha256=form.sha256,
        locale=form.locale,
        format=by.way.value,
        way=by.way,
        given_at=by.at,
        recorded_by=by.recorded_by,
        answers=given,
        until=until,
        witness=by.witness,
        left_open=tuple(i.key for i in form.items if i.kind == "choice" and i.key not in given),
    )
    return _add(store, record)


def withdraw(store: Store, by: SaidBy, scope: str) -> tuple[MailRow, ...]:
    """Take back an agreement, a way or an item; gives the messages that were stopped by that."""
    return _narrow(store, by, ConsentAct.WITHDRAWN, scope)


def hold(store: Store, by: SaidBy, way: Channel) -> tuple[MailRow, ...]:
    """Hold a way until somebody has asked if the person wants no more of it.

    A yes to the way, or taking it back, settles that.
    """
    return _narrow(store, by, ConsentAct.HELD, way.value)


def moment_after(store: Store, person: str, now: datetime.datetime) -> datetime.datetime:
    """``now``, or just after what was said in this very moment: what is written down now is later.

    Clocks are coarse, and may stand still.
    """
    newest = max((one.given_at for one in store.consents(person)), default=now)
    step = datetime.timedelta(microseconds=1)
    return newest + step if now <= newest < now + datetime.timedelta(seconds=1) else now


def _narrow(store: Store, by: SaidBy, act: ConsentAct, scope: str) -> tuple[MailRow, ...]:
    consent = standing(store.consents(by.person), today=by.at.date())
    record = ConsentRecord(
        person=by.person,
        act=act,
        form=CONSENT,
        version=consent.version,
        sha256=consent.sha256,
        locale="",
        format="",
        way=by.way,
        given_at=by.at,
        recorded_by=by.recorded_by,
        scope=scope,
    )
    return _add(store, record)


def _add(store: Store, record: ConsentRecord) -> tuple[MailRow, ...]:
    """Add an entry and bring the queue in line with what holds then."""
    person = record.person
    with store.transaction():
        if record not in store.consents(person):
            store.add_consent(record)
        consent = standing(store.consents(person), today=record.given_at.date())
        open_ways = {channel.value for channel in Channel if may_use(channel, consent)}
        stopped = []
        for row in store.mail(person=person):
            is_open = row.key.channel in open_ways
            if row.state in WAITING and not is_open:
                stopped.append(store.move_mail(row.key, MailState.TAKEN_BACK, reason=STOPPED))
            elif row.reason == STOPPED and is_open and row.key.channel == Channel.EMAIL.value:
                store.move_mail(row.key, MailState.PLANNED, reason=SAID_YES_AGAIN)
        return tuple(stopped)
