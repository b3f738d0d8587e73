"""How things stand with each person: what went, what came back, what is open, what is next."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from access_kit.delivery.reach import picks_up, reach
from access_kit.files import shown
from access_kit.model.answers import HeldAnswer, MailStatus, PersonStatus, WordsAnswer
from access_kit.model.ledger import CANCEL, MAILED, TELLING, MailRow, MailState, is_packet, may_have
from access_kit.model.profile import Channel
from access_kit.model.told import Change, changes, read_told
from access_kit.store.custody import names_by_person
from access_kit.store.noted_files import noted_by_person
from access_kit.store.protocol import Store
from access_kit.workflow.kept.held import deciding, settle_held, waiting
from access_kit.workflow.kept.kept_answers import CameBack, came_back
from access_kit.workflow.kept.kept_words import mark_seen, unseen
from access_kit.workflow.mail.choose import SPOKEN
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mail.notices import by_letter_in_time
from access_kit.workflow.mailed.changed import cancels_since, changed_since_told
from access_kit.workflow.mailed.dispatches import Recipient

HIDDEN = frozenset({MailState.PLANNED, MailState.IN_FLIGHT})
"""States of which nothing is told: nothing went yet."""

STEP_COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "read": "access-kit status {session} --seen {id}",
        "decide": "access-kit status {session}",
        "settle": "access-kit consent show {id}",
        "tell-cancelled": "access-kit send {session} --cancel",
        "unreachable": "access-kit status {session} --verbose",
        "tell-change": "access-kit send {session}",
        "mark": "access-kit send {session} --mark-sent",
        "hand-over": "access-kit send {session} --mark-sent --only {id}",
        "pick-up": "access-kit letters {session}",
        "call": "access-kit status {session} --verbose",
        "uncertain": "access-kit send {session} --on-uncertain resend",
        "ask-ways": "access-kit profile interview {id}",
        "help": "access-kit status {session} --verbose",
        "sign": "access-kit consent record {session} {id}",
        "consent-again": "access-kit consent record {session} {id}",
        "prepare": "access-kit prepare {session}",
        "send": "access-kit send {session}",
        "remind": "access-kit remind {session}",
    }
)
"""What to type for a step that is next, by its code."""


def status_of(desk: MailDesk) -> tuple[PersonStatus, ...]:
    """Everyone of a session, by id."""
    cancelled = desk.is_cancelled
    files = names_by_person(desk.folder)
    people = list(desk.recipients())
    elsewhere = noted_by_person(desk.work.folder, [one.profile.id for one in people])
    return tuple(
        dataclasses.replace(
            _status(desk, one, cancelled=cancelled),
            files=(
                *files.get(one.profile.id.casefold(), ()),
                *map(shown, elsewhere.get(one.profile.id, ())),
            ),
        )
        for one in people
    )


def steps_of_cancelled(desk: MailDesk) -> Iterator[tuple[str, str]]:
    """Who has still to be told that a meeting is off, with the step that is next; by id."""
    for one in desk.recipients():
        found = reach(one.profile, one.standing, today=desk.work.now.date())
        step = _next_cancelled(one, found.ways, desk)
        if step != "nothing":
            yield one.profile.id, step


def words_to_read(desk: MailDesk, seen: Sequence[str]) -> tuple[WordsAnswer, ...]:
    """What people of the session wrote and nobody had seen; those ``seen`` are noted after that.

    So that nothing is noted as seen that was not shown.
    """
    if desk.store is None:
        return ()
    found = words_of_people(desk.store, [one.id for one in desk.work.profiles])
    for person in seen:
        mark_seen(desk.store, person)
    return found


def words_of_people(store: Store, people: Collection[str]) -> tuple[WordsAnswer, ...]:
    """What these people wrote and nobody has seen; who asks for help comes first."""
    found = unseen(store, people)
    return tuple(WordsAnswer(one.person, one.text, one.sender or None) for one in found)


def answers_held(desk: MailDesk, not_theirs: Sequence[str]) -> tuple[HeldAnswer, ...]:
    """The answers that may be of people of the session and wait for a decision.

    Those of ``not_theirs`` are settled first: they count no more.
    """
    if desk.store is None:
        return ()
    for person in not_theirs:
        settle_held(desk.store, person)
    people = [one.id for one in desk.work.profiles]
    return tuple(
        HeldAnswer(
            id=one.person,
            file=shown(Path(one.file)),
            from_=one.sender,
            why=one.why,
            command=deciding(one.file, one.person, one.number),
        )
        for one in waiting(desk.store, people)
    )


def _status(desk: MailDesk, recipient: Recipient, *, cancelled: bool) -> PersonStatus:
    work, person = desk.work, recipient.profile.id
    back = came_back(
        desk.store,
        work.session.id,
        person,
        recipient.packet,
        today=work.now.date(),
        earlier=desk.earlier(person),
    )
    if back.consent == "given" and desk.must_agree_again(person):
        back = dataclasses.replace(back, consent="ask_again")
    over = work.session.ends <= work.now
    changed = () if cancelled or over else changed_since_told(recipient.rows, desk.told)
    shown = [row for row in recipient.rows if row.state not in HIDDEN and row.reason != "replaced"]
    papers = [row for row in shown if is_packet(row)]
    failed = tuple(
        f"{row.key.channel} ({row.reason})" if row.reason else row.key.channel
        for row in papers
        if row.state in (MailState.FAILED, MailState.CAME_BACK)
    )
    return PersonStatus(
        id=person,
        mailed=_ways(shown, MAILED),
        uncertain=_ways(papers, {MailState.UNCERTAIN}),
        failed=failed,
        mail=tuple(_mail(row) for row in sorted(shown, key=lambda row: (row.at, row.key))),
        changed=tuple(one.value for one in changed),
        tech_check=back.tech_check,
        consent=back.consent,
        open=back.help,
        right_for_you=back.feedback,
        next=_next(desk, recipient, papers, back, changed, cancelled=cancelled),
    )


def _ways(rows: Iterable[MailRow], states: Iterable[MailState]) -> tuple[str, ...]:
    wanted = set(states)
    return tuple(dict.fromkeys(row.key.channel for row in rows if row.state in wanted))


def _mail(row: MailRow) -> MailStatus:
    told = read_told(row.told)
    return MailStatus(
        channel=row.key.channel,
        state=row.state.value,
        at=row.at.isoformat(),
        told=told.starts if told else "",
        what=row.key.documents,
    )


def _next(
    desk: MailDesk,
    recipient: Recipient,
    papers: list[MailRow],
    back: CameBack,
    changed: tuple[Change, ...],
    *,
    cancelled: bool,
) -> str:
    """The first thing that is to be done."""
    found = reach(recipient.profile, recipient.standing, today=desk.work.now.date())
    person = [recipient.profile.id]
    if desk.store and unseen(desk.store, person):
        return "read"
    if cancelled:
        return _next_cancelled(recipient, found.ways, desk)
    if desk.store and any(not one.is_guess for one in waiting(desk.store, person)):
        return "decide"
    if recipient.standing.held:
        return "settle"
    if not found.ways:
        return "withdrawn" if found.reason == "withdrawn" else "ask-ways"
    states = {row.state for row in papers}
    if changed:
        return _next_changed(desk, recipient)
    if MailState.UNCERTAIN in states:
        return "uncertain"
    if states & {MailState.FAILED, MailState.CAME_BACK} and not states & MAILED:
        return "call"
    if back.help:
        return "help"
    if back.consent == "unsigned":
        return "sign"
    if back.consent == "ask_again":
        return "consent-again"
    if recipient.packet is None:
        return "prepare"
    waits = picks_up(recipient.profile, found.ways)
    if MailState.LAID_READY in states and not states & MAILED:
        return "hand-over" if waits else "mark"
    if not states & MAILED:
        return "pick-up" if waits else "send"
    return "wait" if back.is_open else "nothing"


def _next_changed(desk: MailDesk, recipient: Recipient) -> str:
    """What is to be done where a person may still know something else: it may lie ready."""
    right = [
        row.state
        for row in recipient.rows
        if row.key.documents in TELLING
        and (told := read_told(row.told)) is not None
        and not changes(told, desk.told)
    ]
    if MailState.LAID_READY in right:
        return "mark"
    return "uncertain" if MailState.UNCERTAIN in right else "tell-change"


def _next_cancelled(recipient: Recipient, ways: Iterable[Channel], desk: MailDesk) -> str:
    """Whether a person knows that there is no meeting, as far as the ledger can tell.

    Some can be told by nobody in time: soon before the meeting a letter is too slow. Papers of a
    later date say it too.
    """
    notices = cancels_since(recipient.rows, desk.told)
    of_it = (may_have(row) for row in recipient.rows if row.key.documents != CANCEL)
    had = recipient.knows_series or any(of_it)
    if any(row.state in MAILED for row in notices):
        return "nothing"
    if any(row.state is MailState.LAID_READY for row in notices):
        return "mark"
    if recipient.heard == "" or not (had or notices):
        return "nothing"
    begins, now = desk.work.session.begins, desk.work.now
    is_quick = bool({Channel.EMAIL, *SPOKEN} & set(ways))
    in_time = is_quick or by_letter_in_time(recipient, ways, begins, now)
    return "tell-cancelled" if in_time else "unreachable"
