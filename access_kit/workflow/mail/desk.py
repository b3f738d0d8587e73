"""A session at hand, for all that has to do with mail: its people, its papers and its ledger."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from access_kit.budgets import HANDWRITTEN
from access_kit.delivery.consent_rules import ConsentStanding, standing
from access_kit.delivery.senders import Sender, SenderNeeds, open_sender
from access_kit.errors import AccessKitError, BadInput, Problem
from access_kit.files import read_start, shown
from access_kit.group_people import folded, people_of
from access_kit.kit_files import read_kit
from access_kit.model.kit import Kit, Smtp
from access_kit.model.ledger import (
    MAILED,
    PACKET,
    TELLING,
    MailKey,
    MailRow,
    MailState,
    is_packet,
    may_have,
)
from access_kit.model.past import Past
from access_kit.model.profile import Channel, Profile
from access_kit.model.series import Meeting, day_in_group, is_guest, is_off
from access_kit.model.session import Session
from access_kit.model.told import ToldDigests, told_of
from access_kit.notation import parse_toml
from access_kit.profiles.profile_files import read_profile, read_profile_folder
from access_kit.recurrence import end_of, occurrences
from access_kit.session_files import (
    GROUP_SCHEMA,
    SESSION_SCHEMA,
    names_session,
    read_group,
    read_session,
    split_reference,
    with_day,
)
from access_kit.store.keyrings import find_password
from access_kit.store.laid_ready import OUTBOX, message_name
from access_kit.store.out_folders import OUT
from access_kit.store.protocol import Store
from access_kit.store.receipts import Receipts
from access_kit.workflow.keep.access import Clock, KitAccess, people_in
from access_kit.workflow.kept.given import given_in, keep_what_goes
from access_kit.workflow.kept.group_past import (
    has_run_out,
    have_reminders_ended,
    known_meetings,
    past_of,
)
from access_kit.workflow.mail.hand_over import Ledger
from access_kit.workflow.mailed.changed import is_cancelled
from access_kit.workflow.mailed.dispatches import Recipient
from access_kit.workflow.mailed.entries import given_entry, holders
from access_kit.workflow.packets import Packet, packet_of, require_packet
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import FoundPeople, locate_kit, read_work
from access_kit.workflow.prepare.shapes import SessionPlan, Work


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

    def earlier(self, person: str) -> tuple[str, ...]:
        """The meetings of the group before this one that a person knows of; none for a session."""
        session = self.work.session
        if self.store is None or not isinstance(session, Meeting):
            return ()
        return known_meetings(self.store, person, session)

    def past_of(self, person: str) -> Past | None:
        """What a person got and said at earlier meetings, as it is known now."""
        session, days = self.work.session, self.work.kit.retention.agreement_days
        if self.store is None or not isinstance(session, Meeting):
            return None
        return past_of(self.store, person, session, self.clock(), days)

    def reminders_ended(self, recipient: Recipient) -> bool:
        """Whether the papers of this very meeting said that reminders end."""
        went = [one for one in recipient.rows if is_packet(one) and one.state in MAILED]
        person = recipient.profile.id
        return self.store is not None and have_reminders_ended(
            self.store, person, went, by=self.clock()
        )

    def must_agree_again(self, person: str) -> bool:
        """Whether the agreement of somebody in a group has run out, whatever went out since."""
        if self.store is None or not isinstance(self.work.session, Meeting):
            return False
        days = self.work.kit.retention.agreement_days
        return has_run_out(self.store.consents(person), self.clock().date(), days)

    def keep_what_goes(self, keys: Iterable[MailKey]) -> None:
        """What goes out now with these messages, as far as they are papers."""
        packets = {one.profile.id: one.packet for one in self.recipients()}
        papers = [key for key in keys if key.documents == PACKET]
        going = [(packet, key) for key in papers if (packet := packets.get(key.person))]
        unkept = {one.id for one in self.work.profiles if not one.consent.store}
        if self.store is not None and going:
            keep_what_goes(self.store, going, unkept=unkept)

    @property
    def is_cancelled(self) -> bool:
        """Whether this meeting does not take place: as told, or of a group as its file says now."""
        session = self.work.session
        if is_off(session):
            return True
        if not is_cancelled(self.ledger.mail(session=session.id), self.told):
            return False
        if not isinstance(session, Meeting):
            return True
        found = self.session_now()
        return found is None or is_off(found)

    def session_now(self) -> Session | None:
        """The meeting as its file says now, read afresh; ``None`` where it is in it no more."""
        path, _ = split_reference(self.session_file)
        session = self.work.session
        said = with_day(path, session.day) if isinstance(session, Meeting) else path
        return read_session(said, now=self.work.now)[0]

    def standing_of(self, person: str) -> ConsentStanding:
        """What holds of a person's agreements now, read afresh."""
        records = self.store.consents(person) if self.store else ()
        return standing(records, today=self.clock().date())

    def profile_of(self, person: str) -> Profile | None:
        """The profile as it is now, read afresh; ``None`` for somebody who is gone."""
        if self.store is not None and self.work.session.participants:
            return self.store.profile(person)
        folder = self.session_file.parent / self.work.session.profiles
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

    def ids_of(self, said: Sequence[str], *, where: str) -> tuple[str, ...]:
        """Ids of people of the session as they write them; ``BadInput`` for nobody's here."""
        known = {profile.id.casefold(): profile.id for profile in self.work.profiles}
        for one in said:
            if one.casefold() not in known:
                facts = {"value": one, "known": ", ".join(known.values())}
                raise BadInput(Problem("command.unknown-id", where=where, facts=facts))
        return tuple(known[one.casefold()] for one in said)

    def recipients(self, only: Sequence[str] = ()) -> Iterator[Recipient]:
        """The people of the session, with their packets and what the ledger says of them.

        ``BadInput`` for an id of ``only`` that is nobody's here.
        """
        wanted = self.ids_of(only, where="--only")
        for profile in self.work.profiles:
            if only and profile.id not in wanted:
                continue
            yield self._recipient(profile, packet_of(self.folder, profile.id))

    def _recipient(self, profile: Profile, packet: Packet | None) -> Recipient:
        rows = self.ledger.mail(session=self.work.session.id, person=profile.id)
        entry = given_entry(self.store, self.work.session, profile.id)
        others = self._rows_of_others(profile.id)
        return Recipient(
            profile=profile,
            standing=self.standing_of(profile.id),
            packet=packet,
            rows=rows,
            gone=frozenset(row.key for row in rows if self._is_gone(row)),
            entry=entry,
            knows_series=entry is not None or any(map(may_have, others)),
            heard=self._heard(others, rows),
        )

    def _rows_of_others(self, person: str) -> tuple[MailRow, ...]:
        """The ledger's rows of a person for papers of other dates of the group.

        Who comes on this date alone, no other date's papers tell of it.
        """
        meeting = self.work.session
        if not isinstance(meeting, Meeting) or is_guest(meeting, person):
            return ()
        rows = self.store.mail(person=person) if self.store else self._rows_in_folders(person)
        return tuple(
            row
            for row in rows
            if is_packet(row)
            and row.key.session != meeting.id
            and day_in_group(row.key.session, meeting.series.group) is not None
        )

    def _rows_in_folders(self, person: str) -> Iterator[MailRow]:
        """Without a store each date has a ledger of its own."""
        for folder in sorted(self.folder.parent.glob(f"*/{OUTBOX}")):
            yield from Receipts(folder, self.clock).mail(person=person)

    def _heard(self, others: Iterable[MailRow], own: Iterable[MailRow]) -> str | None:
        """What a person's papers of other dates said of this one last, where it differs.

        ``own`` are the rows of this date: what it told since counts more.
        """
        meeting = self.work.session
        if self.store is None or not isinstance(meeting, Meeting):
            return None
        if not (meeting.occurrence.is_moved or meeting.is_off):
            return None
        day = meeting.day.isoformat()
        since = max((row.at for row in own if row.key.documents in TELLING), default=None)
        went = sorted(
            (r for r in others if r.state in MAILED and (since is None or r.at > since)),
            key=lambda row: row.at,
        )
        given = (given_in(self.store, row.key).differs for row in reversed(went))
        return next((one[day] for one in given if day in one), None)

    def leavers(self) -> Iterator[Recipient]:
        """Who is in the group no more, and still has it in their calendar as far as is known.

        Until their last meeting is over they are none, and with this meeting over there are none.
        """
        meeting, now = self.work.session, self.clock()
        if self.store is None or not isinstance(meeting, Meeting) or meeting.ends <= now:
            return
        group, _ = read_group(split_reference(self.session_file)[0], now=now)
        if group is None:
            return
        series, people = meeting.series, people_of(group)
        before = takewhile(lambda one: one.day < meeting.day, occurrences(series))
        ahead = [one.day for one in before if not one.is_cancelled and end_of(series, one) > now]
        named, here = folded(people.named), folded(one.id for one in self.work.profiles)
        for person in holders(self.store, meeting):
            key = person.casefold()
            # Of a folder, whoever is not named is in the group.
            unnamed = not group.participants and key not in named
            stays = unnamed or any(people.is_member(key, day) for day in (*ahead, meeting.day))
            profile = self.store.profile(person)
            if profile is not None and not stays and key not in here:
                yield self._recipient(profile, None)

    def people_of(self, only: Sequence[str]) -> frozenset[str]:
        """Ids without case: of those named, else of everyone, who left lately included.

        ``BadInput`` for nobody's.
        """
        left = folded(one.profile.id for one in self.leavers())
        others = [one for one in only if one.casefold() not in left]
        here = self.recipients(others) if others or not only else ()
        return folded(one.profile.id for one in here) | (folded(only) & left if only else left)

    def laid_path(self, row: MailRow) -> Path:
        """Where a message lies when it is laid ready."""
        return self.outbox / message_name(row.key.person, row.message_id)

    def _is_gone(self, row: MailRow) -> bool:
        """Whether a message was laid ready and lies in the outbox no more."""
        is_file = row.state is MailState.LAID_READY and row.key.channel == Channel.EMAIL.value
        return is_file and not self.laid_path(row).is_file()


