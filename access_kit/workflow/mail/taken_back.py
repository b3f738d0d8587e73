"""What lies ready is taken back: what somebody said no to, and what is not so any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from access_kit.errors import Problem, Severity
from access_kit.files import shown, telling_write_errors
from access_kit.model.ledger import MailRow, MailState
from access_kit.model.profile import Channel
from access_kit.model.series import Meeting
from access_kit.store.laid_ready import read_laid
from access_kit.store.take_back import take_back, take_back_in
from access_kit.workflow.mail.by_hand import take_texts_away
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mailed.changed import is_untrue
from access_kit.workflow.shut_ways import closed_ways, take_back_absent

UNTRUE = "untrue"
"""The reason of a row that was taken back since the meeting is another one than it says."""

STAYS = "letters.stays"
"""What could not be taken away, though it says of the meeting what is not so."""

PRINTED = (Channel.LETTER, Channel.IN_PERSON)
"""Ways of which the papers of several people lie ready in one file."""

_ON_PAPER = (MailState.LAID_READY, MailState.POSTED, MailState.HANDED_OVER)
"""How far such papers are: printed, or gone."""


def take_back_noes(desk: MailDesk, *, but: str = "") -> list[Problem]:
    """Take back what lies ready for people by ways that the gate has shut; what it was, as told.

    ``but`` is a reason of the gate for which nothing is taken back.
    """
    today, session = desk.clock().date(), desk.work.session
    rows = [*desk.ledger.mail(session=session.id)]
    if isinstance(session, Meeting):  # what lies ready for another date of the group counts too
        rows += [row for one in desk.work.profiles for row in desk.ledger.mail(person=one.id)]
    lying = {(row.key.person, row.key.channel) for row in rows if row.state is MailState.LAID_READY}
    lying |= {(who, one.channel) for one in read_laid(desk.folder) for who in one.people}
    problems: list[Problem] = []
    here = {one.id.casefold() for one in desk.work.profiles}
    for who in sorted({person for person, _ in lying}):
        closed = closed_ways(desk.profile_of(who), desk.standing_of(who), today=today)
        if who.casefold() not in here:
            laid = {way for one, way in lying if one == who}
            problems += take_back_absent(desk.ledger, desk.folder, who, laid)
        ways = {way: why for way, why in closed.items() if (who, way) in lying and why != but}
        if not ways:
            continue
        rows = [row for row in desk.ledger.mail(person=who) if row.state is MailState.LAID_READY]
        ids = {row.message_id for row in rows if row.message_id}
        back = take_back((desk.folder.parent,), who, ways, message_ids=ids)
        if back.stuck:
            raise back.stuck[0][1]
        for one in back.taken:
            facts = {"channel": one.channel, "file": shown(one.path)}
            problems.append(Problem("send.taken-back", Severity.WARNING, where=who, facts=facts))
        for row in desk.ledger.mail(person=who):  # another run may have taken it back meanwhile
            if row.key.channel in ways and row.state is MailState.LAID_READY:
                reason = ways[row.key.channel]
                desk.ledger.move_mail(row.key, MailState.TAKEN_BACK, reason=reason)
    return problems


def remove_laid(desk: MailDesk, row: MailRow) -> None:
    """Remove a message of ours from the outbox, before the ledger says so."""
    if row.message_id:
        path = desk.laid_path(row)
        with telling_write_errors(path):
            path.unlink(missing_ok=True)


def take_untrue_back(
    desk: MailDesk, *, is_off: bool, ways: Collection[Channel] = tuple(Channel)
) -> list[Problem]:
    """Nothing lies ready by ``ways`` that says of the meeting what is not so; what did, as told.

    Who may have got it stays known: a letter may be in the post, which nobody noted.
    """
    problems: list[Problem] = []
    for row in desk.ledger.mail(session=desk.work.session.id):
        way = next((way for way in ways if lies_ready(row, way)), None)
        if way is None or not is_untrue(row, desk.told, is_off=is_off):
            continue
        if way in PRINTED:
            told, stays = _take_print_away(desk, row.key.person, way.value)
            problems += told
            if stays:
                continue
            untrue = "letters.taken-back-untrue"
            problems.append(Problem(untrue, Severity.WARNING, where=row.key.person))
        elif way is Channel.SMS:
            take_texts_away(desk, row.key.person)
        elif row.message_id and desk.laid_path(row).is_file():
            remove_laid(desk, row)
            facts = {"file": shown(desk.laid_path(row))}
            code = "send.taken-back-untrue"
            problems.append(Problem(code, Severity.WARNING, where=row.key.person, facts=facts))
        desk.ledger.move_mail(row.key, MailState.TAKEN_BACK, reason=UNTRUE)
    for person, channel in _spent_prints(desk, is_off=is_off, ways=ways):
        problems += _take_print_away(desk, person, channel)[0]
    return [one for at, one in enumerate(problems) if one not in problems[:at]]


def _spent_prints(
    desk: MailDesk, *, is_off: bool, ways: Collection[Channel]
) -> Iterator[tuple[str, str]]:
    """Whose papers went and are untrue now: the file lies where it was, to be printed once more."""
    last: dict[tuple[str, str], MailRow] = {}
    printed = {way.value for way in PRINTED if way in ways}
    for row in desk.ledger.mail(session=desk.work.session.id):
        if row.key.channel in printed and row.state in _ON_PAPER:
            slot = (row.key.person, row.key.channel)
            last[slot] = max(last.get(slot, row), row, key=lambda one: one.at)
    for slot, row in last.items():
        if row.state is not MailState.LAID_READY and is_untrue(row, desk.told, is_off=is_off):
            yield slot


def _take_print_away(desk: MailDesk, person: str, channel: str) -> tuple[list[Problem], bool]:
    """The file for the printer goes with the first of its people.

    Also whether something of it stays, since another program holds it: told, and the rest goes on.
    """
    back = take_back_in([desk.folder], person, {channel})
    went = [Problem("letters.taken-back", Severity.NOTE, shown(one.path)) for one in back.taken]
    stays = [Problem(STAYS, file=shown(path)) for path, _ in back.stuck]
    return [*went, *stays], bool(stays)


def lies_ready(row: MailRow, channel: Channel) -> bool:
    """Whether this was laid ready for that way, and nobody said yet that it went."""
    return row.state is MailState.LAID_READY and row.key.channel == channel.value
