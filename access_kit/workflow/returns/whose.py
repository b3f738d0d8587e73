"""Whose a message is, whether that is sure, and when it was said. What is doubtful is held.

A message belongs to a person when it answers one of ours (its id is random) and comes from the
person's own address; or comes from it with the version of a form that was shown to them, as where a
mail program gave our message another id. Anything else is for somebody to decide: the version from
another address, the address with another version.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from access_kit.delivery.mail_in import Incoming
from access_kit.delivery.mailboxes import mailbox, same_mailbox, without_tag
from access_kit.delivery.replies import versions_in
from access_kit.model.ledger import MailRow, MailState
from access_kit.model.profile import Profile
from access_kit.store.protocol import Store
from access_kit.workflow.kept.forms_shown import people_shown, shown_forms, shown_since

OTHER_ADDRESS, NO_THREAD, DATE, SEVERAL = "other-address", "no-thread", "date", "several-senders"
NO_SENDER = "no-sender"
"""Why a message is held."""

SLACK = datetime.timedelta(minutes=15)
"""By how much clocks may differ."""

MOST_ON_ITS_WAY = datetime.timedelta(days=1)
"""Between what a message says of its date and when a server of ours took it."""

OLDEST = datetime.timedelta(days=365)
"""Before now, where it is not known when a form was shown."""


@dataclass(frozen=True)
class Whose:
    """``people`` may have written it; ``held`` says why somebody has to decide, if so.

    ``is_guess``: any one of them, since each was shown a form that it quotes; nothing about all of
    them follows.
    """

    people: tuple[str, ...]
    session: str = ""
    held: str = ""
    is_guess: bool = False


class Senders:
    """The people of a store by their e-mail address."""

    def __init__(self, store: Store) -> None:
        self._exact: dict[str, list[str]] = {}
        self._loose: dict[str, list[str]] = {}
        self._profiles: dict[str, Profile] = {}
        self._store = store
        for profile in store.profiles():
            address = profile.contact.email or ""
            if mailbox(address):
                self._exact.setdefault(mailbox(address), []).append(profile.id)
                self._loose.setdefault(without_tag(address), []).append(profile.id)
            self._profiles[profile.id.casefold()] = profile

    def at(self, address: str) -> tuple[str, ...]:
        """Everyone with an address, however its domain is written."""
        return tuple(self._exact.get(mailbox(address), ()))

    def named(self, incoming: Incoming) -> tuple[str, ...]:
        """Everyone with the address that a message comes from."""
        return self.at(incoming.sender)

    def around(self, incoming: Incoming) -> tuple[str, ...]:
        """Everyone with an address that From may mean, whatever stands behind a plus sign."""
        found = [one for said in incoming.senders for one in self._loose.get(without_tag(said), ())]
        return tuple(dict.fromkeys(found))

    def formerly(self, incoming: Incoming) -> tuple[str, ...]:
        """Everyone who once had an address that From may mean, where nobody has it now."""
        if self.around(incoming):
            return ()
        found = [one for said in incoming.senders for one in self._once.get(without_tag(said), ())]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _once(self) -> dict[str, list[str]]:
        """People by the addresses of all versions of their profiles."""
        once: dict[str, list[str]] = {}
        for profile in self._profiles.values():
            for version in self._store.history(profile.id):
                address = version.profile.contact.email or ""
                if mailbox(address):
                    once.setdefault(without_tag(address), []).append(profile.id)
        return once

    def wrote(self, person: str, incoming: Incoming) -> bool:
        """Whether a message says that it comes from the person's own address alone."""
        profile = self._profiles.get(person.casefold())
        own = profile.contact.email if profile else None
        senders = incoming.senders
        return bool(own and len(senders) == 1 and same_mailbox(senders[0], own))


def find_whose(
    store: Store, senders: Senders, incoming: Incoming, row: MailRow | None, said: str, session: str
) -> Whose:
    """Whose a message is. ``said`` is the person that the user named, if they did."""
    if said:
        mine = row is not None and row.key.person.casefold() == said.casefold()
        return Whose(
            (said,), session or (row.key.session if row and mine else last_session(store, said))
        )
    if row is not None:
        person = row.key.person
        if senders.wrote(person, incoming):
            return Whose((person,), row.key.session)
        reason = SEVERAL if len(incoming.senders) > 1 else OTHER_ADDRESS
        return Whose((person,), row.key.session, reason)
    people = senders.named(incoming)
    if not people:
        return _by_form(store, incoming)
    shown = [one for one in people if _was_shown(store, one, incoming)]
    if len(shown) == 1 and incoming.refers_to and len(incoming.senders) == 1:
        return Whose((shown[0],), last_session(store, shown[0]))
    return Whose(people, last_session(store, people[0]) if len(people) == 1 else "", NO_THREAD)


def _by_form(store: Store, incoming: Incoming) -> Whose:
    """Who was shown a form that a message quotes, from an address that is nobody's, or none."""
    found = people_shown(store, versions_in(incoming.text))
    if not found:
        return Whose(())
    session = found[0][1] if len(found) == 1 else ""
    people = tuple(person for person, _ in found)
    held = OTHER_ADDRESS if incoming.senders else NO_SENDER
    return Whose(people, session, held, is_guess=len(people) > 1)


def _was_shown(store: Store, person: str, incoming: Incoming) -> bool:
    versions = versions_in(incoming.text)
    forms = shown_forms(store, last_session(store, person), person, versions)
    return any(form.version in versions for form in forms)


def last_session(store: Store, person: str) -> str:
    """The session of which a person got something last."""
    rows = [row for row in store.mail(person=person) if row.state is not MailState.PLANNED]
    return max(rows, key=lambda row: row.at).key.session if rows else ""


@dataclass(frozen=True)
class SaidTimes:
    """When something was said: ``at`` for an answer, ``no_at`` for a no, which counts at once.

    ``is_doubtful``: what the message says of its date cannot be.
    """

    at: datetime.datetime
    no_at: datetime.datetime
    is_doubtful: bool


def when_said(
    store: Store, incoming: Incoming, person: str, session: str, now: datetime.datetime
) -> SaidTimes:
    """When a message was said. Of a doubtful date, an answer counts from as early as it can be."""
    shown = (shown_since(store, session, person) if person else None) or now - OLDEST
    said, taken = incoming.at, incoming.received_at
    if said is None and taken is None and not incoming.senders:
        return SaidTimes(now, now, is_doubtful=False)  # a text that somebody copied
    if taken is not None and not _can_be(taken, shown, now):
        taken = None
    good = said if said is not None and _can_be(said, shown, now) else None
    if good and taken and abs(good - taken) > MOST_ON_ITS_WAY:
        good = None
    if good:
        return SaidTimes(min(good, now), min(good, now), is_doubtful=False)
    return SaidTimes(min(taken or shown, now), now, is_doubtful=said is not None or taken is None)


def _can_be(at: datetime.datetime, shown: datetime.datetime, now: datetime.datetime) -> bool:
    return shown - SLACK <= at <= now + SLACK