@contextlib.contextmanager
def open_desk(
    access: KitAccess, session_file: Path, *, needs_store: bool, out: Path | None = None
) -> Iterator[MailDesk]:
    """The session of a file, with the kit's store open for the block where one is needed.

    A session whose people are in a folder needs none as long as nothing goes to a mail server: then
    its ledger is a file beside what is laid ready.
    """
    folder = locate_kit(session_file.parent, access.named)
    kit, problems = read_kit(folder, today=access.today)
    if kit is None:
        raise BadInput(problems)
    with contextlib.ExitStack() as stack:
        store: Store | None = None
        if needs_store or names_people(session_file):
            store = stack.enter_context(access.store_of(folder, kit))
        yield make_desk(session_file, folder, store=store, out=out, clock=access.clock)


def make_desk(
    session_file: Path,
    kit_folder: Path,
    *,
    store: Store | None,
    out: Path | None,
    clock: Clock,
    is_over: bool = False,
) -> MailDesk:
    """The session of a file. Without a store, its ledger is a file in the outbox.

    Of one that ``is_over``, people who were erased since are left out.
    """
    now = clock()

    def in_store(_: Path, kit: Kit, session: Session, file: str) -> FoundPeople:
        assert store
        found = people_in(store, kit, session, file, now)
        return replace(found, problems=()) if is_over else found

    work = read_work(
        session_file, kit_folder=kit_folder, now=now, find_people=in_store if store else None
    )
    folder = (out or kit_folder / OUT) / work.session.id
    ledger: Ledger = store or Receipts(folder / OUTBOX, clock)
    return MailDesk(work, store, ledger, folder, clock, session_file)


