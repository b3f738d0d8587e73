"""Laying messages ready in a folder, as files that any mail program opens and sends."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from access_kit.delivery.outgoing import HandOver, HandOverVerdict, Outgoing
from access_kit.delivery.senders import Sender, SenderNeeds
from access_kit.files import make_folder, sync_folder, telling_write_errors, write_new
from access_kit.store.laid_ready import OUTBOX, message_name

UNSENT = b"X-Unsent: 1\r\n"
"""Tells mail programs to open the file as a message to be sent, not as one that came."""


def open_sender(needs: SenderNeeds) -> Sender:
    return Outbox(needs.folder / OUTBOX)


class Outbox:
    """``outbox/<id>-<8 letters>.eml``: one file a message, whole or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, message: Outgoing) -> Path:
        return self.folder / message_name(message.key.person, message.message_id)

    def deliver(self, message: Outgoing, before_dot: Callable[[], None]) -> HandOver:
        make_folder(self.folder)
        path = self.path_of(message)
        part = path.with_name(f".{path.name}.part")
        with telling_write_errors(path):
            part.unlink(missing_ok=True)
        try:
            write_new(part, UNSENT + message.data)
            with telling_write_errors(part):
                descriptor = os.open(part, os.O_RDWR)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
            before_dot()
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        with telling_write_errors(path):
            part.replace(path)
        sync_folder(self.folder)
        return HandOver(HandOverVerdict.ACCEPTED)

    def close(self) -> None:
        """Nothing is held open."""
