"""What stands of a person's consents. Pure: entries in, what holds now out.

- Entries are only ever added; the later one counts. Withdrawing works at once, for everything that
  was not handed over yet.
- ``contact.safe`` governs the first mailing. Once an agreement came back, its choices narrow it:
  a way that was asked about and not ticked is not used. Silence about a way changes nothing.
- A new version of the words asks again; what was said to the old ones stays as it was said.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from access_kit.model.consent import ConsentAct, ConsentRecord
from access_kit.model.profile import Channel

FORM = "consent"
ALL = "all"
YES, NO = "yes", "no"
RECORDING, CAPTIONS = "cs-record-choice", "cs-captions"
"""The choices about being recorded, and about captions being kept."""

CHANNEL_ITEMS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.EMAIL: "cs-email",
        Channel.SMS: "cs-text",
        Channel.LETTER: "cs-mail",
        Channel.VOICEMAIL: "cs-voicemail",
    }
)
"""The choice of the agreement that is about each way to reach someone."""


@dataclass(frozen=True)
class Standing:
    """What holds now: the newest answers, what was taken back since, and which words were shown.

    ``held`` are ways on which nothing goes until somebody asked: what was written may mean stop.
    """

    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: frozenset[str] = frozenset()
    version: str = ""
    sha256: str = ""
    given_at: datetime.datetime | None = None
    until: datetime.date | None = None
    asked_again: bool = False
    held: frozenset[str] = frozenset()

    @property
    def is_given(self) -> bool:
        return self.given_at is not None and ALL not in self.withdrawn

    def holds(self, item: str) -> bool:
        """Whether the person said yes to a choice, and has not taken it back."""
        taken_back = {ALL, item} & self.withdrawn
        return not taken_back and self.answers.get(item) == YES


def standing(records: Iterable[ConsentRecord], *, today: datetime.date) -> Standing:
    """What stands of ``records``, oldest first. What has run out counts as not given."""
    now = Standing()
    for record in records:
        if record.act is ConsentAct.WITHDRAWN:
            now = dataclasses.replace(now, withdrawn=now.withdrawn | {record.scope})
        elif record.act is ConsentAct.ASKED_AGAIN:
            now = dataclasses.replace(now, asked_again=True)
        elif record.form == FORM:
            kept = {
                scope
                for scope in now.withdrawn - {ALL}
                if record.answers.get(_item_of(scope)) != YES
            }
            now = Standing(
                answers=MappingProxyType(dict(record.answers)),
                withdrawn=frozenset(kept),
                version=record.version,
                sha256=record.sha256,
                given_at=record.given_at,
                until=record.until,
            )
    if now.until is not None and now.until < today:
        return Standing(withdrawn=now.withdrawn, asked_again=True)
    return now


def may_use(channel: Channel, now: Standing) -> bool:
    """Whether a way that the person called safe may be used, by what they said since."""
    if {ALL, channel.value} & (now.withdrawn | now.held):
        return False
    item = CHANNEL_ITEMS.get(channel)
    if item is None:
        return True
    return item not in now.withdrawn and now.answers.get(item) != NO


def may_record(now: Standing) -> bool:
    """Whether a recording that the person is in may be made, and captions of it be kept.

    Only a yes counts; where captions were asked about apart, a no to them counts too.
    """
    captions = not {ALL, CAPTIONS} & now.withdrawn and now.answers.get(CAPTIONS) != NO
    return now.is_given and now.holds(RECORDING) and captions


def took_back_recording(now: Standing) -> bool:
    return bool({ALL, RECORDING, CAPTIONS} & now.withdrawn)


def must_ask_again(now: Standing, sha256: str) -> bool:
    """Whether the words now shown are others than those that were agreed to."""
    return now.asked_again or (now.is_given and now.sha256 != sha256)


def _item_of(scope: str) -> str:
    """A scope as the item it is about: a channel's name stands for its choice."""
    for channel, item in CHANNEL_ITEMS.items():
        if scope == channel.value:
            return item
    return scope
