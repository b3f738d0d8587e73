"""The seam for senders: one sender a file, one line in ``SENDERS``.

To add a sender: write a module with a function of the shape of ``OpenSender`` and add its dotted
name to ``SENDERS``. The rules for a sender:

- ``before_dot`` is called exactly once for each message that gets so far: when everything but the
  last step is done, and before the step that makes the message count as handed over (the final dot
  of SMTP, the rename of a file). When it raises, the message must not go: break off and let the
  exception pass.
- What happens before that call is never ``uncertain``; what is lost after it always is.
- One recipient a message. Nothing of an address, a name or a server's answer in a reason.
- The message's bytes are handed over as they are.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from access_kit.delivery.outgoing import HandOver, Outgoing
from access_kit.model.kit import Smtp


class Sender(Protocol):
    """Hands messages over, one at a time. Open it once for a run, close it at the end."""

    def deliver(self, message: Outgoing, before_dot: Callable[[], None]) -> HandOver:
        """Hand one message over; see the head of this file for ``before_dot``."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class SenderNeeds:
    """What a sender may need.

    ``folder`` is the session's folder of what is laid ready. ``password`` is called only when a
    server asks for one.
    """

    folder: Path
    smtp: Smtp | None = None
    password: Callable[[], str] | None = None


class OpenSender(Protocol):
    def __call__(self, needs: SenderNeeds) -> Sender: ...


SENDERS = {
    "outbox": "access_kit.delivery.outbox:open_sender",
    "smtp": "access_kit.delivery.smtp:open_sender",
}
"""Name, as ``--via`` takes it → dotted name, imported on first use."""


def open_sender(name: str, needs: SenderNeeds) -> Sender:
    module, _, function = SENDERS[name].partition(":")
    return cast(OpenSender, getattr(importlib.import_module(module), function))(needs)