def names_people(session_file: Path) -> bool:
    """Whether a session names its people by id, so that they are in the kit's store."""
    try:
        text = split_reference(session_file)[0].read_text(encoding="utf-8-sig")
        return bool(parse_toml(text).get("participants"))
    except (OSError, ValueError):
        return False


def files_of_sessions(kit: Path) -> Iterator[Path]:
    """Every session's and group's file of a kit, in order of names; a broken one as well.

    What was made for them is not looked into, nor is a hidden folder.
    """
    for place, folders, names in os.walk(kit):
        folders[:] = sorted(one for one in folders if one != OUT and not one.startswith("."))
        paths = (Path(place, one) for one in sorted(names) if one.endswith(".toml"))
        yield from filter(_is_of_session, paths)


_STARTS = re.compile(rb"^[ \t]*(?:starts|repeats)[ \t]*=", re.MULTILINE)


def _is_of_session(path: Path) -> bool:
    """By its schema, or by its start where that is mistyped; whatever it is encoded in."""
    try:
        data = read_start(path, HANDWRITTEN.size).replace(b"\0", b"")
    except AccessKitError:
        return False
    known = (SESSION_SCHEMA.encode(), GROUP_SCHEMA.encode())
    return any(one in data for one in known) or bool(_STARTS.search(data))


def find_session(session: str, near: Path) -> Path:
    """The file of a session by its id, in the kit around a packet; ``BadInput`` without one."""
    for path in files_of_sessions(near):
        try:
            held = parse_toml(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError):
            continue
        found = names_session(path, held, session)
        if found:
            return found
    raise BadInput(Problem("send.no-session-file", file=shown(near), facts={"session": session}))


def find_targets(targets: Sequence[Path]) -> tuple[Path, list[str]]:
    """The session's file, and the ids of the packets that were named, if any."""
    folders = [one for one in targets if one.is_dir()]
    if not folders:
        if len(targets) != 1:
            raise BadInput(Problem("send.one-session"))
        return targets[0], []
    packets = [require_packet(one) for one in targets]
    sessions = {one.session for one in packets}
    if len(sessions) != 1:
        raise BadInput(Problem("send.one-session"))
    near = next((up for up in folders[0].resolve().parents if (up / "kit.toml").is_file()), None)
    session_file = find_session(sessions.pop(), near or Path.cwd())
    return session_file, [one.person for one in packets]


def mail_sender(
    desk: MailDesk, via: str, *, said: str, ask: Callable[[], str]
) -> Callable[[], Sender]:
    """Opens the sender of a name (``outbox``, ``smtp``) for a session.

    A server's password is the one that was ``said``, else what a safe keyring holds, else ``ask``.
    """
    smtp = desk.work.kit.smtp

    def password() -> str:
        return said or (_held_password(smtp) if smtp else "") or (ask() if smtp else "")

    return lambda: open_sender(via, SenderNeeds(desk.folder, smtp, password))


def _held_password(smtp: Smtp) -> str:
    with contextlib.suppress(ImportError):
        return find_password(smtp.user, smtp.host) or ""
    return ""
