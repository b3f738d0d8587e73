"""What the commands about mail share: a session, its people, and the ledger that belongs to it.

The store is opened once. A session whose people are in a folder needs none as long as nothing goes
to a mail server: then its ledger is a file beside what is laid ready.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from access_kit.cli.options import read_now
from access_kit.cli.unlock import opened_store
from access_kit.console import Talk
from access_kit.delivery.consent_rules import Standing, standing
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.kit import read_kit
from access_kit.model.kit import Kit, Smtp
from access_kit.model.profile import Profile
from access_kit.store.laid_ready import OUTBOX
from access_kit.store.protocol import Store
from access_kit.store.receipts import Receipts
from access_kit.workflow.mail.choose import Recipient
from access_kit.workflow.mail.hand_over import Ledger
from access_kit.workflow.mail.packets import packet_of
from access_kit.workflow.prepare.plan import SessionPlan, make_plan
from access_kit.workflow.prepare.read import FindPeople, Work, locate_kit, read_work

PASSWORD_VARIABLE = "ACCESS_KIT_SMTP_PASSWORD"  # noqa: S105 (the name of a variable)


@dataclass(frozen=True)
class Desk:
    """A session at hand. ``store`` is ``None`` when its ledger is a file; ``folder`` is its out."""

    work: Work
    store: Store | None
    ledger: Ledger
    folder: Path

    def standing_of(self, person: str) -> Standing:
        records = self.store.consents(person) if self.store else ()
        return standing(records, today=self.work.now.date())

    def plan(self) -> SessionPlan:
        return make_plan(self.work)

    def recipients(self, only: Sequence[str] = ()) -> Iterator[Recipient]:
        """The people of the session, with their packets and what the ledger says of them."""
        wanted = {one.casefold() for one in only}
        for profile in self.work.profiles:
            if wanted and profile.id.casefold() not in wanted:
                continue
            yield Recipient(
                profile=profile,
                standing=self.standing_of(profile.id),
                packet=packet_of(self.folder, profile.id),
                rows=self.ledger.mail(session=self.work.session.id, person=profile.id),
            )


@contextlib.contextmanager
def open_desk(
    session_file: Path,
    talk: Talk,
    *,
    kit_folder: Path | None,
    out: Path | None,
    passphrase_fd: int | None,
    needs_store: bool,
) -> Iterator[Desk]:
    """The session of a file, with its store open for the block where one is needed."""
    now = read_now()
    folder = locate_kit(session_file.parent, kit_folder)
    kit, problems = read_kit(folder, today=now.date())
    if kit is None:
        raise BadInput(problems)
    with contextlib.ExitStack() as stack:
        store: Store | None = None
        if needs_store or names_people(session_file):
            store = stack.enter_context(opened_store(folder, kit, talk, passphrase_fd))
        work = read_work(
            session_file, kit_folder=folder, now=now, find_people=_finder(store) if store else None
        )
        session_folder = (out or folder / "out") / work.session.id
        ledger: Ledger = store or Receipts(session_folder / OUTBOX, lambda: now)
        yield Desk(work, store, ledger, session_folder)


def names_people(session_file: Path) -> bool:
    """Whether a session names its people by id, so that they are in the kit's store."""
    try:
        return bool(tomllib.loads(session_file.read_text(encoding="utf-8-sig")).get("participants"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
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
            held = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        is_session = str(held.get("schema", "")).startswith("access-kit/session/")
        if is_session and held.get("id") == session:
            return path
    raise BadInput(Problem("send.no-session-file", file=shown(near), facts={"session": session}))


def ask_password(smtp: Smtp | None) -> str:
    """The mail server's password: from the environment, a safe keyring, or typed."""
    said = os.environ.get(PASSWORD_VARIABLE, "")
    if said or smtp is None:
        return said
    with contextlib.suppress(ImportError):
        from access_kit.store.keyrings import find_password

        found = find_password(smtp.user, smtp.host)
        if found:
            return found
    if not sys.stdin.isatty():
        raise BadInput(Problem("send.no-password", facts={"variable": PASSWORD_VARIABLE}))
    import getpass

    return getpass.getpass("Password of the mail server: ")


def clock(now: datetime.datetime) -> Callable[[], datetime.datetime]:
    """Now, again and again: fixed when it was fixed from outside, else the time that goes on."""
    fixed = "ACCESS_KIT_NOW" in os.environ or "SOURCE_DATE_EPOCH" in os.environ
    return lambda: now if fixed else read_now()
