"""A no, by whatever door it came: what lies ready by a way that is closed now goes away.

The doors ask by what holds afterwards and not by what was said, so that none of them can forget a
way: withdrawing, an agreement with a no in it, STOP in a reply, a way that is no longer safe, an
address that is another one, erasing.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from access_kit.delivery.consent_rules import ConsentStanding, standing
from access_kit.delivery.gate import why_not
from access_kit.errors import Problem, Severity
from access_kit.files import shown
from access_kit.model.ledger import LEFT, MailKey, MailRow, MailState
from access_kit.model.profile import Channel, Profile
from access_kit.store.laid_ready import message_name
from access_kit.store.protocol import Store
from access_kit.store.take_back import EVERY_WAY, TakenBack, take_back, take_back_in

OTHER_ADDRESS, NOT_COMING = "other-address", "not-coming"


def take_back_closed(
    store: Store,
    outs: Iterable[Path],
    person: str,
    *,
    today: datetime.date,
    also: Iterable[str] = (),
) -> TakenBack:
    """Take away what lies ready for a person by ways that are closed, and by those of ``also``.

    For somebody whom the store does not hold any more, every way is closed.
    """
    profile = store.profile(person)
    if profile is None:
        return take_back(outs, person, EVERY_WAY, message_ids=_ids(store, person))
    return take_back_of(store, outs, profile, today=today, also=also)


def take_back_of(
    store: Store | None,
    outs: Iterable[Path],
    profile: Profile,
    *,
    today: datetime.date,
    also: Iterable[str] = (),
) -> TakenBack:
    """The same for a profile at hand; without a store, by what the profile says alone."""
    records = store.consents(profile.id) if store else ()
    shut = closed_ways(profile, standing(records, today=today), today=today)
    shut = dict.fromkeys(also, OTHER_ADDRESS) | shut
    back = take_back(outs, profile.id, shut, message_ids=_ids(store, profile.id))
    if store:
        _note_taken_back(store, profile.id, shut, back)
    return back


def closed_ways(
    profile: Profile | None, consent: ConsentStanding, *, today: datetime.date
) -> dict[str, str]:
    """The ways by which nothing may lie ready, each with the reason that the gate gives.

    A way that is to be asked about again is among them: a file that lies ready is one click from
    going. Every command and every door goes by this one list.
    """
    reasons = {way.value: why_not(profile, consent, way, today=today) for way in Channel}
    return {way: reason for way, reason in reasons.items() if reason}


class LaidLedger(Protocol):
    """The part of a ledger that knows what lies ready."""

    def mail(
        self, *, session: str | None = None, person: str | None = None
    ) -> tuple[MailRow, ...]: ...

    def move_mail(self, key: MailKey, state: MailState, *, reason: str = "") -> MailRow: ...


def take_back_absent(
    ledger: LaidLedger, folder: Path, person: str, ways: Collection[str]
) -> Iterator[Problem]:
    """Take back what lies ready for somebody who does not come to a meeting any more.

    ``folder`` is the meeting's; what lies ready for others stays.
    """
    rows = [
        row
        for row in ledger.mail(session=folder.name, person=person)
        if row.state is MailState.LAID_READY
    ]
    # What takes the group out of their calendar is theirs, and stays.
    leaving = {row.key.channel for row in rows if row.key.documents == LEFT}
    rows = [row for row in rows if row.key.documents != LEFT]
    ways = set(ways) - (leaving - {row.key.channel for row in rows})
    back = take_back_in([folder], person, ways, message_ids={row.message_id for row in rows})
    if back.stuck:
        raise back.stuck[0][1]
    for row in rows:
        ledger.move_mail(row.key, MailState.TAKEN_BACK, reason=NOT_COMING)
    for one in back.taken:
        facts = {"channel": one.channel, "file": shown(one.path)}
        yield Problem("send.taken-back-absent", Severity.WARNING, where=person, facts=facts)


def _note_taken_back(store: Store, person: str, shut: Mapping[str, str], back: TakenBack) -> None:
    """The ledger says of what lay ready that it was taken back, but for what could not go.

    Of what lies in a folder that is closed to us, nobody knows.
    """
    if any(path.is_dir() for path, _ in back.stuck):
        return
    stuck = {path.name for path, _ in back.stuck}
    with store.transaction():
        for row in store.mail(person=person):
            lies = row.state is MailState.LAID_READY and row.key.channel in shut
            if lies and message_name(row.key.person, row.message_id) not in stuck:
                store.move_mail(row.key, MailState.TAKEN_BACK, reason=shut[row.key.channel])


def _ids(store: Store | None, person: str) -> frozenset[str]:
    rows = store.mail(person=person) if store else ()
    return frozenset(row.message_id for row in rows if row.message_id)


def changed_ways(before: Profile, after: Profile) -> frozenset[str]:
    """The ways whose address is another one now: what lies ready would go to the old one."""
    old, new = before.contact, after.contact
    ways = {
        Channel.EMAIL: (old.email, new.email),
        Channel.SMS: (old.phone, new.phone),
        Channel.VOICEMAIL: (old.phone, new.phone),
        Channel.LETTER: (old.post, new.post),
    }
    return frozenset(way.value for way, (was, now) in ways.items() if was and was != now)
