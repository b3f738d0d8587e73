"""Opens a session for the commands about mail: its store, the clock, the server's password.

The store is opened once. A session whose people are in a folder needs none as long as nothing goes
to a mail server: then its ledger is a file beside what is laid ready.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from access_kit.cli.options import read_now
from access_kit.cli.unlock import opened_store
from access_kit.console import Talk
from access_kit.errors import BadInput, Problem, Refused
from access_kit.kit_files import read_kit
from access_kit.model.kit import Smtp
from access_kit.store.protocol import Store
from access_kit.workflow.mail.desk import MailDesk, make_desk, names_people
from access_kit.workflow.prepare.read import locate_kit

PASSWORD_VARIABLE = "ACCESS_KIT_SMTP_PASSWORD"  # noqa: S105 (the name of a variable)


@contextlib.contextmanager
def open_desk(
    session_file: Path,
    talk: Talk,
    *,
    kit_folder: Path | None,
    out: Path | None,
    passphrase_fd: int | None,
    needs_store: bool,
) -> Iterator[MailDesk]:
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
        yield make_desk(session_file, folder, store=store, out=out, clock=clock(now))


def settle_doubt(desk: MailDesk, *, yes: bool) -> None:
    """Ask before anything goes, or lies ready, by a store that is older than what was known here.

    It may know neither what went since nor what people said, a no too. ``--yes`` does not answer
    that.
    """
    if desk.store is None or desk.store.doubt is None:
        return
    if yes:
        raise Refused(Problem("send.older-ledger"))
    typer.confirm(
        "This vault is older than the one used here last, or was put back from a backup. What "
        "people said since is not in it, a no too, and messages may go twice. Read the mail of "
        "that time again first (access-kit returns import), and write down what was said to you. "
        "Go on?",
        abort=True,
        err=True,
    )
    desk.store.accept_doubt()


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
