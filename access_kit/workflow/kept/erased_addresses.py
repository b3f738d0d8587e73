"""Addresses of somebody who is to be erased, in what waits for other people."""

from __future__ import annotations

from access_kit.store.protocol import Store
from access_kit.workflow.kept.held import forget_held_sender
from access_kit.workflow.kept.kept_words import forget_words_sender


def forget_senders(store: Store, person: str) -> None:
    """Take every address that the person ever had out of answers and words kept for others."""
    addresses = {one.profile.contact.email for one in store.history(person)} - {"", None}
    for address in sorted(filter(None, addresses)):
        forget_held_sender(store, address)
        forget_words_sender(store, address)
