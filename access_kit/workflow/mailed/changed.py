"""What people were told of a meeting, by the ledger, and what has changed since. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from access_kit.model.ledger import (
    CANCEL,
    MAILED,
    TELLING,
    MailRow,
    MailState,
    may_have,
)
from access_kit.model.told import Change, ToldDigests, changes, read_told


def changed_since_told(rows: Iterable[MailRow], now: ToldDigests) -> tuple[Change, ...]:
    """In what the meeting is another one than a person knows, or may know.

    What surely went last counts, and what may have gone since: laid ready, uncertain, taken back.
    What may tell the right thing takes no older word away. Nothing where nothing is known to have
    gone. The meeting takes place: who was told that it does not knows otherwise.
    """
    rows = tuple(rows)
    changed = _other_than(rows, now)
    return (Change.ON, *changed) if _was_told_off(rows, now) else changed


def _was_told_off(rows: Iterable[MailRow], now: ToldDigests) -> bool:
    """Whether the last word about this meeting may be that it does not take place."""
    said = [
        (row.at, row.key.documents != CANCEL)
        for row in rows
        if (row.state in MAILED or (row.key.documents == CANCEL and _may_know(row)))
        and (told := read_told(row.told)) is not None
        and told.starts == now.starts
    ]
    return bool(said) and not max(said)[1]


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
