"""What a person hands over: text messages as one table, and pictures as a list.

The table has a row for each text message: number, part, text. It is for an agency's own gateway, or
for a telephone in someone's hand. A cell that a spreadsheet would take for a formula is marked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

from access_kit.delivery.gate import ask, why_not
from access_kit.documents.text_messages import split_messages
from access_kit.model.ledger import CANCEL, CHANGE, LAYING, LEFT, MailKey, MailRow, MailState
from access_kit.model.profile import Channel, Profile
from access_kit.store.laid_ready import OUTBOX, lay, read_laid
from access_kit.store.take_back import take_from
from access_kit.workflow.mail.as_now import MeetingNow
from access_kit.workflow.mail.choose import SPOKEN
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mail.say import Speaker
from access_kit.workflow.mailed.changed import is_on_since
from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Recipient
from access_kit.workflow.mailed.versions import once_more
from access_kit.workflow.packets import Packet

TEXTS = "text-messages.csv"
PICTURES = "pictures.txt"
HEAD = ("number", "part", "text")


def guard(cell: str) -> str:
    """A cell that stays text in a spreadsheet.

    A telephone number keeps its plus, for what follows it are digits alone.
    """
    is_number = cell.startswith("+") and cell[1:].replace(" ", "").isdecimal()
    starts = cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
    return f"'{cell}" if starts and not is_number else cell


def text_messages(packet: Packet) -> tuple[str, ...]:
    """Every text message of a packet, the invitation first."""
    files = [one.file for one in packet.of_kind("sms")]
    first = sorted(files, key=lambda name: not name.startswith("texts"))
    return tuple(
        message.strip()
        for name in first
        for message in packet.read(name).decode().split("\n\n")
        if message.strip()
    )


def rows_of(profile: Profile, messages: Sequence[str]) -> list[tuple[str, str, str]]:
    """A person's rows of the table."""
    phone = guard(profile.contact.phone or "")
    return [(phone, str(number), guard(one)) for number, one in enumerate(messages, start=1)]


def table_of(rows: Iterable[Sequence[str]]) -> bytes:
    """The table, with CRLF line ends (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([HEAD, *rows])
    return out.getvalue().encode()


def pictures_of(packet: Packet) -> list[tuple[str]]:
    """A person's id with each picture file that goes to them by telephone: a line each."""
    return [
        (f"{packet.person}: {one.file}",)
        for one in packet.of_kind("card")
        if one.media_type.startswith("image/")
    ]


def list_of(lines: Iterable[tuple[str]]) -> bytes:
    return "".join(f"{line}\n" for (line,) in lines).encode()


# -- the people of a run -------------------------------------------------------------------------

_NUMBERED = (Channel.CALL.value, Channel.SMS.value, Channel.VOICEMAIL.value)


def with_words(desk: MailDesk, speaker: Speaker, chosen: Iterable[Dispatch]) -> list[Dispatch]:
    """Everyone whom a person tells, with the number to take and the words to say."""
    profiles = {profile.id: profile for profile in desk.work.profiles}
    return [
        tell_by_hand(one, profiles[one.person], speaker)
        if one.step is MailStep.BY_HAND and one.person in profiles
        else one
        for one in chosen
    ]


def tell_by_hand(dispatch: Dispatch, profile: Profile, speaker: Speaker) -> Dispatch:
    """What a person tells, with the number and the words, where the way is one for words."""
    if dispatch.channel not in [way.value for way in SPOKEN]:
        return dispatch
    phone = profile.contact.phone or ""
    return replace(
        dispatch,
        number=phone if dispatch.channel in _NUMBERED else "",
        words=speaker.by_hand(
            dispatch.person,
            dispatch.why,
            dispatch.changed,
            typed=dispatch.channel == Channel.SMS.value,
        ),
    )


def still_by_hand(
    desk: MailDesk, meeting: MeetingNow, chosen: Iterable[Dispatch]
) -> list[Dispatch]:
    """``chosen``, without what somebody said no to while the run was on the line, or is not so."""
    today, kept = desk.clock().date(), []
    for one in chosen:
        if one.step is MailStep.BY_HAND and one.channel in set(Channel):
            profile, now = desk.profile_of(one.person), desk.standing_of(one.person)
            reason = why_not(profile, now, Channel(one.channel), today=today)
            faults = meeting.faults_by_hand(one)
            if reason:
                one = one.but(MailStep.TAKEN_BACK, reason)
            elif faults:
                one = one.but(MailStep.REFUSED, min(faults))
        kept.append(one)
    return kept


