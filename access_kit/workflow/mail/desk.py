"""A session at hand, for all that has to do with mail: its people, its papers and its ledger."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from access_kit.delivery.consent_rules import ConsentStanding, standing
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.kit_files import peek_session
from access_kit.model.kit import Kit
from access_kit.model.ledger import MailRow, MailState
from access_kit.model.profile import Channel, Profile
from access_kit.model.told import ToldDigests, told_of
from access_kit.notation import parse_toml
from access_kit.profiles.profile_files import read_profile, read_profile_folder
from access_kit.store.laid_ready import OUTBOX, message_name
from access_kit.store.protocol import Store
from access_kit.store.receipts import Receipts
from access_kit.workflow.mail.changed import is_cancelled
from access_kit.workflow.mail.choose import Recipient
from access_kit.workflow.mail.entries import given_entry
from access_kit.workflow.mail.hand_over import Ledger
from access_kit.workflow.packets import packet_of
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import FindPeople, read_work
from access_kit.workflow.prepare.shapes import SessionPlan, Work

Clock = Callable[[], datetime.datetime]


@dataclass(frozen=True)
class MailDesk:
    """``store`` is ``None`` when the ledger is a file; ``folder`` is the session's out folder.

    ``clock`` tells the time now, again and again.
    """

    work: Work
    store: Store | None
    ledger: Ledger
    folder: Path
    clock: Clock
    session_file: Path

    @property
    def outbox(self) -> Path:
        return self.folder / OUTBOX

    @property
    def told(self) -> ToldDigests:
        """What a message that is made now tells of the meeting."""
        return told_of(self.work.session)

    @property
    def is_cancelled(self) -> bool:
        """Whether this meeting was told as cancelled."""
        return is_cancelled(self.ledger.mail(session=self.work.session.id), self.told)

    def standing_of(self, person: str) -> ConsentStanding:
        """What holds of a person's agreements now, read afresh."""
        records = self.store.consents(person) if self.store else ()
        return standing(records, today=self.clock().date())

    def profile_of(self, person: str) -> Profile | None:
        """The profile as it is now, read afresh; ``None`` for somebody who is gone."""
        if self.store is not None and self.work.session.participants:
            return self.store.profile(person)
        name, _ = peek_session(self.session_file)
        folder = self.session_file.parent / (name or "")
        today = self.clock().date()
        path = folder / f"{person}.toml"
        if path.is_file():
            found, _ = read_profile(path, today=today)
            if found is not None and found.id == person:
                return found
        every, _ = read_profile_folder(folder, today=today)
        return next((one for one in every if one.id == person), None)

    def plan(self) -> SessionPlan:
        return make_plan(self.work)

    def recipients(self, only: Sequence[str] = ()) -> Iterator[Recipient]:
        """The people of the session, with their packets and what the ledger says of them.

        ``BadInput`` for an id of ``only`` that is nobody's here.
        """
        wanted = {one.casefold(): one for one in only}
        known = {profile.id.casefold() for profile in self.work.profiles}
        for fold, said in wanted.items():
            if fold not in known:
                ids = ", ".join(profile.id for profile in self.work.profiles)
                facts = {"value": said, "known": ids}
                raise BadInput(Problem("command.unknown-id", where="--only", facts=facts))
        for profile in self.work.profiles:
            if wanted and profile.id.casefold() not in wanted:
                continue
            rows = self.ledger.mail(session=self.work.session.id, person=profile.id)
            yield Recipient(
                profile=profile,
                standing=self.standing_of(profile.id),
                packet=packet_of(self.folder, profile.id),
                rows=rows,
                gone=frozenset(row.key for row in rows if self._is_gone(row)),
                entry=given_entry(self.store, self.work.session.id, profile.id),
            )

    def laid_path(self, row: MailRow) -> Path:
        """Where a message lies when it is laid ready."""
        return self.outbox / message_name(row.key.person, row.message_id)

    def _is_gone(self, row: MailRow) -> bool:
        """Whether a message was laid ready and lies in the outbox no more."""
        is_file = row.state is MailState.LAID_READY and row.key.channel == Channel.EMAIL.value
        return is_file and not self.laid_path(row).is_file()


def make_desk(
    session_file: Path, kit_folder: Path, *, store: Store | None, out: Path | None, clock: Clock
) -> MailDesk:
    """The session of a file. Without a store, its ledger is a file in the outbox."""
    work = read_work(
        session_file,
        kit_folder=kit_folder,
        now=clock(),
        find_people=_finder(store) if store else None,
    )
    folder = (out or kit_folder / "out") / work.session.id
    ledger: Ledger = store or Receipts(folder / OUTBOX, clock)
    return MailDesk(work, store, ledger, folder, clock, session_file)


def names_people(session_file: Path) -> bool:
    """Whether a session names its people by id, so that they are in the kit's store."""
    try:
        return bool(parse_toml(session_file.read_text(encoding="utf-8-sig")).get("participants"))
    except (OSError, ValueError):
        return False


def _finder(store: Store) -> FindPeople:
    from access_kit.store.opening import find_people

    def find(
        folder: Path, kit: Kit, ids: Sequence[str], file: str
    ) -> tuple[list[Profile], list[Problem]]:
        found, problems = find_people(store, ids, file=file)
        return sorted(found, key=lambda profile: profile.id.casefold()), problems

    return find


def find_session(session: str, near: Path) -> Path:
    """The file of a session by its id, in the kit around a packet; ``BadInput`` without one."""
    for path in sorted(near.rglob("*.toml")):
        try:
            held = parse_toml(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError):
            continue
        is_session = str(held.get("schema", "")).startswith("access-kit/session/")
        if is_session and held.get("id") == session:
            return path
    raise BadInput(Problem("send.no-session-file", file=shown(near), facts={"session": session}))
