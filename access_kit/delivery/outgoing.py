"""A message that is ready to go, and what came of handing it over."""

from __future__ import annotations

from dataclasses import dataclass

from access_kit.model.constraint import Choice
from access_kit.model.ledger import MailKey


@dataclass(frozen=True)
class Outgoing:
    """One message to one person.

    ``data`` are the exact bytes that go, with CRLF line ends. ``recipient`` is the bare address.
    ``needs_utf8``: the address has letters that only a server with SMTPUTF8 takes (RFC 6531).
    """

    key: MailKey
    sender: str
    recipient: str
    message_id: str
    data: bytes
    needs_utf8: bool = False


class HandOverVerdict(Choice):
    """what came of handing a message over

    ``accepted``: the server took it; nobody knows whether it is read. ``later``: nothing was
    accepted, and another try may work. ``address``: this address is refused for good. ``content``:
    the message is refused for good. ``stop``: nobody's message will be taken, so the run ends.
    ``uncertain``: the answer to the last step was lost; it may have been accepted.
    """

    ACCEPTED = "accepted"
    LATER = "later"
    ADDRESS = "address"
    CONTENT = "content"
    STOP = "stop"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class HandOver:
    """``reason`` is a stable code such as ``busy`` or ``no-such-address``.

    It is never what a server said: servers repeat addresses.
    """

    verdict: HandOverVerdict
    reason: str = ""