def note_by_hand(desk: MailDesk, chosen: Iterable[Dispatch]) -> None:
    """Changes and cancellations that a person tells stand in the ledger until they were told.

    Papers that go by text, and letters, have rows of their own, which say the same.
    """
    names = {"changed": CHANGE, "cancelled": CANCEL, LEFT: LEFT}
    told, now = str(desk.told), desk.clock()
    rows = desk.ledger.mail(session=desk.work.session.id)
    desk.ledger.plan_mail(
        MailRow(
            _by_hand_key(desk, one, names[one.why], rows),
            MailState.PLANNED,
            "",
            "",
            at=now,
            reason="by-hand",
            told=told,
        )
        for one in chosen
        if one.step is MailStep.BY_HAND and one.why in names and one.key is None
    )


def _by_hand_key(desk: MailDesk, dispatch: Dispatch, name: str, rows: Sequence[MailRow]) -> MailKey:
    """What is told once more, since something else was told between, is another row."""
    key = MailKey(desk.work.session.id, dispatch.person, dispatch.channel, name, str(desk.told))
    theirs = [row for row in rows if row.key.person == dispatch.person]
    is_anew = name == CHANGE or (name == CANCEL and is_on_since(theirs, desk.told))
    return once_more(key, theirs) if is_anew else key


def lay_by_hand(desk: MailDesk, chosen: Sequence[Dispatch]) -> None:
    """The table of text messages and the list of pictures, for who gets them by hand.

    The gate is asked once more for each of them.
    """
    texts = {
        one.person: one
        for one in chosen
        if one.step is MailStep.BY_HAND and one.channel == Channel.SMS.value
    }
    people = [one for one in desk.recipients() if one.profile.id in texts and _may_text(desk, one)]
    if not people:
        return
    rows = {
        one.profile.id: rows_of(one.profile, _texts_for(one, texts[one.profile.id]))
        for one in people
    }
    table = table_of(row for each in rows.values() for row in each)
    sms = Channel.SMS.value
    lay(desk.folder, f"{OUTBOX}/{TEXTS}", table, channel=sms, rows=rows)
    _note_laid(desk, [texts[one.profile.id] for one in people])
    brought = {
        one.profile.id: lines
        for one in people
        if one.packet and _brings(texts[one.profile.id]) and (lines := pictures_of(one.packet))
    }
    if brought:
        listed = list_of(line for lines in brought.values() for line in lines)
        lay(desk.folder, f"{OUTBOX}/{PICTURES}", listed, channel=sms, rows=brought)


def _note_laid(desk: MailDesk, texts: Iterable[Dispatch]) -> None:
    """The papers in the table lie ready: nobody knows if they went until somebody says so."""
    told, now = str(desk.told), desk.clock()
    keys = [one.key for one in texts if one.key is not None and _brings(one)]
    desk.keep_what_goes(keys)
    planned = [MailRow(key, MailState.PLANNED, "", "", at=now, told=told) for key in keys]
    for row in desk.ledger.plan_mail(planned):
        if row.state in (MailState.TAKEN_BACK, MailState.FAILED, MailState.CAME_BACK):
            row = desk.ledger.move_mail(row.key, MailState.PLANNED, reason=LAYING)
        if row.state is MailState.PLANNED:
            desk.ledger.move_mail(row.key, MailState.LAID_READY, reason="by-hand")


def take_texts_away(desk: MailDesk, person: str) -> None:
    """What was texted lies ready no more."""
    for laid in read_laid(desk.folder):
        if laid.channel == Channel.SMS.value and laid.holds(person):
            take_from(desk.folder, laid, person)


def _may_text(desk: MailDesk, recipient: Recipient) -> bool:
    profile, standing = (
        desk.profile_of(recipient.profile.id),
        desk.standing_of(recipient.profile.id),
    )
    return ask(profile, standing, Channel.SMS, desk.clock()) is None


def _brings(dispatch: Dispatch) -> bool:
    """Whether the papers go along."""
    return dispatch.why in (Channel.SMS.value, "changed")


def _texts_for(recipient: Recipient, dispatch: Dispatch) -> tuple[str, ...]:
    papers = text_messages(recipient.packet) if recipient.packet and _brings(dispatch) else ()
    if dispatch.why == Channel.SMS.value and papers:
        return papers
    said = split_messages(tuple(dispatch.words.split("\n")))
    return (*said, *papers)
