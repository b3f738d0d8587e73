"""The ledger of a session without a vault: one file beside what was laid ready.

It knows who was given which version, and no address. Only what is laid ready in a folder is kept
so: what goes to a mail server needs the vault's ledger.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from access_kit.errors import BadInput, Problem, Refused
from access_kit.files import lock_folder, make_folder, shown, write_atomic
from access_kit.model.ledger import NEXT_STATES, MailKey, MailRow, MailState, settled, tries_after
from access_kit.notation import parse_json

FILE = "receipts.json"
SCHEMA = "access-kit/receipts/2"
FIRST_SCHEMA = "access-kit/receipts/1"
OLDER = {
    "sent": MailState.LAID_READY,
    "printed": MailState.LAID_READY,
    "posted": MailState.POSTED,
    "bounced": MailState.CAME_BACK,
    "stopped-by-withdrawal": MailState.TAKEN_BACK,
}
"""How ``access-kit/receipts/1`` called states, or the reasons for them. Nothing but a folder was
ever noted there, so what it calls sent was laid ready, and posted where it says so."""


class Receipts:
    """The mail ledger's part of ``Store``, kept in ``folder``."""

    doubt: Problem | None = None

    def __init__(self, folder: Path, now: Callable[[], datetime.datetime]) -> None:
        self.path = folder / FILE
        self._now = now
        self._rows = {row.key: row for row in _read(self.path)}

    def plan_mail(self, rows: Iterable[MailRow]) -> tuple[MailRow, ...]:
        stand = tuple(self._rows.setdefault(row.key, row) for row in rows)
        self._write()
        return stand

    def move_mail(
        self, key: MailKey, state: MailState, *, reason: str = "", message_id: str = ""
    ) -> MailRow:
        row = self._rows[key]
        if state not in NEXT_STATES[row.state]:
            facts = {"id": key.person, "state": row.state.value, "next": state.value}
            raise Refused(Problem("store.no-such-step", facts=facts))
        moved = dataclasses.replace(
            row,
            state=state,
            at=self._now(),
            attempts=tries_after(row, state),
            reason=reason,
            message_id=message_id or row.message_id,
        )
        self._rows[key] = moved
        self._write()
        return moved

    def mail(self, *, session: str | None = None, person: str | None = None) -> tuple[MailRow, ...]:
        return tuple(
            row
            for key, row in sorted(self._rows.items())
            if session in (None, key.session)
            and (person is None or key.person.casefold() == person.casefold())
        )

    def settle_mail(self, *, session: str | None = None) -> tuple[MailRow, ...]:
        open_rows = [r for r in self.mail(session=session) if r.state is MailState.IN_FLIGHT]
        return tuple(self.move_mail(row.key, settled(row), reason="run-ended") for row in open_rows)

    @contextlib.contextmanager
    def lease(self, name: str) -> Iterator[None]:
        make_folder(self.path.parent)
        with lock_folder(self.path.parent):
            yield

    def _write(self) -> None:
        rows = [
            {
                **row.key._asdict(),
                "state": row.state.value,
                "message_id": row.message_id,
                "sha256": row.sha256,
                "at": row.at.isoformat(),
                "attempts": row.attempts,
                "reason": row.reason,
                "told": row.told,
            }
            for _, row in sorted(self._rows.items())
        ]
        text = json.dumps({"schema": SCHEMA, "rows": rows}, ensure_ascii=False, indent=2)
        make_folder(self.path.parent)
        write_atomic(self.path, text.encode() + b"\n")


def _read(path: Path) -> Iterator[MailRow]:
    if not path.exists():
        return
    try:
        held = parse_json(path.read_bytes())
        if held["schema"] not in (SCHEMA, FIRST_SCHEMA):
            raise ValueError
        for one in held["rows"]:
            key = MailKey(*(one[name] for name in MailKey._fields))
            yield MailRow(
                key,
                _state_of(one, is_old=held["schema"] == FIRST_SCHEMA),
                one["message_id"],
                one["sha256"],
                datetime.datetime.fromisoformat(one["at"]),
                int(one["attempts"]),
                one["reason"],
                one.get("told", ""),
            )
    except (ValueError, KeyError, TypeError):
        raise BadInput(Problem("send.receipts-damaged", file=shown(path))) from None


def _state_of(row: Mapping[str, str], *, is_old: bool) -> MailState:
    reason = OLDER.get(row["reason"]) if is_old else None
    return reason or (OLDER.get(row["state"]) if is_old else None) or MailState(row["state"])
