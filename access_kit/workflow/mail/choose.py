"""Step 6, before anything goes: who would get what, by which way, and who gets nothing and why."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from access_kit.delivery.addresses import postal_lines
from access_kit.delivery.gate import Hours, Obstacle, Shut, ask, hours_of
from access_kit.delivery.reach import PAPERS_BY, picks_up, reach
from access_kit.model.kit import Kit
from access_kit.model.ledger import (
    MAILED,
    PACKET,
    MailKey,
    MailState,
    is_packet,
)
from access_kit.model.profile import Channel, Profile
from access_kit.model.series import Meeting
from access_kit.model.session import Session
from access_kit.model.told import Change, changes, told_of
from access_kit.recurrence import rule_time
from access_kit.workflow.mail.say import LeadingWords
from access_kit.workflow.mailed.changed import changed_since_told
from access_kit.workflow.mailed.dispatches import (
    Dispatch,
    MailStep,
    Posting,
    Recipient,
    SendWish,
    first_message,
    posting,
    require_domain,
    standing_of,
)
from access_kit.workflow.mailed.messages import (
    News,
    PacketMail,
    build_outgoing,
    choose_attachments,
    entry_of,
    packet_version,
)
from access_kit.workflow.mailed.versions import (
    letter_key,
    letter_stands,
    once_more,
    pick_up_key,
    text_key,
    text_stands,
    went_by_hand,
)
from access_kit.workflow.packets import Packet

SaysNews = Callable[[str, tuple[Change, ...]], LeadingWords]
"""Says to a person what has changed."""


@dataclass(frozen=True)
class Choosing:
    """What messages are chosen by, the same for everyone."""

    kit: Kit
    session: Session
    now: datetime.datetime
    wish: SendWish
    news: SaysNews
    is_cancelled: bool = False

    @property
    def hours(self) -> Hours | None:
        """When a server may be given mail; a folder may be filled at any time."""
        if not self.wish.by_server:
            return None
        quiet, days = self.kit.defaults.quiet_hours, self.session.send_days_before
        return hours_of(self.session, quiet, days)


def choose(recipients: Iterable[Recipient], run: Choosing) -> Iterator[Posting | Dispatch]:
    """For each person and way: a message that is ready, or why there is none."""
    session, now, is_cancelled = run.session, run.now, run.is_cancelled
    for one in recipients:
        found = reach(one.profile, one.standing, today=now.date())
        if not found.ways:
            yield Dispatch(one.profile.id, "", MailStep.NOT_REACHED, found.reason)
            continue
        faults = faults_of(one, session, is_cancelled=is_cancelled)
        changed = () if is_cancelled else changed_since_told(one.rows, told_of(session))
        waits = picks_up(one.profile, found.ways)
        carried = [way for way in found.ways if way in PAPERS_BY and not waits]
        told_soon = False
        for way in carried or [way for way in found.ways if not (waits and way in PAPERS_BY)]:
            start = Dispatch(one.profile.id, way.value, MailStep.PLANNED, changed=changed)
            shut = ask(one.profile, one.standing, way, now, faults=faults)
            if shut is not None and (way in PAPERS_BY or is_cancelled):
                yield refused(start, shut)
            elif way is Channel.EMAIL:
                made = _on_time(_by_email(one, run, start), one, way, now)
                told_soon = told_soon or isinstance(made, Posting) or made.step is MailStep.ALREADY
                yield made
            elif way is Channel.LETTER:
                yield _by_letter(one, run.kit, session, start)
            elif way is Channel.IN_PERSON and waits and not changed:
                yield refused(start, shut) if shut else _by_picking_up(one, session, start)
            else:
                told_soon = True
                yield (
                    _by_text(one, session, start)
                    if way is Channel.SMS
                    else start.but(MailStep.BY_HAND, "changed" if changed else "no-papers")
                )
        moved = changed or _moved_unheard(one, session, now)
        if moved and not told_soon and not is_cancelled:
            yield from _told_by_hand(one.profile, found.ways, moved, session, now)


def _by_letter(recipient: Recipient, kit: Kit, session: Session, start: Dispatch) -> Dispatch:
    """A letter is printed by a command of its own; what was posted is not told as to be done."""
    packet, post = recipient.packet, recipient.profile.contact.post
    if packet is not None and post is not None:
        key = letter_key(session.id, packet, postal_lines(post, kit.home_country))
        if letter_stands(key, recipient.rows) is MailState.POSTED:
            return start.but(MailStep.ALREADY, MailState.POSTED.value)
    return start.but(MailStep.BY_HAND, Channel.LETTER.value)


def _by_picking_up(recipient: Recipient, session: Session, start: Dispatch) -> Dispatch:
    """A packet is printed with the letters, and given to the person when they come."""
    packet = recipient.packet
    if packet is not None:
        state = went_by_hand(pick_up_key(session.id, packet), recipient.rows)
        if state is not None:
            return start.but(MailStep.ALREADY, state.value)
    return start.but(MailStep.BY_HAND, "pick-up")


def _by_text(recipient: Recipient, session: Session, start: Dispatch) -> Dispatch:
    """Text messages are typed or handed to a gateway by somebody, who says when they went."""
    packet = recipient.packet
    if packet is not None:
        key = text_key(session.id, packet, recipient.profile.contact.phone or "")
        start = dataclasses.replace(start, key=key)
        state = text_stands(key, recipient.rows)
        if state in MAILED and Change.ON in start.changed:
            start = dataclasses.replace(start, key=once_more(key, recipient.rows))
        elif state in MAILED:
            return start.but(MailStep.ALREADY, state.value)
    return start.but(MailStep.BY_HAND, "changed" if start.changed else Channel.SMS.value)


SPOKEN = (Channel.CALL, Channel.SMS, Channel.VOICEMAIL, Channel.IN_PERSON)
"""Ways by which a few words reach a person the same day, by hand; the best first."""


def _moved_unheard(
    recipient: Recipient, session: Session, now: datetime.datetime
) -> tuple[Change, ...]:
    """In what a date was moved for somebody who knows it from the papers of other dates alone.

    Nothing where a letter comes in time, or where those papers say it.
    """
    if not (isinstance(session, Meeting) and session.occurrence.is_moved):
        return ()
    usual = rule_time(session.series, session.day)
    told = any(row.state in MAILED for row in recipient.rows)
    here = session.begins.isoformat()
    in_time = min(usual, session.begins) - now >= DAYS_OF_A_LETTER
    if told or in_time or not recipient.knows_series or recipient.heard == here:
        return ()
    before = dataclasses.replace(told_of(session), starts=usual.isoformat())
    return changes(before, told_of(session))


DAYS_OF_A_LETTER = datetime.timedelta(days=6)
"""Within a country a letter has nearly always come by then (USPS: one to five days)."""


def _told_by_hand(
    profile: Profile,
    ways: Sequence[Channel],
    changed: tuple[Change, ...],
    session: Session,
    now: datetime.datetime,
) -> Iterator[Dispatch]:
    """A letter may come too late to tell a change: by a way that is quick, if one is safe."""
    quick = next((way for way in SPOKEN if way in ways), None)
    if quick is not None:
        yield Dispatch(profile.id, quick.value, MailStep.BY_HAND, "changed", changed=changed)
    elif session.begins - now < DAYS_OF_A_LETTER:
        start = Dispatch(profile.id, ways[0].value, MailStep.PLANNED, changed=changed)
        yield start.but(MailStep.NOT_REACHED, "no-quick-way")


def faults_of(
    recipient: Recipient, session: Session, *, is_cancelled: bool = False
) -> frozenset[str]:
    """What is wrong with a person's papers, for the gate."""
    if is_cancelled:
        return frozenset({"cancelled"})
    if recipient.packet is None:
        return frozenset({"no-packet"})
    return paper_faults(recipient.packet, session)


