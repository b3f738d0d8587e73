"""What people were told of a meeting, by the ledger, and what has changed since. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from access_kit.model.ledger import (
    AGAIN,
    CANCEL,
    CHANGE,
    MAILED,
    TELLING,
    MailRow,
    MailState,
    may_have,
)
from access_kit.model.profile import Channel
from access_kit.model.told import Change, ToldDigests, changes, read_told


def is_untrue(row: MailRow, now: ToldDigests, *, is_off: bool) -> bool:
    """Whether a message says of the meeting what is not so: its time, how to join, if it is on."""
    return tells_untrue(row.key.documents, row.told, now, is_off=is_off)


def tells_untrue(documents: str, said: str, now: ToldDigests, *, is_off: bool) -> bool:
    """The same of a message that is to go; ``said`` is what it tells."""
    told = read_told(said)
    if told is None:
        return False
    if documents == CANCEL:
        return not is_off or told.starts != now.starts
    return documents in TELLING and (is_off or bool(changes(told, now)))


def changed_since_told(rows: Iterable[MailRow], now: ToldDigests) -> tuple[Change, ...]:
    """In what the meeting is another one than a person knows, or may know.

    What surely went last counts, and what may have gone since: laid ready, uncertain, taken back.
    What may tell the right thing takes no older word away. Nothing where nothing is known to have
    gone. The meeting takes place: who was told that it does not knows otherwise.
    """
    rows = tuple(rows)
    changed = _other_than(rows, now)
    return (Change.ON, *changed) if was_told_off(rows, now) else changed


def was_told_off(rows: Iterable[MailRow], now: ToldDigests) -> bool:
    """Whether the last word about this meeting may be that it does not take place."""
    return any(
        _may_know(row) and (told := read_told(row.told)) is not None and told.starts == now.starts
        for row in cancels_since(rows, now)
    )


def is_on_since(rows: Iterable[MailRow], now: ToldDigests) -> bool:
    """Whether somebody who was told of no meeting heard since that it takes place after all."""
    rows = tuple(rows)
    had = any(row.key.documents == CANCEL and _may_know(row) for row in rows)
    return had and not any(_may_know(row) for row in cancels_since(rows, now))


def cancels_since(rows: Iterable[MailRow], now: ToldDigests) -> tuple[MailRow, ...]:
    """The notices that there is no meeting since it was last told that there is.

    A letter that is noted as posted after such a notice was under way before it.
    """
    rows = tuple(rows)
    told_on = [
        _order(row)
        for row in rows
        if row.key.documents in TELLING
        and _is_quick(row)
        and (told := read_told(row.told)) is not None
        and told.starts == now.starts
    ]
    cancels = (row for row in rows if row.key.documents == CANCEL)
    return tuple(row for row in cancels if not told_on or _order(row) > max(told_on))


def _order(row: MailRow) -> tuple[datetime.datetime, int, bool]:
    """In what order things were told; at one moment, papers before the notice that undoes them."""
    times = row.key.version.partition(AGAIN)[2]
    return row.at, int(times or 1), row.key.documents == CANCEL


def _is_quick(row: MailRow) -> bool:
    slow = (Channel.LETTER.value, Channel.IN_PERSON.value)
    return row.state in MAILED and (row.key.channel not in slow or row.key.documents == CHANGE)


def _may_know(row: MailRow) -> bool:
    """Whether a notice may have come: also one that a person was to say, which nobody noted."""
    return may_have(row) or row.reason == "by-hand"


def _other_than(rows: Iterable[MailRow], now: ToldDigests) -> tuple[Change, ...]:
    told = sorted(
        (
            (row.at, not changes(found, now), row.state in MAILED, found)
            for row in rows
            if row.key.documents in TELLING
            and may_have(row)
            and (found := read_told(row.told)) is not None
        ),
        # Of two at one moment, as where the time is fixed from outside, the right one is the later.
        key=lambda one: one[:3],
    )
    sure = [at for at, one in enumerate(told) if one[2]]
    since = told[sure[-1] :] if sure else told
    wrong = [one for one in since if not one[1]]
    return changes(wrong[-1][3], now) if wrong else ()


def is_cancelled(rows: Iterable[MailRow], now: ToldDigests) -> bool:
    """Whether this meeting was cancelled; one that was moved since is another meeting."""
    return any(
        row.key.documents == CANCEL
        and row.state is not MailState.TAKEN_BACK
        and (told := read_told(row.told)) is not None
        and told.starts == now.starts
        for row in rows
    )
