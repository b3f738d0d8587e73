"""Letters that say that there is no meeting: for people whom nothing quicker reaches, in time."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from access_kit.delivery.addresses import postal_lines
from access_kit.documents.renderers import FORMATS, PAPER
from access_kit.errors import Problem
from access_kit.model.ledger import CANCEL, MailKey, MailState, next_time
from access_kit.model.profile import Channel
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mail.notices import build_cancelled_letter, choose_cancelled
from access_kit.workflow.mail.say import Speaker
from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Recipient, SendWish
from access_kit.workflow.mailed.versions import letter_stands
from access_kit.workflow.packets import is_by_hand
from access_kit.workflow.prepare.set import Maker


@dataclass(frozen=True)
class Enclosure:
    """What goes into one envelope: the papers as PDF, and what somebody adds by hand.

    ``lines`` are the address. ``by_hand`` names files; ``files`` are those of them that are made
    only now, and lie in no packet.
    """

    recipient: Recipient
    key: MailKey
    lines: tuple[str, ...]
    printed: tuple[bytes, ...]
    by_hand: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


STANDS = {
    MailState.POSTED: (MailStep.ALREADY, MailState.POSTED.value),
    MailState.CAME_BACK: (MailStep.CAME_BACK, Channel.LETTER.value),
}
"""How a letter that is not to be printed is told of."""


@dataclass(frozen=True)
class CancelLetters:
    """``others`` get none, and why; ``flats``: no window envelopes."""

    enclosures: tuple[Enclosure, ...]
    others: tuple[Dispatch, ...]
    flats: bool


def make_cancel_letters(desk: MailDesk, again: Sequence[str]) -> CancelLetters:
    """A letter to everyone who can be told by letter alone; ``again`` are ids wanted once more."""
    speaker = Speaker(desk.plan)
    made = list(_letters(desk, speaker, {one.casefold() for one in again}))
    return CancelLetters(
        tuple(one for one in made if isinstance(one, Enclosure)),
        tuple(one for one in made if isinstance(one, Dispatch)),
        speaker.plan.carriers.flats,
    )


def _letters(desk: MailDesk, speaker: Speaker, again: set[str]) -> Iterator[Enclosure | Dispatch]:
    people = {one.profile.id: one for one in desk.recipients()}
    wish = SendWish(by_server=False)
    for told in choose_cancelled(speaker, people.values(), now=desk.clock(), wish=wish):
        is_letter = isinstance(told, Dispatch) and told.channel == Channel.LETTER.value
        if not (isinstance(told, Dispatch) and is_letter):
            continue
        recipient = people[told.person]
        if told.step is not MailStep.BY_HAND:
            yield told
            continue
        made = _letter(desk, speaker, recipient)
        stands = letter_stands(made.key, recipient.rows)
        if stands is None:
            yield made
        elif told.person.casefold() in again:
            yield dataclasses.replace(made, key=next_time(made.key, recipient.rows))
        else:
            yield told.but(*STANDS[stands])


def _letter(desk: MailDesk, speaker: Speaker, recipient: Recipient) -> Enclosure:
    person = recipient.profile.id
    post = recipient.profile.contact.post
    assert post is not None
    lines = tuple(postal_lines(post, desk.work.home_country))
    planned = speaker.people[person]
    written = speaker.helped(person, speaker.write(person, build_cancelled_letter))
    document = written.with_help().document
    said = repr((lines, document.title, document.blocks, document.lang))
    version = hashlib.sha256(said.encode()).hexdigest()
    key = MailKey(desk.work.session.id, person, Channel.LETTER.value, CANCEL, version)
    carrier = speaker.plan.carrier_of(planned)
    made = Maker(speaker.plan).make_notice(planned, f"letter-{person}", written, carrier)
    added = {
        one.file: made.files[one.file]
        for one in made.artefacts
        if is_by_hand(one.kind, one.media_type)
    }
    printed = made.files[f"letter-{person}.{FORMATS[PAPER].suffix}"]
    return Enclosure(recipient, key, lines, (printed,), tuple(added), added, made.problems)
