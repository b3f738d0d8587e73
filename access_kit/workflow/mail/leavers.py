"""Who left a group and still has it in their calendar: one message takes it out.

It goes by the way that brought it, once their last meeting is over; where that way is closed,
somebody tells them.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator

from access_kit.delivery.gate import ask
from access_kit.model.ledger import LEFT, MAILED, MailRow, is_packet, may_have
from access_kit.model.profile import Channel
from access_kit.workflow.mail.by_hand import tell_by_hand
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mail.notices import Notices, build_left, by_hand
from access_kit.workflow.mail.say import Speaker
from access_kit.workflow.mailed.dispatches import (
    Dispatch,
    MailStep,
    Posting,
    Recipient,
    SendWish,
)
from access_kit.workflow.prepare.plan import make_plan


def choose_leavers(
    desk: MailDesk, now: datetime.datetime, wish: SendWish
) -> Iterator[Posting | Dispatch]:
    """What takes the group out of calendars: by e-mail, else by hand; once for each leaving."""
    left = [one for one in desk.leavers() if not _is_told(desk, one)]
    if not left:
        return
    work = dataclasses.replace(desk.work, profiles=tuple(one.profile for one in left))
    speaker = Speaker(lambda: make_plan(work))
    notices = Notices(speaker, wish)
    for one in left:
        contact = one.profile.contact
        is_open = ask(one.profile, one.standing, Channel.EMAIL, now) is None
        if is_open and contact.email and contact.calendar:
            yield notices.posting(one, LEFT, build_left, now=now, is_last=True, whole=True)
            continue
        for told in by_hand(one, LEFT, now):
            if told.step is MailStep.BY_HAND:
                yield tell_by_hand(told, one.profile, speaker)
            elif _is_new(desk, one):
                yield told


def _is_told(desk: MailDesk, recipient: Recipient) -> bool:
    """Whether it went, or may have gone, since the person had their last papers of the group."""
    rows = _rows(desk, recipient)
    here = desk.work.session.id
    papers = [row.at for row in rows if is_packet(row) and may_have(row)]
    since = max(papers, default=None)
    return any(
        row.state in MAILED or (row.key.session != here and may_have(row))
        for row in rows
        if row.key.documents == LEFT and (since is None or row.at >= since)
    )


def _rows(desk: MailDesk, recipient: Recipient) -> list[MailRow]:
    """The ledger's rows of a person for the meetings of this group, this one included."""
    known = {*desk.earlier(recipient.profile.id), desk.work.session.id}
    rows = desk.store.mail(person=recipient.profile.id) if desk.store else ()
    return [row for row in rows if row.key.session in known]


def _is_new(desk: MailDesk, recipient: Recipient) -> bool:
    """Whether these are the first papers without a person: later meetings name them no more."""
    mine = desk.earlier(recipient.profile.id)
    others = [held[-1] for one in desk.recipients() if (held := desk.earlier(one.profile.id))]
    return bool(mine) and mine[-1] >= max(others, default="")
