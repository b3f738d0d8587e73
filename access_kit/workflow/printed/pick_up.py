"""Packets that wait for somebody to come: people whom no way with papers reaches, by hand.

- One file for the printer: a list for the desk, then each packet below a front page without an
  address. The list says who, what to say and where it lies, and nothing about why.
- A name stands there only where the person lets the facilitator know them and the packet tells
  more than a discreet one: else an initial. Where two are called the same, their ids part them.
- A packet counts as handed over when a person says so, and not when it is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from access_kit.delivery.gate import ask
from access_kit.delivery.reach import picks_up, reach
from access_kit.documents.looks import look_for
from access_kit.documents.measure import count_pages
from access_kit.documents.pdf_join import join_pdfs
from access_kit.documents.renderers import render_main
from access_kit.i18n import Words
from access_kit.materials.blocks import bullets, make_document, paragraph
from access_kit.model.document import Blocks, Document, Purpose, Table, Text
from access_kit.model.ledger import MailKey, next_time
from access_kit.model.look import LookName
from access_kit.model.profile import Channel, Contents, Profile
from access_kit.workflow.mail.choose import faults_of, refused
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Recipient
from access_kit.workflow.mailed.versions import pick_up_key, went_by_hand
from access_kit.workflow.packets import Packet
from access_kit.workflow.prepare.shapes import Work

PICK_UP = "pick-up.pdf"
LINE = "____________"
"""Where somebody at the desk writes with a pen."""


@dataclass(frozen=True)
class WaitingPacket:
    """One packet to be picked up: what it is called, and how thick it is."""

    id: str
    key: MailKey
    called: str
    sheets: int
    by_hand: tuple[str, ...]


@dataclass(frozen=True)
class PickUps:
    """What is to be printed for the desk; ``data`` is empty where nobody comes for a packet."""

    packets: tuple[WaitingPacket, ...] = ()
    others: tuple[Dispatch, ...] = field(default=())
    data: bytes = b""


def called_at_the_desk(profile: Profile, usual: Contents) -> str:
    """What stands on the packet and on the list: the name that a person likes, or its initial."""
    contents = profile.contact.contents or usual
    if contents is Contents.FULL and profile.consent.facilitator:
        return profile.name
    return f"{profile.name[:1]}." if profile.name else profile.id


def make_pick_ups(desk: MailDesk, again: Sequence[str]) -> PickUps:
    """The packets that wait to be printed; ``again`` are ids whose packet is wanted once more."""
    wanted = {one.casefold() for one in again}
    others: list[Dispatch] = []
    packets: list[tuple[WaitingPacket, Packet]] = []
    waiting = list(_by_hand(desk))
    usual = desk.work.kit.defaults.contents
    called = _told_apart([one.profile for one, _ in waiting], usual)
    for one, start in waiting:
        if start.step is not MailStep.BY_HAND or one.packet is None:
            others.append(start)
            continue
        key = pick_up_key(desk.work.session.id, one.packet)
        state = went_by_hand(key, one.rows)
        if state is not None and one.profile.id.casefold() not in wanted:
            others.append(start.but(MailStep.ALREADY, state.value))
            continue
        key = key if state is None else next_time(key, one.rows)
        packets.append((_waiting(called[one.profile.id], one.packet, key), one.packet))
    if not packets:
        return PickUps(others=tuple(others))
    return PickUps(tuple(one for one, _ in packets), tuple(others), _joined(desk.work, packets))


def _told_apart(profiles: Sequence[Profile], usual: Contents) -> dict[str, str]:
    """What each is called, by id: of several who are called the same, each has the id behind it.

    Nobody is handed what is another's.
    """
    called = {one.id: called_at_the_desk(one, usual) for one in profiles}
    times = Counter(name.casefold() for name in called.values())
    return {
        who: name if times[name.casefold()] == 1 else f"{name} {who}"
        for who, name in called.items()
    }


def _by_hand(desk: MailDesk) -> Iterator[tuple[Recipient, Dispatch]]:
    """Who comes for their packet, and how it stands with the gate."""
    session, is_off = desk.work.session, desk.is_cancelled
    for one in desk.recipients():
        found = reach(one.profile, one.standing, today=desk.clock().date())
        if not picks_up(one.profile, found.ways):
            continue
        start = Dispatch(one.profile.id, Channel.IN_PERSON.value, MailStep.PLANNED)
        faults = faults_of(one, session, is_cancelled=is_off)
        shut = ask(one.profile, one.standing, Channel.IN_PERSON, desk.clock(), faults=faults)
        yield one, refused(start, shut) if shut else start.but(MailStep.BY_HAND, "pick-up")


def _waiting(called: str, packet: Packet, key: MailKey) -> WaitingPacket:
    sheets = sum((count_pages(packet.read(one.file)) + 1) // 2 for one in packet.printed)
    return WaitingPacket(packet.person, key, called, sheets, packet.by_hand)


def _joined(work: Work, packets: Sequence[tuple[WaitingPacket, Packet]]) -> bytes:
    """The list, then each packet below its front page; each part begins on a sheet of its own."""
    words = work.words(work.kit.defaults.locale)
    parts = [_set(work, _list(words, [one for one, _ in packets]))]
    for one, packet in packets:
        parts.append(_set(work, _front(words, one)))
        parts += [packet.read(paper.file) for paper in packet.printed]
    title = words.text("letters.pick-up")
    return join_pdfs(parts, title=title, lang=words.locale, moment=work.now)


def _set(work: Work, document: Document) -> bytes:
    look = look_for(LookName.LARGE_PRINT_US, paper=work.kit.defaults.paper)
    return render_main("pdf", document, look, moment=work.now)


def _front(words: Words, packet: WaitingPacket) -> Document:
    """No address, no sender, nothing of what is inside."""
    blocks: Blocks = (paragraph(words, "letters.pick-up-only"),)
    return make_document(words, packet.called, Purpose.RUN_SHEET, blocks)


def _list(words: Words, packets: Sequence[WaitingPacket]) -> Document:
    heads = ("letters.pick-up-who", "letters.id", "letters.pick-up-place", "letters.pick-up-given")
    rows = tuple(
        tuple((Text(cell, isolate=True),) for cell in (one.called, one.id, LINE, LINE))
        for one in packets
    )
    added = [
        words.inlines("letters.add", id=one.id, files=", ".join(one.by_hand))
        for one in packets
        if one.by_hand
    ]
    say = ("letters.pick-up-say", "letters.pick-up-only", "letters.pick-up-lock")
    return make_document(
        words,
        words.text("letters.pick-up"),
        Purpose.RUN_SHEET,
        (
            *bullets(words.inlines(key) for key in say),
            Table(tuple(words.inlines(key) for key in heads), rows),
            *bullets(added),
        ),
    )
