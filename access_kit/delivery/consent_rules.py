"""What stands of a person's consents. Pure: entries in, what holds now out.

- Entries are only ever added. What was said later counts, in whatever order it was written down; of
  what was said at the same moment, the no. Withdrawing works at once.
- ``contact.safe`` governs the first mailing. Once an agreement came back, its choices narrow it: a
  way with a no is not used. A line left alone was not answered: it takes away no yes to the same
  words and no safe way, takes back no no, and is asked again. Who took back all and agrees again
  opens the ways that they say yes to, and those that the agreement does not ask about.
- After STOP by a way itself, only a yes that came another way opens it again.
- A way that is held waits until somebody asked, and the answer is written down.
- A new version of the words asks again; what was said to the old ones stays as it was said.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType

from access_kit.model.consent import ConsentAct, ConsentRecord, ConsentWay
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


OWN_WAY: Mapping[Channel, ConsentWay] = MappingProxyType(
    {
        Channel.EMAIL: ConsentWay.EMAIL,
        Channel.SMS: ConsentWay.SMS,
        Channel.LETTER: ConsentWay.LETTER,
    }
)
"""Ways to reach someone by which they can answer, so that a STOP may come by the way it stops."""


@dataclass(frozen=True)
class ConsentStanding:
    """What holds now: the newest answers, what was taken back since, and which words were shown.

    ``held`` are ways that wait until somebody asked. ``stopped`` are those of ``withdrawn`` that
    the person stopped by the way itself. ``left_open`` are choices that were shown, without an
    answer.
    """

    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: frozenset[str] = frozenset()
    version: str = ""
    sha256: str = ""
    given_at: datetime.datetime | None = None
    until: datetime.date | None = None
    asked_again: bool = False
    held: frozenset[str] = frozenset()
    stopped: frozenset[str] = frozenset()
    left_open: frozenset[str] = frozenset()

    @property
    def is_given(self) -> bool:
        return self.given_at is not None and ALL not in self.withdrawn

    def holds(self, item: str) -> bool:
        """Whether the person said yes to a choice, and has not taken it back."""
        taken_back = {ALL, item, _way_of(item)} & self.withdrawn
        return not taken_back and self.answers.get(item) == YES


def standing(records: Iterable[ConsentRecord], *, today: datetime.date) -> ConsentStanding:
    """What stands of ``records``, in any order. What has run out counts as not given."""
    consent = ConsentStanding()
    in_time = sorted(records, key=lambda one: one.given_at)
    for _, said in groupby(in_time, key=lambda one: one.given_at):
        consent = _after(consent, tuple(said), today)
    return consent


def _after(
    consent: ConsentStanding, records: Sequence[ConsentRecord], today: datetime.date
) -> ConsentStanding:
    """What holds after what was said at one moment: first the yes, then all that narrows it."""
    given = [one for one in records if one.act is ConsentAct.GIVEN and one.form == FORM]
    over = [one for one in given if one.until is not None and one.until < today]
    noes = {key: NO for one in over for key, said in one.answers.items() if said == NO}
    lasting = [one for one in given if one not in over]
    if lasting:
        consent = _give(consent, lasting, noes)
    elif over:
        consent = _ran_out(consent, noes)
    for record in records:
        if record.act is ConsentAct.ASKED_AGAIN:
            consent = dataclasses.replace(consent, asked_again=True)
        elif record.act is ConsentAct.HELD:
            consent = dataclasses.replace(consent, held=consent.held | {record.scope})
    for record in records:
        if record.act is ConsentAct.WITHDRAWN:
            consent = _take_back(consent, record)
    return consent


def _ran_out(consent: ConsentStanding, noes: Mapping[str, str]) -> ConsentStanding:
    """After an agreement that has run out: it opens nothing, and what was no stays no."""
    before = {key: said for key, said in consent.answers.items() if said == NO}
    return ConsentStanding(
        answers=MappingProxyType({**before, **noes}),
        withdrawn=consent.withdrawn,
        asked_again=True,
        held=consent.held,
        stopped=consent.stopped,
    )


def _give(
    consent: ConsentStanding, given: Sequence[ConsentRecord], noes: Mapping[str, str]
) -> ConsentStanding:
    """After agreements that were given at one moment; ``noes`` were said with them."""
    newest = max(given, key=lambda one: (one.sha256, one.version))
    answers = dict(noes)
    for record in given:
        for key, said in record.answers.items():
            answers[key] = said if answers.get(key, said) == said else NO
    yes = {key for key, said in answers.items() if said == YES}
    before = {
        key: said
        for key, said in consent.answers.items()
        if said == NO or (newest.sha256 == consent.sha256 and consent.holds(key))
    }
    elsewhere = {key for one in given for key in yes if _came_another_way(one, key)}
    stopped = {way for way in consent.stopped if _item_of(way) not in elsewhere}
    apart = {way.value for way in CHANNEL_ITEMS} if ALL in consent.withdrawn else set()
    kept = {one for one in (consent.withdrawn - {ALL}) | apart if _item_of(one) not in yes}
    days = [one.until for one in given if one.until]
    return ConsentStanding(
        answers=MappingProxyType({**before, **answers}),
        withdrawn=frozenset(kept | stopped),
        version=newest.version,
        sha256=newest.sha256,
        given_at=newest.given_at,
        until=min(days, default=None),
        held=frozenset(way for way in consent.held if _item_of(way) not in yes),
        stopped=frozenset(stopped),
        left_open=frozenset(key for one in given for key in one.left_open)
        - before.keys()
        - answers.keys(),
    )


def _take_back(consent: ConsentStanding, record: ConsentRecord) -> ConsentStanding:
    """Take back a scope; what was held about it is settled by that."""
    ways = {channel.value for channel in Channel} if record.scope == ALL else {record.scope}
    own = {channel.value for channel, way in OWN_WAY.items() if way is record.way}
    return dataclasses.replace(
        consent,
        withdrawn=consent.withdrawn | {record.scope},
        held=consent.held - {record.scope, _way_of(record.scope)},
        stopped=consent.stopped | (ways & own),
    )


def _came_another_way(record: ConsentRecord, item: str) -> bool:
    """Whether an entry says yes to a way, and did not come by that way."""
    by_itself = {CHANNEL_ITEMS[way] for way, own in OWN_WAY.items() if record.way is own}
    return record.answers.get(item) == YES and item not in by_itself


def may_use(channel: Channel, consent: ConsentStanding) -> bool:
    """Whether a way that the person called safe may be used, by what they said since."""
    if {ALL, channel.value} & consent.withdrawn or channel.value in consent.held:
        return False
    item = CHANNEL_ITEMS.get(channel)
    if item is None:
        return True
    return item not in consent.withdrawn and consent.answers.get(item) != NO


def may_record(consent: ConsentStanding) -> bool:
    """Whether a recording that the person is in may be made, and captions of it be kept.

    Only a yes counts; where captions were asked about apart, to them too.
    """
    is_open = CAPTIONS in consent.left_open or consent.answers.get(CAPTIONS) == NO
    captions = not is_open and not {ALL, CAPTIONS} & consent.withdrawn
    return consent.is_given and consent.holds(RECORDING) and captions


def took_back_recording(consent: ConsentStanding) -> bool:
    return bool({ALL, RECORDING, CAPTIONS} & consent.withdrawn)


def must_ask_again(consent: ConsentStanding, sha256: str) -> bool:
    """Whether the words now shown are others than those that were agreed to."""
    return consent.asked_again or (consent.is_given and consent.sha256 != sha256)


def _item_of(scope: str) -> str:
    """A scope as the item it is about: a channel's name stands for its choice."""
    for channel, item in CHANNEL_ITEMS.items():
        if scope == channel.value:
            return item
    return scope


def _way_of(item: str) -> str:
    """The way that a choice is about; the item itself where it is about none."""
    return next((way.value for way, key in CHANNEL_ITEMS.items() if key == item), item)
