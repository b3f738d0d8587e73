"""A program that writes to a vault until it is killed, and says what was promised to be kept."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.model.record import Actor
from access_kit.store.key_file import PassphraseCost, key_path, read_key_file, write_key_file
from access_kit.store.protocol import Opening
from access_kit.store.vault import open_with_key
from tests.strategies import canary_profile

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


def write_until_killed(folder: str, data_key: bytes, state: str, first: int, told) -> None:
    """Profiles from ``first`` on, and a message for each; ``told`` hears of what is durable."""
    os.environ["XDG_STATE_HOME"] = state
    opening = Opening(Path(folder), Actor("tester"), lambda what: "", lambda: NOW)
    store = open_with_key(Path(folder) / "vault.db", data_key, opening)
    for number in range(first, first + 5000):
        profile = canary_profile(number % 10_000)
        store.put_profile(profile)
        told.send(("profile", profile.id))
        row = MailRow(
            MailKey("session", profile.id, "email", str(first), "1"), MailState.PLANNED, "", "", NOW
        )
        store.plan_mail([row])
        store.move_mail(row.key, MailState.IN_FLIGHT)
        store.move_mail(row.key, MailState.HANDED_OVER)
        told.send(("sent", profile.id))


def change_passphrase_until_killed(folder: str, data_key: bytes, told) -> None:
    """From "first" to "second" and back; ``told`` hears of each before it is begun."""
    path = key_path(Path(folder) / "vault.db")
    for turn in range(100_000):
        wanted = ("first", "second")[turn % 2]
        told.send(wanted)
        file = read_key_file(path).with_passphrase(
            data_key, wanted, work=PassphraseCost(8192, 1, 1)
        )
        write_key_file(path, file)
