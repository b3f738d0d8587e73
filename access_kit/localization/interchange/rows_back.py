"""Rows that came back, into catalogues: all of them, or none.

- A file has each row once, and none else: a row that is missing, doubled or of something else shows
  that it is of another state of the catalogues, or was damaged on its way.
- What is the same stays as it is, with its approval and its machine's mark. What changed is
  translated, by a machine where its row says so; whoever approves it comes after.
- An empty row takes nothing away.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from access_kit.errors import Problem
from access_kit.i18n.message import Message, TranslationState
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.interchange.rows import (
    EMPTY,
    STATES,
    UNSURE,
    ExchangeRow,
    message_rows,
    remarks_of,
    rows_of,
    targets_of,
)

_SHOWN = 60


@dataclass(frozen=True)
class TakenIn:
    """The catalogues as they are now, which messages of each changed, and how many rows were empty
    where there was a translation, which stays."""

    catalogues: Mapping[str, Catalogue]
    changed: Mapping[str, tuple[Message, ...]]
    left: int


def check_rows(
    rows: Sequence[ExchangeRow], language: str, catalogues: Mapping[str, Catalogue], file: str
) -> list[Problem]:
    """Every row that is missing, doubled or foreign, and every state that there is not."""
    wanted = {row.id: row for row in rows_of(language, catalogues)}
    found: dict[str, list[ExchangeRow]] = defaultdict(list)
    problems: list[Problem] = []
    for row in rows:
        like = wanted.get(row.id)
        if like is None or row.what != like.what:
            problems.append(_tell("exchange.foreign", file, row))
        else:
            found[row.id].append(row)
        if row.state not in STATES:
            facts = {"value": row.state[:_SHOWN], "known": ", ".join(STATES)}
            problem = Problem("exchange.state", file=file, line=row.line or None, facts=facts)
            problems.append(problem)
    for same in found.values():
        problems += [_tell("exchange.doubled", file, row) for row in same[1:]]
    missing = (row for key, row in wanted.items() if key not in found)
    return [*problems, *(_tell("exchange.missing", file, row) for row in missing)]


def _tell(code: str, file: str, row: ExchangeRow) -> Problem:
    facts = {"text": row.source[:_SHOWN], "domain": row.domain}
    return Problem(code, file=file, line=row.line or None, where=row.context or None, facts=facts)


def take_in(
    rows: Iterable[ExchangeRow], language: str, catalogues: Mapping[str, Catalogue]
) -> TakenIn:
    """The catalogues with what ``rows``, which were checked, have changed."""
    by_id = {row.id: row for row in rows}
    made: dict[str, Catalogue] = {}
    changed: dict[str, tuple[Message, ...]] = {}
    left = 0
    for domain, catalogue in catalogues.items():
        messages, new = [], []
        for message in catalogue.messages:
            of_it = [by_id[row.id] for row in message_rows(language, domain, message)]
            left += _is_left(of_it, message)
            after = _merge(message, of_it)
            messages.append(after)
            if (after.target, after.targets, after.is_fuzzy) != (
                message.target,
                message.targets,
                message.is_fuzzy,
            ):
                new.append(after)
        made[domain] = dataclasses.replace(catalogue, messages=tuple(messages))
        changed[domain] = tuple(new)
    return TakenIn(made, changed, left)


def _is_left(rows: Sequence[ExchangeRow], message: Message) -> bool:
    """Whether something is not taken: an empty row over a translation, or half of a plural."""
    halves = {bool(row.target or old) for row, old in _with_old(rows, message)}
    emptied = any(not row.target and old for row, old in _with_old(rows, message))
    return emptied or len(halves) > 1


def _with_old(rows: Sequence[ExchangeRow], message: Message) -> Iterator[tuple[ExchangeRow, str]]:
    return zip(rows, targets_of(message), strict=True)


def _merge(message: Message, rows: Sequence[ExchangeRow]) -> Message:
    message = _with_remarks(message, rows)
    targets = tuple(row.target or old for row, old in _with_old(rows, message))
    states = {row.state for row in rows}
    # Of a plural all forms are there, or none: half of one is no translation.
    if not all(targets):
        targets = targets_of(message)
    is_same = targets == targets_of(message)
    is_sure = message.is_fuzzy and not states & {UNSURE, EMPTY}
    if is_same and not is_sure:
        return message
    machine = next((row.machine for row in rows if row.machine), "")
    unsure = UNSURE in states
    is_draft = machine or unsure or TranslationState.DRAFT.value in states
    state = TranslationState.DRAFT if is_draft else TranslationState.TRANSLATED
    notes = (
        *message.own_notes,
        *([f"mt: {' '.join(machine.split())}"] if machine else []),
        f"state: {state.value}",
    )
    flags = tuple(one for one in message.flags if one != "fuzzy")
    return dataclasses.replace(
        message,
        target=targets[0],
        targets=targets if message.plural else (),
        notes=notes,
        remarks=remarks_of(message),
        flags=(*flags, "fuzzy") if unsure else flags,
        previous=message.previous if unsure else "",
    )


def _with_remarks(message: Message, rows: Sequence[ExchangeRow]) -> Message:
    said = next((row.remarks for row in rows if row.remarks), "")
    lines = tuple(line.strip() for line in said.splitlines() if line.strip())
    # What is written like a state is none: nobody approves by a remark.
    own = tuple(one for one in lines if not one.startswith(("state:", "mt:")))
    if not own or own == remarks_of(message):
        return message
    standing = tuple(one for one in message.remarks if one.startswith(("state:", "mt:")))
    return dataclasses.replace(message, remarks=(*standing, *own))