def paper_faults(packet: Packet, session: Session) -> frozenset[str]:
    """What is wrong with a packet that is there, for the gate."""
    told = packet.told
    found = {
        "draft": not packet.is_final,
        "no-emergency-line": not packet.has_emergency_line,
        "changed-packet": any(packet.changed()),
        "old-time": told is not None and bool(changes(told, told_of(session))),
    }
    return packet.held | {name for name, holds in found.items() if holds}


def shut_step(shut: Shut) -> tuple[MailStep, str]:
    """How a shut gate is told of a message that was not handed to anybody yet."""
    steps = {
        Obstacle.PERSON: MailStep.NOT_REACHED,
        Obstacle.PAPERS: MailStep.REFUSED,
        Obstacle.CLOCK: MailStep.WAITS,
    }
    return steps[shut.kind], shut.reason


def refused(start: Dispatch, shut: Shut) -> Dispatch:
    return start.but(*shut_step(shut), until=shut.until)


def _on_time(
    made: Posting | Dispatch, recipient: Recipient, way: Channel, now: datetime.datetime
) -> Posting | Dispatch:
    """A message waits when the clock is against it, however ready it is."""
    if isinstance(made, Dispatch):
        return made
    shut = ask(recipient.profile, recipient.standing, way, now, hours=made.hours)
    return made if shut is None else refused(made.dispatch, shut)


def _by_email(recipient: Recipient, run: Choosing, start: Dispatch) -> Posting | Dispatch:
    packet, profile = recipient.packet, recipient.profile
    kit, session = run.kit, run.session
    assert packet is not None
    address = profile.contact.email
    if address is None:
        return start.but(MailStep.REFUSED, "no-address")
    key = MailKey(
        session.id, profile.id, Channel.EMAIL.value, PACKET, packet_version(packet, address)
    )
    left_out = choose_attachments(packet, kit.papers.mail_limit_mb).left_out
    start = dataclasses.replace(start, key=key, left_out=left_out, address=address)
    before = [row for row in recipient.rows if row.key.channel == key.channel and is_packet(row)]
    # The same papers go once more to who was told meanwhile that there is no meeting.
    wish = dataclasses.replace(run.wish, again=run.wish.again or Change.ON in start.changed)
    stand = standing_of(start, before, wish, recipient.gone)
    if stand.step is not MailStep.PLANNED:
        return stand
    news = None
    if start.changed:
        said = run.news(profile.id, start.changed)
        news = News(first_message(before), said.subject, said.lines)

    entry = entry_of(packet, recipient.entry)
    build = partial(build_outgoing, PacketMail(packet, profile, kit, session, entry, news))
    told = str(packet.told or told_of(session))
    made = posting(stand, build, before, require_domain(kit), told=told, hours=run.hours)
    return dataclasses.replace(made, entry=entry)
